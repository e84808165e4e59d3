"""What the pages about signing limits ask for: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from funding.forms.package import MOST_PENCE
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

EVERYBODY = "Everybody who signs for your organisation"


class LimitForm(BaseForm):
    """Who may sign for how much, from when."""

    user_id = forms.TypedChoiceField(
        label="Who does it hold for?", coerce=UUID, empty_value=None, required=False
    )
    weekly_pence = MoneyField(label="Most a week", maximum=MOST_PENCE)
    once_pence = MoneyField(label="Most in single payments", maximum=MOST_PENCE, required=False)
    starts_on = DatePartsField(label="First day", future=True)
    ends_on = DatePartsField(label="Last day, if it is known", required=False)

    ui = {
        "user_id": UI(hint="A person's own limit goes before the one for everybody", mark_optional=False),
        "weekly_pence": UI(width=10, hint="What the services of one decision cost a week together"),
        "once_pence": UI(width=10, hint="Leave it empty for no limit on single payments"),
        "starts_on": UI(hint="The limit that holds now ends the day before"),
        "ends_on": UI(hint="After it no limit holds, unless another one begins"),
    }

    def __init__(self, *args: Any, people: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user_id"].choices = [("", EVERYBODY), *people]


class LimitEndForm(BaseForm):
    """The last day of a limit."""

    ends_on = DatePartsField(label="Last day", future=True)
