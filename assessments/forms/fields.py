"""The few kinds of question that these forms ask, so that each is declared in one line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django import forms

from s117.web.completing import CompletedForm
from s117.web.forms import UI, BaseForm, DatePartsField


class PageForm(BaseForm):
    """One page of a draft. Nothing must be filled in to save it, so only what may stay empty for good is
    marked optional: the names in `may_stay_empty`."""

    may_stay_empty: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        asked = cls.__dict__.get("declared_fields", {})
        plain = {
            name: replace(cls.ui.get(name, UI()), mark_optional=name in cls.may_stay_empty) for name in asked
        }
        cls.ui = {**cls.ui, **plain}


class SectionForm(CompletedForm, PageForm):
    """A page that ends by asking whether its section is complete; a record of which is then kept."""


def line(label: str, most: int = 120, *, required: bool = False) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=most, required=required)


def text(label: str, *, required: bool = False) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea)


def one_of(label: str, choices: Any, *, required: bool = False) -> forms.ChoiceField:
    """One answer from a few, as radios."""
    return forms.ChoiceField(label=label, choices=choices, required=required, widget=forms.RadioSelect)


def several_of(label: str, choices: Any) -> forms.MultipleChoiceField:
    """Any number of answers, as checkboxes."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def pick(label: str, choices: Any) -> forms.ChoiceField:
    """One answer from a list, as a select with an empty first line."""
    return forms.ChoiceField(label=label, choices=[("", "Choose"), *choices], required=False)


def day(label: str, *, past: bool = False, required: bool = False) -> DatePartsField:
    """A date."""
    return DatePartsField(label=label, past=past, required=required)
