"""The rulebook: the law that the rules apply, for anybody who is signed in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from cases import presenters
from cases.rules.rulesets import VERSION
from cases.services.rulebook import RulebookUnmade, rulebook_document
from s117.web.errors import unavailable
from s117.web.responses import attachment
from s117.web.views import SIGNED_IN, ScopedDetail, ScopedView


class RulebookView(ScopedDetail):
    """Every rule with its authority; each has an anchor of its own, to which citations lead."""

    permission = SIGNED_IN
    template = "cases/rulebook_view.html"

    def present(self, subject: None) -> dict[str, Any]:
        """The rules, of one area if the address names one."""
        return presenters.rulebook_page(self.request.GET.get("area", ""))


class RulebookDownload(ScopedView):
    """The same rules as a tagged PDF, to print, sign and keep."""

    permission = SIGNED_IN

    def get(self, request: HttpRequest) -> HttpResponse:
        """The file, drawn from the rule table and nothing else."""
        try:
            document = rulebook_document()
        except RulebookUnmade:
            return unavailable(request)
        return attachment(document, "application/pdf", f"s117-rulebook-{VERSION}.pdf")
