"""What the pages about refunds ask for: shape only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from funding.rules.refunds import Basis
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField


class RefundForm(BaseForm):
    """What was taken, for which days, and with which interest it goes back."""

    first_day = DatePartsField(label="First day charged")
    last_day = DatePartsField(label="Last day charged")
    weekly_pence = MoneyField(label="What was taken a week")
    basis = forms.ChoiceField(label="Interest", choices=Basis.choices(), widget=forms.RadioSelect)
    rate = forms.DecimalField(
        label="Rate a year", min_value=Decimal("0.01"), max_value=Decimal(30), max_digits=4, decimal_places=2
    )
    reason = forms.CharField(label="How did it come about?", max_length=1000, widget=forms.Textarea)

    ui = {
        "weekly_pence": UI(width=10, prefix="£"),
        "basis": UI(reveals={Basis.SIMPLE.value: ("rate",)}),
        "rate": UI(width=5, suffix="%"),
        "reason": UI(rows=3),
    }

    def clean(self) -> dict[str, Any]:
        """The rate in hundredths of a percent."""
        found = super().clean()
        found["rate_points"] = int((found.pop("rate", None) or Decimal(0)) * 100)
        return found


class RefundPayForm(BaseForm):
    """When and under which reference the person was paid."""

    paid_on = DatePartsField(label="Day of payment")
    payment_reference = forms.CharField(label="Reference of the payment", max_length=40)

    ui = {"payment_reference": UI(width=20)}


class RefundWithdrawForm(BaseForm):
    """Why a refund is withdrawn."""

    reason = forms.CharField(label="Why is it withdrawn?", max_length=500, widget=forms.Textarea)

    ui = {"reason": UI(rows=3)}
