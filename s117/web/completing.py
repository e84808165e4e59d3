"""The last question of a section of a long piece of work, and what its answer leads to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from s117.web.forms import BaseForm

COMPLETED = "Have you completed this section?"
YES_OR_LATER = [("yes", "Yes, I have completed this section"), ("no", "No, I will come back to it later")]


class CompletedForm(BaseForm):
    """Asks, after everything else on the page, whether the section is complete."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        asked = forms.ChoiceField(label=COMPLETED, choices=YES_OR_LATER, widget=forms.RadioSelect)
        self.base_fields = {**self.base_fields, "completed": asked}
        super().__init__(*args, **kwargs)


def with_answer(data: QueryDict, answer: str) -> QueryDict:
    """What was sent, with the last question answered so."""
    sent = data.copy()
    sent["completed"] = answer
    return sent


def taken(form: BaseForm) -> dict[str, Any]:
    """What the form says, without its last question, and that question's answer as `completed`; None on a
    page that does not ask."""
    values = dict(form.cleaned_data)
    answer = values.pop("completed", None)
    return {"completed": None if answer is None else answer == "yes", "values": values}
