"""What the pages about schedules ask for: shape only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from s117.kernel.dates import add_months
from s117.web.filters import MONTHS
from s117.web.forms import UI, BaseForm, DatePartsField


class ProduceForm(BaseForm):
    """The period of a schedule: a calendar month or any other days."""

    period = forms.ChoiceField(
        label="Which days?",
        choices=[("month", "A calendar month"), ("days", "Other days, for example four weeks")],
        widget=forms.RadioSelect,
    )
    month = forms.ChoiceField(label="Month")
    period_from = DatePartsField(label="First day")
    period_to = DatePartsField(label="Last day")

    ui = {"period": UI(reveals={"month": ("month",), "days": ("period_from", "period_to")})}

    def __init__(self, data: Any = None, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.fields["month"].choices = [
            (f"{first:%Y-%m}", f"{MONTHS[first.month - 1]} {first.year}") for first in recent_months(today)
        ]

    def clean(self) -> dict[str, Any]:
        """Both days, whichever way they were given."""
        found = super().clean()
        if found.get("period") == "month" and found.get("month"):
            first = date.fromisoformat(f"{found['month']}-01")
            found["period_from"] = first
            found["period_to"] = date.fromordinal(add_months(first, 1).toordinal() - 1)
        first, last = found.get("period_from"), found.get("period_to")
        if first and last and not self.errors and (last - first).days > 366:
            self.add_error("period_to", ValidationError("The period must be a year or less"))
        return found


def recent_months(today: date) -> list[date]:
    """First days of this month and the eighteen before it, newest first."""
    this = today.replace(day=1)
    return [add_months(this, -back) for back in range(19)]


class WithdrawForm(BaseForm):
    """Why a schedule is dropped."""

    reason = forms.CharField(label="Why is it withdrawn?", max_length=500, widget=forms.Textarea)

    ui = {"reason": UI(rows=3)}


class FreezeForm(BaseForm):
    """The last look before figures are fixed for ever."""

    checked = forms.BooleanField(label="I have checked these figures")
    early = forms.BooleanField(
        label="I mean to freeze these figures before the period is over", required=False
    )

    ui = {"early": UI(mark_optional=False)}

    def __init__(self, *args: Any, unfinished: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not unfinished:
            del self.fields["early"]
