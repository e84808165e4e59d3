"""What the rows say happened, in order: unbroken detentions, when hospital was left, odd rows set aside."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, replace
from datetime import MAXYEAR, date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from cases.rules.facts import (
    CaseFacts,
    DetentionFact,
    EndReason,
    LeaveKind,
    StayFact,
    once,
    period_of,
)
from cases.rules.rulebook import finding
from cases.rules.rulesets import Law, Stance
from cases.rules.sections import LegalPower, power_of, qualifies
from cases.rules.words import capital, day
from s117.kernel.dates import add_months
from s117.kernel.findings import Answer, Finding

F = TypeVar("F")

_STARTS = ("starts_on", "left_on", "decided_on", "given_on", "found_on", "on", "since")
_LATER = ("ends_on", "recalled_on", "revoked_on")


def day_after(on: date) -> date:
    """The next day; the last day of the calendar, which records use for "no end", has none and stays."""
    return on if on == date.max else on + timedelta(days=1)


def day_before(on: date) -> date:
    """The day before; the first day of the calendar has none and stays."""
    return on if on == date.min else on - timedelta(days=1)


def as_known_on(facts: CaseFacts, on: date) -> CaseFacts:
    """The facts as they stood at the end of a day: later rows gone, later ends still open.

    What happens after the day asked about can never change the answer for that day.
    """
    changes: dict[str, Any] = {}
    for field in fields(CaseFacts):
        rows = getattr(facts, field.name)
        if isinstance(rows, tuple) and rows and hasattr(rows[0], "__dataclass_fields__"):
            changes[field.name] = tuple(_opened(row, on) for row in rows if _begun(row, on))
    if facts.died_on is not None and facts.died_on > on:
        changes["died_on"] = None
    return replace(facts, **changes)


def _begun(row: Any, on: date) -> bool:
    start = next((getattr(row, name) for name in _STARTS if hasattr(row, name)), None)
    return start is None or start <= on


def _opened(row: Any, on: date) -> Any:
    later = {n: None for n in _LATER if getattr(row, n, None) is not None and getattr(row, n) > on}
    if "ends_on" in later and isinstance(row, DetentionFact):
        return replace(row, ends_on=None, end_reason=None)
    return replace(row, **later) if later else row


@dataclass(frozen=True, slots=True)
class Run:
    """An unbroken detention: one power after another with no day at liberty between them."""

    detentions: tuple[DetentionFact, ...]
    starts_on: date
    ends_on: date | None

    def first(self, powers: AbstractSet[DetentionFact]) -> date | None:
        """The first day in the run under one of the given detentions."""
        starts = (d.starts_on for d in self.detentions if d in powers)
        return min((start for start in starts if start is not None), default=None)


def start_of(row: Any) -> date:
    """The first day of a row; the beginning of time for one without, which `in_order` never yields."""
    start: date | None = row.starts_on
    return start or date.min


def in_order(rows: Iterable[F]) -> list[F]:
    """The usable rows by date; ties broken by content, so that the order of input never matters."""
    return sorted((row for row in rows if period_of(row) is not None), key=_order)


def _order(row: Any) -> tuple[date, date, str]:
    return row.starts_on, row.ends_on or date.max, repr(row)


@once
def ordered(facts: CaseFacts) -> CaseFacts:
    """The same facts, with the usable rows of each dated kind in order."""
    rows: dict[str, Any] = {name: tuple(in_order(getattr(facts, name))) for name in _DATED}
    return replace(facts, **rows)


@once
def suspended(facts: CaseFacts) -> tuple[DetentionFact, ...]:
    """The detentions, each closed on the day a community treatment order or conditional discharge began.

    Records often show the suspended section as still running (rule Q-12); the person is not detained.
    """
    releases = [
        *((row.starts_on, EndReason.CTO) for row in facts.ctos),
        *((row.starts_on, EndReason.CONDITIONAL_DISCHARGE) for row in facts.conditional_discharges),
    ]
    return tuple(_closed(row, releases) for row in facts.detentions)


def _closed(row: DetentionFact, releases: Iterable[tuple[date | None, EndReason]]) -> DetentionFact:
    period = period_of(row)
    inside = [
        (on, reason)
        for on, reason in releases
        if period is not None and on is not None and on != period.start and period.contains(on)
    ]
    if not inside:
        return row
    on, reason = min(inside)
    return replace(row, ends_on=on, end_reason=reason)


def runs_of(detentions: Iterable[DetentionFact]) -> tuple[Run, ...]:
    """Detentions under the Act joined into unbroken runs (rule L-6). Guardianship is not detention.

    A power that begins on the day the last one ended, or on the day after, continues the run.
    """
    runs: list[Run] = []
    for row in in_order(d for d in detentions if power_of(d).detains):
        last = runs[-1] if runs else None
        if last is not None and (last.ends_on is None or start_of(row) <= day_after(last.ends_on)):
            ends = None if last.ends_on is None or row.ends_on is None else max(last.ends_on, row.ends_on)
            runs[-1] = Run((*last.detentions, row), last.starts_on, ends)
        else:
            runs.append(Run((row,), start_of(row), row.ends_on))
    return tuple(runs)


def stay_at(facts: CaseFacts, on: date) -> StayFact | None:
    """The stay in hospital without detention that covers a day, or that ended on it."""
    for stay in ordered(facts).stays:
        if start_of(stay) <= on and (stay.ends_on is None or stay.ends_on >= on):
            return stay
    return None


def in_hospital_since(facts: CaseFacts, on: date) -> date:
    """The first day of the unbroken time in hospital before a day, detained or not; else the day itself."""
    times = [
        *((start_of(stay), stay.ends_on) for stay in ordered(facts).stays),
        *((run.starts_on, run.ends_on) for run in runs_of(suspended(facts))),
    ]
    since = on
    for start, end in sorted(times, key=lambda time: (time[1] or date.max, time[0]), reverse=True):
        if start < since and (end is None or day_after(end) >= since):
            since = start
    return since


@once
def revivals(facts: CaseFacts) -> tuple[DetentionFact, ...]:
    """Detentions that are recalls: the old order goes on and no new one was made (rule A-8)."""
    revived = {day for cto in facts.ctos for day in (cto.recalled_on, cto.revoked_on)}
    revived |= {discharge.recalled_on for discharge in facts.conditional_discharges}
    revived.discard(None)
    return tuple(d for d in facts.detentions if is_recall(power_of(d)) or d.starts_on in revived)


def recall_stance(facts: CaseFacts, law: Law) -> Stance:
    """The deployment's stance on the kind of recall these facts hold."""
    by_order = any(cto.recalled_on or cto.revoked_on for cto in facts.ctos)
    return law.cto_revocation_refixes_council if by_order else law.discharge_recall_refixes_council


def is_recall(power: LegalPower) -> bool:
    """Whether the power is recall from the community under an order made before."""
    return power.rule == "A-8"


@once
def recalls(facts: CaseFacts) -> tuple[date, ...]:
    """The days on which somebody was recalled or a community treatment order was revoked."""
    days = [cto.revoked_on or cto.recalled_on for cto in facts.ctos]
    days += [discharge.recalled_on for discharge in facts.conditional_discharges]
    days += [detention.starts_on for detention in in_order(revivals(facts))]
    return tuple(sorted({day for day in days if day is not None}))


def jailed_since(facts: CaseFacts, left_on: date | None) -> date | None:
    """The first day of prison since the person left hospital; None while they have not left (rule A-9)."""
    since = (start_of(prison) for prison in ordered(facts).prisons)
    return next((on for on in since if left_on is not None and on >= left_on), None)


def left_hospital_on(run: Run, facts: CaseFacts) -> date | None:
    """When the person, detention having ceased, left hospital; None while that is not known.

    A recorded day of leaving decides. Without one, leaving is taken from what only somebody outside
    hospital can do: the end of the voluntary stay, a community treatment order, conditional
    discharge, leave spent living out, an address taken up after detention, a decision that aftercare
    is over, or being detained afresh.
    """
    ceased = run.ends_on
    if ceased is None:
        return None
    stay = _stay_continuing(facts, ceased)
    if stay is not None:
        after_stay = [r.left_on for r in facts.leavings if r.left_on > max(start_of(stay), ceased)]
        return min([*after_stay, *([stay.ends_on] if stay.ends_on is not None else [])], default=None)
    # A day of leaving after a later admission belongs to that admission, not to this one.
    again = _readmitted(facts, ceased) or date.max
    first = min(day_after(run.starts_on), ceased)
    recorded = [r.left_on for r in facts.leavings if first <= r.left_on <= again]
    if recorded:
        return max(ceased, min(recorded, key=lambda left: (left < ceased, left)))
    return min(_signs_of_leaving(run, facts, ceased), default=None)


def _stay_continuing(facts: CaseFacts, ceased: date) -> StayFact | None:
    """The stay that followed detention without a gap, joined across further stays."""
    joined: StayFact | None = None
    for stay in ordered(facts).stays:
        reach = ceased if joined is None else joined.ends_on
        if reach is None or start_of(stay) > day_after(reach):
            break
        if stay.ends_on is None or stay.ends_on > reach:
            start = stay.starts_on if joined is None else joined.starts_on
            joined = StayFact(starts_on=start, ends_on=stay.ends_on)
    return joined


def _readmitted(facts: CaseFacts, ceased: date) -> date | None:
    """The first day of the next stay or detention that came after a gap at liberty."""
    days = _admissions(facts)
    later = bisect_right(days, day_after(ceased))
    return days[later] if later < len(days) else None


@once
def _admissions(facts: CaseFacts) -> list[date]:
    runs = [run.starts_on for run in runs_of(facts.detentions)]
    return sorted([*runs, *(start_of(stay) for stay in ordered(facts).stays)])


def _signs_of_leaving(run: Run, facts: CaseFacts, ceased: date) -> Iterator[date]:
    released = [order.starts_on for order in facts.ctos]
    released += [order.starts_on for order in facts.conditional_discharges]
    yield from (on for on in released if on is not None and on >= ceased)
    if any(d.end_reason in (EndReason.CTO, EndReason.CONDITIONAL_DISCHARGE) for d in run.detentions):
        yield ceased
    if any(start_of(stay) < ceased == stay.ends_on for stay in ordered(facts).stays):
        yield ceased
    living_out = [row for row in ordered(facts).leave if row.kind is LeaveKind.LIVING_OUT]
    if any(start_of(row) < ceased and (row.ends_on or ceased) >= ceased for row in living_out):
        yield ceased
    yield from (start_of(home) for home in ordered(facts).residences if start_of(home) >= ceased)
    decided = (decision.decided_on or date.min for decision in facts.endings if decision.satisfied)
    yield from (ceased for on in decided if on >= ceased)
    if _readmitted(facts, ceased) is not None:
        yield ceased


_DATED = ("detentions", "stays", "leave", "ctos", "conditional_discharges", "residences", "gps", "prisons")


def under_18(facts: CaseFacts, on: date) -> bool:
    """Whether the person was a child on a day; False where the date of birth is not known."""
    born = facts.date_of_birth
    if born is None:
        return False
    return born.year > MAXYEAR - 18 or on < add_months(born, 18 * 12)


def odd_rows(facts: CaseFacts) -> tuple[Finding, ...]:
    """A finding for each row that cannot be used as it stands, and for detentions that overlap (F-1)."""
    found: list[Finding] = []
    for name in _DATED:
        row: Any
        for row in getattr(facts, name):
            if period_of(row) is None:
                what = _what(name, row)
                fault = "has no start date" if row.starts_on is None else "ends before it starts"
                found.append(finding("F-1", f"{capital(what)} {fault}, so it was left out."))
    for first, second in pairwise(ordered(facts).detentions):
        if first.ends_on is None or start_of(second) < first.ends_on:
            text = f"{capital(power_of(first).name)} had not ended when {power_of(second).name} began"
            found.append(finding("F-1", f"{text} on {day(start_of(second))}."))
    return tuple(sorted(found, key=lambda f: f.text))


def _what(name: str, row: Any) -> str:
    words = {
        "stays": "a stay in hospital",
        "leave": "a period of leave",
        "ctos": "a community treatment order",
        "conditional_discharges": "a conditional discharge",
        "residences": "an address",
        "gps": "a GP registration",
        "prisons": "a time in prison",
    }
    return f"a detention under {power_of(row).name}" if name == "detentions" else words[name]


def unusable_detentions(facts: CaseFacts) -> tuple[DetentionFact, ...]:
    """Detentions that may qualify but whose dates cannot be used."""
    return tuple(d for d in facts.detentions if period_of(d) is None and qualifies(d)[0] is not Answer.NO)
