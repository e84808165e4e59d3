"""What the page about a council's calendar asks for: shape only."""

from __future__ import annotations

from django import forms

from funding.rules.calendars import Every
from s117.web.forms import UI, BaseForm, DatePartsField


class CalendarForm(BaseForm):
    """How often, from when, and what was agreed."""

    every = forms.TypedChoiceField(
        label="How often does your council settle?",
        choices=Every.choices(),
        coerce=Every,
        widget=forms.RadioSelect,
    )
    starts_on = DatePartsField(label="First day of the first period")
    reason = forms.CharField(label="What was agreed?", max_length=500, widget=forms.Textarea)

    ui = {
        "starts_on": UI(hint="Four weeks and weeks are counted from this day"),
        "reason": UI(rows=2, hint="For example the agreement with the NHS body, and its date"),
    }
