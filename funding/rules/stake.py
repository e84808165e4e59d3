"""What a package costs, whoever pays: the money that a dispute is about (practice 1.4 N, M21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction

from funding.rules.lines import LineFact, SplitFact, Terms, line_cost
from funding.rules.proration import week_cost
from funding.rules.split import FULL, Share
from s117.kernel.money import half_up
from s117.kernel.periods import Period

WHOLE = Terms((Share("whole", FULL, residual=True),))


def gross(lines: Iterable[LineFact], days: Period) -> int:
    """Pence that the lines cost over the days, to the penny as schedules charge it. Who bears it is no
    matter: days for which no share was agreed, as a dispute leaves them, count as the others do."""
    return sum(line_cost(_owed(line), days).gross for line in lines)


def weekly(lines: Iterable[LineFact], on: date) -> int:
    """Pence a week of the lines that run on the day, at the rates of that day. What is paid by the unit costs
    what is delivered, so it has no week."""
    running = (line for line in lines if line.service.contains(on))
    return sum(half_up(week_cost(line.rate_on(on) or 0, line.unit, Fraction(0))) for line in running)


def _owed(line: LineFact) -> LineFact:
    first = min((split.starts_on for split in line.splits), default=None)
    if first is not None and first <= line.service.start:
        return line
    return replace(line, splits=(SplitFact(line.service.start, WHOLE), *line.splits))
