"""Each body's answer to being named, and a person's decision against or in place of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from cases import policies, queries
from cases.models import BodyDecision, Case, Determination, DutyEpisode, Participation
from cases.rules.dispute_steps import SETTLES
from cases.rules.lifecycle import DISPUTE, LIVE_DISPUTE, CaseAction, DisputeAction, DisputeStatus
from cases.services.checks import Checks
from cases.services.entitlement import (
    move,
    share,
    show,
    supersede,
    withdraw_bodies,
    withdraw_unanswered,
)
from s117.accounts.models import Organisation
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.findings import Answer, Finding
from s117.kernel.refusals import NotFound, Refused, require_version

Kind, Reply = Determination.Kind, BodyDecision.Reply
CAPACITY = {Kind.COUNCIL: Participation.Capacity.COUNCIL, Kind.NHS_BODY: Participation.Capacity.NHS_BODY}


@writes
def answer_determination(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    determination_id: UUID,
    reply: str,
    decided_on: date,
    reason: str = "",
    title: str = "",
    seen_version: int | None = None,
) -> BodyDecision:
    """Record that the named body accepts, or accepts without prejudice with its reason. A later answer takes
    the place of the earlier one, and both stay. To dispute, a body raises a dispute, with an interim payer.
    """
    case = queries.lock_case(case_id)
    determination = _determination(case, determination_id)
    policies.determination_answer(actor, queries.known_header(actor, case_id), determination).require()
    require_version(determination, seen_version)
    checks = Checks(case, at)
    if reply == Reply.DISPUTE:
        checks.fault(
            "reply", "Raise a dispute instead: it names who pays meanwhile, so that services continue"
        )
    checks.past("decided_on", decided_on)
    checks.order(
        "decided_on", decided_on, determination.starts_on, "before the detention that raised the question"
    )
    checks.need("reason", reason.strip() or reply == Reply.ACCEPT, "Enter the reason")
    checks.refuse()
    decision = _answer(actor, at, case, determination, reply, decided_on, reason, title)
    show(case, determination.body_id, Participation.Extent.FULL)
    if reply == Reply.ACCEPT:
        _end_own_dispute(case, determination, at)
    return decision


@writes
def override_determination(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    kind: str,
    reason: str,
    body: Organisation | None = None,
    starts_on: date | None = None,
    entitled: bool | None = None,
    title: str = "",
    seen_version: int | None = None,
) -> Determination:
    """Decide a question that the rules leave open, or against them, with the reason.

    For a body, `body` is the one named; if that is the actor's own, the decision is its acceptance too. For
    entitlement, `entitled` says whether there is a duty and `starts_on` when the person left hospital.
    """
    case = queries.lock_case(case_id)
    current = case.determinations.filter(kind=kind, is_current=True).first()
    ruled = current is not None and current.origin == Determination.Origin.RULING
    header = queries.known_header(actor, case_id)
    policies.determination_override(actor, header, kind, ruled=ruled).require()
    if current is not None:
        require_version(current, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Enter the reason"})
    if kind == Kind.ENTITLEMENT:
        return _decide_entitlement(actor, at, case, current, entitled is True, starts_on, reason)
    if body is None:
        raise Refused(fields={"body": "Select the responsible body"})
    checks = Checks(case, at)
    checks.past("starts_on", starts_on)
    checks.not_before_birth("starts_on", starts_on)
    checks.refuse()
    decided = _decide(
        actor,
        at,
        case,
        current,
        kind,
        reason,
        value=body.name,
        body=body,
        starts_on=starts_on or _since(current),
    )
    on = london_date(at)
    share(case, [body.id], CAPACITY[Kind(kind)], on, "Decided to be responsible")
    withdraw_unanswered(case, CAPACITY[Kind(kind)], on)
    if body.id in actor.organisation_ids:
        _answer(actor, at, case, decided, Reply.ACCEPT, on, reason, title)
        show(case, body.id, Participation.Extent.FULL)
    return decided


def answer_in_dispute(
    actor: Actor, at: datetime, case: Case, kind: str, decided_on: date, reason: str, title: str
) -> Determination | None:
    """The question in dispute as it stands; the actor's body, if it is the one named, answers: disputed.

    Part of raising a dispute: a body never disputes without one (rule X-1).
    """
    determination = case.determinations.filter(kind=kind, is_current=True).first()
    if determination is not None and determination.body_id in actor.organisation_ids:
        _answer(actor, at, case, determination, Reply.DISPUTE, decided_on, reason, title)
    return determination


def give_effect(
    actor: Actor,
    at: datetime,
    case: Case,
    kind: str,
    body: Organisation,
    starts_on: date,
    *,
    basis: str,
    reason: str,
    finding: Finding,
) -> Determination:
    """A ruling takes the place of what stood, from its day. The body it names sees the whole record."""
    current = case.determinations.filter(kind=kind, is_current=True).first()
    made = _decide(
        actor,
        at,
        case,
        current,
        kind,
        reason,
        value=body.name,
        body=body,
        starts_on=starts_on,
        basis=basis,
        findings=[
            {
                "rule": finding.rule.id,
                "words": finding.rule.words,
                "citation": finding.rule.citation,
                "text": finding.text,
            }
        ],
        origin=Determination.Origin.RULING,
    )
    on = london_date(at)
    share(case, [body.id], CAPACITY[Kind(kind)], on, "Determined to be responsible")
    show(case, body.id, Participation.Extent.FULL)
    withdraw_unanswered(case, CAPACITY[Kind(kind)], on)
    return made


def undo_effect(actor: Actor, at: datetime, case: Case, made: Determination, reason: str) -> None:
    """A ruling that was another person's: what stood before stands again, as a new row."""
    before = made.supersedes
    if not made.is_current or before is None:
        return
    _decide(
        actor,
        at,
        case,
        made,
        made.kind,
        reason,
        value=before.value,
        body=before.body,
        starts_on=before.starts_on,
        basis=before.basis,
        findings=before.findings,
        answer=Answer(before.answer),
    )


