"""Who may do what to a planning meeting or a needs assessment, and when."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from assessments.rules.completeness import SectionState, incomplete
from assessments.rules.lifecycle import STATUS_WORDS, AssessmentStatus
from cases.rules.lifecycle import MAY_BE_OWED
from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, deny, first_refusal
from s117.kernel.permissions import Permission
from s117.kernel.relations import CaseLike, own_people


class AssessmentLike(Protocol):
    """As much of an assessment as the decisions need."""

    @property
    def status(self) -> str: ...
    @property
    def author_id(self) -> UUID: ...


def meeting_view(actor: Actor) -> Decision:
    """Read planning meetings."""
    return actor.holds(Permission.MEETING_VIEW)


def meeting_record(actor: Actor, case: CaseLike) -> Decision:
    """Record a planning meeting, or change the record of one."""
    return _write(actor, case, Permission.MEETING_RECORD)


def assessment_view(actor: Actor) -> Decision:
    """Read a needs assessment."""
    return actor.holds(Permission.ASSESSMENT_VIEW)


def assessment_start(actor: Actor, case: CaseLike, *, unfinished: bool) -> Decision:
    """Start an assessment. One unfinished assessment at a time, so that nobody writes two side by side."""
    clash = deny("An assessment of this person is already being written. Finish that one first.")
    return first_refusal(_write(actor, case, Permission.ASSESSMENT_START), clash if unfinished else ALLOW)


def assessment_edit(actor: Actor, case: CaseLike, assessment: AssessmentLike) -> Decision:
    """Change a draft assessment."""
    return first_refusal(
        _write(actor, case, Permission.ASSESSMENT_EDIT), _is(assessment, AssessmentStatus.DRAFT)
    )


def assessment_submit(actor: Actor, case: CaseLike, assessment: AssessmentLike) -> Decision:
    """Send a draft assessment for sign-off. Whether it is complete is the service's refusal, by section."""
    return first_refusal(
        _write(actor, case, Permission.ASSESSMENT_SUBMIT), _is(assessment, AssessmentStatus.DRAFT)
    )


def assessment_return(actor: Actor, assessment: AssessmentLike) -> Decision:
    """Send an assessment back to its author to change."""
    return first_refusal(
        actor.holds(Permission.ASSESSMENT_RETURN), _is(assessment, AssessmentStatus.SUBMITTED)
    )


def assessment_sign_off(
    actor: Actor, case: CaseLike, assessment: AssessmentLike, states: tuple[SectionState, ...] = ()
) -> Decision:
    """Sign off: a second pair of eyes (practice 6.1), so never the author, and nothing left incomplete."""
    own = deny("You wrote this assessment, so somebody else must sign it off.")
    unfinished = deny("Some sections are incomplete, so this assessment cannot be signed off.")
    return first_refusal(
        actor.holds(Permission.ASSESSMENT_SIGN_OFF),
        _case_open(case),
        _is(assessment, AssessmentStatus.SUBMITTED),
        own if actor.id == assessment.author_id else ALLOW,
        unfinished if incomplete(states) else ALLOW,
    )


def _write(actor: Actor, case: CaseLike, permission: Permission) -> Decision:
    return first_refusal(actor.holds(permission), own_people(actor, case), _case_open(case))


def _case_open(case: CaseLike) -> Decision:
    if case.status in MAY_BE_OWED:
        return ALLOW
    return deny("This person's aftercare is not open, so nothing new can be planned or assessed.")


def _is(assessment: AssessmentLike, status: AssessmentStatus) -> Decision:
    if assessment.status == status:
        return ALLOW
    words = STATUS_WORDS[AssessmentStatus(assessment.status)].lower()
    return deny(f"This assessment is {words}, so that cannot be done to it now.")
