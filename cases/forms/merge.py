"""Merging two entries of one person, and undoing it."""

from __future__ import annotations

from typing import Any

from django import forms

from s117.web.forms import UI, BaseForm


class MergeForm(BaseForm):
    """Which entry is the duplicate, and how one knows."""

    other = forms.CharField(max_length=20, label="Reference of the other entry")
    different_birth = forms.BooleanField(
        label="The dates of birth differ, and this is one person all the same", required=False
    )
    reason = forms.CharField(
        label="How do you know that they are one person?",
        widget=forms.Textarea,
        error_messages={"required": "Enter how you know that they are one person"},
    )

    ui = {
        "other": UI(width=20, hint="Like S117-2026-00042. It is merged into the entry that you have open"),
        "reason": UI(rows=4, hint="For example the same address, GP and next of kin, and who confirmed it"),
    }

    def __init__(self, *args: Any, same_birth: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if same_birth:
            del self.fields["different_birth"]

    def clean_other(self) -> str:
        """The reference in capitals."""
        return str(self.cleaned_data["other"]).strip().upper()


class MergeUndoForm(BaseForm):
    """Why a merge was a mistake."""

    reason = forms.CharField(
        label="Why is the merge undone?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why the merge is undone"},
    )

    ui = {"reason": UI(rows=4)}
