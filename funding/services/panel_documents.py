"""The plans or letters of everybody on a panel's agenda, as one file; made by the service of batches."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from careplans import services as careplans
from careplans.rules.terms import BatchOf
from funding import policies, queries
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.refusals import Refused
from s117.web.filters import date as date_words


@writes
def request_panel_documents(*, actor: Actor, at: datetime, panel_id: UUID, what: BatchOf) -> Any:
    """Ask for them in one ZIP: letters are those kept since the person's request for funding was made.

    Only of people whom the actor sees. Refused when there are none. Answers with the batch.
    """
    policies.panel_documents(actor).require()
    panel = queries.lock_panel(panel_id)
    file = queries.panel_file(actor, panel.convenor.code, panel.number)
    if not file.agenda:
        raise Refused("There is nothing on the agenda yet.")
    since = {entry.case.id: entry.application.applied_at for _, entry in file.agenda}
    name = "Letters" if what is BatchOf.LETTERS else "Care plans in force"
    words = f"{name}: funding panel {panel.number} of {date_words(panel.held_on)}"
    return careplans.request_batch_about(actor=actor, at=at, since=since, what=what, words=words)
