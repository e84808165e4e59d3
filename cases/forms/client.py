"""Searching for a person, adding one to the register, and their details."""

from __future__ import annotations

from typing import Any

from django import forms

from cases.forms.fields import (
    COUNCILS,
    NHS_BODIES,
    SETTLED_HINT,
    OrganisationField,
    PostcodeField,
    practice_code,
    radios,
    select,
    yes_no,
)
from cases.models import Address, codes
from s117.web.forms import UI, BaseForm, DatePartsField, NhsNumberField

SAFE = [("True", "Yes"), ("False", "No"), ("not_asked", "Not asked yet")]


class SearchForm(BaseForm):
    """One box for a name, a number or a date of birth."""

    q = forms.CharField(label="Name, NHS number or date of birth", max_length=200)

    ui = {
        "q": UI(
            width=30,
            hint="For example: Obi, Amara Obi 14/3/1988, 999 000 0018, S117-2026-00042 or the number that "
            "your organisation has for the person",
            spellcheck=False,
            autocomplete="off",
        )
    }


def _formats() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=codes.ACCESSIBLE_FORMATS,
        label="Formats they need",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def _yes_no_unasked(value: str) -> bool | None:
    """Yes, no, or None when nobody has asked."""
    return {"True": True, "False": False}.get(value)


class IdentityForm(BaseForm):
    """What a person is called and how they describe themselves."""

    preferred_name = forms.CharField(max_length=100, required=False, label="Name they like to be called")
    gender = select(codes.GENDERS, "Gender, as they state it", required=False)
    ethnic_category = select(codes.ETHNIC_CATEGORIES, "Ethnic category", required=False)

    ui = {"preferred_name": UI(width=20)}


class ReachForm(BaseForm):
    """How to reach a person and tell them things."""

    first_language = forms.CharField(max_length=60, required=False, label="First language")
    interpreter_needed = forms.BooleanField(required=False, label="They need an interpreter")
    accessible_formats = _formats()
    phone = forms.CharField(max_length=30, required=False, label="Phone number")
    safe_to_leave_message = radios(SAFE, "Is it safe to leave a message?", required=False)
    email = forms.EmailField(required=False, label="Email address")

    ui = {
        "first_language": UI(width=20),
        "phone": UI(width=20, autocomplete="off"),
        "email": UI(width=30, autocomplete="off"),
        "safe_to_leave_message": UI(inline=True),
    }

    def clean_safe_to_leave_message(self) -> bool | None:
        """Yes, no, or None when nobody has asked."""
        return _yes_no_unasked(self.cleaned_data["safe_to_leave_message"])


class DetailsForm(IdentityForm, ReachForm):
    """What is known of a person besides who they are."""

    ui = {**IdentityForm.ui, **ReachForm.ui}
    field_order = (*IdentityForm.base_fields, *ReachForm.base_fields)


DETAILS = (*IdentityForm.base_fields, *ReachForm.base_fields)
WHO = (
    "family_name",
    "given_names",
    "date_of_birth",
    "date_of_birth_estimated",
    "number_known",
    "nhs_number",
    "nhs_number_unavailable",
)
HOME = (
    "address_known",
    "address_kind",
    "address_line",
    "address_postcode",
    "address_country",
    "address_council",
    "address_starts_on",
    "address_settled",
)
PRACTICE = ("gp_known", "gp_practice_name", "gp_practice_code", "gp_icb", "gp_starts_on")


class WhoForm(BaseForm):
    """Who somebody is."""

    family_name = forms.CharField(max_length=100, label="Last name")
    given_names = forms.CharField(max_length=100, label="First names")
    date_of_birth = DatePartsField(label="Date of birth", past=True)
    date_of_birth_estimated = forms.BooleanField(required=False, label="The date of birth is an estimate")
    number_known = yes_no("Do you know their NHS number?")
    nhs_number = NhsNumberField(label="NHS number")
    nhs_number_unavailable = radios(codes.NHS_NUMBER_UNAVAILABLE, "Why is there no NHS number?")

    ui = {
        "family_name": UI(width=20, spellcheck=False, autocomplete="off"),
        "given_names": UI(width=20, spellcheck=False, autocomplete="off"),
        "date_of_birth": UI(hint="For example, 14 3 1988"),
        "number_known": UI(reveals={"yes": ("nhs_number",), "no": ("nhs_number_unavailable",)}),
        "nhs_number": UI(width=20, hint="10 numbers, like 999 123 4567", autocomplete="off"),
    }


