"""Bulk rises of rates at each stage, through the services."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from funding.models import UpliftRun
from funding.rules.asked import UpliftInput
from funding.services import uplifts
from s117.kernel.actor import Actor
from tests.builders import accounts
from tests.builders.accounts import NOW

FROM = date(2027, 4, 1)


def a_prepared_uplift(*, at: datetime = NOW, **over: Any) -> UpliftRun:
    """3.9% more from 1 April 2027 on whatever Northmoor Council pays for, prepared by its finance officer."""
    if "pence" not in over:
        over.setdefault("percent", "3.9")
    wanted = UpliftInput(**{"effective_on": FROM, "reason": "Fee letter 2027/28", **over})
    return uplifts.prepare_uplift(
        actor=accounts.council_finance(), at=at, organisation_id=accounts.northmoor().id, wanted=wanted
    )


def an_approved_uplift(*, at: datetime = NOW, **over: Any) -> UpliftRun:
    """The same, approved by the council's signatory, its new rates recorded."""
    run = a_prepared_uplift(at=at, **over)
    return approve(run, at=at)


def approve(
    run: UpliftRun, actor: Actor | None = None, *, at: datetime = NOW, seen_version: int | None = None
) -> UpliftRun:
    """Approved by the council's signatory or another, and carried out by a worker."""
    actor = actor or accounts.council_signatory()
    uplifts.approve_uplift(actor=actor, at=at, run_id=run.id, seen_version=seen_version)
    uplifts.apply_uplift(at=at, run_id=run.id)
    return UpliftRun.objects.get(pk=run.pk)


def a_service_taken_out(run: UpliftRun) -> UpliftRun:
    """One service of the run is left as it is."""
    row = run.lines.order_by("line_id").first()
    return uplifts.exclude_line(
        actor=accounts.council_finance(), at=NOW, run_id=run.id, uplift_line_id=row.id, reason="Fixed price"
    )
