"""What every page about one case shares: it is found by its reference in the actor's scope, and named in the
access record."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse

from cases import queries
from cases.queries import CaseHeader
from s117.kernel.refusals import NotFound
from s117.web.staged import StagedForm
from s117.web.views import ActionForm, ScopedDetail


class CaseDetail(ScopedDetail):
    """A page about one case."""

    abstract = True

    def load(self) -> CaseHeader:
        """The case, if the actor may know of it."""
        return queries.case_for(self.actor, self.kwargs["ref"])

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        """Which record was looked at."""
        return "Case", subject.id, subject.id


class CaseForm(ActionForm):
    """A form about one case; `done` is the page it leads back to."""

    abstract = True
    done: ClassVar[str]

    def load(self) -> CaseHeader:
        """The case, if the actor may know of it."""
        return queries.case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case and the way back."""
        return {"case": subject, "back_href": self.success_url(None)}

    def success_url(self, result: Any) -> str:
        """The page of the record that shows what was done."""
        return reverse(self.done, kwargs={"ref": self.kwargs["ref"]})


class SummaryDetail(CaseDetail):
    """A page about one case that a body which disputes may read too, though it sees the summary alone."""

    abstract = True

    def load(self) -> CaseHeader:
        """The case, whole or in summary."""
        return queries.summary_for(self.actor, self.kwargs["ref"])


class SummaryForm(CaseForm):
    """A form about one case for those who may see only the summary."""

    abstract = True

    def load(self) -> CaseHeader:
        """The case, whole or in summary."""
        return queries.summary_for(self.actor, self.kwargs["ref"])


class AboutRow:
    """Mixed into a form about one row of a case: 404 where there is none, held to the version seen."""

    row: Any

    def find(self, case: CaseHeader) -> Any:
        """The row, or None."""
        raise NotImplementedError

    def load(self) -> CaseHeader:
        """The case, and the row."""
        case: CaseHeader = super().load()  # type: ignore[misc]
        self.row = self.find(case)
        if self.row is None:
            raise NotFound
        return case

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the row."""
        version: int = self.row.version
        return version

    def seen_row(self, subject: CaseHeader) -> Any:
        """The row: another may stand in its place by the time the form is sent."""
        return self.row


class CheckedCaseForm(CaseForm, StagedForm):
    """A form with legal effect: the answers are checked before they are saved."""

    abstract = True
