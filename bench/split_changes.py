"""500 changes of cost share by eight writers at once, the services and the database both under fire.

Half go through the service; half write the rows themselves, a third of those with a wrong total, as a fault
of ours might. Prints how many were kept and how many split rows come to anything but 100.00. Run it against a
database that may be changed: it uses the funded services of the demo.

    python bench/split_changes.py
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "s117.settings.dev")

import django

django.setup()

from django.db import DatabaseError, connection, transaction

from funding.models import FundedLine, Share, Split
from funding.services import packages
from s117.accounts.models import Organisation
from s117.audit.context import acting_as
from s117.kernel.actor import system_actor
from s117.web.clock import now

CHANGES, WRITERS, LINES = 500, 8, 5
BENCH = system_actor("bench: split changes")
BAD = """
SELECT count(*) FROM funding_split split
WHERE (SELECT coalesce(sum(percent), 0) FROM funding_share WHERE split_id = split.id) <> 100.00
   OR (SELECT count(*) FROM funding_share WHERE split_id = split.id AND residual) <> 1
"""


def change(number: int, lines: list[UUID], nhs_id: UUID) -> str:
    """One change of one service's share, as a writer of its own."""
    line = FundedLine.objects.get(pk=lines[number % len(lines)])
    starts_on = line.starts_on + timedelta(days=number % 7)
    percent = Decimal(number % 101)
    try:
        if number % 2:
            _by_service(line, starts_on, {nhs_id: str(percent)})
        else:
            _by_hand(line, starts_on, nhs_id, percent, wrong=number % 3 == 0)
    except DatabaseError as refusal:
        return type(refusal).__name__
    finally:
        connection.close()
    return "kept"


def _by_service(line: FundedLine, starts_on: object, shares: dict[UUID, str]) -> None:
    shares = {**shares, line.payer_id: str(100 - Decimal(next(iter(shares.values()))))}
    packages.record_split(
        actor=BENCH, at=now(), line_id=line.id, starts_on=starts_on, shares=shares,
        decision_reference="BENCH", reason="Under fire",
    )  # fmt: skip


def _by_hand(line: FundedLine, starts_on: object, nhs_id: UUID, percent: Decimal, *, wrong: bool) -> None:
    with transaction.atomic(), acting_as(BENCH):
        at = now()
        split = Split.objects.create(
            line=line, starts_on=starts_on, decision_reference="BENCH", recorded_at=at, superseded_at=at
        )
        other = 100 - percent - (Decimal("0.01") if wrong and percent < 100 else 0)
        Share.objects.create(split=split, organisation_id=nhs_id, percent=percent)
        Share.objects.create(split=split, organisation_id=line.payer_id, percent=other, residual=True)


def main() -> int:
    """The exit code: 0 when no total is bad."""
    nhs_id = Organisation.objects.filter(kind="icb").order_by("code").values_list("pk", flat=True)[0]
    lines = list(FundedLine.objects.order_by("pk").values_list("pk", flat=True)[:LINES])
    with ThreadPoolExecutor(WRITERS) as pool:
        ended = Counter(pool.map(lambda number: change(number, lines, nhs_id), range(CHANGES)))
    with connection.cursor() as cursor:
        cursor.execute(BAD)
        bad = cursor.fetchone()[0]
    sys.stdout.write(f"{CHANGES} changes by {WRITERS} writers: {dict(ended)}; bad totals: {bad}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
