"""Care plans at each stage, made through the services as the staff of journey J1."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from assessments.queries import needs_for_plan
from careplans import services
from careplans.models import CarePlan, DocumentBatch, DocumentBatchItem, PlanDocument, ReceivedLetter, Review
from careplans.queries import open_review, plan_under_review
from careplans.rules.factors import FACTORS
from careplans.rules.sections import Section
from careplans.rules.terms import (
    AgreementAnswer,
    Category,
    CopyFormat,
    CostKind,
    Funder,
    Group,
    Hours,
    NeedStanding,
    Party,
    Progress,
    RecipientKind,
    ReviewCheck,
    ReviewMethod,
    ReviewOutcome,
    ServiceStanding,
    Unit,
)
from careplans.services import (
    ContactInput,
    CostInput,
    GoalFound,
    GoalInput,
    NeedFound,
    RecipientInput,
    ReviewInput,
    ServiceFound,
    ServiceInput,
)
from cases.models import Case
from s117.accounts.models import User
from s117.audit.context import acting_as
from s117.documents.storage import store_once
from s117.kernel.actor import Actor
from tests.builders.accounts import NOW, SETTING_UP, coordinator, manager, northmoor, northmoor_icb
from tests.builders.assessments import a_signed_off_assessment
from tests.builders.cases import A_PDF, an_allocated_case

WRITTEN_AT = datetime(2026, 10, 12, 10, 0, tzinfo=UTC)
PUBLISHED_AT = datetime(2026, 10, 16, 15, 30, tzinfo=UTC)
LEAVES_ON = date(2026, 10, 19)
REVIEW_ON = date(2026, 11, 30)

ABOUT_ME = {
    "what_matters": "My sister Ngozi and her children. My own front door.",
    "how_i_communicate": "Face to face is best. Give me a minute before I answer.",
    "please_do": "Tell me what is going to happen before it happens.",
    "please_dont": "Stand over me.",
    "strengths": "I manage my own cooking and I am good with figures.",
    "preferences": "Women workers where that can be arranged.",
    "aspirations": "To work in a kitchen again.",
}
CRISIS = {
    "keeping_well": "Routine, cooking, seeing Ngozi.",
    "triggers": "Letters about money. Noise at night.",
    "early_signs": "Not sleeping for two nights.\nStopping calls to Ngozi.",
    "first_steps": "Ring Amara, then visit the same day.",
    "risks": "Stops eating when unwell: staff check on Mondays.",
    "contingency": "Staff sleep in; a crisis bed at Elm House for up to 14 days.",
}
HEALTH = {"medication": "Aripiprazole 400 mg depot every 4 weeks.", "physical_health": "Old knee injury."}
HOME = {
    "need": "yes",
    "reason": "Living alone she stops taking medication; staff at night prevent it.",
    "kind": "supported",
    "address": "Flat 3, Rowan House, Northmoor",
    "landlord": "Rowan House Supported Living",
    "starts_on": LEAVES_ON,
    "preference": "Nearer to her sister, when a flat there comes free.",
    "move_on": "Four weeks' notice either way; a tenancy of her own once she manages her medication.",
}
RENT = CostInput(
    CostKind.RENT, Funder.JOINT, "The need for this home meets both tests.", 18_500, starts_on=LEAVES_ON
)
VIEWS = {"persons_views": "I am happy with the flat. I would have liked it nearer my sister."}

# Journey J1 step 7, by the domain of the need that each meets.
SERVICES: dict[str, dict[str, Any]] = {
    "accommodation": {
        "description": "Supported living with staff at night",
        "group": Group.SOCIAL_CARE,
        "category": Category.ACCOMMODATION,
        "provider_name": "Rowan House Supported Living",
        "quantity": Decimal("1"),
        "unit": Unit.WEEK,
    },
    "medication": {
        "description": "Depot clinic",
        "group": Group.HEALTH,
        "category": Category.TREATMENT,
        "provider_name": "Northmoor Mental Health NHS Trust",
        "frequency": "every 4 weeks",
    },
    "treatment": {
        "description": "Visits from a community nurse",
        "group": Group.HEALTH,
        "category": Category.TREATMENT,
        "provider_name": "Northmoor Mental Health NHS Trust",
        "quantity": Decimal("1"),
        "unit": Unit.SESSION,
    },
    "daily_living": {
        "description": "Support hours at home",
        "group": Group.SOCIAL_CARE,
        "category": Category.DAILY_LIVING,
        "provider_name": "Rowan House Supported Living",
        "quantity": Decimal("6"),
        "unit": Unit.HOUR,
    },
    "daytime": {
        "description": "Employment group",
        "group": Group.SOCIAL_CARE,
        "category": Category.EMPLOYMENT,
        "provider_name": "Wayfinders",
        "frequency": "Wednesday mornings",
    },
    "physical_health": {
        "description": "Stair rails",
        "group": Group.OUTSIDE,
        "category": Category.EQUIPMENT,
        "provider_name": "Northmoor Equipment Service",
        "unit": Unit.ONE_OFF,
    },
}


def a_planned_case(*, by: Actor | None = None, **case: Any) -> Any:
    """An allocated person in hospital with a signed off needs assessment, ready to be planned for."""
    writer = by if by and "care_coordinator" in by.roles else coordinator()
    made = an_allocated_case(coordinator=writer, **case)
    a_signed_off_assessment(made, by=writer)
    return made


def a_draft_plan(case: Any = None, *, by: Actor | None = None, at: datetime = WRITTEN_AT) -> CarePlan:
    """A version just started. Without a case, of a person of its own."""
    case = case or a_planned_case(by=by)
    return services.draft_plan(actor=by or coordinator(), case_id=_id(case), at=at)


def a_complete_draft(case: Any = None, *, by: Actor | None = None, at: datetime = WRITTEN_AT) -> CarePlan:
    """A draft that may be sent for agreement; nobody's views are in it yet."""
    who = by or coordinator()
    plan = a_draft_plan(case, by=who, at=at)
    _write_sections(plan, who, at)
    goal = GoalInput("To go back to paid work in a kitchen", "Two paid mornings a week")
    services.add_goal(actor=who, plan_id=plan.id, goal=goal, at=at)
    for need in needs_for_plan(plan.case_id):
        services.answer_need(
            actor=who,
            plan_id=plan.id,
            need_key=need.key,
            outcome=f"{need.title}, in place and working",
            at=at,
        )
        add_a_service(plan, need.key, by=who, at=at, **SERVICES.get(need.domain, SERVICES["treatment"]))
    desk = ContactInput("Recovery East duty desk", "01632 960 201", Hours.WORKING_DAY, "Care team")
    line = ContactInput("Northmoor crisis line", "0800 496 0117", Hours.ANY_TIME, "NHS crisis team")
    for contact in (desk, line):
        services.add_contact(actor=who, plan_id=plan.id, contact=contact, at=at)
    return CarePlan.objects.get(pk=plan.id)


