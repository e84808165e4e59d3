"""What the page about funded nursing care asks for: shape only."""

from __future__ import annotations

from django import forms

from funding.rules.nursing import NursingBand
from s117.web.forms import UI, BaseForm, DatePartsField


class NursingForm(BaseForm):
    """Which band from which day, and by which policy."""

    band = forms.ChoiceField(
        label="What does the NHS pay the home?", choices=NursingBand.choices(), widget=forms.RadioSelect
    )
    starts_on = DatePartsField(label="From which day?")
    policy = forms.CharField(label="Which local policy pays it beside aftercare?", max_length=200)
    reason = forms.CharField(
        label="Why does what was recorded for this day change?",
        max_length=500,
        required=False,
        widget=forms.Textarea,
    )

    ui = {
        "policy": UI(hint="Its name and date, for example “Joint policy, April 2026, paragraph 9”"),
        "reason": UI(rows=2, hint="Only where something is recorded for the same day already"),
    }
