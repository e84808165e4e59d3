"""The lists of both bodies: entries they do not agree on, people who may be lost, entries both confirmed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cases.queries import visible_to
from s117.dashboards.queries.measures import measure_called, numbers, people_of
from s117.dashboards.queries.people import people_after
from s117.dashboards.queries.scope import counted_for
from s117.kernel.dates import working_days_before
from tests.builders import accounts, careplans, cases, disputes
from tests.builders.accounts import TODAY

pytestmark = pytest.mark.django_db


def on_list(slug, actor, on=TODAY):
    """How many the number says, once it is clear that the list has the same people."""
    number = next(n for n in numbers(counted_for(actor), on) if n.measure.slug == slug)
    assert people_of(measure_called(slug), visible_to(actor), on).count() == number.people
    return number.people


def why(slug, actor):
    """The reasons that the list gives for the first person on it."""
    measure = measure_called(slug)
    people = people_of(measure, visible_to(actor), TODAY)
    return people_after(people, None, 1, measure.because(TODAY))[0].why


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 24), date(2026, 11, 10)),  # a Tuesday
        (date(2026, 11, 21), date(2026, 11, 9)),  # a Saturday: Friday is the first working day before
    ],
)
def test_ten_working_days_before_leaves_weekends_out(day, before):
    assert working_days_before(day, 10) == before


def test_a_body_that_has_not_accepted_is_on_the_list_after_ten_working_days_and_not_before():
    case = cases.an_allocated_case()  # proposed on Saturday 21 November 2026
    signatory = accounts.council_signatory()
    assert on_list("two-bodies", signatory, date(2026, 12, 4)) == 0
    assert on_list("two-bodies", signatory, date(2026, 12, 7)) == 1

    cases.accept(case, "council", signatory)
    assert on_list("two-bodies", signatory, date(2026, 12, 7)) == 1
    cases.accept(case, "nhs_body", accounts.nhs_signatory())
    assert on_list("two-bodies", signatory, date(2026, 12, 7)) == 0


def test_a_dispute_is_on_the_list_of_both_bodies_at_once():
    case = cases.an_allocated_case()
    disputes.a_dispute(case)

    assert on_list("two-bodies", accounts.council_signatory()) == 1
    assert on_list("two-bodies", accounts.nhs_signatory()) == 1
    assert on_list("two-bodies", accounts.stranger()) == 0


def test_the_yearly_confirmations_that_differ_are_on_the_list_until_the_bodies_say_the_same():
    case = cases.an_active_case()
    council, nhs = accounts.council_signatory(), accounts.nhs_signatory()
    cases.confirm(case, council)
    assert on_list("two-bodies", nhs) == 0, "one has not said anything"
    cases.confirm(case, nhs, still_owed="no", note="No need is left")
    assert on_list("two-bodies", council) == on_list("two-bodies", nhs) == 1
    assert why("two-bodies", council) == ("The yearly confirmations differ",)
    cases.confirm(case, council, still_owed="no", note="Agreed", at=datetime(2026, 11, 21, 11, tzinfo=UTC))
    assert on_list("two-bodies", council) == 0


def test_each_person_on_a_list_of_several_reasons_shows_theirs():
    a_person_well_held()
    cases.an_active_case(family_name="Unheld", different_person=True)
    signatory = accounts.council_signatory()
    assert why("may-be-lost", signatory) == ("No published plan", "No review to come")
    disputed = cases.an_active_case(family_name="Disputed", different_person=True)
    disputes.a_dispute(disputed)
    assert why("two-bodies", signatory) == ("A dispute is open",)


def a_person_well_held():
    """Planned, reviewed, coordinated and seen since leaving hospital on 19 October 2026."""
    case = careplans.a_planned_case()
    careplans.a_published_plan(case)
    cases.leave(case)
    cases.a_contact(case, accounts.coordinator())
    return case


def test_somebody_with_plan_review_coordinator_and_contact_is_not_lost():
    a_person_well_held()
    assert on_list("may-be-lost", accounts.council_signatory()) == 0


def test_somebody_without_a_plan_may_be_lost():
    cases.an_active_case()
    assert on_list("may-be-lost", accounts.council_signatory()) == 1


def test_somebody_may_be_lost_when_a_year_has_passed_since_anybody_saw_them():
    case = a_person_well_held()
    signatory = accounts.council_signatory()
    assert on_list("may-be-lost", signatory, date(2027, 11, 21)) == 0
    assert on_list("may-be-lost", signatory, date(2027, 11, 22)) == 1

    later = datetime(2027, 11, 1, 10, 0, tzinfo=UTC)
    cases.a_contact(case, accounts.coordinator(), happened_at=later, at=later, attended="no")
    assert on_list("may-be-lost", signatory, date(2027, 11, 22)) == 1
    cases.a_contact(case, accounts.coordinator(), happened_at=later, at=later)
    assert on_list("may-be-lost", signatory, date(2027, 11, 22)) == 0


def test_an_entry_counts_as_confirmed_while_both_last_words_are_a_yes_within_a_year():
    case = cases.an_active_case()
    council, nhs = accounts.council_signatory(), accounts.nhs_signatory()
    cases.confirm(case, council)
    assert on_list("confirmed", council) == 1
    cases.confirm(case, nhs)
    assert on_list("confirmed", council) == 0
    assert on_list("confirmed", council, date(2027, 11, 20)) == 0
    assert on_list("confirmed", council, date(2027, 11, 21)) == 1

    cases.confirm(
        case, nhs, still_owed="query", note="Who is the GP?", at=datetime(2026, 11, 21, 11, tzinfo=UTC)
    )
    assert on_list("confirmed", council) == 1
