"""Allocating a coordinator."""

from __future__ import annotations

from typing import Any

from cases import policies, queries
from cases.forms.allocation import AllocationForm
from cases.queries import CaseHeader
from cases.services import allocation
from cases.views.base import CaseForm
from s117.accounts.queries import coordinators_for, teams_for
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission


class AllocationMake(CaseForm):
    """Give the case to a team and a coordinator."""

    permission = Permission.ALLOCATION_MAKE
    template = "cases/allocation_make.html"
    form_class = AllocationForm
    done = "dashboards:case_view"
    success_message = "Coordinator allocated"

    def decide(self, subject: CaseHeader) -> Decision:
        """Within the manager's own teams."""
        return policies.allocation_make(self.actor, subject)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The manager's teams and their active coordinators."""
        return {
            "teams": teams_for(self.actor).filter(pk__in=self.actor.team_ids),
            "coordinators": coordinators_for(self.actor, self.today),
        }

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The manager's team when there is only one, from today."""
        only = next(iter(self.actor.team_ids)) if len(self.actor.team_ids) == 1 else None
        return {
            "team": subject.team_id or only,
            "coordinator": subject.coordinator_id,
            "starts_on": self.today,
        }

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the allocation that this replaces."""
        rows = queries.client_record(subject.client_id, subject.id, self.actor).allocations
        return next((row.version for row in rows if row.ends_on is None), None)

    def perform(self, subject: CaseHeader, form: AllocationForm) -> Any:
        """Allocate."""
        return allocation.make_allocation(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )
