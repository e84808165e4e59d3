"""Ask for a schedule, work it out, freeze it, withdraw it. What is frozen never changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q

from funding import policies, queries
from funding.models import Schedule, ScheduleLine, ScheduleShare
from funding.queries import ScheduleLineRow, calendars
from funding.queries.beside import nursing_in
from funding.queries.contributions import outside_in
from funding.queries.direct_payments import top_ups_in
from funding.queries.schedules import CLAIM_LASTS
from funding.rules.calendars import why_reason
from funding.rules.lifecycle import SCHEDULE, ScheduleAction, ScheduleStatus
from funding.rules.reconcile import Totals, control_hash
from funding.services.drafting import Draft, work_out
from s117.audit.record import record
from s117.audit.writes import writes
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import Refused, require_version

HASHED = (
    "number", "kind", "case_reference", "initials", "birth_year", "nhs_number", "provider_name", "category",
    "description", "service_from", "service_to", "days", "unit", "units", "rate_pence", "gross_pence",
    "decision_reference", "interim", "po_reference", "cost_centre", "subjective_code", "note",
)  # fmt: skip
"""What the control hash of a schedule covers, besides each body's part of each line."""


@writes
def start_schedule(
    *, actor: Actor, at: datetime, council_id: UUID, period_from: date, period_to: date, reason: str = ""
) -> Schedule:
    """Ask for a council's schedule for a period (both days inclusive); a worker works it out.

    One schedule of a council is open at a time, so that no correction is posted twice. A period either is
    one that was frozen before (a new edition, which only corrects) or overlaps none. Days that are not the
    next ones of the council's calendar take a `reason`.
    """
    council = queries.lock_council(council_id)
    policies.schedule_produce(actor, council_id).require()
    _require_period(council_id, period_from, period_to, reason)
    number, edition = queries.next_numbers(council_id, period_from, period_to)
    schedule = Schedule.objects.create(
        council=council,
        number=number,
        edition=edition,
        period_from=period_from,
        period_to=period_to,
        days_reason=reason,
        requested_at=at,
    )
    record(Event.SCHEDULE_REQUESTED, schedule, reason=reason)
    enqueue(Job.SCHEDULE_PRODUCE, schedule_id=schedule.id)
    return schedule


@writes
def request_again(
    *, actor: Actor, at: datetime, schedule_id: UUID, seen_version: int | None = None
) -> Schedule:
    """Have a draft worked out anew, after somebody settled what stood in its way."""
    schedule = queries.lock_schedule(schedule_id)
    policies.schedule_produce(actor, schedule.council_id).require()
    require_version(schedule, seen_version)
    status = SCHEDULE.after(ScheduleStatus(schedule.status), ScheduleAction.REQUEST)
    schedule.amend(status=status.value, requested_at=at, claimed_at=None)
    record(Event.SCHEDULE_REQUESTED, schedule)
    enqueue(Job.SCHEDULE_PRODUCE, schedule_id=schedule.id)
    return schedule


def produce_schedule(*, actor: Actor, at: datetime, schedule_id: UUID) -> bool:
    """Work a requested schedule out; False when another worker has it or it is no longer asked for.

    The claim is its own short write, so that a worker that dies leaves a row that the sweep finds.
    """
    free = Schedule.objects.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - CLAIM_LASTS))
    requested = ScheduleStatus.REQUESTED.value
    if not free.claim(schedule_id, "status", requested, requested, claimed_at=at):
        return False
    _keep_draft(actor=actor, at=at, schedule_id=schedule_id)
    return True


@writes
def _keep_draft(*, actor: Actor, at: datetime, schedule_id: UUID) -> None:
    schedule = queries.lock_schedule(schedule_id)
    status = SCHEDULE.after(ScheduleStatus(schedule.status), ScheduleAction.PRODUCE)
    _replace_lines(schedule, work_out(schedule), at)
    lines = queries.lines_of_schedule(schedule.id)
    totals = queries.totals_of(lines)
    _require_balance(lines, totals)
    schedule.amend(
        status=status.value,
        row_count=totals.rows,
        gross_pence=totals.gross,
        totals=dict(totals.by_payer),
        control_hash=hash_of(lines),
        outside=_outside(schedule),
    )
    record(Event.SCHEDULE_PRODUCED, schedule, detail={"rows": totals.rows})


def _outside(schedule: Schedule) -> dict[str, int]:
    """What stands beside the schedule: services outside aftercare, which no other body shares."""
    days = Period.inclusive(schedule.period_from, schedule.period_to)
    bodies = queries.bodies_behind(schedule.council_id)
    found = outside_in(bodies, days)
    top_ups, topped = top_ups_in(bodies, days)
    return {
        "services": found.services,
        "cost": found.cost,
        "paid": found.paid,
        "net": found.net,
        "top_ups": top_ups,
        "topped": topped,
        "nursed": nursing_in(bodies, days),
    }


