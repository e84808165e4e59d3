"""What the bodies decide about ending aftercare: no longer needed, confirmed, and needed again."""

from __future__ import annotations

from typing import Any

from cases import policies
from cases.queries import CaseHeader
from cases.services import endings
from s117.journeys import end_aftercare
from s117.journeys.forms import EndingConfirmForm, EndingReinstateForm, EndingSignForm, EndingUndoForm
from s117.journeys.views.ending import OpenEndingForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.staged import StagedForm


class EndingSign(OpenEndingForm, StagedForm):
    """Decide for one's own body."""

    permission = Permission.ENDING_SIGN
    template = "journeys/ending_sign.html"
    form_class = EndingSignForm
    success_message = "Decision recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """One's own body, once, on somebody else's request."""
        return policies.ending_sign(self.actor, subject, self.ending, self.signed)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Today, and the role on the account."""
        return {"decided_on": self.today, "title": self.request.user.job_title}

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """A conditional discharge asks for one more reason."""
        file = end_aftercare.ending_file(subject, self.today)
        return {"conditionally_discharged": file.conditionally_discharged}

    def perform(self, subject: CaseHeader, form: EndingSignForm) -> Any:
        """Record the decision."""
        return endings.sign_ending(**self.keywords(subject, form), **form.decision())


class EndingConfirm(OpenEndingForm, StagedForm):
    """Confirm that aftercare has ended."""

    permission = Permission.ENDING_CONFIRM
    template = "journeys/ending_confirm.html"
    form_class = EndingConfirmForm
    success_message = "Aftercare has ended. The register number and everything recorded stay."

    def decide(self, subject: CaseHeader) -> Decision:
        """Both bodies are satisfied."""
        return policies.ending_confirm(self.actor, subject, self.ending, self.signed)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Whether section 46(2) of the 2025 Act governs the ending today."""
        joint = end_aftercare.ending_file(subject, self.today).joint_notice
        return {**super().present(subject), "joint_notice": joint}

    def perform(self, subject: CaseHeader, form: EndingConfirmForm) -> Any:
        """End it."""
        return end_aftercare.confirm_ending(**self.keywords(subject, form), **form.confirmation())


class EndingUndo(OpenEndingForm, StagedForm):
    """Take back an ending that was confirmed by mistake."""

    permission = Permission.ENDING_UNDO
    template = "journeys/ending_undo.html"
    form_class = EndingUndoForm
    success_message = "Ending undone. Aftercare goes on as if it had not ended."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role and state."""
        return policies.ending_undo(self.actor, subject, self.ending)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """What comes back by itself, and what a person must do."""
        return {**super().present(subject), "undoing": end_aftercare.undoing(self.ending)}

    def perform(self, subject: CaseHeader, form: EndingUndoForm) -> Any:
        """Undo it."""
        return end_aftercare.undo_ending(**self.keywords(subject, form), **form.cleaned_data)


class EndingReinstate(OpenEndingForm, StagedForm):
    """Decide for one's own body that aftercare is put back."""

    permission = Permission.ENDING_REINSTATE
    template = "journeys/ending_reinstate.html"
    form_class = EndingReinstateForm
    success_message = "Decision recorded"
    question = "reinstate"

    def decide(self, subject: CaseHeader) -> Decision:
        """One's own body, once, on aftercare that has ended."""
        return policies.ending_reinstate(self.actor, subject, self.ending, self.signed)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Today, or the day that the other body named; and the role on the account."""
        named = self.signed[0].effective_on if self.signed else self.today
        return {"effective_on": named, "decided_on": self.today, "title": self.request.user.job_title}

    def perform(self, subject: CaseHeader, form: EndingReinstateForm) -> Any:
        """Record the decision."""
        return endings.sign_reinstatement(**self.keywords(subject, form), **form.cleaned_data)
