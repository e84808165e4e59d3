"""BaseForm: what every form of ours shares, so that a form class says only what it asks.

* messages in plain words, made from the labels, unless the field has its own;
* no text longer than its limit (MOST_TEXT where none is given), no control characters, no number that
  the database cannot hold: each a message beside the field, never an error page;
* a field that a choice reveals is only asked for when that choice is made, and is emptied when it is not;
* `seen_version`, `seen_row` (which record that version is of) and `submission_id` travel as hidden values
  outside `cleaned_data`; so does `base`, the fingerprint of what a page that keeps drafts showed first (''
  on every other page).
"""

from __future__ import annotations

import re
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import pretty_name
from django.http import QueryDict

from s117.web.fields import DatePartsField, MoneyField, NhsNumberField, date_parts
from s117.web.filters import first_lower
from s117.web.ui import UI

__all__ = ["UI", "BaseForm", "DatePartsField", "MoneyField", "NhsNumberField", "date_parts", "typed_values"]

MOST_TEXT = 10_000
MOST_NUMBER = 2_147_483_647
NEVER_A_VERSION = 0
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
CHOICES = (forms.ChoiceField, forms.ModelChoiceField, forms.BooleanField)


class BaseForm(forms.Form):
    """The parent of every form. `ui` maps a field's name to its layout (see UI)."""

    ui: ClassVar[dict[str, UI]] = {}
    csrf_token: str = ""
    owner: str = ""
    base: str = ""
    seen_row: str = ""

    def __init__(self, data: Any = None, *args: Any, seen_version: int | None = None, **kwargs: Any) -> None:
        super().__init__(_with_plain_newlines(data), *args, **kwargs)
        self.seen_version = seen_version if data is None else _version(data, seen_version)
        self.submission_id = _uuid(data.get("submission_id")) if data is not None else uuid4()
        if data is not None:
            self.seen_row = str(data.get("seen_row") or "")
        self._prepared: set[int] = set()
        self._prepare_fields()

    def hidden_by_choice(self) -> frozenset[str]:
        """Fields that a choice would reveal, while that choice is not made."""
        revealed: dict[str, bool] = {}
        for name, layout in self.ui.items():
            if name not in self.fields:
                continue
            chosen = self[name].chosen
            for value, targets in layout.reveals.items():
                for target in targets:
                    revealed[target] = revealed.get(target, False) or str(value) in chosen
        return frozenset(name for name, shown in revealed.items() if not shown and name in self.fields)

    @property
    def revealed_fields(self) -> frozenset[str]:
        """Fields that are drawn under a choice, not in their own place."""
        return frozenset(
            target for layout in self.ui.values() for targets in layout.reveals.values() for target in targets
        )

    def _prepare_fields(self) -> None:
        """Words and limits, each field once: a form may add fields of its own after this class has begun."""
        for name, field in self.fields.items():
            if id(field) not in self._prepared:
                self._prepared.add(id(field))
                _prepare(name, field)

    def _clean_fields(self) -> None:
        self._prepare_fields()
        hidden = self.hidden_by_choice()
        needed = {name for name in hidden if self.fields[name].required}
        for name in needed:
            self.fields[name].required = False
        super()._clean_fields()
        for name in needed:
            self.fields[name].required = True
        for name in hidden:
            self._errors.pop(name, None)
            self.cleaned_data[name] = _empty(self.fields[name])


def typed_values(form: BaseForm) -> dict[str, Any]:
    """What was sent, field by field and unchecked: a form opened with it as `initial` shows it again."""
    return {
        name: field.widget.value_from_datadict(form.data, {}, name)
        for name, field in form.fields.items()
        if not field.widget.value_omitted_from_data(form.data, {}, name)
    }


def _prepare(name: str, field: forms.Field) -> None:
    field.label = field.label or pretty_name(name)
    words = _words(field)
    if hasattr(field, "words") and not field.words:
        field.words = words
    own = {**forms.Field.default_error_messages, **type(field).default_error_messages}
    for code, message in _messages(field, words).items():
        if code not in field.error_messages or field.error_messages[code] == own.get(code):
            field.error_messages[code] = message
    _limit(field)


