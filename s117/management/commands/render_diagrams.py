"""Write docs/lifecycles.md from the lifecycle tables."""

from __future__ import annotations

from s117.management.diagrams import render
from s117.management.generated import GeneratedDocument


class Command(GeneratedDocument):
    """Every lifecycle as a state diagram."""

    help = "Write docs/lifecycles.md: every lifecycle as a state diagram."
    document = "lifecycles.md"

    def render(self) -> str:
        """The diagrams."""
        return render()
