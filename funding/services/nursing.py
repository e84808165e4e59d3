"""Funded nursing care beside a nursing home, recorded where the council's policy has it so (law M-10)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from funding import policies, queries
from funding.models import FundedLine, NursingCare
from funding.rules.nursing import NursingBand, nursing_findings
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@writes
def record_nursing(
    *,
    actor: Actor,
    at: datetime,
    line_id: UUID,
    starts_on: date,
    band: NursingBand,
    policy: str,
    reason: str = "",
    seen_version: int | None = None,
) -> NursingCare:
    """Record the band from a day on; one for a day that has one replaces it, with a reason. It changes no
    share: the NHS pays the home itself, at the national rate of each year."""
    line = queries.lock_line(line_id)
    policies.nursing_record(actor, line.payer_id).require()
    require_version(line, seen_version)
    found = nursing_findings(
        setting_on=line.payer.code in settings.FUNDED_NURSING_COUNCILS,
        accommodation=line.category == "accommodation",
    )
    if found:
        raise Refused(" ".join(row.text for row in found))
    _require_day(line, starts_on)
    earlier = NursingCare.objects.filter(line=line, starts_on=starts_on, superseded_at__isnull=True).first()
    if earlier is not None:
        if not reason.strip():
            raise Refused(fields={"reason": "Say why what is recorded for this day changes"})
        earlier.amend(superseded_at=at)
    made = NursingCare.objects.create(
        line=line, starts_on=starts_on, band=band.value, policy=policy, reason=reason, recorded_at=at
    )
    record(Event.NURSING_RECORDED, made, case_id=line.case_id)
    return made


def _require_day(line: FundedLine, starts_on: date) -> None:
    first, last = line.starts_on, line.ends_on
    if starts_on < first:
        raise Refused(fields={"starts_on": f"The service starts on {first:%-d %B %Y}"})
    if last is not None and starts_on > last:
        raise Refused(fields={"starts_on": f"The service ends on {last:%-d %B %Y}"})
