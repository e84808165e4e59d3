"""What a package costs, whoever pays: the money that a dispute is about (practice 1.4 N, M21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from funding.rules.lines import LineFact, SplitFact, Terms, line_cost
from funding.rules.proration import Unit
from funding.rules.split import FULL, Share
from s117.kernel.periods import Period

WHOLE = Terms((Share("whole", FULL, residual=True),))


def gross(lines: Iterable[LineFact], days: Period) -> int:
    """Pence that the lines cost over the days, to the penny as schedules charge it. Who bears it is no
    matter: days for which no share was agreed, as a dispute leaves them, count as the others do."""
    return sum(line_cost(_owed(line), days).gross for line in lines)


def weekly(lines: Iterable[LineFact], on: date) -> int:
    """Pence a week of the lines that run on the day and are paid by the week, at the rates of that day."""
    running = (line for line in lines if line.unit is Unit.WEEK and line.service.contains(on))
    return sum(_rate(line, on) for line in running)


def _rate(line: LineFact, on: date) -> int:
    begun = [rate for rate in line.rates if rate.starts_on <= on]
    return max(begun, key=lambda rate: rate.starts_on).pence if begun else 0


def _owed(line: LineFact) -> LineFact:
    first = min((split.starts_on for split in line.splits), default=None)
    if first is not None and first <= line.service.start:
        return line
    return replace(line, splits=(SplitFact(line.service.start, WHOLE), *line.splits))
