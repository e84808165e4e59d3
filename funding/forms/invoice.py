"""What the pages about providers' invoices ask for: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from funding.rules.invoices import Billed, Settlement, read_rows
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

MOST_BYTES = 1_000_000
MOST_FAULTS = 50
WRONG_FILE = "The file could not be read. Save the sheet as CSV and load that"


class InvoiceForm(BaseForm):
    """A provider's invoice. What a loaded file holds is shown as text, to be put right on the page."""

    provider = forms.ChoiceField(label="Provider", required=False)
    other_provider = forms.CharField(
        label="Name of a provider that is not in the list", max_length=200, required=False
    )
    number = forms.CharField(label="Invoice number", max_length=60)
    received_on = DatePartsField(label="Date received", past=True)
    period_from = DatePartsField(label="First day of the invoice")
    period_to = DatePartsField(label="Last day of the invoice")
    total_pence = MoneyField(label="Total of the invoice", minimum=-1_000_000_000)
    lines = forms.CharField(
        label="Lines", max_length=200_000, widget=forms.Textarea, strip=True, required=False
    )
    file = forms.FileField(label="Or load the lines from a CSV file", required=False, allow_empty_file=True)

    ui = {
        "provider": UI(mark_optional=False),
        "number": UI(width=20),
        "total_pence": UI(width=10, hint="The lines must come to it"),
        "lines": UI(
            rows=8,
            spellcheck=False,
            mark_optional=False,
            hint="One row for each person: your reference for them, first day, last day, amount. For example "
            "S117-2026-00012, 2026-04-01, 2026-04-30, 4500.00. You can paste them from a spreadsheet",
        ),
        "file": UI(
            mark_optional=False,
            hint="The same four columns. Its rows then stand in the box above, where they can be put right",
        ),
    }

    def __init__(self, *args: Any, providers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._unreadable = False
        names = [(name, name) for name in providers]
        self.fields["provider"].choices = [("", "Choose, or type a name below"), *names]
        if self.is_bound and self.files.get("file") is not None:
            self._load(self.files["file"])

    def clean_lines(self) -> tuple[Billed, ...]:
        """The rows, or every fault with its row's number."""
        if self._unreadable:
            raise ValidationError(WRONG_FILE)
        sheet = read_rows(self.cleaned_data["lines"])
        if sheet.faults:
            more = len(sheet.faults) - MOST_FAULTS
            shown = [*sheet.faults[:MOST_FAULTS], *([f"And {more} more rows"] if more > 0 else [])]
            raise ValidationError(shown)
        if not sheet.rows:
            raise ValidationError("Enter at least one row, or load a file")
        return sheet.rows

    def clean(self) -> dict[str, Any]:
        """The provider's name, whichever way it was given; one way alone."""
        found = super().clean()
        ways = [" ".join((found.get(name) or "").split()) for name in ("provider", "other_provider")]
        named = [way for way in ways if way]
        if len(named) != 1 and not self.has_error("provider"):
            self.add_error("provider", "Choose a provider, or type the name of one that is not in the list")
        return {**found, "provider": named[0] if named else ""}

    def clean_number(self) -> str:
        """The number without needless spaces, so that the same number is known again."""
        return " ".join(self.cleaned_data["number"].split())

    def _load(self, file: Any) -> None:
        data = file.read(MOST_BYTES + 1)
        self._unreadable = len(data) > MOST_BYTES or b"\x00" in data
        if self._unreadable:
            return
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", errors="replace")
        self.data = self.data.copy()
        self.data["lines"] = text.replace("\r\n", "\n")


class SettleForm(BaseForm):
    """How a query ended."""

    settlement = forms.ChoiceField(
        label="How is it settled?", choices=Settlement.choices(), widget=forms.RadioSelect
    )
    words = forms.CharField(label="What was agreed, and with whom?", max_length=1000, widget=forms.Textarea)

    ui = {
        "words": UI(
            rows=3,
            hint="For example: credit note HH-CN-12 for £12.59, agreed with A Mills by telephone on 12 May",
        )
    }


class InvoiceWithdrawForm(BaseForm):
    """Why an invoice is taken back."""

    reason = forms.CharField(label="Why is it withdrawn?", max_length=500, widget=forms.Textarea)

    ui = {"reason": UI(rows=3)}


class ApproveForm(BaseForm):
    """The last look before an invoice is paid."""

    checked = forms.BooleanField(label="I have checked these figures")
