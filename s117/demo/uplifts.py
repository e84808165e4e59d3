"""Rises of rates of one council, one approved and one that waits; and what its signatories may sign for."""

from __future__ import annotations

from datetime import date

from funding.queries import uplifts as queries
from funding.rules.asked import UpliftInput
from funding.services import limits, uplifts
from s117.demo.story import moment
from s117.demo.world import World


def raise_rates(world: World, today: date) -> None:
    """3.9% on accommodation from next April, approved; an amount on daily living, one service taken out."""
    lowe, price = world.actor("lowe", today), world.actor("price", today)
    body = world.bodies["NMC"].id
    april = date(today.year + (today.month >= 4), 4, 1)
    approved = uplifts.prepare_uplift(
        actor=lowe,
        at=moment(today, 7),
        organisation_id=body,
        wanted=UpliftInput(
            percent="3.9", effective_on=april, category="accommodation", reason="Fee letter for next year"
        ),
    )
    uplifts.approve_uplift(actor=price, at=moment(today, 8), run_id=approved.id)
    uplifts.apply_uplift(at=moment(today, 8), run_id=approved.id)
    waiting = uplifts.prepare_uplift(
        actor=lowe,
        at=moment(today, 8),
        organisation_id=body,
        wanted=UpliftInput(
            pence=1200, effective_on=april, category="daily_living", reason="Real living wage from April"
        ),
    )
    rows = queries.uplift_lines(queries.uplift_for(lowe, waiting.number))
    uplifts.exclude_line(
        actor=lowe, at=moment(today, 8), run_id=waiting.id, uplift_line_id=rows[0].id,
        reason="The contract has a fixed price until it ends",
    )  # fmt: skip


def limit_signatures(world: World, today: date) -> None:
    """Everybody of Northmoor signs for £5,000 a week at most, its head of service for more, from today."""
    singh = world.actor("singh", today)
    known = {"actor": singh, "at": moment(today, 7), "organisation_id": world.bodies["NMC"].id}
    for username, weekly in ((None, 5_000_00), ("price", 10_000_00)):
        limits.record_limit(
            **known, user_id=world.users[username].id if username else None,
            weekly_pence=weekly, once_pence=25_000_00, starts_on=today,
        )  # fmt: skip
