"""Every clock that runs, from the data as it is now: one statement for each sort, however many there are.

Nothing is queued ahead. What was told of a clock comes with it, so downtime, moved dates and a second
scheduler heal or repeat harmlessly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat

from careplans.models import CarePlan, Notice
from careplans.queries.reviews import due_or_overdue
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.reminders import LADDERS, Clock
from careplans.rules.reviews import FOLLOW_UP_TOLD_DAYS
from careplans.rules.terms import NoticeKind
from cases import queries as cases
from cases.rules.expiry import first_period, runs_to
from s117.kernel.dates import add_working_days

# Home without a plan for longer than this is told by the manager's page, not by a notice.
PLAN_TOLD_DAYS = 366
Row = dict[str, Any]


def running_clocks(on: date) -> Iterator[Clock]:
    """Every clock that may call for a notice on the day."""
    for read in KINDS.values():
        yield from read(on)


def read_clocks_with(kind: NoticeKind, read: Callable[[date], Iterator[Clock]]) -> None:
    """Have the clocks of a kind read by the app above that knows them, when it is loaded."""
    KINDS[kind] = read


def _reviews(on: date) -> Iterator[Clock]:
    council = Subquery(cases.council_now(OuterRef("case")).values("body")[:1])
    rows = due_or_overdue(on).annotate(body_id=council)
    return clocks_of(NoticeKind.REVIEW, rows, lambda row: row["due_on"], "due_on", "body_id")


def _follow_ups(on: date) -> Iterator[Clock]:
    rows = cases.unseen_since_leaving(on - timedelta(days=FOLLOW_UP_TOLD_DAYS), on - timedelta(days=1))
    return clocks_of(NoticeKind.FOLLOW_UP, rows, lambda row: row["left_on"] + timedelta(days=3), "left_on")


def _plans(on: date) -> Iterator[Clock]:
    plan = CarePlan.objects.filter(case=OuterRef("case"), status=PlanStatus.PUBLISHED.value)
    rows = cases.stays_to_plan_for(on - timedelta(days=PLAN_TOLD_DAYS)).filter(~Exists(plan))
    return clocks_of(
        NoticeKind.PLAN, rows, lambda row: row["left_on"] or row["ready_on"], "left_on", "ready_on"
    )


def _orders(on: date) -> Iterator[Clock]:
    rows = cases.orders_running_out(on + timedelta(days=LADDERS[NoticeKind.CTO_EXPIRY].soon))
    return clocks_of(
        NoticeKind.CTO_EXPIRY,
        rows,
        lambda row: runs_to(row["expires_on"], row["renewed_to"]),
        "expires_on",
        "renewed_to",
    )


def _detentions(on: date) -> Iterator[Clock]:
    return clocks_of(
        NoticeKind.SECTION_EXPIRY,
        cases.detentions_running(on),
        lambda row: runs_to(first_period(row["section_code"], row["starts_on"]), row["renewed_to"]),
        "section_code",
        "starts_on",
        "renewed_to",
    )


def _determinations(on: date) -> Iterator[Clock]:
    rows = cases.determinations_awaiting_answer()
    days = settings.DETERMINATION_WORKING_DAYS
    columns = ("made_on", "body_id")
    return clocks_of(
        NoticeKind.DETERMINATION, rows, lambda row: add_working_days(row["made_on"], days), *columns
    )


def _unallocated(on: date) -> Iterator[Clock]:
    days = settings.ALLOCATION_WORKING_DAYS
    return clocks_of(
        NoticeKind.UNALLOCATED,
        cases.without_coordinator(),
        lambda row: add_working_days(row["registered_on"], days),
        "registered_on",
    )


def _leavers(on: date) -> Iterator[Clock]:
    rows = cases.with_a_leaver()
    return clocks_of(NoticeKind.LEAVER, rows, lambda row: row["switched_off_on"], "switched_off_on")


def _dispute_steps(on: date) -> Iterator[Clock]:
    rows = cases.dispute_steps_waiting()
    return clocks_of(NoticeKind.DISPUTE_STEP, rows, lambda row: row["due_on"], "due_on", "body_id")


def _dispute_referrals(on: date) -> Iterator[Clock]:
    rows = cases.dispute_referrals_waiting()
    return clocks_of(NoticeKind.DISPUTE_REFERRAL, rows, lambda row: row["due_on"], "due_on", "body_id")


# One row a sort: where its clocks come from. The rules of each are in rules/reminders.
KINDS: dict[NoticeKind, Callable[[date], Iterator[Clock]]] = {
    NoticeKind.REVIEW: _reviews,
    NoticeKind.FOLLOW_UP: _follow_ups,
    NoticeKind.PLAN: _plans,
    NoticeKind.CTO_EXPIRY: _orders,
    NoticeKind.SECTION_EXPIRY: _detentions,
    NoticeKind.DETERMINATION: _determinations,
    NoticeKind.UNALLOCATED: _unallocated,
    NoticeKind.LEAVER: _leavers,
    NoticeKind.DISPUTE_STEP: _dispute_steps,
    NoticeKind.DISPUTE_REFERRAL: _dispute_referrals,
}


def clocks_of(
    kind: NoticeKind,
    rows: QuerySet,
    due: Callable[[Row], date | None],
    *columns: str,
    body: str = "body_id",
) -> Iterator[Clock]:
    """The rows as clocks, each with the steps told of this due date. They have a `case_id`; where the staff
    of one body are told, `body` is its column."""
    told = Notice.objects.filter(subject_id=OuterRef("pk"), kind=kind.value).order_by()
    words = told.annotate(words=Concat(Cast("due_on", CharField()), Value(" "), "step")).values("words")
    rows = rows.annotate(told=ArraySubquery(words))
    for row in rows.values("id", "case_id", "told", *columns):
        due_on = due(row)
        if due_on is None:
            continue
        steps = frozenset(
            step for day, _, step in (w.partition(" ") for w in row["told"]) if day == str(due_on)
        )
        away = kind is NoticeKind.PLAN and row["left_on"] is None
        yield Clock(kind, row["id"], row["case_id"], due_on, steps, row.get(body), in_hospital=away)