def add_a_service(
    plan: CarePlan, need_key: UUID, *, by: Actor | None = None, at: datetime = WRITTEN_AT, **over: Any
) -> Any:
    """A service from the day the person leaves hospital, arranged by the body its group names."""
    body = northmoor_icb() if over.get("group") is Group.HEALTH else northmoor()
    known: dict[str, Any] = {
        "group": Group.SOCIAL_CARE,
        "category": Category.OTHER,
        "description": "Support",
        "provider_name": "Rowan House Supported Living",
        "starts_on": LEAVES_ON,
        "arranged_by_id": body.id,
    }
    service = ServiceInput(need_key=need_key, **{**known, **over})
    return services.add_service(actor=by or coordinator(), plan_id=plan.id, service=service, at=at)


def a_submitted_plan(
    case: Any = None, *, by: Actor | None = None, at: datetime = WRITTEN_AT, agreed: bool = True
) -> CarePlan:
    """A plan that waits for agreement; with `agreed`, everybody has said what they say of it."""
    who = by or coordinator()
    plan = a_complete_draft(case, by=who, at=at)
    services.submit_plan(actor=who, plan_id=plan.id, at=at)
    if agreed:
        agree(plan, by=who, at=at)
    return CarePlan.objects.get(pk=plan.id)


def agree(
    plan: CarePlan, *, by: Actor | None = None, at: datetime = WRITTEN_AT, review_on: date = REVIEW_ON
) -> None:
    """The person's views, all four parties' words, the review date and who gets a copy."""
    who = by or coordinator()
    for section, values in ((Section.VIEWS, VIEWS), (Section.DATES, {"review_due_on": review_on})):
        services.save_section(actor=who, plan_id=plan.id, section=section, values=values, at=at)
    for party, name in zip(Party, ("Amara Obi", "Sam Jones", "Ruth Price", "Chidi Okoro"), strict=True):
        services.record_agreement(
            actor=who,
            plan_id=plan.id,
            party=party,
            answer=AgreementAnswer.AGREES,
            name=name,
            on=at.date(),
            at=at,
        )
    for recipient in (
        RecipientInput("Amara Obi", RecipientKind.PERSON, CopyFormat.EASY_READ),
        RecipientInput("Mill Lane Surgery", RecipientKind.GP),
        RecipientInput("Rowan House Supported Living", RecipientKind.PROVIDER),
    ):
        services.add_recipient(actor=who, plan_id=plan.id, recipient=recipient, at=at)


