"""Requests for funding and the agenda, members and minutes of a panel."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funding import queries
from funding.models import Application
from funding.services import panels
from s117.audit.context import acting_as
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases, funding
from tests.builders import panels as make
from tests.builders.accounts import NOW, SETTING_UP

pytestmark = pytest.mark.django_db


def status(application: Application) -> str:
    return Application.objects.get(pk=application.pk).status


def test_a_panel_without_a_paying_body_decides_nothing() -> None:
    application = make.recommend(make.an_application())
    panel = make.a_panel()
    make.sit(panel, "price")
    make.schedule(panel, application)
    with pytest.raises(Refused, match="No quorum: NHS Northmoor Integrated Care Board"):
        make.decide(application)
    make.sit(panel, "okoro")
    assert make.decide(application).edition == 1


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
