"""The money at stake in a dispute about one person, from the lines that are funded."""

from __future__ import annotations

from uuid import UUID

from cases.queries import Stake
from funding.models import FundedLine
from funding.queries.facts import COLUMNS, line_fact, with_terms
from funding.rules import stake
from funding.rules.proration import Unit
from s117.kernel.periods import Period


def money_at_stake(case_id: UUID, days: Period) -> Stake | None:
    """What the person's funded aftercare costs over some days; None where nothing is funded on them. One
    statement."""
    rows = with_terms(FundedLine.objects.filter(case=case_id)).values(*COLUMNS)
    known = (line_fact(row, {}) for row in rows)
    lines = [line for line in known if line.service.overlaps(days)]
    if not lines:
        return None
    return Stake(
        weekly_pence=stake.weekly(lines, days.last_day or days.start),
        pence=stake.gross(lines, days),
        services=len(lines),
        by_unit=sum(line.unit is not Unit.WEEK for line in lines),
    )
