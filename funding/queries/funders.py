"""Which bodies share the cost of a person's services, for the plan on paper: names, no money."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from funding.queries.packages import LineRow, lines_of
from s117.accounts import queries as accounts


def funders_of(case_id: UUID, on: date) -> Mapping[UUID, tuple[str, ...]]:
    """By service the names of the bodies that bear a share of its cost on the day, or from its first day on.

    A body that another took over by then is named by its successor. A service without a share decided, or
    over by the day, is left out. Three statements, however many services.
    """
    heirs = accounts.heirs_on(on)
    running = (line for line in lines_of(case_id) if line.ends_on is None or line.ends_on >= on)
    paying = {line.service_key: _bodies(line, on, heirs) for line in running}
    names = accounts.organisation_names({body for bodies in paying.values() for body in bodies})
    return {key: tuple(names[body] for body in bodies) for key, bodies in paying.items() if bodies}


def _bodies(line: LineRow, on: date, heirs: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    split = line.split_on(on)
    bearing = [share for share in split.shares if Decimal(share.percent) > 0] if split else []
    return tuple(dict.fromkeys(heirs.get(share.organisation_id, share.organisation_id) for share in bearing))
