"""Write docs/lifecycles.md from the lifecycle tables."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from s117.management.diagrams import render


class Command(BaseCommand):
    help = "Write docs/lifecycles.md: every lifecycle as a state diagram."
    requires_system_checks: list[str] = []

    def handle(self, **_: object) -> None:
        target = settings.BASE_DIR / "docs" / "lifecycles.md"
        target.write_text(render(), encoding="utf-8")
        self.stdout.write(f"Written: {target}")
