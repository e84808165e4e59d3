"""What an ending, its undoing and a reinstatement do to the register entry and the duty's episodes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases import queries
from cases.models import Case, Determination, DutyEpisode, EndingDecision, EndingRequest
from cases.rules.episodes import EpisodeEnd
from cases.rules.lifecycle import CaseAction, CaseStatus
from cases.services.entitlement import move, propose, supersede
from s117.kernel.actor import Actor
from s117.kernel.findings import Answer
from s117.kernel.refusals import NotFound, Refused


def latest(case_id: UUID) -> EndingRequest:
    """The latest request about one person, locked. NotFound if there is none."""
    found = queries.lock_ending(case_id)
    if found is None:
        raise NotFound
    return found


def signed(ending: EndingRequest, question: str) -> list[EndingDecision]:
    """What the bodies have decided on one question of a request."""
    return list(ending.decisions.filter(question=question).select_related("organisation"))


def settle(
    actor: Actor,
    at: datetime,
    case: Case,
    action: CaseAction,
    on: date,
    reason: str,
    *,
    resumes: bool = False,
) -> None:
    """Move the entry with its reason and ask the rules again; refuse if they do not answer the same.

    `resumes` says that the episode which had ended on the day goes on, rather than that a new one begins.
    """
    move(actor, case, action, on, at, reason)
    wanted = CaseStatus(case.status)
    propose(actor=actor, at=at, case_id=case.id)
    case = queries.lock_case(case.id)
    standing = case.determinations.get(kind=Determination.Kind.ENTITLEMENT, is_current=True)
    if case.status != wanted:
        raise Refused("; ".join(row["text"] for row in standing.findings))
    if standing.origin == Determination.Origin.PERSON:
        _decided_by_bodies(actor, at, case, standing, wanted, on, reason, resumes)


def _decided_by_bodies(
    actor: Actor,
    at: datetime,
    case: Case,
    standing: Determination,
    wanted: CaseStatus,
    on: date,
    reason: str,
    resumes: bool,
) -> None:
    """Where a person, not the rules, had settled the entitlement, the bodies' decision takes its place."""
    ended = wanted is CaseStatus.ENDED
    supersede(standing)
    Determination.objects.create(
        case=case,
        kind=Determination.Kind.ENTITLEMENT,
        origin=Determination.Origin.PERSON,
        answer=Answer.NO if ended else Answer.YES,
        value=wanted,
        starts_on=standing.starts_on if ended or resumes else on,
        facts=standing.facts,
        reason=reason,
        made_at=at,
        made_by_id=actor.id,
        supersedes=standing,
    )
    if ended:
        for row in case.episodes.filter(is_current=True, ends_on__isnull=True):
            row.amend(ends_on=on, end_reason=EpisodeEnd.JOINT_DECISION)
    elif resumes:
        for row in case.episodes.filter(is_current=True, ends_on=on):
            row.amend(ends_on=None, end_reason="")
    else:
        DutyEpisode.objects.create(case=case, starts_on=on)
