"""Files added to the record for a question or a fact of legal status, and withdrawn from it."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases import policies, queries
from cases.models import Case, Evidence
from cases.models.evidence import LEGAL_STATUS
from cases.services.checks import Checks
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents import storage
from s117.documents.uploads import fault_in, kind_of, refuse_infected
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version


@writes
def add_evidence(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    kind: str = LEGAL_STATUS,
    title: str,
    data: bytes,
    dated_on: date | None = None,
    fact: tuple[str, UUID] | None = None,
) -> Evidence:
    """Keep a PDF, PNG or JPEG of at most 10 MB as evidence for `council`, `nhs_body` or `entitlement`, or,
    with `fact`, its kind and id, for a fact of legal status that stands.

    The bytes are kept before the row is written: a row never points at a file that is not there.
    """
    case = queries.lock_case(case_id)
    header = queries.header_for(actor, case_id)
    policies.evidence_add(actor, header).require()
    subject: dict[str, Any] = {"kind": kind}
    if fact is not None:
        policies.fact_file_add(actor, header).require()
        row = queries.legal_fact_for(case_id, *fact)
        subject = {"kind": LEGAL_STATUS, "fact_kind": fact[0], "fact_row": row.id}
    checks = Checks(case, at)
    checks.need("title", title.strip(), "Enter what the file shows")
    checks.past("dated_on", dated_on)
    checks.need("file", not (fault := fault_in(data)), fault)
    checks.need("file", not _held(case, subject, data), "This file is on the record already")
    checks.refuse()
    refuse_infected(data)
    added = Evidence.objects.create(
        case=case,
        **subject,
        title=title.strip(),
        dated_on=dated_on,
        file_kind=kind_of(data),
        size=len(data),
        sha256=storage.store_once(data),
        organisation_id=actor.organisation_id,
        added_at=at,
        added_by_id=actor.id,
    )
    record(Event.EVIDENCE_ADDED, added, case_id=case.id, detail={"kind": subject["kind"]})
    return added


@writes
def withdraw_evidence(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    evidence_id: UUID,
    reason: str,
    seen_version: int | None = None,
) -> Evidence:
    """Take a file back with the reason: it was the wrong one, or about somebody else. The row stays."""
    case = queries.lock_case(case_id)
    found = case.evidence.filter(pk=evidence_id, withdrawn_at__isnull=True).first()
    if found is None:
        raise NotFound
    policies.evidence_withdraw(actor, queries.header_for(actor, case_id), found.organisation_id).require()
    require_version(found, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Enter the reason"})
    found.amend(withdrawn_at=at, withdrawn_by_id=actor.id, withdrawn_because=reason.strip())
    record(
        Event.EVIDENCE_WITHDRAWN, found, case_id=case.id, reason=reason.strip(), detail={"kind": found.kind}
    )
    return found


def _held(case: Case, subject: dict[str, Any], data: bytes) -> bool:
    digest = hashlib.sha256(data).hexdigest()
    return case.evidence.filter(**subject, sha256=digest, withdrawn_at__isnull=True).exists()
