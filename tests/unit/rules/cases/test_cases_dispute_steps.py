"""The work of a dispute: who may be in one, who pays meanwhile, the steps and their clocks."""

from __future__ import annotations

from datetime import date

import pytest

from cases.rules.dispute_steps import (
    Clock,
    DisputeKind,
    StepKind,
    countdown,
    limit_words,
    next_clock,
    propose_interim,
    refer_by,
    route_of,
    sides_fit,
    step_targets,
)
from cases.rules.disputes import DisputeFacts, Party, Route
from cases.rules.facts import Side
from cases.rules.lifecycle import DisputeStatus

ROSE = date(2026, 2, 9)
LIMIT = date(2026, 6, 9)
COUNCIL, NHS, OTHER = Side.COUNCIL, Side.NHS, Side.OTHER
COUNCILS = (Party("Northmoor", COUNCIL), Party("Southvale", COUNCIL))


@pytest.mark.parametrize(
    ("kind", "fit", "unfit"),
    [
        (DisputeKind.COUNCILS, [COUNCIL, COUNCIL], [COUNCIL]),
        (DisputeKind.NHS_BODIES, [NHS, NHS], [NHS, COUNCIL]),
        (DisputeKind.SPLIT, [COUNCIL, NHS], [COUNCIL, COUNCIL]),
        (DisputeKind.PROVIDER, [COUNCIL, OTHER], [OTHER]),
        (DisputeKind.PERSON, [COUNCIL], [COUNCIL, OTHER]),
    ],
)
def test_each_kind_of_dispute_is_between_its_own_kinds_of_bodies(
    kind: DisputeKind, fit: list[Side], unfit: list[Side]
) -> None:
    assert sides_fit(kind, fit)
    assert not sides_fit(kind, unfit)


@pytest.mark.parametrize(
    ("facts", "body", "rule"),
    [
        (DisputeFacts(meeting_needs="Northmoor", living_in="Southvale"), "Northmoor", "X-1"),
        (DisputeFacts(living_in="Southvale"), "Southvale", "X-2"),
        (DisputeFacts(arose_on=ROSE), "", "X-2"),
    ],
)
def test_who_meets_needs_goes_on_else_where_the_person_lives(
    facts: DisputeFacts, body: str, rule: str
) -> None:
    found = propose_interim(DisputeKind.COUNCILS, facts)
    assert (found.body, found.shared, found.finding.rule.id) == (body, False, rule)


def test_nhs_bodies_share_the_cost_meanwhile() -> None:
    found = propose_interim(DisputeKind.NHS_BODIES, DisputeFacts(meeting_needs="NHS Northmoor"))
    assert (found.body, found.shared, found.finding.rule.id) == ("NHS Northmoor", True, "X-8")


def test_only_disputes_between_councils_have_four_months_to_referral() -> None:
    assert route_of(DisputeKind.COUNCILS, COUNCILS) is Route.ENGLAND
    assert route_of(DisputeKind.PERSON, COUNCILS) is None
    assert refer_by(Route.ENGLAND, ROSE) == LIMIT
    assert refer_by(Route.NHS_BODIES, ROSE) is None
    assert refer_by(None, ROSE) is None


def test_targets_are_working_days_and_the_parties_are_known_at_once() -> None:
    targets = dict(step_targets(ROSE, {"escalated": 20}, holidays=[date(2026, 2, 10)]))
    assert targets[StepKind.PARTIES] == ROSE
    assert targets[StepKind.ESCALATED] == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (date(2026, 6, 9), "today is the last day"),
        (date(2026, 6, 8), "1 day left"),
        (date(2026, 6, 11), "2 days late"),
    ],
)
def test_a_limit_is_a_countdown_in_words(on: date, words: str) -> None:
    assert countdown(LIMIT, on) == words
    assert limit_words(on, LIMIT, "Refer it") == f"Refer it by 9 June 2026: {words}"


STEPS = [
    (StepKind.PARTIES, ROSE, True),
    (StepKind.DIALOGUE, date(2026, 3, 2), False),
    (StepKind.ESCALATED, date(2026, 7, 1), False),
]


@pytest.mark.parametrize(
    ("status", "steps", "limit", "expected"),
    [
        (DisputeStatus.RAISED, STEPS, LIMIT, Clock("Talk with each other to settle it", date(2026, 3, 2))),
        (DisputeStatus.ESCALATED, STEPS[2:], LIMIT, Clock("Refer it", LIMIT, "X-3")),
        (DisputeStatus.ESCALATED, STEPS[2:], None, Clock("Escalate to heads of service", date(2026, 7, 1))),
        (DisputeStatus.ESCALATED, [], None, Clock("Settle it, or refer it", None)),
        (DisputeStatus.REFERRED, STEPS, LIMIT, Clock("Await the determination", None)),
        (DisputeStatus.DETERMINED, [], None, Clock("Begin any review", date(2027, 1, 9), "X-5")),
        (DisputeStatus.RECHARGED, [], None, Clock("Close it", None)),
        (DisputeStatus.CLOSED, [], None, Clock("Nothing", None)),
    ],
)
def test_what_is_to_be_done_next_and_by_when(
    status: DisputeStatus, steps: list[tuple[StepKind, date, bool]], limit: date | None, expected: Clock
) -> None:
    assert next_clock(status, steps, limit, date(2026, 10, 9)) == expected


def test_a_clock_is_late_once_its_day_has_passed() -> None:
    clock = Clock("Refer it", LIMIT)
    assert not clock.late(LIMIT)
    assert clock.late(date(2026, 6, 10))
    assert not Clock("Nothing", None).late(LIMIT)
