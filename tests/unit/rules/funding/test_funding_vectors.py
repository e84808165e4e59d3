"""Every open finance vector, answered from its facts by the rules that schedules use."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from s117.management.vectors.finance import answer

FOLDER = Path(__file__).parents[3] / "vectors"
DOCUMENT, OWN = (
    yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    for name in ("finance.yaml", "finance_own.yaml")
)
VECTORS, OWN_VECTORS = (
    {vector["id"]: vector for vector in document["vectors"]} for document in (DOCUMENT, OWN)
)
EXPECTED = {
    "expected_pence": "pence",
    "segments": "segments",
    "adjustments_pence": "adjustments",
    "lines_pence": "lines",
    "months_pence": "months",
    "expected_status": "status",
    "expected_errors": "errors",
    "other_conventions_pence": "other_conventions",
}
NOT_COVERED: dict[str, str] = {}
"""Vectors that the rules cannot answer yet, by name with the reason."""


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _differences(vector: dict[str, Any], document: dict[str, Any] = DOCUMENT) -> dict[str, Any]:
    given = answer(vector, document)
    found = {}
    for key, name in EXPECTED.items():
        if key not in vector:
            continue
        wanted, got = _plain(vector[key]), given.get(name)
        if isinstance(wanted, dict) and isinstance(got, dict):
            got = {inner: got.get(inner) for inner in wanted}
        if wanted != got:
            found[key] = (wanted, got)
    return found


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name: str) -> None:
    differences = _differences(VECTORS[name])
    if name in NOT_COVERED:
        assert differences, f"{name} is answered now: take it off the list of those not covered"
    else:
        assert not differences


@pytest.mark.parametrize("name", OWN_VECTORS)
def test_vector_of_our_own(name: str) -> None:
    assert not _differences(OWN_VECTORS[name], OWN)
    assert not {"unknown_facts", "unreadable_facts"} & set(answer(OWN_VECTORS[name], OWN))


@pytest.mark.parametrize("name", VECTORS)
def test_every_fact_is_read(name: str) -> None:
    assert "unknown_facts" not in answer(VECTORS[name], DOCUMENT)


def test_an_unknown_fact_is_reported() -> None:
    vector = {**VECTORS["F01"], "facts": {**VECTORS["F01"]["facts"], "moon_phase": "full"}}
    assert answer(vector, DOCUMENT)["unknown_facts"] == ["moon_phase"]


def test_answers_rest_on_facts_alone() -> None:
    for vector in VECTORS.values():
        facts_only = {key: vector[key] for key in ("id", "kind", "facts")}
        stripped = {
            **DOCUMENT,
            "vectors": [{key: each[key] for key in ("id", "kind", "facts")} for each in VECTORS.values()],
        }
        assert answer(facts_only, stripped) == answer(vector, DOCUMENT)


def test_the_residual_party_can_be_configured() -> None:
    vector = {**VECTORS["F27"], "config_override": {"residual": "ICB"}}
    pence = answer(vector, DOCUMENT)["pence"]
    assert (pence["ICB"], pence["LA"]) == (2, 3)


@pytest.mark.parametrize("name", VECTORS)
def test_facts_that_lack_something_are_reported_and_never_crash(name: str) -> None:
    facts = VECTORS[name]["facts"]
    for key in facts:
        lacking = {**VECTORS[name], "facts": {other: facts[other] for other in facts if other != key}}
        assert answer(lacking, DOCUMENT)


def test_a_line_over_before_the_period_costs_each_payer_nothing() -> None:
    ended = {**VECTORS["F01"]["facts"], "line_from": dt.date(2025, 1, 1), "line_to": dt.date(2026, 3, 31)}

    given = answer({"id": "Z1", "kind": "period", "facts": ended}, DOCUMENT)

    assert (given["pence"], given["segments"]) == ({"gross": 0, "ICB": 0, "LA": 0}, [])
