"""The manager's measures: the number, the list and the file are one condition, in the reader's scope."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pytest

from cases.queries import visible_to
from s117.accounts import services as accounts_services
from s117.dashboards.queries.measures import MEASURES, measure_called, numbers, people_of
from s117.dashboards.queries.scope import counted_for
from tests.builders import accounts, assessments, careplans, cases, disputes, funding
from tests.builders.accounts import NOW, TODAY

pytestmark = pytest.mark.django_db


def number_of(slug, actor, on=TODAY):
    found = {number.measure.slug: number for number in numbers(counted_for(actor), on)}
    return found[slug]


def names_of(slug, actor, on=TODAY):
    people = people_of(measure_called(slug), visible_to(actor), on)
    return sorted(people.values_list("client__family_name", flat=True))


def left(day, **over):
    return cases.an_active_case(left_on=day, **over)


def test_a_person_who_has_left_hospital_without_a_plan_is_on_the_list_until_one_is_published():
    case = careplans.a_planned_case(family_name="Waiting")
    cases.leave(case, left_on=date(2026, 10, 19))
    manager = accounts.manager()
    assert number_of("without-plan", manager).people == 1
    assert names_of("without-plan", manager) == ["Waiting"]
    careplans.a_published_plan(case)
    assert number_of("without-plan", manager).people == 0


def test_a_person_still_in_hospital_is_counted_beside_the_register_not_in_it():
    cases.an_allocated_case()
    left(date(2026, 10, 19))
    number = number_of("register", accounts.manager())
    assert (number.people, number.beside) == (1, 1)


def test_a_review_is_overdue_from_the_day_after_it_was_due():
    case = careplans.a_planned_case()
    careplans.a_published_plan(case)
    cases.leave(case, left_on=date(2026, 10, 19))  # its first review is due on 30 November 2026
    manager = accounts.manager()
    assert number_of("reviews-overdue", manager, date(2026, 11, 30)).people == 0
    assert number_of("reviews-overdue", manager, date(2026, 12, 1)).people == 1


@pytest.mark.parametrize(
    ("happened_at", "seen"),
    [
        (datetime(2026, 10, 19, 20, 0, tzinfo=UTC), False),  # the day itself does not count
        (datetime(2026, 10, 19, 23, 30, tzinfo=UTC), True),  # 00:30 on the 20th in London
        (datetime(2026, 10, 22, 22, 30, tzinfo=UTC), True),  # 23:30 on day 3 in London
        (datetime(2026, 10, 22, 23, 30, tzinfo=UTC), False),  # day 4 in London
    ],
)
def test_only_a_contact_on_day_one_to_three_by_the_london_calendar_counts(happened_at, seen):
    case = left(date(2026, 10, 19))
    cases.a_contact(case, accounts.coordinator(), happened_at=happened_at)
    number = number_of("follow-up", accounts.manager())
    assert (number.out_of, number.people) == (1, 0 if seen else 1)
    assert number.percent == (100 if seen else 0)


@pytest.mark.parametrize("over", [{"attended": "no"}, {"with_whom": "family"}])
def test_a_missed_visit_or_a_talk_with_family_is_not_a_follow_up(over):
    case = left(date(2026, 10, 19))
    cases.a_contact(case, accounts.coordinator(), **over)
    assert number_of("follow-up", accounts.manager()).people == 1


def test_somebody_whose_three_days_are_not_over_is_not_in_the_share_yet():
    left(date(2026, 11, 18))
    assert number_of("follow-up", accounts.manager(), date(2026, 11, 21)).out_of == 0
    assert number_of("follow-up", accounts.manager(), date(2026, 11, 22)).out_of == 1


def test_ready_and_not_left_is_a_delay_and_leaving_ends_it():
    case = cases.an_allocated_case()
    cases.hospital.record_ready(
        actor=accounts.mha_office(), at=NOW, case_id=case.id, ready_on=date(2026, 11, 1), delay_reason="09"
    )
    manager = accounts.manager()
    assert number_of("delayed", manager, date(2026, 10, 31)).people == 0
    assert number_of("delayed", manager).people == 1
    cases.leave(case, left_on=date(2026, 11, 20))
    assert number_of("delayed", manager).people == 0


def test_a_disputed_responsibility_is_counted_until_the_body_accepts():
    case = cases.an_allocated_case()
    disputes.a_dispute(case)
    assert number_of("disputes", accounts.manager()).people == 1
    cases.accept(case, "council", accounts.council_signatory(), decided_on=date(2026, 11, 20))
    assert number_of("disputes", accounts.manager()).people == 0


def test_a_service_that_has_started_wants_both_a_rate_and_a_cost_share():
    case = left(date(2026, 3, 31), starts_on=date(2026, 2, 1))
    manager = accounts.manager()
    assert number_of("not-started", manager).people == 0
    line = funding.a_line_without_share(case)
    assert number_of("not-started", manager).people == 1
    funding.share(line, starts_on=date(2026, 4, 1))
    assert number_of("not-started", manager).people == 0


def test_people_of_a_coordinator_whose_account_is_switched_off_are_found():
    left(date(2026, 10, 19))
    manager = accounts.manager()
    assert number_of("coordinator-left", manager).people == 0
    accounts_services.set_active(
        actor=accounts.SETTING_UP, at=NOW, user_id=accounts.coordinator().id, active=False
    )
    assert number_of("coordinator-left", manager).people == 1


def test_every_number_has_a_list_and_a_file_of_its_length(browse):
    left(date(2026, 10, 19))
    left(date(2026, 11, 3))
    cases.an_allocated_case()
    manager = accounts.manager()
    client = browse(manager)
    for number in numbers(visible_to(manager), TODAY):
        page = client.get(f"/manager/{number.measure.slug}/")
        assert page.status_code == 200
        file = client.get(f"/manager/{number.measure.slug}/download/")
        rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))[1:]
        assert len(rows) == number.people
        assert page.content.decode().count('href="/cases/') == number.people


def test_an_analyst_reads_the_numbers_of_the_organisation_and_no_names(browse):
    case = left(date(2026, 10, 19), family_name="Nameless")
    analyst = accounts.actor_of(accounts.user("quinn", "analyst"))
    assert number_of("register", analyst).people == 1
    client = browse(analyst)
    page = client.get("/manager/")
    assert page.status_code == 200
    assert "Sam Jones" not in page.content.decode()
    for measure in MEASURES:
        assert client.get(f"/manager/{measure.slug}/").status_code == 403
        assert client.get(f"/manager/{measure.slug}/download/").status_code == 403
    assert client.get(f"/cases/{case.reference}/").status_code in (403, 404)


def test_another_council_counts_none_of_them():
    left(date(2026, 10, 19))
    assert [number.people for number in numbers(counted_for(accounts.stranger()), TODAY)] == [0] * len(
        MEASURES
    )


def test_the_meeting_and_the_plan_are_to_be_there_on_the_day_of_leaving():
    left(date(2026, 10, 19), family_name="Unplanned")
    ready = careplans.a_planned_case(family_name="Ready")
    assessments.a_meeting(ready, held_on=date(2026, 10, 6))
    careplans.a_published_plan(ready)
    cases.leave(ready, left_on=date(2026, 10, 19))
    manager = accounts.manager()
    for slug in ("met-before-leaving", "plan-before-leaving"):
        number = number_of(slug, manager)
        assert (number.out_of, number.people, number.percent) == (2, 1, 50)
        assert names_of(slug, manager) == ["Unplanned"]
        assert number_of(slug, manager, date(2027, 1, 17)).out_of == 0, "90 days later"


def test_a_plan_published_the_day_after_leaving_came_too_late():
    case = careplans.a_planned_case(family_name="Late")
    cases.leave(case, left_on=date(2026, 10, 19))
    careplans.a_published_plan(case, at=datetime(2026, 10, 19, 23, 30, tzinfo=UTC))  # 00:30 on the 20th
    assert names_of("plan-before-leaving", accounts.manager()) == ["Late"]
