"""Sending a code list."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from s117.accounts.code_lists import LAYOUTS
from s117.web.forms import UI, BaseForm

CHOOSE = "Choose a CSV file"


class ReferenceSendForm(BaseForm):
    """Which list, and the file. What is in the file is checked afterwards, line by line."""

    kind = forms.ChoiceField(
        choices=[(kind, layout.words.capitalize()) for kind, layout in LAYOUTS.items()],
        label="What does the file list?",
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "missing": CHOOSE, "max_length": CHOOSE},
    )

    ui: ClassVar[dict[str, UI]] = {
        "kind": UI(hints={kind: f"Columns: {', '.join(layout.needed)}" for kind, layout in LAYOUTS.items()}),
        "file": UI(hint="Saved as “CSV UTF-8”, smaller than 1 MB. Nothing is loaded before you have seen it"),
    }
