"""A body's answer, and a decision where the rules cannot answer or are not followed."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.fields import COUNCILS, NHS_BODIES, OrganisationField, radios, yes_no
from cases.models import BodyDecision
from s117.web.forms import UI, BaseForm, DatePartsField

_R = BodyDecision.Reply
REPLIES = [(_R.ACCEPT, "Accept"), (_R.WITHOUT_PREJUDICE, "Accept without prejudice")]


class AnswerForm(BaseForm):
    """The named body's answer."""

    reply = radios(REPLIES, "What is your answer?")
    reason = forms.CharField(label="Reason", required=False, widget=forms.Textarea)
    decided_on = DatePartsField(label="Date of the decision", past=True)
    title = forms.CharField(max_length=120, label="Your role in the decision", required=False)

    ui = {
        "reply": UI(
            hints={
                _R.WITHOUT_PREJUDICE: "You act as responsible now and keep the right to dispute it later",
            }
        ),
        "reason": UI(mark_optional=False, hint="Needed unless you simply accept"),
        "title": UI(width=30),
    }


class BodyForm(BaseForm):
    """Who is responsible, decided by a person."""

    body = OrganisationField((), "Responsible body")
    starts_on = DatePartsField(label="Responsible from", required=False, past=True)
    reason = forms.CharField(label="Reason, and the evidence you rely on", widget=forms.Textarea)

    ui = {"starts_on": UI(hint="Leave empty to keep the date the rules worked out")}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        council = kind == "council"
        self.fields["body"].queryset = OrganisationField(COUNCILS if council else NHS_BODIES, "").queryset
        words = "council" if council else "NHS body"
        self.fields["body"].label = f"Responsible {words}"
        self.fields["body"].error_messages["required"] = f"Select the responsible {words}"

    def decision(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return dict(self.cleaned_data)


class EntitledForm(BaseForm):
    """Whether there is a duty, decided by a person."""

    entitled = yes_no("Is this person entitled to section 117 aftercare?")
    left = yes_no("Have they left hospital?")
    starts_on = DatePartsField(label="Date they left hospital", past=True)
    reason = forms.CharField(label="Reason, and the evidence you rely on", widget=forms.Textarea)

    ui = {
        "entitled": UI(reveals={"yes": ("left",)}),
        "left": UI(reveals={"yes": ("starts_on",)}),
        "reason": UI(hint="For example the order on file, who read it and when"),
    }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def decision(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        data = self.cleaned_data
        entitled = data["entitled"] == "yes"
        since = data["starts_on"] if entitled else None
        return {"entitled": entitled, "starts_on": since, "reason": data["reason"]}
