"""Money that somebody spends on their aftercare: set up, paid, looked after, asked back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from funding import policies, queries
from funding.models import DirectPayment, FundedLine, MonitoringReturn
from funding.queries import direct_payments as reads
from funding.rules.direct_payments import Account, BudgetKind, Cycle, Holder, SetUp, set_up_findings, surplus
from funding.rules.paying import RECLAIM, ReclaimAction, ReclaimStatus
from funding.rules.proration import Unit
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version

FIELD_OF = {
    "payment_consent": "consented_on",
    "payment_authorised": "holder",
    "payment_own": "holder",
    "payment_holder": "holder_name",
    "payment_suitable": "suitable",
    "payment_body": "kind",
    "budget_before_right": "starts_on",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpInput:
    """An arrangement as it was agreed. Pence; `weeks_kept` may stay in the account."""

    kind: BudgetKind
    holder: Holder
    holder_name: str
    has_capacity: bool
    consented_on: date | None
    suitable: bool
    suitability: str
    may_buy: str
    account: Account
    cycle: Cycle
    one_off_pence: int
    employer: bool
    monitoring_months: int
    weeks_kept: int
    starts_on: date


@writes
def record_direct_payment(*, actor: Actor, at: datetime, line_id: UUID, given: SetUpInput) -> DirectPayment:
    """Set up a direct payment or budget for a weekly service, refused with each condition that is not met."""
    line = queries.lock_line(line_id)
    policies.direct_payment_record(actor, line.payer_id).require()
    _require_allowed(line, given)
    if reads.open_for_line(line.id) is not None:
        raise Refused("This service has a direct payment or budget already. End that one first.")
    kept = {name: getattr(given, name) for name in given.__dataclass_fields__ if name != "suitable"}
    made = DirectPayment.objects.create(line=line, recorded_at=at, **kept)
    record(Event.DIRECT_PAYMENT_RECORDED, made, case_id=line.case_id)
    return made


@writes
def end_direct_payment(
    *,
    actor: Actor,
    at: datetime,
    direct_payment_id: UUID,
    ends_on: date,
    reason: str,
    seen_version: int | None = None,
) -> DirectPayment:
    """Record the last day. The duty goes on: the service is then arranged in another way."""
    held = reads.lock_direct_payment(direct_payment_id)
    policies.direct_payment_record(actor, held.line.payer_id).require()
    require_version(held, seen_version)
    if held.ends_on is not None:
        raise Refused("This arrangement has its last day already.")
    if ends_on < held.starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})
    held.amend(ends_on=ends_on, end_reason=reason)
    record(Event.DIRECT_PAYMENT_ENDED, held, case_id=held.line.case_id, reason=reason)
    return held


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnInput:
    """What the holder says, pence; the first day follows from the return before."""

    last_day: date
    spent_pence: int
    receipts_seen: bool
    note: str


@writes
def record_return(
    *, actor: Actor, at: datetime, direct_payment_id: UUID, given: ReturnInput
) -> MonitoringReturn:
    """Record a return: what was there, what approved runs paid, what was spent. What is left above the weeks
    that the holder may keep is asked back; of it, what was paid above the rate is nobody's but the
    payer's."""
    held = reads.lock_direct_payment(direct_payment_id)
    policies.return_record(actor, held.line.payer_id).require()
    queries.lock_council(held.line.payer_id)  # so that no run takes the same money back at the same time
    before = reads.standing_of(held.id)
    first = before.last_day + timedelta(days=1) if before.last_day else held.starts_on
    if given.last_day < first:
        raise Refused(
            fields={"last_day": f"The last return ended before {first:%-d %B %Y}: enter a later day"}
        )
    if given.last_day > london_date(at):
        raise Refused(fields={"last_day": "The last day must be today or earlier"})
    paid = reads.paid_since(held.id, given.last_day)
    closing = before.left + paid - given.spent_pence
    left = _asked_back(held, given.last_day, closing - before.asked)
    made = MonitoringReturn.objects.create(
        direct_payment=held,
        first_day=first,
        last_day=given.last_day,
        opening_pence=before.left,
        paid_pence=paid,
        spent_pence=given.spent_pence,
        closing_pence=closing,
        receipts_seen=given.receipts_seen,
        note=given.note,
        reclaim_pence=left,
        overpaid_pence=min(left, reads.overpaid(held)),
        reclaim_status=(ReclaimStatus.ASKED if left else ReclaimStatus.NONE).value,
        recorded_at=at,
    )
    record(Event.RETURN_RECORDED, made, case_id=held.line.case_id)
    return made


@writes
def settle_reclaim(
    *,
    actor: Actor,
    at: datetime,
    return_id: UUID,
    action: ReclaimAction,
    on: date,
    note: str,
    seen_version: int | None = None,
) -> MonitoringReturn:
    """Record that what was asked back was received, or why it stays with the holder.

    What was received goes on the next schedule: the bodies that bore those days get their part back.
    """
    held = reads.lock_return(return_id)
    policies.return_record(actor, held.direct_payment.line.payer_id).require()
    require_version(held, seen_version)
    if on > london_date(at):
        raise Refused(fields={"on": "The day must be today or earlier"})
    status = RECLAIM.after(ReclaimStatus(held.reclaim_status), action)
    held.amend(reclaim_status=status.value, reclaimed_on=on, reclaim_note=note)
    record(RECLAIM.events[action], held, case_id=held.direct_payment.line.case_id, reason=note)
    return held


def _asked_back(held: DirectPayment, on: date, left: int) -> int:
    """What is asked back of what is left: all that is above the weeks that may be kept, at the end all of
    it."""
    weeks = held.weeks_kept if held.ends_on is None or held.ends_on > on else 0
    return surplus(left, reads.weekly_on(held.line, on), weeks)


def _require_allowed(line: FundedLine, given: SetUpInput) -> None:
    found = set_up_findings(
        SetUp(
            kind=given.kind,
            holder=given.holder,
            holder_name=given.holder_name,
            has_capacity=given.has_capacity,
            consented=given.consented_on is not None,
            suitable=given.suitable,
            starts_on=given.starts_on,
            payer_is_council=line.payer.kind == "council",
        )
    )
    beside = {FIELD_OF[row.rule.id]: row.text for row in found}
    if given.starts_on < line.starts_on:
        beside["starts_on"] = f"The service starts on {line.starts_on:%-d %B %Y}"
    if line.unit != Unit.WEEK and given.kind.is_paid_out:
        beside["kind"] = "Only a service with a weekly rate is paid out"
    if beside:
        raise Refused(fields=beside)
