"""The end of a story: rates, cost shares, and the schedules of the last two months."""

from __future__ import annotations

from datetime import date, timedelta

from careplans.queries import published_services
from funding.rules.calendars import Every
from funding.services import calendars, packages, schedules
from s117.demo.packages import PACKAGES
from s117.demo.panels import fund_by_panel
from s117.demo.register import Stage
from s117.demo.story import Story, moment
from s117.demo.world import FINANCE_OF, NHS_BODY_OF, World
from s117.kernel.actor import system_actor
from s117.kernel.dates import add_months

WORKER = system_actor("demo data")
FROZEN_MONTHS = 2
# Long enough for any month of this financial year, and of the last one’s end, to be asked for.
CALENDAR_MONTHS = 18


def fund_services(story: Story) -> None:
    """Put a rate and a cost share on each service that is paid for, from the day it starts."""
    entry = story.entry
    if entry.money == "none" or not story.reaches(Stage.PLAN_PUBLISHED) or story.left is None:
        return
    if entry.money == "panel":
        fund_by_panel(story)
        return
    lowe = story.world.actor(FINANCE_OF[entry.council], story.today)
    council, nhs = story.world.bodies[entry.council], story.world.bodies[NHS_BODY_OF[entry.council]]
    keys = {service.description: service.service_key for service in published_services(story.case_id)}
    at = moment(story.left, 18)
    for service in PACKAGES[entry.package].services:
        if service.weekly_pence is None:
            continue
        line = packages.fund_line(
            actor=lowe, at=at, case_id=story.case_id, service_key=keys[service.description],
            payer_id=council.id, starts_on=story.left, rate_pence=service.weekly_pence,
            cost_centre="MH117", subjective_code="4410",
        )  # fmt: skip
        if entry.money == "no_split":
            continue
        packages.record_split(
            actor=lowe, at=at, line_id=line.id, starts_on=story.left,
            shares={council.id: f"{100 - service.nhs_percent}.00", nhs.id: f"{service.nhs_percent}.00"},
            decision_reference=f"PANEL-{story.left:%Y-%m}",
        )  # fmt: skip


def run_schedules(world: World, today: date) -> None:
    """Freeze the last two whole months of each council, and leave this month's as a draft."""
    this_month = today.replace(day=1)
    for council, username in FINANCE_OF.items():
        lowe = world.actor(username, today)
        begin = add_months(this_month, -CALENDAR_MONTHS)
        calendars.record_calendar(
            actor=lowe, at=moment(begin, 8), organisation_id=world.bodies[council].id, every=Every.MONTH,
            starts_on=begin, reason="Settled monthly, as agreed with the NHS body",
        )  # fmt: skip
        for back in range(FROZEN_MONTHS, -1, -1):
            first = add_months(this_month, -back)
            last = add_months(first, 1) - timedelta(days=1)
            at = moment(min(last + timedelta(days=3), today), 9 if back else 8)
            schedule = schedules.start_schedule(
                actor=lowe, at=at, council_id=world.bodies[council].id, period_from=first, period_to=last
            )
            schedules.produce_schedule(actor=WORKER, at=at, schedule_id=schedule.id)
            schedule.refresh_from_db()
            if schedule.row_count == 0:
                schedules.withdraw_schedule(
                    actor=lowe, at=at, schedule_id=schedule.id, reason="Nothing was charged"
                )
            elif back:
                schedules.freeze_schedule(actor=lowe, at=at, schedule_id=schedule.id)
