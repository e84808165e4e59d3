"""How a dispute ends: the statement of facts and the referral, the determination or the parties' own terms,
what was recovered, and the closing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cases import dispute_policies as policies
from cases import queries
from cases.models import (
    Case,
    Dispute,
    DisputeAgreement,
    DisputeOutcome,
    DisputeReferral,
    DisputeStatement,
    Participation,
)
from cases.rules.dispute_steps import SETTLES, DisputeKind
from cases.rules.lifecycle import DISPUTE, DisputeAction, DisputeStatus
from cases.rules.rulebook import finding
from cases.services.checks import Checks, day_words
from cases.services.disputes import CAPACITIES, SIDES, own_party
from cases.services.entitlement import show
from cases.services.responsibility import give_effect, undo_effect
from s117.accounts.models import Organisation, OrganisationKind
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version

By = DisputeOutcome.By


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeInput:
    """How somebody outside the dispute determined it."""

    letter_id: UUID
    decided_by: str
    decided_on: date
    effective_from: date
    outcome: str
    facts_relied_on: str
    body: Organisation | None = None


@writes
def save_statement(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    statement: Mapping[str, object],
    seen_version: int | None = None,
) -> DisputeStatement:
    """Write the statement of facts. Every change must be agreed again by each party."""
    queries.lock_case(case_id)
    dispute = queries.lock_dispute(case_id, dispute_id)
    policies.dispute_statement(actor, queries.known_header(actor, case_id), dispute).require()
    known = DisputeStatement.objects.filter(dispute=dispute).first()
    if known is None:
        known = DisputeStatement.objects.create(
            dispute=dispute, saved_at=at, saved_by_id=actor.id, **statement
        )
    else:
        require_version(known, seen_version)
        known.amend(saved_at=at, saved_by_id=actor.id, **statement)
    record(Event.DISPUTE_STATEMENT_SAVED, known, case_id=case_id)
    return known


@writes
def agree_statement(
    *, actor: Actor, at: datetime, case_id: UUID, dispute_id: UUID, seen_version: int | None = None
) -> None:
    """Agree the statement of facts, as it was read, for the actor's own body."""
    queries.lock_case(case_id)
    dispute = queries.lock_dispute(case_id, dispute_id)
    policies.dispute_statement(actor, queries.known_header(actor, case_id), dispute).require()
    known = DisputeStatement.objects.filter(dispute=dispute).first()
    if known is None:
        raise Refused("There is no statement of facts to agree yet.")
    require_version(known, seen_version)
    party = own_party(dispute, actor)
    party.amend(agreed_version=known.version, agreed_on=london_date(at), agreed_by_id=actor.id)
    record(Event.DISPUTE_STATEMENT_AGREED, party, case_id=case_id, detail={"version": known.version})


