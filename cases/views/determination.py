"""Who is responsible: the proposals with their reasons, each body's answer, a person's decision."""

from __future__ import annotations

from typing import Any

from cases import policies, presenters, queries
from cases.forms.responsibility import AnswerForm, BodyForm, EntitledForm
from cases.queries import CaseHeader
from cases.services import responsibility
from cases.views.base import AboutRow, SummaryDetail, SummaryForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.forms import BaseForm
from s117.web.staged import StagedForm


class DeterminationView(SummaryDetail):
    """Entitlement, the council and the NHS body: what was found, why, and what each body answered."""

    permission = Permission.DETERMINATION_VIEW
    template = "cases/determination_view.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The three questions and what came before."""
        rows = list(queries.determinations(subject.id))
        confirmed = queries.confirmations(subject.id)
        return {
            "case": subject,
            **presenters.responsibility_page(self.actor, subject, rows),
            **presenters.disputes_beside(self.actor, subject, queries.disputes_of(subject.id)),
            **presenters.confirmations_of(self.actor, subject, confirmed, rows),
            "changed": presenters.changed_flags(
                self.actor,
                subject.reference,
                queries.changed_answers(subject.id),
                whole=not subject.summary_only,
            ),
            "choices": presenters.choices_to_make(self.actor, subject, queries.choices_for(subject.id)),
        }


class DeterminationAnswer(AboutRow, SummaryForm, StagedForm):
    """Answer for one's own body."""

    permission = Permission.DETERMINATION_ANSWER
    template = "cases/determination_answer.html"
    form_class = AnswerForm
    done = "cases:determination_view"
    success_message = "Answer recorded"

    def find(self, case: CaseHeader) -> Any:
        """The determination of the question that stands now."""
        return queries.current_determination(case.id, self.kwargs["kind"])

    def decide(self, subject: CaseHeader) -> Decision:
        """Only the body that is named."""
        return policies.determination_answer(self.actor, subject, self.row)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """Today, and the role on the account."""
        return {"decided_on": self.today, "title": self.request.user.job_title}

    def saved(self, subject: CaseHeader) -> dict[str, Any]:
        """The answer that stands, if there is one."""
        standing = next((answer for answer in self.row.answers if answer.is_current), None)
        if standing is None:
            return {}
        known = {name: getattr(standing, name) for name in ("reply", "reason", "decided_on")}
        return {**known, "title": standing.decided_by_title}

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """What is being answered."""
        question = presenters.question(self.actor, subject, self.row)
        return {**super().present(subject), "question": question}

    def perform(self, subject: CaseHeader, form: AnswerForm) -> Any:
        """Record the answer."""
        return responsibility.answer_determination(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            determination_id=self.row.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )


class DeterminationOverride(SummaryForm, StagedForm):
    """Decide a question that the rules leave open, or against what they propose."""

    permission = Permission.DETERMINATION_OVERRIDE
    template = "cases/determination_override.html"
    done = "cases:determination_view"
    success_message = "Decision recorded"

    @property
    def form_class(self) -> type[BaseForm]:  # type: ignore[override]
        """What is asked depends on the question."""
        return EntitledForm if self.kwargs["kind"] == "entitlement" else BodyForm

    def load(self) -> CaseHeader:
        """The case, and the determination that stands now, if any."""
        case = super().load()
        if self.kwargs["kind"] not in policies.DECIDED_BY:
            raise NotFound
        self.determination = queries.current_determination(case.id, self.kwargs["kind"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """One's own side of the duty only, and nothing that a dispute has settled."""
        ruled = self.determination is not None and self.determination.origin == "ruling"
        return policies.determination_override(self.actor, subject, self.kwargs["kind"], ruled=ruled)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """Which question it is."""
        return {"kind": self.kwargs["kind"]}

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the determination."""
        return self.determination.version if self.determination else None

    def seen_row(self, subject: CaseHeader) -> Any:
        """The determination: new facts may have put another in its place."""
        return self.determination

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """What the rules say, to decide with or against."""
        found = self.determination
        question = presenters.question(self.actor, subject, found) if found else None
        return {**super().present(subject), "kind": self.kwargs["kind"], "question": question}

    def perform(self, subject: CaseHeader, form: BodyForm | EntitledForm) -> Any:
        """Record the decision."""
        return responsibility.override_determination(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            kind=self.kwargs["kind"],
            title=self.request.user.job_title,
            seen_version=form.seen_version,
            **form.decision(),
        )
