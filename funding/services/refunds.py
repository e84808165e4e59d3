"""Refunds of what was taken for aftercare: worked out once, approved by a second person, paid, recharged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from careplans.rules.letters import RefundOwed, RefundYear
from careplans.rules.terms import Paper
from careplans.services import letters
from funding import policies, queries
from funding.models import Contribution, FundedLine, Refund
from funding.queries import refunds
from funding.rules.lifecycle import REFUND, RefundAction, RefundStatus
from funding.rules.refunds import STATUTORY_POINTS, Basis, Piece, interest, pieces_of, refund_of
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import Refused, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundInput:
    """What was taken (both days inclusive, pence a week), with which interest, and how it came about."""

    first_day: date
    last_day: date
    weekly_pence: int
    basis: Basis
    rate_points: int
    reason: str
    contribution_id: UUID | None = None


@writes
def open_refund(*, actor: Actor, at: datetime, line_id: UUID, wanted: RefundInput) -> Refund:
    """Work a refund out for an aftercare service: each year, the interest, and what each body bears.

    The figures are kept as they are worked out now; a mistake is withdrawn and opened anew.
    """
    council = queries.lock_council(actor.organisation_id)
    line = queries.lock_line(line_id)
    policies.refund_open(actor).require()
    _check(line, wanted, london_date(at))
    points = _points(wanted)
    charged = Period.inclusive(wanted.first_day, wanted.last_day)
    splits = [(row.starts_on, row.terms.shares) for row in queries.line_fact_of(line.id).splits]
    pieces = pieces_of(charged, wanted.weekly_pence, splits, str(council.id))
    found = refund_of(pieces)
    added = interest(charged, found.by_year, points, london_date(at))
    made = Refund.objects.create(
        line=line,
        council=council,
        number=refunds.next_refund_number(council.id),
        contribution_id=wanted.contribution_id,
        first_day=wanted.first_day,
        last_day=wanted.last_day,
        weekly_pence=wanted.weekly_pence,
        basis=wanted.basis.value,
        rate_points=points,
        statement=[
            {"year": year, "charged": pence, "interest": added.get(year, 0)}
            for year, pence in found.by_year.items()
        ],
        pieces=[_stored(piece) for piece in pieces],
        by_body=queries.by_code(found.by_payer),
        total_pence=found.total,
        interest_pence=sum(added.values()),
        reason=wanted.reason,
        opened_at=at,
        opened_by_id=actor.id,
    )
    _settle_check(wanted.contribution_id, at)
    record(Event.REFUND_OPENED, made, case_id=line.case_id, reason=wanted.reason)
    return made


@writes
def approve_refund(*, actor: Actor, at: datetime, refund_id: UUID, seen_version: int | None = None) -> Refund:
    """Approve a refund that somebody else worked out. The letter to the person is made from it."""
    held = refunds.lock_refund(refund_id)
    policies.refund_approve(actor, held.council_id, held.opened_by_id).require()
    require_version(held, seen_version)
    _move(held, RefundAction.APPROVE, approved_at=at, approved_by_id=actor.id)
    letters.queue_refund_letter(actor=actor, at=at, case_id=held.line.case_id, about=held.id, said=owed(held))
    return held


@writes
def pay_refund(
    *,
    actor: Actor,
    at: datetime,
    refund_id: UUID,
    paid_on: date,
    payment_reference: str,
    seen_version: int | None = None,
) -> Refund:
    """Record that the person has been paid. The other bodies' part goes on the council's next schedule."""
    held = refunds.lock_refund(refund_id)
    policies.refund_pay(actor, held.council_id).require()
    require_version(held, seen_version)
    if paid_on > london_date(at):
        raise Refused(fields={"paid_on": "The day of payment must be today or earlier"})
    return _move(held, RefundAction.PAY, paid_on=paid_on, payment_reference=payment_reference)


@writes
def withdraw_refund(
    *, actor: Actor, at: datetime, refund_id: UUID, reason: str, seen_version: int | None = None
) -> Refund:
    """Withdraw a refund that has not been paid, for example one with a wrong day. Its letter holds no
    longer."""
    held = refunds.lock_refund(refund_id)
    policies.refund_withdraw(actor, held.council_id).require()
    require_version(held, seen_version)
    _move(held, RefundAction.WITHDRAW, reason=reason, withdrawn_reason=reason)
    letters.withdraw_letters(actor=actor, at=at, paper=Paper.REFUND, about=held.id, reason=reason)
    return held


def owed(held: Refund) -> RefundOwed:
    """What the letter says of a refund."""
    years = (RefundYear(row["year"], row["charged"], row["interest"]) for row in held.statement)
    days = (held.first_day, held.last_day)
    return RefundOwed(held.council.name, held.line.description, *days, held.weekly_pence, tuple(years))


def _points(wanted: RefundInput) -> int:
    """Hundredths of a percent a year."""
    if wanted.basis is Basis.NONE:
        return 0
    return STATUTORY_POINTS if wanted.basis is Basis.STATUTORY else wanted.rate_points


def _stored(piece: Piece) -> dict[str, object]:
    return {
        "first": str(piece.days.start),
        "last": str(piece.days.last_day),
        "pence": piece.pence,
        "shares": [
            {
                "body": share.payer,
                "points": share.basis_points,
                "residual": share.residual,
                "pence": piece.parts[share.payer],
            }
            for share in piece.shares
        ],
    }


def _settle_check(contribution_id: UUID | None, at: datetime) -> None:
    """A refund for a contribution is the answer to what was asked when its service became aftercare."""
    held = Contribution.objects.filter(pk=contribution_id, check_from__isnull=False, checked_at=None).first()
    if held is not None:
        held.amend(checked_at=at)


def _move(held: Refund, action: RefundAction, *, reason: str = "", **changes: object) -> Refund:
    held.amend(status=REFUND.after(RefundStatus(held.status), action).value, **changes)
    record(REFUND.events[action], held, case_id=held.line.case_id, reason=reason)
    return held


def _check(line: FundedLine, wanted: RefundInput, today: date) -> None:
    faults: dict[str, str] = {}
    if wanted.last_day < wanted.first_day:
        faults["last_day"] = "The last day must be on or after the first day"
    if wanted.last_day > today:
        faults["last_day"] = "The last day must be today or earlier"
    first = _first_chargeable(line, wanted.contribution_id)
    if wanted.first_day < first:
        faults["first_day"] = f"Nothing was charged for aftercare here before {first:%-d %B %Y}"
    if wanted.weekly_pence <= 0:
        faults["weekly_pence"] = "Enter what was taken a week"
    if wanted.basis is Basis.SIMPLE and wanted.rate_points <= 0:
        faults["rate"] = "Enter the rate of interest a year"
    standing = Refund.objects.filter(
        line=line, first_day__lte=wanted.last_day, last_day__gte=wanted.first_day
    ).exclude(status=RefundStatus.WITHDRAWN.value)
    if standing.exists():
        faults["first_day"] = "Some of these days are in another refund of this service"
    if faults:
        raise Refused(fields=faults)


def _first_chargeable(line: FundedLine, contribution_id: UUID | None) -> date:
    """The first day that may be given back: the service's, or the charge's where it began before that."""
    charged = Contribution.objects.filter(pk=contribution_id, service_key=line.service_key).first()
    return min(line.starts_on, charged.starts_on) if charged is not None else line.starts_on
