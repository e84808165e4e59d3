"""Load councils and NHS bodies from the code lists in the repository."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from s117.accounts import services
from s117.accounts.models import Organisation
from s117.kernel.actor import Actor, system_actor
from s117.web.clock import now

REFERENCE = Path(__file__).resolve().parents[2] / "accounts" / "reference"


class Command(BaseCommand):
    """Idempotent: running it again brings names and dates up to date and adds nothing twice."""

    help = "Load councils and integrated care boards, with their dates and successors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything or nothing."""
        actor = system_actor("load_reference")
        with transaction.atomic():
            councils = [_council(actor, row) for row in _rows("local_authorities.csv")]
            boards = list(_rows("icbs.csv"))
            saved = {row["ods_code"]: _board(actor, row) for row in boards}
            for row in boards:
                _successions(actor, row, saved)
        open_boards = sum(1 for board in saved.values() if board.valid_to is None)
        self.stdout.write(
            f"{len(councils)} councils, {len(saved)} integrated care boards of which {open_boards} open."
        )


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _council(actor: Actor, row: dict[str, str]) -> Organisation:
    # The ONS code is the key: councils made since 2019 have no published social care code yet.
    return services.save_organisation(
        actor=actor,
        at=now(),
        kind="council",
        code=row["cassr_ods_code"] or row["ons_gss_code"],
        ons_code=row["ons_gss_code"],
        name=row["official_name"],
        short_name=row["name"],
        region=row["region"],
        valid_from=_day(row["created_on"]),
        note=row["note"],
    )


def _board(actor: Actor, row: dict[str, str]) -> Organisation:
    return services.save_organisation(
        actor=actor,
        at=now(),
        kind="icb",
        code=row["ods_code"],
        ons_code=row["ons_gss_code"],
        name=row["name"],
        short_name=row["name"].removesuffix(" Integrated Care Board"),
        region=row["nhs_region"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        note=row["note"],
    )


def _successions(actor: Actor, row: dict[str, str], saved: dict[str, Organisation]) -> None:
    predecessor = saved[row["ods_code"]]
    for code in filter(None, row["successors"].split("|")):
        services.save_succession(
            actor=actor,
            at=now(),
            predecessor=predecessor,
            successor=saved[code],
            starts_on=predecessor.valid_to + timedelta(days=1),
            note=row["note"],
        )
