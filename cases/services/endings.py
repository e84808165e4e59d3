"""Ending aftercare: ask, decide for each body, confirm; and put it back (rules E-1 to E-4, E-8).

What the person still has of services comes from above the register, through `s117.journeys.end_aftercare`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases import policies, queries
from cases.models import Case, EndingDecision, EndingNeed, EndingNotice, EndingRequest
from cases.queries import CaseHeader
from cases.rules.ending import on_cto
from cases.rules.ending_checks import LiveService, Standing, conditionally_discharged, first_day, insufficient
from cases.rules.lifecycle import ENDING, CaseAction, EndingAction, EndingStatus
from cases.services.checks import Checks, day_words
from cases.services.ending_effects import latest, settle, signed
from cases.services.entitlement import law_in_force
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import require_version

Question = EndingDecision.Question


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingInput:
    """What the review found (practice 1.4 M). `needs` pairs each earlier need with why it has gone."""

    reviewed_on: date
    person_invited: str
    grounds: Sequence[str]
    needs: Sequence[tuple[str, str]]
    person_view: str
    person_agrees: str
    carer_view: str
    rc_name: str
    rc_opinion: str
    rc_opinion_on: date
    coordinator_name: str
    coordinator_opinion: str
    coordinator_opinion_on: date
    panel_minute: str
    step_down: str
    other_care: str
    other_care_details: str
    charge_told_on: date | None
    complaint_information_on: date
    come_back: str


@writes
def request_ending(*, actor: Actor, at: datetime, case_id: UUID, ending: EndingInput) -> EndingRequest:
    """Ask both bodies to end aftercare. Grounds that never suffice by themselves are refused (rule E-3)."""
    case = queries.lock_case(case_id)
    policies.ending_request(actor, queries.header_for(actor, case_id), queries.lock_ending(case_id)).require()
    _check_request(case, at, ending)
    fields = {
        name: getattr(ending, name) for name in EndingInput.__slots__ if name not in ("needs", "grounds")
    }
    made = EndingRequest.objects.create(
        case=case, grounds=list(ending.grounds), requested_at=at, requested_by_id=actor.id, **fields
    )
    for position, (title, reason) in enumerate(ending.needs, start=1):
        EndingNeed.objects.create(ending=made, position=position, title=title, reason=reason)
    record(Event.ENDING_REQUESTED, made, case_id=case.id)
    return made


def _check_request(case: Case, at: datetime, ending: EndingInput) -> None:
    checks = Checks(case, at)
    lacking = insufficient(ending.grounds)
    if lacking is not None:
        checks.fault("grounds", f"{lacking.text} ({lacking.rule.citation})")
    for name in ("reviewed_on", "rc_opinion_on", "coordinator_opinion_on", "complaint_information_on"):
        checks.past(name, getattr(ending, name))
    checks.past("charge_told_on", ending.charge_told_on)
    began = case.episodes.filter(is_current=True, ends_on__isnull=True).first()
    since = began.starts_on if began is not None else None
    checks.order("reviewed_on", ending.reviewed_on, since, "before aftercare began")
    if ending.person_invited == EndingRequest.Invited.NO:
        checks.fault("person_invited", "Invite the person to a review before asking to end aftercare")
    if ending.other_care != EndingRequest.OtherCare.NONE:
        checks.need("other_care_details", ending.other_care_details.strip(), "Enter the other care")
    if ending.other_care == EndingRequest.OtherCare.CHARGED:
        checks.need(
            "charge_told_on", ending.charge_told_on, "Enter the date the person was told of the charge"
        )
    checks.refuse()


@writes
def sign_ending(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    satisfied: bool,
    reasons: str,
    decided_on: date,
    title: str,
    discharge_reasons: str = "",
    seen_version: int | None = None,
) -> EndingDecision:
    """Decide for the actor's own body whether aftercare is no longer needed. "No" closes the request."""
    case, header, ending = _opened(actor, case_id)
    policies.ending_sign(actor, header, ending, signed(ending, Question.END)).require()
    require_version(ending, seen_version)
    _check_signature(case, at, ending, satisfied, decided_on, discharge_reasons)
    action = EndingAction.SIGN if satisfied else EndingAction.REFUSE
    status = _after(ending, action)
    signature = {"reasons": reasons, "decided_on": decided_on, "decided_by_title": title}
    said = {**signature, "satisfied": satisfied, "discharge_reasons": discharge_reasons}
    decision = _decide(actor, at, header, ending, Question.END, said)
    ending.amend(status=status)
    record(ENDING.events[action], decision, case_id=case.id, reason=reasons)
    return decision


