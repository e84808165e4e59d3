"""Half-written pages: kept on the server, for their writer alone, and never lost between two editors."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Assessment, PlanningMeeting
from s117.web import clock
from s117.web.models import Draft
from s117.web.tasks import forms_forget
from tests.builders import assessments as build
from tests.builders.accounts import coordinator, manager
from tests.builders.cases import an_allocated_case

pytestmark = pytest.mark.django_db
QUIETLY = {"headers": {"X-Draft": "1"}}


@pytest.fixture
def case() -> Any:
    return an_allocated_case(family_name="Obi", given_names="Amara")


@pytest.fixture
def jones(browse: Callable[[Any], Client], case: Any) -> Client:
    return browse(coordinator())


@pytest.fixture
def hart(browse: Callable[[Any], Client], case: Any) -> Client:
    return browse(manager())


@pytest.fixture
def risks(case: Any) -> str:
    """The address of a page of a needs assessment that somebody is writing."""
    build.a_draft_assessment(case)
    return page("section_edit", case, number=1, section="risk")


def page(name: str, case: Any, **more: object) -> str:
    return reverse(f"assessments:{name}", kwargs={"ref": case.reference, **more})


def text(response: Any) -> str:
    return response.content.decode()


def hidden(response: Any) -> dict[str, str]:
    """The hidden values that the form would send back."""
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text(response))
    return {name: value for name, value in found if name != "discard"}


def test_typing_is_kept_without_being_saved_and_is_there_again(
    jones: Client, hart: Client, risks: str
) -> None:
    form = hidden(jones.get(risks))
    answer = jones.post(risks, {**form, "triggers": "Rent letters"}, **QUIETLY)
    assert answer.json()["kept"]
    assert Assessment.objects.get().triggers == ""
    again = text(jones.get(risks))
    assert "You have a draft of this page" in again
    assert "Rent letters" in again
    assert "There is a problem" not in again, "a draft is not checked before it is finished"
    assert "Rent letters" not in text(hart.get(risks)), "a draft is its writer's alone"


def test_the_task_list_says_where_a_draft_waits(jones: Client, case: Any, risks: str) -> None:
    jones.post(risks, {**hidden(jones.get(risks)), "triggers": "Rent letters"}, **QUIETLY)
    assert text(jones.get(page("assessment_edit", case, number=1))).count("Draft kept") == 1
    build.a_meeting(case)
    where = page("meeting_amend", case, number=1, section="risks")
    jones.post(where, {**hidden(jones.get(where)), "risks": "Falls"}, **QUIETLY)
    assert text(jones.get(page("meeting_view", case, number=1))).count("Draft kept") == 1


def test_save_and_come_back_later_saves_what_can_be_saved_and_leaves_the_section_open(
    jones: Client, case: Any, risks: str
) -> None:
    form = hidden(jones.get(risks))
    answer = jones.post(risks, {**form, "triggers": "Rent letters", "later": "yes"})
    assert answer["Location"] == page("assessment_edit", case, number=1)
    saved = Assessment.objects.get()
    assert (saved.triggers, saved.left_open) == ("Rent letters", ["risk"])
    assert not Draft.objects.exists()


def test_save_and_come_back_later_keeps_even_what_is_wrong_as_it_was_typed(jones: Client, case: Any) -> None:
    where = page("meeting_record", case)
    typed = {**hidden(jones.get(where)), "held_on_day": "6", "place": "Rowan ward", "later": "yes"}
    for _ in range(2):
        assert jones.post(where, typed)["Location"] == page("meeting_list", case)
    assert Draft.objects.count() == 1, "a second press keeps the same draft"
    assert not PlanningMeeting.objects.exists()
    assert "You began to record a meeting" in text(jones.get(page("meeting_list", case)))
    again = text(jones.get(where))
    assert "Rowan ward" in again
    assert 'name="held_on_day" type="text" value="6"' in again


def test_rows_beyond_those_on_the_page_are_kept(jones: Client, case: Any) -> None:
    build.a_meeting(case)
    where = page("meeting_amend", case, number=1, section="attendance")
    jones.post(where, {**hidden(jones.get(where)), "name_12": "Lee Foster"}, **QUIETLY)
    assert "Lee Foster" in text(jones.get(where))


def test_saving_spends_the_draft_and_a_late_autosave_does_not_bring_it_back(
    jones: Client, risks: str
) -> None:
    form = hidden(jones.get(risks))
    jones.post(risks, {**form, "triggers": "Rent"}, **QUIETLY)
    assert jones.post(risks, {**form, "triggers": "Rent letters", "completed": "no"}).status_code == 302
    assert not Draft.objects.exists()
    Draft.objects.create(
        user_id=coordinator().id, path=risks, fields="triggers=Rent", submission_id=form["submission_id"],
        kept_at=clock.now(),
    )  # fmt: skip
    assert "You have a draft" not in text(jones.get(risks))


def test_two_editors_each_keep_their_draft_and_the_second_is_shown_both_texts(
    jones: Client, hart: Client, risks: str
) -> None:
    forms = {who: hidden(who.get(risks)) for who in (jones, hart)}
    hart.post(risks, {**forms[hart], "triggers": "Noise at night"}, **QUIETLY)
    jones.post(risks, {**forms[jones], "triggers": "Rent letters", "completed": "no"})
    reopened = hart.get(risks)
    assert "Somebody saved this page after you typed this" in text(reopened)
    answer = hart.post(risks, {**hidden(reopened), "triggers": "Noise at night", "completed": "no"})
    assert answer.status_code == 409
    assert "Rent letters" in text(answer)
    assert "Noise at night" in text(answer)
    assert Assessment.objects.get().triggers == "Rent letters"


def test_a_save_of_another_section_is_no_clash(jones: Client, hart: Client, case: Any, risks: str) -> None:
    form = hidden(hart.get(risks))
    carer = page("section_edit", case, number=1, section="carer")
    said = {**hidden(jones.get(carer)), "carer_assessment": "no_carer", "completed": "yes"}
    assert jones.post(carer, said).status_code == 302
    assert hart.post(risks, {**form, "triggers": "Noise", "completed": "no"}).status_code == 302
    saved = Assessment.objects.get()
    assert (saved.triggers, saved.carer_assessment) == ("Noise", "no_carer")


def test_a_draft_can_be_thrown_away(jones: Client, risks: str) -> None:
    jones.post(risks, {**hidden(jones.get(risks)), "triggers": "Rent letters"}, **QUIETLY)
    assert jones.post(risks, {"discard": "yes"})["Location"] == risks
    assert "Rent letters" not in text(jones.get(risks))


def test_a_section_that_is_called_complete_must_be(jones: Client, risks: str) -> None:
    form = hidden(jones.get(risks))
    answer = jones.post(risks, {**form, "triggers": "Rent letters", "completed": "yes"})
    assert answer.status_code == 422
    assert "To complete this section, enter the risk summary" in text(answer)
    assert Assessment.objects.get().triggers == "", "nothing is saved by halves"
    unanswered = jones.post(risks, {**form, "triggers": "Rent letters"})
    assert "Answer “Have you completed this section?”" in text(unanswered)


def test_more_text_than_can_be_kept_is_refused_in_words(jones: Client, risks: str) -> None:
    form = hidden(jones.get(risks))
    assert jones.post(risks, {**form, "triggers": "x" * 300_000}, **QUIETLY).json() == {"kept": ""}
    too_long = jones.post(risks, {**form, "triggers": "x" * 300_000, "later": "yes"})
    assert too_long.status_code == 422
    assert "too much text" in text(too_long)
    assert not Draft.objects.exists()


def test_old_drafts_are_forgotten_after_four_weeks(case: Any) -> None:
    for days in (27, 29):
        at = clock.now() - timedelta(days=days)
        Draft.objects.create(user_id=uuid4(), path="/", fields="a=b", submission_id=uuid4(), kept_at=at)
    forms_forget()
    assert Draft.objects.count() == 1