@writes
def freeze_schedule(
    *, actor: Actor, at: datetime, schedule_id: UUID, early: bool = False, seen_version: int | None = None
) -> Schedule:
    """Freeze the figures that the actor saw. Refused while exceptions stand or there is nothing to post.

    Before the period is over only on purpose (`early`): what happens on its last days is then put right on a
    later schedule. Of two who freeze together one wins; the other is told that it is frozen. Files are made
    afterwards.
    """
    schedule = queries.lock_schedule(schedule_id)
    policies.schedule_freeze(actor, schedule.council_id).require()
    status = SCHEDULE.after(ScheduleStatus(schedule.status), ScheduleAction.FREEZE)
    require_version(schedule, seen_version)
    if schedule.exceptions:
        raise Refused(_in_the_way(schedule.exceptions))
    if london_date(at) <= schedule.period_to and not early:
        words = "Say that you mean to freeze these figures before the period is over"
        raise Refused(fields={"early": words})
    _require_signed(schedule)
    if not schedule.row_count:
        raise Refused("There is nothing to freeze: the schedule has no lines.")
    schedule.amend(status=status.value, frozen_at=at, frozen_by=actor.name)
    record(
        Event.SCHEDULE_FROZEN, schedule, detail={"rows": schedule.row_count, "hash": schedule.control_hash}
    )
    enqueue(Job.EXPORT_PRODUCE, schedule_id=schedule.id)
    return schedule


@writes
def withdraw_schedule(
    *, actor: Actor, at: datetime, schedule_id: UUID, reason: str, seen_version: int | None = None
) -> Schedule:
    """Drop a schedule from which nothing was issued, for example one of the wrong period."""
    schedule = queries.lock_schedule(schedule_id)
    policies.schedule_withdraw(actor, schedule.council_id).require()
    require_version(schedule, seen_version)
    status = SCHEDULE.after(ScheduleStatus(schedule.status), ScheduleAction.WITHDRAW)
    schedule.amend(status=status.value)
    record(Event.SCHEDULE_WITHDRAWN, schedule, reason=reason)
    return schedule


def hash_of(lines: Iterable[ScheduleLineRow]) -> str:
    """The control hash of lines as they stand in the database."""
    return control_hash(map(hashed, lines))


def hashed(line: ScheduleLineRow) -> dict[str, object]:
    """What the control hash covers of a line."""
    return {
        **{name: _plain(getattr(line, name)) for name in HASHED},
        "parts": [[part.code, part.percent, part.amount] for part in line.parts],
    }


def _plain(value: object) -> object:
    return value if isinstance(value, int | str | None) else str(value)


def _replace_lines(schedule: Schedule, draft: Draft, at: datetime) -> None:
    """Nothing was issued from a draft, so its lines may go; the database refuses this once frozen."""
    ScheduleShare.objects.filter(line__schedule=schedule).delete()
    ScheduleLine.objects.filter(schedule=schedule).delete()
    ScheduleLine.objects.bulk_create(draft.lines, batch_size=1000)
    ScheduleShare.objects.bulk_create(draft.shares, batch_size=1000)
    schedule.as_at = at
    schedule.exceptions = list(draft.exceptions)


def _in_the_way(exceptions: Sequence[Mapping[str, str]]) -> str:
    """How many exceptions there are, and the people they are about, the first five by reference."""
    people = list(dict.fromkeys(row["case_reference"] for row in exceptions))
    named = ", ".join(people[:5]) + (" and others" if len(people) > 5 else "")
    words = "1 exception stands" if len(exceptions) == 1 else f"{len(exceptions)} exceptions stand"
    return f"{words} in the way: {named}. Settle what the schedule lists, then work it out again."


def _require_balance(lines: tuple[ScheduleLineRow, ...], totals: Totals) -> None:
    """Reconciliation rule 2: the parts of every line come to its gross. A breach is a fault of ours."""
    broken = [line.number for line in lines if sum(amount for _, amount in line.amounts) != line.gross_pence]
    if broken or not totals.balanced:
        raise AssertionError(f"schedule lines {broken} do not balance")


def _require_period(council_id: UUID, period_from: date, period_to: date, reason: str) -> None:
    if period_to < period_from:
        raise Refused(fields={"period_to": "The last day must be on or after the first day"})
    standing = queries.open_schedule(council_id)
    if standing is not None:
        raise Refused(
            f"Another schedule is open: schedule {standing.number}. "
            "Freeze or withdraw it before you start the next one."
        )
    wanted = Period.inclusive(period_from, period_to)
    settled = calendars.settled_periods(council_id)
    for frozen in settled:
        if frozen != wanted and frozen.overlaps(wanted):
            words = (
                f"These days overlap the schedule for {frozen.start:%-d %B %Y} to {frozen.last_day:%-d %B %Y}"
            )
            raise Refused(fields={"period_from": words})
    why = why_reason(wanted, settled, calendars.calendars_of(council_id))
    if why and not reason:
        raise Refused(fields={"reason": why})


def _require_signed(schedule: Schedule) -> None:
    """An application may have been made since the draft: nothing is frozen over an unsigned share."""
    bodies = queries.bodies_behind(schedule.council_id)
    waiting = queries.unsigned_in(bodies, schedule.period_to)
    if waiting:
        people = ", ".join(dict.fromkeys(row.case_reference for row in waiting))
        raise Refused(
            f"A cost share is asked for and not signed: {people}. Have it decided and signed first."
        )


def ring_again(*, at: datetime) -> None:
    """Enqueue what was never picked up: a lost message costs a minute, never a schedule."""
    for schedule_id in queries.waiting_schedules(at):
        enqueue(Job.SCHEDULE_PRODUCE, schedule_id=schedule_id)
    for schedule_id in queries.schedules_without_files():
        enqueue(Job.EXPORT_PRODUCE, schedule_id=schedule_id)
