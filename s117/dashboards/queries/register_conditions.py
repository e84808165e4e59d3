"""What the two bodies work through together: where they differ, and whom nobody may be looking after."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from cases.models import BodyDecision, ContactLog, RegisterConfirmation
from s117.dashboards.queries.conditions import (
    THIS_CASE,
    active,
    bodies,
    disputed,
    is_open,
    midnight,
    plan_published,
    review_none,
    rulings,
    stays,
    unallocated,
)
from s117.kernel.dates import add_months, working_days_before

# Why somebody is on a list, in words, and the condition that says so.
Reason = tuple[str, Q]


def bodies_disagree(on: date) -> Q:
    """The two bodies do not say the same, for one of the reasons below or more."""
    return any_of(disagree_because(on))


def disagree_because(on: date) -> tuple[Reason, ...]:
    """A body disputes; one has not accepted for longer than the working days that settings allow; or what
    each said last in the yearly confirmation is not the same."""
    since = working_days_before(on, settings.DETERMINATION_WORKING_DAYS)
    accepted = BodyDecision.objects.filter(
        determination=OuterRef("pk"), side=OuterRef("kind"), is_current=True, reply__startswith="accept"
    )
    named = bodies().filter(made_at__lt=midnight(since), accepted_before=False)
    waiting = named.exclude(Exists(accepted) | Exists(rulings()))
    return (
        ("A dispute is open", disputed()),
        ("A body has not accepted in time", is_open() & Q(Exists(waiting))),
        ("The yearly confirmations differ", is_open() & confirmations_differ()),
    )


def confirmations_differ() -> Q:
    """Each side has said whether aftercare is still owed, and what they said last is not the same."""
    ours = _last_confirmed("council", OuterRef("case")).values("pk")[:1]
    theirs = _last_confirmed("nhs_body", OuterRef("case")).values("still_owed")[:1]
    council = RegisterConfirmation.objects.filter(case=THIS_CASE, side="council", pk=Subquery(ours))
    both = council.annotate(theirs=Subquery(theirs)).filter(theirs__isnull=False)
    return Q(Exists(both.exclude(still_owed=F("theirs"))))


def may_be_lost(on: date) -> Q:
    """Entitled now, and nobody may be looking after them, for one of the reasons below or more."""
    return active() & any_of(lost_because(on))


def lost_because(on: date) -> tuple[Reason, ...]:
    """No plan, no review to come, no coordinator, or not seen or spoken to for a year."""
    return (
        ("No published plan", ~plan_published()),
        ("No review to come", review_none()),
        ("No coordinator", unallocated()),
        ("Nobody has seen or spoken to them for a year", _unseen_since(add_months(on, -12))),
    )


def any_of(reasons: Iterable[Reason]) -> Q:
    """One of the reasons holds or more."""
    found = Q()
    for _, condition in reasons:
        found |= condition
    return found


def _unseen_since(day: date) -> Q:
    """Out of hospital by the day, and no contact made with the person from it on."""
    seen = ContactLog.objects.filter(
        case=THIS_CASE,
        with_whom="person",
        attended="yes",
        corrected_by__isnull=True,
        happened_at__gte=midnight(day),
    )
    in_hospital = stays().filter(Q(left_on__isnull=True) | Q(left_on__gte=day))
    return Q(registered_on__lt=day) & ~Q(Exists(seen)) & ~Q(Exists(in_hospital))


def confirmed_by_both(on: date) -> Q:
    """M42: each side's last word, given within a year, is that aftercare is still owed."""
    return Q(Exists(_confirmed("council", on))) & Q(Exists(_confirmed("nhs_body", on)))


def _confirmed(side: str, on: date) -> QuerySet[RegisterConfirmation]:
    of_side = RegisterConfirmation.objects.filter(case=THIS_CASE, side=side)
    last = _last_confirmed(side, OuterRef("case"))
    return of_side.filter(
        pk=Subquery(last.values("pk")[:1]), still_owed="yes", confirmed_on__gt=add_months(on, -12)
    )


def _last_confirmed(side: str, case: OuterRef) -> QuerySet[RegisterConfirmation]:
    return RegisterConfirmation.objects.filter(case=case, side=side).order_by("-recorded_at")
