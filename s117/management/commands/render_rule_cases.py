"""Write cases/presenters/rule_cases.json: which test cases exercise each rule."""

from __future__ import annotations

from django.conf import settings

from s117.management.generated import GeneratedDocument
from s117.management.rulebook import render_cases


class Command(GeneratedDocument):
    """What the rulebook page says of the test cases; the image leaves the tests themselves out."""

    help = "Write cases/presenters/rule_cases.json: the test cases that exercise each rule."
    folder = "cases/presenters"
    document = "rule_cases.json"

    def render(self) -> str:
        """The cases of each rule."""
        return render_cases(settings.BASE_DIR / "tests" / "vectors")
