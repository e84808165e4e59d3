"""The funding that ends with aftercare, and comes back exactly when the ending is undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from cases import queries as cases
from funding import queries
from funding.models import LineClosure
from funding.rules.lifecycle import LINE, LineAction, LineStatus
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event


@writes
def end_moved_lines(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    ending_id: UUID,
    service_keys: Collection[UUID],
    ends_on: date,
    reason: str,
) -> None:
    """End the funding, as aftercare, of services that go on outside it, on the last day of aftercare.

    Part of confirming an ending, whose own policy has been asked: from that day on neither body may be
    charged for them as aftercare, whoever pays the provider. A line that ended before stays as it is. What
    each line was before is kept, for an undoing.
    """
    cases.lock_case(case_id)
    for row in queries.lines_of(case_id):
        if row.service_key in service_keys and (row.ends_on is None or row.ends_on > ends_on):
            line = queries.lock_line(row.id)
            LineClosure.objects.create(
                line=line,
                ending_id=ending_id,
                ended_on=ends_on,
                status_before=line.status,
                ends_on_before=line.ends_on,
                end_reason_before=line.end_reason,
                closed_at=at,
            )
            status = LINE.after(LineStatus(line.status), LineAction.END)
            line.amend(status=status.value, ends_on=ends_on, end_reason=reason, touched_at=at)
            record(Event.LINE_ENDED, line, case_id=case_id, reason=reason)


@writes
def reopen_lines(*, actor: Actor, at: datetime, case_id: UUID, ending_id: UUID, reason: str) -> None:
    """Put back the funding that an ending closed, as it was: part of undoing the ending.

    A line whose last day finance has changed since stays as finance left it. Days that a schedule was issued
    without meanwhile are charged by the council's next one.
    """
    cases.lock_case(case_id)
    for row in queries.closures_of(ending_id):
        if not row.can_reopen:
            continue
        closure = LineClosure.objects.select_for_update().get(pk=row.id)
        line = queries.lock_line(closure.line_id)
        action = LineAction.REOPEN if closure.status_before == LineStatus.ACTIVE else LineAction.END
        status = LINE.after(LineStatus(line.status), action)
        line.amend(
            status=status.value,
            ends_on=closure.ends_on_before,
            end_reason=closure.end_reason_before,
            touched_at=at,
        )
        closure.amend(reopened_at=at)
        record(Event.LINE_REOPENED, line, case_id=case_id, reason=reason)
