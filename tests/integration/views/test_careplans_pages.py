"""The pages of care plans as the staff of journey J1 use them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from careplans import queries, services
from careplans.models import CarePlan, CrisisContact, Goal, PlanDocument, Recipient, ServiceLine
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.sections import Section
from s117.audit.models import AccessEvent
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import careplans as plans
from tests.builders.accounts import coordinator, council_finance, manager, stranger
from tests.builders.careplans import PUBLISHED_AT

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]


def reference_of(plan: CarePlan) -> str:
    """The reference of the plan's case."""
    return plan.case.reference


def page(plan: CarePlan, name: str, **more: Any) -> str:
    """The address of a page about the version."""
    return reverse(f"careplans:{name}", kwargs={"ref": reference_of(plan), "number": plan.number, **more})


def hidden(client: Client, address: str) -> dict[str, str]:
    """The hidden values of the form at the address, as a browser would send them."""
    text = client.get(address).content.decode()
    return dict(re.findall(r'type="hidden" name="(submission_id|seen_version)" value="([^"]*)"', text))


def send(client: Client, address: str, **values: Any) -> Any:
    """Open the form and send it."""
    return client.post(address, {**hidden(client, address), **values})


def test_every_page_of_a_draft_is_drawn_for_its_author(browse: Browse) -> None:
    plan = plans.a_complete_draft()
    client = browse(coordinator())
    part = {
        "goal": Goal.objects.filter(plan=plan).first().id,
        "service": ServiceLine.objects.filter(plan=plan).first().id,
        "contact": CrisisContact.objects.filter(plan=plan).first().id,
    }
    names = ["plan_view", "plan_edit", "plan_submit", "goal_list", "goal_add", "service_list", "service_add",
             "contact_list", "contact_add", "agreement_list", "recipient_list", "recipient_add",
             "document_request"]  # fmt: skip
    addresses = [page(plan, name) for name in names]
    addresses += [
        page(plan, f"{kind}_{verb}", part=part[kind]) for kind in part for verb in ("edit", "remove")
    ]
    sections = ("about_me", "accommodation", "money", "health", "crisis", "factors", "dates", "views")
    addresses += [page(plan, "section_edit", section=section) for section in sections]
    addresses += [page(plan, "agreement_record", party=party) for party in ("person", "nhs")]
    addresses += [page(plan, "need_answer", need=need.key) for need in queries.needs_of(plan)[:1]]
    addresses += [reverse("careplans:plan_list", kwargs={"ref": reference_of(plan)})]
    for address in addresses:
        response = client.get(address)
        text = response.content.decode()
        assert response.status_code == 200, address
        assert text.count("<h1") == 1, address
        assert " - " in re.search(r"<title>(.*?)</title>", text).group(1), address


def test_a_section_is_saved_and_shown_again(browse: Browse) -> None:
    plan = plans.a_draft_plan()
    client = browse(coordinator())
    address = page(plan, "section_edit", section="about_me")
    response = send(client, address, what_matters="My sister", strengths="Cooking", completed="no")
    assert response.status_code == 302
    assert response.url == page(plan, "plan_edit")
    assert "My sister" in client.get(address).content.decode()


def test_a_service_is_added_changed_and_removed_from_its_pages(browse: Browse) -> None:
    plan = plans.a_draft_plan()
    client = browse(coordinator())
    need = next(need for need in queries.needs_of(plan) if need.is_s117)
    values = {
        "need_key": str(need.key), "group": "social_care", "category": "accommodation", "unit": "hour",
        "description": "Supported living", "provider_name": "Rowan House", "quantity": "1.5",
    }  # fmt: skip
    assert send(client, page(plan, "service_add"), **values).status_code == 302
    line = ServiceLine.objects.get(plan=plan)
    changed = {**values, "description": "Supported living at night"}
    assert send(client, page(plan, "service_edit", part=line.id), **changed).status_code == 302
    assert "Supported living at night" in client.get(page(plan, "service_list")).content.decode()
    assert send(client, page(plan, "service_remove", part=line.id)).status_code == 302
    assert not ServiceLine.objects.filter(plan=plan).exists()


def test_charging_for_an_aftercare_need_is_refused_beside_the_field(browse: Browse) -> None:
    plan = plans.a_draft_plan()
    need = next(need for need in queries.needs_of(plan) if need.is_s117)
    response = send(
        browse(coordinator()), page(plan, "service_add"), need_key=str(need.key), group="outside",
        category="accommodation", description="Supported living", provider_name="Rowan House",
    )  # fmt: skip
    assert response.status_code == 422
    assert "cannot be charged for" in response.content.decode()


