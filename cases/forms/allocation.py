"""Allocating a coordinator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from s117.accounts.models import Team, User
from s117.web.fields import RowField
from s117.web.forms import UI, BaseForm, DatePartsField


class AllocationForm(BaseForm):
    """A team of the manager's own, and one of its active coordinators."""

    team = RowField(Team.objects.none(), label="Team", empty_label="Select an answer")
    coordinator = RowField(
        User.objects.none(), label="Coordinator", required=False, empty_label="No coordinator yet"
    )
    review_only = forms.BooleanField(label="No active team: nobody works with the person now", required=False)
    starts_on = DatePartsField(label="Start date", past=True)
    reason = forms.CharField(label="Reason", widget=forms.Textarea)

    ui = {
        "review_only": UI(
            hint="They stay on the review list, you answer for them as manager, and aftercare goes on"
        ),
        "reason": UI(rows=3, hint="For example: agreed at the weekly meeting, knows the family"),
    }

    def __init__(
        self, *args: Any, teams: Iterable[Team], coordinators: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].offer(teams)
        self.fields["coordinator"].offer(coordinators)
