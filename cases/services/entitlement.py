"""After every change: ask the rules again, store what they now say as proposals, and move the register entry.

The rules propose and people decide. A proposal is stored only when the answer changed; one that a person
decided stands until the rules say something that they did not say when the person decided.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from cases import queries
from cases.models import Case, CaseStatusChange, Client, Determination, DutyEpisode, Participation
from cases.rules import council, duty, nhs_body
from cases.rules.answers import Firmness
from cases.rules.episodes import DutyState
from cases.rules.facts import CaseFacts, as_json, outcome_as_json
from cases.rules.lifecycle import CASE, CaseAction, CaseStatus, action_for
from cases.rules.rulesets import Law
from cases.rules.successors import successor
from cases.services.lapses import lapse
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.findings import Outcome

Kind = Determination.Kind


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of the rules in the columns of a determination."""

    kind: Kind
    outcome: Outcome[Any]
    value: str
    body_id: UUID | None = None
    payer_id: UUID | None = None
    starts_on: date | None = None
    basis: str = ""
    firmness: Firmness = Firmness.DETERMINED

    @property
    def settles(self) -> tuple[object, ...]:
        """What makes one answer differ from another; a longer list of findings alone does not."""
        body = (self.value, self.body_id, self.payer_id, self.starts_on, self.basis)
        return (self.outcome.answer.value, self.firmness.value, *body)


@writes
def propose(*, actor: Actor, at: datetime, case_id: UUID) -> None:
    """Run the three rules on the register's facts; store new answers, share the case, move its status.

    Until a detention is recorded there is nothing to ask, and the entry stays to be checked. When the only
    one is set aside the rules are asked once more, and find no duty. One that came with a merge and left with
    its undoing was never this entry's.
    """
    case = queries.lock_case(case_id)
    on = london_date(at)
    if case.detentions.exists() or case.determinations.filter(is_current=True).exists():
        facts = queries.case_facts(case.id)
        law = law_in_force()
        assessed = duty.assess(facts, on, law)
        bodies = queries.bodies_by_name()
        store(case, _entitlement(assessed), facts, at, Event.ENTITLEMENT_PROPOSED)
        standing = case.determinations.get(kind=Kind.ENTITLEMENT, is_current=True)
        if standing.value == DutyState.NONE:
            withdraw_bodies(case, on)
        else:
            _propose_bodies(case, facts, bodies, on, at, law)
        if standing.origin == Determination.Origin.RULES:
            _keep_episodes(case, assessed)
            _move_to_finding(actor, case, assessed, at)
    _keep_death(actor, case, at)


