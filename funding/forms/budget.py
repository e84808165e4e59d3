"""What the pages about budgets ask for: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from careplans.rules.terms import Category
from funding.forms.package import code_field
from funding.rules.budgets import COLUMNS, MOST_PENCE, BudgetFile, By, Place, read, year_words
from s117.web.forms import UI, BaseForm, MoneyField

MOST_BYTES = 1_000_000
KINDS = [(kind.value, kind.words) for kind in Category]
CHOOSE = "Choose a CSV file"
Choices = Sequence[tuple[str, str]]


class BudgetForm(BaseForm):
    """One budget. `years` are the calendar years in which the financial years offered begin."""

    year = forms.TypedChoiceField(label="Financial year", coerce=int)
    category = forms.ChoiceField(label="Kind of service", choices=[("", "Select a kind of service"), *KINDS])
    cost_centre = code_field("Cost centre", 20)
    pence = MoneyField(label="Budget", minimum=0, maximum=MOST_PENCE)
    reason = forms.CharField(label="Reason", max_length=500, required=False, widget=forms.Textarea)
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    ui = {
        "cost_centre": UI(width=20, hint="Leave it empty to budget for this kind of service as a whole"),
        "pence": UI(width=10, hint="What your organisation sets aside for its own share, for the whole year"),
        "reason": UI(rows=3, hint="Needed when this replaces a budget, like the minute that agreed it"),
    }

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year_words(year)) for year in years]

    @property
    def place(self) -> Place:
        """What the budget is for."""
        return Place(*(self.cleaned_data[name] for name in ("year", "category", "cost_centre")))


class BudgetLoadForm(BaseForm):
    """A file of budgets. Every line is read before any is kept."""

    file = forms.FileField(
        label="CSV file",
        allow_empty_file=True,
        error_messages={"required": CHOOSE, "invalid": CHOOSE, "missing": CHOOSE, "max_length": CHOOSE},
    )
    reason = forms.CharField(label="Where do these figures come from?", max_length=500)

    ui = {
        "file": UI(hint=f"Saved as “CSV UTF-8”, with a first line of column names: {', '.join(COLUMNS)}"),
        "reason": UI(hint="It is kept with each figure that has no reason of its own"),
    }

    def clean(self) -> dict[str, Any]:
        """The file's rows, or a message for each line that is wrong."""
        found = super().clean()
        if sent := found.get("file"):
            kept = _read(sent.read(MOST_BYTES + 1))
            for fault in kept.faults:
                self.add_error("file", fault.words)
            found["rows"] = kept.rows
        return found


def _read(data: bytes) -> BudgetFile:
    refused = BudgetFile()
    if len(data) > MOST_BYTES:
        refused.fault(0, "The file is larger than 1 MB. Is it the right file?")
        return refused
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        refused.fault(0, "The file is not a CSV file in UTF-8. Save it again as “CSV UTF-8”")
        return refused
    return read(text, dict(KINDS))


class ForecastForm(BaseForm):
    """Which year, how put together, and which services. A value that is not offered counts as none."""

    year = forms.TypedChoiceField(label="Financial year", coerce=int, required=False)
    by = forms.ChoiceField(label="Put together by", choices=By.choices(), required=False)
    category = forms.ChoiceField(label="Kind of service", required=False)
    cost_centre = forms.ChoiceField(label="Cost centre", required=False)
    provider = forms.ChoiceField(label="Provider", required=False)
    team = forms.ChoiceField(label="Team", required=False)

    ui = {
        name: UI(mark_optional=False)
        for name in ("year", "by", "category", "cost_centre", "provider", "team")
    }

    def __init__(self, *args: Any, years: Sequence[int], offered: dict[str, Choices], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year_words(year)) for year in years]
        for name, choices in offered.items():
            self.fields[name].choices = [("", "All"), *choices]