def a_published_plan(
    case: Any = None,
    *,
    by: Actor | None = None,
    publisher: Actor | None = None,
    at: datetime = PUBLISHED_AT,
    written_at: datetime | None = None,
) -> CarePlan:
    """A plan in force from 19 October 2026, to be reviewed by 30 November; `publisher` is not `by`."""
    plan = a_submitted_plan(case, by=by, at=written_at or at)
    services.publish_plan(actor=publisher or manager(), plan_id=plan.id, at=at)
    return CarePlan.objects.get(pk=plan.id)


def a_held_review(
    case: Any,
    *,
    by: Actor | None = None,
    at: datetime = datetime(2026, 11, 20, 15, 0, tzinfo=UTC),
    **over: Any,
) -> Review:
    """The open review of the person, held and recorded."""
    review = open_review(_id(case))
    day = {"held_on": at.date(), "next_due_on": at.date().replace(year=at.year + 1)}
    return services.record_review(
        actor=by or coordinator(),
        review_id=review.id,
        held=a_review_input(as_it_was(review), **{**day, **over}),
        at=at,
    )


def a_review_input(parts: dict[str, Any], **over: Any) -> ReviewInput:
    """What was found: nothing changed, both bodies there, everything checked."""
    known: dict[str, Any] = {
        **parts,
        "method": ReviewMethod.HOME,
        "persons_views": "It is going well.",
        "outcome": ReviewOutcome.CONTINUE,
        "outcome_reason": "The needs are the same.",
        "council_attendee": "Sam Jones",
        "nhs_attendee": "Dr Priya Shah",
        "checked": tuple(ReviewCheck),
    }
    return ReviewInput(**{**known, **over})


def as_it_was(review: Review) -> dict[str, Any]:
    """Every need of the reviewed plan still there, every service going on, every goal worked on."""
    plan = plan_under_review(review.plan_id)
    if plan is None:
        return {}
    return {
        "needs": tuple(
            NeedFound(need.key, need.title, need.is_aftercare, NeedStanding.PRESENT) for need in plan.needs
        ),
        "services": tuple(
            ServiceFound(row.service_key, row.description, ServiceStanding.CONTINUE) for row in plan.services
        ),
        "goals": tuple(GoalFound(goal.id, goal.words, Progress.WORKING) for goal in plan.goals),
    }


def _write_sections(plan: CarePlan, who: Actor, at: datetime) -> None:
    for section, values in (
        (Section.ABOUT_ME, ABOUT_ME),
        (Section.HEALTH, HEALTH),
        (Section.FACTORS, {"factors_considered": [factor.code for factor in FACTORS]}),
        (Section.DATES, {"effective_from": LEAVES_ON}),
    ):
        services.save_section(actor=who, plan_id=plan.id, section=section, values=values, at=at)
    services.save_crisis_plan(actor=who, plan_id=plan.id, values=CRISIS, at=at)
    services.save_accommodation(actor=who, plan_id=plan.id, values=HOME, at=at)
    services.add_cost(actor=who, plan_id=plan.id, cost=RENT, at=at)


def _id(case: Any) -> UUID:
    return case if isinstance(case, UUID) else case.id


def a_received_letter(case: Case, *, actor: Actor | None = None, **over: Any) -> ReceivedLetter:
    """A letter of a general practitioner, put on the file by the coordinator."""
    at = over.pop("at", NOW)
    said = {
        "sender": "Dr Imran Shah, Mill Lane Surgery",
        "about": "Blood tests before the depot",
        "received_on": NOW.date(),
        "data": A_PDF,
        **over,
    }
    letter = services.LetterReceived(**said)
    return services.add_received(actor=actor or coordinator(), at=at, case_id=case.id, letter=letter)


def a_batch(plan: CarePlan) -> DocumentBatch:
    """The plan's document in a file that the coordinator asked for, as if packed: packing has tests of its own."""
    data = b"PK, as if packed"
    with acting_as(SETTING_UP):
        made = DocumentBatch.objects.create(
            words="Care plans in force",
            requested_at=NOW,
            requested_by=User.objects.get(pk=coordinator().id),
        )
        DocumentBatchItem.objects.create(batch=made, document=PlanDocument.objects.filter(plan=plan).first())
        made.amend(status="ready", sha256=store_once(data), size=len(data))
    return made
