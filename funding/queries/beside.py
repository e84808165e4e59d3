"""What others pay beside a charged line, as columns of a statement over lines: one join, no query a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.db.models.functions import JSONObject

from funding.models import NursingCare, TopUp
from funding.rules.beside import Beside, BesideSum, beside
from funding.rules.corrections import PostingKind
from funding.rules.nursing import nursing_paid
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
    sign = _sign(row)
    return BesideSum(sign * found.pence, sign * found.through_payer)


def nursing_beside(line: str) -> ArraySubquery:
    """The bands of funded nursing care of the service at the path `line`, for `nursing_sum`."""
    held = NursingCare.objects.filter(line=OuterRef(line), superseded_at__isnull=True).order_by("starts_on")
    return ArraySubquery(held.values(row=JSONObject(band="band", first="starts_on")))


def nursing_sum(row: Mapping[str, Any], held: list[dict[str, Any]]) -> int:
    """What the NHS pays the home itself on the days of a schedule line; taken back where the line is."""
    served = Period.inclusive(row["service_from"], row["service_to"])
    bands = [(date.fromisoformat(each["first"]), each["band"]) for each in held]
    return _sign(row) * _nursed(served, bands)


def nursing_of(case_id: UUID) -> tuple[NursingCare, ...]:
    """The funded nursing care of a person's services that stands, oldest first. One statement."""
    standing = NursingCare.objects.filter(line__case=case_id, superseded_at__isnull=True)
    return tuple(standing.select_related("line").order_by("line__starts_on", "line_id", "starts_on"))


def nursing_in(council_ids: Iterable[UUID], period: Period) -> int:
    """What the NHS pays homes in the period beside services that the councils pay for. One statement."""
    rows = NursingCare.objects.filter(
        Q(line__ends_on__isnull=True) | Q(line__ends_on__gte=period.start),
        superseded_at__isnull=True,
        line__payer__in=council_ids,
        line__starts_on__lte=period.last_day,
    ).values_list("line", "line__starts_on", "line__ends_on", "starts_on", "band")
    bands: dict[tuple[UUID, Period], list[tuple[date, str]]] = defaultdict(list)
    for line, first, last, starts_on, band in rows.order_by():
        bands[line, Period.inclusive(first, last)].append((starts_on, band))
    served = ((days.intersection(period), held) for (_, days), held in bands.items())
    return sum(_nursed(days, held) for days, held in served if days is not None)


def _nursed(served: Period, bands: Iterable[tuple[date, str]]) -> int:
    return beside(served, nursing_paid(served, bands, settings.FUNDED_NURSING_RATES)).pence


def _sign(row: Mapping[str, Any]) -> int:
    return -1 if row["kind"] == PostingKind.REVERSAL.value else 1


def _days(row: Mapping[str, Any]) -> Period:
    last = row["last"]
    return Period.inclusive(date.fromisoformat(row["first"]), date.fromisoformat(last) if last else None)
