"""A letter received, put on a person's file, and taken off it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from careplans.forms.fields import day, line, text
from s117.documents.uploads import MOST_BYTES
from s117.web.forms import UI, BaseForm

CHOOSE = "Choose a file"


class ReceivedForm(BaseForm):
    """From whom, about what, when, and the letter. What the file is, is told from its content."""

    sender = line("Who is it from?", 200, required=True)
    about = line("What is it about?", 200, required=True)
    received_on = day("When was it received?", past=True, required=True)
    dated_on = day("Date on the letter", past=True)
    file = forms.FileField(
        label="The letter",
        allow_empty_file=True,
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "missing": CHOOSE},
    )

    ui: ClassVar[dict[str, UI]] = {
        "sender": UI(hint="Name, and where they write from. For example: Dr Imran Shah, Mill Lane Surgery"),
        "about": UI(hint="In a few words. For example: the move to Rowan House"),
        "file": UI(hint="A PDF, or a picture as PNG or JPEG, of at most 10 MB"),
    }

    def letter(self) -> dict[str, Any]:
        """The answers as the service takes them. A byte more than the limit is read, enough to refuse it."""
        data = dict(self.cleaned_data)
        file = data.pop("file")
        return {**data, "data": file.read(MOST_BYTES + 1)}


class ReceivedWithdrawForm(BaseForm):
    """Why it is taken off the file."""

    reason = text("Reason", required=True)

    ui: ClassVar[dict[str, UI]] = {"reason": UI(hint="For example: it is about another person")}
