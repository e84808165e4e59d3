"""Applying a merger of bodies, and choosing among several successors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from cases.forms.fields import radios
from s117.accounts.models import Organisation
from s117.web.forms import UI, BaseForm


class SuccessionApplyForm(BaseForm):
    """The reason, and the preview that was looked at."""

    reason = forms.CharField(label="Reason, and the order or list you rely on", widget=forms.Textarea)
    preview = forms.CharField(max_length=64, widget=forms.HiddenInput)

    ui: ClassVar[dict[str, UI]] = {
        "reason": UI(rows=3, hint="For example: mergers of 1 April 2026, code list of the NHS of that day")
    }


class SuccessorChooseForm(BaseForm):
    """Which of the bodies that took over answers for this person."""

    body = radios([], "Which body is responsible?")
    reason = forms.CharField(label="Reason, and the evidence you rely on", widget=forms.Textarea)

    ui: ClassVar[dict[str, UI]] = {
        "reason": UI(hint="For example: the practice that fixed responsibility lies in its area")
    }

    def __init__(self, *args: Any, bodies: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {str(body.pk): body for body in bodies}
        self.fields["body"].choices = [(key, body.name) for key, body in self.bodies.items()]

    def choice(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return {"body": self.bodies[self.cleaned_data["body"]], "reason": self.cleaned_data["reason"]}
