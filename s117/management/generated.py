"""Documents that are printed from the code: written by a command, or held against the code."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser


class GeneratedDocument(BaseCommand):
    """Writes `<folder>/<document>`; with --check, fails where what is committed differs."""

    requires_system_checks: list[str] = []
    folder: ClassVar[str] = "docs"
    document: ClassVar[str]

    def render(self) -> str:
        """The document's text."""
        raise NotImplementedError

    def add_arguments(self, parser: CommandParser) -> None:
        """--check writes nothing."""
        parser.add_argument("--check", action="store_true", help="fail if the document is out of date")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write, or compare."""
        target = settings.BASE_DIR / self.folder / self.document
        text = self.render()
        if not check:
            target.write_text(text, encoding="utf-8")
            self.stdout.write(f"Written: {self.folder}/{self.document}")
        elif not target.exists() or target.read_text(encoding="utf-8") != text:
            raise CommandError(
                f"{self.folder}/{self.document} is out of date: run this command without --check."
            )
