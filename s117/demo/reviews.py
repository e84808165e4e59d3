"""Reviews at each step, the councils' own intervals, and what everybody is told of today."""

from __future__ import annotations

from datetime import date, time, timedelta

from careplans import services as careplans
from careplans.models import Review
from careplans.rules.terms import (
    Invitee,
    MissedReason,
    ReviewCheck,
    ReviewMethod,
    ReviewOutcome,
    TriggerKind,
    Variant,
)
from s117.accounts.models import PracticeSettings
from s117.accounts.services import save_from_admin
from s117.demo.care import as_it_was
from s117.demo.story import moment
from s117.demo.world import BUILDER, World
from s117.kernel.actor import system_actor
from s117.kernel.permissions import Permission

HEADS = {"NMC": "price"}


def go_on_reviewing(world: World, today: date) -> None:
    """One review booked, one missed, one held and not signed off, one brought forward; then the notices."""
    _settings(world, today)
    for go_on, family_name in ((_book, "Begum"), (_miss, "Yeboah"), (_hold, "Fairbrother"), (_ask, "Sahota")):
        # A smaller world, as tests build it, tells only a part of the register.
        if Review.objects.filter(case__client__family_name=family_name).exists():
            go_on(world, family_name, today)
    sweep = system_actor("demo: reminders")
    careplans.open_reviews_after_changes(actor=sweep, at=moment(today, 7))
    careplans.send_reminders(actor=sweep, at=moment(today, 7))


def _settings(world: World, today: date) -> None:
    for code, head in HEADS.items():
        row = PracticeSettings(
            organisation=world.bodies[code],
            head_of_service=world.users[head],
            reason="Joint section 117 policy of the council and the NHS body, agreed in 2025.",
        )
        save_from_admin(actor=BUILDER, at=moment(today, 7), row=row, permission=Permission.REFERENCE_MANAGE)


def _review(family_name: str) -> Review:
    return Review.objects.get(case__client__family_name=family_name, status="due")


def _book(world: World, family_name: str, today: date) -> None:
    booking = careplans.Booking(
        booked_for=today + timedelta(days=12),
        booked_time=time(14),
        method=ReviewMethod.HOME,
        place="At home",
        invited=(Invitee.PERSON, Invitee.ADVOCATE, Invitee.COUNCIL, Invitee.NHS),
        letter=Variant.EASY_READ,
    )
    careplans.book_review(
        actor=world.actor("ali", today),
        review_id=_review(family_name).id,
        booking=booking,
        at=moment(today - timedelta(days=1), 10),
    )


def _miss(world: World, family_name: str, today: date) -> None:
    missed = careplans.Missed(
        on=today - timedelta(days=2),
        method=ReviewMethod.HOME,
        reason=MissedReason.NOT_THERE,
        tried="Knocked at 11am, phoned twice, left a card. Her sister had not seen her that day.",
        next_step="I will call you on Monday and can come to a place that you choose.",
        letter=Variant.STANDARD,
    )
    careplans.miss_review(
        actor=world.actor("ali", today),
        review_id=_review(family_name).id,
        missed=missed,
        at=moment(today - timedelta(days=1), 11),
    )


def _hold(world: World, family_name: str, today: date) -> None:
    review = _review(family_name)
    held_on = today - timedelta(days=1)
    held = careplans.ReviewInput(
        **as_it_was(review.plan_id),
        held_on=held_on,
        method=ReviewMethod.MEETING,
        persons_views="I feel well and I would like things to stay as they are.",
        outcome=ReviewOutcome.CONTINUE,
        outcome_reason="The needs remain and the services meet them.",
        next_due_on=held_on + timedelta(days=365),
        council_attendee="Kim Hart",
        nhs_attendee="Dr Sam Rahman",
        checked=tuple(ReviewCheck),
    )
    careplans.record_review(
        actor=world.actor("jones", today), review_id=review.id, held=held, at=moment(held_on, 15)
    )


def _ask(world: World, family_name: str, today: date) -> None:
    careplans.open_review(
        actor=world.actor("jones", today),
        case_id=_review(family_name).case_id,
        kind=TriggerKind.PROVIDER_NOTICE,
        happened_on=today - timedelta(days=3),
        asked_by="Harbour Homes",
        words="The provider gave eight weeks' notice on the shared house.",
        at=moment(today - timedelta(days=1), 12),
    )
