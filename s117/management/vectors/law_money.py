"""Law vectors about money and time, answered by the rules of funding and care plans."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from careplans.rules.factors import missing_factors
from careplans.rules.reviews import ReviewClocks, follow_up_due_by, next_review_due
from s117.management.vectors.finance_facts import Facts

Printed = dict[str, Any]


def money(facts: Facts) -> Printed:
    """Charges, top-ups, shares and refunds."""
    return {}


def time(facts: Facts, config: Mapping[str, Any]) -> Printed:
    """Follow-up, next review and what a plan lacks."""
    clocks = ReviewClocks(
        routine_months=int(config.get("REVIEW_INTERVAL_MONTHS", 12)),
        follow_up_hours=int(config.get("FOLLOW_UP_HOURS", 72)),
    )
    left_at, held_on = facts.get("left_hospital_at"), facts.day("last_review")
    printed: Printed = {}
    if left_at is not None:
        at = left_at if isinstance(left_at, datetime) else datetime.fromisoformat(str(left_at))
        due = follow_up_due_by(at, clocks).isoformat()
        printed = {"engine": "determine", "follow_up_due_by": due, "basis": "nhs_standard_not_statute"}
    if held_on is not None:
        due_on = next_review_due(held_on, clocks)
        printed |= {"engine": "determine", "next_review_due": due_on, "basis": "policy_not_statute"}
    if "plan_sections" in facts:
        missing = missing_factors(facts.get("plan_sections"))
        printed |= {"engine": "determine", "complete": not missing, "missing_includes": list(missing)}
    return printed
