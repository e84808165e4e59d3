"""Whether both bodies would name the same cost share (practice 4.1, register reconciliation)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from s117.kernel.terms import Term


class SplitDoubt(Term):
    """Why the bodies may hold different splits of one service."""

    NONE = "none", "no split holds"
    PREJUDICE = "prejudice", "paid for now, without prejudice"
    DIFFERS = "differs", "not what both bodies signed"
    OUTSIDER = "outsider", "shared by a body that is not responsible now"


@dataclass(frozen=True, slots=True)
class Held:
    """The split that holds, in basis points by body; `answerable` are the bodies that are responsible now,
    and `kinds` tells councils and NHS bodies apart, for others may share a cost without being responsible."""

    points: Mapping[str, int]
    interim: bool
    kinds: Mapping[str, str]
    answerable: Mapping[str, str]


def doubts(held: Held | None, signed: Mapping[str, int] | None) -> tuple[SplitDoubt, ...]:
    """Every reason that stands, in the order of `SplitDoubt`; nothing when the bodies agree.

    `signed` is what the latest decision in force gives; None where both bodies signed none here.
    """
    if held is None:
        return (SplitDoubt.NONE,)
    checks = (
        (held.interim, SplitDoubt.PREJUDICE),
        (signed is not None and _borne(signed) != _borne(held.points), SplitDoubt.DIFFERS),
        (any(_outside(held, body) for body in _borne(held.points)), SplitDoubt.OUTSIDER),
    )
    return tuple(doubt for stands, doubt in checks if stands)


def doubt_words(found: Iterable[tuple[str, Iterable[SplitDoubt]]]) -> str:
    """'Supported living: not what both bodies signed; Day centre: no split holds'."""
    return "; ".join(f"{service}: {', '.join(doubt.words for doubt in each)}" for service, each in found)


def _borne(points: Mapping[str, int]) -> dict[str, int]:
    return {body: part for body, part in points.items() if part}


def _outside(held: Held, body: str) -> bool:
    """Where nobody of its kind has been found responsible yet, nothing is said against a body."""
    answers = held.answerable.get(held.kinds.get(body, ""))
    return answers is not None and answers != body
