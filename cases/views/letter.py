"""Determination letters: recorded, and moved when they were on the wrong file."""

from __future__ import annotations

from typing import Any

from cases import dispute_policies, queries
from cases.forms.dispute import LetterForm, LetterMoveForm
from cases.queries import CaseHeader
from cases.services import letters
from cases.views.base import SummaryForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.staged import StagedForm


class LetterRecord(SummaryForm, StagedForm):
    """Record a determination letter."""

    permission = Permission.LETTER_RECORD
    template = "cases/letter_record.html"
    form_class = LetterForm
    done = "cases:case_disputes"
    success_message = "Letter recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Decision makers."""
        return dispute_policies.letter_record(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Received today."""
        return {"received_on": self.today}

    def perform(self, subject: CaseHeader, form: BaseForm) -> Any:
        """Record it."""
        return letters.record_letter(actor=self.actor, at=self.at, case_id=subject.id, **form.cleaned_data)


class LetterMove(SummaryForm, StagedForm):
    """Move a letter to the right person's file."""

    permission = Permission.LETTER_MOVE
    template = "cases/letter_move.html"
    form_class = LetterMoveForm
    done = "cases:case_disputes"
    success_message = "Letter moved. Both files show that it was."

    def load(self) -> CaseHeader:
        """The person on whose file it is, and the letter."""
        case = super().load()
        self.letter = queries.letter_for(case.id, self.kwargs["letter"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Decision makers."""
        return dispute_policies.letter_move(self.actor, subject)

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the letter."""
        return self.letter.version

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The letter."""
        return {**super().present(subject), "letter": self.letter}

    def perform(self, subject: CaseHeader, form: BaseForm) -> Any:
        """Move it."""
        return letters.move_letter(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            letter_id=self.letter.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )
