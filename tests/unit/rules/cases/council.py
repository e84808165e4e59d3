"""Asking which council owes the duty."""

from __future__ import annotations

from typing import Any

from cases.rules import council
from cases.rules.council import CouncilAnswer
from cases.rules.facts import CaseFacts
from cases.rules.rulesets import LAW, Law
from s117.kernel.findings import Outcome
from tests.unit.rules.cases.histories import day


def determine(facts: CaseFacts, on: str = "2026-11-21", law: Law = LAW) -> tuple[Outcome[Any], CouncilAnswer]:
    outcome = council.determine(facts, day(on), law)
    assert outcome.value is not None
    return outcome, outcome.value
