"""What the contract of a funded service says of its last days and of days away, and the days away
themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from funding import policies, queries
from funding.models import Absence, FundedLine
from funding.queries.contracts import absence_from, overlaps_absence
from funding.rules.absences import AbsenceKind
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractInput:
    """The contract's rules: each absence is paid in full for `full_weeks`, then `retained_percent` of it for
    `retained_weeks` (as long as it lasts where there is no limit), and then nothing."""

    leaving_day_charged: bool
    days_after_death: int
    full_weeks: int
    retained_percent: Decimal
    retained_weeks: int | None


@writes
def amend_contract(
    *, actor: Actor, at: datetime, line_id: UUID, given: ContractInput, seen_version: int | None = None
) -> FundedLine:
    """Change the contract's rules for the whole service. What a frozen schedule charged by others is put
    right on the council's next one."""
    line = queries.lock_line(line_id)
    policies.line_amend(actor, line.payer_id).require()
    require_version(line, seen_version)
    line.amend(touched_at=at, **{name: getattr(given, name) for name in given.__dataclass_fields__})
    record(Event.LINE_CONTRACT_AMENDED, line, case_id=line.case_id)
    return line


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceInput:
    """Days away, both inclusive; no last day while the person has not come back."""

    kind: AbsenceKind
    first_day: date
    last_day: date | None
    note: str


@writes
def record_absence(
    *, actor: Actor, at: datetime, line_id: UUID, given: AbsenceInput, seen_version: int | None = None
) -> FundedLine:
    """Record days away. One that begins on the same day replaces the other, for example to add its last day,
    or takes it back where the person was not away after all."""
    line = queries.lock_line(line_id)
    policies.line_amend(actor, line.payer_id).require()
    require_version(line, seen_version)
    _check(line, given)
    standing = absence_from(line.id, given.first_day)
    if standing is not None:
        standing.amend(superseded_at=at)
    if given.kind is not AbsenceKind.NONE:
        kept = {name: getattr(given, name) for name in ("first_day", "last_day", "note")}
        Absence.objects.create(line=line, kind=given.kind.value, recorded_at=at, **kept)
    elif standing is None:
        raise Refused(fields={"first_day": "No absence begins on this day"})
    line.amend(touched_at=at)
    record(Event.ABSENCE_RECORDED, line, case_id=line.case_id, reason=given.note)
    return line


def _check(line: FundedLine, given: AbsenceInput) -> None:
    faults: dict[str, str] = {}
    if given.first_day < line.starts_on:
        faults["first_day"] = f"The service starts on {line.starts_on:%-d %B %Y}"
    if given.last_day is not None and given.last_day < given.first_day:
        faults["last_day"] = "The last day must be on or after the first day"
    elif overlaps_absence(line.id, given.first_day, given.last_day):
        faults["first_day"] = "Another absence holds some of these days. Give that one its last day first."
    if faults:
        raise Refused(fields=faults)
