"""Form fields that Django does not have: a date in three parts, pounds and pence, an NHS number.

Each takes what people really type, answers with a date, whole pence or ten digits, and says what to
do when it cannot. `words` stands for the label in messages; BaseForm sets it.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import nhs_number
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES

from s117.kernel.money import pounds
from s117.web import clock
from s117.web.filters import MONTHS

EARLIEST_YEAR, LATEST_YEAR = 1880, 2200
PARTS = ("day", "month", "year")


def date_parts(name: str, value: date | None) -> dict[str, str]:
    """The three posted values of a date field, as a browser sends them. For tests and prefilled forms."""
    day, month, year = (str(value.day), str(value.month), str(value.year)) if value else ("", "", "")
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


class RowField(forms.ModelChoiceField):
    """One of some rows. A value that is no id at all is refused in the same words as an unknown one."""

    def to_python(self, value: Any) -> Any:
        """The row, or None for an empty answer."""
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def offer(self, rows: Any) -> None:
        """Choose among these rows. They are read now: a page sends no query while it is drawn."""
        self.queryset = rows
        self.choices = list(self.choices)


class DatePartsWidget(forms.Widget):
    """Three one-line inputs named `<field>_day`, `<field>_month` and `<field>_year`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, ...]:
        """What was typed, part by part."""
        return tuple(str(data.get(f"{name}_{part}") or "").strip() for part in PARTS)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """True when no part was sent."""
        return not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """The first input."""
        return f"{id_}_day"

    def parts(self, name: str, id_: str, value: Any, wrong: frozenset[str]) -> list[dict[str, Any]]:
        """The inputs as the macro draws them."""
        typed = (value.day, value.month, value.year) if isinstance(value, date) else value or ("", "", "")
        return [
            {
                "name": f"{name}_{part}",
                "id": f"{id_}_{part}",
                "label": part.capitalize(),
                "width": 4 if part == "year" else 2,
                "value": str(shown),
                "wrong": part in wrong,
                "numeric": str(shown).isdigit() or not shown,
            }
            for part, shown in zip(PARTS, typed, strict=True)
        ]


class DatePartsField(forms.Field):
    """Day, month and year as typed -> datetime.date. Month may be a number or a name ("feb").

    `past=True` refuses a day after today; `future=True` refuses a day before today.
    """

    widget = DatePartsWidget

    def __init__(self, *, past: bool = False, future: bool = False, **kwargs: Any) -> None:
        self.past, self.future = past, future
        self.words = ""
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        """The date, None when nothing was typed and nothing is required; ValidationError names the parts."""
        typed = dict(zip(PARTS, value or ("", "", ""), strict=True))
        missing = [part for part in PARTS if not typed[part]]
        if len(missing) == len(PARTS):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        if missing:
            raise self._error(f"must include a {' and '.join(missing)}", missing)
        found = self._real_date(typed)
        self._check_side(found)
        self.run_validators(found)
        return found

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether what was typed differs from the date the form was opened with."""
        shown = (str(initial.day), str(initial.month), str(initial.year)) if initial else ("", "", "")
        return tuple(data or ("", "", "")) != shown

    def _real_date(self, typed: dict[str, str]) -> date:
        day, month, year = _number(typed["day"]), _month(typed["month"]), _number(typed["year"])
        wrong = [part for part, number in zip(PARTS, (day, month, year), strict=True) if number is None]
        if day is None or month is None or year is None:
            raise self._error("must be a real date", wrong)
        if not re.fullmatch(r"\d{4}", typed["year"]):
            raise self._error("must have a year of 4 numbers, like 2026", ["year"])
        if not EARLIEST_YEAR <= year <= LATEST_YEAR:
            raise self._error(f"must have a year between {EARLIEST_YEAR} and {LATEST_YEAR}", ["year"])
        try:
            return date(year, month, day)
        except ValueError:
            raise self._error("must be a real date", ["day"] if 1 <= month <= 12 else ["month"]) from None

    def _check_side(self, found: date) -> None:
        if self.past and found > clock.today():
            raise self._error("must be today or in the past", PARTS)
        if self.future and found < clock.today():
            raise self._error("must be today or in the future", PARTS)

    def _error(self, what: str, parts: Any) -> ValidationError:
        return ValidationError(f"{self.words or 'Date'} {what}", code="date", params={"parts": tuple(parts)})


class MoneyInput(forms.TextInput):
    """A one-line input with a pound sign before it."""


class MoneyField(forms.Field):
    """Pounds as typed ("£1,234.50", "1234.5") -> whole pence (123450). `minimum` and `maximum` in pence."""

    widget = MoneyInput

    def __init__(self, *, minimum: int = 0, maximum: int = 1_000_000_000, **kwargs: Any) -> None:
        self.minimum, self.maximum = minimum, maximum
        self.words = ""
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Pence shown as pounds; what was typed is shown again as it was."""
        if isinstance(value, int):
            return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02d}"
        return value

    def to_python(self, value: Any) -> int | None:
        """Whole pence, or None for an empty answer."""
        text = re.sub(r"[\s,£]", "", str(value)) if value not in EMPTY_VALUES else ""
        if not text:
            return None
        found = re.fullmatch(r"(-?)(\d{1,12})(?:\.(\d{1,2}))?", text, re.ASCII)
        if found is None:
            raise ValidationError(f"{self.words or 'Amount'} must be an amount of money, like 420.50")
        sign, whole, part = found.groups()
        pence = int(whole) * 100 + int((part or "0").ljust(2, "0"))
        return -pence if sign else pence

    def validate(self, value: Any) -> None:
        """Required, and between the two limits."""
        super().validate(value)
        if value is None:
            return
        if value < self.minimum:
            raise ValidationError(f"{self.words or 'Amount'} must be {pounds(self.minimum)} or more")
        if value > self.maximum:
            raise ValidationError(f"{self.words or 'Amount'} must be {pounds(self.maximum)} or less")


class NhsNumberField(forms.Field):
    """An NHS number with any spacing -> its ten digits, check digit tested (modulus 11).

    The 999 range is accepted: it is what test and training records use.
    """

    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        """A stored number shown as people read it, 3-3-4."""
        text = str(value) if value else ""
        return f"{text[:3]} {text[3:6]} {text[6:]}" if re.fullmatch(r"\d{10}", text, re.ASCII) else value

    def to_python(self, value: Any) -> str:
        """Ten digits, or an empty text."""
        digits = re.sub(r"[\s\-\u2010-\u2015]", "", str(value)) if value not in EMPTY_VALUES else ""
        if not digits:
            return ""
        if not re.fullmatch(r"\d{10}", digits, re.ASCII):
            raise ValidationError("NHS number must be 10 numbers, like 999 123 4567", code="invalid")
        if not nhs_number.is_valid(digits):
            raise ValidationError("Check the NHS number: it is not a real one", code="invalid")
        return digits


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else None


def _month(text: str) -> int | None:
    number = _number(text)
    if number is not None or len(text) < 3:
        return number
    return next((i for i, name in enumerate(MONTHS, 1) if name.lower().startswith(text.lower())), None)
