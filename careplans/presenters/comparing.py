"""Which versions to compare, and what differs, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse

from careplans.queries.plans import OPEN_PLANS, PlanFile, PlanRow
from careplans.rules.comparison import compare
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.snapshot import PlanSnapshot
from s117.web.filters import date as date_words


def version_choices(rows: Sequence[PlanRow]) -> tuple[tuple[int, str], ...]:
    """Every version as a choice, newest first."""
    return tuple((row.number, f"Version {row.number}, {row.status.words.lower()}") for row in rows)


def versions_to_compare(rows: Sequence[PlanRow], earlier: str, later: str) -> tuple[int, int] | None:
    """The two numbers that were asked for, else the last two; the lower first. None with a single version."""
    known = sorted(row.number for row in rows)
    if len(known) < 2:
        return None
    asked = sorted({number for number in known if str(number) in (earlier, later)})
    first, second = asked if len(asked) == 2 else known[-2:]
    return first, second


def compare_href(ref: str, rows: Sequence[PlanRow]) -> str:
    """Where the last two versions stand side by side; empty while there is one."""
    return reverse("careplans:plan_compare", kwargs={"ref": ref}) if len(rows) > 1 else ""


def around_version(file: PlanFile, rows: Sequence[PlanRow]) -> dict[str, Any]:
    """What a reader of one version has to know of the others: is a newer one being written, and what changed
    since the one before."""
    here = reverse("careplans:plan_compare", kwargs={"ref": file.case.reference})
    mine = file.plan.number
    in_force = file.status is PlanStatus.PUBLISHED
    newer = next(
        (row for row in rows if in_force and row.number > mine and row.status.value in OPEN_PLANS), None
    )
    earlier = max((row.number for row in rows if row.number < mine), default=0)
    return {
        "newer": newer,
        "newer_href": f"{here}?from={mine}&to={newer.number}" if newer else "",
        "compare_href": f"{here}?from={earlier}&to={mine}" if earlier else "",
    }


def comparison(before: PlanSnapshot, after: PlanSnapshot) -> dict[str, Any]:
    """The two versions and what differs, grouped by part."""
    found = compare(before, after, lambda day: date_words(day) if day else "")
    groups = tuple((part, tuple(items)) for part, items in groupby(found, key=lambda item: item.part))
    return {"before": before, "after": after, "groups": groups, "count": len(found)}
