"""Whether a section of a plan is complete, and how hard it is to read: asked and told on its page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careplans import services
from careplans.models import CarePlan
from s117.kernel.actor import Actor
from s117.kernel.refusals import Refused
from tests.builders import around
from tests.builders import careplans as plans
from tests.builders.accounts import NOW, coordinator, manager

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]
HARD = "Subsequently the multidisciplinary rehabilitation programme facilitates vocational opportunities."


def page(plan: CarePlan, name: str, **more: Any) -> str:
    """The address of a page about the version."""
    return reverse(f"careplans:{name}", kwargs={"ref": plan.case.reference, "number": plan.number, **more})


def send(client: Client, address: str, **values: str) -> Any:
    """Open the form and send it."""
    text = client.get(address).content.decode()
    hidden = re.findall(r'type="hidden" name="(submission_id|seen_version)" value="([^"]*)"', text)
    return client.post(address, {**dict(hidden), **values})


def task(client: Client, plan: CarePlan, name: str) -> str:
    """How a section stands in the task list."""
    text = client.get(page(plan, "plan_edit")).content.decode()
    found = re.search(rf">{name}</a>(.*?)</li>", text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())


def test_a_section_is_not_started_then_left_open_then_completed(browse: Browse) -> None:
    plan, client = plans.a_draft_plan(), browse(coordinator())
    money = page(plan, "section_edit", section="money")
    assert task(client, plan, "Benefits and money") == "Not started"

    assert send(client, money, benefits_help="").status_code == 422
    send(client, money, completed="no")
    assert task(client, plan, "Benefits and money") == "You said that you would come back to it Incomplete"
    send(client, money, completed="yes")
    assert task(client, plan, "Benefits and money") == "Completed"


def test_a_section_that_lacks_something_is_not_called_complete_and_what_was_typed_stays(
    browse: Browse,
) -> None:
    plan, client = plans.a_draft_plan(), browse(coordinator())
    about = page(plan, "section_edit", section="about_me")

    answer = send(client, about, what_matters="My sister", completed="yes")

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "To complete this section: Record the person&#39;s strengths" in text
    assert ">\nMy sister</textarea>" in text
    assert CarePlan.objects.get(pk=plan.id).what_matters == ""


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("goal_list", "Add at least one goal"),
        ("service_list", "or say why there is none"),
        ("cost_list", "Say whether accommodation is itself an aftercare need"),
        ("contact_list", "Name at least one person or service to call"),
        ("agreement_list", "Record what the person says of the plan"),
        ("recipient_list", "Say who is to have a copy"),
    ],
)
def test_a_list_asks_too_and_says_what_it_lacks(browse: Browse, name: str, lacking: str) -> None:
    plan, client = plans.a_draft_plan(), browse(coordinator())

    refused = client.post(page(plan, name), {"completed": "yes"})
    left = client.post(page(plan, name), {"completed": "no"})

    assert refused.status_code == 422
    assert lacking in refused.content.decode()
    assert left.url == page(plan, "plan_edit")
    assert list(CarePlan.objects.get(pk=plan.id).completed.values()) == [False]


def test_a_plan_with_a_section_left_open_is_not_sent_for_agreement(browse: Browse) -> None:
    plan, client = plans.a_complete_draft(), browse(coordinator())
    client.post(page(plan, "goal_list"), {"completed": "no"})

    with pytest.raises(Refused) as refusal:
        services.submit_plan(actor=coordinator(), plan_id=plan.id, at=NOW)
    assert "Finish “Goals”" in refusal.value.fields["completed"]
    assert "Finish “Goals”" in client.get(page(plan, "plan_submit")).content.decode()

    client.post(page(plan, "goal_list"), {"completed": "yes"})
    assert services.submit_plan(actor=coordinator(), plan_id=plan.id, at=NOW).status == "submitted"


def test_the_next_version_is_answered_for_anew(browse: Browse) -> None:
    plan = plans.a_complete_draft()
    browse(coordinator()).post(page(plan, "goal_list"), {"completed": "yes"})
    plan.refresh_from_db()
    plans.agree(plan)
    services.submit_plan(actor=coordinator(), plan_id=plan.id, at=NOW)
    services.publish_plan(actor=manager(), plan_id=plan.id, at=NOW)

    assert services.draft_plan(actor=coordinator(), case_id=plan.case_id, at=NOW).completed == {}


def test_the_author_is_told_how_hard_it_is_to_read_where_the_person_needs_easy_read(browse: Browse) -> None:
    plan, client = plans.a_draft_plan(), browse(coordinator())
    about = page(plan, "section_edit", section="about_me")
    send(client, about, what_matters="My own flat.", aspirations=HARD, completed="no")
    assert "needs easy read" not in client.get(about).content.decode()

    around.needs(plan.case, "easy_read")

    text = client.get(about).content.decode()
    assert "harder to read in 1 part of 2" in text
    assert re.search(r"<li>My hopes: about \d+ years</li>", text)
    listed = client.get(page(plan, "plan_edit")).content.decode()
    assert "About me, my hopes: about" in listed
