"""The rulebook page: every rule of law with its authority, its dates, how firm it is, what exercises it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cases.rules.rulebook import AREAS, BACKGROUND, RULES, Rule, Standing
from cases.rules.rulesets import RULESETS, VERSION, Ruleset
from cases.rules.sections import CODES, POWERS
from cases.rules.words import capital, day
from s117.kernel.findings import Answer

EVERY = "all"
# Printed from the tests by manage.py render_rule_cases; a test fails when the two differ.
CASES: Mapping[str, Mapping[str, str]] = json.loads(
    Path(__file__).with_name("rule_cases.json").read_text(encoding="utf-8")
)
STANDINGS = {
    Standing.SETTLED: ("Settled", "green"),
    Standing.CHECK: ("To be checked by a lawyer", "yellow"),
    Standing.CONTESTED: ("Contested: a person decides", "orange"),
}
QUALIFIES = {Answer.YES: "Yes", Answer.NO: "No", Answer.CANNOT_TELL: "A person decides"}
QUESTIONS = {"council": "Council", "nhs_body": "NHS body"}


@dataclass(frozen=True, slots=True)
class RuleCard:
    """One rule as the page shows it; `cases` are the test cases that exercise it: (id, title)."""

    id: str
    words: str
    citation: str
    in_force: str
    standing: str
    colour: str
    note: str
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One area of the filter, with the number of rules it has."""

    value: str
    label: str
    count: int
    chosen: bool


def rulebook_page(area: str) -> dict[str, Any]:
    """The rules of one area, or of all for anything that is not the letter of one."""
    chosen = area if area in AREAS else EVERY
    shown = [(letter, title) for letter, title in AREAS.items() if chosen in (letter, EVERY)]
    return {
        "version": VERSION,
        "everything": chosen == EVERY,
        "areas": [(letter, title, _cards(letter)) for letter, title in shown],
        "panel": [{"name": "area", "label": "Area", "single": True, "options": _choices(chosen)}],
        "regimes": [(r.id, QUESTIONS[r.question], _days(r), capital(r.words)) for r in RULESETS],
        "powers": _powers(),
        "background": list(BACKGROUND.items()),
    }


def _choices(chosen: str) -> list[Choice]:
    areas = [Choice(letter, title, len(_of(letter)), letter == chosen) for letter, title in AREAS.items()]
    return [Choice(EVERY, "Every area", len(RULES), chosen == EVERY), *areas]


def _of(letter: str) -> list[Rule]:
    return [rule for rule in RULES.values() if rule.area == letter]


def _cards(letter: str) -> list[RuleCard]:
    return [_card(rule) for rule in _of(letter)]


def _card(rule: Rule) -> RuleCard:
    standing, colour = STANDINGS[rule.standing]
    return RuleCard(
        id=rule.ref.id,
        words=rule.ref.words,
        citation=rule.ref.citation,
        in_force=capital(rule.in_force),
        standing=standing,
        colour=colour,
        note=rule.note,
        cases=tuple(CASES[rule.ref.id].items()),
    )


def _days(ruleset: Ruleset) -> str:
    last = ruleset.in_force.last_day
    return f"{day(ruleset.in_force.start)} {'onwards' if last is None else f'to {day(last)}'}"


def _powers() -> list[tuple[str, str, str, str]]:
    """(power, NHS code or a dash, whether it qualifies, the rule that says so)."""
    coded = [(POWERS[name], code) for code, name in CODES.items()]
    rest = [(power, "—") for name, power in POWERS.items() if name not in set(CODES.values())]
    return [(capital(p.name), code, QUALIFIES[p.qualifies], p.rule) for p, code in (*coded, *rest)]
