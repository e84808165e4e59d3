"""Reviews: opened by a change, missed without harm, recorded whole, signed off with both bodies there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, transaction

from careplans import queries, services
from careplans.models import CarePlan, PlanDocument, Review, ReviewNeed, ReviewTrigger
from careplans.rules.review_record import NeedFound, ServiceFound
from careplans.rules.terms import (
    Category,
    Group,
    MissedReason,
    NeedStanding,
    ReviewMethod,
    ReviewOutcome,
    ServiceStanding,
    TriggerKind,
    Variant,
)
from cases.models import Case
from cases.queries import visible_to
from s117.accounts.models import PracticeSettings
from s117.audit.context import acting_as
from s117.kernel.actor import system_actor
from s117.kernel.refusals import Refused
from tests.builders import careplans as plans
from tests.builders import cases
from tests.builders.accounts import SETTING_UP, coordinator, manager, northmoor

pytestmark = pytest.mark.django_db
BEAT = system_actor("celery:reviews-open")
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def first_due(django_db_setup: None, django_db_blocker: Any) -> Iterator[UUID]:
    """The id of the first review, due on 30 November, of somebody at home with a published plan.

    It takes over a thousand statements to get there, so it is made once: each test undoes what it did itself.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        plan = plans.a_published_plan()
        cases.accept(plan.case, "council", cases.accounts.council_signatory())
        cases.accept(plan.case, "nhs_body", cases.accounts.nhs_signatory())
        cases.leave(plan.case)
        yield Review.objects.get(case_id=plan.case_id).id
        transaction.set_rollback(True)


@pytest.fixture
def review(first_due: UUID) -> Review:
    """That review, as nobody has touched it yet."""
    return Review.objects.get(pk=first_due)


def hold(review: Review, **over: Any) -> Review:
    return plans.a_held_review(review.case_id, **over)


def one_service_changes(review: Review) -> tuple[ServiceFound, ...]:
    first, *rest = plans.as_it_was(review)["services"]
    changed = ServiceFound(first.service_key, first.description, ServiceStanding.CHANGE, "Two hours more")
    return (changed, *rest)


def test_a_missed_review_is_kept_with_what_was_tried_and_ends_nothing(review: Review) -> None:
    day = date(2026, 11, 20)
    booking = services.Booking(day, ReviewMethod.HOME, letter=Variant.EASY_READ)
    services.book_review(actor=coordinator(), review_id=review.id, booking=booking, at=AT)
    missed = services.Missed(
        day, ReviewMethod.HOME, MissedReason.NOT_THERE, "Called at 2pm, phoned twice", "I will call on Friday",
        letter=Variant.LARGE_PRINT,
    )  # fmt: skip
    services.miss_review(actor=coordinator(), review_id=review.id, missed=missed, at=AT)
    review.refresh_from_db()
    assert (review.status, review.booked_for, review.due_on) == ("due", None, plans.REVIEW_ON)
    assert Case.objects.get(pk=review.case_id).status == "active"
    assert [row.tried for row in queries.attempts_of(review.id)] == ["Called at 2pm, phoned twice"]
    letters = PlanDocument.objects.filter(review=review).order_by("requested_at", "id")
    assert {(row.paper, row.variant) for row in letters} == {
        ("invitation", "easy_read"),
        ("missed", "large_print"),
    }
    with pytest.raises(DatabaseError), transaction.atomic(), acting_as(SETTING_UP):
        review.attempts.get().amend(tried="Nothing")


def test_an_attempt_says_what_was_tried_and_what_comes_next(review: Review) -> None:
    missed = services.Missed(date(2026, 11, 20), ReviewMethod.PHONE, MissedReason.DECLINED, " ", "")
    with pytest.raises(Refused) as refusal:
        services.miss_review(actor=coordinator(), review_id=review.id, missed=missed, at=AT)
    assert set(refusal.value.fields) == {"tried", "next_step"}


@pytest.mark.parametrize("nobody", ["council_attendee", "nhs_attendee"])
def test_without_somebody_of_each_body_it_is_not_signed_off_until_corrected(
    review: Review, nobody: str
) -> None:
    """Journey J5, unhappy path (c)."""
    held = hold(review, **{nobody: ""})
    with pytest.raises(Refused, match="Nobody is named"):
        services.sign_off_review(actor=manager(), review_id=held.id, at=AT)
    again = plans.as_it_was(held)
    services.record_review(
        actor=coordinator(), review_id=held.id, at=AT,
        held=plans.a_review_input(again, held_on=AT.date(), next_due_on=date(2027, 11, 20)),
    )  # fmt: skip
    services.sign_off_review(actor=manager(), review_id=held.id, at=AT, letter=Variant.STANDARD)
    held.refresh_from_db()
    assert held.status == "signed_off"
    assert Review.objects.filter(case_id=held.case_id).count() == 2
    assert PlanDocument.objects.filter(review=held, paper="outcome").count() == 1


