"""What happened to people that may make their plan out of date, for whoever plans with them.

Each answers rows with `id`, `case_id` and `on`, to be narrowed and read in one statement.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from cases.models import (
    Address,
    CommunityTreatmentOrder,
    Detention,
    HospitalStay,
    SafeguardingConcern,
)
from cases.models.codes import CTO_RECALL, DISCHARGE_RECALL


def readmissions() -> QuerySet:
    """Stays in hospital that began after the person had left it. A transfer between hospitals is none, and a
    recall is told as what it is."""
    before = HospitalStay.objects.filter(is_current=True).filter(
        case=OuterRef("case"), left_on__lte=OuterRef("admitted_on")
    )
    transfer = before.filter(left_on__gte=OuterRef("admitted_on") - timedelta(days=1))
    recall = recalled().filter(case=OuterRef("case"), starts_on=OuterRef("admitted_on"))
    return (
        HospitalStay.objects.filter(is_current=True)
        .filter(Exists(before), ~Exists(transfer), ~Exists(recall))
        .annotate(on=F("admitted_on"))
    )


def recalled() -> QuerySet:
    """Recalls to hospital from a community treatment order or from conditional discharge."""
    codes = (CTO_RECALL, DISCHARGE_RECALL)
    rows = Detention.objects.filter(is_current=True, section_code__in=codes)
    return rows.annotate(on=F("starts_on"))


def revocations() -> QuerySet:
    """Community treatment orders that ended because they were revoked."""
    revoked = CommunityTreatmentOrder.EndReason.REVOKED
    return (
        CommunityTreatmentOrder.objects.filter(is_current=True)
        .filter(end_reason=revoked)
        .annotate(on=F("ended_on"))
    )


def moves() -> QuerySet:
    """Addresses that followed another one. Being in hospital or in prison is no home to plan for."""
    elsewhere = (Address.Kind.HOSPITAL, Address.Kind.PRISON)
    before = Address.objects.filter(client=OuterRef("client"), starts_on__lt=OuterRef("starts_on"))
    return (
        Address.objects.exclude(kind__in=elsewhere)
        .filter(Exists(before))
        .annotate(on=F("starts_on"), case_id=F("client__case__id"))
    )


def safeguarding_concerns() -> QuerySet:
    """Safeguarding concerns by the day they were raised. One that was put right is the same concern."""
    return SafeguardingConcern.objects.filter(supersedes__isnull=True).annotate(on=F("starts_on"))
