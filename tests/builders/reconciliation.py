"""The reconciliation rules of practice 4.4 over whatever schedules are stored. Each breach is a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from funding import queries
from funding.models import FundedLine, Schedule
from funding.queries import ScheduleLineRow
from funding.rules.charging import NOT_ENTITLED
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ScheduleStatus
from funding.services.schedules import hash_of


def breaches() -> list[str]:
    """What does not reconcile; nothing when all is well."""
    frozen = Schedule.objects.filter(status=ScheduleStatus.FROZEN.value)
    found = [text for schedule in frozen for text in _of_schedule(schedule)]
    paid = FundedLine.objects.filter(ends_on__isnull=True, case__status__in=[s.value for s in NOT_ENTITLED])
    return found + [f"rule 10: {line} is paid for although nobody is entitled" for line in paid]


def _of_schedule(schedule: Schedule) -> Iterator[str]:
    lines = queries.lines_of_schedule(schedule.id)
    totals = queries.totals_of(lines)
    if (totals.rows, totals.gross, dict(totals.by_payer)) != (
        schedule.row_count, schedule.gross_pence, schedule.totals,
    ):  # fmt: skip
        yield f"rule 1: {schedule} does not say what its lines come to"
    if hash_of(lines) != schedule.control_hash:
        yield f"rule 5: {schedule} is not what was frozen"
    for line in lines:
        if sum(pence for _, pence in line.amounts) != line.gross_pence:
            yield f"rule 2: line {line.number} of {schedule} is not the sum of its payers"
        if not line.decision_reference and not line.interim:
            yield f"rule 8: line {line.number} of {schedule} has no decision"
    yield from _days_twice(schedule, lines)


def _days_twice(schedule: Schedule, lines: tuple[ScheduleLineRow, ...]) -> Iterator[str]:
    given = {PostingKind.REVERSAL.value, PostingKind.REFUND.value}
    charged = [line for line in lines if line.kind not in given and line.units is None]
    charged.sort(key=lambda line: (line.line_id, line.service_from))
    for line, after in pairwise(charged):
        if line.line_id == after.line_id and after.service_from <= line.service_to:
            yield f"rule 3: line {after.number} of {schedule} charges a day twice"
        if (line.service_to - line.service_from).days + 1 != line.days:
            yield f"rule 3: line {line.number} of {schedule} miscounts its days"
