"""What is recorded of a person beside the law: safeguarding, the goals that contacts are about, the bodies' own
numbers, the property, and recourse to public funds (practice 1.4 A and R)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from careplans import services
from careplans.models import Review, ReviewTrigger
from careplans.queries import published_goals
from cases.models import Address, ContactLog
from cases.queries import case_for, search
from cases.services import clients, contacts
from s117.kernel.actor import system_actor
from s117.kernel.refusals import Refused
from tests.builders import accounts, around, cases, legal
from tests.builders import careplans as plans
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db
BEAT = system_actor("celery:reviews-open")
RAISED = date(2026, 11, 20)


def at_home() -> Any:
    """Somebody at home with a published plan, whose first review is due on 30 November."""
    plan = plans.a_published_plan()
    cases.leave(plan.case)
    return plan.case


def opened() -> int:
    return services.open_reviews_after_changes(actor=BEAT, at=NOW)


def test_a_safeguarding_concern_opens_one_review_by_itself() -> None:
    case = at_home()
    concern = around.add(case, "safeguarding", starts_on=RAISED)
    assert (opened(), opened()) == (1, 0)
    trigger = ReviewTrigger.objects.get()
    assert (trigger.kind, trigger.happened_on) == ("safeguarding", RAISED)
    assert Review.objects.get(case=case).kind == "trigger"
    around.amend(case, "safeguarding", concern, about="A neighbour takes his bank card")
    assert opened() == 0, "a concern that is put right is the same concern"


def test_an_open_concern_stands_in_the_banner_for_those_who_work_with_the_person() -> None:
    case = at_home()
    concern = around.add(case, "safeguarding", starts_on=RAISED)
    assert "Safeguarding concern" in case_for(accounts.coordinator(), case.reference).alerts
    assert "Safeguarding concern" not in case_for(accounts.council_finance(), case.reference).alerts
    around.end(case, "safeguarding", concern, ends_on=date(2026, 11, 21))
    assert "Safeguarding concern" not in case_for(accounts.coordinator(), case.reference).alerts


def test_a_contact_is_about_a_goal_of_the_plan_in_force_in_the_words_of_that_day() -> None:
    case = at_home()
    goal = published_goals(case.id)[0]
    contact = cases.a_contact(case, accounts.coordinator(), goal_id=goal.id)
    assert contact.goal_words == goal.words == "To go back to paid work in a kitchen"
    with pytest.raises(Refused) as refusal:
        cases.a_contact(case, accounts.coordinator(), goal_id=uuid4())
    assert refusal.value.fields == {"goal": "Choose a goal of the care plan in force"}


def test_a_correction_may_keep_the_goal_of_a_plan_that_has_been_replaced() -> None:
    case = at_home()
    said = cases.a_contact(case, accounts.coordinator(), goal_id=published_goals(case.id)[0].id)
    plans.a_published_plan(case, at=datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    assert said.goal_id not in {goal.id for goal in published_goals(case.id)}
    contacts.correct_contact(
        actor=accounts.coordinator(), at=NOW, case_id=case.id, contact_id=said.id,
        correction_reason="The time was wrong", happened_at=datetime(2026, 10, 21, 9, 0, tzinfo=UTC),
        note=said.note, kind=said.kind, with_whom=said.with_whom, attended=said.attended, goal_id=said.goal_id,
    )  # fmt: skip
    assert ContactLog.objects.get(corrects=said).goal_words == said.goal_words


def test_a_person_is_found_by_the_number_that_their_council_or_trust_has_for_them() -> None:
    case = cases.an_allocated_case()
    who = {"actor": accounts.coordinator(), "at": NOW, "case_id": case.id}
    clients.amend_client(**who, council_number="LAS 0042", trust_number="rio77", icb_number="")
    for typed in ("RIO77", "rio77 "):
        assert [row["reference"] for row in search(accounts.coordinator(), typed)] == [case.reference]
    assert search(accounts.stranger(), "rio77") == []


def test_no_recourse_to_public_funds_does_not_bar_aftercare_and_the_record_says_why() -> None:
    case = cases.an_allocated_case()
    who = {"actor": accounts.coordinator(), "at": NOW, "case_id": case.id}
    clients.amend_client(**who, no_recourse=True, immigration_note="Limited leave until 2028")
    cases.leave(case)
    found = cases.current_determination(case, "entitlement").findings
    assert "Q-8" in str(found)
    assert cases.refreshed(case).status == "active"


def test_an_address_keeps_the_number_of_the_property() -> None:
    case = cases.a_case()
    cases.move_home(case, line="9 Hill Road, Northmoor", uprn="100023336956", starts_on=date(2026, 11, 1))
    assert Address.objects.get(client=case.client_id, uprn="100023336956").line == "9 Hill Road, Northmoor"


def test_a_recall_opens_a_review_and_is_told_as_a_recall() -> None:
    plan = plans.a_published_plan()
    cases.begin_cto(plan.case)
    legal.recalled(plan.case)
    assert (opened(), opened()) == (1, 0)
    assert ReviewTrigger.objects.get().kind == "recall"
