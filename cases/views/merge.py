"""Merging two register entries of one person: which, what would happen, the check; and undoing it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from cases import policies, presenters, queries
from cases.forms.merge import MergeForm, MergeUndoForm
from cases.queries import CaseHeader
from cases.services import merges
from cases.views.base import CheckedCaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound, Refused
from s117.web.forms import BaseForm
from s117.web.staged import Stage

NOT_THERE = "There is no such entry that you may see. Check the reference"


class ClientMerge(CheckedCaseForm):
    """Merge another entry of the same person into this one."""

    permission = Permission.CLIENT_MERGE
    template = "cases/client_merge.html"
    form_class = MergeForm
    done = "cases:client_view"
    success_message = "Entries merged. The merge can be undone until something else is recorded."
    stages = (
        Stage("which", "Which entry is the duplicate?", ("other",)),
        Stage("preview", "What would happen", ("different_birth", "reason")),
    )

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.client_merge(self.actor, subject)

    @cached_property
    def same_birth(self) -> bool:
        """Whether both entries have one date of birth: then nobody is asked why they differ."""
        try:
            other = queries.case_for(self.actor, self.request.POST.get("other", "").strip().upper())
        except NotFound:
            return False
        return bool(other.date_of_birth == self.subject.date_of_birth)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """Whether the dates of birth are the same."""
        return {"same_birth": self.same_birth}

    def after(self, stage: str, form: BaseForm) -> str:
        """An entry that cannot be merged is said beside its reference."""
        if stage == "which":
            plan = self._plan(form)
            if plan.bars:
                raise Refused(fields={"other": ". ".join(plan.bars)})
        return super().after(stage, form)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """People who may be the same; once one is named, what would move and what stays."""
        alike = queries.duplicates_for(
            self.actor,
            nhs_number=subject.nhs_number,
            family_name=subject.family_name,
            given_names=subject.given_names,
            date_of_birth=subject.date_of_birth,
        )
        rows = [row for row in alike.rows if row["reference"] != subject.reference]
        preview = self._preview()
        return {**super().present(subject), "alike": presenters.found_rows(rows), "preview": preview}

    def perform(self, subject: CaseHeader, form: MergeForm) -> Any:
        """Merge them."""
        try:
            return merges.merge_clients(actor=self.actor, at=self.at, case_id=subject.id, **form.cleaned_data)
        except NotFound:
            raise Refused(fields={"other": NOT_THERE}) from None

    def _preview(self) -> dict[str, Any] | None:
        form = self.make_form(self.request.POST) if self.request.method == "POST" else None
        if form is None or form.errors.get("other"):
            return None
        try:
            return presenters.merge_preview(self._plan(form))
        except Refused:
            return None

    def _plan(self, form: BaseForm) -> queries.MergePlan:
        try:
            other = queries.case_for(self.actor, form.cleaned_data["other"])
        except NotFound:
            raise Refused(fields={"other": NOT_THERE}) from None
        return queries.merge_plan(self.subject.id, other.id)


class ClientMergeUndo(CheckedCaseForm):
    """Undo a merge while nothing rests on it."""

    permission = Permission.CLIENT_MERGE
    template = "cases/client_merge_undo.html"
    form_class = MergeUndoForm
    done = "cases:client_view"
    success_message = "Merge undone. Both entries are as they were before."

    def load(self) -> CaseHeader:
        """The case, and the merge."""
        case = super().load()
        self.merge = queries.merge_for(case.id, self.kwargs["merge"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.client_merge(self.actor, subject)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case, the way back and the merge."""
        return {**super().present(subject), "merge": self.merge}

    def perform(self, subject: CaseHeader, form: MergeUndoForm) -> Any:
        """Undo it."""
        return merges.undo_merge(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            merge_id=self.merge.id,
            reason=form.cleaned_data["reason"],
        )
