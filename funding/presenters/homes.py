"""A home part by part, in words."""

from __future__ import annotations

from collections.abc import Iterable

from careplans.queries.plans import HomeCostRow
from funding.rules.homes import HomeCheck, difference_words
from s117.kernel.money import half_up, pounds


def home_rows(costs: Iterable[HomeCostRow]) -> list[tuple[str, str, str, str]]:
    """The home of the plan in force part by part: part, price, who pays, whether the bodies share it."""
    return [
        (
            row.kind.words,
            "Not known yet" if row.pence is None else f"{pounds(row.pence)} {row.per.words}",
            f"{row.funder.words}: {row.funder_name}" if row.funder_name else row.funder.words,
            "Aftercare: shared as the cost share says" if row.is_shared else "Not shared",
        )
        for row in costs
    ]


def home_part_rows(check: HomeCheck | None) -> list[tuple[str, str]]:
    """The shared parts, what they come to, and the rate of the same day."""
    if check is None:
        return []
    parts = [
        (part.words, "Not known" if part.weekly is None else pounds(half_up(part.weekly)))
        for part in check.parts
    ]
    return [*parts, ("All parts", pounds(check.total)), ("The rate", pounds(check.rate))]


def home_apart(check: HomeCheck | None) -> str:
    """What is apart, while nobody named it."""
    return "" if check is None or check.settled else difference_words(check)
