"""Fields that several of the register's forms share."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES

from s117.accounts.models import Organisation, OrganisationKind
from s117.web.fields import RowField

COUNCILS = (OrganisationKind.COUNCIL,)
NHS_BODIES = (OrganisationKind.ICB, OrganisationKind.LHB)
HOSPITALS = (OrganisationKind.TRUST, OrganisationKind.PROVIDER)
BLANK = ("", "Select an answer")
SETTLED_HINT = "One they chose to live in as part of their ordinary life, whether for a short or a long time"
_TIME = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(am|pm)?", re.ASCII)
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}", re.ASCII)


def radios(choices: Iterable[tuple[str, str]], label: str, **kwargs: Any) -> forms.ChoiceField:
    """One of a few answers, each with a round button."""
    return forms.ChoiceField(choices=list(choices), label=label, widget=forms.RadioSelect, **kwargs)


def yes_no(label: str, **kwargs: Any) -> forms.ChoiceField:
    """Yes or no, neither chosen at first."""
    return radios([("yes", "Yes"), ("no", "No")], label, **kwargs)


def select(choices: Iterable[tuple[str, str]], label: str, **kwargs: Any) -> forms.ChoiceField:
    """One of many answers from a list."""
    return forms.ChoiceField(choices=[BLANK, *choices], label=label, **kwargs)


class OrganisationField(RowField):
    """An organisation of some kinds, by name. One that has closed says so: old facts name old bodies."""

    def __init__(self, kinds: Iterable[str], label: str, **kwargs: Any) -> None:
        rows = Organisation.objects.filter(kind__in=kinds).order_by("name")
        super().__init__(rows, label=label, empty_label=BLANK[1], **kwargs)

    def label_from_instance(self, obj: Organisation) -> str:
        """The full name, and the year it closed."""
        return obj.name if obj.valid_to is None else f"{obj.name} (closed {obj.valid_to.year})"


class ClockField(forms.Field):
    """A time of day as people type it ("10:20", "1020", "2.15pm", "9am") -> datetime.time."""

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        """A stored time as 24-hour hours and minutes."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """The time, or None for an empty answer."""
        if value in EMPTY_VALUES:
            return None
        found = _TIME.fullmatch(re.sub(r"\s", "", str(value)).lower())
        if found is None:
            raise ValidationError(f"{self.label} must be a time, like 10:20am or 14:05")
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            return time(hour, minute)
        except ValueError:
            raise ValidationError(f"{self.label} must be a time, like 10:20am or 14:05") from None


def practice_code() -> forms.RegexField:
    """The NHS code of a GP practice."""
    return forms.RegexField(
        r"^[A-Za-z]\d{5}$",
        label="Practice code",
        required=False,
        error_messages={"invalid": "Practice code must be a letter and 5 numbers, like A82608"},
    )


class PostcodeField(forms.CharField):
    """A United Kingdom postcode, however spaced -> capitals with one space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=10, **kwargs)

    def clean(self, value: Any) -> str:
        """The postcode, or an empty text."""
        text = re.sub(r"\s", "", super().clean(value)).upper()
        if text and not _POSTCODE.fullmatch(text):
            raise ValidationError("Enter a full postcode, like NM1 4ML")
        return f"{text[:-3]} {text[-3:]}" if text else ""