def test_the_whole_way_from_the_task_list_to_a_published_plan(browse: Browse) -> None:
    plan = plans.a_complete_draft()
    author, boss = browse(coordinator()), browse(manager())
    assert send(author, page(plan, "plan_submit")).status_code == 302
    blocked = send(boss, page(plan, "plan_publish"))
    assert blocked.status_code == 422
    assert "Record the person&#39;s views in their own words" in blocked.content.decode()
    said = {"persons_views": "I agree", "completed": "yes"}
    assert send(author, page(plan, "section_edit", section="views"), **said).status_code == 302
    for party in ("person", "coordinator", "council", "nhs"):
        said = {"answer": "agrees", "name": "Amara Obi", **date_parts("on", PUBLISHED_AT.date())}
        assert send(author, page(plan, "agreement_record", party=party), **said).status_code == 302
    copy = {"name": "Amara Obi", "kind": "person", "format": "large_print"}
    assert send(author, page(plan, "recipient_add"), **copy).status_code == 302
    dates = {**date_parts("effective_from", plans.LEAVES_ON), **date_parts("review_due_on", plans.REVIEW_ON),
             "completed": "yes"}  # fmt: skip
    assert send(author, page(plan, "section_edit", section="dates"), **dates).status_code == 302
    published = send(boss, page(plan, "plan_publish"))
    assert published.status_code == 302
    document = PlanDocument.objects.get(plan=plan, draft=False)
    assert published.url.endswith(f"/documents/{document.id}/")
    assert CarePlan.objects.get(pk=plan.id).status == PlanStatus.PUBLISHED


def test_the_button_pressed_twice_publishes_once(browse: Browse) -> None:
    plan = plans.a_submitted_plan()
    client = browse(manager())
    form = hidden(client, page(plan, "plan_publish"))
    first, second = (client.post(page(plan, "plan_publish"), form) for _ in range(2))
    assert first.status_code == second.status_code == 302
    assert first.url == second.url
    assert PlanDocument.objects.filter(plan=plan, draft=False).count() == 1


