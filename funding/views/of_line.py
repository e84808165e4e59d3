"""What every form about one funded service has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse

from funding import queries
from funding.queries import LineFile
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision
from s117.web.views import ActionForm


def funding_url(ref: str) -> str:
    """The person's funding page."""
    return reverse("funding:line_list", kwargs={"ref": ref})


class OfLine(ActionForm):
    """A form about one funded service: `may` is its policy, asked with the body that pays the provider."""

    abstract = True
    may: ClassVar[Callable[[Actor, UUID], Decision]]

    def load(self) -> LineFile:
        return queries.line_for(self.actor, self.kwargs["ref"], self.kwargs["line"])

    def decide(self, subject: LineFile) -> Decision:
        return self.may(self.actor, subject.line.payer_id)

    def seen_version(self, subject: LineFile) -> int:
        return subject.line.version

    def present(self, subject: LineFile) -> dict[str, Any]:
        return {"case": subject.case, "line": subject.line}

    def success_url(self, result: Any) -> str:
        return funding_url(self.kwargs["ref"])
