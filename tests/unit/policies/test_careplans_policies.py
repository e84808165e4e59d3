"""Who may write, publish and review (practice 6.1): a second pair of eyes, and one's own people."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from careplans import policies
from careplans.rules.lifecycle import PlanStatus, ReviewStatus
from careplans.rules.sections import Section
from s117.accounts.roles import permissions_of
from s117.kernel.actor import Actor

JONES, HART, REED = uuid4(), uuid4(), uuid4()


@dataclass(frozen=True)
class Case:
    status: str = "active"
    coordinator_id: UUID | None = JONES
    coordinator_name: str = "Sam Jones"


@dataclass(frozen=True)
class Plan:
    status: PlanStatus = PlanStatus.DRAFT
    author_id: UUID | None = JONES


def actor(who: UUID, *roles: str) -> Actor:
    """Somebody with the roles."""
    return Actor(id=who, name="Sam", roles=frozenset(roles), permissions=permissions_of(frozenset(roles)))


COORDINATOR, COLLEAGUE = actor(JONES, "care_coordinator"), actor(REED, "care_coordinator")
MANAGER, FINANCE = actor(HART, "team_manager"), actor(uuid4(), "finance")


@pytest.mark.parametrize("who", [COORDINATOR, MANAGER])
def test_a_coordinator_writes_for_their_own_people_and_a_manager_for_the_teams(who: Actor) -> None:
    assert policies.plan_edit(who, Case(), Plan())


def test_a_colleague_is_told_whom_to_ask() -> None:
    refusal = policies.plan_edit(COLLEAGUE, Case(), Plan())
    assert "Sam Jones" in refusal.reason


def test_finance_neither_reads_nor_opens_a_plan() -> None:
    assert not policies.plan_view(FINANCE)
    assert not policies.document_request(FINANCE)


def test_only_views_dates_and_copies_are_open_while_a_plan_waits_for_agreement() -> None:
    waiting = Plan(PlanStatus.SUBMITTED)
    still_open = {section for section in Section if policies.plan_edit(COORDINATOR, Case(), waiting, section)}
    assert still_open == {Section.VIEWS, Section.AGREEMENT, Section.DATES, Section.COPIES}


@pytest.mark.parametrize("status", [PlanStatus.PUBLISHED, PlanStatus.SUPERSEDED])
def test_a_published_version_is_closed_to_everybody(status: PlanStatus) -> None:
    assert not any(policies.plan_edit(MANAGER, Case(), Plan(status), section) for section in Section)


def test_nobody_publishes_what_they_wrote_and_a_coordinator_publishes_nothing() -> None:
    assert policies.plan_publish(MANAGER, Case(), Plan())
    assert not policies.plan_publish(MANAGER, Case(), Plan(author_id=HART))
    assert not policies.plan_publish(COORDINATOR, Case(), Plan(author_id=REED))


def test_nobody_signs_off_the_review_they_recorded_nor_one_that_was_not_held() -> None:
    held = {"status": ReviewStatus.HELD, "recorded_by_id": JONES}
    assert policies.review_sign_off(MANAGER, Case(), **held)
    assert not policies.review_sign_off(MANAGER, Case(), **{**held, "recorded_by_id": HART})
    assert not policies.review_sign_off(MANAGER, Case(), **{**held, "status": ReviewStatus.DUE})


@pytest.mark.parametrize("status", ["ended", "ended_death", "not_entitled", "entered_in_error"])
def test_nothing_is_planned_once_the_duty_is_over(status: str) -> None:
    case = Case(status=status)
    assert not policies.plan_draft(MANAGER, case, already_open=False)
    assert not policies.review_record(COORDINATOR, case)


def test_a_copy_is_sent_only_of_a_published_plan() -> None:
    assert not policies.copy_send(COORDINATOR, Case(), Plan())
    assert policies.copy_send(COORDINATOR, Case(), Plan(PlanStatus.PUBLISHED))
