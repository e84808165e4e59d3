"""The life of a needs assessment: written, sent for sign-off, signed off, later replaced by a newer one."""

from __future__ import annotations

from enum import StrEnum

from s117.kernel.events import Event
from s117.kernel.lifecycle import Lifecycle
from s117.kernel.permissions import Permission


class AssessmentStatus(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    SUBMITTED = "sent_for_sign_off"
    SIGNED_OFF = "signed_off"
    SUPERSEDED = "superseded"


class AssessmentAction(StrEnum):
    """What may be done to an assessment's status."""

    SUBMIT = "submit"
    RETURN = "return"
    SIGN_OFF = "sign_off"
    SUPERSEDE = "supersede"


STATUS_WORDS = {
    AssessmentStatus.DRAFT: "Draft",
    AssessmentStatus.SUBMITTED: "Sent for sign-off",
    AssessmentStatus.SIGNED_OFF: "Signed off",
    AssessmentStatus.SUPERSEDED: "Replaced by a newer assessment",
}

ASSESSMENT = Lifecycle(
    name="needs assessment",
    start=frozenset({AssessmentStatus.DRAFT}),
    moves={
        (AssessmentStatus.DRAFT, AssessmentAction.SUBMIT): AssessmentStatus.SUBMITTED,
        (AssessmentStatus.SUBMITTED, AssessmentAction.RETURN): AssessmentStatus.DRAFT,
        (AssessmentStatus.SUBMITTED, AssessmentAction.SIGN_OFF): AssessmentStatus.SIGNED_OFF,
        (AssessmentStatus.SIGNED_OFF, AssessmentAction.SUPERSEDE): AssessmentStatus.SUPERSEDED,
    },
    permissions={
        AssessmentAction.SUBMIT: Permission.ASSESSMENT_SUBMIT,
        AssessmentAction.RETURN: Permission.ASSESSMENT_RETURN,
        AssessmentAction.SIGN_OFF: Permission.ASSESSMENT_SIGN_OFF,
        AssessmentAction.SUPERSEDE: Permission.ASSESSMENT_SIGN_OFF,
    },
    events={
        AssessmentAction.SUBMIT: Event.ASSESSMENT_SUBMITTED,
        AssessmentAction.RETURN: Event.ASSESSMENT_RETURNED,
        AssessmentAction.SIGN_OFF: Event.ASSESSMENT_SIGNED_OFF,
        AssessmentAction.SUPERSEDE: Event.ASSESSMENT_SUPERSEDED,
    },
)
