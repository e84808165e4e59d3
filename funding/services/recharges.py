"""Recover what was paid without prejudice from the body that was found responsible."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases import queries as cases
from cases.rules.lifecycle import DisputeStatus
from cases.services import dispute_outcomes
from funding import policies, queries
from funding.models import Recharge, RechargeLine
from funding.queries import ledger
from funding.queries.ledger import LedgerFile, LedgerRow
from funding.rules.ledger import still_to_recover
from funding.rules.reconcile import control_hash
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import Refused


@writes
def issue_recharge(
    *,
    actor: Actor,
    at: datetime,
    ref: str,
    dispute_id: UUID,
    reference: str = "",
    seen_version: int | None = None,
) -> Recharge:
    """Mirror every share not recharged yet, and record the sum in the dispute. Issued figures never change.

    What is corrected or paid after it comes into the next recharge, with its own sign.
    """
    case_id = cases.dispute_for(actor, ref, dispute_id).case.id
    cases.lock_case(case_id)
    found = ledger.ledger_of(actor, cases.dispute_for(actor, ref, dispute_id))
    policies.recharge_issue(actor, ledger.bodies_in(found.file), _debtor_id(found)).require()
    rows = [row for row in found.rows if not row.paid.recharged]
    total = still_to_recover(row.paid for row in rows)
    if not rows:
        raise Refused("Everything that your organisation paid has been recharged.")
    made = _write(actor, at, found, rows, total, reference)
    if found.file.dispute.status == DisputeStatus.DETERMINED:
        dispute_outcomes.record_recharge(
            actor=actor,
            at=at,
            case_id=case_id,
            dispute_id=dispute_id,
            pence=total,
            recharged_on=london_date(at),
            reference=reference or f"Recharge {made.number}",
            seen_version=seen_version,
        )
    record(
        Event.RECHARGE_ISSUED, made, case_id=case_id, detail={"rows": len(rows), "hash": made.control_hash}
    )
    return made


def _debtor_id(found: LedgerFile) -> UUID | None:
    return found.debtor.id if found.debtor is not None else None


def _write(
    actor: Actor, at: datetime, found: LedgerFile, rows: list[LedgerRow], total: int, reference: str
) -> Recharge:
    body = queries.lock_council(actor.organisation_id)
    made = Recharge.objects.create(
        dispute=found.file.dispute,
        from_body=body,
        to_body=found.debtor,
        number=ledger.next_recharge_number(body.id),
        issued_at=at,
        issued_by=actor.name,
        reference=reference,
        row_count=len(rows),
        total_pence=total,
        control_hash=control_hash(_figures(row) for row in rows),
    )
    RechargeLine.objects.bulk_create(
        RechargeLine(
            recharge=made,
            number=number,
            share_id=row.share_id,
            service_from=row.paid.days.start,
            service_to=row.paid.days.last_day,
            amount_pence=row.paid.pence,
        )
        for number, row in enumerate(rows, start=1)
    )
    return made


def _figures(row: LedgerRow) -> dict[str, object]:
    days = row.paid.days
    return {
        "schedule": row.schedule,
        "line": row.line,
        "from": str(days.start),
        "to": str(days.last_day),
        "pence": row.paid.pence,
    }
