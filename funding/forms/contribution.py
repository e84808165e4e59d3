"""What the pages about contributions ask for: shape only."""

from __future__ import annotations

from typing import Any

from django import forms

from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField


class ContributionForm(BaseForm):
    """What the service costs and what the person pays a week, from which day."""

    cost_weekly_pence = MoneyField(label="What the service costs a week")
    weekly_pence = MoneyField(label="What the person pays a week", minimum=1)
    starts_on = DatePartsField(label="First day")

    ui = {
        "cost_weekly_pence": UI(width=10, prefix="£"),
        "weekly_pence": UI(width=10, prefix="£", hint="From the financial assessment under the Care Act"),
    }


class ChargeFoundForm(BaseForm):
    """What was taken a week for aftercare, and for which days."""

    weekly_pence = MoneyField(label="What was taken a week", minimum=1)
    starts_on = DatePartsField(label="First day charged")
    ends_on = DatePartsField(label="Last day charged", required=False)

    ui = {
        "weekly_pence": UI(width=10, prefix="£"),
        "ends_on": UI(hint="Leave empty while it is still being taken"),
    }

    def clean(self) -> dict[str, Any]:
        """A charge that was found has no assessed cost."""
        return {**super().clean(), "cost_weekly_pence": 0}


class ContributionEndForm(BaseForm):
    """The last day that the person pays for."""

    ends_on = DatePartsField(label="Last day")
    reason = forms.CharField(label="Why does it end?", max_length=500, widget=forms.Textarea)

    ui = {
        "ends_on": UI(hint="If nothing was taken, enter the day before the first day"),
        "reason": UI(rows=3),
    }


class ContributionCheckForm(BaseForm):
    """Why nothing earlier is given back."""

    reason = forms.CharField(
        label="Why was the service not aftercare before?", max_length=1000, widget=forms.Textarea
    )

    ui = {"reason": UI(rows=4)}
