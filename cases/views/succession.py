"""Mergers and splits of bodies: the preview, the run, and a person's choice where several took over."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cases import handover_policies as policies
from cases import presenters, queries
from cases.forms.succession import SuccessionApplyForm, SuccessorChooseForm
from cases.queries import CaseHeader
from cases.services import successions
from cases.views.base import AboutRow, CheckedCaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedList


class SuccessionView(ScopedList):
    """What a run would change today, by count and register reference, and the runs before."""

    permission = Permission.SUCCESSION_VIEW
    template = "cases/succession_view.html"
    listed = "SuccessionPreview"

    def rows(self) -> dict[str, Any]:
        """The preview, what lies ahead, and the last runs."""
        rows = queries.affected(self.today)
        return {
            "rows": rows,
            **presenters.succession_preview(rows),
            **presenters.staff_preview(queries.staff_moves(self.today)),
            "coming": queries.coming(self.today),
            "runs": queries.latest_runs(),
            "today": self.today,
        }


class SuccessionApply(ActionForm):
    """Confirm the preview."""

    permission = Permission.SUCCESSION_APPLY
    template = "cases/succession_apply.html"
    form_class = SuccessionApplyForm
    success_message = "The run has started"

    def load(self) -> tuple[queries.Affected, ...]:
        """What it would change of people's entries, and of teams and accounts."""
        self.staff = queries.staff_moves(self.today)
        return queries.affected(self.today)

    def initial(self, subject: tuple[queries.Affected, ...]) -> dict[str, Any]:
        """The preview that is shown."""
        return {"preview": queries.fingerprint(subject, self.staff)}

    def present(self, subject: tuple[queries.Affected, ...]) -> dict[str, Any]:
        """The preview, with the button that confirms it."""
        return {**presenters.succession_preview(subject), **presenters.staff_preview(self.staff)}

    def perform(self, subject: Any, form: BaseForm) -> Any:
        """Start the run."""
        return successions.start_run(actor=self.actor, at=self.at, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        """The page of the run."""
        return reverse("cases:succession_run", kwargs={"run": result.pk})


class SuccessionRun(ScopedList):
    """How far a run has got, what it did, and what it left to a person."""

    permission = Permission.SUCCESSION_VIEW
    template = "cases/succession_run.html"
    listed = "SuccessionRun"

    def load(self) -> Any:
        """The run."""
        return queries.succession_run(self.kwargs["run"])

    def rows(self) -> dict[str, Any]:
        """Counts by body, and the references listed."""
        choices = queries.choices_of(self.subject.pk)
        found = presenters.run_page(queries.steps_of(self.subject.pk), choices, self.subject.to_do)
        moved = presenters.staff_moved(queries.moves_of_run(self.subject.pk))
        return {"run": self.subject, "rows": choices, **found, **moved}


class SuccessorChoose(AboutRow, CheckedCaseForm):
    """Choose which of several successors is responsible for one person."""

    permission = Permission.SUCCESSOR_CHOOSE
    template = "cases/successor_choose.html"
    form_class = SuccessorChooseForm
    done = "cases:determination_view"
    success_message = "Successor recorded"

    def find(self, case: CaseHeader) -> Any:
        """The choice that waits."""
        return queries.open_choice(case.id, self.kwargs["kind"])

    def decide(self, subject: CaseHeader) -> Decision:
        """Only the bodies that may be responsible."""
        return policies.successor_choose(self.actor, subject, self.row)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The bodies to choose among."""
        return {"bodies": queries.candidates_of(self.row)}

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """What happened to the old body, and what responsibility rests on."""
        facts = presenters.facts_relied_on(self.row.before.facts)
        return {**super().present(subject), "choice": self.row, "facts": facts}

    def perform(self, subject: CaseHeader, form: SuccessorChooseForm) -> Any:
        """Record the choice."""
        return successions.choose_successor(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            kind=self.kwargs["kind"],
            title=self.request.user.job_title,
            seen_version=form.seen_version,
            **form.choice(),
        )
