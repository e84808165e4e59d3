"""What the page of a recharge asks for."""

from __future__ import annotations

from django import forms

from s117.web.forms import UI, BaseForm


class RechargeForm(BaseForm):
    """A reference of one's own, and the last look."""

    reference = forms.CharField(label="Your reference", max_length=40, required=False)
    checked = forms.BooleanField(label="I have checked these figures")

    ui = {"reference": UI(width=20, hint="For example the number of your invoice")}
