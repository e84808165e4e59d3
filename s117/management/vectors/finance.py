"""Answers finance vectors (the form of vectors/finance.yaml) with the funding rules, kind by kind.

The answer is worked out from the case's facts, its `config_override` and the file's conventions; no
expected value is ever read. Amounts are pence; dates are ISO with both ends inclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from s117.management.vectors import finance_lines, finance_sums
from s117.management.vectors.finance_facts import Answer, Case, Facts


def answer(vector: Mapping[str, Any], document: Mapping[str, Any]) -> Answer:
    """Everything that the case could be asked. What is unknown or cannot be answered is reported by name."""
    kind = str(vector.get("kind"))
    if kind not in KINDS:
        return {"unknown_kind": kind}
    case = _case(vector, document)
    try:
        found = KINDS[kind](case)
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        return {"unanswerable": f"{type(fault).__name__}: {fault}"}
    unread = case[0].unread()
    return {**found, "unknown_facts": unread} if unread else found


def _case(vector: Mapping[str, Any], document: Mapping[str, Any]) -> Case:
    conventions = document.get("conventions") or {}
    config = {**conventions.get("defaults_for_vectors", {}), **(vector.get("config_override") or {})}
    return Facts(vector.get("facts") or {}), config, document


def _schedule(case: Case) -> Answer:
    """A schedule is the sum of its lines, which are other cases of the file; top-ups stay apart."""
    facts, _, document = case
    facts.period("period")
    wanted = set(facts.get("lines_from") or ())
    pence: dict[str, int] = {}
    for vector in document.get("vectors") or ():
        if vector.get("id") in wanted:
            for key, amount in _printed(KINDS[str(vector.get("kind"))](_case(vector, document))).items():
                pence[key] = pence.get(key, 0) + amount
    return {"pence": pence}


def _printed(found: Answer) -> dict[str, int]:
    """The figures of a line that a schedule prints: gross, each payer's part, and any top-up."""
    payers = {key for segment in found.get("segments", ()) for key in segment} - {"from", "to", "days"}
    shown = payers | {"gross", "top_up_payer", "fnc"}
    return {key: amount for key, amount in found["pence"].items() if key in shown}


KINDS: dict[str, Callable[[Case], Answer]] = {
    **finance_lines.KINDS,
    **finance_sums.KINDS,
    "schedule": _schedule,
}
