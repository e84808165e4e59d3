"""Two people changed the same record: what differs, who changed it and when. Nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms

from s117.kernel.money import pounds
from s117.web.fields import MoneyField, NhsNumberField
from s117.web.filters import date as date_words
from s117.web.filters import time as time_words
from s117.web.forms import BaseForm, typed_values

NOTHING = "Nothing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same: as saved by the other person, and as typed by this one."""

    label: str
    theirs: str
    yours: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the page shows above the form, which keeps what the person typed."""

    who: str
    when: datetime | None
    differences: tuple[Difference, ...]


def conflict(form: BaseForm, theirs: Mapping[str, Any], record: Any) -> Conflict:
    """Compare what the form was sent with (`form`, valid) with what is saved now (`theirs`)."""
    found = []
    for bound in form:
        saved = words_of(bound, theirs.get(bound.name))
        typed = words_of(bound, form.cleaned_data.get(bound.name))
        if saved != typed:
            found.append(Difference(str(bound.label), saved, typed))
    who, when = last_change(record)
    return Conflict(who, when, tuple(found))


def typed_words(form: BaseForm) -> list[tuple[str, str]]:
    """What was sent, as (question, answer) in words, whether or not it could be accepted; no passwords."""
    form.is_valid()
    sent = typed_values(form)
    found = []
    for bound in form:
        if bound.name in sent and not isinstance(bound.field.widget, forms.PasswordInput):
            known = bound.name in form.cleaned_data
            words = words_of(bound, form.cleaned_data[bound.name]) if known else str(sent[bound.name])
            found.append((str(bound.label), words))
    return [(label, words) for label, words in found if words not in ("", NOTHING)]


def words_of(bound: Any, value: Any) -> str:
    """A field's value as a person reads it."""
    if value is None or value in ("", (), []):
        return NOTHING
    if isinstance(bound.field, MoneyField):
        return pounds(value)
    if isinstance(bound.field, forms.ChoiceField | forms.ModelChoiceField):
        labels = dict(_flat(bound.options))
        return ", ".join(labels.get(_plain(item), str(item)) for item in _several(value)) or NOTHING
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return _plain_words(bound.field, value)


def _plain_words(field: forms.Field, value: Any) -> str:
    if isinstance(field, NhsNumberField):
        return str(field.prepare_value(value))
    if isinstance(value, time):
        return time_words(value)
    return date_words(value) if isinstance(value, date) else str(value)


def last_change(record: Any) -> tuple[str, datetime | None]:
    """Who changed the record last and when, from its history."""
    latest = record.history.first() if hasattr(record, "history") else None
    if latest is None:
        return "", None
    return latest.history_actor, latest.history_date


def _flat(options: Any) -> Any:
    for value, label in options:
        if isinstance(label, list):
            yield from label
        else:
            yield value, label


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple | set | frozenset) or hasattr(value, "model") else (value,)


def _plain(value: Any) -> str:
    """As a choice's value stands in the form: an enum's value, a record's id."""
    return str(getattr(value, "value", getattr(value, "pk", value)))
