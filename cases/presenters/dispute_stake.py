"""The money at stake in a dispute, in words: worked out from what is funded, else as the body put it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cases import queries
from cases.queries import DisputeFile, Stake
from s117.kernel.money import pounds
from s117.kernel.periods import Period
from s117.web.filters import date as day_words


def stake_words(file: DisputeFile, on: date) -> list[str] | str:
    """The cost a week and since the dispute arose, up to today or the day it was settled."""
    dispute = file.dispute
    settled = file.outcome.decided_on if file.outcome is not None else dispute.closed_on
    last = max(min(settled or on, on), dispute.arose_on)
    found = queries.stake_of(dispute.case_id, Period.inclusive(dispute.arose_on, last))
    if found is not None:
        first = day_words(dispute.arose_on)
        span = f"from {first} to {day_words(last)}" if last > dispute.arose_on else f"for {first}"
        return [
            _weekly(found),
            f"{pounds(found.pence)} {span}, whoever pays",
            "Worked out from the funding",
        ]
    if dispute.stake_pence is None:
        return "Not known: nothing is funded here, and no cost was given"
    weekly = pounds(dispute.stake_pence)
    return f"{weekly} a week, as {dispute.raised_for.name} put it: nothing is funded here"


def running_cost(case_id: UUID, on: date) -> str:
    """What the person's funded aftercare costs a week today; empty where nothing is funded."""
    found = queries.stake_of(case_id, Period.inclusive(on, on))
    return _weekly(found) if found is not None else ""


def _weekly(found: Stake) -> str:
    count = f"{found.services} funded service{'' if found.services == 1 else 's'}"
    also = f"; {found.by_unit} of them not paid by the week" if found.by_unit else ""
    return f"{pounds(found.weekly_pence)} a week for {count}{also}"
