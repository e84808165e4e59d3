"""Where a person lived, and their GP practice."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.fields import (
    COUNCILS,
    HOSPITALS,
    NHS_BODIES,
    SETTLED_HINT,
    OrganisationField,
    PostcodeField,
    practice_code,
    radios,
    select,
    yes_no,
)
from cases.models import Address
from s117.web.forms import UI, BaseForm, DatePartsField

_BY = Address.ArrangedBy


class AddressForm(BaseForm):
    """One place, from one day to another, and what the law asks about it."""

    kind = select(Address.Kind.choices, "What kind of home is it?")
    line = forms.CharField(max_length=200, label="Address", required=False)
    postcode = PostcodeField(label="Postcode", required=False)
    uprn = forms.RegexField(
        r"^[0-9]{1,12}$",
        label="Property number (UPRN)",
        required=False,
        error_messages={"invalid": "Property number must be up to 12 numbers"},
    )
    country = select(Address.Country.choices, "Country", initial=Address.Country.ENGLAND)
    council = OrganisationField(COUNCILS, "Council whose area it is in", required=False)
    starts_on = DatePartsField(label="First day there", past=True)
    ends_on = DatePartsField(label="Last day there", required=False, past=True)
    settled = radios(Address.Settled.choices, "Is it their settled home?")
    arranged = yes_no("Did a council, the NHS or another body arrange it?")
    arranged_by = radios(
        [(_BY.COUNCIL, "A council"), (_BY.NHS, "The NHS"), (_BY.OTHER, "Another body")], "Who arranged it?"
    )
    arranging_body = OrganisationField((*COUNCILS, *NHS_BODIES, *HOSPITALS), "Which body", required=False)
    arranged_under = select(Address.Power.choices, "Under which power?", required=False)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    safety = yes_no("Must this address be kept from others?", initial="no", required=False)
    restricted_reason = forms.CharField(max_length=500, label="Why?", widget=forms.Textarea)

    ui = {
        "line": UI(mark_optional=False, hint="House and street, town. Leave empty only for no fixed abode"),
        "postcode": UI(width=10, spellcheck=False),
        "uprn": UI(width=20, spellcheck=False, hint="The unique property reference number, if you have it"),
        "council": UI(
            mark_optional=False, hint="The council with social services duties. Leave empty outside England"
        ),
        "ends_on": UI(hint="Leave empty if they still live there"),
        "settled": UI(hint=SETTLED_HINT),
        "arranged": UI(reveals={"yes": ("arranged_by", "arranging_body", "arranged_under")}),
        "note": UI(rows=3, hint="For example how long they mean to stay, or who decided for them"),
        "safety": UI(
            mark_optional=False,
            reveals={"yes": ("restricted_reason",)},
            hint="For example somebody from whom the person is at risk. Only those who plan and decide on "
            "the care are then shown where it is, and no document prints it",
        ),
        "restricted_reason": UI(rows=3),
    }

    def facts(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        given = {
            name: value for name, value in self.cleaned_data.items() if name not in ("arranged", "safety")
        }
        restricted = self.cleaned_data["safety"] == "yes"
        return {**given, "arranged_by": given["arranged_by"] or _BY.PERSON, "restricted": restricted}


class RestrictForm(BaseForm):
    """Whether an address is kept from others, and why."""

    restricted = radios(
        [("True", "Keep it from others"), ("False", "Show it to everybody who may see the record")],
        "Who may see where it is?",
    )
    reason = forms.CharField(max_length=500, label="Why?", widget=forms.Textarea)

    ui = {"reason": UI(rows=3)}

    def clean_restricted(self) -> bool:
        """Whether it is kept from others."""
        return bool(self.cleaned_data["restricted"] == "True")


class GpForm(BaseForm):
    """A GP registration."""

    practice_name = forms.CharField(max_length=120, label="Practice name")
    practice_code = practice_code()
    icb = OrganisationField(NHS_BODIES, "Integrated care board of the practice")
    starts_on = DatePartsField(label="Date they registered", past=True)
    ends_on = DatePartsField(label="Last day registered", required=False, past=True)

    ui = {
        "practice_name": UI(width=30),
        "practice_code": UI(width=10, hint="Like A82608", spellcheck=False),
        "icb": UI(hint="The board the practice belonged to at the time"),
        "ends_on": UI(hint="Leave empty if they are still registered there"),
    }
