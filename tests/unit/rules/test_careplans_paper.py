"""What a printed plan is made of, and the small words of plans, assessments and follow-up."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from assessments.rules.completeness import SectionState, SectionStatus, incomplete
from assessments.rules.domains import DOMAINS, is_domain
from careplans.rules.coverage import charge_refusal
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.paper import paper_context, status_sentence
from careplans.rules.reviews import follow_up_step
from careplans.rules.snapshot import to_json
from careplans.rules.terms import Group, NoticeStep, Variant
from tests.builders.snapshots import a_snapshot

LEFT = date(2026, 10, 19)


def test_the_paper_lists_aftercare_needs_first_and_every_service_under_its_group() -> None:
    plan = a_snapshot()

    paper = paper_context(plan, to_json(plan), Variant.LARGE_PRINT, draft=True)

    assert (paper["large"], paper["draft"], paper["status"]) == (True, True, "Published")
    owed = [each.need.is_aftercare for each in paper["needs"]]
    assert owed == sorted(owed, reverse=True)
    assert sum(len(group.services) for group in paper["groups"]) == len(plan.services)
    assert {group.group for group in paper["groups"]} >= {Group.HEALTH, Group.SOCIAL_CARE}
    assert plan.person.full_name.split()[-1].upper() == plan.person.listed_name.split(",")[0]


def test_what_a_party_said_is_found_and_what_nobody_said_is_not() -> None:
    plan = a_snapshot()

    assert plan.agreement_of(plan.agreements[0].party) == plan.agreements[0]
    assert a_snapshot(agreements=()).agreement_of(plan.agreements[0].party) is None


def test_only_what_social_care_arranges_wants_a_rate() -> None:
    assert [group for group in Group if group.wants_rate] == [Group.SOCIAL_CARE]


def test_a_plan_that_is_not_published_says_so() -> None:
    assert status_sentence(a_snapshot(status=PlanStatus.DRAFT)) == "Draft, not agreed"


def test_a_service_for_no_recorded_need_is_refused_nothing() -> None:
    assert charge_refusal(Group.OUTSIDE, None) == ""


def test_domains_are_known_by_their_codes() -> None:
    assert is_domain(DOMAINS[0].code)
    assert not is_domain("astrology")


def test_what_is_incomplete_keeps_the_order_of_the_page() -> None:
    states = tuple(
        SectionState(code, code, status)
        for code, status in (
            ("a", SectionStatus.INCOMPLETE),
            ("b", SectionStatus.COMPLETED),
            ("c", SectionStatus.NOT_STARTED),
        )
    )

    assert [state.code for state in incomplete(states)] == ["a", "c"]


@pytest.mark.parametrize(
    ("days", "step"),
    [(0, None), (1, NoticeStep.DUE), (3, NoticeStep.DUE), (4, NoticeStep.OVERDUE), (15, None)],
)
def test_a_missed_follow_up_is_told_for_two_weeks(days: int, step: NoticeStep | None) -> None:
    assert follow_up_step(LEFT, LEFT + timedelta(days=days)) is step
