"""Answers finance vectors (the form of vectors/finance.yaml) with the funding rules, kind by kind.

The answer is worked out from the case's facts, its `config_override` and the file's conventions; no
expected value is ever read. Amounts are pence; dates are ISO with both ends inclusive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from s117.management.vectors import finance_lines, finance_sums
from s117.management.vectors.finance_facts import Answer, Case, Facts

# Figures of a line that a schedule does not print, or prints as something else.
_NOT_PRINTED = frozenset({"net", "icb_total", "provider_total", "new_weekly_rate"})
_NO_AMOUNT = frozenset({"from", "to", "days"})
_SETTINGS = frozenset({"currency", "residual", "end_day_charged", "tolerance_pence"})


def answer(vector: Mapping[str, Any], document: Mapping[str, Any]) -> Answer:
    """Everything that the case could be asked. What is unknown or cannot be answered is reported by name."""
    kind = str(vector.get("kind"))
    case, settings = _case(vector, document), Facts(vector.get("config_override"))
    if kind not in KINDS and "period" not in case[0]:
        return {"unknown_kind": kind}
    try:
        found = KINDS.get(kind, finance_lines.period)(case)
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        return {"unanswerable": f"{type(fault).__name__}: {fault}", **_reported(case[0], settings, kind)}
    return {**found, **_reported(case[0], settings, kind)}


def _reported(facts: Facts, settings: Facts, kind: str) -> Answer:
    """What the answer does not rest on: a kind taken for a line, facts unread or of the wrong shape."""
    strange = [f"config_override.{key}" for key, _ in settings.remaining() if key not in _SETTINGS]
    found = {"unknown_facts": [*strange, *facts.unread()], "unreadable_facts": facts.unreadable()}
    told = {key: paths for key, paths in found.items() if paths}
    return told if kind in KINDS else {"unknown_kind": kind, **told}


def _case(vector: Mapping[str, Any], document: Mapping[str, Any]) -> Case:
    defaults = Facts(document.get("conventions")).inner("defaults_for_vectors")
    config = dict([*defaults.remaining(), *Facts(vector.get("config_override")).remaining()])
    return Facts(vector.get("facts")), config, document


def _schedule(case: Case) -> Answer:
    """A schedule is the sum of its lines, which are other cases of the file; top-ups stay apart."""
    facts, _, document = case
    facts.period("period")
    wanted = facts.words("lines_from")
    lines = {str(vector.get("id")): vector for vector in document.get("vectors") or ()}
    pence: dict[str, int] = {}
    for vector in (lines[name] for name in dict.fromkeys(wanted) if name in lines):
        for key, amount in _printed(KINDS[str(vector.get("kind"))](_case(vector, document))):
            pence[key] = pence.get(key, 0) + amount
    missing = [name for name in wanted if name not in lines]
    return {"pence": pence, **({"unknown_lines": missing} if missing else {})}


def _printed(found: Answer) -> Iterator[tuple[str, int]]:
    """The figures of a line that a schedule prints: gross, each payer's part, and any top-up."""
    payers = {key for segment in found.get("segments", ()) for key in segment} - _NO_AMOUNT
    for key, amount in found["pence"].items():
        alone = not payers and key not in _NOT_PRINTED
        if alone or key in payers or key in {"gross", "top_up_payer", "fnc"}:
            yield key, amount


KINDS: dict[str, Callable[[Case], Answer]] = {
    **finance_lines.KINDS,
    **finance_sums.KINDS,
    "schedule": _schedule,
}
