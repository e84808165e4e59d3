"""The contact log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from cases.forms.fields import ClockField, radios
from cases.models import ContactLog
from s117.kernel.dates import LONDON
from s117.web.forms import UI, BaseForm, DatePartsField


class ContactForm(BaseForm):
    """What happened, when, with whom."""

    happened_on = DatePartsField(label="Date", past=True)
    happened_time = ClockField(label="Time")
    kind = radios(ContactLog.Kind.choices, "How was it?")
    with_whom = radios(ContactLog.With.choices, "With whom?")
    with_name = forms.CharField(max_length=120, label="Their name", required=False)
    direction = radios(ContactLog.Direction.choices, "Who made contact?", initial=ContactLog.Direction.OUT)
    attended = radios(ContactLog.Attended.choices, "Did it take place?")
    note = forms.CharField(label="Note", widget=forms.Textarea)

    ui = {
        "happened_time": UI(width=10, hint="Like 10:20am or 14:05"),
        "with_whom": UI(inline=False),
        "with_name": UI(width=20, hint="If it was not the person"),
        "note": UI(rows=8, hint="What was said and seen, and what happens next"),
    }

    def contact(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        data = dict(self.cleaned_data)
        day, clock = data.pop("happened_on"), data.pop("happened_time")
        return {**data, "happened_at": datetime.combine(day, clock, tzinfo=LONDON)}
