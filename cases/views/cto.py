"""Community treatment orders, recall from them and release."""

from __future__ import annotations

from typing import Any

from cases import policies, queries
from cases.forms.legal_facts import RecallEndForm, RecallForm, correcting
from cases.forms.legal_status import CtoEndForm, CtoForm
from cases.queries import CaseHeader
from cases.services import orders, recalls
from cases.views.base import AboutRow, CheckedCaseForm
from cases.views.legal_facts import FactCorrect, FactRecord
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission


class CtoRecord(CheckedCaseForm):
    """Record a community treatment order, now or long ago."""

    permission = Permission.CTO_RECORD
    template = "cases/cto_record.html"
    form_class = CtoForm
    done = "cases:legal_status_view"
    success_message = "Community treatment order recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.cto_record(self.actor, subject)

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the detention in force, which an order that begins now follows."""
        in_force = queries.legal_record(subject.id).in_force
        return in_force.version if in_force else None

    def perform(self, subject: CaseHeader, form: CtoForm) -> Any:
        """Record it."""
        return orders.record_cto(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            order=orders.OrderInput(**form.facts()),
            **form.leaving(),
            seen_version=form.seen_version,
        )


class CtoCorrect(FactCorrect):
    """Correct a community treatment order."""

    permission = Permission.CTO_RECORD
    form_class = correcting(CtoForm, "left", "left_on", "destination")
    kind = "cto"

    def perform(self, subject: CaseHeader, form: CtoForm) -> Any:
        """Put a corrected entry in its place."""
        return orders.record_cto(
            **self.common(subject),
            order=orders.OrderInput(**form.facts()),
            correction=self.correction(form),
        )


class CtoEnd(CheckedCaseForm):
    """Record the end of the community treatment order in force."""

    permission = Permission.CTO_END
    template = "cases/cto_end.html"
    form_class = CtoEndForm
    done = "cases:legal_status_view"
    success_message = "End of the community treatment order recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.cto_end(self.actor, subject)

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the order in force."""
        order = queries.legal_record(subject.id).order
        return order.version if order else None

    def perform(self, subject: CaseHeader, form: CtoEndForm) -> Any:
        """End it."""
        return orders.end_cto(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )


class CtoRecall(FactRecord):
    """Record that the person is recalled to hospital."""

    permission = Permission.CTO_RECALL
    form_class = RecallForm
    heading = "Record recall to hospital"
    intro = (
        "The person may be held for 72 hours. Then they are released and the order goes on, or the order is "
        "revoked: record that as its end."
    )
    success_message = "Recall recorded. Entitlement and who is responsible have been worked out again."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.cto_recall(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The recorder's own trust or provider, which is nearly always the one."""
        return {"provider": self.actor.organisation_id}

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the order in force."""
        order = queries.legal_record(subject.id).order
        return order.version if order else None

    def perform(self, subject: CaseHeader, form: RecallForm) -> Any:
        """Record it."""
        return recalls.record_recall(**self.common(subject), seen_version=form.seen_version, **form.facts())


class RecallEnd(AboutRow, FactRecord):
    """Record release from recall."""

    permission = Permission.CTO_RECALL
    form_class = RecallEndForm
    heading = "Record release from recall"
    intro = "The community treatment order goes on. If it was revoked, record the end of the order instead."
    success_message = "Release from recall recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.recall_end(self.actor, subject)

    def find(self, case: CaseHeader) -> Any:
        """The recall in force."""
        return queries.recall_for(case.id, self.kwargs["row"])

    def perform(self, subject: CaseHeader, form: RecallEndForm) -> Any:
        """End it."""
        return recalls.end_recall(
            **self.common(subject),
            recall_id=self.row.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )
