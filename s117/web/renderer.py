"""Form fields drawn as NHS.UK components by our own Jinja2 macros."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from s117.web.fields import PARTS, DatePartsWidget, MoneyInput, NhsNumberField
from s117.web.ui import PLAIN, UI

# Order matters: CheckboxSelectMultiple IS a RadioSelect, and DatePartsWidget IS a MultiWidget.
COMPONENTS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DatePartsWidget, "date"),
    (MoneyInput, "money"),
    (forms.Textarea, "textarea"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.PasswordInput, "password"),
    (forms.HiddenInput, "hidden"),
)


class FormBoundField(BoundField):
    """A bound field that knows which component draws it and what it is described by."""

    @property
    def ui(self) -> UI:
        """The layout that the form declares for this field."""
        return getattr(self.form, "ui", {}).get(self.name, PLAIN)

    @property
    def hint(self) -> str:
        """The hint: from the form's layout, else the field's help text."""
        return str(self.ui.hint or self.help_text or "")

    @cached_property
    def component(self) -> str:
        """The name of the macro in forms/fields.html."""
        return next((name for kind, name in COMPONENTS if isinstance(self.field.widget, kind)), "input")

    @property
    def input_type(self) -> str:
        """The type attribute of a one-line input."""
        return getattr(self.field.widget, "input_type", "text")

    @property
    def described_by(self) -> str:
        """Ids of the hint and the error, in the NHS.UK order."""
        parts = ((f"{self.auto_id}-hint", self.hint), (f"{self.auto_id}-error", self.errors))
        return " ".join(name for name, shown in parts if shown)

    @property
    def optional(self) -> bool:
        """Whether the label says so: a field that need not be answered, unless its layout says otherwise."""
        if self.field.required or not self.ui.mark_optional or self.component in ("checkbox", "hidden"):
            return False
        return "(optional)" not in str(self.label)

    @property
    def autocomplete(self) -> str:
        """The widget's own autocomplete hint, which password fields carry."""
        return str(self.field.widget.attrs.get("autocomplete", ""))

    @property
    def is_code(self) -> bool:
        """Numbers read digit by digit: shown with even spacing."""
        return isinstance(self.field, NhsNumberField)

    @property
    def text(self) -> str:
        """What the input shows again: exactly what was typed."""
        value = self.value()
        return "" if value is None else str(value)

    @property
    def chosen(self) -> frozenset[str]:
        """The values that are chosen, as the strings a browser sends."""
        value = self.value()
        if value is None:
            return frozenset()
        values = value if isinstance(value, list | tuple | set | frozenset) else (value,)
        return frozenset(_plain(item) for item in values)

    @cached_property
    def options(self) -> list[tuple[str, Any]]:
        """The choices as (value, label); a label that is a list is a group of such pairs."""
        found: list[tuple[str, Any]] = []
        for value, label in self.field.choices:
            if isinstance(label, list | tuple):
                found.append((str(value), [(_plain(v), str(words)) for v, words in label]))
            else:
                found.append((_plain(value), str(label)))
        return found

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The inputs of a date: name, id, label, width, what was typed and whether it is wrong."""
        return self.field.widget.parts(self.html_name, self.auto_id, self.value(), self._wrong_parts)

    @property
    def error_href(self) -> str:
        """Where the error summary's link goes: the control that has to change."""
        if self.component == "date":
            wrong = next((part for part in self.parts if part["wrong"]), self.parts[0])
            return f"#{wrong['id']}"
        return f"#{self.auto_id}"

    @property
    def _wrong_parts(self) -> frozenset[str]:
        errors = self.form.errors.as_data().get(self.name, []) if self.form.is_bound else []
        named = [part for error in errors for part in (getattr(error, "params", None) or {}).get("parts", ())]
        return frozenset(named or (PARTS if errors else ()))


class FormRenderer(TemplatesSetting):
    """Django's form renderer, pointed at our templates for every form in the project."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = FormBoundField


def _plain(value: Any) -> str:
    return str(getattr(value, "value", value)) if value is not None else ""
