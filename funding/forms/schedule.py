"""What the pages about schedules ask for: shape only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from funding.presenters import period_words
from funding.queries.calendars import DaysToSettle
from s117.kernel.periods import Period
from s117.web.forms import UI, BaseForm, DatePartsField


class ProduceForm(BaseForm):
    """The period of a schedule: the next one of the calendar, one that was frozen before, or other days."""

    which = forms.ChoiceField(label="Which days?", widget=forms.RadioSelect)
    next_days = forms.ChoiceField(label="Days")
    frozen_days = forms.ChoiceField(label="Days that were frozen")
    period_from = DatePartsField(label="First day")
    period_to = DatePartsField(label="Last day")
    reason = forms.CharField(label="Why these days?", max_length=500, widget=forms.Textarea, required=False)

    ui = {
        "which": UI(
            reveals={
                "next": ("next_days",),
                "again": ("frozen_days",),
                "days": ("period_from", "period_to", "reason"),
            }
        ),
        "reason": UI(rows=2, mark_optional=False),
    }

    def __init__(self, *args: Any, days: DaysToSettle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = [
            ("next", "The next days of your calendar"),
            *([("again", "Days that were frozen before, to post corrections only")] if days.frozen else []),
            ("days", "Other days"),
        ]
        self.fields["next_days"].choices = _choices(days.offered)
        self.fields["frozen_days"].choices = _choices(days.frozen)

    def clean(self) -> dict[str, Any]:
        """Both days, whichever way they were given."""
        found = super().clean()
        if chosen := found.get("next_days") or found.get("frozen_days"):
            found["period_from"], found["period_to"] = map(date.fromisoformat, chosen.split("_"))
        first, last = found.get("period_from"), found.get("period_to")
        if first and last and not self.errors and (last - first).days > 366:
            self.add_error("period_to", ValidationError("The period must be a year or less"))
        return found


def period_value(period: Period) -> str:
    """A period as a form sends it: both days, inclusive."""
    return f"{period.start}_{period.last_day}"


def _choices(periods: Iterable[Period]) -> list[tuple[str, str]]:
    return [(period_value(period), period_words(period)) for period in periods]


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
