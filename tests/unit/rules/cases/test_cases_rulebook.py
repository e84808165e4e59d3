"""The rule table holds every rule that the code applies, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import cases.rules
from cases.rules.rulebook import AREAS, RULES
from cases.rules.rulesets import RULESETS

SOURCE = Path(cases.rules.__file__).parent
CODE = "\n".join(p.read_text(encoding="utf-8") for p in SOURCE.glob("*.py") if p.name != "rulebook.py")
CITED = set(re.findall(r"\b[QAJLXNEF]-\d{1,2}\b", CODE))


def test_every_rule_that_the_code_speaks_of_is_in_the_table() -> None:
    assert not CITED - set(RULES)


def test_every_rule_in_the_table_is_applied_somewhere() -> None:
    assert not set(RULES) - CITED


def test_every_rule_belongs_to_an_area_of_the_book_and_every_area_has_rules() -> None:
    assert {rule.area for rule in RULES.values()} == set(AREAS)


def test_every_rule_has_words_and_an_authority() -> None:
    assert all(rule.ref.words and rule.ref.citation and rule.in_force for rule in RULES.values())


def test_the_regimes_of_each_question_follow_one_another_without_a_gap() -> None:
    for question in ("council", "nhs_body"):
        days = [ruleset.in_force for ruleset in RULESETS if ruleset.question == question]
        assert [period.end for period in days[:-1]] == [period.start for period in days[1:]]
        assert days[-1].end is None
