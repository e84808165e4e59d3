"""The few kinds of question that these forms ask, so that each is declared in one line."""

from __future__ import annotations

from typing import Any

from django import forms

from s117.kernel.terms import Term
from s117.web.forms import DatePartsField


def line(label: str, most: int = 120, *, required: bool = False) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=most, required=required)


def text(label: str, *, required: bool = False) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea)


def one_of(label: str, terms: type[Term], *, required: bool = True) -> forms.ChoiceField:
    """One answer from a few, as radios."""
    return forms.ChoiceField(
        label=label, choices=terms.choices(), required=required, widget=forms.RadioSelect
    )


def pick(label: str, choices: Any, *, required: bool = False) -> forms.ChoiceField:
    """One answer from a list, as a select with an empty first line."""
    return forms.ChoiceField(label=label, choices=[("", "Choose"), *choices], required=required)


def day(label: str, *, past: bool = False, future: bool = False, required: bool = False) -> DatePartsField:
    """A date."""
    return DatePartsField(label=label, past=past, future=future, required=required)
