"""A file added as evidence, and taken back."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from s117.documents.uploads import MOST_BYTES
from s117.web.forms import UI, BaseForm, DatePartsField

CHOOSE = "Choose a file"


class EvidenceForm(BaseForm):
    """What the file shows, and the file. What it is, is told from its content by the service."""

    title = forms.CharField(max_length=200, label="What does it show?")
    dated_on = DatePartsField(label="Date on the document", required=False, past=True)
    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "missing": CHOOSE},
    )

    ui: ClassVar[dict[str, UI]] = {
        "title": UI(hint="For example: tenancy agreement for the flat, or the order of the court"),
        "file": UI(hint="A PDF, or a picture as PNG or JPEG, of at most 10 MB"),
    }

    def evidence(self) -> dict[str, Any]:
        """The answers as the service takes them. A byte more than the limit is read, enough to refuse it."""
        data = dict(self.cleaned_data)
        file = data.pop("file")
        return {**data, "data": file.read(MOST_BYTES + 1)}


class EvidenceWithdrawForm(BaseForm):
    """Why it is taken back."""

    reason = forms.CharField(label="Reason", widget=forms.Textarea)

    ui: ClassVar[dict[str, UI]] = {"reason": UI(hint="For example: it is about another person")}
