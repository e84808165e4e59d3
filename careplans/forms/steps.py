"""Forms of the steps of a plan: most ask nothing but to be confirmed."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from careplans.forms.fields import text
from careplans.rules.terms import Paper
from s117.web.forms import UI, BaseForm


class ConfirmForm(BaseForm):
    """No question: the button is the answer."""


class ReturnForm(BaseForm):
    """Why a plan goes back."""

    reason = text("What has to change?", required=True)

    ui: ClassVar[dict[str, UI]] = {"reason": UI(hint="The author sees this")}


class DocumentForm(BaseForm):
    """Which layout."""

    variant = forms.ChoiceField(
        label="Layout",
        choices=[(variant.value, variant.words) for variant in Paper.PLAN.variants],
        widget=forms.RadioSelect,
    )
