"""Building the demo world: bodies, staff, and everybody's story in the order in which it happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice

from django.db import transaction

from s117.accounts.models import User
from s117.demo.around import surround
from s117.demo.budgets import set_budgets
from s117.demo.care import hold_reviews, plan_care
from s117.demo.charges import charge
from s117.demo.direct_payments import pay_directly
from s117.demo.disputes import dispute
from s117.demo.endings import end
from s117.demo.handovers import hand_over
from s117.demo.invoices import query_lines, receive_invoices
from s117.demo.legal import happen
from s117.demo.letters import correspond
from s117.demo.mergers import PEOPLE as REPLACED
from s117.demo.mergers import replace_bodies
from s117.demo.money import fund_services, run_schedules
from s117.demo.panels import wait_for_panels
from s117.demo.people import ACCOUNTS
from s117.demo.register import REGISTER, Entry, nhs_numbers
from s117.demo.reviews import go_on_reviewing
from s117.demo.story import begin, confirm, leave, moment
from s117.demo.uplifts import limit_signatures, raise_rates
from s117.demo.world import World, build_world, switch_off_leavers

Say = Callable[[str], None]


def is_built() -> bool:
    """Whether the demo world is there. It is built in one transaction, so it is there whole or not at all."""
    return User.objects.filter(username=ACCOUNTS[0].username).exists()


@transaction.atomic
def build(today: date, say: Say = print) -> None:
    """Build the demo world as of a day. Refuses nothing: the command does."""
    world = build_world(today)
    say(f"{len(world.users)} accounts, {len(world.teams)} teams")
    for number, (entry, nhs_number) in enumerate(_numbered(), start=1):
        tell(world, entry, number, nhs_number, today)
        if number % 10 == 0:
            say(f"{number} of {len(REGISTER)} people")
    charge(world, today)
    pay_directly(world, today)
    run_schedules(world, today)
    receive_invoices(world, today)
    query_lines(world, today)
    wait_for_panels(world, today)
    set_budgets(world, today)
    raise_rates(world, today)
    limit_signatures(world, today)
    replace_bodies(world, list(islice(nhs_numbers("9991"), len(REPLACED))))
    hand_over(world, today)
    correspond(world, today)
    switch_off_leavers(world, moment(today - timedelta(days=1), 17))
    go_on_reviewing(world, today)
    say(f"{len(REGISTER)} people, schedules of three councils")


def tell(world: World, entry: Entry, number: int, nhs_number: str, today: date) -> None:
    """One person's story from registration to today."""
    story = begin(world, entry, number, nhs_number, today)
    surround(story)
    plan_care(story)
    leave(story)
    fund_services(story)
    dispute(story)
    hold_reviews(story)
    confirm(story)
    end(story)
    happen(story)


def _numbered() -> Iterator[tuple[Entry, str]]:
    numbers = nhs_numbers()
    for entry in REGISTER:
        yield entry, entry.nhs_number or next(numbers)
