"""What a panel decides, and what is written into the package when every body has signed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from funding.models import Application, FundedLine, Schedule, Split
from funding.rules.applications import Outcome
from funding.rules.asked import ServiceInput
from funding.services import applications, schedules
from s117.audit.context import acting_as
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases, funding
from tests.builders import panels as make
from tests.builders.accounts import NOW, SETTING_UP

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 1)
MID_MAY = date(2026, 5, 15)


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, 0, tzinfo=UTC)


def status(application: Application) -> str:
    return Application.objects.get(pk=application.pk).status


def splits(application: Application) -> list[Split]:
    keys = application.services.values_list("service_key", flat=True)
    return list(Split.objects.filter(line__service_key__in=keys, superseded_at=None).order_by("starts_on"))


def test_j4_deferred_then_approved_with_a_change_in_the_month() -> None:
    case = cases.an_active_case(left_on=date(2026, 10, 19))
    key = funding.a_planned_service(case, starts_on=MAY)
    application = make.an_application(case, service_key=key, starts_on=MAY, at=on(4, 20))
    make.recommend(application, at=on(4, 21))
    first = make.a_panel(held_on=date(2026, 4, 27), at=on(4, 22))
    make.sit(first, at=on(4, 27))
    make.schedule(first, application, at=on(4, 22))
    make.decide(application, outcome=Outcome.DEFER, questions="Nursing assessment?", at=on(4, 27))
    assert status(application) == "deferred"
    applications.resubmit_application(
        actor=accounts.coordinator(), at=on(5, 1), application_id=application.id, answers="Done: no nursing"
    )
    second = make.a_panel(held_on=date(2026, 5, 11), at=on(5, 2))
    make.sit(second, at=on(5, 11))
    make.schedule(second, application, at=on(5, 2))
    make.decide(application, make.term(MAY), make.term(MID_MAY, "70.00", "30.00"), at=on(5, 11))
    assert not FundedLine.objects.filter(service_key=key).exists(), "nothing is funded before both sign"
    make.sign(application, accounts.council_signatory(), at=on(5, 11))
    assert (status(application), splits(application)) == ("decided", [])
    make.sign(application, accounts.nhs_signatory(), at=on(5, 12))
    assert status(application) == "approved"
    assert {row.decision_reference for row in splits(application)} == {"NMC panel 2/1"}

    schedule = funding.a_draft_schedule(funding.MAY)
    assert list(schedule.lines.values_list("gross_pence", flat=True)) == [280_000, 340_000]
    assert schedule.gross_pence == 620_000
    assert schedule.totals == {
        str(accounts.northmoor_icb().id): 378_000, str(accounts.northmoor().id): 242_000,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("term", "words"),
    [
        (("70.00", "20.00"), "come to 90.00%"),
        (("70.00", "40.00"), "come to 110.00%"),
    ],
)
def test_shares_come_to_100(term: tuple[str, str], words: str) -> None:
    application, _ = make.a_pending_application()
    with pytest.raises(Refused, match=words):
        make.decide(application, make.term(nhs=term[0], council=term[1]))


def test_a_decision_does_not_reach_back_before_the_line() -> None:
    line = funding.a_funded_line()
    application, _ = make.a_pending_application(
        line.case, service_key=line.service_key, kind="change", starts_on=date(2026, 12, 1)
    )
    with pytest.raises(Refused, match="cannot start before 1 April 2026"):
        make.decide(application, make.term(date(2026, 3, 31)))


def test_a_change_puts_the_new_rate_and_share_on_the_line_that_runs() -> None:
    line = funding.a_funded_line()
    application, _ = make.a_pending_application(line.case, service_key=line.service_key, kind="change")
    make.decide(application, make.term(nhs="70.00", council="30.00"), rate=120_000)
    make.sign(application)
    line.refresh_from_db()
    assert [(row.starts_on, row.pence) for row in line.rates.all()] == [
        (funding.APRIL[0], 105_000), (make.START, 120_000),
    ]  # fmt: skip
    assert [row.starts_on for row in splits(application)] == [funding.APRIL[0], make.START]


def test_a_later_share_that_stands_must_be_named() -> None:
    line = funding.a_funded_line()
    funding.share(line, starts_on=date(2027, 1, 1), nhs="80.00", council="20.00")
    application, _ = make.a_pending_application(line.case, service_key=line.service_key, kind="change")
    with pytest.raises(Refused, match="another share stands from 1 January 2027"):
        make.decide(application)
    make.decide(application, make.term(), make.term(date(2027, 1, 1)))


def test_approved_in_part_funds_what_was_approved_and_interim_says_so() -> None:
    case = cases.an_active_case()
    keys = [
        funding.a_planned_service(case, description=name, starts_on=make.START) for name in ("Home", "Day")
    ]
    services = [ServiceInput(key, 50_000, funding.Unit.WEEK) for key in keys]
    application, _ = make.a_pending_application(case, service_key=keys[0], services=services)
    home = application.services.get(description="Home")
    make.decide(application, outcome=Outcome.INTERIM, rates={home.id: 40_000})
    make.sign(application)
    lines = FundedLine.objects.filter(case=case)
    assert [(line.description, line.rates.get().pence) for line in lines] == [("Home", 40_000)]
    assert splits(application)[0].interim is True


def test_declined_is_signed_by_both_and_funds_nothing() -> None:
    application, _ = make.a_pending_application()
    make.decide(application, outcome=Outcome.DECLINE)
    make.sign(application)
    assert (status(application), FundedLine.objects.count()) == ("declined", 0)
    told = applications.tell_person(
        actor=accounts.coordinator(),
        at=NOW,
        application_id=application.id,
        told_on=NOW.date(),
        appeal_given=True,
    )
    assert told.appeal_given


def test_going_on_with_a_service_gives_it_a_new_last_day_and_nothing_else_does() -> None:
    line = funding.a_funded_line()
    last = date(2026, 11, 30)
    with acting_as(SETTING_UP):
        line.amend(ends_on=last)
    with pytest.raises(Refused, match="Say that you ask to go on with it"):
        make.an_application(line.case, service_key=line.service_key, kind="change")
    with pytest.raises(Refused, match="Going on starts the day after"):
        make.an_application(
            line.case, service_key=line.service_key, kind="continue", starts_on=date(2026, 12, 2)
        )
    application, _ = make.a_pending_application(line.case, service_key=line.service_key, kind="continue")
    make.decide(application, valid_to=date(2027, 5, 31))
    make.sign(application)
    line.refresh_from_db()
    assert (line.ends_on, line.status) == (date(2027, 5, 31), "active")


def test_a_schedule_is_not_frozen_over_an_application_that_nobody_signed() -> None:
    line = funding.a_funded_line()
    draft = funding.a_draft_schedule(funding.MAY)
    application, _ = make.a_pending_application(
        line.case, service_key=line.service_key, kind="retrospective", starts_on=MAY
    )
    lowe = accounts.council_finance()
    with pytest.raises(Refused, match=f"not signed: {line.case.reference}"):
        schedules.freeze_schedule(actor=lowe, at=NOW, schedule_id=draft.id)
    schedules.request_again(actor=lowe, at=NOW, schedule_id=draft.id)
    schedules.produce_schedule(actor=SETTING_UP, at=NOW, schedule_id=draft.id)
    found = Schedule.objects.get(pk=draft.id).exceptions
    assert [(row["case_reference"], row["who"]) for row in found] == [
        (line.case.reference, "The panel administrator")
    ]
    make.decide(application, make.term(MAY))
    make.sign(application)
    schedules.request_again(actor=lowe, at=NOW, schedule_id=draft.id)
    schedules.produce_schedule(actor=SETTING_UP, at=NOW, schedule_id=draft.id)
    assert schedules.freeze_schedule(actor=lowe, at=NOW, schedule_id=draft.id).status == "frozen"
