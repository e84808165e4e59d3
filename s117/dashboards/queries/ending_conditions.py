"""What can be true of a case's ending on a day, as database conditions like those of `conditions`."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.models import EndingDecision, EndingRequest
from cases.rules.lifecycle import CaseStatus, EndingStatus
from s117.dashboards.queries.conditions import THIS_CASE, active, bodies


def ending_to_sign(organisation_ids: frozenset[UUID], user_id: UUID | None) -> Q:
    """Somebody else asked to end it, and one of these bodies, which is responsible, has not decided."""
    asked = ending_open().exclude(requested_by=user_id).exclude(_decided(organisation_ids, "end"))
    return active() & _responsible(organisation_ids) & Q(Exists(asked))


def ending_to_confirm() -> Q:
    """Both bodies are satisfied that aftercare is no longer needed, and nobody has confirmed the ending."""
    both = ending_open().filter(_satisfied("council"), _satisfied("nhs_body"))
    return active() & Q(Exists(both))


def reinstatement_to_sign(organisation_ids: frozenset[UUID]) -> Q:
    """The other body decided that aftercare is needed again, and one of these has not decided yet."""
    again = EndingDecision.objects.filter(ending=OuterRef("pk"), question="reinstate")
    asked = ending_standing().filter(Exists(again)).exclude(_decided(organisation_ids, "reinstate"))
    return Q(status=CaseStatus.ENDED) & _responsible(organisation_ids) & Q(Exists(asked))


def ending_open() -> QuerySet[EndingRequest]:
    """The request to end a case's aftercare that is being decided; there is one at most."""
    return EndingRequest.objects.filter(case=THIS_CASE, status=EndingStatus.OPEN)


def ending_standing() -> QuerySet[EndingRequest]:
    """The request by which a case's aftercare has ended."""
    return EndingRequest.objects.filter(case=THIS_CASE, status=EndingStatus.ENDED)


def put_back() -> QuerySet[EndingRequest]:
    """The endings of a case after which aftercare was put back, the last one first."""
    found = EndingRequest.objects.filter(case=THIS_CASE, reinstated_on__isnull=False)
    return found.order_by("-reinstated_on")


def ended_within(first: date, last: date) -> Q:
    """M31: both bodies ended aftercare between two days, the last one included."""
    return Q(Exists(_ended(first, last)))


def put_back_within_a_year(first: date, last: date) -> Q:
    """M31: ended between two days, and put back within 12 months of it."""
    within = F("effective_on") + timedelta(days=365)
    return Q(Exists(_ended(first, last).filter(reinstated_on__isnull=False, reinstated_on__lte=within)))


def _ended(first: date, last: date) -> QuerySet[EndingRequest]:
    took_effect = (EndingStatus.ENDED, EndingStatus.REINSTATED)
    return EndingRequest.objects.filter(
        case=THIS_CASE, status__in=took_effect, effective_on__range=(first, last)
    )


def _responsible(organisation_ids: frozenset[UUID]) -> Q:
    return Q(Exists(bodies().filter(body__in=organisation_ids)))


def _decided(organisation_ids: frozenset[UUID], question: str) -> Q:
    return Q(
        Exists(
            EndingDecision.objects.filter(
                ending=OuterRef("pk"), question=question, organisation__in=organisation_ids
            )
        )
    )


def _satisfied(side: str) -> Q:
    return Q(
        Exists(
            EndingDecision.objects.filter(ending=OuterRef("pk"), question="end", side=side, satisfied=True)
        )
    )
