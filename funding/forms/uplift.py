"""What the pages about bulk rises of rates ask for: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from careplans.rules.terms import Category
from funding.forms.package import MOST_PENCE
from funding.rules.asked import UpliftInput
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

PERCENT = RegexValidator(
    r"^(?!0+(\.0+)?\Z)[0-9]{1,2}(\.[0-9]{1,2})?\Z",
    "Enter a percentage above 0 and below 100 with at most two decimals, like 3.9",
)


class UpliftForm(BaseForm):
    """By how much, from when, and which services."""

    how = forms.ChoiceField(
        label="How do the rates rise?",
        choices=[("percent", "By a percentage"), ("pence", "By an amount")],
        widget=forms.RadioSelect,
    )
    percent = forms.CharField(label="Percentage", max_length=5, validators=[PERCENT])
    pence = MoneyField(label="Amount a unit", minimum=1, maximum=MOST_PENCE)
    effective_on = DatePartsField(label="First day of the new rates")
    category = forms.ChoiceField(
        label="Kind of service",
        choices=[("", "All"), *((kind.value, kind.words) for kind in Category)],
        required=False,
    )
    provider_name = forms.ChoiceField(label="Provider", required=False)
    reason = forms.CharField(label="Why do the rates rise?", max_length=500, widget=forms.Textarea)

    ui = {
        "how": UI(reveals={"percent": ("percent",), "pence": ("pence",)}),
        "percent": UI(width=5, suffix="%", hint="Each new rate is rounded to the penny before it is used"),
        "pence": UI(width=10, hint="A week, or an hour, a night or a session where the service is paid so"),
        "category": UI(mark_optional=False),
        "provider_name": UI(mark_optional=False),
        "reason": UI(rows=3, hint="For example the decision or the letter that agreed it"),
    }

    def __init__(self, *args: Any, providers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["provider_name"].choices = [("", "All"), *((name, name) for name in providers)]

    @property
    def wanted(self) -> UpliftInput:
        """The rise as the service takes it."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "how"}
        return UpliftInput(**given)


class UpliftReasonForm(BaseForm):
    """Why a service is taken out, or a run withdrawn or undone."""

    reason = forms.CharField(label="Reason", max_length=500, widget=forms.Textarea)

    ui = {"reason": UI(rows=3)}


class UpliftApproveForm(BaseForm):
    """The second person's look."""

    checked = forms.BooleanField(label="I have checked the services and their new rates")
