"""The yearly confirmation of the register, one entry or a page of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.forms.fields import radios
from cases.models import RegisterConfirmation
from s117.web.forms import UI, BaseForm, DatePartsField


class ConfirmationForm(BaseForm):
    """One body's word about one entry."""

    still_owed = radios(RegisterConfirmation.StillOwed.choices, "Is aftercare still owed to this person?")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    confirmed_on = DatePartsField(label="Date of the check", past=True)

    ui = {
        "still_owed": UI(
            hints={
                "no": "This does not end aftercare. Both bodies must decide, each for itself",
                "query": "For example the dates, the address or who is responsible",
            }
        ),
        "note": UI(rows=4, mark_optional=False, hint="Needed unless aftercare is still owed"),
    }


class ConfirmationsForm(BaseForm):
    """Several entries of which the body says that aftercare is still owed."""

    entries = forms.MultipleChoiceField(
        label="Entries under which aftercare is still owed", widget=forms.CheckboxSelectMultiple
    )

    ui = {"entries": UI(hint="Tick those that you have checked. Leave out any that you doubt", small=True)}

    def __init__(self, *args: Any, entries: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].choices = list(entries)
