"""The middle of a story: planning meeting, needs assessment, care plan and reviews."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from assessments import services as assessments
from assessments.queries import needs_for_plan
from assessments.rules.domains import DOMAINS
from careplans import services as careplans
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
)
from s117.demo.packages import PACKAGES, SITUATIONS, DemoNeed, DemoService
from s117.demo.register import Stage
from s117.demo.story import Story, moment
from s117.kernel.dates import add_months

FIRST_REVIEW_DAYS = 42
REVIEW_HELD_DAYS = 40
# Older meetings are told in three pages instead of nine: nobody opens them, and building takes a minute.
RECENTLY = 60
RENT, SERVICE_CHARGE = 18_500, 4_200


def plan_care(story: Story) -> None:
    """Meeting, assessment and plan, as far as the story goes."""
    if story.reaches(Stage.MEETING_HELD):
        _meet(story)
    if story.reaches(Stage.ASSESSMENT_DRAFT):
        assessment_id = _start_assessment(story)
        if story.reaches(Stage.ASSESSMENT_SENT):
            _finish_assessment(story, assessment_id)
    if story.reaches(Stage.PLAN_DRAFT):
        write_plan(story)


def hold_reviews(story: Story) -> None:
    """The reviews that were held after leaving hospital, and the new version that one may have led to."""
    if story.left is None:
        return
    for number in range(story.entry.reviews_held):
        held_on = add_months(story.left + timedelta(days=REVIEW_HELD_DAYS), 12 * number)
        _hold_review(story, held_on)
    if story.entry.redrafting:
        at = moment(story.today - timedelta(days=6), 11)
        careplans.draft_plan(actor=story.coordinator, case_id=story.case_id, at=at)


def _meet(story: Story) -> None:
    at, jones = story.when("met"), story.coordinator
    name = f"{story.entry.given_names} {story.entry.family_name}"
    meeting = assessments.record_meeting(
        actor=jones, case_id=story.case_id, held_on=at.date(), place="Rowan ward",
        chair_name="Dr Sam Rahman", chair_role="Responsible clinician", at=at,
    )  # fmt: skip
    pages = _meeting_pages(name, jones.name, at)
    if story.left is not None and (story.today - story.left).days > RECENTLY:
        pages = {section: pages[section] for section in ("attendance", "views", "accommodation")}
    for section, values in pages.items():
        assessments.amend_meeting(
            actor=jones, meeting_id=meeting.id, section=section, values=values,
            rows=values.get("rows"), at=at,
        )  # fmt: skip


def _meeting_pages(name: str, coordinator: str, at: datetime) -> dict[str, dict[str, Any]]:
    day = at.date()
    return {
        "attendance": {
            "rc_present": "yes", "person_present": "yes", "representative_present": "no",
            "representative_absent_reason": "Nobody else was wanted.", "advocate_present": "yes",
            "rows": [
                {"name": name, "role": "The person", "organisation_name": "", "attendance": "attended"},
                {"name": coordinator, "role": "Care coordinator", "organisation_name": "",
                 "attendance": "attended"},
                {"name": "Lee Foster", "role": "Advocate", "organisation_name": "Voice First",
                 "attendance": "attended"},
            ],
        },
        "views": {"person_views": "I want to be at home and not go back to the ward."},
        "leaving": {"legal_status": "Detained for treatment", "change_expected": "ends"},
        "needs": {"needs_discussed": {item.code: "aftercare" for item in DOMAINS}},
        "accommodation": {
            "accommodation_need": "undecided",
            "accommodation_reason": "To be settled in the needs assessment.",
        },
        "risks": {"risks": "Self-neglect when unwell.", "contingency": "Crisis team; crisis bed if needed."},
        "services": {
            "coordinator_name": coordinator,
            "rows": [{"description": "Support at home", "arranged_by": "council", "paid_by": "joint"}],
        },
        "actions": {
            "disagreements": "None",
            "rows": [{"what": "Complete the needs assessment", "who": coordinator,
                      "due_on": day + timedelta(days=14)}],
        },
        "checks": {
            "chc_checklist": "not_needed", "benefits_advice": "arranged",
            "benefits_owner": "Welfare rights service", "copies_to": ["person", "gp"], "copy_sent_on": day,
        },
    }  # fmt: skip


def _start_assessment(story: Story) -> UUID:
    at, jones = story.when("assessment_started"), story.coordinator
    draft = assessments.start_assessment(actor=jones, case_id=story.case_id, at=at)
    for need in PACKAGES[story.entry.package].needs:
        assessments.add_need(
            actor=jones, assessment_id=draft.id, domain=need.domain, need=_tested(need), at=at
        )
    return draft.id


def _tested(need: DemoNeed) -> assessments.NeedInput:
    answer = "yes" if need.aftercare else "no"
    return assessments.NeedInput(
        title=need.title,
        arises=answer,
        arises_reason=need.arises_reason,
        reduces=answer,
        reduces_reason=need.reduces_reason,
        care_act_eligible="" if need.aftercare else "yes",
    )


def _finish_assessment(story: Story, assessment_id: UUID) -> None:
    at, jones = story.when("assessment_signed"), story.coordinator
    needed = {need.domain for need in PACKAGES[story.entry.package].needs}
    for item in DOMAINS:
        assessments.save_domain(
            actor=jones, assessment_id=assessment_id, domain=item.code, situation=SITUATIONS[item.code],
            person_view="I would like help with this to begin with." if item.code in needed else "",
            strengths="", has_need="yes" if item.code in needed else "no", at=at,
        )  # fmt: skip
    for section, values in _assessment_pages(story, at.date()).items():
        assessments.save_section(
            actor=jones, assessment_id=assessment_id, section=section, values=values, at=at
        )
    assessments.submit_assessment(actor=jones, assessment_id=assessment_id, at=at)
    if story.reaches(Stage.ASSESSED):
        assessments.sign_off_assessment(actor=story.manager, assessment_id=assessment_id, at=at)


def _assessment_pages(story: Story, day: date) -> dict[str, dict[str, object]]:
    other = [need for need in PACKAGES[story.entry.package].needs if not need.aftercare]
    return {
        "about": {
            "assessor_profession": "Social worker", "registration_number": "SW12345",
            "assessed_from": day, "method": "in_person", "capacity": "has", "consent": "given",
        },
        "risk": {
            "risk_summary": "Neglects food and sleep when unwell. No harm to others.",
            "triggers": "Missed medication; loss of routine.",
            "warning_signs": "Sleeps less than four hours; stops answering the phone.",
            "protective_factors": "A sister who visits; asks for help early when well.",
        },
        "carer": {"carer_assessment": "no_carer"},
        "summary": {
            "aftercare_summary": "Contact, medication and support that keep the illness from returning.",
            "other_summary": other[0].title if other else "",
            "care_act_conclusion": "eligible" if other else "not_needed",
            "care_act_reason": "Two outcomes cannot be reached without help." if other else "",
        },
    }  # fmt: skip


def write_plan(story: Story) -> None:
    """A version of the plan from first draft to as far as the story goes."""
    at, jones = story.when("plan_drafted"), story.coordinator
    plan = careplans.draft_plan(actor=jones, case_id=story.case_id, at=at)
    starts_on = story.left or story.when("plan_published").date() + timedelta(days=14)
    _write_sections(story, plan.id, starts_on, at)
    if not story.reaches(Stage.PLAN_SUBMITTED):
        return
    at = story.when("plan_submitted")
    careplans.submit_plan(actor=jones, plan_id=plan.id, at=at)
    if not story.reaches(Stage.PLAN_PUBLISHED):
        return
    at = story.when("plan_published")
    _agree(story, plan.id, at)
    careplans.publish_plan(actor=story.manager, plan_id=plan.id, at=at)


def _write_sections(story: Story, plan_id: UUID, starts_on: date, at: datetime) -> None:
    jones, package = story.coordinator, PACKAGES[story.entry.package]
    met = {need.domain for need in package.needs}
    sections: dict[Section, dict[str, object]] = {
        Section.ABOUT_ME: {
            "what_matters": "My own front door, my sister's visits and being listened to.",
            "how_i_communicate": "Talk to me in plain words and give me time.",
            "strengths": "I notice when I am getting unwell and I tell people.",
            "preferences": "Mornings are best. I like to meet outdoors.",
            "aspirations": "To work again, two days a week.",
        },
        Section.HEALTH: {"medication": "One antipsychotic medicine, reviewed every three months."},
        Section.FACTORS: {
            "factors_considered": [factor.code for factor in FACTORS if not factor.domains & met]
        },
        Section.DATES: {
            "effective_from": starts_on,
            "review_due_on": starts_on + timedelta(days=FIRST_REVIEW_DAYS),
        },
    }
    for section, values in sections.items():
        careplans.save_section(actor=jones, plan_id=plan_id, section=section, values=values, at=at)
    goal = careplans.GoalInput(words="To be at home, well, for a whole year", measure="No admission")
    careplans.add_goal(actor=jones, plan_id=plan_id, goal=goal, at=at)
    keys = {need.domain: need.key for need in needs_for_plan(story.case_id)}
    for need in package.needs:
        reason = "" if _served(need, package.services) else "Met by patient transport, arranged by the GP."
        careplans.answer_need(
            actor=jones, plan_id=plan_id, need_key=keys[need.domain], outcome=need.outcome,
            no_service_reason=reason, at=at,
        )  # fmt: skip
    for service in package.services:
        line = _service(story, service, keys[service.domain], starts_on)
        careplans.add_service(actor=jones, plan_id=plan_id, service=line, at=at)
    _write_crisis_plan(story, plan_id, at)
    _write_accommodation(story, plan_id, starts_on, at)


def _served(need: DemoNeed, services: tuple[DemoService, ...]) -> bool:
    return any(service.domain == need.domain for service in services)


def _service(story: Story, service: DemoService, need_key: UUID, starts_on: date) -> careplans.ServiceInput:
    provider = story.world.bodies[service.provider]
    return careplans.ServiceInput(
        need_key=need_key,
        group=Group(service.group),
        category=Category(service.category),
        description=service.description,
        provider_id=provider.id,
        provider_name=provider.name,
        frequency=service.frequency,
        starts_on=starts_on,
    )


def _write_crisis_plan(story: Story, plan_id: UUID, at: datetime) -> None:
    words = {
        "keeping_well": "Sleep, medicine, a walk each day.",
        "early_signs": "Sleeping less than four hours; not answering the phone.",
        "first_steps": "Call the coordinator the same day; out of hours, the crisis line.",
        "risks": "Self-neglect. Managed by a visit within a day of the first sign.",
        "contingency": "The coordinator finds cover the same day; a crisis bed for up to 14 days.",
    }
    careplans.save_crisis_plan(actor=story.coordinator, plan_id=plan_id, values=words, at=at)
    contact = careplans.ContactInput(
        name="Northmoor crisis line", phone="01632 960 117", hours=Hours.ANY_TIME, role="Crisis team"
    )
    careplans.add_contact(actor=story.coordinator, plan_id=plan_id, contact=contact, at=at)


def _write_accommodation(story: Story, plan_id: UUID, starts_on: date, at: datetime) -> None:
    """Aftercare accommodation and who pays for it, where the package has such a need."""
    jones, package = story.coordinator, PACKAGES[story.entry.package]
    aftercare = any(need.domain == "accommodation" and need.aftercare for need in package.needs)
    home: dict[str, object] = {"need": "no", "kind": "own", "reason": "An ordinary tenancy meets the need."}
    if aftercare:
        home = {
            "need": "yes",
            "kind": "supported",
            "reason": "Staff on site keep the illness from returning; two tenancies alone ended in hospital.",
            "preference": "Near the bus to town.",
            "move_on": "A tenancy of their own once a year has gone well; four weeks' notice either way.",
            "starts_on": starts_on,
        }
    careplans.save_accommodation(actor=jones, plan_id=plan_id, values=home, at=at)
    if not aftercare:
        return
    reason = "The need for this home meets both tests of section 117(6)."
    rate = sum(
        service.weekly_pence or 0 for service in package.services if service.category == "accommodation"
    )
    for kind, funder, pence, why in (
        (CostKind.RENT, Funder.JOINT, RENT, reason),
        (CostKind.SERVICE_CHARGE, Funder.JOINT, SERVICE_CHARGE, reason),
        (CostKind.CARE, Funder.JOINT, rate - RENT - SERVICE_CHARGE, reason),
        (CostKind.UTILITIES, Funder.PERSON, 2_100, "Ordinary bills, which anybody pays."),
    ):
        cost = careplans.CostInput(kind, funder, why, pence, starts_on=starts_on)
        careplans.add_cost(actor=jones, plan_id=plan_id, cost=cost, at=at)


def _agree(story: Story, plan_id: UUID, at: datetime) -> None:
    jones, name = story.coordinator, f"{story.entry.given_names} {story.entry.family_name}"
    views = {"persons_views": "I agree with this. I want to keep seeing the same nurse."}
    careplans.save_section(actor=jones, plan_id=plan_id, section=Section.VIEWS, values=views, at=at)
    said_by = {
        Party.PERSON: name,
        Party.COORDINATOR: jones.name,
        Party.COUNCIL: story.manager.name,
        Party.NHS: "Dr Sam Rahman",
    }
    for party, who in said_by.items():
        careplans.record_agreement(
            actor=jones, plan_id=plan_id, party=party, answer=AgreementAnswer.AGREES, name=who,
            on=at.date(), at=at,
        )  # fmt: skip
    copy_to = careplans.RecipientInput(name=name, kind=RecipientKind.PERSON, format=CopyFormat.STANDARD)
    careplans.add_recipient(actor=jones, plan_id=plan_id, recipient=copy_to, at=at)


def _hold_review(story: Story, held_on: date) -> None:
    review = open_review(story.case_id)
    if review is None or held_on > story.today:
        return
    held = careplans.ReviewInput(
        **as_it_was(review.plan_id),
        held_on=held_on,
        method=ReviewMethod.HOME,
        persons_views="It is going well. I would like to do more on weekdays.",
        outcome=ReviewOutcome.CONTINUE,
        outcome_reason="The needs remain and the services meet them.",
        next_due_on=add_months(held_on, 12),
        council_attendee=story.manager.name,
        nhs_attendee="Dr Sam Rahman",
        working="The same nurse each time.",
        checked=tuple(ReviewCheck),
    )
    at = moment(held_on, 15)
    careplans.record_review(actor=story.coordinator, review_id=review.id, held=held, at=at)
    careplans.sign_off_review(
        actor=story.manager, review_id=review.id, at=moment(held_on + timedelta(days=1), 10)
    )


def as_it_was(plan_id: UUID) -> dict[str, Any]:
    """Every need still there, every service going on, every goal worked on."""
    plan = plan_under_review(plan_id)
    if plan is None:
        return {}
    return {
        "needs": tuple(
            careplans.NeedFound(need.key, need.title, need.is_aftercare, NeedStanding.PRESENT)
            for need in plan.needs
        ),
        "services": tuple(
            careplans.ServiceFound(row.service_key, row.description, ServiceStanding.CONTINUE)
            for row in plan.services
        ),
        "goals": tuple(careplans.GoalFound(goal.id, goal.words, Progress.WORKING) for goal in plan.goals),
    }
