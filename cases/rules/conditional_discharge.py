"""Conditions of a conditional discharge that deprive the person of liberty: from which day they can be."""

from __future__ import annotations

from datetime import date

from cases.rules.rulesets import LIBERTY_CONDITIONS_BEGIN
from cases.rules.words import day


def fault_in_liberty_conditions(since: date, discharged_on: date, ended_on: date | None) -> str:
    """Why conditions cannot amount to deprivation of liberty from a day; '' when they can (rule A-7).

    Only conditions of a discharge can, while it lasts, and none could before Mental Health Act 2025 s35 came
    into force. The duty is live whether they do or not.
    """
    if since < discharged_on:
        return "The date cannot be before the conditional discharge"
    if since < LIBERTY_CONDITIONS_BEGIN:
        first = day(LIBERTY_CONDITIONS_BEGIN)
        return (
            f"The date cannot be before {first}, when such conditions became possible "
            "(Mental Health Act 2025 s35)"
        )
    if ended_on is not None and since > ended_on:
        return "The date cannot be after the conditional discharge ended"
    return ""