def law_in_force() -> Law:
    """The law as this deployment is told it stands: commencement days from settings, else none."""
    joint, deeming = settings.MHA2025_S46_2_COMMENCED_ON, settings.MHA2025_S46_3_COMMENCED_ON
    return Law(
        joint_notice_in_england_from=_day(joint.get("england")),
        joint_notice_in_wales_from=_day(joint.get("wales")),
        nominated_person_from=_day(settings.MHA2025_S24_COMMENCED_ON),
        deeming_in_england_from=_day(deeming.get("england")),
        deeming_in_wales_from=_day(deeming.get("wales")),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _entitlement(assessed: Outcome[duty.Duty]) -> Finding:
    found = assessed.value
    return Finding(
        Kind.ENTITLEMENT,
        assessed,
        found.state.value,
        starts_on=found.starts_on or found.qualifying_start,
        basis=found.proposal.value if found.proposal else "",
    )


def _propose_bodies(
    case: Case, facts: CaseFacts, bodies: dict[str, UUID], on: date, at: datetime, law: Law
) -> None:
    where = body_finding(Kind.COUNCIL, facts, bodies, on, law)
    _put_to_body(case, where, facts, Participation.Capacity.COUNCIL, on, at)
    health = body_finding(Kind.NHS_BODY, facts, bodies, on, law)
    _put_to_body(case, health, facts, Participation.Capacity.NHS_BODY, on, at)


def body_finding(kind: Kind, facts: CaseFacts, bodies: dict[str, UUID], on: date, law: Law) -> Finding:
    """Which council or which NHS body the rules name on a day."""
    if kind == Kind.COUNCIL:
        by_residence = council.determine(facts, on, law)
        answer = by_residence.value
        named = answer.area_code if answer else None
        return Finding(
            Kind.COUNCIL,
            by_residence,
            named or "",
            body_id=bodies.get(named or ""),
            starts_on=answer.tested_on if answer else None,
            basis=_basis(answer),
            firmness=answer.firmness if answer else Firmness.OPEN,
        )
    by_chain = nhs_body.determine(facts, on, law)
    nhs = by_chain.value
    commissioner = nhs.commissioner_code if nhs else None
    return Finding(
        Kind.NHS_BODY,
        by_chain,
        commissioner or "",
        body_id=bodies.get(commissioner or ""),
        payer_id=bodies.get((nhs.payer_code if nhs else None) or ""),
        starts_on=nhs.tested_on if nhs else None,
        basis=_basis(nhs),
        firmness=nhs.firmness if nhs else Firmness.OPEN,
    )


def _basis(answer: council.CouncilAnswer | nhs_body.NhsAnswer | None) -> str:
    """The limb or ruling that the answer rests on."""
    return answer.basis.value if answer is not None and answer.basis else ""


def _put_to_body(
    case: Case, found: Finding, facts: CaseFacts, capacity: Participation.Capacity, on: date, at: datetime
) -> None:
    """Store the proposal and let the body that it names see the case, so that it can answer."""
    stored = store(case, found, facts, at, Event.AUTHORITY_PROPOSED)
    if stored is None:
        return
    share(case, {found.body_id, found.payer_id} - {None}, capacity, on, "Proposed as responsible")
    withdraw_unanswered(case, capacity, on)


def store(case: Case, found: Finding, facts: CaseFacts, at: datetime, event: Event) -> Determination | None:
    """Store what the rules say, unless it is what they said last. None when nothing changed."""
    current = case.determinations.filter(kind=found.kind, is_current=True).first()
    last = _last_of_the_rules(current)
    if last is not None and found.settles in (_settled(last), _brought_forward(last, facts, london_date(at))):
        return None
    supersede(current)
    words = outcome_as_json(found.outcome)
    stored = Determination.objects.create(
        case=case,
        kind=found.kind,
        answer=found.outcome.answer,
        firmness=found.firmness,
        value=found.value,
        body_id=found.body_id,
        payer_id=found.payer_id,
        starts_on=found.starts_on,
        basis=found.basis,
        facts=as_json(facts),
        findings=words["findings"],
        missing=words["missing"],
        alternatives=words["alternatives"],
        ruleset=found.outcome.ruleset,
        made_at=at,
        supersedes=current,
    )
    record(event, stored, case_id=case.id, detail={"kind": found.kind, "answer": stored.answer})
    return stored


def _last_of_the_rules(current: Determination | None) -> Determination | None:
    """What the rules said last: what stands, or what a decision, successor or ruling took the place of."""
    while current is not None and current.origin != Determination.Origin.RULES:
        current = current.supersedes
    return current


def _settled(row: Determination) -> tuple[object, ...]:
    body = (row.value, row.body_id, row.payer_id, row.starts_on, row.basis)
    return (row.answer, row.firmness, *body)


def _brought_forward(row: Determination, facts: CaseFacts, on: date) -> tuple[object, ...]:
    """What the rules said, with each body that was replaced since as its successor (rule J-8).

    That a body was replaced is no news about the person: the successor run carries it into the register, with
    its day.
    """
    if row.body is None:
        return _settled(row)
    bodies = queries.bodies_by_name()
    body = successor(row.body.name, facts.successions, on).body or ""
    payer = successor(row.payer.name, facts.successions, on).body if row.payer is not None else None
    named = (body, bodies.get(body), bodies.get(payer or ""))
    return (row.answer, row.firmness, *named, row.starts_on, row.basis)


def supersede(current: Determination | None) -> None:
    """Make room for a newer determination of the same question. The old one stays on the record."""
    if current is not None:
        current.amend(is_current=False)


def stand_again(case: Case, determinations: Collection[str], episodes: Iterable[Sequence[Any]]) -> None:
    """Put back the determinations and the episodes of duty that stood, as they stood: part of an undoing.

    `determinations` are ids; `episodes` are (id, last day in ISO form or None, why it ended).
    """
    for row in case.determinations.filter(is_current=True).exclude(pk__in=determinations):
        supersede(row)
    for row in case.determinations.filter(is_current=False, pk__in=determinations):
        row.amend(is_current=True)
    stood = {key: (date.fromisoformat(day) if day else None, why) for key, day, why in episodes}
    for row in case.episodes.filter(is_current=True).exclude(pk__in=stood):
        row.amend(is_current=False)
    for row in case.episodes.filter(pk__in=stood):
        ends_on, why = stood[str(row.pk)]
        row.amend(is_current=True, ends_on=ends_on, end_reason=why)


def share(
    case: Case,
    bodies: Iterable[UUID | None],
    capacity: str,
    on: date,
    reason: str,
    extent: str = Participation.Extent.FULL,
) -> None:
    """Let the bodies see the case in one capacity, from a day on. What they see already stays as it is."""
    for body_id in bodies:
        standing = case.participations.filter(
            organisation_id=body_id, capacity=capacity, ends_on__isnull=True
        )
        if not standing.exists():
            Participation.objects.create(
                case=case,
                organisation_id=body_id,
                capacity=capacity,
                starts_on=on,
                reason=reason,
                extent=extent,
            )


def show(case: Case, body_id: UUID, extent: str) -> None:
    """Let a body that shares the case see the whole of it, or the summary."""
    for row in case.participations.filter(organisation_id=body_id, ends_on__isnull=True):
        if row.extent != extent:
            row.amend(extent=extent)


def withdraw_unanswered(case: Case, capacity: str, on: date) -> None:
    """A body that is no longer named, and neither accepted, decided nor disputed, stops seeing the case."""
    made = case.determinations
    named = made.filter(is_current=True).values_list("body_id", "payer_id")
    kept = {body for pair in named for body in pair} | {case.registered_by_id}
    kept |= set(made.filter(decisions__reply__startswith="accept").values_list("body_id", flat=True))
    kept |= set(made.filter(accepted_before=True).values_list("body_id", flat=True))
    merged = case.merges.filter(undone_at__isnull=True)
    kept |= set(merged.values_list("merged__registered_by_id", flat=True))
    kept |= set(made.filter(made_by__isnull=False).values_list("made_by__organisation_id", flat=True))
    kept |= queries.successors_asked(case.id)
    kept |= set(case.disputes.values_list("parties__organisation_id", flat=True))
    for row in case.participations.filter(capacity=capacity, ends_on__isnull=True):
        if row.organisation_id not in kept:
            row.amend(ends_on=on)


def withdraw_bodies(case: Case, on: date) -> None:
    """No duty, so nobody is proposed any more."""
    for row in case.determinations.filter(is_current=True).exclude(kind=Kind.ENTITLEMENT):
        supersede(row)
    for capacity in (Participation.Capacity.COUNCIL, Participation.Capacity.NHS_BODY):
        withdraw_unanswered(case, capacity, on)


def _keep_episodes(case: Case, assessed: Outcome[duty.Duty]) -> None:
    """Bring the episode rows into step with the rules, ends first: only one may be open."""
    if assessed.manual_review:
        return
    wanted = {episode.starts_on: episode for episode in assessed.value.episodes}
    for row in case.episodes.filter(is_current=True).order_by("starts_on"):
        episode = wanted.pop(row.starts_on, None)
        if episode is None:
            row.amend(is_current=False)
        elif (row.ends_on, row.end_reason) != (episode.ends_on, episode.end_reason or ""):
            row.amend(ends_on=episode.ends_on, end_reason=episode.end_reason or "")
    for episode in wanted.values():
        DutyEpisode.objects.create(
            case=case,
            starts_on=episode.starts_on,
            ends_on=episode.ends_on,
            end_reason=episode.end_reason or "",
        )


def _move_to_finding(actor: Actor, case: Case, assessed: Outcome[duty.Duty], at: datetime) -> None:
    action = action_for(CaseStatus(case.status), assessed)
    if action is None:
        return
    found = assessed.value
    holds_from = {
        CaseAction.FIND_PENDING: found.qualifying_start,
        CaseAction.FIND_ACTIVE: found.starts_on,
        CaseAction.FIND_ENDED: found.ends_on,
        CaseAction.RECORD_DEATH: found.ends_on,
    }.get(action)
    move(actor, case, action, holds_from or london_date(at), at)


def _keep_death(actor: Actor, case: Case, at: datetime) -> None:
    died_on = Client.objects.values_list("date_of_death", flat=True).get(pk=case.client_id)
    if died_on is not None:
        move(actor, case, CaseAction.RECORD_DEATH, died_on, at)
    elif case.status == CaseStatus.ENDED_DEATH:
        move(actor, case, CaseAction.UNDO_DEATH, london_date(at), at, "The date of death was taken away")


def move(actor: Actor, case: Case, action: CaseAction, on: date, at: datetime, reason: str = "") -> None:
    """Move the entry if the action leads anywhere from its status, with its own row; else leave it."""
    status = CaseStatus(case.status)
    if action not in CASE.actions_from(status):
        return
    target = CASE.after(status, action)
    CaseStatusChange.objects.create(
        case=case,
        from_status=status,
        to_status=target,
        on=on,
        reason=reason,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    case.amend(status=target)
    lapse(case, status, target, on, at)
    record(CASE.events[action], case, case_id=case.id, detail={"from": status, "to": target})
