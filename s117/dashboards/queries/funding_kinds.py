"""The sorts of work that funding applications and panels make, and who does them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import DateField, Subquery
from django.db.models.functions import Cast

from funding.rules.lifecycle import ApplicationStatus
from s117.dashboards.queries import funding_conditions
from s117.dashboards.queries.kind import Kind
from s117.kernel.permissions import Permission as P


def _applied(*statuses: ApplicationStatus) -> Callable[[], Cast]:
    def since() -> Cast:
        rows = funding_conditions.applications_in(*statuses).order_by("applied_at")
        return Cast(Subquery(rows.values("applied_at")[:1]), DateField())

    return since


FUNDING_KINDS = (
    Kind(
        slug="funding-to-recommend",
        card="with funding to recommend",
        heading="Funding applications to recommend",
        why="Funding was applied for on",
        next_step="Recommend it",
        route="funding:application_list",
        permission=P.APPLICATION_RECOMMEND,
        where=lambda actor, on: funding_conditions.application_to_recommend(actor.id),
        since=_applied(ApplicationStatus.PROPOSED),
    ),
    Kind(
        slug="funding-deferred",
        card="with questions from a panel",
        heading="Funding deferred with questions",
        why="A panel asks for more; funding was applied for on",
        next_step="Answer the panel",
        route="funding:application_list",
        permission=P.APPLICATION_RESUBMIT,
        where=lambda actor, on: funding_conditions.application_in(ApplicationStatus.DEFERRED),
        since=_applied(ApplicationStatus.DEFERRED),
        mine=True,
    ),
    Kind(
        slug="funding-for-panel",
        card="with funding for a panel",
        heading="Funding ready for a panel",
        why="Ready for an agenda; funding was applied for on",
        next_step="Put it on an agenda",
        route="funding:application_list",
        permission=P.APPLICATION_SCHEDULE,
        where=lambda actor, on: funding_conditions.application_in(ApplicationStatus.RECOMMENDED),
        since=_applied(ApplicationStatus.RECOMMENDED),
    ),
    Kind(
        slug="decisions-to-record",
        card="with a panel decision to record",
        heading="Panel decisions to record",
        why="The panel has sat; funding was applied for on",
        next_step="Record the decision",
        route="funding:application_list",
        permission=P.DECISION_RECORD,
        where=lambda actor, on: funding_conditions.decision_to_record(on),
        since=_applied(ApplicationStatus.PANEL_PENDING),
    ),
    Kind(
        slug="decisions-to-sign",
        card="with a funding decision to sign",
        heading="Funding decisions to sign",
        why="Your organisation has not signed; funding was applied for on",
        next_step="Read and sign",
        route="funding:application_list",
        permission=P.DECISION_SIGN,
        where=lambda actor, on: funding_conditions.decision_to_sign(actor.organisation_ids),
        since=_applied(ApplicationStatus.DECIDED),
    ),
)
