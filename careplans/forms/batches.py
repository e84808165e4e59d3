"""The form of a batch: whose caseload, and which documents."""

from __future__ import annotations

from typing import Any

from django import forms

from careplans.rules.terms import BatchOf
from s117.accounts.models import User
from s117.web.fields import RowField
from s117.web.forms import BaseForm


class BatchForm(BaseForm):
    """Whose caseload, and what of it."""

    coordinator = RowField(
        User.objects.none(), label="Whose caseload?", error_messages={"required": "Select a coordinator"}
    )
    what = forms.ChoiceField(label="Which documents?", choices=BatchOf.choices(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, coordinators: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["coordinator"].offer(coordinators)
        self.fields["coordinator"].label_from_instance = lambda user: user.full_name
