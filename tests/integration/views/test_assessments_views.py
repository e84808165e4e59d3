"""The pages of planning meetings and needs assessments, as a browser without JavaScript uses them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, Need, PlanningMeeting
from assessments.rules.domains import DOMAINS
from assessments.rules.lifecycle import AssessmentStatus
from assessments.rules.sections import MEETING_SECTIONS
from s117.web.forms import date_parts
from tests.builders import assessments as build
from tests.builders.accounts import coordinator, council_finance, manager, stranger
from tests.builders.cases import an_allocated_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Any:
    return an_allocated_case(family_name="Obi", given_names="Amara")


@pytest.fixture
def jones(browse: Callable[[Any], Client], case: Any) -> Client:
    return browse(coordinator())


@pytest.fixture
def hart(browse: Callable[[Any], Client], case: Any) -> Client:
    return browse(manager())


def page(name: str, case: Any, **more: object) -> str:
    return reverse(f"assessments:{name}", kwargs={"ref": case.reference, **more})


def text(response: Any) -> str:
    return response.content.decode()


def test_a_meeting_is_recorded_page_by_page(jones: Client, case: Any) -> None:
    """Journey J1, step 5."""
    basics = {**date_parts("held_on", date(2026, 10, 6)), "place": "Rowan ward", "chair_name": "Dr Rahman"}
    answer = jones.post(page("meeting_record", case), basics)
    assert answer.status_code == 302
    meeting = PlanningMeeting.objects.get(case_id=case.id)
    view = page("meeting_view", case, number=1)
    assert answer["Location"] == view
    assert "Still to do" in text(jones.get(view))

    where = page("meeting_amend", case, number=1, section="accommodation")
    reason = "Living alone she stops taking medication"
    said = {"accommodation_need": "yes", "accommodation_reason": reason, "completed": "yes"}
    answer = jones.post(where, {**said, "seen_version": meeting.version})
    assert answer["Location"] == view
    shown = text(jones.get(view))
    assert reason in shown
    assert "OBI, Amara" in shown


def test_people_at_a_meeting_are_typed_in_rows_and_half_a_row_is_sent_back(jones: Client, case: Any) -> None:
    build.a_meeting(case)
    where = page("meeting_amend", case, number=1, section="attendance")
    row = {"name_1": "Ngozi Obi", "role_1": "Sister", "attendance_1": "attended", "seen_version": 1}
    refused = jones.post(where, {**row, "name_2": "Lee Foster"})
    assert refused.status_code == 422
    assert "Person 2: enter role" in text(refused)
    assert "Ngozi Obi" in text(refused), "nothing typed is lost"
    again = jones.post(where, {**row, "more": "yes"})
    assert again["Location"] == where
    assert PlanningMeeting.objects.get().attendances.get().name == "Ngozi Obi"


def test_a_meeting_in_the_future_is_refused_beside_its_date(jones: Client, case: Any) -> None:
    basics = {**date_parts("held_on", date(2027, 1, 1)), "place": "Ward", "chair_name": "Dr Rahman"}
    answer = jones.post(page("meeting_record", case), basics)
    assert answer.status_code == 422
    assert "must be today or in the past" in text(answer)


def test_every_page_of_a_meetings_record_opens_and_saves_empty(jones: Client, case: Any) -> None:
    build.a_full_meeting(case)
    for section in MEETING_SECTIONS:
        answer = jones.get(page("meeting_amend", case, number=1, section=section.code))
        assert answer.status_code == 200, section.code
        assert section.title in text(answer)
    assert jones.get(page("meeting_amend", case, number=1, section="nothing")).status_code == 404


def test_an_assessment_from_start_to_sign_off(jones: Client, hart: Client, case: Any) -> None:
    """Journey J1, step 6, by hand for one need and by the builder for the rest."""
    answer = jones.post(page("assessment_start", case))
    task_list = page("assessment_edit", case, number=1)
    assert answer["Location"] == task_list
    assert text(jones.get(task_list)).count("Not started") == len(DOMAINS) + 3

    home = page("domain_edit", case, number=1, domain="accommodation")
    written = {"situation": "A hostel", "person_view": "My own door", "has_need": "yes", "seen_version": 1}
    add = page("need_add", case, number=1, domain="accommodation")
    assert jones.post(home, {**written, "add_need": "yes"})["Location"] == add
    need = {
        "title": "A supported home",
        "arises": "yes",
        "arises_reason": "Voices",
        "reduces": "yes",
        "reduces_reason": "Three admissions from a hostel",
        "override": "follow",
    }
    assert jones.post(add, need)["Location"] == home
    shown = text(jones.get(home))
    assert "Aftercare need" in shown
    assert "Three admissions from a hostel" in shown
    assert "Completed" not in text(jones.get(task_list)), "its writer has not said so"
    jones.post(home, {**written, "completed": "yes", "seen_version": 2})
    assert "Completed" in text(jones.get(task_list))

    submit = page("assessment_submit", case, number=1)
    assert "Some sections are incomplete" in text(jones.get(submit))
    refused = jones.post(submit, {"seen_version": Assessment.objects.get().version})
    assert refused.status_code == 422
    assert Assessment.objects.get().status == AssessmentStatus.DRAFT


def test_the_manager_sends_it_back_and_then_signs_it_off(jones: Client, hart: Client, case: Any) -> None:
    draft = build.a_complete_draft(case)
    submit = page("assessment_submit", case, number=1)
    view = page("assessment_view", case, number=1)
    assert jones.post(submit, {"seen_version": draft.version})["Location"] == view
    assert jones.get(page("assessment_sign_off", case, number=1)).status_code == 403

    send_back = page("assessment_return", case, number=1)
    assert hart.post(send_back, {"seen_version": draft.version + 1}).status_code == 422
    hart.post(send_back, {"reason": "Say more about money", "seen_version": draft.version + 1})
    assert "Say more about money" in text(jones.get(page("assessment_edit", case, number=1)))

    jones.post(submit, {"seen_version": draft.version + 2})
    sign_off = page("assessment_sign_off", case, number=1)
    assert "A supported home" in text(hart.get(sign_off))
    assert hart.post(sign_off, {"seen_version": draft.version + 3})["Location"] == view
    assert "Signed off by" in text(jones.get(view))
    assert jones.get(page("assessment_edit", case, number=1)).status_code == 403
    assert "Needs now" in text(jones.get(page("assessment_list", case)))


def test_someone_elses_change_is_shown_and_nothing_typed_is_lost(
    jones: Client, hart: Client, case: Any
) -> None:
    build.a_draft_assessment(case)
    where = page("section_edit", case, number=1, section="risk")
    jones.post(where, {"triggers": "Rent letters", "completed": "no", "seen_version": 1})
    answer = hart.post(where, {"triggers": "Noise at night", "completed": "no", "seen_version": 1})
    assert answer.status_code == 409
    assert "Rent letters" in text(answer)
    assert "Noise at night" in text(answer)
    assert Assessment.objects.get().triggers == "Rent letters"


def test_sending_a_need_twice_makes_one(jones: Client, case: Any) -> None:
    build.a_draft_assessment(case)
    add = page("need_add", case, number=1, domain="money")
    need = {
        "title": "Help to budget",
        "override": "follow",
        "submission_id": "7d3d7a0e-5c59-4a5e-9a53-0c8a8b9d1111",
    }
    first, second = jones.post(add, need), jones.post(add, need)
    assert first["Location"] == second["Location"]
    assert Need.objects.count() == 1


def test_ones_own_conclusion_wants_its_reason_and_can_be_taken_back(jones: Client, case: Any) -> None:
    build.a_draft_assessment(case)
    add = page("need_add", case, number=1, domain="money")
    refused = jones.post(add, {"title": "Help to budget", "override": "aftercare"})
    assert refused.status_code == 422
    assert "Give the reason for your own decision" in text(refused)
    jones.post(add, {"title": "Help to budget", "override": "aftercare", "override_reason": "Mania spends"})
    assert Need.objects.get().s117
    edit = page("need_edit", case, number=1, need=1)
    assert "Mania spends" in text(jones.get(edit))
    jones.post(edit, {"title": "Help to budget", "override": "follow", "seen_version": 1})
    assert Need.objects.get().conclusion == "cannot_tell"


def test_a_withdrawn_need_leaves_the_pages(jones: Client, case: Any) -> None:
    draft = build.a_draft_assessment(case)
    jones.post(
        page("need_add", case, number=1, domain="money"), {"title": "Help to budget", "override": "follow"}
    )
    where = page("need_withdraw", case, number=1, need=1)
    assert jones.post(where, {"reason": "Twice", "seen_version": 1}).status_code == 302
    assert jones.get(where).status_code == 404
    assert not draft.needs.filter(withdrawn=False).exists()


def test_strangers_and_finance_do_not_read_what_was_said(browse: Callable[[Any], Client], case: Any) -> None:
    build.a_full_meeting(case)
    build.a_signed_off_assessment(case)
    pages = (
        page("meeting_list", case),
        page("meeting_view", case, number=1),
        page("assessment_list", case),
        page("assessment_view", case, number=1),
    )
    outside, finance = browse(stranger()), browse(council_finance())
    for where in pages:
        assert outside.get(where).status_code == 404
        answer = finance.get(where)
        # To finance there is no meeting and no assessment at all (journey J10).
        assert answer.status_code == (403 if where in (pages[0], pages[2]) else 404)
        assert build.RELAPSE not in text(answer)


def test_a_colleague_may_read_but_is_told_whose_person_it_is(
    browse: Callable[[Any], Client], case: Any
) -> None:
    build.a_draft_assessment(case)
    reed = browse(coordinator("reed"))
    assert reed.get(page("assessment_view", case, number=1)).status_code == 200
    answer = reed.get(page("assessment_edit", case, number=1))
    assert answer.status_code == 403
    assert "allocated to" in text(answer)


@pytest.mark.parametrize("name", ["assessment_list", "meeting_list"])
def test_empty_lists_say_why(jones: Client, case: Any, name: str) -> None:
    assert "for this person" in text(jones.get(page(name, case)))


def test_the_manager_is_told_of_an_assessment_that_waits_for_them(hart: Client, case: Any) -> None:
    assert "assessment to sign off" not in text(hart.get("/"))
    build.a_submitted_assessment(case)
    assert "Needs assessments to sign off" in text(hart.get("/work/assessments-to-sign/"))
    assert "OBI, Amara" in text(hart.get("/"))


def test_a_new_assessment_shows_what_changed_since_the_last(jones: Client, hart: Client, case: Any) -> None:
    build.a_signed_off_assessment(case)
    assert "nothing to compare" in text(jones.get(page("assessment_compare", case, number=1)))
    jones.post(page("assessment_start", case))
    where = page("section_edit", case, number=2, section="risk")
    assert "Missed medication, arguments about money" in text(jones.get(where)), "it starts from the last"
    risks = {"risk_summary": "Stops eating when unwell", "triggers": "Missed medication, rent letters"}
    jones.post(where, {**risks, "completed": "no", "seen_version": 1})
    build.services.add_need(
        actor=coordinator(), assessment_id=Assessment.objects.get(number=2).id, domain="money",
        need=build.aftercare("Help to budget", "money")[1], at=build.ASSESSED_AT,
    )  # fmt: skip
    shown = text(jones.get(page("assessment_compare", case, number=2)))
    assert "Compared with assessment 1" in shown
    assert "Need: Help to budget" in shown
    assert "[removed: </span>arguments about money<" in shown
    assert "Protective factors" in shown, "what was emptied is said too"
    assert "Her sister visits" not in shown, "what did not change is left out"
    assert "What changed" in text(jones.get(page("assessment_submit", case, number=2)))