def test_a_section_changed_by_somebody_else_meanwhile_shows_both_texts(browse: Browse) -> None:
    plan = plans.a_draft_plan()
    client = browse(coordinator())
    address = page(plan, "section_edit", section="health")
    opened = hidden(client, address)
    send(browse(manager()), address, medication="Clozapine", completed="yes")
    response = client.post(address, {**opened, "medication": "None", "completed": "yes"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "Clozapine" in text
    assert ">\nNone</textarea>" in text


def test_a_document_page_tells_of_each_state_without_a_script(browse: Browse) -> None:
    plan = plans.a_published_plan()
    document = PlanDocument.objects.get(plan=plan, draft=False)
    address = reverse("careplans:document_view", kwargs={"ref": reference_of(plan), "document": document.id})
    client = browse(coordinator())
    assert "Look again" in client.get(address).content.decode()
    assert client.get(f"{address}download/").status_code == 403
    PlanDocument.objects.claim(document.id, "status", "requested", "failed", failure="Too slow.")
    text = client.get(address).content.decode()
    assert "could not be made" in text
    assert "Too slow." in text
    assert send(client, f"{address}retry/").status_code == 302
    assert PlanDocument.objects.get(pk=document.id).status == "requested"


def test_a_made_document_is_downloaded_under_a_name_without_the_person_and_the_opening_is_recorded(
    browse: Browse, settings: Any, tmp_path: Any
) -> None:
    settings.DOCUMENT_ROOT = tmp_path
    plan = plans.a_published_plan()
    document = PlanDocument.objects.get(plan=plan, draft=False)
    services.render_document(actor=manager(), document_id=document.id, at=PUBLISHED_AT)
    where = {"ref": reference_of(plan), "document": document.id}
    response = browse(coordinator()).get(reverse("careplans:document_download", kwargs=where))
    assert response.content.startswith(b"%PDF-1.7")
    assert (
        response["Content-Disposition"] == f'attachment; filename="{reference_of(plan)}-plan-v1-standard.pdf"'
    )
    assert AccessEvent.objects.filter(kind="download", subject_id=document.id).count() == 1


def test_a_step_that_the_plan_cannot_take_now_is_a_page_that_says_why(browse: Browse) -> None:
    plan = plans.a_draft_plan()
    answer = browse(manager()).get(page(plan, "plan_publish"))
    assert answer.status_code == 409
    assert "This care plan is draft" in answer.content.decode()


@pytest.mark.parametrize("name", ["plan_view", "plan_edit", "plan_publish", "document_request"])
def test_a_stranger_and_finance_learn_nothing_from_the_addresses(browse: Browse, name: str) -> None:
    plan = plans.a_submitted_plan()
    assert browse(stranger()).get(page(plan, name)).status_code == 404
    assert browse(council_finance()).get(page(plan, name)).status_code in {403, 404}


def test_reviews_are_booked_held_and_signed_off_by_somebody_else(browse: Browse, at: Any) -> None:
    plan = plans.a_published_plan()
    review = queries.open_review(plan.case_id)
    author, boss = browse(coordinator()), browse(manager())
    where = {"ref": reference_of(plan), "review": review.id}

    def step(name: str) -> str:
        return reverse(f"careplans:review_{name}", kwargs=where)

    day = {**date_parts("booked_for", plans.REVIEW_ON), "method": "home", "letter": "easy_read"}
    assert send(author, step("book"), **day).status_code == 302
    assert (
        "Booked for 30 November 2026"
        in author.get(reverse("careplans:review_list", kwargs={"ref": reference_of(plan)})).content.decode()
    )
    held = {
        "day_held": at.date().isoformat(), "method": "home",
        "council_attendee": "", "nhs_attendee": "Dr Shah", "took_part": "yes",
        "persons_views": "Going well", "outcome": "continue", "outcome_reason": "The same needs",
        "needs": "same", "services": "same", "goals": "differ", "goals_1": "working",
        "checks": "some", "checked": "legal_status", "next_review": "12",
    }  # fmt: skip
    assert send(author, step("record"), **{**held, "persons_views": ""}).status_code == 422
    assert send(author, step("record"), **held).status_code == 302
    assert author.get(step("sign_off")).status_code == 403
    refused = send(boss, step("sign_off"), letter="standard")
    assert (
        refused.status_code,
        "Nobody is named who attended for the council" in refused.content.decode(),
    ) == (
        422,
        True,
    )
    assert "Correct the record" in author.get(step("view")).content.decode()
    assert send(author, step("record"), **{**held, "council_attendee": "Sam Jones"}).status_code == 302
    assert send(boss, step("sign_off"), letter="standard").status_code == 302
    assert "Signed off" in boss.get(step("view")).content.decode()
    assert queries.open_review(plan.case_id).due_on == at.date().replace(year=2027)


def test_sending_a_copy_is_recorded_after_publication(browse: Browse, at: Any) -> None:
    plan = plans.a_published_plan()
    recipient = Recipient.objects.filter(plan=plan).first()
    address = page(plan, "copy_send", part=recipient.id)
    assert send(browse(coordinator()), address, **date_parts("sent_on", at.date())).status_code == 302
    assert "sent on 21 November 2026" in browse(coordinator()).get(page(plan, "plan_view")).content.decode()


def test_the_home_and_what_it_costs_are_written_and_a_charge_for_aftercare_is_refused(browse: Browse) -> None:
    plan = plans.a_draft_plan()
    client = browse(coordinator())
    home = {"need": "yes", "reason": "Staff at night", "kind": "supported", "move_on": "A tenancy"}
    saved = send(client, page(plan, "section_edit", section="accommodation"), **home)
    assert saved.url == page(plan, "cost_list")
    cost = {"kind": "rent", "per": "week", "funder": "person", "reason": "Her benefits", "pence": "185.00"}
    refused = send(client, page(plan, "cost_add"), **cost)
    assert refused.status_code == 422
    assert "Nobody may be charged for it" in refused.content.decode()
    assert send(client, page(plan, "cost_add"), **{**cost, "funder": "benefit"}).status_code == 302
    shown = client.get(page(plan, "cost_list")).content.decode()
    assert "£185.00 a week" in shown
    assert "On the other, benefit in payment goes on" in shown
    row = plan.accommodation_costs.get()
    assert (
        send(client, page(plan, "cost_edit", part=row.id), **{**cost, "funder": "joint"}).status_code == 302
    )
    assert send(client, page(plan, "cost_remove", part=row.id)).status_code == 302
    assert not plan.accommodation_costs.exists()


def test_a_home_is_not_called_aftercare_while_the_person_is_put_down_to_pay_its_rent(browse: Browse) -> None:
    plan = plans.a_draft_plan()
    client = browse(coordinator())
    cost = {"kind": "rent", "per": "week", "funder": "person", "reason": "Her own tenancy"}
    assert send(client, page(plan, "cost_add"), **cost).status_code == 302
    refused = send(client, page(plan, "section_edit", section="accommodation"), need="yes", reason="Staff")
    assert refused.status_code == 422
    assert "Change or remove that part of the cost first" in refused.content.decode()


def test_what_changed_between_two_versions_is_said_in_words(browse: Browse) -> None:
    first = plans.a_published_plan()
    client = browse(coordinator())
    compare = reverse("careplans:plan_compare", kwargs={"ref": reference_of(first)})
    assert "only one version" in client.get(compare).content.decode()
    second = services.draft_plan(actor=coordinator(), case_id=first.case_id, at=plans.PUBLISHED_AT)
    values = {"medication": "Aripiprazole 300 mg depot every 4 weeks."}
    services.save_section(
        actor=coordinator(), plan_id=second.id, section=Section.HEALTH, values=values, at=plans.PUBLISHED_AT
    )
    in_force = client.get(page(first, "plan_view")).content.decode()
    assert "A newer version is being written" in in_force
    text = client.get(compare).content.decode()
    assert "What changed from version 1 to version 2" in text
    assert re.search(r"\[removed: </span>400 <", text)
    assert re.search(r"\[added: </span>300 <", text)
    assert "What matters to me" not in text, "what did not change is left out"
    assert client.get(compare + "?from=x&to=9").status_code == 200


def test_the_checklist_of_the_code_stands_on_the_page_before_each_step(browse: Browse) -> None:
    plan = plans.a_complete_draft()
    text = browse(coordinator()).get(page(plan, "plan_submit")).content.decode()
    for number in range(1, 17):
        assert f"(P-{number};" in text