class ClientRegisterForm(DetailsForm, WhoForm):
    """A new person, with their address and GP where known."""

    different_person = forms.BooleanField(
        required=False, label="I have looked: none of these is the person I am adding"
    )
    address_known = yes_no("Do you know where they live, or lived before hospital?")
    address_kind = select(Address.Kind.choices, "What kind of home is it?")
    address_line = forms.CharField(max_length=200, label="Address", required=False)
    address_postcode = PostcodeField(label="Postcode", required=False)
    address_country = select(Address.Country.choices, "Country", initial=Address.Country.ENGLAND)
    address_council = OrganisationField(COUNCILS, "Council whose area it is in", required=False)
    address_starts_on = DatePartsField(label="Date they moved in", past=True)
    address_settled = radios(Address.Settled.choices, "Is it their settled home?")
    gp_known = yes_no("Do you know their GP practice?")
    gp_practice_name = forms.CharField(max_length=120, label="Practice name")
    gp_practice_code = practice_code()
    gp_icb = OrganisationField(NHS_BODIES, "Integrated care board of the practice")
    gp_starts_on = DatePartsField(label="Date they registered", past=True)

    ui = {
        **DetailsForm.ui,
        **WhoForm.ui,
        "address_known": UI(reveals={"yes": HOME[1:]}),
        "address_line": UI(mark_optional=False, hint="House and street, town"),
        "address_postcode": UI(width=10, spellcheck=False),
        "address_council": UI(
            mark_optional=False, hint="The council with social services duties. Leave empty outside England"
        ),
        "address_starts_on": UI(hint="The day, or the first of the month if you only know the month"),
        "address_settled": UI(hint=SETTLED_HINT),
        "gp_known": UI(reveals={"yes": PRACTICE[1:]}),
        "gp_practice_name": UI(width=30),
        "gp_practice_code": UI(width=10, hint="Like A82608", spellcheck=False),
    }

    def identity(self) -> dict[str, Any]:
        """What a search for possible duplicates needs."""
        names = ("family_name", "given_names", "date_of_birth", "nhs_number")
        return {name: self.cleaned_data[name] for name in names}

    def registration(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        data = self.cleaned_data
        own = {name: data[name] for name in (*WHO, *DETAILS, "different_person") if name != "number_known"}
        return {**own, "address": self._part("address", HOME), "gp": self._part("gp", PRACTICE)}

    def _part(self, prefix: str, names: tuple[str, ...]) -> dict[str, Any] | None:
        if self.cleaned_data[f"{prefix}_known"] != "yes":
            return None
        return {name.removeprefix(f"{prefix}_"): self.cleaned_data[name] for name in names[1:]}


class ClientAmendForm(IdentityForm, WhoForm):
    """Who the person is, as the record has it."""

    other_names = forms.CharField(
        required=False, max_length=1000, label="Former and other names", widget=forms.Textarea
    )
    pronouns = forms.CharField(max_length=40, required=False, label="Pronouns")
    nhs_number_status = select(codes.NHS_NUMBER_STATUSES, "Has the NHS number been checked?", required=False)
    council_number = forms.CharField(max_length=30, required=False, label="The council’s number for them")
    trust_number = forms.CharField(max_length=30, required=False, label="The NHS trust’s number for them")
    icb_number = forms.CharField(max_length=30, required=False, label="The NHS body’s number for them")
    date_of_death = DatePartsField(label="Date of death", required=False, past=True)

    ui = {
        **IdentityForm.ui,
        **WhoForm.ui,
        "other_names": UI(rows=3, hint="One a line. The person is found by these names too"),
        "pronouns": UI(width=20, hint="As the person says: she and her, they and them"),
        "nhs_number_status": UI(hint="Only “present and verified” counts as checked"),
        "council_number": UI(width=20, spellcheck=False, hint="The person is found by these numbers too"),
        "trust_number": UI(width=20, spellcheck=False),
        "icb_number": UI(width=20, spellcheck=False),
        "date_of_death": UI(heading="If the person has died"),
    }
    field_order = (
        *WHO,
        "nhs_number_status",
        "council_number",
        "trust_number",
        "icb_number",
        "preferred_name",
        "other_names",
        "pronouns",
        "gender",
        "ethnic_category",
        "date_of_death",
    )

    def changes(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "number_known"}
        given["other_names"] = "\n".join(
            line.strip() for line in given["other_names"].split("\n") if line.strip()
        )
        if not given["nhs_number_status"]:
            del given["nhs_number_status"]
        return given


class CommunicationForm(ReachForm):
    """How to reach a person and what they need to be told things (Accessible Information Standard)."""

    contact_method = radios(codes.CONTACT_METHODS, "What is the best way to reach them?", required=False)
    other_phone = forms.CharField(max_length=30, required=False, label="Another phone number")
    other_phone_safe = radios(SAFE, "Is it safe to leave a message on that one?", required=False)
    sign_language = select(codes.SIGN_LANGUAGES, "Sign language they use", required=False)
    communication_note = forms.CharField(required=False, label="What else helps", widget=forms.Textarea)
    communication_asked_on = DatePartsField(label="When were they asked?", past=True)
    communication_source = radios(codes.DETAIL_SOURCES, "Who told you?")

    ui = {
        **ReachForm.ui,
        "other_phone": UI(width=20, autocomplete="off"),
        "other_phone_safe": UI(inline=True),
        "accessible_formats": UI(
            hint="Documents are offered and made in these formats first: standard print, large print and "
            "easy read. Arrange braille, audio and sign language yourself"
        ),
        "communication_note": UI(rows=3, hint="For example a hearing loop, short sentences, a supporter"),
        "communication_asked_on": UI(heading="Where this comes from"),
    }
    field_order = (
        "contact_method", "phone", "safe_to_leave_message", "other_phone", "other_phone_safe", "email",
        "accessible_formats", "first_language", "interpreter_needed", "sign_language", "communication_note",
        "communication_asked_on", "communication_source",
    )  # fmt: skip

    def clean_other_phone_safe(self) -> bool | None:
        """Yes, no, or None when nobody has asked."""
        return _yes_no_unasked(self.cleaned_data["other_phone_safe"])


class CircumstancesForm(BaseForm):
    """What bears on fair treatment, on other duties and on risk, as far as the person wishes to say."""

    sex_at_birth = select(codes.SEXES, "Sex registered at birth", required=False)
    sexual_orientation = select(codes.ORIENTATIONS, "Sexual orientation, as they state it", required=False)
    religion = forms.CharField(max_length=60, required=False, label="Religion or belief")
    disabilities = forms.MultipleChoiceField(
        choices=codes.DISABILITIES, label="Disability", required=False, widget=forms.CheckboxSelectMultiple
    )
    veteran = radios(SAFE, "Have they served in the armed forces?", required=False)
    care_leaver = radios(SAFE, "Were they looked after by a council as a child?", required=False)
    cares_for_others = radios(SAFE, "Are they a parent, or do they care for somebody?", required=False)
    caring_note = forms.CharField(required=False, label="For whom, and who helps", widget=forms.Textarea)
    no_recourse = radios(SAFE, "Do they have no recourse to public funds?", required=False)
    immigration_note = forms.CharField(
        required=False, label="Immigration status, as far as it is known", widget=forms.Textarea
    )
    mappa_level = select(
        codes.MAPPA_LEVELS, "Multi-agency public protection arrangements (MAPPA)", required=False
    )
    circumstances_asked_on = DatePartsField(label="When were they asked?", past=True)
    circumstances_source = radios(codes.DETAIL_SOURCES, "Who told you?")

    ui = {
        "religion": UI(width=20),
        "veteran": UI(inline=True),
        "care_leaver": UI(hint="A council may owe them more, and where it placed them bears on residence"),
        "cares_for_others": UI(reveals={"True": ("caring_note",)}),
        "caring_note": UI(rows=3),
        "no_recourse": UI(
            reveals={"True": ("immigration_note",)},
            hint="Aftercare does not depend on it. Help outside aftercare may",
        ),
        "immigration_note": UI(rows=3),
        "circumstances_asked_on": UI(heading="Where this comes from"),
    }

    def changes(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        answers = {
            name: _yes_no_unasked(self.cleaned_data[name])
            for name in ("veteran", "care_leaver", "cares_for_others", "no_recourse")
        }
        return {**self.cleaned_data, **answers}
