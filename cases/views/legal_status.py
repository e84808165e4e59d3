"""Legal status: detentions, time in hospital and community treatment orders."""

from __future__ import annotations

from typing import Any

from cases import policies, presenters, queries
from cases.forms.legal_facts import correcting
from cases.forms.legal_status import DetentionEndForm, DetentionForm
from cases.queries import CaseHeader
from cases.services import detentions
from cases.views.base import CaseDetail, CheckedCaseForm
from cases.views.legal_facts import correction_of
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission


class LegalStatusView(CaseDetail):
    """Every detention, stay and order, and what may be recorded next."""

    permission = Permission.LEGAL_STATUS_VIEW
    template = "cases/legal_status_view.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The record and the acts that its state allows the actor."""
        legal, changed = queries.legal_record(subject.id), queries.changed_answers(subject.id)
        page = presenters.legal_page(self.actor, subject, legal, changed, self.today)
        return {"case": subject, "today": self.today, **page}


class DetentionRecord(CheckedCaseForm):
    """Record a detention, now or long ago."""

    permission = Permission.DETENTION_RECORD
    template = "cases/detention_record.html"
    form_class = DetentionForm
    done = "cases:legal_status_view"
    success_message = "Detention recorded. Entitlement and who is responsible have been worked out."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.detention_record(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The recorder's own trust or provider, which is nearly always the one."""
        return {"provider": self.actor.organisation_id}

    def perform(self, subject: CaseHeader, form: DetentionForm) -> Any:
        """Record it."""
        return detentions.record_detention(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            detention=detentions.DetentionInput(**form.facts()),
            **form.stay(),
        )


class DetentionCorrect(DetentionRecord):
    """Correct a detention: a new entry takes the place of the old one, which stays on the record."""

    template = "cases/detention_correct.html"
    form_class = correcting(DetentionForm)
    success_message = "Detention corrected. Entitlement and who is responsible have been worked out again."

    def load(self) -> CaseHeader:
        """The case, and the detention as it stands."""
        case = super().load()
        self.detention = queries.legal_fact_now(case.id, "detention", self.kwargs["row"])
        return case

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The detention as it is."""
        return DetentionForm.answers_of(self.detention)

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the detention."""
        return int(self.detention.version)

    def seen_row(self, subject: CaseHeader) -> Any:
        """The detention: a correction may have taken its place."""
        return self.detention

    def perform(self, subject: CaseHeader, form: DetentionForm) -> Any:
        """Put a corrected entry in its place."""
        return detentions.record_detention(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            detention=detentions.DetentionInput(**form.facts()),
            **form.stay(),
            correction=correction_of(form, self.detention),
        )


class DetentionEnd(CheckedCaseForm):
    """Record the end of the detention in force."""

    permission = Permission.DETENTION_END
    template = "cases/detention_end.html"
    form_class = DetentionEndForm
    done = "cases:legal_status_view"
    success_message = "End of detention recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.detention_end(self.actor, subject)

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the detention in force."""
        in_force = queries.legal_record(subject.id).in_force
        return in_force.version if in_force else None

    def seen_row(self, subject: CaseHeader) -> Any:
        """The detention in force, which may be another by now."""
        return queries.legal_record(subject.id).in_force

    def perform(self, subject: CaseHeader, form: DetentionEndForm) -> Any:
        """End it."""
        return detentions.end_detention(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )
