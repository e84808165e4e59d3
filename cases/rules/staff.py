"""Where a team or an account belongs once its body was merged, split or abolished (rule J-8).

The staff of a body that is replaced go with its work: without them its people would have no coordinator who
may see them. One successor takes them; where several took over, a person places them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cases.rules.answers import Firmness
from cases.rules.facts import SuccessionFact
from cases.rules.successors import successor


@dataclass(frozen=True, slots=True)
class Belonging:
    """The body that a team or an account was of before any run moved it, and the body it is of now."""

    first: str
    now: str


@dataclass(frozen=True, slots=True)
class Home:
    """Where it belongs: the body, from a day; or the bodies among which a person places it."""

    body: str
    on: date | None = None
    candidates: tuple[str, ...] = ()


def home(
    known: Belonging, successions: Iterable[SuccessionFact], on: date, among: frozenset[str] = frozenset()
) -> Home:
    """Where it belongs on a day. `among` are the bodies that somebody's teams belong to: where the body was
    split, people go with their team once a person has placed it. The body of now where nothing is to change.
    """
    heir = successor(known.first, successions, on)
    if heir.firmness is Firmness.DETERMINED:
        body = heir.body or known.now
        return Home(body, _since(heir.steps, body) if body != known.now else None)
    candidates = tuple(other.body for other in heir.alternatives) or (heir.body or known.first,)
    if known.now in candidates:
        return Home(known.now)
    placed = among & set(candidates)
    if len(placed) == 1:
        return Home(next(iter(placed)), heir.divided_on)
    return Home(known.now, heir.divided_on, candidates)


def name_there(name: str, old: str, taken: Iterable[str]) -> str:
    """The team's name in its new body: its own, with the body it came from where that name is taken there."""
    return f"{name} ({old})" if name in set(taken) else name


def _since(steps: tuple[tuple[date, str], ...], body: str) -> date | None:
    """The first day of the body that stands; None where a wrong move is taken back to where it came from."""
    return next((on for on, name in reversed(steps) if name == body), None)
