"""The sorts of work that can wait for somebody: who does them, when they are true, since when."""

from __future__ import annotations

from django.db.models import DateField, F, Subquery
from django.db.models.functions import Cast, Coalesce

from careplans.rules.lifecycle import PlanStatus
from s117.dashboards.queries import conditions, ending_conditions
from s117.dashboards.queries.funding_kinds import FUNDING_KINDS
from s117.dashboards.queries.kind import Kind
from s117.kernel.permissions import Permission as P

__all__ = ["KINDS", "Kind"]


def _registered() -> F:
    return F("registered_on")


def _review_due() -> Subquery:
    return Subquery(conditions.open_reviews().values("due_on")[:1])


def _left() -> Coalesce:
    stays = conditions.stays().filter(left_on__isnull=False)
    return Coalesce(Subquery(stays.order_by("-left_on").values("left_on")[:1]), "registered_on")


def _ready() -> Subquery:
    stays = conditions.stays().filter(ready_on__isnull=False, left_on__isnull=True)
    return Subquery(stays.values("ready_on")[:1])


def _draft_started() -> Cast:
    return Cast(Subquery(conditions.plans_in(PlanStatus.DRAFT).values("started_at")[:1]), DateField())


def _plan_sent() -> Cast:
    return Cast(Subquery(conditions.plan_sent_at()), DateField())


def _assessment_started() -> Subquery:
    return Subquery(conditions.unfinished_assessments().values("started_on")[:1])


def _home() -> Coalesce:
    """When aftercare began to be owed at home: put back, or else on leaving hospital."""
    return Coalesce(Subquery(ending_conditions.put_back().values("reinstated_on")[:1]), _left())


def _ending_asked() -> Cast:
    return Cast(Subquery(ending_conditions.ending_open().values("requested_at")[:1]), DateField())


def _ending_decided() -> Cast:
    decided = (
        ending_conditions.ending_open().order_by("-decisions__recorded_at").values("decisions__recorded_at")
    )
    return Cast(Subquery(decided[:1]), DateField())


def _reinstatement_asked() -> Cast:
    asked = ending_conditions.ending_standing().filter(decisions__question="reinstate")
    return Cast(Subquery(asked.values("decisions__recorded_at")[:1]), DateField())


def _split_on() -> Subquery:
    return Subquery(conditions.splits().values("takes_effect_on")[:1])


