"""A home is shared and put on a schedule when its parts in the plan come to its rate, or somebody says why not."""

from __future__ import annotations

import pytest

from funding.models import FundedLine
from funding.services import homes, schedules
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, funding
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db
PARTS = (("rent", 18_500), ("service_charge", 4_200), ("care", 82_300))


def test_a_home_whose_parts_come_to_its_rate_is_shared_and_frozen() -> None:
    funding.a_funded_line(costs=PARTS)
    schedule = funding.a_frozen_schedule()
    assert (schedule.gross_pence, schedule.exceptions) == (450_000, [])


def test_a_home_whose_parts_come_to_less_is_not_shared_until_the_difference_is_named() -> None:
    line = funding.a_line_without_share(costs=PARTS[:2])
    with pytest.raises(Refused) as refused:
        funding.share(line, starts_on=line.starts_on)
    said = refused.value.fields["nhs_percent"]
    assert "come to £227.00 a week (rent £185.00, service charge £42.00)" in said
    assert "£823.00 apart" in said
    assert "name the difference" in said
    with pytest.raises(NotAllowed):
        homes.name_home_difference(
            actor=accounts.coordinator(), at=NOW, line_id=line.id, reason="The plan is old"
        )
    named = homes.name_home_difference(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        reason="The home charges one price for care",
    )
    assert named.home_difference_pence == 82_300
    funding.share(named, starts_on=line.starts_on)
    assert funding.a_frozen_schedule().gross_pence == 450_000
    with pytest.raises(Refused, match="no difference to name"):
        homes.name_home_difference(actor=accounts.council_finance(), at=NOW, line_id=line.id, reason="Again")


def test_a_new_plan_with_other_parts_stands_in_the_way_of_the_schedule_and_says_who_puts_it_right() -> None:
    """The share was recorded before: nothing is frozen over parts that do not come to the rate."""
    line = funding.a_funded_line(costs=PARTS)
    funding.a_planned_service(line.case, service_key=line.service_key, costs=PARTS[1:])
    schedule = funding.a_draft_schedule()
    (found,) = schedule.exceptions
    assert (found["rule"], found["service"]) == ("home_parts", "Supported living")
    assert found["text"].endswith("£185.00 apart.")
    assert found["who"] == (
        "The care coordinator, if the plan is wrong; finance at Northmoor Council, if the rate is, or to name it"
    )
    with pytest.raises(Refused, match="stands in the way"):
        schedules.freeze_schedule(actor=accounts.council_finance(), at=NOW, schedule_id=schedule.id)


def test_another_service_and_a_home_without_parts_are_left_alone() -> None:
    line = funding.a_funded_line()
    assert FundedLine.objects.get(pk=line.pk).home_difference_pence is None
    with pytest.raises(Refused, match="no difference to name"):
        homes.name_home_difference(actor=accounts.council_finance(), at=NOW, line_id=line.id, reason="None")
