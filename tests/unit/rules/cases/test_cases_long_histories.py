"""No history, however long, holds a worker up: twice the detentions take about twice the work."""

from __future__ import annotations

import cProfile
import pstats
from datetime import date, timedelta

import pytest

from cases.rules import council, duty, nhs_body
from cases.rules.duty import DutyState
from cases.rules.facts import CaseFacts, CtoFact, DetentionFact, EndingFact, LeavingFact, ResidenceFact, Side

AGAIN = timedelta(days=7)


def detained(times: int, since: date, *, revoked: bool = False, ended: bool = False) -> CaseFacts:
    """Somebody detained each week for three days, who lived elsewhere each time in between."""
    begun = [since + AGAIN * each for each in range(times)]
    left = [on + timedelta(days=3) for on in begun]
    return CaseFacts(
        detentions=tuple(
            DetentionFact(starts_on=on, ends_on=end, section="3") for on, end in zip(begun, left, strict=True)
        ),
        leavings=tuple(LeavingFact(left_on=on) for on in left),
        residences=tuple(
            ResidenceFact(area=f"Area {on.day % 4}", starts_on=on, ends_on=on + timedelta(days=4))
            for on in left
        ),
        ctos=tuple(CtoFact(starts_on=on, revoked_on=on + timedelta(days=4)) for on in left if revoked),
        endings=tuple(EndingFact(side=side, decided_on=on) for on in left if ended for side in Side),
    )


def work(facts: CaseFacts) -> int:
    """How many calls the three answers take."""
    on = date(2020, 6, 30)
    with cProfile.Profile() as profile:
        duty.assess(facts, on)
        council.determine(facts, on)
        nhs_body.determine(facts, on)
    return int(pstats.Stats(profile).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("more", [{}, {"revoked": True}, {"ended": True}])
def test_twice_the_detentions_take_about_twice_the_work(more: dict[str, bool]) -> None:
    once, twice = (work(detained(times, date(2016, 5, 1), **more)) for times in (40, 80))
    assert twice < 3 * once


def test_a_chain_of_hundreds_of_detentions_has_an_answer() -> None:
    facts, on = detained(200, date(2016, 5, 1)), date(2020, 6, 30)
    assert duty.assess(facts, on).value.state is DutyState.ACTIVE
    assert nhs_body.determine(facts, on).value is not None
