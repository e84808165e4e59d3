"""Write docs/rulebook.md from the rule table."""

from __future__ import annotations

from django.conf import settings
from django.core.management.base import BaseCommand

from s117.management.rulebook import render


class Command(BaseCommand):
    help = "Write docs/rulebook.md: every rule of law with its authority, dates and standing."
    requires_system_checks: list[str] = []

    def handle(self, **_: object) -> None:
        target = settings.BASE_DIR / "docs" / "rulebook.md"
        target.write_text(render(settings.BASE_DIR / "tests" / "vectors" / "law.yaml"), encoding="utf-8")
        self.stdout.write(f"Written: {target}")
