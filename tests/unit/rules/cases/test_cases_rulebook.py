"""The rule table holds every rule that the code applies, and no others."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import cases.rules
from cases.rules.rulebook import AREAS, BACKGROUND, RULES
from cases.rules.rulesets import RULESETS

SOURCE = Path(cases.rules.__file__).parent
CODE = "\n".join(p.read_text(encoding="utf-8") for p in SOURCE.glob("*.py") if p.name != "rulebook.py")
RULE_ID = re.compile(r"\b[QAJLXNEF]-\d{1,2}\b")
CITED = set(RULE_ID.findall(CODE))


# Every rule of the law file that is about entitlement, responsibility and rights, by its letter, first and last
# number. M-1 to M-8 are the money rules, which funding applies.
LAW = {"Q": (1, 12), "A": (1, 12), "J": (1, 11), "L": (0, 13), "N": (0, 16), "X": (1, 9), "E": (1, 9)}
LAW |= {"M": (9, 13), "R": (1, 10)}
# Its answer is a body without a sentence, so the docstring alone names it.
WITHOUT_SENTENCE = {"L-12"}


def _cited() -> tuple[set[str], set[str]]:
    """The rules that the code applies by name, and those that its docstrings name."""
    applied: set[str] = set()
    told: set[str] = set()
    for path in SOURCE.glob("*.py"):
        tree = (
            ast.parse(path.read_text(encoding="utf-8")) if path.name != "rulebook.py" else ast.Module([], [])
        )
        docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                (told if id(node) in docstrings else applied).update(RULE_ID.findall(node.value))
    return applied, told


def test_every_rule_of_the_law_is_in_the_table_or_is_background_with_its_reason() -> None:
    law = {f"{letter}-{n}" for letter, (first, last) in LAW.items() for n in range(first, last + 1)}

    assert law == set(RULES) - {"F-1"} | set(BACKGROUND)
    assert not set(RULES) & set(BACKGROUND)
    assert all(BACKGROUND.values())


def test_every_rule_in_the_table_is_named_in_code_and_in_a_docstring() -> None:
    applied, told = _cited()

    assert set(RULES) - applied == WITHOUT_SENTENCE
    assert not set(RULES) - told


def test_every_rule_that_the_code_speaks_of_is_in_the_table() -> None:
    assert not CITED - set(RULES)


def test_every_rule_belongs_to_an_area_of_the_book_and_every_area_has_rules() -> None:
    assert {rule.area for rule in RULES.values()} == set(AREAS)


def test_every_rule_has_words_and_an_authority() -> None:
    assert all(rule.ref.words and rule.ref.citation and rule.in_force for rule in RULES.values())


def test_the_regimes_of_each_question_follow_one_another_without_a_gap() -> None:
    for question in ("council", "nhs_body"):
        days = [ruleset.in_force for ruleset in RULESETS if ruleset.question == question]
        assert [period.end for period in days[:-1]] == [period.start for period in days[1:]]
        assert days[-1].end is None
