"""The form in which facts and answers are stored with a determination."""

from __future__ import annotations

from cases.rules import council
from cases.rules.facts import as_json, outcome_as_json
from cases.rules.rulebook import RULES
from tests.unit.rules.cases.histories import day, detained, discharged, lived


def test_facts_are_stored_by_their_own_names_without_what_is_empty() -> None:
    assert as_json(discharged(leavings=(), gps=(), residences=(lived("LA_A", "2015-06-01"),))) == {
        "detentions": [{"starts_on": "2025-01-10", "ends_on": "2025-03-01", "section": "3"}],
        "residences": [{"area": "LA_A", "starts_on": "2015-06-01", "settled": True, "nation": "england"}],
    }
    assert as_json(detained("2025-01-10")) == {"starts_on": "2025-01-10", "section": "3"}


def test_an_answer_is_stored_with_every_reason_its_rule_and_its_authority() -> None:
    assert outcome_as_json(council.determine(discharged(), day("2026-11-21"))) == {
        "answer": "yes",
        "value": {
            "area_code": "LA_A",
            "basis": "s117(3)(a)",
            "tested_on": "2025-01-10",
            "firmness": "determined",
        },
        "ruleset": "2026.1 L-1",
        "missing": [],
        "alternatives": [],
        "findings": [
            {
                "rule": "L-1",
                "words": RULES["L-1"].ref.words,
                "citation": "Mental Health Act 1983 s117(3)(a), (b)",
                "text": "Immediately before detention on 10 January 2025 the person was ordinarily resident "
                "in the area of LA_A.",
            }
        ],
    }
