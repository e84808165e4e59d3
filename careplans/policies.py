"""Who may do what to a care plan, its documents and its reviews, and when."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from careplans.rules.lifecycle import PlanStatus, ReviewStatus
from careplans.rules.sections import OPEN_WHILE_SUBMITTED, Section
from cases.rules.lifecycle import MAY_BE_OWED
from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, deny, first_refusal
from s117.kernel.documents import DocumentStatus
from s117.kernel.permissions import Permission
from s117.kernel.relations import CaseLike, own_people


class PlanLike(Protocol):
    """As much of a plan as the decisions need."""

    @property
    def status(self) -> str: ...
    @property
    def author_id(self) -> UUID | None: ...


def plan_view(actor: Actor) -> Decision:
    """Read a care plan."""
    return actor.holds(Permission.PLAN_VIEW)


def plan_draft(actor: Actor, case: CaseLike, *, already_open: bool) -> Decision:
    """Start a version. One at a time, so that nobody writes two side by side."""
    clash = deny("A version of this plan is already being written. Finish that one first.")
    return first_refusal(
        actor.holds(Permission.PLAN_DRAFT),
        own_people(actor, case),
        _case_open(case),
        clash if already_open else ALLOW,
    )


def plan_edit(actor: Actor, case: CaseLike, plan: PlanLike, section: Section | None = None) -> Decision:
    """Change a section. A draft is open; while it waits for agreement only views, dates and copies are."""
    return first_refusal(
        actor.holds(Permission.PLAN_EDIT),
        own_people(actor, case),
        _case_open(case),
        _section_open(plan, section),
    )


def plan_submit(actor: Actor, case: CaseLike) -> Decision:
    """Send a draft for agreement. Whether it is complete is the service's refusal, by section."""
    return first_refusal(actor.holds(Permission.PLAN_SUBMIT), own_people(actor, case), _case_open(case))


def plan_return(actor: Actor, case: CaseLike) -> Decision:
    """Send a plan back to its author to change."""
    return first_refusal(actor.holds(Permission.PLAN_RETURN), _case_open(case))


def plan_publish(actor: Actor, case: CaseLike, plan: PlanLike) -> Decision:
    """Publish: a second pair of eyes, so never the author (architecture, path 2)."""
    own = deny("You wrote this plan, so somebody else must publish it.")
    return first_refusal(
        actor.holds(Permission.PLAN_PUBLISH), _case_open(case), own if actor.id == plan.author_id else ALLOW
    )


def copy_send(actor: Actor, case: CaseLike, plan: PlanLike) -> Decision:
    """Record that a copy was sent: only of a plan that is, or was, published."""
    early = deny("Copies are sent once the plan is published.")
    sent = plan.status in {PlanStatus.PUBLISHED, PlanStatus.SUPERSEDED}
    return first_refusal(actor.holds(Permission.PLAN_EDIT), own_people(actor, case), ALLOW if sent else early)


def document_download(actor: Actor, status: str = DocumentStatus.READY) -> Decision:
    """Open a document that has been made."""
    waiting = deny("This document is not ready yet.")
    return first_refusal(
        actor.holds(Permission.DOCUMENT_DOWNLOAD), ALLOW if status == DocumentStatus.READY else waiting
    )


def document_request(actor: Actor) -> Decision:
    """Ask for a document of a plan: whoever may open one."""
    return first_refusal(actor.holds(Permission.PLAN_VIEW), actor.holds(Permission.DOCUMENT_DOWNLOAD))


def letter_write(actor: Actor, case: CaseLike) -> Decision:
    """Write to a person: their coordinator, the managers, and who decides for a body (practice 7.2).

    Also once aftercare has ended: that is when the notice of it is written.
    """
    return first_refusal(actor.holds(Permission.LETTER_WRITE), own_people(actor, case))


def received_add(actor: Actor, case: CaseLike) -> Decision:
    """Put a letter received on a person's file, also once aftercare has ended."""
    return first_refusal(actor.holds(Permission.RECEIVED_ADD), own_people(actor, case))


def received_withdraw(actor: Actor, case: CaseLike, added_by: UUID) -> Decision:
    """Take off a letter that one's own organisation put there."""
    other = deny("Only the organisation that added a letter can withdraw it.")
    return first_refusal(
        actor.holds(Permission.RECEIVED_WITHDRAW),
        own_people(actor, case),
        ALLOW if added_by in actor.organisation_ids else other,
    )


def batch_request(actor: Actor) -> Decision:
    """Ask for the documents of a caseload of one's team."""
    outside = deny("Only those who work in a team can ask for the documents of a caseload.")
    return first_refusal(
        actor.holds(Permission.DOCUMENT_DOWNLOAD),
        actor.holds(Permission.CASELOAD_VIEW),
        ALLOW if actor.team_ids else outside,
    )


def batch_about(actor: Actor) -> Decision:
    """Ask for the documents of some people, named by another part of the service: whoever may open one."""
    return actor.holds(Permission.DOCUMENT_DOWNLOAD)


def batch_download(actor: Actor, *, ready: bool, lost: int) -> Decision:
    """Open a batch: one's own, made, and of people whom one still sees (`lost` are those one does not)."""
    waiting = deny("These documents are not ready yet.")
    gone = deny("You no longer see everybody whose documents are in this file. Ask for a new one.")
    return first_refusal(
        actor.holds(Permission.DOCUMENT_DOWNLOAD), ALLOW if ready else waiting, gone if lost else ALLOW
    )


def review_view(actor: Actor) -> Decision:
    """See reviews."""
    return actor.holds(Permission.REVIEW_VIEW)


def review_book(actor: Actor, case: CaseLike) -> Decision:
    """Book a review."""
    return first_refusal(actor.holds(Permission.REVIEW_BOOK), own_people(actor, case), _case_open(case))


def review_open(actor: Actor, case: CaseLike) -> Decision:
    """Open a review because something changed or somebody asked."""
    return first_refusal(actor.holds(Permission.REVIEW_OPEN), own_people(actor, case), _case_open(case))


def review_miss(actor: Actor, case: CaseLike) -> Decision:
    """Record that a review was not held."""
    return first_refusal(actor.holds(Permission.REVIEW_MISS), own_people(actor, case), _case_open(case))


def review_record(actor: Actor, case: CaseLike) -> Decision:
    """Record that a review was held."""
    return first_refusal(actor.holds(Permission.REVIEW_RECORD), own_people(actor, case), _case_open(case))


def review_sign_off(actor: Actor, case: CaseLike, *, status: str, recorded_by_id: UUID | None) -> Decision:
    """Sign off a review that was held: a second pair of eyes, so never who recorded it."""
    own = deny("You recorded this review, so somebody else must sign it off.")
    unheld = deny("This review has not been held yet.")
    return first_refusal(
        actor.holds(Permission.REVIEW_SIGN_OFF),
        _case_open(case),
        ALLOW if status in {ReviewStatus.HELD, ReviewStatus.SIGNED_OFF} else unheld,
        own if actor.id == recorded_by_id else ALLOW,
    )


def _case_open(case: CaseLike) -> Decision:
    if case.status in MAY_BE_OWED:
        return ALLOW
    return deny("This person's aftercare is not open, so nothing new can be planned or reviewed.")


def _section_open(plan: PlanLike, section: Section | None) -> Decision:
    if plan.status == PlanStatus.DRAFT:
        return ALLOW
    if plan.status == PlanStatus.SUBMITTED and (section is None or section in OPEN_WHILE_SUBMITTED):
        return ALLOW
    words = PlanStatus(plan.status).words.lower()
    return deny(f"This version of the plan is {words}, so that part cannot be changed now.")
