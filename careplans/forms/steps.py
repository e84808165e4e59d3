"""Forms of the steps of a plan: most ask nothing but to be confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms

from careplans.forms.fields import text
from careplans.rules.terms import Reader, Variant
from s117.web.forms import UI, BaseForm


class ConfirmForm(BaseForm):
    """No question: the button is the answer."""


class ReturnForm(BaseForm):
    """Why a plan goes back."""

    reason = text("What has to change?", required=True)

    ui: ClassVar[dict[str, UI]] = {"reason": UI(hint="The author sees this")}


class DocumentForm(BaseForm):
    """For whom the copy is, and its layout. A provider's copy is of its own services."""

    whom = forms.ChoiceField(label="Who is the copy for?", widget=forms.RadioSelect)
    variant = forms.ChoiceField(label="Layout", choices=Variant.choices(), widget=forms.RadioSelect)

    ui: ClassVar[dict[str, UI]] = {
        "whom": UI(
            hint="The person gets the whole plan. Every other copy leaves out what its reader may not see"
        )
    }

    def __init__(self, *args: Any, providers: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(f"{Reader.PROVIDER.value}:{name}", f"{name}: its own services") for name in providers]
        others = [(reader.value, reader.words) for reader in Reader if reader is not Reader.PROVIDER]
        self.fields["whom"].choices = [others[0], *named, *others[1:]]

    def copy(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        reader, _, name = self.cleaned_data["whom"].partition(":")
        variant = Variant(self.cleaned_data["variant"])
        return {"reader": Reader(reader), "reader_name": name, "variant": variant}
