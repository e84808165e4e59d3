"""What people type into forms, and what becomes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField, NhsNumberField, date_parts


class Example(BaseForm):
    born = DatePartsField(label="Date of birth", past=True)
    cost = MoneyField(label="Weekly cost", required=False, maximum=1_000_000)
    number = NhsNumberField(label="NHS number", required=False)
    when = DatePartsField(label="When is the next review?", future=True, required=False)


def example(**typed: str) -> Example:
    return Example({**date_parts("born", date(1980, 2, 1)), **typed})


@pytest.mark.parametrize(
    ("day", "month", "year", "expected"),
    [
        ("1", "2", "1980", date(1980, 2, 1)),
        ("01", "02", "1980", date(1980, 2, 1)),
        (" 1 ", "feb", "1980", date(1980, 2, 1)),
        ("1", "February", "1980", date(1980, 2, 1)),
        ("1", "SEPT", "1980", date(1980, 9, 1)),
        ("29", "2", "2024", date(2024, 2, 29)),
        ("21", "11", "2026", date(2026, 11, 21)),
    ],
)
def test_dates_that_are_understood(day: str, month: str, year: str, expected: date) -> None:
    form = example(born_day=day, born_month=month, born_year=year)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == expected


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "wrong"),
    [
        ("", "", "", "Enter date of birth", {"day", "month", "year"}),
        ("", "2", "1980", "Date of birth must include a day", {"day"}),
        ("1", "", "", "Date of birth must include a month and year", {"month", "year"}),
        ("31", "2", "1980", "Date of birth must be a real date", {"day"}),
        ("1", "13", "1980", "Date of birth must be a real date", {"month"}),
        ("1", "xyz", "1980", "Date of birth must be a real date", {"month"}),
        ("1", "2", "80", "Date of birth must have a year of 4 numbers, like 2026", {"year"}),
        ("1", "2", "1066", "Date of birth must have a year between 1880 and 2200", {"year"}),
        ("22", "11", "2026", "Date of birth must be today or in the past", {"day", "month", "year"}),
        ("99999999999999999999", "1", "2000", "Date of birth must be a real date", {"day"}),
        ("١", "1", "2000", "Date of birth must be a real date", {"day"}),
        ("29", "2", "2023", "Date of birth must be a real date", {"day"}),
    ],
)
def test_dates_that_are_not_say_which_part_is_wrong(
    day: str, month: str, year: str, message: str, wrong: set[str]
) -> None:
    form = example(born_day=day, born_month=month, born_year=year)
    assert form.errors["born"] == [message]
    parts = form["born"].parts
    assert {part["label"].lower() for part in parts if part["wrong"]} == wrong
    assert [part["value"] for part in parts] == [day.strip(), month, year], "what was typed is shown again"
    assert form["born"].error_href == f"#{next(part['id'] for part in parts if part['wrong'])}"


def test_a_question_is_not_read_out_as_the_subject_of_a_message() -> None:
    form = example(when_day="1", when_month="1", when_year="2020")
    assert form.errors["when"] == ["Date must be today or in the future"]


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("420.50", 42050), ("£1,234.5", 123450), ("0", 0), (" 7 ", 700), ("10000", 1_000_000), ("", None)],
)
def test_money_becomes_whole_pence(typed: str, pence: int | None) -> None:
    form = example(cost=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["cost"] == pence


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("abc", "Weekly cost must be an amount of money, like 420.50"),
        ("1.234", "Weekly cost must be an amount of money, like 420.50"),
        ("1e5", "Weekly cost must be an amount of money, like 420.50"),
        ("٣", "Weekly cost must be an amount of money, like 420.50"),
        ("9" * 5000, "Weekly cost must be an amount of money, like 420.50"),
        ("-1", "Weekly cost must be £0.00 or more"),
        ("10000.01", "Weekly cost must be £10,000.00 or less"),
    ],
)
def test_money_that_is_not(typed: str, message: str) -> None:
    assert example(cost=typed).errors["cost"] == [message]


def test_money_and_numbers_are_shown_as_people_write_them() -> None:
    form = Example(initial={"cost": 5, "number": "9991651284"})
    assert form["cost"].text == "0.05"
    assert form["number"].text == "999 165 1284"


@pytest.mark.parametrize("typed", ["9991651284", "999 165 1284", "999-165-1284", " 99 91 65 12 84\u00a0"])
def test_an_nhs_number_may_have_any_spacing(typed: str) -> None:
    form = example(number=typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["number"] == "9991651284"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("999165128", "NHS number must be 10 numbers, like 999 123 4567"),
        ("99916512845", "NHS number must be 10 numbers, like 999 123 4567"),
        ("٩991651284", "NHS number must be 10 numbers, like 999 123 4567"),
        ("9991651285", "Check the NHS number: it is not a real one"),
    ],
)
def test_an_nhs_number_that_is_wrong(typed: str, message: str) -> None:
    assert example(number=typed).errors["number"] == [message]


class Revealing(BaseForm):
    agreed = forms.ChoiceField(choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect)
    cost = MoneyField(label="Agreed weekly cost")
    why = forms.CharField(label="Reason")
    ui = {"agreed": UI(reveals={"yes": ("cost",), "no": ("why",)})}


def test_a_hidden_question_need_not_be_answered_and_its_answer_is_dropped() -> None:
    form = Revealing({"agreed": "yes", "cost": "5", "why": "left from before"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data == {"agreed": "yes", "cost": 500, "why": ""}


def test_a_question_that_is_shown_must_be_answered() -> None:
    form = Revealing({"agreed": "no", "cost": "nonsense"})
    assert dict(form.errors) == {"why": ["Enter reason"]}


class Plain(BaseForm):
    text = forms.CharField(label="Share of 100%")
    count = forms.IntegerField(label="How many weeks?", required=False)
    size = forms.IntegerField(label="Size", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], required=False)
    several = forms.MultipleChoiceField(label="Needs", choices=[("a", "A")], required=False)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("text", "x" * 10_001, "Share of 100% must be 10000 characters or fewer. It has 10001"),
        ("text", "a\x00b", "Share of 100% has characters that cannot be kept. Type it again"),
        ("text", "a\x07b", "Share of 100% has characters that cannot be kept. Type it again"),
        ("size", "9" * 30, "Size must be 2147483647 or less"),
        ("size", "9" * 5000, "Size must be a whole number"),
        ("size", "1.5", "Size must be a whole number"),
        ("count", "x", "Number must be a whole number"),
        ("kind", "b", "Choose kind from the list"),
        ("several", "b\x00", "Choose needs from the list"),
    ],
)
def test_messages_say_what_to_do(name: str, value: str, message: str) -> None:
    assert message in Plain({"text": "fine", name: value}).errors[name]


def test_newlines_count_once_however_the_browser_sends_them() -> None:
    data = QueryDict(mutable=True)
    data.setlist("text", ["one\r\ntwo"])
    form = Plain(data)
    assert form.is_valid()
    assert form.cleaned_data["text"] == "one\ntwo"


@pytest.mark.parametrize(
    ("sent", "seen"),
    [({}, None), ({"seen_version": "4"}, 4), ({"seen_version": "four"}, None)],
)
def test_the_version_seen_is_read_from_the_form(sent: dict[str, Any], seen: int | None) -> None:
    assert Plain({"text": "x", **sent}).seen_version == seen


def test_a_form_that_should_carry_a_version_and_does_not_is_stale() -> None:
    assert Plain({"text": "x"}, seen_version=3).seen_version == 0
