"""What the pages about direct payments, budgets and top-ups ask for: shape only."""

from __future__ import annotations

from typing import Any

from django import forms

from funding.forms.package import YES_NO
from funding.rules.direct_payments import Account, BudgetKind, Cycle, Holder
from funding.rules.paying import ReclaimAction
from funding.rules.top_ups import TopUpPayer, TopUpRoute
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

SETTLED = [
    (ReclaimAction.RECEIVE.value, "The money came back"),
    (ReclaimAction.WAIVE.value, "It stays with the holder"),
]


def radios(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)


def text(label: str, *, required: bool = True) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea, required=required)


class DirectPaymentForm(BaseForm):
    """Who holds the money, for what, how often it is paid and how it is looked after."""

    kind = radios("What is it?", BudgetKind.choices())
    has_capacity = radios("Can the person decide about this themselves?", YES_NO)
    consented_on = DatePartsField(label="Day the person asked for it or agreed", required=False)
    holder = radios("Who holds the money?", Holder.choices())
    holder_name = forms.CharField(label="Their name", max_length=200, required=False)
    suitable = radios("Is it a suitable way to meet the need, and manageable with help?", YES_NO)
    suitability = text("Why?")
    may_buy = text("What may it buy?")
    account = radios("Where is it kept?", Account.choices())
    cycle = radios("How often is it paid, in advance?", Cycle.choices())
    one_off_pence = MoneyField(label="One-off payment on the first day", required=False)
    employer = radios("Does the holder employ somebody?", YES_NO)
    monitoring_months = forms.IntegerField(label="Months between returns", min_value=1, max_value=12)
    weeks_kept = forms.IntegerField(label="Weeks of payment that may be kept", min_value=0, max_value=26)
    starts_on = DatePartsField(label="First day")

    ui = {
        "consented_on": UI(hint="Needed where the person can decide"),
        "holder_name": UI(hint="Leave empty where it is the person"),
        "suitability": UI(rows=3),
        "may_buy": UI(rows=3),
        "one_off_pence": UI(width=10, prefix="£"),
        "employer": UI(hint="If so, tell them about insurance, tax, pension and checks"),
        "monitoring_months": UI(width=3),
        "weeks_kept": UI(width=3, hint="What is left above this is asked back"),
    }

    def clean(self) -> dict[str, Any]:
        """Yes and no as such; nothing for no one-off payment."""
        found = super().clean()
        for name in ("has_capacity", "suitable", "employer"):
            found[name] = found.get(name) == "yes"
        found["one_off_pence"] = found.get("one_off_pence") or 0
        return found


class LastDayForm(BaseForm):
    """The last day, and why."""

    ends_on = DatePartsField(label="Last day")
    reason = text("Why does it end?")

    ui = {"reason": UI(rows=3)}


class ReturnForm(BaseForm):
    """What the holder spent up to a day."""

    last_day = DatePartsField(label="Up to which day?")
    spent_pence = MoneyField(label="Spent on the plan")
    receipts_seen = radios("Were statements and receipts seen?", YES_NO)
    note = text("What stood out?", required=False)

    ui = {"spent_pence": UI(width=10, prefix="£"), "note": UI(rows=3)}

    def clean(self) -> dict[str, Any]:
        """Yes and no as such."""
        found = super().clean()
        return {**found, "receipts_seen": found.get("receipts_seen") == "yes"}


class ReclaimForm(BaseForm):
    """How what was asked back is settled."""

    action = radios("What happened?", SETTLED)
    on = DatePartsField(label="Day")
    note = text("Reference of the payment, or why it stays with the holder")

    ui = {"note": UI(rows=3)}


class RunForm(BaseForm):
    """Up to which day payments are gathered."""

    due_to = DatePartsField(label="Payments due up to")

    ui = {"due_to": UI(hint="Periods that begin on or before this day and are not paid yet")}


class TopUpForm(BaseForm):
    """The written agreement of a top-up."""

    usual_pence = MoneyField(label="Usual cost a week")
    option_at_usual = radios("Is a suitable home free at that cost?", YES_NO)
    option = text("Which home?")
    chosen_pence = MoneyField(label="Cost of the preferred home a week")
    preferred = text("Which home is preferred, and why?")
    payer = radios("Who pays the difference?", TopUpPayer.choices())
    payer_name = forms.CharField(label="Their name", max_length=200, required=False)
    able_to_pay = radios("Can they pay for as long as it is needed?", YES_NO)
    affordability = text("How was that checked?")
    consequence = text("What happens if it is not paid, or the price rises?")
    route = radios("To whom is it paid?", TopUpRoute.choices())
    agreed_on = DatePartsField(label="Day of the written agreement")
    starts_on = DatePartsField(label="First day")
    review_on = DatePartsField(label="To be reviewed by")

    ui = {
        "usual_pence": UI(width=10, prefix="£", hint="For a home that meets the need"),
        "option": UI(rows=2),
        "chosen_pence": UI(width=10, prefix="£"),
        "preferred": UI(rows=2),
        "payer_name": UI(hint="Leave empty where it is the person"),
        "affordability": UI(rows=2),
        "consequence": UI(rows=2),
        "review_on": UI(hint="Within a year of the first day"),
    }

    def clean(self) -> dict[str, Any]:
        """Yes and no as such."""
        found = super().clean()
        for name in ("option_at_usual", "able_to_pay"):
            found[name] = found.get(name) == "yes"
        return found
