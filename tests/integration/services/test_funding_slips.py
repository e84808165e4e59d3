"""Slips of the hand that would cost money, or that the database alone would refuse: each is refused in words."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from funding import queries
from funding.models import Delivery, FundedLine
from funding.rules.proration import Unit
from funding.services import packages
from s117.audit.context import acting_as
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.funding import APRIL

pytestmark = pytest.mark.django_db
MIDDLE = date(2026, 4, 16)


def deliver(line: FundedLine, first: date, last: date, units: str) -> Delivery:
    return packages.record_delivery(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        service_from=first,
        service_to=last,
        units=Decimal(units),
    )


def test_units_are_not_charged_twice_for_one_day() -> None:
    line = funding.a_funded_line(unit=Unit.HOUR, weekly=2_440)
    deliver(line, APRIL[0], APRIL[1], "40")
    with pytest.raises(Refused) as refused:
        deliver(line, MIDDLE, APRIL[1], "20")
    assert "1 April 2026 to 30 April 2026 already" in refused.value.fields["service_from"]
    deliver(line, APRIL[0], MIDDLE - timedelta(days=1), "20")
    deliver(line, MIDDLE, APRIL[1], "21")
    with (
        acting_as(SETTING_UP),
        pytest.raises(IntegrityError, match="delivery_day_once"),
        transaction.atomic(),
    ):
        Delivery.objects.create(
            line=line, service_from=APRIL[1], service_to=APRIL[1], units=1, recorded_at=NOW
        )
    assert funding.a_draft_schedule().gross_pence == 41 * 2_440


def test_a_month_in_which_nothing_was_delivered_can_be_frozen() -> None:
    line = funding.a_funded_line(unit=Unit.HOUR, weekly=2_440)
    funding.a_funded_line()
    deliver(line, APRIL[0], APRIL[1], "0")
    schedule = funding.a_frozen_schedule()
    assert [row.description for row in queries.lines_of_schedule(schedule.id)] == ["Supported living"]
    assert (schedule.exceptions, schedule.row_count) == ([], 1)


def test_units_that_were_never_delivered_are_taken_back_by_the_next_schedule() -> None:
    line = funding.a_funded_line(unit=Unit.HOUR, weekly=2_440)
    deliver(line, APRIL[0], APRIL[1], "10")
    funding.a_frozen_schedule()
    deliver(line, APRIL[0], APRIL[1], "0")
    later = funding.a_draft_schedule(funding.MAY)
    kinds = [(row.kind, row.gross_pence) for row in queries.lines_of_schedule(later.id)]
    assert kinds == [("reversal", -24_400)]


def test_nobody_pays_towards_a_service_while_it_is_funded_as_aftercare() -> None:
    """The plan in force has moved the service outside aftercare; its funding has days left."""
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    funding.a_planned_service(case, group="outside", service_key=line.service_key)
    with pytest.raises(Refused) as refused:
        funding.contribute(case, line.service_key)
    assert "Section 117 services cannot be charged" in refused.value.fields["starts_on"]
    assert "record the last day" in refused.value.fields["starts_on"]
    packages.end_line(
        actor=accounts.council_finance(), at=NOW, line_id=line.id, ends_on=MIDDLE, reason="Moved"
    )
    with pytest.raises(Refused) as refused:
        funding.contribute(case, line.service_key, starts_on=MIDDLE)
    assert "until 16 April 2026" in refused.value.fields["starts_on"]
    assert funding.contribute(case, line.service_key, starts_on=MIDDLE + timedelta(days=1)).pk