KINDS = (
    Kind(
        slug="follow-up",
        card="to see within 72 hours",
        heading="To see within 72 hours of leaving hospital",
        why="Not seen since leaving hospital on",
        next_step="Record a contact",
        route="cases:contact_record",
        permission=P.CONTACT_RECORD,
        where=lambda actor, on: conditions.contact_awaited(on),
        since=_left,
        mine=True,
        urgent=True,
    ),
    Kind(
        slug="reviews-overdue",
        card="with a review overdue",
        heading="Reviews overdue",
        why="Review was due on",
        next_step="Record the review",
        route="careplans:review_list",
        permission=P.REVIEW_RECORD,
        where=lambda actor, on: conditions.review_overdue(on),
        since=_review_due,
        mine=True,
        urgent=True,
    ),
    Kind(
        slug="without-plan",
        card="home without a plan",
        heading="Home without a published plan",
        why="No published plan in force; home, or aftercare put back, since",
        next_step="Write the plan",
        route="careplans:plan_list",
        permission=P.PLAN_DRAFT,
        where=lambda actor, on: conditions.plan_missing() & ~conditions.plan_submitted(),
        since=_home,
        mine=True,
        urgent=True,
    ),
    Kind(
        slug="reviews-due",
        card="with a review due in 28 days",
        heading="Reviews due in the next 28 days",
        why="Review is due on",
        next_step="Book the review",
        route="careplans:review_list",
        permission=P.REVIEW_RECORD,
        where=lambda actor, on: conditions.review_due_soon(on),
        since=_review_due,
        mine=True,
    ),
    Kind(
        slug="plans-to-finish",
        card="with a plan to finish",
        heading="Plans to finish",
        why="Draft plan started on",
        next_step="Finish the plan",
        route="careplans:plan_list",
        permission=P.PLAN_EDIT,
        where=lambda actor, on: conditions.plan_drafted(),
        since=_draft_started,
        mine=True,
    ),
    Kind(
        slug="assessments-to-finish",
        card="with an assessment to finish",
        heading="Needs assessments to finish",
        why="Needs assessment started on",
        next_step="Finish the assessment",
        route="assessments:assessment_list",
        permission=P.ASSESSMENT_EDIT,
        where=lambda actor, on: conditions.assessment_unfinished(),
        since=_assessment_started,
        mine=True,
    ),
    Kind(
        slug="planning-to-begin",
        card="in hospital with no planning meeting yet",
        heading="In hospital with no planning meeting yet",
        why="Planning begins on admission; on the register since",
        next_step="Record the planning meeting",
        route="assessments:meeting_list",
        permission=P.MEETING_RECORD,
        where=lambda actor, on: conditions.planning_to_begin(),
        since=_registered,
        mine=True,
    ),
    Kind(
        slug="assessments-to-start",
        card="with an assessment to start",
        heading="Needs assessments to start",
        why="Met, and not assessed yet; on the register since",
        next_step="Start the assessment",
        route="assessments:assessment_list",
        permission=P.ASSESSMENT_START,
        where=lambda actor, on: conditions.assessment_to_start(),
        since=_registered,
        mine=True,
    ),
    Kind(
        slug="plans-to-start",
        card="with a plan to start",
        heading="Care plans to start",
        why="Assessed, and no plan begun; on the register since",
        next_step="Start the plan",
        route="careplans:plan_list",
        permission=P.PLAN_DRAFT,
        where=lambda actor, on: conditions.plan_to_start(),
        since=_registered,
        mine=True,
    ),
    Kind(
        slug="unallocated",
        card="without a coordinator",
        heading="Without a coordinator",
        why="No coordinator; on the register since",
        next_step="Allocate a coordinator",
        route="cases:allocation_make",
        permission=P.ALLOCATION_MAKE,
        where=lambda actor, on: conditions.unallocated(),
        since=_registered,
        urgent=True,
    ),
    Kind(
        slug="no-active-team",
        card="with no active team",
        heading="No active team: on the review list only",
        why="Nobody works with them; aftercare goes on. On the register since",
        next_step="See the reviews",
        route="careplans:review_list",
        permission=P.ALLOCATION_MAKE,
        where=lambda actor, on: conditions.no_active_team(),
        since=_registered,
    ),
    Kind(
        slug="coordinator-left",
        card="whose coordinator has left",
        heading="Whose coordinator has left",
        why="The coordinator's account is switched off; on the register since",
        next_step="Allocate a coordinator",
        route="cases:allocation_make",
        permission=P.ALLOCATION_MAKE,
        where=lambda actor, on: conditions.coordinator_inactive(),
        since=_registered,
        urgent=True,
    ),
    Kind(
        slug="plans-to-publish",
        card="with a plan to publish",
        heading="Plans sent for agreement",
        why="Plan sent for agreement on",
        next_step="Publish or send back",
        route="careplans:plan_list",
        permission=P.PLAN_PUBLISH,
        where=lambda actor, on: conditions.plan_submitted(),
        since=_plan_sent,
    ),
    Kind(
        slug="assessments-to-sign",
        card="with an assessment to sign off",
        heading="Needs assessments to sign off",
        why="Waiting for your signature; started on",
        next_step="Sign off or send back",
        route="assessments:assessment_list",
        permission=P.ASSESSMENT_SIGN_OFF,
        where=lambda actor, on: conditions.assessment_submitted(),
        since=_assessment_started,
    ),
    Kind(
        slug="delayed",
        card="ready to leave, delayed",
        heading="Ready to leave hospital, delayed",
        why="Clinically ready to leave hospital since",
        next_step="See what is missing",
        route="dashboards:case_view",
        permission=P.ALLOCATION_MAKE,
        where=lambda actor, on: conditions.delayed(on),
        since=_ready,
        urgent=True,
    ),
    Kind(
        slug="determinations",
        card="waiting for your answer",
        heading="Responsible bodies waiting for your answer",
        why="Your organisation is proposed as responsible; on the register since",
        next_step="Accept or dispute",
        route="cases:determination_view",
        permission=P.DETERMINATION_ANSWER,
        where=lambda actor, on: conditions.awaits_answer_of(actor.organisation_ids),
        since=_registered,
    ),
    Kind(
        slug="to-decide",
        card="to decide by hand",
        heading="Responsible bodies to decide by hand",
        why="The record does not settle who is responsible; on the register since",
        next_step="Decide with a reason",
        route="cases:determination_view",
        permission=P.DETERMINATION_OVERRIDE,
        where=lambda actor, on: conditions.needs_a_person(actor.organisation_kind),
        since=_registered,
    ),
    Kind(
        slug="endings-to-sign",
        card="whose ending waits for your decision",
        heading="Endings of aftercare waiting for your decision",
        why="Ending was asked for on",
        next_step="Decide for your organisation",
        route="journeys:ending_view",
        permission=P.ENDING_SIGN,
        where=lambda actor, on: ending_conditions.ending_to_sign(actor.organisation_ids, actor.id),
        since=_ending_asked,
    ),
    Kind(
        slug="endings-to-confirm",
        card="whose ending both bodies have agreed",
        heading="Endings agreed by both bodies, to be confirmed",
        why="Both bodies are satisfied since",
        next_step="Clear what is in the way and confirm",
        route="journeys:ending_view",
        permission=P.ENDING_CONFIRM,
        where=lambda actor, on: ending_conditions.ending_to_confirm(),
        since=_ending_decided,
    ),
    Kind(
        slug="to-put-back",
        card="whose aftercare may be put back",
        heading="Aftercare that the other body wants put back",
        why="The other body decided that aftercare is needed again on",
        next_step="Decide for your organisation",
        route="journeys:ending_view",
        permission=P.ENDING_REINSTATE,
        where=lambda actor, on: ending_conditions.reinstatement_to_sign(actor.organisation_ids),
        since=_reinstatement_asked,
        urgent=True,
    ),
    Kind(
        slug="successors",
        card="with a successor body to choose",
        heading="Successor body to choose",
        why="The responsible body was split among several on",
        next_step="Choose the successor",
        route="cases:determination_view",
        permission=P.SUCCESSOR_CHOOSE,
        where=lambda actor, on: conditions.successor_to_choose(actor.organisation_ids),
        since=_split_on,
    ),
    Kind(
        slug="to-check",
        card="with a legal status to check",
        heading="Legal status to check",
        why="What is recorded does not settle entitlement; on the register since",
        next_step="Check the papers",
        route="cases:legal_status_view",
        permission=P.DETENTION_RECORD,
        where=lambda actor, on: conditions.to_check(),
        since=_registered,
    ),
    Kind(
        slug="detentions-open",
        card="with a detention left open",
        heading="Detentions with no ending recorded",
        why="Detention still recorded as running after leaving hospital on",
        next_step="Record how it ended",
        route="cases:legal_status_view",
        permission=P.DETENTION_END,
        where=lambda actor, on: conditions.detention_left_open(),
        since=_left,
    ),
    Kind(
        slug="unfunded",
        card="with a service not funded",
        heading="With a service that has no rate or cost share",
        why="A service of the plan has no rate or no cost share; left hospital on",
        next_step="Agree the funding",
        route="funding:line_list",
        permission=P.LINE_FUND,
        where=lambda actor, on: conditions.service_unfunded(on),
        since=_left,
    ),
    *FUNDING_KINDS,
)
