"""A home is shared, and put on a schedule, when its parts come to its rate or the difference is named."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from funding import policies, queries
from funding.models import FundedLine
from funding.queries.homes import home_checks, is_home
from funding.rules.homes import home_findings
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version

NOTHING_APART = "The parts of this home come to its rate. There is no difference to name."


@writes
def name_home_difference(
    *, actor: Actor, at: datetime, line_id: UUID, reason: str, seen_version: int | None = None
) -> FundedLine:
    """Say why the parts of a home do not come to its rate. It holds for this difference: another one is asked
    about again."""
    line = queries.lock_line(line_id)
    policies.line_amend(actor, line.payer_id).require()
    require_version(line, seen_version)
    check = home_checks([line.case_id]).get(line.case_id)
    if check is None or check.settled:
        raise Refused(NOTHING_APART)
    if not reason.strip():
        raise Refused(fields={"reason": "Say why the parts and the rate differ"})
    line.amend(home_difference_pence=check.difference, home_difference_reason=reason.strip())
    record(Event.HOME_DIFFERENCE_NAMED, line, case_id=line.case_id, reason=reason)
    return line


def require_whole_home(line: FundedLine, field: str) -> None:
    """Refused beside the field while the parts of the home that the line pays do not come to its rate."""
    if not is_home(line.category, line.unit):
        return
    check = home_checks([line.case_id]).get(line.case_id)
    found = home_findings(check)
    if found:
        words = "Put the plan or the rate right, or name the difference on the funding page."
        raise Refused(fields={field: f"{found[0].text} {words}"})
