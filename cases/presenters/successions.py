"""The words of the pages on mergers and splits: counts, bodies, days and references, and nobody's name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases import handover_policies as policies
from cases.presenters.links import href_if
from cases.queries import Affected, CaseHeader, StaffMoves
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


@dataclass(frozen=True, slots=True)
class StaffChange:
    """A team, or a number of accounts, that goes from one body to another."""

    what: str
    old: str
    new: str
    on: date


def staff_preview(staff: StaffMoves) -> dict[str, Any]:
    """What would move, what a person must place, and review clocks that do not carry over."""
    teams = [StaffChange(_team(row.name, row.new_name), row.old, row.new, row.on) for row in staff.teams]
    counted = Counter((row.old, row.new, row.on) for row in staff.accounts)
    return {
        "staff": teams + [StaffChange(_accounts(n), *key) for key, n in sorted(counted.items())],
        "staff_to_do": staff.to_do,
        "teams_to_place": [
            {"name": row.name, "old": row.old, "candidates": row.candidates, "href": _admin("team", row.id)}
            for row in staff.teams_to_place
        ],
        "accounts_to_place": sorted(Counter(row.old for row in staff.accounts_to_place).items()),
        "settings_left": staff.settings_left,
    }


def staff_moved(rows: Iterable[Any]) -> dict[str, Any]:
    """What a run did with teams and accounts."""
    teams, counted = [], Counter()
    for row in rows:
        if row.team_id is not None:
            name = _team(row.name_before, row.name_after)
            teams.append(StaffChange(name, row.from_body.name, row.to_body.name, row.takes_effect_on))
        else:
            counted[(row.from_body.name, row.to_body.name, row.takes_effect_on)] += 1
    return {"staff": teams + [StaffChange(_accounts(n), *key) for key, n in sorted(counted.items())]}


def _team(name: str, new_name: str) -> str:
    return f"Team {name}" if name == new_name else f"Team {name}, named {new_name} from then on"


def _accounts(count: int) -> str:
    return "1 account" if count == 1 else f"{count} accounts"


def _admin(model: str, pk: Any) -> str:
    return reverse(f"admin:accounts_{model}_change", args=[pk])
