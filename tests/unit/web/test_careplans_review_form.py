"""The ten-minute review: few places to tab to, filled in from the plan, and nothing answered beforehand that is
the review itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.http import QueryDict

from careplans.forms.review_record import ALL, DIFFER, SAME, SOME, ReviewForm
from careplans.rules.review_record import ReviewInput
from careplans.rules.snapshot import GoalPart, PlanSnapshot
from careplans.rules.terms import Group, NeedStanding, Progress, ReviewCheck, ServiceStanding
from tests.builders.snapshots import a_need, a_service, a_snapshot

TODAY = date(2026, 12, 16)
MOST_STOPS = 25
# Save, save and come back later, cancel.
WAYS_OUT = 3
ANSWERS = {
    "day_held": "2026-12-16",
    "method": "home",
    "council_attendee": "Sam Jones",
    "nhs_attendee": "Nadia Ali",
    "attended": "His sister",
    "took_part": "yes",
    "persons_views": "It is going well.",
    "needs": SAME,
    "services": SAME,
    "goals": SAME,
    "checks": ALL,
    "outcome": "continue",
    "outcome_reason": "The needs are the same.",
    "next_review": "12",
}


def a_plan(parts: int = 2) -> PlanSnapshot:
    """A plan with so many needs, services and goals."""
    numbers = range(1, parts + 1)
    return replace(
        a_snapshot(),
        needs=tuple(a_need(number, f"Need {number}", "other") for number in numbers),
        services=tuple(
            a_service(number, number, Group.SOCIAL_CARE, f"Service {number}") for number in numbers
        ),
        goals=tuple(
            GoalPart(UUID(int=300 + number), f"Goal {number}", "", None, Progress.WORKING, None)
            for number in numbers
        ),
    )


def a_form(
    typed: dict[str, Any] | None = None, *, plan: PlanSnapshot | None = None, **more: Any
) -> ReviewForm:
    """The form, empty or as it was sent."""
    data = None
    if typed is not None:
        data = QueryDict(mutable=True)
        for name, value in typed.items():
            data.setlist(name, value if isinstance(value, list) else [value])
    return ReviewForm(data, plan=plan or a_plan(), today=TODAY, **more)


def stops(form: ReviewForm) -> int:
    """The places to tab to: a question is one, but for a date (three) and ticks (one each). What is asked only
    after an answer that was not given is not there."""
    hidden = set(form.hidden_by_choice())
    while more := {
        target
        for name in hidden
        for targets in form[name].ui.reveals.values()
        for target in targets
        if target not in hidden
    }:
        hidden |= more
    shown = [form[name] for name in form.fields if name not in hidden]
    each = {"date": lambda field: 3, "checkboxes": lambda field: len(field.options)}
    return WAYS_OUT + sum(each.get(field.component, lambda field: 1)(field) for field in shown)


def held(**typed: Any) -> ReviewInput:
    """What the service is given."""
    form = a_form({**ANSWERS, **typed})
    assert form.is_valid(), form.errors
    return form.held()


def test_a_review_has_at_most_25_places_to_tab_to() -> None:
    moved = {"services": DIFFER, "services_1": "continue", "services_2": "change", "goals": DIFFER}
    assert stops(a_form({**ANSWERS, **moved})) == MOST_STOPS
    assert stops(a_form(ANSWERS)) == stops(a_form(ANSWERS, plan=a_plan(12))) == 20


def test_what_is_as_it_was_is_one_answer_and_every_part_is_recorded() -> None:
    said = held()
    assert [need.standing for need in said.needs] == [NeedStanding.PRESENT] * 2
    assert [row.standing for row in said.services] == [ServiceStanding.CONTINUE] * 2
    assert [goal.progress for goal in said.goals] == [Progress.WORKING] * 2
    assert said.checked == tuple(ReviewCheck)
    assert (said.held_on, said.next_due_on) == (TODAY, date(2027, 12, 16))
    assert said.attended == "His sister"


def test_what_differs_is_said_part_by_part_with_its_own_reason() -> None:
    said = held(
        needs=DIFFER, needs_1="gone", needs_1_gone="Sleeps through since May", needs_2="present",
        services=DIFFER, services_1="stop", services_1_stop="Not needed", services_1_change="left over",
        services_2="change", services_2_change="Four hours", goals=DIFFER, goals_1="reached", goals_2="working",
        checks=SOME, checked=["legal_status", "risks"],
    )  # fmt: skip
    assert [(need.standing, need.reason) for need in said.needs] == [
        ("gone", "Sleeps through since May"), ("present", ""),
    ]  # fmt: skip
    assert [(row.standing, row.reason) for row in said.services] == [
        ("stop", "Not needed"), ("change", "Four hours"),
    ]  # fmt: skip
    assert [goal.progress for goal in said.goals] == ["reached", "working"]
    assert said.checked == ("legal_status", "risks")


def test_what_was_opened_and_closed_again_does_not_count() -> None:
    said = held(services=SAME, services_1="stop", services_1_stop="A slip", checks=ALL, checked=["risks"])
    assert [row.standing for row in said.services] == [ServiceStanding.CONTINUE] * 2
    assert said.checked == tuple(ReviewCheck)


def test_each_question_about_the_plan_must_be_answered() -> None:
    form = a_form({name: value for name, value in ANSWERS.items() if name not in ("needs", "checks")})
    assert form.errors["needs"] == ["Answer “Are all the needs still there?”"]
    assert form.errors["checks"] == ["Answer “Were all of these checked?”"]


def test_the_day_is_today_the_booked_one_or_typed() -> None:
    words = dict(a_form(booked_for=date(2026, 12, 2)).fields["day_held"].choices)
    assert words == {
        "2026-12-16": "Today, 16 December 2026",
        "2026-12-02": "2 December 2026, as it was booked",
        "day": "On another day",
    }
    typed = {"day_held": "day", "held_on_day": "1", "held_on_month": "11", "held_on_year": "2026"}
    assert held(**typed).held_on == date(2026, 11, 1)
    assert held(day_held="2026-12-15").held_on == date(2026, 12, 15), "said before midnight"
    assert not a_form({**ANSWERS, "day_held": "2026-12-17"}).is_valid(), "a day to come"
