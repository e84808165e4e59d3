"""Disputes about who is responsible: raised with an interim payer, worked on by each party for itself.

Services continue whatever the dispute (rules X-1, N-12): nothing here stops, moves or delays one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from cases import dispute_policies as policies
from cases import queries
from cases.models import (
    Case,
    Determination,
    Dispute,
    DisputeAdvice,
    DisputeParty,
    DisputeStep,
    Participation,
)
from cases.rules import dispute_steps
from cases.rules.dispute_steps import ESCALATIONS, SETTLES, DisputeKind, Interim, StepKind
from cases.rules.disputes import DisputeFacts, Party
from cases.rules.facts import Side
from cases.rules.lifecycle import DISPUTE, DisputeAction, DisputeStatus
from cases.rules.rulesets import Nation
from cases.services.checks import Checks
from cases.services.entitlement import law_in_force, share, show
from cases.services.responsibility import answer_in_dispute
from s117.accounts.models import Organisation, OrganisationKind
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, require_version

Extent, Capacity = Participation.Extent, Participation.Capacity
SIDES = {
    OrganisationKind.COUNCIL: Side.COUNCIL,
    OrganisationKind.ICB: Side.NHS,
    OrganisationKind.LHB: Side.NHS,
}
CAPACITIES = {Side.COUNCIL: Capacity.COUNCIL, Side.NHS: Capacity.NHS_BODY, Side.OTHER: Capacity.PROVIDER}
WRONG_SIDES = {
    DisputeKind.COUNCILS: "This dispute is between councils. Select another council",
    DisputeKind.NHS_BODIES: "This dispute is between NHS bodies. Select another NHS body",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeInput:
    """What is said on raising a dispute (practice 1.4 N)."""

    kind: str
    arose_on: date
    services: str
    position: str
    interim_payer: Organisation | None
    interim_from: date
    reservation: str
    interim_cost: str = Dispute.Cost.PAYER
    interim_reason: str = ""
    evidence: str = ""
    contact_name: str = ""
    contact_details: str = ""
    other: Organisation | None = None
    stake_pence: int | None = None


def interim_for(case_id: UUID, kind: str, on: date) -> tuple[Interim, Organisation | None]:
    """Who should pay meanwhile by the rules, from who meets needs and where the person lives on the day."""
    meeting, living = queries.who_meets_needs(case_id, kind, on)
    facts = DisputeFacts(
        meeting_needs=meeting.name if meeting else "", living_in=living.name if living else ""
    )
    proposed = dispute_steps.propose_interim(DisputeKind(kind), facts, law_in_force())
    return proposed, next((body for body in (meeting, living) if body and body.name == proposed.body), None)


@writes
def raise_dispute(
    *, actor: Actor, at: datetime, case_id: UUID, dispute: DisputeInput, title: str = ""
) -> Dispute:
    """Raise a dispute for the actor's own body. Refused without an interim payer, or while one lives.

    The raising body, unless it pays meanwhile or has accepted, sees the shared summary from now on.
    """
    case = queries.lock_case(case_id)
    policies.dispute_raise(actor, queries.known_header(actor, case_id)).require()
    own = Organisation.objects.get(pk=actor.organisation_id)
    proposed, _ = interim_for(case_id, dispute.kind, dispute.arose_on)
    _check(case, at, own, dispute, proposed)
    bodies = {body.id: body for body in (own, dispute.other, dispute.interim_payer) if body is not None}
    made = _create(actor, at, case, own, dispute, proposed, bodies)
    _add_parties(actor, at, made, own, dispute, bodies)
    _add_steps(actor, at, made)
    _share(case, own, dispute.interim_payer, bodies, london_date(at))
    if dispute.kind in SETTLES:
        kind, reason = SETTLES[DisputeKind(dispute.kind)], dispute.position
        found = answer_in_dispute(actor, at, case, kind, dispute.arose_on, reason, title)
        made.amend(determination=found)
    record(Event.DISPUTE_RAISED, made, case_id=case.id, detail={"kind": dispute.kind})
    return made


def _check(case: Case, at: datetime, own: Organisation, given: DisputeInput, proposed: Interim) -> None:
    checks, kind = Checks(case, at), DisputeKind(given.kind)
    if case.disputes.filter(kind=kind, status__in=list(dispute_steps.LIVE_DISPUTE)).exists():
        checks.fault("kind", "A dispute about this question is open already. Open it and write your position")
    between = [body for body in (own, given.other) if body is not None]
    if not dispute_steps.sides_fit(kind, (_side(body) for body in between)) or own == given.other:
        checks.fault(
            "other", WRONG_SIDES.get(kind, "Select the other body: one is a council, one is of the NHS")
        )
    checks.past("arose_on", given.arose_on)
    checks.not_before_birth("arose_on", given.arose_on)
    checks.need(
        "interim_payer",
        given.interim_payer,
        "Name who pays meanwhile. A dispute cannot be kept without it, so that services continue",
    )
    if given.interim_payer is not None and proposed.body not in ("", given.interim_payer.name):
        words = f"The rules propose {proposed.body}. Enter why another body pays meanwhile"
        checks.need("interim_reason", given.interim_reason.strip(), words)
    if "without prejudice" not in given.reservation.lower():
        checks.fault("reservation", "The statement must say “without prejudice”")
    checks.refuse()


def _create(
    actor: Actor,
    at: datetime,
    case: Case,
    own: Organisation,
    given: DisputeInput,
    proposed: Interim,
    bodies: dict[UUID, Organisation],
) -> Dispute:
    kind = DisputeKind(given.kind)
    parties = [Party(body.name, _side(body), Nation(body.nation)) for body in bodies.values()]
    between = [party for party in parties if party.body in (own.name, given.other and given.other.name)]
    route = dispute_steps.route_of(kind, between)
    rule = proposed.finding.rule
    return Dispute.objects.create(
        case=case,
        kind=kind,
        arose_on=given.arose_on,
        raised_at=at,
        raised_by_id=actor.id,
        raised_for=own,
        services=given.services,
        stake_pence=given.stake_pence,
        interim_payer=given.interim_payer,
        interim_cost=given.interim_cost,
        interim_from=given.interim_from,
        interim_basis=f"{proposed.finding.text} ({rule.citation}; rule {rule.id})"[:400],
        interim_reason=given.interim_reason,
        reservation=given.reservation,
        route=route or "",
        refer_by=dispute_steps.refer_by(route, given.arose_on, law_in_force()),
    )


def _add_parties(
    actor: Actor,
    at: datetime,
    made: Dispute,
    own: Organisation,
    given: DisputeInput,
    bodies: dict[UUID, Organisation],
) -> None:
    said = {
        "position": given.position,
        "evidence": given.evidence,
        "contact_name": given.contact_name,
        "contact_details": given.contact_details,
        "position_at": at,
        "position_by_id": actor.id,
    }
    for body in bodies.values():
        mine = said if body == own else {}
        DisputeParty.objects.create(dispute=made, organisation=body, **mine)


def _add_steps(actor: Actor, at: datetime, made: Dispute) -> None:
    """The parties are identified by raising it; the other steps wait, each with its target."""
    targets = dispute_steps.step_targets(made.arose_on, settings.DISPUTE_STEP_WORKING_DAYS)
    for step, due_on in targets:
        done = step is StepKind.PARTIES
        DisputeStep.objects.create(
            dispute=made,
            kind=step,
            due_on=due_on,
            done_on=london_date(at) if done else None,
            done_by_id=actor.id if done else None,
            note="Named on raising the dispute" if done else "",
        )


def _share(
    case: Case, own: Organisation, payer: Organisation, bodies: dict[UUID, Organisation], on: date
) -> None:
    for body in bodies.values():
        share(case, [body.id], CAPACITIES[_side(body)], on, "Party to a dispute", Extent.SUMMARY)
    show(case, payer.id, Extent.FULL)
    if own != payer and not _keeps_sight(case, own):
        show(case, own.id, Extent.SUMMARY)


def _keeps_sight(case: Case, body: Organisation) -> bool:
    """A body that has accepted, registered the person or whose team coordinates needs the whole record."""
    accepted = Determination.objects.filter(
        case=case,
        body=body,
        is_current=True,
        decisions__is_current=True,
        decisions__reply__startswith="accept",
    )
    coordinates = case.allocations.filter(team__organisation=body, ends_on__isnull=True)
    return case.registered_by_id == body.id or accepted.exists() or coordinates.exists()


def _side(body: Organisation) -> Side:
    return SIDES.get(OrganisationKind(body.kind), Side.OTHER)


@writes
def record_position(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    position: str,
    evidence: str,
    contact_name: str,
    contact_details: str,
    seen_version: int | None = None,
) -> DisputeParty:
    """Write the actor's own body's contact, position and evidence. What it said before stays in history."""
    queries.lock_case(case_id)
    dispute = queries.lock_dispute(case_id, dispute_id)
    policies.dispute_position(actor, queries.known_header(actor, case_id), dispute).require()
    party = own_party(dispute, actor)
    require_version(party, seen_version)
    party.amend(
        position=position,
        evidence=evidence,
        contact_name=contact_name,
        contact_details=contact_details,
        position_at=at,
        position_by_id=actor.id,
    )
    record(Event.DISPUTE_POSITION_RECORDED, party, case_id=case_id)
    return party


def own_party(dispute: Dispute, actor: Actor) -> DisputeParty:
    """The party that the actor acts for. NotFound if there is none."""
    found = dispute.parties.filter(organisation__in=actor.organisation_ids).first()
    if found is None:
        raise NotFound
    return found


@writes
def record_advice(
    *, actor: Actor, at: datetime, case_id: UUID, dispute_id: UUID, advice: str
) -> DisputeAdvice:
    """Keep legal advice that only the actor's own body may read."""
    queries.lock_case(case_id)
    dispute = queries.lock_dispute(case_id, dispute_id)
    policies.dispute_advice(actor, queries.known_header(actor, case_id), dispute).require()
    kept = DisputeAdvice.objects.create(
        dispute=dispute,
        organisation_id=own_party(dispute, actor).organisation_id,
        advice=advice,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    record(Event.DISPUTE_ADVICE_RECORDED, kept, case_id=case_id)
    return kept


@writes
def record_step(
    *, actor: Actor, at: datetime, case_id: UUID, dispute_id: UUID, step: str, done_on: date, note: str
) -> DisputeStep:
    """Record a step that was taken. An escalation moves the dispute on, and comes in its order."""
    case = queries.lock_case(case_id)
    dispute = queries.lock_dispute(case_id, dispute_id)
    policies.dispute_step(actor, queries.known_header(actor, case_id), dispute).require()
    row = dispute.steps.filter(kind=step).first()
    if row is None:
        raise NotFound
    checks, escalates = Checks(case, at), row.kind in ESCALATIONS
    checks.past("done_on", done_on)
    checks.order("done_on", done_on, dispute.arose_on, "before the dispute arose")
    if row.done_on is not None:
        checks.fault("done_on", "This step has been recorded already")
    first = dispute.steps.get(kind=StepKind.ESCALATED)
    if row.kind == StepKind.ESCALATED_AGAIN and first.done_on is None:
        checks.fault("done_on", "Escalate to heads of service first")
    checks.refuse()
    action = DisputeAction.ESCALATE if escalates else DisputeAction.TAKE_STEP
    status = DISPUTE.after(DisputeStatus(dispute.status), action)
    row.amend(done_on=done_on, note=note, done_by_id=actor.id)
    dispute.amend(status=status)
    record(DISPUTE.events[action], row, case_id=case_id, detail={"step": row.kind})
    return row
