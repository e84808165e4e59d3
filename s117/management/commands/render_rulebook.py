"""Write docs/rulebook.md from the rule table."""

from __future__ import annotations

from django.conf import settings

from s117.management.generated import GeneratedDocument
from s117.management.rulebook import render


class Command(GeneratedDocument):
    """Every rule of law, for a lawyer to read and sign."""

    help = "Write docs/rulebook.md: every rule of law with its authority, dates and standing."
    document = "rulebook.md"

    def render(self) -> str:
        """The rulebook, with the vectors that exercise each rule."""
        return render(settings.BASE_DIR / "tests" / "vectors")
