"""The contact log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms

from cases.forms.fields import ClockField, radios
from cases.models import ContactLog
from cases.queries import PlanGoal
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
    purpose = forms.CharField(max_length=200, label="Purpose", required=False)
    goal = forms.ChoiceField(label="Goal of the care plan that it was about", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea)
    restricted = forms.BooleanField(required=False, label="Keep what this says from others")
    follow_up = forms.CharField(max_length=300, label="What happens next", required=False)
    follow_up_on = DatePartsField(label="By when", required=False)

    ui = {
        "happened_time": UI(width=10, hint="Like 10:20am or 14:05"),
        "with_whom": UI(inline=False),
        "with_name": UI(width=20, hint="If it was not the person"),
        "purpose": UI(width=30, hint="For example 72-hour contact, review, medication"),
        "note": UI(rows=8, hint="What was said and seen"),
        "restricted": UI(
            hint="Then only coordinators, team managers and decision makers read the note. "
            "That there was a contact stays in sight"
        ),
        "follow_up": UI(heading="What happens next", width=30, hint="Who does what"),
    }

    def __init__(self, *args: Any, goals: Sequence[PlanGoal] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if goals:
            self.fields["goal"].choices = [("", "None"), *((str(goal.id), goal.words) for goal in goals)]
        else:
            del self.fields["goal"]

    def contact(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        data = dict(self.cleaned_data)
        day, clock = data.pop("happened_on"), data.pop("happened_time")
        goal = data.pop("goal", "")
        return {
            **data,
            "happened_at": datetime.combine(day, clock, tzinfo=LONDON),
            "goal_id": UUID(goal) if goal else None,
        }


class CorrectionForm(ContactForm):
    """A contact as it should have been written, and why."""

    correction_reason = forms.CharField(max_length=200, label="What was wrong?")

    ui = {
        **ContactForm.ui,
        "correction_reason": UI(hint="The first entry stays on the record, marked as corrected"),
    }
