"""Steps of a sitting: its agenda, who sits, interests, minutes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from funding import policies, queries
from funding.forms.panel import AgendaForm, InterestForm, MemberForm, MinutesForm, NothingForm
from funding.queries import PanelFile
from funding.services import panels
from funding.views.panel import PanelForms
from s117.accounts.queries import signatories
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission


class ApplicationSchedule(PanelForms):
    """Put applications on the agenda."""

    permission = Permission.APPLICATION_SCHEDULE
    template = "funding/application_schedule.html"
    form_class = AgendaForm
    success_message = "Agenda changed."

    def decide(self, subject: PanelFile) -> Decision:
        panel = subject.panel
        return policies.application_schedule(self.actor, panel.convenor_id, panel.status)

    def form_kwargs(self, subject: PanelFile) -> dict[str, Any]:
        if not hasattr(self, "waiting"):
            rows = queries.waiting_applications(self.actor)
            self.waiting = [(str(row.id), waiting_words(row)) for row in rows]
        return {"waiting": self.waiting}

    def perform(self, subject: PanelFile, form: AgendaForm) -> Any:
        chosen = [UUID(pk) for pk in form.cleaned_data["applications"]]
        return panels.schedule_applications(**self.told(subject), application_ids=chosen)


def waiting_words(row: Any) -> str:
    """An application as the agenda's choices name it."""
    urgent = f"{row.get_urgency_display().split(':')[0]}: "
    return f"{urgent}{row.case.client}, application {row.number}"


class ApplicationUnschedule(PanelForms):
    """Take an application off the agenda."""

    permission = Permission.APPLICATION_SCHEDULE
    template = "funding/application_unschedule.html"
    form_class = NothingForm
    success_message = "Taken off the agenda. It waits for another panel."

    def decide(self, subject: PanelFile) -> Decision:
        return policies.application_unschedule(self.actor, subject.panel.convenor_id)

    def present(self, subject: PanelFile) -> dict[str, Any]:
        item, file = subject.at(self.kwargs["item"])
        return {**super().present(subject), "item": item, "application": file}

    def perform(self, subject: PanelFile, form: NothingForm) -> Any:
        return panels.unschedule_application(**self.told(subject), item_id=self.kwargs["item"])


class MemberRecord(PanelForms):
    """Record somebody who sits."""

    permission = Permission.PANEL_MINUTE
    template = "funding/member_record.html"
    form_class = MemberForm
    success_message = "Member recorded."

    def form_kwargs(self, subject: PanelFile) -> dict[str, Any]:
        if not hasattr(self, "_kwargs"):
            rows = signatories(*subject.bodies, on=self.today).select_related("organisation")
            people = [(str(row.id), f"{row.full_name}, {row.organisation.name}") for row in rows]
            bodies = [(str(pk), name) for pk, name in subject.bodies.items()]
            self._kwargs = {"people": people, "bodies": bodies}
        return self._kwargs

    def perform(self, subject: PanelFile, form: MemberForm) -> Any:
        return panels.record_member(**self.told(subject), **form.member())


class MemberRemove(PanelForms):
    """Take off a member who was recorded by mistake."""

    permission = Permission.PANEL_MINUTE
    template = "funding/member_remove.html"
    form_class = NothingForm
    success_message = "Taken off the list of members."

    def present(self, subject: PanelFile) -> dict[str, Any]:
        return {**super().present(subject), "member": subject.member(self.kwargs["member"])}

    def perform(self, subject: PanelFile, form: NothingForm) -> Any:
        return panels.remove_member(**self.told(subject), member_id=self.kwargs["member"])


class InterestRecord(PanelForms):
    """Record an interest that a member declared."""

    permission = Permission.PANEL_MINUTE
    template = "funding/interest_record.html"
    form_class = InterestForm
    success_message = "Interest recorded. This member counts for no quorum on it and cannot sign it."

    def form_kwargs(self, subject: PanelFile) -> dict[str, Any]:
        items = [
            (str(item.id), f"{item.position}. {file.case.display_name}") for item, file in subject.pending
        ]
        members = [(str(row.id), f"{row.name}, {row.organisation.name}") for row in subject.members]
        return {"items": items, "members": members}

    def perform(self, subject: PanelFile, form: InterestForm) -> Any:
        given = form.cleaned_data
        item, member = UUID(given["item"]), UUID(given["member"])
        return panels.record_interest(
            **self.told(subject), item_id=item, member_id=member, nature=given["nature"]
        )


class PanelMinute(PanelForms):
    """Write the minutes."""

    permission = Permission.PANEL_MINUTE
    template = "funding/panel_minute.html"
    form_class = MinutesForm
    success_message = "Minutes recorded."

    def seen_version(self, subject: PanelFile) -> int:
        return subject.panel.version

    def initial(self, subject: PanelFile) -> dict[str, Any]:
        return {"chair": subject.panel.chair, "minutes": subject.panel.minutes}

    def perform(self, subject: PanelFile, form: MinutesForm) -> Any:
        return panels.minute_panel(**self.told(subject), seen_version=form.seen_version, **form.cleaned_data)
