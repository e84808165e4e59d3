"""What can be true of a case's requests for funding, each said once as a database condition."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from funding.models import AgendaItem, Application, DecisionShare, DecisionSignature, PanelDecision
from funding.rules.lifecycle import ApplicationStatus

THIS_CASE = OuterRef("pk")


def application_in(*statuses: ApplicationStatus) -> Q:
    """A request for funding stands in one of these states."""
    return Q(Exists(applications_in(*statuses)))


def application_to_recommend(user_id: UUID | None) -> Q:
    """Somebody else's request for funding waits for a manager's recommendation."""
    return Q(Exists(applications_in(ApplicationStatus.PROPOSED).exclude(applied_by=user_id)))


def decision_to_record(on: date) -> Q:
    """A request was before a panel that has sat, and what it decided is not recorded."""
    sat = AgendaItem.objects.filter(
        application=OuterRef("pk"), removed_at__isnull=True, panel__held_on__lte=on
    )
    return Q(Exists(applications_in(ApplicationStatus.PANEL_PENDING).filter(Exists(sat))))


def decision_to_sign(organisation_ids: frozenset[UUID]) -> Q:
    """A decision that binds one of these bodies waits for that body's signature."""
    return Q(Exists(decisions_to_sign(organisation_ids)))


def decisions_to_sign(organisation_ids: frozenset[UUID]) -> QuerySet[PanelDecision]:
    """Decisions of a case that stand and that one of these bodies has not signed."""
    signed = DecisionSignature.objects.filter(decision=OuterRef("pk"), organisation__in=organisation_ids)
    shared = DecisionShare.objects.filter(term__decision=OuterRef("pk"), organisation__in=organisation_ids)
    bound = (
        Q(application__council__in=organisation_ids)
        | Q(application__nhs_body__in=organisation_ids)
        | Q(Exists(shared))
    )
    standing = PanelDecision.objects.filter(
        application__case=THIS_CASE,
        application__status=ApplicationStatus.DECIDED,
        superseded_at__isnull=True,
        effected_at__isnull=True,
    )
    return standing.filter(bound).exclude(outcome="defer").exclude(Exists(signed))


def applications_in(*statuses: ApplicationStatus) -> QuerySet[Application]:
    """Requests for funding of a case in one of these states."""
    return Application.objects.filter(case=THIS_CASE, status__in=statuses)
