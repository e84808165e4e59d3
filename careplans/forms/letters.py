"""The form of a letter: its layout and the writer's own words."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from careplans.forms.fields import line, text
from careplans.rules.letters import OwnWords
from careplans.rules.terms import Variant
from s117.web.forms import UI, BaseForm


class LetterForm(BaseForm):
    """How the letter is laid out, a few words of one's own, and where to call."""

    variant = forms.ChoiceField(label="Layout", choices=Variant.choices(), widget=forms.RadioSelect)
    phone = line("Phone number for the person to call", 40)
    note = text("A few words of your own")

    ui: ClassVar[dict[str, UI]] = {
        "phone": UI(width=20, hint="Printed under your name. Leave it empty to print none"),
        "note": UI(
            rows=3, hint="Printed at the end of the letter. Write it to the person, in short sentences"
        ),
    }

    def written(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        said = self.cleaned_data
        return {"variant": Variant(said["variant"]), "own": OwnWords(said["note"], said["phone"])}
