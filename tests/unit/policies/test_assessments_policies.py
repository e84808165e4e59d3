"""Who may write, return and sign off a needs assessment (practice 6.1)."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from assessments import policies
from assessments.rules.completeness import SectionState, SectionStatus
from assessments.rules.lifecycle import AssessmentStatus
from cases.rules.lifecycle import CaseStatus
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission

AUTHOR, MANAGER = uuid4(), uuid4()
UNFINISHED = (SectionState("risk", "Risk summary", SectionStatus.INCOMPLETE),)


@dataclass(frozen=True)
class Case:
    status: CaseStatus = CaseStatus.PROSPECTIVE
    coordinator_id: UUID | None = AUTHOR
    coordinator_name: str = "Sam Jones"


@dataclass(frozen=True)
class Assessment:
    status: AssessmentStatus = AssessmentStatus.SUBMITTED
    author_id: UUID = AUTHOR


def actor(who: UUID, *permissions: Permission) -> Actor:
    return Actor(id=who, name="Sam", permissions=frozenset(permissions))


def test_the_author_cannot_sign_off_their_own_assessment() -> None:
    """Not even a manager who wrote it: the second pair of eyes is somebody else's."""
    own = policies.assessment_sign_off(actor(AUTHOR, Permission.ASSESSMENT_SIGN_OFF), Case(), Assessment())
    assert not own
    assert "somebody else" in own.reason
    assert policies.assessment_sign_off(actor(MANAGER, Permission.ASSESSMENT_SIGN_OFF), Case(), Assessment())


def test_an_incomplete_assessment_cannot_be_signed_off() -> None:
    manager = actor(MANAGER, Permission.ASSESSMENT_SIGN_OFF)
    assert not policies.assessment_sign_off(manager, Case(), Assessment(), UNFINISHED)


@pytest.mark.parametrize(
    "status", [AssessmentStatus.SUBMITTED, AssessmentStatus.SIGNED_OFF, AssessmentStatus.SUPERSEDED]
)
def test_only_a_draft_can_be_changed(status: AssessmentStatus) -> None:
    writer = actor(AUTHOR, Permission.ASSESSMENT_EDIT)
    assert policies.assessment_edit(writer, Case(), Assessment(AssessmentStatus.DRAFT))
    assert not policies.assessment_edit(writer, Case(), Assessment(status))


@pytest.mark.parametrize(
    "status", [CaseStatus.ENDED, CaseStatus.ENDED_DEATH, CaseStatus.NOT_ENTITLED, CaseStatus.ENTERED_IN_ERROR]
)
def test_nothing_is_planned_once_aftercare_is_closed(status: CaseStatus) -> None:
    writer = actor(AUTHOR, Permission.ASSESSMENT_START, Permission.MEETING_RECORD)
    assert policies.assessment_start(writer, Case(), unfinished=False)
    assert policies.meeting_record(writer, Case())
    assert not policies.assessment_start(writer, Case(status), unfinished=False)
    assert not policies.meeting_record(writer, Case(status))


def test_a_colleague_reads_and_a_manager_helps_out() -> None:
    draft = Assessment(AssessmentStatus.DRAFT)
    assert not policies.assessment_edit(actor(MANAGER, Permission.ASSESSMENT_EDIT), Case(), draft)
    helper = actor(MANAGER, Permission.ASSESSMENT_EDIT, Permission.ALLOCATION_MAKE)
    assert policies.assessment_edit(helper, Case(), draft)
    assert policies.assessment_edit(
        actor(MANAGER, Permission.ASSESSMENT_EDIT), Case(coordinator_id=None), draft
    )


def test_one_assessment_is_written_at_a_time() -> None:
    assert not policies.assessment_start(actor(AUTHOR, Permission.ASSESSMENT_START), Case(), unfinished=True)


def test_each_act_wants_its_own_permission() -> None:
    nobody = actor(MANAGER)
    draft = Assessment(AssessmentStatus.DRAFT)
    assert not policies.meeting_view(nobody)
    assert not policies.meeting_record(nobody, Case())
    assert not policies.assessment_view(nobody)
    assert not policies.assessment_start(nobody, Case(), unfinished=False)
    assert not policies.assessment_edit(nobody, Case(), draft)
    assert not policies.assessment_submit(nobody, Case(), draft)
    assert not policies.assessment_return(nobody, Assessment())
    assert not policies.assessment_sign_off(nobody, Case(), Assessment())
