"""Endings in the work lists and the measures: whose decision is waited for, and how many endings lasted."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cases.queries import visible_to
from s117.dashboards.queries.measures import Measure, Number, measure_called, numbers, people_of
from s117.dashboards.queries.scope import counted_for
from s117.dashboards.queries.work import cards, tasks
from s117.journeys import end_aftercare
from s117.kernel.actor import Actor
from tests.builders import accounts, careplans, cases, endings
from tests.builders.accounts import TODAY

pytestmark = pytest.mark.django_db


def waiting_for(actor: Actor, on: date = TODAY) -> set[str]:
    """The sorts of ending work that are on somebody's cards."""
    wanted = {"endings-to-sign", "endings-to-confirm", "to-put-back"}
    return {card.kind.slug for card in cards(actor, on) if card.count} & wanted


def number_of(slug: str, on: date) -> Number:
    """A measure as the council's decision maker reads it."""
    found = {number.measure.slug: number for number in numbers(counted_for(accounts.council_signatory()), on)}
    return found[slug]


def test_an_ending_waits_for_the_body_that_has_not_decided_and_then_for_the_confirmation() -> None:
    council, nhs, manager = accounts.council_signatory(), accounts.nhs_signatory(), accounts.manager()
    case = cases.an_active_case()
    assert waiting_for(council) == set()
    endings.a_request(case)
    assert waiting_for(council) == waiting_for(nhs) == {"endings-to-sign"}
    assert waiting_for(accounts.stranger()) == waiting_for(manager) == set()
    assert next(row.since for row in tasks(council, TODAY) if row.kind.slug == "endings-to-sign") == TODAY
    endings.sign(case, council)
    assert waiting_for(council) == set()
    assert waiting_for(nhs) == {"endings-to-sign"}
    endings.sign(case, nhs)
    assert waiting_for(council) == waiting_for(nhs) == waiting_for(manager) == {"endings-to-confirm"}
    endings.confirm(case)
    assert waiting_for(council) == waiting_for(manager) == set()


def test_the_other_body_is_told_that_aftercare_may_be_put_back() -> None:
    council, nhs = accounts.council_signatory(), accounts.nhs_signatory()
    case = endings.an_ended_case(cases.an_active_case())
    later, day = datetime(2027, 5, 3, 10, tzinfo=UTC), date(2027, 5, 2)
    endings.reinstate(case, nhs, at=later, effective_on=day, decided_on=day)
    assert waiting_for(council) == {"to-put-back"}
    assert waiting_for(nhs) == set()
    endings.reinstate(case, council, at=later, effective_on=day, decided_on=day)
    assert waiting_for(council) == set()


def test_after_reinstatement_the_plan_from_before_does_not_count() -> None:
    case = cases.refreshed(careplans.a_published_plan(careplans.a_planned_case()).case_id)
    cases.accept(case, "council", accounts.council_signatory())
    cases.accept(case, "nhs_body", accounts.nhs_signatory())
    cases.leave(case)
    manager = accounts.manager()
    without = people_of(measure_called("without-plan"), visible_to(manager), TODAY)
    assert not without.exists()
    endings.a_request(case)
    for signatory in (accounts.council_signatory(), accounts.nhs_signatory()):
        endings.sign(case, signatory)
    for service in end_aftercare.live_services(case.id):
        endings.move(case, service.key)
    endings.confirm(case)
    later, day = datetime(2027, 5, 3, 10, tzinfo=UTC), date(2027, 5, 2)
    for signatory in (accounts.council_signatory(), accounts.nhs_signatory()):
        endings.reinstate(case, signatory, at=later, effective_on=day, decided_on=day)
    assert without.exists(), "a new plan is needed"
    own = tasks(accounts.coordinator(), date(2027, 5, 10))
    assert next(row.since for row in own if row.kind.slug == "without-plan") == day


def test_m31_counts_endings_and_those_put_back_within_twelve_months() -> None:
    ended = [cases.an_active_case(family_name=name) for name in ("Lasting", "Relapsed", "Mistaken")]
    for case in ended:
        endings.an_ended_case(case)
    endings.undo(ended[2])
    later, day = datetime(2027, 5, 3, 10, tzinfo=UTC), date(2027, 5, 2)
    for signatory in (accounts.council_signatory(), accounts.nhs_signatory()):
        endings.reinstate(ended[1], signatory, at=later, effective_on=day, decided_on=day)
    number = number_of("ended", day)
    assert (number.people, number.beside) == (2, 1), "an ending undone as a mistake is none"
    assert number_of("endings-that-lasted", day).out_of == 0, "they are not a year old yet"
    lasted = number_of("endings-that-lasted", date(2027, 11, 25))
    assert (lasted.out_of, lasted.people, lasted.percent) == (2, 1, 50)


@pytest.mark.parametrize(
    ("out_of", "people", "percent"), [(9, 3, 67), (200, 41, 80), (8, 1, 88), (3, 2, 33), (0, 0, None)]
)
def test_a_share_is_rounded_half_up(out_of: int, people: int, percent: int | None) -> None:
    assert Number(measure_called("follow-up"), people, out_of, None).percent == percent


def test_a_share_just_below_its_target_is_marked_though_it_rounds_to_it() -> None:
    measure: Measure = measure_called("follow-up")
    below = Number(measure, 41, 200, None)
    assert (below.percent, below.needs_attention) == (80, True)
    assert not Number(measure, 40, 200, None).needs_attention