def _words(field: forms.Field) -> str:
    """What a message calls the field: its label, or "Date" and the like where the label is a question."""
    label = str(field.label)
    if not label.endswith("?"):
        return label
    kinds = (
        (DatePartsField, "Date"),
        (MoneyField, "Amount"),
        (forms.IntegerField, "Number"),
        (CHOICES, "An answer"),
    )
    return next((words for kind, words in kinds if isinstance(field, kind)), "The answer")


def _messages(field: forms.Field, words: str) -> dict[str, str]:
    verb = "Select" if isinstance(field, CHOICES) else "Enter"
    question = str(field.label).endswith("?")
    required = f"Answer “{field.label}”" if question else f"{verb} {first_lower(words)}"
    if isinstance(field, forms.BooleanField):
        required = f"Tick “{field.label}” to go on"
    safe = words.replace("%", "%%")
    return {
        "required": required,
        "max_length": f"{safe} must be %(limit_value)s characters or fewer. It has %(show_value)s",
        "min_length": f"{safe} must be %(limit_value)s characters or more",
        "null_characters_not_allowed": f"{safe} has characters that cannot be kept. Type it again",
        "control_characters": f"{safe} has characters that cannot be kept. Type it again",
        "max_value": f"{safe} must be %(limit_value)s or less",
        "min_value": f"{safe} must be %(limit_value)s or more",
        **_invalid(field, words),
    }


def _invalid(field: forms.Field, words: str) -> dict[str, str]:
    if isinstance(field, forms.DecimalField | forms.FloatField):
        return {"invalid": f"{words} must be a number"}
    if isinstance(field, forms.IntegerField):
        return {"invalid": f"{words} must be a whole number"}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        chosen = f"Choose {first_lower(words)} from the list".replace("%", "%%")
        return {"invalid_choice": chosen, "invalid_list": chosen, "invalid_pk_value": chosen}
    if isinstance(field, forms.EmailField):
        return {"invalid": f"{words} must be an email address, like name@example.com"}
    return {}


def _limit(field: forms.Field) -> None:
    if isinstance(field, forms.CharField):
        field.validators.append(_no_control_characters)
        if field.max_length is None:
            field.max_length = MOST_TEXT
            field.validators.append(forms.fields.validators.MaxLengthValidator(MOST_TEXT))
    elif isinstance(field, forms.IntegerField) and field.max_value is None:
        field.validators.append(forms.fields.validators.MaxValueValidator(MOST_NUMBER))
        field.validators.append(forms.fields.validators.MinValueValidator(-MOST_NUMBER))


def _no_control_characters(value: str) -> None:
    if CONTROL.search(value):
        params = {"value": value}
        raise ValidationError("It has characters that cannot be kept", "control_characters", params)


def _with_plain_newlines(data: Any) -> Any:
    """Browsers send CRLF; counts and comparisons are made on single newlines."""
    if not isinstance(data, QueryDict):
        return data
    copy = data.copy()
    for key, values in data.lists():
        copy.setlist(
            key, [value.replace("\r\n", "\n") if isinstance(value, str) else value for value in values]
        )
    return copy


def _version(data: Any, expected: int | None) -> int | None:
    """The version the person saw. A form that has one and sends none, or nonsense, counts as stale."""
    sent = str(data.get("seen_version") or "")
    if re.fullmatch(r"\d{1,9}", sent, re.ASCII):
        return int(sent)
    return None if expected is None else NEVER_A_VERSION


def _uuid(value: Any) -> UUID:
    """The submission's id; a form sent without one is a submission of its own."""
    try:
        return UUID(str(value))
    except ValueError:
        return uuid4()


def _empty(field: forms.Field) -> Any:
    if isinstance(field, forms.ModelMultipleChoiceField | forms.MultipleChoiceField):
        return []
    if isinstance(field, forms.BooleanField):
        return False
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return ""
    return getattr(field, "empty_value", "" if isinstance(field, NhsNumberField) else None)
