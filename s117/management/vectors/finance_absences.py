"""Reads times away from a place that is kept: at the full rate first, then at the retainer, then free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from funding.rules.lines import AbsenceFact
from funding.rules.split import FULL, basis_points
from s117.kernel.periods import Period
from s117.management.vectors.finance_facts import Facts

_AWAY = (
    *("absence", "absences", "absent", "away", "leave", "retainer"),
    *("hospital", "hospital_absence", "hospital_absences", "hospital_stay", "hospital_admission"),
)
_NOT_CHARGED = ("break", "breaks", "suspension", "suspensions")
_SAID_FLAT = ("hospital", "absence", "absent", "away")  # hospital_from and hospital_to
_CONTRACT = ("retainer", "retainer_rule", "absence_rule", "hospital_absence_rule", "contract", "rule")
_KEPT = ("retainer_percent", "retained_percent", "charged_percent", "rate_percent", "percent")
_AT_FULL: Mapping[str, int] = {
    **dict.fromkeys(("full_rate_days", "full_days", "full_fee_days", "retainer_after_days", "after_days"), 1),
    **dict.fromkeys(("full_rate_weeks", "full_weeks", "retainer_after_weeks", "after_weeks"), 7),
}
_HELD_FOR = {"retainer_days": 1, "retained_days": 1, "retainer_weeks": 7, "retained_weeks": 7}


def absences(facts: Facts) -> Iterator[AbsenceFact]:
    """Every time away, by whichever of its names.

    What the contract pays meanwhile stands with the absence or beside it. With no retainer told the place
    costs the full rate, and nothing in a break of the service.
    """
    contract = [facts, *(row for name in _CONTRACT for row in facts.several(name) if "from" not in row)]
    for days, row in _times(facts, _AWAY):
        terms = [row, *contract]
        first = days.start + timedelta(days=_count(terms, _AT_FULL) or 0)
        held = _count(terms, _HELD_FOR)
        last = None if held is None else first + timedelta(days=held)
        yield from _stage(days, Period(first, last), _retained(terms))
        if last is not None:
            yield from _stage(days, Period(last), 0)
    for days, _ in _times(facts, _NOT_CHARGED):
        yield AbsenceFact(days, 0)


def _times(facts: Facts, names: Sequence[str]) -> Iterator[tuple[Period, Facts]]:
    for name in names:
        yield from ((row.period(), row) for row in facts.several(name) if "from" in row)
        if name in _SAID_FLAT and f"{name}_from" in facts:
            first, last = facts.day(f"{name}_from"), facts.day(f"{name}_to")
            yield Period.inclusive(first or date.min, last), facts


def _stage(away: Period, days: Period, points: int) -> Iterator[AbsenceFact]:
    """A part of a time away; days at the full rate are charged like any other."""
    within = days.intersection(away)
    if within is not None and points < FULL:
        yield AbsenceFact(within, points)


def _retained(terms: Sequence[Facts]) -> int:
    given = [percent for row in terms for name in _KEPT if (percent := row.get(name)) is not None]
    return basis_points(str(given[0])) if given else FULL


def _count(terms: Sequence[Facts], names: Mapping[str, int]) -> int | None:
    """Days from the first of the names that is given, in days or in weeks."""
    given = [row.whole(name, 0) * length for row in terms for name, length in names.items() if name in row]
    return given[0] if given else None
