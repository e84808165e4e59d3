"""What the pages about a funded service ask for: shape only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator

from funding.rules.absences import AbsenceKind
from funding.rules.proration import Unit
from funding.rules.split import Share, basis_points, share_findings
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

CODE = RegexValidator(r"^[A-Za-z0-9 ./-]*\Z", "Use letters, digits, spaces and . / - only")
PERCENT = RegexValidator(
    r"^[0-9]{1,3}(\.[0-9]{1,2})?\Z", "Enter a percentage with at most two decimals, like 33.33"
)
UNITS = [
    (Unit.WEEK.value, "A week, charged by the day"),
    (Unit.HOUR.value, "An hour delivered"),
    (Unit.NIGHT.value, "A night delivered"),
    (Unit.SESSION.value, "A session delivered"),
    (Unit.ONE_OFF.value, "Once, on the first day"),
]
YES_NO = [("yes", "Yes"), ("no", "No")]
MOST_PENCE = 1_000_000_00
VENDOR = "As your accounts know the provider. Bank accounts are not kept here"


def code_field(label: str, length: int) -> forms.CharField:
    """A finance code, optional."""
    return forms.CharField(label=label, max_length=length, required=False, validators=[CODE])


class FundForm(BaseForm):
    """A service's rate and first day."""

    unit = forms.ChoiceField(label="What does the rate pay for?", choices=UNITS, widget=forms.RadioSelect)
    rate_pence = MoneyField(label="Rate", minimum=1, maximum=MOST_PENCE)
    starts_on = DatePartsField(label="First day charged")
    ends_on = DatePartsField(label="Last day, if it is known", required=False)
    leaving_day_charged = forms.ChoiceField(
        label="Is the day of leaving charged?", choices=YES_NO, widget=forms.RadioSelect
    )
    po_reference = code_field("Purchase order", 30)
    cost_centre = code_field("Cost centre", 20)
    subjective_code = code_field("Subjective code", 20)
    vendor_number = code_field("Vendor number of the provider", 30)

    ui = {
        "rate_pence": UI(width=10, hint="Pounds and pence, for example 1,050.00"),
        "ends_on": UI(hint="The last day is charged, unless the contract says otherwise below"),
        "leaving_day_charged": UI(hint="As the contract with the provider says", inline=True),
        "po_reference": UI(width=20, heading="Finance codes"),
        "cost_centre": UI(width=20),
        "subjective_code": UI(width=20),
        "vendor_number": UI(width=20, hint=VENDOR),
    }


class AmendForm(BaseForm):
    """The finance codes of a line. What each looks like is the organisation's to say, in the settings."""

    po_reference = code_field("Purchase order", 30)
    cost_centre = code_field("Cost centre", 20)
    subjective_code = code_field("Subjective code", 20)
    vendor_number = code_field("Vendor number of the provider", 30)
    project_code = code_field("Project", 20)
    budget_code = code_field("Budget code of the NHS body", 20)
    vat_code = code_field("VAT code", 20)

    ui = {
        **{
            name: UI(width=20)
            for name in ("po_reference", "cost_centre", "subjective_code", "project_code", "budget_code")
        },
        "vat_code": UI(width=5, hint="Leave empty where the service is outside VAT, as aftercare mostly is"),
        "vendor_number": UI(width=20, hint=VENDOR),
    }


class HomeDifferenceForm(BaseForm):
    """Why the parts of a home and its rate differ."""

    reason = forms.CharField(label="Why do they differ?", max_length=500, widget=forms.Textarea)

    ui = {
        "reason": UI(
            rows=3, hint="For example “The home charges one price; the plan names only what is agreed”"
        )
    }


