"""Who bears what part of a cost. Percentages are whole basis points (50.00% = 5000), never floats.

Every share but the residual one is rounded half-up; the residual party, the body that pays the
provider, takes what is left. So the parts always add up to the whole (practice 4.2, F02, F27).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from funding.rules import refs
from funding.rules.refs import finding
from s117.kernel.findings import Finding
from s117.kernel.money import half_up
from s117.kernel.periods import Period, gaps, overlaps

FULL = 10_000
_PERCENT = re.compile(r"(-?)(\d{1,3})(?:\.(\d{1,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """One body's part of a cost. `residual` marks the body that pays the provider."""

    payer: str
    basis_points: int
    residual: bool = False


def basis_points(percent: str) -> int:
    """'33.33' -> 3333. ValueError for anything but a number with at most two decimals."""
    match = _PERCENT.fullmatch(percent.strip())
    if match is None:
        raise ValueError(f"{percent!r} is not a percentage with at most two decimals")
    sign, whole, part = match.groups()
    value = int(whole) * 100 + int((part or "").ljust(2, "0"))
    return -value if sign else value


def percent_words(points: int) -> str:
    """3333 -> '33.33', as files and pages show a percentage."""
    sign = "-" if points < 0 else ""
    return f"{sign}{abs(points) // 100}.{abs(points) % 100:02d}"


def share_findings(shares: Iterable[Share]) -> tuple[Finding, ...]:
    """Everything wrong with one day's shares; empty when they may be used."""
    shares = tuple(shares)
    total = sum(share.basis_points for share in shares)
    found: list[Finding] = []
    if total < FULL:
        found.append(
            finding(refs.SHARES_BELOW_100, f"The shares come to {percent_words(total)}%, not 100.00%.")
        )
    if total > FULL:
        found.append(
            finding(refs.SHARES_ABOVE_100, f"The shares come to {percent_words(total)}%, not 100.00%.")
        )
    if any(share.basis_points < 0 for share in shares):
        found.append(finding(refs.NEGATIVE_SHARE))
    if any(count > 1 for count in Counter(share.payer for share in shares).values()):
        found.append(finding(refs.SHARE_TWICE))
    if sum(share.residual for share in shares) != 1:
        found.append(finding(refs.ONE_RESIDUAL))
    return tuple(found)


def coverage_findings(splits: Iterable[Period], line: Period | None = None) -> tuple[Finding, ...]:
    """Days with two cost shares, and days of the line with none.

    Without a line, the stretch from the first split's start to the last one's end must be covered.
    """
    periods = sorted(splits)
    if line is None and periods:
        line = Period(periods[0].start, latest_end(periods))
    twice = [
        finding(refs.OVERLAPPING_SPLITS, f"Two cost shares hold {days_words(period)}.")
        for period in overlaps(periods)
    ]
    without = [
        finding(refs.GAP_IN_SPLITS, f"No cost share holds {days_words(period)}.")
        for period in (gaps(periods, line) if line else ())
    ]
    return (*twice, *without)


def apportion(gross: int, shares: Sequence[Share]) -> dict[str, int]:
    """Each payer's pence of `gross`, adding up to it exactly. ValueError unless one share is residual."""
    residual = [share.payer for share in shares if share.residual]
    if len(residual) != 1:
        raise ValueError("exactly one share is residual")
    parts = {
        share.payer: half_up(Fraction(gross * share.basis_points, FULL))
        for share in shares
        if not share.residual
    }
    taken = sum(parts.values())
    return {share.payer: gross - taken if share.residual else parts[share.payer] for share in shares}


def latest_end(periods: Sequence[Period]) -> date | None:
    """The first day that none of the periods holds any more; None where one of them is open."""
    if any(period.end is None for period in periods):
        return None
    return max(period.end for period in periods if period.end is not None)


def days_words(period: Period) -> str:
    """A period as a sentence names it, both ends inclusive."""
    if period.end is None:
        return f"the days from {period.start:%-d %B %Y}"
    last = period.last_day
    if last == period.start:
        return f"{period.start:%-d %B %Y}"
    return f"{period.start:%-d %B %Y} to {last:%-d %B %Y}"