def test_a_signed_review_does_not_change_whoever_writes(review: Review) -> None:
    held = hold(review)
    services.sign_off_review(actor=manager(), review_id=held.id, at=AT)
    for change in (
        lambda: Review.objects.get(pk=held.id).amend(outcome_reason="Other"),
        lambda: ReviewNeed.objects.filter(review=held).first().amend(reason="Other"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), acting_as(SETTING_UP):
            change()


def test_every_need_and_service_of_the_plan_is_answered_for(review: Review) -> None:
    with pytest.raises(Refused) as refusal:
        hold(review, needs=(), services=())
    assert set(refusal.value.fields) == {"needs", "services"}
    held = hold(review)
    parts = queries.parts_of_review(held.id)
    assert (len(parts.needs), len(parts.services), len(parts.goals)) == (6, len(plans.SERVICES), 1)


def test_a_change_wants_its_reason_and_starts_the_next_version(review: Review) -> None:
    changed = one_service_changes(review)
    with pytest.raises(Refused) as refusal:
        hold(review, services=changed)
    assert "outcome" in refusal.value.fields
    hold(review, services=changed, outcome=ReviewOutcome.MODIFY)
    draft = CarePlan.objects.get(case_id=review.case_id, status="draft")
    assert draft.number == 2


def test_ending_is_not_recommended_while_an_aftercare_need_is_there(review: Review) -> None:
    with pytest.raises(Refused, match="still there"):
        hold(review, outcome=ReviewOutcome.RECOMMEND_ENDING)
    gone = tuple(
        NeedFound(need.need_key, need.title, need.is_aftercare, NeedStanding.GONE, "Well for two years")
        for need in plans.as_it_was(review)["needs"]
    )
    hold(review, outcome=ReviewOutcome.RECOMMEND_ENDING, needs=gone)
    assert Case.objects.get(pk=review.case_id).status == "active"


def opened() -> int:
    return services.open_reviews_after_changes(actor=BEAT, at=AT)


def test_going_back_to_hospital_opens_a_review_once(review: Review) -> None:
    assert opened() == 0
    cases.detain(review.case, section_code="02", starts_on=date(2026, 11, 10), still_in_hospital=True, at=AT)
    assert (opened(), opened()) == (1, 0)
    review.refresh_from_db()
    assert ReviewTrigger.objects.get().kind == TriggerKind.READMISSION
    # It was due before a change's 28 days were over, so its own date stands.
    assert (review.kind, review.due_on) == ("trigger", plans.REVIEW_ON)


def test_a_move_brings_the_yearly_review_forward_and_the_move_home_from_hospital_does_not(
    review: Review,
) -> None:
    held = hold(review, at=datetime(2026, 11, 10, 15, 0, tzinfo=UTC), next_due_on=date(2027, 11, 10))
    cases.move_home(held.case, starts_on=date(2026, 11, 15), line="9 Ferry Road", at=AT)
    assert (opened(), opened()) == (1, 0)
    coming = queries.open_review(held.case_id)
    assert (coming.kind, coming.due_on) == ("trigger", AT.date() + timedelta(days=28))
    assert coming.brought_forward_from == date(2027, 11, 10)


def test_a_request_is_answered_without_asking_whether_it_is_needed(review: Review) -> None:
    ask = {"actor": coordinator(), "case_id": review.case_id, "happened_on": AT.date(), "at": AT}
    for kind in (TriggerKind.PERSON_ASKED, TriggerKind.PROVIDER_NOTICE):
        services.open_review(**ask, kind=kind, words="Would like more help", asked_by="Amara")
    asked = {row.kind for row in queries.triggers_of(review.id)}
    assert asked == {TriggerKind.PERSON_ASKED, TriggerKind.PROVIDER_NOTICE}
    assert Review.objects.filter(case_id=review.case_id).count() == 1


def test_a_new_version_that_makes_a_service_aftercare_calls_for_a_review_of_the_reasons(
    review: Review,
) -> None:
    """J3 unhappy path: what was outside aftercare turns out to arise from the disorder."""
    plan = services.draft_plan(actor=coordinator(), case_id=review.case_id, at=AT)
    line = plan.services.get(group="outside")
    need = next(need for need in queries.needs_of(plan) if need.is_s117)
    now_aftercare = services.ServiceInput(
        need_key=need.key, group=Group.SOCIAL_CARE, category=Category(line.category),
        description=line.description, provider_name=line.provider_name, starts_on=line.starts_on,
    )  # fmt: skip
    services.edit_service(actor=coordinator(), service_id=line.id, service=now_aftercare, at=AT)
    dates = {"effective_from": AT.date()}
    who = {"actor": coordinator(), "plan_id": plan.id, "at": AT}
    services.save_section(**who, section=plans.Section.DATES, values=dates)
    services.submit_plan(**who)
    plans.agree(plan, at=AT)
    services.publish_plan(actor=manager(), plan_id=plan.id, at=AT)

    (trigger,) = queries.triggers_of(review.id)
    assert trigger.kind is TriggerKind.RECLASSIFIED
    assert f"{line.description} became aftercare" in trigger.words
    assert queries.open_review(review.case_id).kind == "trigger"
    assert opened() == 0


def own_clocks(**over: int) -> PracticeSettings:
    with acting_as(SETTING_UP):
        return PracticeSettings.objects.create(organisation=northmoor(), reason="Joint policy 2026", **over)


def test_a_councils_own_policy_moves_its_dates_and_its_list(review: Review) -> None:
    everybody = visible_to(BEAT)
    day = plans.REVIEW_ON - timedelta(days=20)
    assert queries.reviews_due(everybody, day).count() == 1
    own_clocks(due_soon_days=14, routine_months=6, first_review_days=28)
    assert queries.reviews_due(everybody, day).count() == 0
    assert queries.reviews_due(everybody, day + timedelta(days=6)).count() == 1
    hold(review)
    assert queries.open_review(review.case_id).kind == "six_monthly"


@pytest.mark.parametrize("due", [date(2027, 3, 27), date(2027, 10, 30), date(2028, 2, 28), date(2028, 2, 29)])
def test_overdue_begins_at_london_midnight_also_when_the_clocks_change(review: Review, due: date) -> None:
    """Journey J8, unhappy path (b): clock changes (28 March, 31 October 2027) and leap days."""
    with acting_as(SETTING_UP):
        review.amend(due_on=due)
    everybody = visible_to(BEAT)
    assert [queries.reviews_overdue(everybody, due + timedelta(days=n)).count() for n in (-1, 0, 1, 2)] == [
        0,
        0,
        1,
        1,
    ]
