"""A transfer that waits: Northmoor has given Southvale notice of somebody who is moving there."""

from __future__ import annotations

from datetime import date, timedelta

from careplans import queries as careplans
from cases import queries
from cases.models import Case
from cases.services.transfers import TransferInput
from s117.demo.story import moment
from s117.demo.world import MANAGER_OF, World
from s117.journeys import transfer

GIVEN_DAYS_AGO, PLANNED_IN_DAYS = 3, 24


def hand_over(world: World, today: date) -> None:
    """The first person of Recovery East who lives at home with a plan in force is moving to Southvale."""
    team = world.teams["Recovery East"]
    given_on = today - timedelta(days=GIVEN_DAYS_AGO)
    rows = Case.objects.filter(
        status="active", allocations__team=team, allocations__ends_on__isnull=True, endings__isnull=True
    )
    at_home = (case for case in rows.order_by("reference") if careplans.published_plan(case.id))
    case = next(at_home, None)
    if case is None:
        return
    hart = world.actor(MANAGER_OF[team.name], given_on)
    header = queries.header_for(hart, case.id)
    transfer.propose_transfer(
        actor=hart,
        at=moment(given_on, 11),
        case=header,
        to_body=world.bodies["SVC"],
        notice=TransferInput(
            cause="moves",
            reason="Takes up a tenancy in Southvale, near family, and has asked for a local team.",
            planned_on=today + timedelta(days=PLANNED_IN_DAYS),
            told=["person", "carer", "gp", "providers"],
            told_on=given_on,
            pack_contents=list(transfer.PARTS),
            services_continuing=transfer.services_that_go_on(header) or "Care coordination",
            money_cut_over_on=None,
            open_actions="Hand-over meeting with both teams before the move.",
        ),
    )
