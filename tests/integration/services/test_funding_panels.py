"""Funding panels: who decides, what a signature is worth, and what is written into the package and when."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from funding import queries
from funding.models import Application, DecisionSignature, FundedLine, PanelDecision, Schedule, Split
from funding.rules.applications import Outcome
from funding.rules.asked import ServiceInput
from funding.services import applications, decisions, panels, schedules
from s117.accounts.models import SigningLimit
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused
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


def test_a_changed_decision_voids_the_signature_and_both_sign_again() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.nhs_signatory())
    make.decide(application, make.term(nhs="60.00", council="40.00"))
    make.sign(application, accounts.council_signatory())
    assert status(application) == "decided", "the signature on the earlier edition counts for nothing"
    assert splits(application) == []
    make.sign(application, accounts.nhs_signatory())
    assert status(application) == "approved"
    assert {share.percent for share in splits(application)[0].shares.all()} == {Decimal(60), Decimal(40)}
    assert DecisionSignature.objects.count() == 3, "the voided signature stays on the record"


def test_the_decision_that_was_on_the_screen_is_signed_or_none() -> None:
    application, _ = make.a_pending_application()
    seen = make.decide(application)
    make.decide(application, make.term(nhs="60.00", council="40.00"))
    with pytest.raises(Refused, match="changed after you opened it"):
        decisions.sign_decision(
            actor=accounts.nhs_signatory(),
            at=NOW,
            decision_id=seen.id,
            application_id=application.id,
            title="Head",
        )


def test_nothing_changes_in_a_decision_that_is_in_force() -> None:
    application = make.an_approved_application()
    with pytest.raises(IllegalTransition):
        make.decide(application, make.term(nhs="60.00", council="40.00"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funding_paneldecision SET reasons = 'others'",
        "UPDATE funding_paneldecision SET outcome = 'decline'",
        "DELETE FROM funding_paneldecision",
        "UPDATE funding_decisionshare SET percent = 50.00",
        "DELETE FROM funding_decisionshare",
        "UPDATE funding_decisionterm SET starts_on = '2020-01-01'",
        "UPDATE funding_decisionservice SET rate_pence = 1",
        "UPDATE funding_decisionsignature SET title = 'Other'",
        "DELETE FROM funding_decisionsignature",
        "UPDATE funding_paneldecision SET effected_at = now()",
        "UPDATE funding_application SET council_percent = 40.00, nhs_percent = 60.00",
        "UPDATE funding_application SET statement = 'Other'",
        "UPDATE funding_applicationservice SET rate_pence = 1",
        "DELETE FROM funding_applicationoption",
        "UPDATE funding_applicationscore SET health = 10",
    ],
)
def test_the_database_rewrites_nothing_decided_or_signed(statement: str) -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.nhs_signatory())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_writes_no_share_on_a_stale_signature() -> None:
    """Both signed, but one of them an edition that was replaced: the insert itself is refused."""
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.nhs_signatory())
    decision = make.decide(application, make.term(nhs="60.00", council="40.00"))
    make.sign(application, accounts.council_signatory())
    line = funding.a_line_without_share(cases.an_active_case(family_name="Other"))
    with (
        pytest.raises(IntegrityError, match="every body has signed"),
        transaction.atomic(),
        acting_as(SETTING_UP),
    ):
        Split.objects.create(
            line=line, starts_on=line.starts_on, decision=decision, decision_reference="x", recorded_at=NOW
        )


def _forged(application: Application, actor: Actor, body: Any) -> None:
    standing = PanelDecision.objects.get(application=application, superseded_at=None)
    with transaction.atomic(), acting_as(SETTING_UP):
        DecisionSignature.objects.create(
            decision=standing, organisation=body, signed_by_id=actor.id, title="Forged", signed_at=NOW
        )


def test_the_database_refuses_a_second_signature_of_one_person_and_ones_own() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    with pytest.raises(IntegrityError, match="signed_once_a_person"):
        _forged(application, accounts.council_signatory(), accounts.northmoor_icb())
    with pytest.raises(IntegrityError, match="applied for or recommended"):
        _forged(application, accounts.coordinator(), accounts.northmoor_icb())
    with pytest.raises(IntegrityError, match="only a body that the decision binds"):
        _forged(application, accounts.stranger(), accounts.southvale())


def test_a_signature_is_given_once_for_ones_own_body_and_never_on_ones_own_request() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    with pytest.raises(NotAllowed, match="Nobody signs for two bodies"):
        make.sign(application, accounts.council_signatory())
    with pytest.raises(NotAllowed, match="for your organisation already"):
        make.sign(application, accounts.council_signatory("second"))
    with pytest.raises(NotFound):
        make.sign(application, accounts.stranger())
    with pytest.raises(NotAllowed, match="Your role does not let you sign"):
        make.sign(application, accounts.coordinator())


def test_a_panel_without_a_paying_body_decides_nothing() -> None:
    application = make.recommend(make.an_application())
    panel = make.a_panel()
    make.sit(panel, "price")
    make.schedule(panel, application)
    with pytest.raises(Refused, match="No quorum: NHS Northmoor Integrated Care Board"):
        make.decide(application)
    make.sit(panel, "okoro")
    assert make.decide(application).edition == 1


def test_a_member_with_an_interest_makes_no_quorum_and_signs_nothing() -> None:
    application, panel = make.a_pending_application()
    okoro = panel.members.get(name="Sam Okoro")
    panels.record_interest(
        actor=make.panel_administrator(),
        at=NOW,
        panel_id=panel.id,
        item_id=application.items.get().id,
        member_id=okoro.id,
        nature="His sister works for the provider",
    )
    with pytest.raises(Refused, match="No quorum"):
        make.decide(application)
    other = accounts.nhs_signatory("obi")
    panels.record_member(
        actor=make.panel_administrator(), at=NOW, panel_id=panel.id, organisation_id=other.organisation_id,
        user_id=other.id, role="Deputy",
    )  # fmt: skip
    make.decide(application)
    with pytest.raises(NotAllowed, match="declared an interest"):
        make.sign(application, accounts.nhs_signatory())
    with pytest.raises(IntegrityError, match="declared an interest"):
        _forged(application, accounts.nhs_signatory(), accounts.northmoor_icb())
    make.sign(application, other, accounts.council_signatory())
    assert status(application) == "approved"


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


def test_nobody_signs_for_more_than_their_limit() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    with acting_as(SETTING_UP):
        limit = SigningLimit.objects.create(
            organisation=accounts.northmoor_icb(), weekly_pence=139_999, starts_on=date(2026, 1, 1)
        )
    with pytest.raises(NotAllowed, match=r"Your limit is £1,399.99 a week and this decision is £1,400.00"):
        make.sign(application, accounts.nhs_signatory())
    with acting_as(SETTING_UP):
        SigningLimit.objects.create(
            organisation=accounts.northmoor_icb(), user_id=accounts.nhs_signatory().id, weekly_pence=140_000,
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
    make.sign(application, accounts.nhs_signatory())
    assert limit.user is None


def test_a_large_single_payment_has_a_limit_of_its_own() -> None:
    case = cases.an_active_case()
    key = funding.a_planned_service(case, starts_on=make.START)
    once = [ServiceInput(key, 500_000, funding.Unit.ONE_OFF)]
    application, _ = make.a_pending_application(case, service_key=key, services=once)
    make.decide(application, rate=500_000)
    with acting_as(SETTING_UP):
        SigningLimit.objects.create(
            organisation=accounts.northmoor_icb(), weekly_pence=1, once_pence=499_999,
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
    with pytest.raises(NotAllowed, match=r"£4,999.99 in single payments and this decision is £5,000.00"):
        make.sign(application, accounts.nhs_signatory())


def test_whoever_recommended_it_makes_no_quorum_on_it() -> None:
    application = make.recommend(make.an_application())
    panel = make.a_panel()
    make.sit(panel, "okoro")
    panels.record_member(
        actor=make.panel_administrator(), at=NOW, panel_id=panel.id, role="Head of service",
        organisation_id=accounts.northmoor().id, user_id=accounts.manager().id,
    )  # fmt: skip
    make.schedule(panel, application)
    with pytest.raises(Refused, match="No quorum: Northmoor Council"):
        make.decide(application)


def test_a_plan_that_changed_after_the_decision_is_signed_by_nobody() -> None:
    """The last signature would fund a service that the plan no longer has."""
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    key = application.services.get().service_key
    funding.a_planned_service(application.case, service_key=key, provider_name="Elm House")
    with pytest.raises(Refused, match=r"The care plan now says .*Elm House"):
        make.sign(application, accounts.nhs_signatory())
    with pytest.raises(Refused, match="was applied for"):
        make.decide(application)
    make.decide(application, outcome=Outcome.DEFER, questions="Which home is it now?")
    assert (status(application), FundedLine.objects.count()) == ("deferred", 0)


def test_a_share_that_finance_records_meanwhile_must_be_decided_on_before_the_last_signature() -> None:
    line = funding.a_funded_line()
    application, _ = make.a_pending_application(line.case, service_key=line.service_key, kind="change")
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    funding.share(line, starts_on=date(2027, 1, 1), nhs="80.00", council="20.00")
    with pytest.raises(Refused, match="another share stands from 1 January 2027"):
        make.sign(application, accounts.nhs_signatory())


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


def test_who_pays_the_provider_of_a_running_service_is_not_asked_again() -> None:
    line = funding.a_funded_line()
    with pytest.raises(Refused, match=r"pays for .* already"):
        make.an_application(
            line.case, service_key=line.service_key, kind="change", payer_id=accounts.northmoor_icb().id
        )


def test_a_member_recorded_by_mistake_is_taken_off_until_the_panel_decides() -> None:
    application, panel = make.a_pending_application()
    frost = make.panel_administrator()
    price = panel.members.get(name="Sam Price")
    panels.remove_member(actor=frost, at=NOW, panel_id=panel.id, member_id=price.id)
    with pytest.raises(Refused, match="No quorum: Northmoor Council"):
        make.decide(application)
    make.sit(panel, "price")
    make.decide(application)
    again = panel.members.get(name="Sam Price", removed_at=None)
    with pytest.raises(Refused, match="the panel has decided"):
        panels.remove_member(actor=frost, at=NOW, panel_id=panel.id, member_id=again.id)


def test_an_agenda_is_filled_by_the_body_that_convenes_until_the_minutes_are_written() -> None:
    application = make.recommend(make.an_application())
    panel = make.a_panel()
    asked = {"at": NOW, "panel_id": panel.id, "application_ids": [application.id]}
    other = accounts.actor_of(accounts.user("icb.admin", "panel_administrator", accounts.northmoor_icb()))
    with pytest.raises(NotAllowed, match="convenes"):
        panels.schedule_applications(actor=other, **asked)
    panels.minute_panel(
        actor=make.panel_administrator(), at=NOW, panel_id=panel.id, chair="Sam Price", minutes="None"
    )
    with pytest.raises(NotAllowed, match="minutes of this panel are written"):
        panels.schedule_applications(actor=make.panel_administrator(), **asked)


def test_the_most_urgent_come_to_the_panel_first() -> None:
    for place, urgency in enumerate(("routine", "urgent", "soon")):
        case = cases.an_active_case(family_name=urgency, nhs_number=cases.NHS_NUMBERS[place])
        make.recommend(make.an_application(case, urgency=urgency))
    waiting = queries.waiting_applications(make.panel_administrator())
    assert [row.urgency for row in waiting] == ["urgent", "soon", "routine"]


def test_nobody_asks_for_funding_once_aftercare_has_ended() -> None:
    case = cases.an_active_case()
    key = funding.a_planned_service(case, starts_on=make.START)
    with acting_as(SETTING_UP):
        case.amend(status="ended")
    with pytest.raises(NotAllowed, match="Aftercare is not owed"):
        make.an_application(case, service_key=key)


def test_a_manager_does_not_recommend_their_own() -> None:
    application = make.an_application(actor=accounts.manager())
    with pytest.raises(NotAllowed, match="another manager"):
        make.recommend(application)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ({"nhs_percent": "70.00", "council_percent": "20.00"}, "come to 90.00%"),
        ({"nhs_percent": "half"}, "must be numbers"),
        ({"options": []}, "at least one option"),
        ({"services": []}, "at least one service"),
        ({"starts_on": date(2026, 5, 1)}, "This day is past"),
        ({"out_of_area": True}, "why it is out of area"),
    ],
)
def test_what_an_application_must_say(over: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        make.an_application(**over)


def test_one_application_at_a_time_for_a_service_and_only_aftercare_of_the_plan() -> None:
    application = make.an_application()
    key = application.services.get().service_key
    with pytest.raises(Refused, match="not decided yet"):
        make.an_application(application.case, service_key=key)
    outside = funding.a_planned_service(application.case, group="outside", description="Knee")
    with pytest.raises(Refused, match="aftercare in the published care plan"):
        make.an_application(application.case, service_key=outside)


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


def test_an_item_taken_off_the_agenda_waits_for_another_panel() -> None:
    application, panel = make.a_pending_application()
    item = application.items.get()
    panels.unschedule_application(
        actor=make.panel_administrator(), at=NOW, panel_id=panel.id, item_id=item.id
    )
    assert status(application) == "recommended"
    make.schedule(panel, application)
    assert status(application) == "panel_pending"


def test_minutes_are_written_after_the_sitting_by_the_convenor() -> None:
    panel = make.a_panel(held_on=date(2026, 12, 4))
    say = {"at": NOW, "panel_id": panel.id, "chair": "Sam Price", "minutes": "All approved"}
    with pytest.raises(Refused, match="Write the minutes afterwards"):
        panels.minute_panel(actor=make.panel_administrator(), **say)
    other = accounts.actor_of(accounts.user("icb.admin", "panel_administrator", accounts.northmoor_icb()))
    with pytest.raises(NotAllowed, match="convenes"):
        panels.minute_panel(actor=other, **say)
