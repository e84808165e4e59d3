"""What others pay beside a charged line, as columns of a statement over lines: one join, no query a row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from funding.models import TopUp
from funding.rules.beside import Beside, BesideSum, beside
from funding.rules.corrections import PostingKind
from funding.rules.top_ups import TopUpRoute
from s117.kernel.periods import Period


def top_ups_beside(line: str) -> ArraySubquery:
    """The top-ups of the service at the path `line`, for `top_up_sums`."""
    held = TopUp.objects.filter(line=OuterRef(line)).order_by("starts_on")
    return ArraySubquery(
        held.values(row=JSONObject(weekly="weekly_pence", first="starts_on", last="ends_on", route="route"))
    )


def top_up_sums(row: Mapping[str, Any], held: list[dict[str, Any]]) -> BesideSum:
    """What the top-ups come to on the days of a schedule line; of one taken back, less than nothing."""
    found = beside(
        Period.inclusive(row["service_from"], row["service_to"]),
        (
            Beside(each["weekly"], _days(each), through_payer=each["route"] == TopUpRoute.COUNCIL.value)
            for each in held
        ),
    )
    sign = -1 if row["kind"] == PostingKind.REVERSAL.value else 1
    return BesideSum(sign * found.pence, sign * found.through_payer)


def _days(row: Mapping[str, Any]) -> Period:
    last = row["last"]
    return Period.inclusive(date.fromisoformat(row["first"]), date.fromisoformat(last) if last else None)
