"""Recording and correcting facts of legal status, and setting one aside. Each kind says only what it asks."""

from __future__ import annotations

from typing import Any, ClassVar

from cases import policies, presenters, queries
from cases.forms.legal_facts import (
    FactForm,
    SetAsideForm,
    StayForm,
    correcting,
)
from cases.queries import CaseHeader
from cases.services import legal_facts, stays
from cases.services.legal_facts import Correction
from cases.views.base import CheckedCaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission

WORKED_OUT = "Entitlement and who is responsible are worked out again from this."


def correction_of(form: Any, row: Any) -> Correction:
    """Which entry is corrected, and why."""
    reason = form.cleaned_data["correction_reason"]
    return Correction(row_id=row.id, reason=reason, seen_version=form.seen_version)


class FactRecord(CheckedCaseForm):
    """A page that records a fact. The words are the page's own."""

    abstract = True
    template = "cases/fact_record.html"
    done = "cases:legal_status_view"
    heading: ClassVar[str]
    intro: ClassVar[str] = ""
    effect: ClassVar[str] = WORKED_OUT
    confirm_words: ClassVar[str] = "Save"

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.legal_fact_record(self.actor, subject, Permission(self.permission))

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case, the way back and the page's words."""
        words = ("heading", "intro", "effect", "confirm_words")
        return {**super().present(subject), **{name: getattr(self, name) for name in words}}

    def common(self, subject: CaseHeader) -> dict[str, Any]:
        """Who, when and whose, for the service."""
        return {"actor": self.actor, "at": self.at, "case_id": subject.id}


class FactCorrect(FactRecord):
    """Correct a fact: a new entry takes the place of the old one, which stays on the record."""

    abstract = True
    template = "cases/fact_correct.html"
    form_class: ClassVar[type[FactForm]]
    kind: ClassVar[str]
    heading = "Correct an entry"
    confirm_words = "Save the correction"
    success_message = "Entry corrected. The one before it stays on the record."

    def load(self) -> CaseHeader:
        """The case, and the fact as it stands."""
        case = super().load()
        self.row = queries.legal_fact_now(case.id, self.kind, self.kwargs["row"])
        return case

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The fact as it is."""
        return self.form_class.answers_of(self.row)

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the fact."""
        return int(self.row.version)

    def seen_row(self, subject: CaseHeader) -> Any:
        """The fact: a correction may have taken its place."""
        return self.row

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The heading names the kind of entry."""
        heading = f"Correct a {presenters.fact_heading(self.kind)}"
        return {**super().present(subject), "heading": heading}

    def correction(self, form: FactForm) -> Correction:
        """Which entry is corrected, and why."""
        return correction_of(form, self.row)


class LegalStatusSetAside(CheckedCaseForm):
    """Set aside an entry made by mistake: it stays on the record and counts no more."""

    permission = Permission.LEGAL_STATUS_SET_ASIDE
    template = "cases/legal_status_set_aside.html"
    form_class = SetAsideForm
    done = "cases:legal_status_view"
    success_message = "Entry set aside. Entitlement and who is responsible have been worked out again."

    def load(self) -> CaseHeader:
        """The case, and the fact as it stands."""
        case = super().load()
        self.row = queries.legal_fact_now(case.id, self.kwargs["kind"], self.kwargs["row"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.legal_fact_record(self.actor, subject, Permission.LEGAL_STATUS_SET_ASIDE)

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the fact."""
        return int(self.row.version)

    def seen_row(self, subject: CaseHeader) -> Any:
        """The fact: a correction may have taken its place."""
        return self.row

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case, the way back and the entry in words."""
        kind = self.kwargs["kind"]
        words = presenters.fact_words(kind, self.row)
        return {**super().present(subject), "entry": words, "kind_words": presenters.fact_heading(kind)}

    def perform(self, subject: CaseHeader, form: SetAsideForm) -> Any:
        """Set it aside."""
        return legal_facts.set_aside_fact(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            kind=self.kwargs["kind"],
            row_id=self.row.id,
            reason=form.cleaned_data["reason"],
            seen_version=form.seen_version,
        )


class StayRecord(FactRecord):
    """Record time in hospital without detention."""

    permission = Permission.STAY_RECORD
    form_class = StayForm
    heading = "Record a stay in hospital"
    intro = (
        "For an informal admission, now or long ago. It ends no aftercare. A detention brings its own stay: "
        "do not record it here."
    )
    success_message = "Stay in hospital recorded"

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Record it."""
        return stays.record_stay(**self.common(subject), stay=stays.StayInput(**form.facts()))


class StayCorrect(FactCorrect):
    """Correct a stay in hospital."""

    permission = Permission.STAY_RECORD
    form_class = correcting(StayForm)
    kind = "stay"

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Put a corrected entry in its place."""
        given = stays.StayInput(**form.facts())
        return stays.record_stay(**self.common(subject), stay=given, correction=self.correction(form))