def _end_own_dispute(case: Case, determination: Determination, at: datetime) -> None:
    """A body that accepts outright has withdrawn the dispute that it raised about the question."""
    kinds = [kind for kind, side in SETTLES.items() if side == determination.kind]
    live = case.disputes.filter(
        kind__in=kinds, raised_for=determination.body_id, status__in=list(LIVE_DISPUTE)
    )
    for dispute in live:
        dispute.amend(
            status=DISPUTE.after(DisputeStatus(dispute.status), DisputeAction.WITHDRAW),
            closing_reason="The body that raised it accepted responsibility",
            closed_on=london_date(at),
        )
        record(Event.DISPUTE_WITHDRAWN, dispute, case_id=case.id)


def _determination(case: Case, determination_id: UUID) -> Determination:
    found = case.determinations.filter(pk=determination_id).first()
    if found is None:
        raise NotFound
    return found


def _since(current: Determination | None) -> date | None:
    return current.starts_on if current is not None else None


def _answer(
    actor: Actor,
    at: datetime,
    case: Case,
    determination: Determination,
    reply: str,
    decided_on: date,
    reason: str,
    title: str,
) -> BodyDecision:
    earlier = determination.decisions.filter(side=determination.kind, is_current=True).first()
    if earlier is not None:
        earlier.amend(is_current=False)
    decision = BodyDecision.objects.create(
        determination=determination,
        side=determination.kind,
        organisation_id=determination.body_id,
        reply=reply,
        reason=reason,
        decided_on=decided_on,
        decided_by_id=actor.id,
        decided_by_title=title,
        recorded_at=at,
    )
    determination.amend()
    detail = {"kind": determination.kind, "reply": reply}
    record(Event.DETERMINATION_ANSWERED, decision, case_id=case.id, reason=reason, detail=detail)
    return decision


def _decide(
    actor: Actor,
    at: datetime,
    case: Case,
    current: Determination | None,
    kind: str,
    reason: str,
    *,
    value: str,
    body: Organisation | None = None,
    starts_on: date | None = None,
    answer: Answer = Answer.YES,
    basis: str = "",
    findings: Sequence[Mapping[str, str]] = (),
    origin: str = Determination.Origin.PERSON,
) -> Determination:
    supersede(current)
    decided = Determination.objects.create(
        case=case,
        kind=kind,
        origin=origin,
        basis=basis,
        findings=list(findings),
        answer=answer,
        value=value,
        body=body,
        payer=body if kind == Kind.NHS_BODY else None,
        starts_on=starts_on,
        facts=current.facts if current is not None else {},
        reason=reason,
        made_at=at,
        made_by_id=actor.id,
        supersedes=current,
    )
    record(Event.DETERMINATION_OVERRIDDEN, decided, case_id=case.id, reason=reason, detail={"kind": kind})
    return decided


def _put_right_episodes(case: Case, running_from: date | None, since: date | None) -> None:
    """The run of the duty that a decision names, or none. One that was over by then stays as it was: the
    decision is not about it."""
    held = [row for row in case.episodes.filter(is_current=True) if not _over_by(row, since)]
    for episode in held:
        if episode.starts_on != running_from:
            episode.amend(is_current=False)
    if running_from is not None and all(row.starts_on != running_from for row in held):
        DutyEpisode.objects.create(case=case, starts_on=running_from)


def _over_by(episode: DutyEpisode, since: date | None) -> bool:
    return episode.ends_on is not None and since is not None and episode.ends_on <= since


def _decide_entitlement(
    actor: Actor,
    at: datetime,
    case: Case,
    current: Determination | None,
    entitled: bool,
    starts_on: date | None,
    reason: str,
) -> Determination:
    """A named person settles whether there is a duty: pending, or running since the person left hospital."""
    checks = Checks(case, at)
    checks.past("starts_on", starts_on)
    checks.not_before_birth("starts_on", starts_on)
    checks.refuse()
    state = "none" if not entitled else "pending" if starts_on is None else "active"
    decided = _decide(
        actor,
        at,
        case,
        current,
        Kind.ENTITLEMENT,
        reason,
        value=state,
        starts_on=starts_on or _since(current),
        answer=Answer.YES if entitled else Answer.NO,
    )
    _put_right_episodes(case, starts_on if state == "active" else None, since=decided.starts_on)
    action = {
        "none": CaseAction.FIND_NONE,
        "pending": CaseAction.FIND_PENDING,
        "active": CaseAction.FIND_ACTIVE,
    }[state]
    move(actor, case, action, starts_on or london_date(at), at, reason)
    if not entitled:
        withdraw_bodies(case, london_date(at))
    return decided