def _check_signature(
    case: Case, at: datetime, ending: EndingRequest, satisfied: bool, decided_on: date, discharge_reasons: str
) -> None:
    checks, facts = Checks(case, at), queries.case_facts(case.id)
    checks.past("decided_on", decided_on)
    checks.order("decided_on", decided_on, ending.reviewed_on, "before the review")
    if satisfied and (on_cto(facts, checks.today) or on_cto(facts, decided_on)):
        message = (
            "The person is, or was on that day, on a community treatment order. Aftercare cannot be ended "
        )
        checks.fault("satisfied", f"{message}during one (section 117(2)).")
    if satisfied and conditionally_discharged(facts, decided_on):
        checks.need(
            "discharge_reasons",
            discharge_reasons.strip(),
            "Enter why aftercare is no longer needed although the person is conditionally discharged",
        )
    checks.refuse()


@writes
def withdraw_ending(
    *, actor: Actor, at: datetime, case_id: UUID, reason: str, seen_version: int | None = None
) -> EndingRequest:
    """Withdraw the open request. Its decisions stay on the record; a new request needs new ones."""
    _, header, ending = _opened(actor, case_id)
    policies.ending_withdraw(actor, header, ending).require()
    require_version(ending, seen_version)
    status = _after(ending, EndingAction.WITHDRAW)
    ending.amend(status=status, closing_reason=reason)
    record(Event.ENDING_WITHDRAWN, ending, case_id=case_id, reason=reason)
    return ending


