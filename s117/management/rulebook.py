"""The rulebook as a document: every rule of law, when it is in force, on what authority and how firm."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from cases.rules.rulebook import AREAS, BACKGROUND, RULES, Rule
from cases.rules.rulesets import RULESETS, VERSION, Ruleset
from cases.rules.sections import CODES, POWERS
from cases.rules.words import capital, day
from s117.kernel.findings import Answer

INTRODUCTION = f"""\
# Rulebook

The rules of law that this product applies, printed by `manage.py render_rulebook` from the table that the
code cites. A test fails when the two differ. Version {VERSION}. This is a record for a lawyer to check and
sign, not legal advice.

A rule never allocates a duty by itself: it proposes, with its reasons, and people decide. Where a rule is
contested, each reading is worked out. If every reading gives the same answer it stands; otherwise the
question goes to a named person with both readings beside it.

Two provisions of the Mental Health Act 2025 are enacted but not known to be in force: joint written notice
(section 46(2)) and deemed residence for the council (section 46(3)). Their dates are configuration, for each
nation, and empty until a commencement day is appointed. Whether deeming turns on the start of detention, on
leaving hospital or reaches every open episode is configuration too.
"""
FILES = ("law.yaml", "law_own.yaml")
QUALIFIES = {Answer.YES: "yes", Answer.NO: "no", Answer.CANNOT_TELL: "a person decides"}
QUESTIONS = {"council": "Council", "nhs_body": "NHS body"}


def render(vectors: Path) -> str:
    """The whole document as Markdown. `vectors` is the folder of cases that exercise the rules."""
    exercised = exercised_by(vectors)
    lines = [INTRODUCTION, *_regimes(), *_powers()]
    for letter, title in AREAS.items():
        lines += _group(title, [r for r in RULES.values() if r.area == letter], exercised)
    lines += ["## Background", "", "Rules that no answer here turns on, and why.", ""]
    lines += [f"- {rule_id}: {words}" for rule_id, words in BACKGROUND.items()]
    return "\n".join([*lines, ""])


def exercised_by(vectors: Path) -> dict[str, dict[str, str]]:
    """The test cases that exercise each rule of the table: id to title, in the order of the files."""
    documents = [yaml.safe_load((vectors / name).read_text(encoding="utf-8")) for name in FILES]
    found: dict[str, dict[str, str]] = {rule_id: {} for rule_id in RULES}
    for vector in (each for document in documents for each in document["vectors"]):
        for rule_id in RULES.keys() & set(vector["rule"]):
            found[rule_id][vector["id"]] = vector["title"]
    return found


def render_cases(vectors: Path) -> str:
    """The same as JSON, a rule a line, for the page: the tests are not there where the site is served."""
    lines = (
        f"{json.dumps(rule_id)}: {json.dumps(found)}" for rule_id, found in exercised_by(vectors).items()
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _regimes() -> Iterator[str]:
    yield from ("## Dates on which the law changes", "")
    yield from _table(
        ("Rule", "Question", "In force", "Test"),
        ((r.id, QUESTIONS[r.question], _days(r), capital(r.words)) for r in RULESETS),
    )


def _days(ruleset: Ruleset) -> str:
    last = ruleset.in_force.last_day
    return f"{day(ruleset.in_force.start)} {'onwards' if last is None else f'to {day(last)}'}"


def _powers() -> Iterator[str]:
    yield from ("## Legal status codes and powers", "")
    rows = [(code, POWERS[name]) for code, name in CODES.items()]
    coded = set(CODES.values())
    rows += [("", power) for name, power in POWERS.items() if name not in coded]
    yield from _table(
        ("Code", "Power", "Qualifies", "Rule"),
        ((code, capital(power.name), QUALIFIES[power.qualifies], power.rule) for code, power in rows),
    )


def _group(title: str, rules: Iterable[Rule], exercised: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield from _table(
        ("Rule", "Words", "Authority", "In force", "Standing", "Test cases"),
        (
            (
                rule.ref.id,
                rule.ref.words,
                rule.ref.citation,
                rule.in_force,
                ". ".join(filter(None, (rule.standing, rule.note))),
                ", ".join(exercised[rule.ref.id]),
            )
            for rule in rules
        ),
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{' --- |' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '/') for cell in row)} |"
    yield ""