@writes
def refer_dispute(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    referred_on: date,
    referred_to: str,
    reference: str = "",
    seen_version: int | None = None,
) -> Dispute:
    """Record when and to whom the dispute was referred. Services continue as before."""
    case, dispute = _locked(actor, case_id, dispute_id, policies.dispute_refer, seen_version)
    checks = Checks(case, at)
    checks.past("referred_on", referred_on)
    checks.order("referred_on", referred_on, dispute.arose_on, "before the dispute arose")
    checks.refuse()
    made = DisputeReferral.objects.create(
        dispute=dispute,
        referred_on=referred_on,
        referred_to=referred_to,
        reference=reference,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    return _move(dispute, DisputeAction.REFER, made)


@writes
def determine_dispute(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    outcome: OutcomeInput,
    seen_version: int | None = None,
) -> Dispute:
    """Record the determination from its letter. It decides responsibility from its own day (rule X-6)."""
    case, dispute = _locked(actor, case_id, dispute_id, policies.dispute_determine, seen_version)
    letter = queries.letter_for(case_id, outcome.letter_id)
    checks = Checks(case, at)
    checks.past("decided_on", outcome.decided_on)
    checks.past("effective_from", outcome.effective_from)
    checks.not_before_birth("effective_from", outcome.effective_from)
    checks.order("decided_on", outcome.decided_on, dispute.referral.referred_on, "before the referral")
    _check_body(checks, dispute, outcome.body)
    checks.refuse()
    by = By(outcome.decided_by)
    made = _settle(
        actor,
        at,
        case,
        dispute,
        outcome.body,
        decided_by=by,
        decided_on=outcome.decided_on,
        effective_from=outcome.effective_from,
        outcome=outcome.outcome,
        facts_relied_on=outcome.facts_relied_on,
        letter=letter,
    )
    return _move(dispute, DisputeAction.DETERMINE, made)


@writes
def agree_terms(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    effective_from: date,
    terms: str,
    title: str,
    body: Organisation | None = None,
    seen_version: int | None = None,
) -> Dispute:
    """Agree terms for the actor's own body. When every party agreed the same body and day, it is settled."""
    case, dispute = _locked(actor, case_id, dispute_id, policies.dispute_agree, seen_version)
    checks = Checks(case, at)
    checks.past("effective_from", effective_from)
    checks.not_before_birth("effective_from", effective_from)
    _check_body(checks, dispute, body)
    checks.refuse()
    own = own_party(dispute, actor).organisation_id
    for earlier in dispute.agreements.filter(organisation=own, is_current=True):
        earlier.amend(is_current=False)
    on = london_date(at)
    said = DisputeAgreement.objects.create(
        dispute=dispute,
        organisation_id=own,
        body=body,
        effective_from=effective_from,
        terms=terms,
        agreed_on=on,
        agreed_by_id=actor.id,
        agreed_by_title=title,
        recorded_at=at,
    )
    same = dispute.agreements.filter(is_current=True, body=body, effective_from=effective_from)
    if set(same.values_list("organisation", flat=True)) < dispute.party_ids:
        return _move(dispute, DisputeAction.AGREE, said)
    made = _settle(
        actor,
        at,
        case,
        dispute,
        body,
        decided_by=By.AGREEMENT,
        decided_on=on,
        effective_from=effective_from,
        outcome=same.order_by("recorded_at").values_list("terms", flat=True)[0],
    )
    return _move(dispute, DisputeAction.SETTLE, made)


@writes
def withdraw_dispute(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    reason: str,
    seen_version: int | None = None,
) -> Dispute:
    """Withdraw a dispute: the body that raised it. What stood about responsibility stands."""
    _, dispute = _locked(actor, case_id, dispute_id, policies.dispute_withdraw, seen_version)
    closed = {"closing_reason": reason, "closed_on": london_date(at)}
    return _move(dispute, DisputeAction.WITHDRAW, dispute, reason=reason, **closed)


@writes
def record_recharge(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    pence: int,
    recharged_on: date,
    reference: str,
    seen_version: int | None = None,
) -> Dispute:
    """Record the sum, in pence, that the interim payer recovered from the body found responsible."""
    case, dispute = _locked(actor, case_id, dispute_id, policies.dispute_recharge, seen_version)
    checks = Checks(case, at)
    checks.past("recharged_on", recharged_on)
    if pence < 0:
        checks.fault("pence", "The sum cannot be less than nothing")
    checks.refuse()
    sums = {"recharge_pence": pence, "recharged_on": recharged_on, "recharge_reference": reference}
    return _move(dispute, DisputeAction.RECHARGE, dispute, **sums)


@writes
def close_dispute(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dispute_id: UUID,
    reason: str,
    lessons: str,
    seen_version: int | None = None,
) -> Dispute:
    """Close a dispute that was determined, saying how the money was settled, and what was learnt."""
    _, dispute = _locked(actor, case_id, dispute_id, policies.dispute_close, seen_version)
    closed = {"closing_reason": reason, "lessons": lessons, "closed_on": london_date(at)}
    return _move(dispute, DisputeAction.CLOSE, dispute, reason=reason, **closed)


def set_aside(actor: Actor, at: datetime, case: Case, outcome: DisputeOutcome, reason: str) -> None:
    """A determination from another person's letter: the dispute and the responsibility are as before."""
    dispute = queries.lock_dispute(case.id, outcome.dispute_id)
    status = DISPUTE.after(DisputeStatus(dispute.status), DisputeAction.SET_ASIDE)
    outcome.amend(is_current=False, set_aside_reason=reason)
    if outcome.made is not None:
        undo_effect(actor, at, case, outcome.made, reason)
    if outcome.body_id is not None and outcome.body_id != dispute.interim_payer_id:
        show(case, outcome.body_id, Participation.Extent.SUMMARY)
    dispute.amend(status=status)
    record(Event.DISPUTE_SET_ASIDE, outcome, case_id=case.id, reason=reason)


def _locked(
    actor: Actor, case_id: UUID, dispute_id: UUID, policy: object, seen_version: int | None
) -> tuple[Case, Dispute]:
    case = queries.lock_case(case_id)
    dispute = queries.lock_dispute(case_id, dispute_id)
    policy(actor, queries.known_header(actor, case_id), dispute).require()
    require_version(dispute, seen_version)
    return case, dispute


def _move(
    dispute: Dispute, action: DisputeAction, subject: object, *, reason: str = "", **changes: object
) -> Dispute:
    dispute.amend(status=DISPUTE.after(DisputeStatus(dispute.status), action), **changes)
    record(DISPUTE.events[action], subject, case_id=dispute.case_id, reason=reason)
    return dispute


def _check_body(checks: Checks, dispute: Dispute, body: Organisation | None) -> None:
    """A dispute over who is responsible ends with one named, of the right kind; others name nobody."""
    side = SETTLES.get(DisputeKind(dispute.kind))
    if side is None:
        return
    checks.need("body", body, "Select the body found responsible")
    fits = body is not None and CAPACITIES.get(SIDES.get(OrganisationKind(body.kind))) == side
    if body is not None and not fits:
        checks.fault("body", "Select a council" if side == "council" else "Select an NHS body")


def _settle(
    actor: Actor,
    at: datetime,
    case: Case,
    dispute: Dispute,
    body: Organisation | None,
    *,
    decided_by: By,
    decided_on: date,
    effective_from: date,
    outcome: str,
    **given: object,
) -> DisputeOutcome:
    """Store the outcome and give it its effect on responsibility, if it has one."""
    side = SETTLES.get(DisputeKind(dispute.kind))
    made = None
    if side is not None and body is not None:
        how = f"{decided_by.label}, {day_words(decided_on)}"
        text = (
            f"{body.name} is responsible from {day_words(effective_from)} by the outcome of a dispute: {how}."
        )
        made = give_effect(
            actor,
            at,
            case,
            side,
            body,
            effective_from,
            basis=f"Outcome of a dispute: {how}",
            reason=outcome,
            finding=finding("X-6", text),
        )
    return DisputeOutcome.objects.create(
        dispute=dispute,
        decided_by=decided_by,
        decided_on=decided_on,
        body=body,
        effective_from=effective_from,
        outcome=outcome,
        made=made,
        recorded_at=at,
        recorded_by_id=actor.id,
        **given,
    )
