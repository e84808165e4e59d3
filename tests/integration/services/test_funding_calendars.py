"""How often a council settles: set from a day on, offered for the next schedule, kept by the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from funding.models import Schedule, SettlementCalendar
from funding.queries import calendars as queries
from funding.queries.reports import REPORTS, Filters
from funding.rules.calendars import Every
from funding.services import schedules
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.periods import Period
from s117.kernel.refusals import Refused
from tests.builders import accounts, funding
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.funding import APRIL, MAY

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]
WEEKS = (date(2026, 3, 30), date(2026, 4, 26))
LAST_YEAR = Filters(date(2025, 4, 1), date(2026, 3, 31))


def start(period: tuple[date, date], **over: str) -> Schedule:
    return schedules.start_schedule(
        actor=accounts.council_finance(), at=NOW, council_id=accounts.northmoor().id,
        period_from=period[0], period_to=period[1], **over,
    )  # fmt: skip


def offered() -> tuple[Period, ...]:
    return queries.days_to_settle(accounts.northmoor().id, NOW.date()).offered


def test_the_next_four_weeks_are_offered_once_the_calendar_says_so() -> None:
    funding.a_funded_line(starts_on=WEEKS[0])
    funding.a_calendar(Every.FOUR_WEEKS, WEEKS[0])
    funding.a_frozen_schedule(WEEKS)
    assert offered() == (Period.inclusive(date(2026, 4, 27), date(2026, 5, 24)),)
    made = start((date(2026, 4, 27), date(2026, 5, 24)))
    assert made.days_reason == ""


def test_other_days_take_a_reason_which_stays_with_the_schedule() -> None:
    funding.a_funded_line()
    funding.a_frozen_schedule()
    for days, words in (
        ((date(2026, 6, 1), date(2026, 6, 30)), "No schedule has 1 May to 31 May 2026"),
        ((MAY[0], date(2026, 5, 24)), "Your calendar has 1 May to 31 May 2026"),
    ):
        with pytest.raises(Refused) as refusal:
            start(days)
        assert refusal.value.fields["reason"].startswith(words)
    assert start((MAY[0], date(2026, 5, 24)), reason="The home closes").days_reason == "The home closes"


def test_a_calendar_holds_from_its_day_and_replaces_what_was_to_come() -> None:
    funding.a_calendar(Every.MONTH, APRIL[0])
    wrong = funding.a_calendar(Every.WEEK, date(2026, 7, 1))
    funding.a_calendar(Every.FOUR_WEEKS, date(2026, 6, 29))
    wrong.refresh_from_db()
    assert wrong.superseded_at == NOW
    standing = [(row.every.value, row.starts_on) for row in queries.calendars_of(accounts.northmoor().id)]
    assert standing == [("month", APRIL[0]), ("four_weeks", date(2026, 6, 29))]
    assert Period.inclusive(date(2026, 6, 1), date(2026, 6, 28)) in offered()


def test_days_that_a_schedule_has_keep_their_period() -> None:
    funding.a_funded_line()
    funding.a_draft_schedule()
    with pytest.raises(Refused) as refusal:
        funding.a_calendar(Every.WEEK, APRIL[1])
    assert "every day up to 30 April 2026" in refusal.value.fields["starts_on"]
    assert funding.a_calendar(Every.WEEK, MAY[0]).every == "week"


def test_it_is_set_for_one_s_own_council_alone() -> None:
    known = {"at": NOW, "every": Every.WEEK, "starts_on": APRIL[0], "reason": "Mine"}
    for actor in (accounts.nhs_finance(), accounts.council_signatory(), accounts.coordinator()):
        with pytest.raises(NotAllowed):
            funding.calendars.record_calendar(actor=actor, organisation_id=accounts.northmoor().id, **known)
    may = accounts.nhs_finance()
    with pytest.raises(NotAllowed):
        funding.calendars.record_calendar(actor=may, organisation_id=may.organisation_id, **known)


def test_the_database_refuses_a_day_on_two_schedules_and_two_calendars_of_a_day() -> None:
    funding.a_funded_line()
    frozen = funding.a_frozen_schedule()
    calendar = funding.a_calendar(Every.MONTH, MAY[0])
    with (
        acting_as(SETTING_UP),
        pytest.raises(IntegrityError, match="schedule_day_once"),
        transaction.atomic(),
    ):
        Schedule.objects.create(
            council=frozen.council, number=9, period_from=APRIL[1], period_to=MAY[1], requested_at=NOW
        )
    with (
        acting_as(SETTING_UP),
        pytest.raises(IntegrityError, match="calendar_one_begins"),
        transaction.atomic(),
    ):
        SettlementCalendar.objects.create(
            organisation=frozen.council, every="week", starts_on=MAY[0], reason="Twice", recorded_at=NOW,
            recorded_by_id=calendar.recorded_by_id,
        )  # fmt: skip


def test_weeks_across_31_march_are_accrued_to_the_old_year_by_the_day() -> None:
    funding.a_funded_line(starts_on=date(2026, 3, 27))
    funding.a_calendar(Every.WEEK, date(2026, 3, 27))
    column = [found.heading for found in REPORTS["accruals"].columns].index("Gross")
    lowe = accounts.council_finance()

    def accrued() -> int:
        return sum(row[column] for row in REPORTS["accruals"].rows(lowe, LAST_YEAR).values)

    assert accrued() == 75_000
    across = funding.a_frozen_schedule((date(2026, 3, 27), date(2026, 4, 2)))
    assert (across.gross_pence, accrued()) == (105_000, 75_000)


def test_the_schedule_says_what_belongs_to_which_year(browse: Browse) -> None:
    funding.a_funded_line(starts_on=WEEKS[0])
    schedule = funding.a_frozen_schedule(WEEKS)
    page = browse(accounts.council_finance()).get(f"/finance/schedules/NMC/{schedule.number}/")
    words = " ".join(page.content.decode().split())
    assert "By financial year of the service" in words
    # 30 and 31 March at 1,050.00 a week, halved; then 26 days of April.
    assert all(amount in words for amount in ("£300.00", "£150.00", "£3,900.00", "£1,950.00"))


def test_the_page_of_calendars_costs_the_same_however_many_there_are(browse: Browse) -> None:
    client = browse(accounts.council_finance())
    counts = []
    for every, day in ((Every.MONTH, 1), (Every.WEEK, 6), (Every.FOUR_WEEKS, 13)):
        funding.a_calendar(every, date(2026, 4, day))
        with CaptureQueriesContext(connection) as sent:
            page = client.get("/finance/calendar/").content.decode()
        counts.append(len(sent))
    assert counts[1] == counts[2] <= 12
    assert "Every four weeks" in page


def test_the_form_sets_it_and_the_next_schedule_is_chosen(browse: Browse) -> None:
    client = browse(accounts.administrator())
    day = {"starts_on_day": "30", "starts_on_month": "3", "starts_on_year": "2026"}
    given = {"every": "four_weeks", "reason": "Agreed in March", **day}
    assert client.post("/finance/calendar/record/", {**given, "every": "quarter"}).status_code == 422
    assert client.post("/finance/calendar/record/", given)["Location"] == "/finance/calendar/"
    page = browse(accounts.council_finance()).get("/finance/schedules/produce/").content.decode()
    assert 'value="2026-10-12_2026-11-08" selected' in page
