"""Load councils and NHS bodies from the code lists in the repository."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from s117.accounts import code_lists, reference_services
from s117.kernel.actor import system_actor
from s117.web.clock import now

REFERENCE = Path(__file__).resolve().parents[2] / "accounts" / "reference"
FILES = {"council": "local_authorities.csv", "icb": "icbs.csv"}


class Command(BaseCommand):
    """Idempotent: running it again brings names and dates up to date and adds nothing twice."""

    help = "Load councils and integrated care boards, with their dates and successors."

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything or nothing."""
        lists = {kind: code_lists.read(kind, (REFERENCE / name).read_text()) for kind, name in FILES.items()}
        actor = system_actor("load_reference")
        with transaction.atomic():
            for kind, found in lists.items():
                reference_services.save_list(actor=actor, at=now(), kind=kind, rows=found.rows)
        boards = lists["icb"]
        self.stdout.write(
            f"{len(lists['council'].rows)} councils, {len(boards.rows)} integrated care boards of which "
            f"{boards.still_open} open."
        )
