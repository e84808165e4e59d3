"""The words of the pages on mergers and splits: counts, bodies, days and references, and nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases import handover_policies as policies
from cases.presenters.links import href_if
from cases.queries import Affected, CaseHeader
from cases.rules.rulebook import RULES
from cases.rules.takeover import Verdict
from s117.kernel.actor import Actor

KINDS = {"council": "Council", "nhs_body": "NHS body"}
RULE = RULES["J-8"].ref


@dataclass(frozen=True, slots=True)
class Change:
    """One body that another takes over from, and for how many people."""

    kind: str
    old: str
    new: str
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class Split:
    """A body that several took over from, and the register references that a person decides one by one."""

    kind: str
    old: str
    candidates: tuple[str, ...]
    on: date
    waiting: tuple[str, ...]
    new: tuple[str, ...]


def succession_preview(rows: Iterable[Affected]) -> dict[str, Any]:
    """What a run would do, by body; what it would list for a person, by reference."""
    rows = tuple(rows)
    changes = Counter(_key(row) for row in rows if row.plan.verdict is Verdict.TAKE_OVER)
    divided: dict[tuple[Any, ...], list[Affected]] = {}
    for row in rows:
        if row.plan.verdict is Verdict.CHOOSE:
            divided.setdefault((KINDS[row.kind], row.old, row.plan.candidates, row.on), []).append(row)
    return {
        "changes": [Change(*key, count) for key, count in sorted(changes.items())],
        "splits": [_split(key, found) for key, found in sorted(divided.items())],
        "to_change": sum(changes.values()),
        "to_list": sum(row.to_do and row.plan.verdict is Verdict.CHOOSE for row in rows),
        "rule": RULE,
    }


def _key(row: Affected) -> tuple[str, str, str, date]:
    return KINDS[row.kind], row.old, row.new, row.on


def _split(key: tuple[Any, ...], rows: Sequence[Affected]) -> Split:
    waiting = tuple(row.reference for row in rows if row.listed)
    return Split(*key, waiting=waiting, new=tuple(row.reference for row in rows if not row.listed))


def run_page(
    steps: Iterable[Mapping[str, Any]], choices: Iterable[Mapping[str, Any]], to_do: int
) -> dict[str, Any]:
    """How far a run got, what it did by body, and the references that wait for a person."""
    steps = list(steps)
    taken = [row for row in steps if row["outcome"] == "taken_over"]
    return {
        "taken": [
            Change(
                KINDS[row["kind"]], row["old_body__name"], row["new_body__name"], row["takes_effect_on"],
                row["count"],
            )
            for row in taken
        ],
        "listed": [{**row, "side": KINDS[row["kind"]]} for row in choices],
        "done": min(to_do, sum(row["count"] for row in steps)),
        "rule": RULE,
    }  # fmt: skip


def choices_to_make(actor: Actor, case: CaseHeader, choices: Iterable[Any]) -> list[dict[str, Any]]:
    """The choices among successors that wait on a case, each with its link for those who may choose."""
    return [
        {
            "kind": KINDS[row.kind],
            "old": row.old_body.name,
            "on": row.takes_effect_on,
            "count": len(row.candidates),
            "href": href_if(
                policies.successor_choose(actor, case, row), "cases:successor_choose", case.reference,
                kind=row.kind,
            ),
        }
        for row in choices
    ]  # fmt: skip
