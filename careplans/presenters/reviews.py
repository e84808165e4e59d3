"""Reviews and their letters as words, addresses and first answers, worked out before drawing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from careplans import policies
from careplans.models import Review
from careplans.presenters.plans import DOCUMENT_COLOURS, document_name
from careplans.queries.documents import DocumentRow
from careplans.queries.reviews import ReviewFile, ReviewParts, ReviewRow
from careplans.rules.lifecycle import ReviewStatus
from careplans.rules.reviews import ReviewClocks, Standing
from careplans.rules.snapshot import PlanSnapshot
from careplans.rules.terms import (
    Invitee,
    NeedStanding,
    ReviewCheck,
    ReviewOutcome,
    ServiceStanding,
    TookPart,
)
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.web.filters import date as date_words
from s117.web.filters import plural

STANDING_COLOURS = {
    Standing.LATER: "grey",
    Standing.DUE_SOON: "yellow",
    Standing.DUE: "yellow",
    Standing.OVERDUE: "orange",
    Standing.LONG_OVERDUE: "red",
    Standing.MONTHS_OVERDUE: "red",
}


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in a list."""

    name: str
    href: str
    status: str
    colour: str
    requested_at: Any


def letter_rows(reference: str, letters: Iterable[DocumentRow]) -> tuple[LetterRow, ...]:
    """The letters with where each is opened."""
    return tuple(
        LetterRow(
            document_name(letter),
            reverse("careplans:document_view", kwargs={"ref": reference, "document": letter.id}),
            "Superseded" if letter.superseded else letter.status.words,
            "grey" if letter.superseded else DOCUMENT_COLOURS[letter.status],
            letter.requested_at,
        )
        for letter in letters
    )


def review_words(row: ReviewRow) -> tuple[str, str]:
    """A review's standing in words and the colour of its tag."""
    if not row.is_open:
        return row.status.words, "green" if row.status is ReviewStatus.SIGNED_OFF else "blue"
    if row.days_overdue:
        return f"Overdue by {plural(row.days_overdue, 'day')}", STANDING_COLOURS[row.standing]
    if row.status is ReviewStatus.BOOKED and row.booked_for:
        return f"Booked for {date_words(row.booked_for)}", "aqua-green"
    return row.standing.words, STANDING_COLOURS[row.standing]


def review_actions(actor: Actor, case: CaseHeader, coming: ReviewRow | None) -> dict[str, bool]:
    """The steps on the coming review that this actor may take now."""
    return {
        "open": bool(policies.review_open(actor, case)),
        "book": coming is not None and bool(policies.review_book(actor, case)),
        "record": coming is not None and bool(policies.review_record(actor, case)),
        "miss": coming is not None and bool(policies.review_miss(actor, case)),
    }


def review_steps(actor: Actor, file: ReviewFile) -> dict[str, bool]:
    """What this actor may do about one review that was held."""
    review, case = file.review, file.case
    held = review.status == ReviewStatus.HELD
    sign_off = policies.review_sign_off(
        actor, case, status=review.status, recorded_by_id=review.recorded_by_id
    )
    return {
        "sign_off": held and bool(sign_off),
        "correct": held and bool(policies.review_record(actor, case)),
        "plan": review.outcome == ReviewOutcome.MODIFY and actor.may(Permission.PLAN_VIEW),
        "ending": review.outcome == ReviewOutcome.RECOMMEND_ENDING and actor.may(Permission.ENDING_VIEW),
    }


def checked_words(codes: Iterable[str]) -> tuple[str, ...]:
    """What was checked, in the order of the form."""
    chosen = set(codes)
    return tuple(check.words for check in ReviewCheck if check.value in chosen)


def invited_words(codes: Iterable[str]) -> str:
    """Who was asked to the review, in the order of the booking form."""
    chosen = set(codes)
    return ", ".join(who.words for who in Invitee if who.value in chosen)


def what_differs(parts: ReviewParts) -> tuple[str, ...]:
    """Needs that are gone and services that change or stop, a sentence each."""
    gone = [
        f"{row.title}: no longer there. {row.reason}"
        for row in parts.needs
        if row.standing == NeedStanding.GONE
    ]
    moved = [
        f"{row.description}: {ServiceStanding(row.standing).words.lower()}. {row.reason}"
        for row in parts.services
        if row.standing != ServiceStanding.CONTINUE
    ]
    return (*gone, *moved)


def prefilled_review(
    actor: Actor, file: ReviewFile, plan: PlanSnapshot | None, clocks: ReviewClocks, today: date
) -> dict[str, Any]:
    """What is known before anybody types: the booking, who records it, the plan's goals, the interval.

    Whether the needs are still there is never answered beforehand: that answer is the review.
    """
    review = file.review
    mine = "council_attendee" if actor.organisation_kind == "council" else "nhs_attendee"
    months = str(clocks.routine_months) if clocks.routine_months in (6, 12) else "12"
    return {
        "day_held": min(review.booked_for or today, today).isoformat(),
        "method": review.booked_method,
        mine: actor.name,
        "took_part": TookPart.YES.value,
        "next_review": months,
        **_unchanged(plan),
    }


def _unchanged(plan: PlanSnapshot | None) -> dict[str, Any]:
    if plan is None:
        return {}
    known = (
        ("needs", [NeedStanding.PRESENT.value for _ in plan.needs]),
        ("services", [ServiceStanding.CONTINUE.value for _ in plan.services]),
        ("goals", [goal.progress.value for goal in plan.goals]),
    )
    return {f"{name}_{number}": answer for name, answers in known for number, answer in enumerate(answers, 1)}


def recorded_review(review: Review, parts: ReviewParts, plan: PlanSnapshot | None) -> dict[str, Any]:
    """A review as it was recorded, to correct it."""
    plain = (
        "method", "council_attendee", "nhs_attendee", "attended", "took_part", "persons_views",
        "carers_views", "working", "not_working", "checked", "outcome", "outcome_reason", "next_due_on",
    )  # fmt: skip
    found = {name: getattr(review, name) for name in plain} | {"next_review": "day"} | _unchanged(plan)
    found["day_held"] = review.held_on.isoformat() if review.held_on else ""
    found["checks"] = "all" if set(ReviewCheck) <= set(review.checked) else "some"
    if plan is None:
        return found
    needs = {row.need_key: (row.standing, row.reason) for row in parts.needs}
    services = {row.service_key: (row.standing, row.reason) for row in parts.services}
    goals = {row.goal_id: (row.progress, "") for row in parts.goals}
    present, goes_on = NeedStanding.PRESENT.value, ServiceStanding.CONTINUE.value
    return {
        **found,
        **_said("needs", [(present, needs.get(need.key)) for need in plan.needs]),
        **_said("services", [(goes_on, services.get(row.service_key)) for row in plan.services]),
        **_said("goals", [(goal.progress.value, goals.get(goal.id)) for goal in plan.goals]),
    }


def _said(name: str, rows: Iterable[tuple[str, tuple[str, str] | None]]) -> dict[str, Any]:
    """The answers to one question about all the parts, from what each was before and what was said of it."""
    found: dict[str, Any] = {name: "same"}
    for number, (before, said) in enumerate(rows, 1):
        if said is not None:
            standing, reason = said
            found[f"{name}_{number}"], found[f"{name}_{number}_{standing}"] = standing, reason
            if standing != before:
                found[name] = "differ"
    return found
