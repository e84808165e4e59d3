"""Agreement, copies, and taking parts out of a plan."""

from __future__ import annotations

from typing import Any

from careplans import policies, queries, services
from careplans.forms.parts import AgreementForm, RecipientForm, SentForm
from careplans.forms.steps import ConfirmForm
from careplans.queries.plans import PlanFile
from careplans.rules.formats import copy_format
from careplans.rules.sections import Section
from careplans.rules.terms import AgreementAnswer, CopyFormat, Party, RecipientKind
from careplans.views.part import PartForm, WrittenPart
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

PARTY_HEADINGS = {
    Party.PERSON: "What does the person say of the plan?",
    Party.COORDINATOR: "What does the care coordinator say of the plan?",
    Party.COUNCIL: "What does the council say of the plan?",
    Party.NHS: "What does the NHS body say of the plan?",
}


class AgreementRecord(WrittenPart):
    """Record what one party says of the plan."""

    permission = Permission.PLAN_EDIT
    form_class, section, back = AgreementForm, Section.AGREEMENT, "agreement_list"
    heading = "Agreement"
    success_message = "Recorded."

    def load(self) -> PlanFile:
        """The version, the party, and what it said before."""
        file = super().load()
        if self.kwargs["party"] not in {party.value for party in Party}:
            raise NotFound
        self.party = Party(self.kwargs["party"])
        self.part = queries.agreement_row(file.plan, self.party.value)
        return file

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        if self.part:
            return super().initial(subject)
        names = {
            Party.PERSON: subject.snapshot.person.full_name,
            Party.COORDINATOR: subject.case.coordinator_name,
        }
        return {"name": names.get(self.party, ""), "on": self.today}

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {**super().present(subject), "heading": PARTY_HEADINGS[self.party]}

    def perform(self, subject: PlanFile, form: AgreementForm) -> Any:
        said = {**form.cleaned_data, "answer": AgreementAnswer(form.cleaned_data["answer"])}
        seen = form.seen_version
        return services.record_agreement(
            **self.who(), plan_id=subject.id, party=self.party, seen_version=seen, **said
        )


class RecipientAdd(PartForm):
    """Add somebody who gets a copy."""

    permission = Permission.PLAN_EDIT
    form_class, section, back = RecipientForm, Section.COPIES, "recipient_list"
    heading = "Add somebody who gets a copy"
    success_message = "Added."

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        """The person themselves, in the form they need, until they are on the list."""
        if any(part.kind is RecipientKind.PERSON for part in subject.snapshot.recipients):
            return {}
        form = copy_format(queries.format_needs(subject.case).codes)
        return {"name": subject.snapshot.person.full_name, "kind": "person", "format": form.value}

    def perform(self, subject: PlanFile, form: RecipientForm) -> Any:
        return services.add_recipient(**self.who(), plan_id=subject.id, recipient=_recipient(form))


class RecipientEdit(PartForm):
    """Change who gets a copy, or in which form."""

    permission = Permission.PLAN_EDIT
    form_class, section, back, kind = RecipientForm, Section.COPIES, "recipient_list", "recipient"
    heading = "Change who gets a copy"
    success_message = "Changed."

    def perform(self, subject: PlanFile, form: RecipientForm) -> Any:
        recipient, seen = _recipient(form), form.seen_version
        return services.edit_recipient(
            **self.who(), recipient_id=self.part.id, recipient=recipient, seen_version=seen
        )


class CopySend(PartForm):
    """Record that a copy was sent."""

    permission = Permission.PLAN_EDIT
    form_class, section, back, kind = SentForm, Section.COPIES, "plan_view", "recipient"
    heading = "Record that a copy was sent"
    template = "careplans/copy_send.html"
    success_message = "Recorded."

    def load(self) -> PlanFile:
        """The version, the recipient, and what the person says of them today."""
        file = super().load()
        parts = [part for part in file.snapshot.recipients if part.id == self.part.id]
        self.row = next(iter(queries.copy_rows(file.case, file.id, tuple(parts), self.today)), None)
        return file

    def decide(self, subject: PlanFile) -> Decision:
        return policies.copy_send(self.actor, subject.case, subject.plan)

    def form_kwargs(self, subject: PlanFile) -> dict[str, Any]:
        return {"refused": self.row is not None and self.row.refused}

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {**super().present(subject), "heading": f"Copy for {self.part.name}", "row": self.row}

    def perform(self, subject: PlanFile, form: SentForm) -> Any:
        return services.send_copy(**self.who(), recipient_id=self.part.id, **form.cleaned_data)


class PartRemove(PartForm):
    """Take a part out of the version being written."""

    abstract = True
    template = "careplans/part_remove.html"
    form_class = ConfirmForm
    success_message = "Removed from this version."

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {**super().present(subject), "shown": str(self.part)}

    def perform(self, subject: PlanFile, form: ConfirmForm) -> Any:
        return services.remove_part(**self.who(), part=self.kind, part_id=self.part.id)


class GoalRemove(PartRemove):
    """Take out a goal."""

    permission = Permission.PLAN_EDIT
    section, back, kind, heading = Section.GOALS, "goal_list", "goal", "Remove this goal?"


class ServiceRemove(PartRemove):
    """Take out a service."""

    permission = Permission.PLAN_EDIT
    section, back, kind, heading = Section.SERVICES, "service_list", "service", "Remove this service?"


class ContactRemove(PartRemove):
    """Take out a contact."""

    permission = Permission.PLAN_EDIT
    section, back, kind, heading = Section.CONTACTS, "contact_list", "contact", "Remove this contact?"


class RecipientRemove(PartRemove):
    """Take out somebody who was to have a copy."""

    permission = Permission.PLAN_EDIT
    section, back, kind = Section.COPIES, "recipient_list", "recipient"
    heading = "Remove this person from the list?"


def _recipient(form: RecipientForm) -> services.RecipientInput:
    data = form.cleaned_data
    return services.RecipientInput(data["name"], RecipientKind(data["kind"]), CopyFormat(data["format"]))
