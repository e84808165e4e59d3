"""What a person on aftercare has a right to in money's worth (M-5, M-6, M-8)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

PERSONAL_HEALTH_BUDGET_RIGHT_BEGINS = date(2019, 12, 2)


def right_to_personal_health_budget(entitled: bool, on: date) -> bool:
    """Whether somebody on aftercare has a right, not a mere chance, to a personal health budget (M-5)."""
    return entitled and on >= PERSONAL_HEALTH_BUDGET_RIGHT_BEGINS


def covers_accommodation(need_arises_from_disorder: bool) -> bool:
    """Whether aftercare covers rent: only where that accommodation meets an aftercare need (M-6)."""
    return need_arises_from_disorder


def continuing_healthcare_assessment_needed(aftercare_share: Fraction, separate_physical_needs: bool) -> bool:
    """Whether NHS Continuing Healthcare is to be assessed: never when all of it is aftercare (M-8)."""
    return separate_physical_needs or aftercare_share < 1
