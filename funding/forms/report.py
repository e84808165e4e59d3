"""What the pages about reports ask for: shape only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from careplans.rules.terms import Category
from funding.rules.reporting import Span, span_days
from s117.web.forms import UI, BaseForm, DatePartsField


class ReportForm(BaseForm):
    """Which days, which services, what for; and a name when the filter is to be kept."""

    span = forms.ChoiceField(
        label="Which days?",
        choices=Span.choices(),
        widget=forms.RadioSelect,
    )
    first_day = DatePartsField(label="First day")
    last_day = DatePartsField(label="Last day")
    category = forms.ChoiceField(label="Kind of service", required=False)
    provider = forms.CharField(label="Provider", max_length=80, required=False)
    purpose = forms.CharField(label="What is it for?", max_length=200)
    save_as = forms.CharField(label="Name to keep this filter under", max_length=60, required=False)

    ui = {
        "span": UI(reveals={Span.DAYS.value: ("first_day", "last_day")}),
        "provider": UI(hint="Part of the name is enough"),
        "purpose": UI(hint="It is kept in the export log, for example “April recharge to NHS Northmoor”"),
        "save_as": UI(hint="It is then under Saved filters. “Last month” stays the last month"),
    }

    def __init__(self, *args: Any, today: date, filtered: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        if not filtered:
            del self.fields["category"], self.fields["provider"]
            return
        self.fields["category"].choices = [("", "All"), *((kind.value, kind.words) for kind in Category)]

    def clean(self) -> dict[str, Any]:
        """Both days, whichever way they were given."""
        found = super().clean()
        span = found.get("span")
        if span and span != Span.DAYS.value:
            days = span_days(Span(span), self._today)
            found |= {"first_day": days.start, "last_day": days.last_day}
        return found

    @property
    def parameters(self) -> dict[str, str]:
        """The filter besides the days."""
        return {name: self.cleaned_data.get(name, "") for name in ("category", "provider")}
