"""The rulebook: the law that the rules apply, for anybody who is signed in."""

from __future__ import annotations

from typing import Any

from cases import presenters
from s117.web.views import SIGNED_IN, ScopedDetail


class RulebookView(ScopedDetail):
    """Every rule with its authority; each has an anchor of its own, to which citations lead."""

    permission = SIGNED_IN
    template = "cases/rulebook_view.html"

    def present(self, subject: None) -> dict[str, Any]:
        """The rules, of one area if the address names one."""
        return presenters.rulebook_page(self.request.GET.get("area", ""))
