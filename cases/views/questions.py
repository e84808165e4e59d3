"""A page for each question of responsibility: is there a duty, which council, which NHS body, and why."""

from __future__ import annotations

from typing import Any

from cases import presenters, queries
from cases.queries import CaseHeader
from cases.services.entitlement import law_in_force
from cases.views.base import CaseDetail
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


class EntitlementView(CaseDetail):
    """Whether the person is entitled, since when, why, and what would have to be true for it to end."""

    permission = Permission.DETERMINATION_VIEW
    template = "cases/entitlement_view.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The question as it stands, its runs, its files, and the ways out."""
        page = presenters.question_page(self.actor, subject, "entitlement", *self._rows(subject))
        facts = queries.case_facts(subject.id)
        ways = presenters.ways_to_end_words(facts, page["state"], self.today, law_in_force())
        episodes = presenters.episodes_words(queries.duty_episodes(subject.id))
        return {"case": subject, **page, "ways": ways, "episodes": episodes}

    def _rows(self, subject: CaseHeader) -> tuple[Any, Any]:
        return queries.determinations(subject.id), queries.evidence_of(subject.id, "entitlement")


class ResponsibleBodyView(CaseDetail):
    """Which council, or which NHS body: facts and files relied on, each answer, and the history."""

    permission = Permission.DETERMINATION_VIEW
    template = "cases/responsible_body_view.html"

    def load(self) -> CaseHeader:
        """The case, for one of the two bodies."""
        if self.kwargs["kind"] not in ("council", "nhs_body"):
            raise NotFound
        return super().load()

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The question as it stands and as it stood."""
        kind = self.kwargs["kind"]
        rows = queries.determinations(subject.id), queries.evidence_of(subject.id, kind)
        beside = presenters.disputes_beside(self.actor, subject, queries.disputes_of(subject.id))
        return {"case": subject, **beside, **presenters.question_page(self.actor, subject, kind, *rows)}
