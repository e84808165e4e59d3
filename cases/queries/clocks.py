"""What the register holds that runs against a date, each as rows to be narrowed and read in one statement.

Every row has `id` (the subject), `case_id` and the columns its date is counted from. No scope: these feed
notices, whose reader is worked out row by row, and never a list.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from cases.models import (
    Allocation,
    BodyDecision,
    Case,
    CommunityTreatmentOrder,
    ContactLog,
    Detention,
    Determination,
    DisputeParty,
    HospitalStay,
)
from cases.queries.expiry import detention_renewed_to, order_extended_to
from cases.rules.expiry import LONGEST_DAYS
from cases.rules.lifecycle import ENTITLED, LIVE_DISPUTE, MAY_BE_OWED, CaseStatus, DisputeStatus
from s117.accounts.queries import switched_off_on
from s117.kernel.dates import LONDON
from s117.kernel.findings import Answer

NOT_THE_COMMUNITY = (HospitalStay.Destination.PRISON, HospitalStay.Destination.DIED)


def unseen_since_leaving(first: date, last: date) -> QuerySet:
    """Stays left between two days, of people who are still out, alive and not seen on day 1 to 3 (M16)."""
    day = TruncDate("happened_at", tzinfo=LONDON, output_field=DateField())
    seen = ContactLog.objects.annotate(day=day).filter(
        case=OuterRef("case"),
        attended="yes",
        corrected_by__isnull=True,
        with_whom="person",
        day__gt=OuterRef("left_on"),
        day__lte=OuterRef("left_on") + timedelta(days=3),
    )
    again = (
        HospitalStay.objects.filter(is_current=True)
        .filter(case=OuterRef("case"), admitted_on__gte=OuterRef("left_on"))
        .exclude(pk=OuterRef("pk"))
    )
    return (
        HospitalStay.objects.filter(is_current=True)
        .filter(left_on__range=(first, last), case__client__date_of_death__isnull=True)
        .exclude(destination__in=NOT_THE_COMMUNITY)
        .filter(~Exists(seen), ~Exists(again))
    )


def stays_to_plan_for(since: date) -> QuerySet:
    """Stays of people who are ready to leave, or have left since the day and are entitled now."""
    later = HospitalStay.objects.filter(is_current=True).filter(
        case=OuterRef("case"), admitted_on__gt=OuterRef("admitted_on")
    )
    ready = Q(left_on__isnull=True, ready_on__isnull=False, case__status__in=ENTITLED)
    home = Q(left_on__gte=since, case__status=CaseStatus.ACTIVE)
    return HospitalStay.objects.filter(is_current=True).filter(ready | home).filter(~Exists(later))


def orders_running_out(until: date) -> QuerySet:
    """Community treatment orders in force that run out by the day; `renewed_to` of the last extension."""
    orders = CommunityTreatmentOrder.objects.filter(
        is_current=True, ended_on__isnull=True, expires_on__lte=until, case__status__in=MAY_BE_OWED
    )
    renewed = orders.annotate(renewed_to=order_extended_to())
    return renewed.filter(Q(renewed_to__isnull=True) | Q(renewed_to__lte=until))


def detentions_running(since: date) -> QuerySet:
    """Detentions in force that run out about the day or later, with `renewed_to` of the last renewal: begun
    no longer ago than a first period lasts, or renewed. Older ones are a question of another list."""
    longest = timedelta(days=LONGEST_DAYS)
    detentions = Detention.objects.filter(is_current=True, ends_on__isnull=True, case__status__in=MAY_BE_OWED)
    return detentions.annotate(renewed_to=detention_renewed_to()).filter(
        Q(starts_on__gte=since - longest) | Q(renewed_to__gte=since - longest)
    )


def determinations_awaiting_answer() -> QuerySet:
    """Settled proposals of a body that it has not answered, with the London day they were made."""
    answered = BodyDecision.objects.filter(
        determination=OuterRef("pk"), side=OuterRef("kind"), is_current=True
    )
    return (
        Determination.objects.filter(
            is_current=True, body__isnull=False, answer=Answer.YES, case__status__in=MAY_BE_OWED
        )
        .exclude(kind=Determination.Kind.ENTITLEMENT)
        .filter(~Exists(answered))
        .annotate(made_on=TruncDate("made_at", tzinfo=LONDON, output_field=DateField()))
    )


def without_coordinator() -> QuerySet:
    """Cases entitled now or on leaving hospital that nobody coordinates."""
    known = Q(coordinator__isnull=False) | Q(review_only=True)
    allocated = Allocation.objects.filter(known, case=OuterRef("pk"), ends_on__isnull=True)
    return Case.objects.filter(status__in=ENTITLED).filter(~Exists(allocated)).annotate(case_id=F("pk"))


def with_a_leaver() -> QuerySet:
    """Allocations in force to somebody whose account is switched off (M41)."""
    return Allocation.objects.filter(
        ends_on__isnull=True, coordinator__is_active=False, case__status__in=MAY_BE_OWED
    ).annotate(switched_off_on=Coalesce(switched_off_on(OuterRef("coordinator")), "starts_on"))


def dispute_steps_waiting() -> QuerySet:
    """Each day on which steps of a dispute that is not referred fall due, once for each party to it.

    The subject is the party, so that both bodies are told; steps of one day are told together.
    """
    waiting = _parties_before_referral().filter(dispute__steps__done_on__isnull=True)
    return waiting.annotate(due_on=F("dispute__steps__due_on")).distinct()


def dispute_referrals_waiting() -> QuerySet:
    """The last day to refer a dispute that is not referred yet, once for each party to it (rule X-3)."""
    waiting = _parties_before_referral().filter(dispute__refer_by__isnull=False)
    return waiting.annotate(due_on=F("dispute__refer_by"))


def _parties_before_referral() -> QuerySet:
    live = [status.value for status in LIVE_DISPUTE if status is not DisputeStatus.REFERRED]
    rows = DisputeParty.objects.filter(dispute__status__in=live)
    return rows.annotate(case_id=F("dispute__case_id"), body_id=F("organisation_id"))
