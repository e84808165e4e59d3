"""Transfers between areas: notice, answer, taking over, withdrawal. Nobody goes a day without a coordinator.

The old allocation ends on the day on which the receiving body's begins, in one transaction; the database
refuses a gap and an overlap. Who is responsible is never changed here (rule L-4).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from cases import handover_policies as policies
from cases import queries
from cases.models import Allocation, Case, Transfer
from cases.rules.lifecycle import TRANSFER, TransferAction, TransferStatus
from cases.services.checks import Checks, day_words
from cases.services.entitlement import share
from cases.services.lapses import HOST, end_hosting
from s117.accounts.models import Organisation, Team, User
from s117.accounts.queries import members_of_team
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import add_working_days, london_date
from s117.kernel.events import Event
from s117.kernel.refusals import require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferInput:
    """The notice (practice 1.4 Q). `told` and `pack_contents` are keys of what was ticked."""

    cause: str
    reason: str
    planned_on: date
    told: list[str]
    told_on: date
    pack_contents: list[str]
    services_continuing: str
    money_cut_over_on: date | None
    open_actions: str


@writes
def propose_transfer(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    to_body: Organisation,
    notice: TransferInput,
    pack: dict[str, Any],
) -> Transfer:
    """Give another body notice that it is asked to take over care coordination. Nothing moves by it.

    The other body sees the notice and the summary in it, and the whole record only once it has accepted.
    """
    case = queries.lock_case(case_id)
    header = queries.header_for(actor, case_id)
    last = next(iter(queries.transfers_of(case_id)), None)
    body = queries.body_of_team(header.team_id)
    policies.transfer_propose(actor, header, last, body.id if body else None).require()
    _check_notice(Checks(case, at), case, to_body, notice, at)
    due = add_working_days(london_date(at), settings.TRANSFER_WORKING_DAYS)
    transfer = Transfer.objects.create(
        case=case,
        from_body=body,
        to_body=to_body,
        pack=pack,
        answer_due_on=due,
        proposed_at=at,
        proposed_by_id=actor.id,
        **asdict(notice),
    )
    record(Event.TRANSFER_PROPOSED, transfer, case_id=case.id, reason=notice.reason)
    return transfer


def _check_notice(
    checks: Checks, case: Case, to_body: Organisation, notice: TransferInput, at: datetime
) -> None:
    able = queries.bodies_that_can_receive(None, london_date(at))
    current = case.allocations.get(ends_on__isnull=True)
    if to_body.id == current.team.organisation_id or not able.filter(pk=to_body.id).exists():
        checks.fault("to_body", "Select another body, which works in this register")
    checks.need("reason", notice.reason.strip(), "Enter the reason")
    checks.need("services_continuing", notice.services_continuing.strip(), "Enter the services that go on")
    checks.need("told", notice.told, "Select everybody who was told")
    checks.need("pack_contents", notice.pack_contents, "Select what the summary holds")
    checks.past("told_on", notice.told_on)
    checks.order("planned_on", notice.planned_on, checks.today, "in the past: the other body answers first")
    started = f"before the allocation that runs now, of {day_words(current.starts_on)}"
    checks.order("money_cut_over_on", notice.money_cut_over_on, current.starts_on, started)
    checks.refuse()


@writes
def answer_transfer(
    *,
    actor: Actor,
    at: datetime,
    transfer_id: UUID,
    accepted: bool,
    reason: str,
    answered_on: date,
    title: str = "",
    seen_version: int | None = None,
) -> Transfer:
    """Accept or decline for the actor's own body. Accepting opens the record to it; nobody is moved yet."""
    case, transfer = _locked(transfer_id)
    policies.transfer_accept(actor, transfer).require()
    require_version(transfer, seen_version)
    checks = Checks(case, at)
    checks.past("answered_on", answered_on)
    checks.order("answered_on", answered_on, london_date(transfer.proposed_at), "before notice was given")
    if not accepted:
        checks.need("reason", reason.strip(), "Enter why your organisation declines")
    checks.refuse()
    action = TransferAction.ACCEPT if accepted else TransferAction.DECLINE
    transfer.amend(
        status=TRANSFER.after(TransferStatus(transfer.status), action),
        answered_on=answered_on,
        answered_by_id=actor.id,
        answered_by_title=title,
        answer_reason=reason,
    )
    if accepted:
        share(case, [transfer.to_body_id], HOST, london_date(at), "Takes over care coordination")
    record(TRANSFER.events[action], transfer, case_id=case.id, reason=reason)
    return transfer