@writes
def confirm_ending(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    services: Sequence[LiveService],
    effective_on: date,
    notice_on: date,
    notice_form: str,
    notice_joint: bool,
    recipients: str,
    seen_version: int | None = None,
) -> EndingRequest:
    """End aftercare from a day, which is not in the future: both are satisfied and no service runs on.

    Refused if the rules, asked again with these decisions, do not answer that the duty has ended.
    """
    case, header, ending = _opened(actor, case_id)
    agreed = signed(ending, Question.END)
    policies.ending_confirm(actor, header, ending, agreed).require()
    require_version(ending, seen_version)
    standing = queries.ending_standing(header, ending, services, effective_on, law_in_force())
    _check_end(case, at, standing, agreed, notice_on, notice_joint)
    status = _after(ending, EndingAction.CONFIRM)
    EndingNotice.objects.create(
        ending=ending,
        given_on=notice_on,
        form=notice_form,
        joint=notice_joint,
        recipients=recipients,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    ending.amend(status=status, effective_on=effective_on, confirmed_at=at, confirmed_by_id=actor.id)
    needs = ending.needs.order_by("position")
    reason = "; ".join(f"{row.title}: {row.reason.strip().rstrip('.')}" for row in needs) + "."
    settle(actor, at, case, CaseAction.FIND_ENDED, effective_on, reason)
    record(Event.ENDING_CONFIRMED, ending, case_id=case.id, detail={"effective_on": effective_on.isoformat()})
    return ending


def _check_end(
    case: Case,
    at: datetime,
    standing: Standing,
    agreed: Iterable[EndingDecision],
    notice_on: date,
    notice_joint: bool,
) -> None:
    checks, field = Checks(case, at), "effective_on"
    first = first_day((row.decided_on for row in agreed), standing.services)
    running = [row for row in standing.services if row.ends_on is None]
    if not standing.bodies_settled:
        checks.fault(field, "It is not settled which bodies are responsible")
    if standing.on_cto:
        checks.fault(field, "The person is on a community treatment order on that day (section 117(2))")
    for row in running:
        checks.fault(field, f"{row.description} still runs. End it, or move it outside aftercare, first")
    if first is not None and standing.on < first:
        words = "both bodies decided and the last aftercare service ended"
        checks.fault(field, f"Aftercare cannot end before {day_words(first)}, when {words}")
    checks.past(field, standing.on)
    checks.past("notice_on", notice_on)
    if standing.notice_needed:
        checks.need(
            "notice_joint", notice_joint, "Both bodies must give the notice jointly (MHA 2025 s46(2))"
        )
        if notice_on != standing.on:
            checks.fault(
                "notice_on", "Aftercare ends on the day notice is given, so the days must be the same"
            )
    checks.refuse()


@writes
def undo_ending(
    *, actor: Actor, at: datetime, case_id: UUID, reason: str, seen_version: int | None = None
) -> EndingRequest:
    """Take back an ending that was confirmed by mistake: the duty runs on as if it had never ended.

    The confirmation, the decisions and the notice stay on the record, and so does this. Refused if the
    rules, asked again without the ending, do not answer that the duty runs.
    """
    case, header, ending = _opened(actor, case_id)
    policies.ending_undo(actor, header, ending).require()
    require_version(ending, seen_version)
    status = _after(ending, EndingAction.UNDO)
    ending.amend(status=status, closing_reason=reason, undone_on=london_date(at))
    settle(actor, at, case, CaseAction.FIND_ACTIVE, ending.effective_on, reason, resumes=True)
    record(Event.ENDING_UNDONE, ending, case_id=case.id, reason=reason)
    return ending


@writes
def sign_reinstatement(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    reasons: str,
    effective_on: date,
    decided_on: date,
    title: str,
    seen_version: int | None = None,
) -> EndingRequest:
    """Decide for the actor's own body that aftercare is needed again. The second body's puts it back.

    The register number, the detention and everything recorded stay; both bodies name the same day (rule E-8).
    """
    case, header, ending = _opened(actor, case_id)
    earlier = signed(ending, Question.REINSTATE)
    policies.ending_reinstate(actor, header, ending, earlier).require()
    require_version(ending, seen_version)
    _check_reinstatement(case, at, ending, earlier, effective_on, decided_on)
    action = EndingAction.REINSTATE if earlier else EndingAction.SIGN_REINSTATEMENT
    status = _after(ending, action)
    signature = {"reasons": reasons, "decided_on": decided_on, "decided_by_title": title}
    said = {**signature, "satisfied": True, "effective_on": effective_on}
    decision = _decide(actor, at, header, ending, Question.REINSTATE, said)
    record(Event.REINSTATEMENT_SIGNED, decision, case_id=case.id, reason=reasons)
    if action is EndingAction.SIGN_REINSTATEMENT:
        ending.amend(status=status)
        return ending
    ending.amend(status=status, reinstated_on=effective_on)
    words = "; ".join(f"{row.organisation}: {row.reasons}" for row in (*earlier, decision))
    settle(actor, at, case, CaseAction.FIND_ACTIVE, effective_on, words)
    record(Event.AFTERCARE_REINSTATED, ending, case_id=case.id, reason=words)
    return ending


def _check_reinstatement(
    case: Case,
    at: datetime,
    ending: EndingRequest,
    earlier: Sequence[EndingDecision],
    effective_on: date,
    decided_on: date,
) -> None:
    checks = Checks(case, at)
    checks.past("effective_on", effective_on)
    checks.past("decided_on", decided_on)
    if effective_on <= ending.effective_on:
        ended = day_words(ending.effective_on)
        checks.fault("effective_on", f"Aftercare ended on {ended}. It can start again from the day after")
    checks.order("decided_on", decided_on, ending.effective_on, "before aftercare ended")
    for row in earlier:
        if row.effective_on != effective_on:
            other = f"{row.organisation} put it back from {day_words(row.effective_on)}"
            checks.fault("effective_on", f"{other}. Agree the day between you")
    checks.refuse()


def _opened(actor: Actor, case_id: UUID) -> tuple[Case, CaseHeader, EndingRequest]:
    """The case and its latest request, both locked, and what the actor may know of the case."""
    case = queries.lock_case(case_id)
    return case, queries.header_for(actor, case_id), latest(case_id)


def _after(ending: EndingRequest, action: EndingAction) -> EndingStatus:
    return ENDING.after(EndingStatus(ending.status), action)


def _decide(
    actor: Actor, at: datetime, case: CaseHeader, ending: EndingRequest, question: str, said: dict[str, Any]
) -> EndingDecision:
    side = policies.own_side(actor, case)
    body = case.council_id if side == EndingDecision.Side.COUNCIL else case.nhs_body_id
    return EndingDecision.objects.create(
        ending=ending,
        question=question,
        side=side,
        organisation_id=body,
        decided_by_id=actor.id,
        recorded_at=at,
        **said,
    )