class ContractForm(BaseForm):
    """What the contract says of the last days and of days away."""

    leaving_day_charged = forms.ChoiceField(
        label="Is the day of leaving charged?", choices=YES_NO, widget=forms.RadioSelect
    )
    days_after_death = forms.IntegerField(label="Days paid after a death", min_value=0, max_value=28)
    full_weeks = forms.IntegerField(label="Weeks of each absence paid in full", min_value=0, max_value=52)
    retained_percent = forms.DecimalField(
        label="Paid of the rate after that", min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    retained_weeks = forms.IntegerField(
        label="For how many weeks more", min_value=0, max_value=52, required=False
    )

    ui = {
        "leaving_day_charged": UI(inline=True),
        "days_after_death": UI(width=3, hint="0 when the day of death is the last one paid"),
        "retained_percent": UI(width=5, suffix="%", hint="100 when the rate is paid while the place is held"),
        "full_weeks": UI(width=3, heading="While the person is away and the place is held"),
        "retained_weeks": UI(width=3, hint="Leave empty when there is no limit. Nothing is paid afterwards"),
    }

    def clean(self) -> dict[str, Any]:
        """Yes and no as such."""
        found = super().clean()
        found["leaving_day_charged"] = found.get("leaving_day_charged") == "yes"
        return found


class AbsenceForm(BaseForm):
    """Days away."""

    kind = forms.ChoiceField(
        label="Why is the person away?", choices=AbsenceKind.choices(), widget=forms.RadioSelect
    )
    first_day = DatePartsField(label="First day away", past=True)
    last_day = DatePartsField(label="Last day away", required=False, past=True)
    note = forms.CharField(label="Note", max_length=500, required=False, widget=forms.Textarea)

    ui = {
        "last_day": UI(
            hint="Leave empty while the person has not come back; record it again with this day later"
        ),
        "note": UI(rows=3),
    }


class EndForm(BaseForm):
    """The last day of a service and why it ends."""

    ends_on = DatePartsField(label="Last day of the service")
    reason = forms.CharField(label="Why does it end?", max_length=500, widget=forms.Textarea)

    ui = {"reason": UI(rows=3)}


class RateForm(BaseForm):
    """A rate from a day on."""

    starts_on = DatePartsField(label="First day of this rate")
    pence = MoneyField(label="Rate", minimum=0, maximum=MOST_PENCE)
    reason = forms.CharField(label="Reason", max_length=500, required=False, widget=forms.Textarea)

    ui = {
        "pence": UI(width=10),
        "reason": UI(
            rows=3, hint="Needed when there is a rate from this day already and this one replaces it"
        ),
    }


class DeliveryForm(BaseForm):
    """Units delivered in some days."""

    service_from = DatePartsField(label="First day", past=True)
    service_to = DatePartsField(label="Last day", past=True)
    units = forms.DecimalField(label="Units delivered", max_digits=9, decimal_places=2, min_value=0)

    ui = {"units": UI(width=5, hint="For example 42.25, or 0 if nothing was delivered in these days")}


class SplitForm(BaseForm):
    """Each body's share from a day on. `payer` pays the provider and takes the odd penny."""

    starts_on = DatePartsField(label="First day of this share")
    nhs_body = forms.ChoiceField(label="NHS body")
    nhs_percent = forms.CharField(label="NHS body's share", max_length=6, validators=[PERCENT])
    council = forms.ChoiceField(label="Council")
    council_percent = forms.CharField(label="Council's share", max_length=6, validators=[PERCENT])
    other_body = forms.ChoiceField(label="Another body, if three share the cost", required=False)
    other_percent = forms.CharField(label="Its share", max_length=6, required=False, validators=[PERCENT])
    decision = forms.ChoiceField(
        label="What is this share based on?",
        choices=[("decision", "A decision"), ("interim", "Nothing decided yet: without prejudice")],
        widget=forms.RadioSelect,
    )
    decision_reference = forms.CharField(label="Reference of the decision", max_length=40, validators=[CODE])
    reason = forms.CharField(label="Reason", max_length=500, required=False, widget=forms.Textarea)

    ui = {
        "nhs_percent": UI(width=5, suffix="%"),
        "council_percent": UI(width=5, suffix="%"),
        "other_percent": UI(width=5, suffix="%"),
        "decision": UI(reveals={"decision": ("decision_reference",)}),
        "decision_reference": UI(width=20, hint="For example the panel minute, PANEL-2026-014"),
        "reason": UI(
            rows=3, hint="Needed when there is a share from this day already and this one replaces it"
        ),
    }

    def __init__(self, data: Any = None, *args: Any, bodies: Bodies, payer_id: UUID, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.payer_id = str(payer_id)
        self.fields["nhs_body"].choices = list(bodies.nhs)
        self.fields["council"].choices = list(bodies.councils)
        self.fields["other_body"].choices = [("", "No other body"), *bodies.councils, *bodies.nhs]

    def clean(self) -> dict[str, Any]:
        """Shares as a mapping of body to percentage; they must come to exactly 100.00."""
        found = super().clean()
        pairs = [(found.get(f"{who}"), found.get(percent)) for who, percent in PAIRS]
        given = {body: percent for body, percent in pairs if body and percent}
        self._check_other(found)
        if not self.errors:
            self._check_total(given)
        found["shares"] = {UUID(body): percent for body, percent in given.items()}
        found["interim"] = found.pop("decision", "") == "interim"
        return found

    def _check_other(self, found: dict[str, Any]) -> None:
        """A third body and its share belong together: neither is dropped without a word."""
        body, percent = found.get("other_body"), found.get("other_percent")
        if body and body in {found.get("nhs_body"), found.get("council")}:
            self.add_error("other_body", "Select a body that has no share yet")
        elif percent and not body and "other_body" not in self.errors:
            self.add_error("other_body", "Select whose share this is, or take the percentage out")
        elif body and not percent and "other_percent" not in self.errors:
            self.add_error("other_percent", "Enter its share, or choose no other body")

    def _check_total(self, given: dict[str, str]) -> None:
        facts = [
            Share(body, basis_points(percent)) for body, percent in {self.payer_id: "0", **given}.items()
        ]
        marked = [Share(fact.payer, fact.basis_points, fact.payer == self.payer_id) for fact in facts]
        for finding in share_findings(marked):
            self.add_error("nhs_percent", finding.text)


PAIRS = (("nhs_body", "nhs_percent"), ("council", "council_percent"), ("other_body", "other_percent"))


class Bodies:
    """The choices of a split: (id, name) of councils and of NHS bodies."""

    def __init__(self, councils: Iterable[tuple[str, str]], nhs: Iterable[tuple[str, str]]) -> None:
        self.councils = tuple(councils)
        self.nhs = tuple(nhs)