@writes
def complete_transfer(
    *,
    actor: Actor,
    at: datetime,
    transfer_id: UUID,
    team: Team,
    coordinator: User | None,
    starts_on: date,
    reason: str,
    seen_version: int | None = None,
) -> Transfer:
    """Take over: a coordinator of the receiving body from a day on, on which the one before ends."""
    case, transfer = _locked(transfer_id)
    policies.transfer_complete(actor, transfer).require()
    require_version(transfer, seen_version)
    current = case.allocations.get(ends_on__isnull=True)
    checks = Checks(case, at)
    _check_taking_over(checks, actor, transfer, current, team, coordinator, starts_on)
    checks.need("reason", reason.strip(), "Enter the reason")
    checks.refuse()
    current.amend(ends_on=starts_on)
    allocation = Allocation.objects.create(
        case=case, team=team, coordinator=coordinator, starts_on=starts_on, reason=reason
    )
    status = TRANSFER.after(TransferStatus(transfer.status), TransferAction.COMPLETE)
    transfer.amend(status=status, allocation=allocation)
    end_hosting(case, transfer.from_body_id, starts_on)
    record(Event.ALLOCATION_MADE, allocation, case_id=case.id, reason=reason)
    record(Event.TRANSFER_COMPLETED, transfer, case_id=case.id, reason=reason)
    return transfer


def _check_taking_over(
    checks: Checks,
    actor: Actor,
    transfer: Transfer,
    current: Allocation,
    team: Team,
    coordinator: User | None,
    starts_on: date,
) -> None:
    # The policy has found the actor to be of the receiving body, or of the one that took its place since.
    if team.organisation_id not in actor.organisation_ids:
        checks.fault("team", f"Select a team of {transfer.to_body}")
    active = members_of_team(team.id, checks.today)
    if coordinator is None or not active.filter(pk=coordinator.pk).exists():
        checks.fault("coordinator", "Select somebody who is an active coordinator of this team")
    checks.past("starts_on", starts_on)
    checks.order("starts_on", starts_on, transfer.answered_on, "before the transfer was accepted")
    since = f"before the allocation it replaces, of {day_words(current.starts_on)}"
    checks.order("starts_on", starts_on, current.starts_on, since)


@writes
def withdraw_transfer(
    *, actor: Actor, at: datetime, transfer_id: UUID, reason: str, seen_version: int | None = None
) -> Transfer:
    """Withdraw the notice. Everything stays as it was; the other body no longer sees the record."""
    case, transfer = _locked(transfer_id)
    policies.transfer_withdraw(actor, transfer).require()
    require_version(transfer, seen_version)
    checks = Checks(case, at)
    checks.need("reason", reason.strip(), "Enter the reason")
    checks.refuse()
    status = TRANSFER.after(TransferStatus(transfer.status), TransferAction.WITHDRAW)
    transfer.amend(status=status, closing_reason=reason, closed_on=london_date(at))
    end_hosting(case, transfer.to_body_id, london_date(at))
    record(Event.TRANSFER_WITHDRAWN, transfer, case_id=case.id, reason=reason)
    return transfer


def _locked(transfer_id: UUID) -> tuple[Case, Transfer]:
    case = queries.lock_case(queries.case_of_transfer(transfer_id))
    return case, queries.lock_transfer(transfer_id)
