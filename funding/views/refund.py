"""Refunds: who was wrongly charged, working a refund out, approving and paying it, the letter."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careplans.queries import document_for
from funding import policies, presenters, queries
from funding.forms.refund import RefundForm
from funding.queries import LineFile
from funding.queries import contributions as paid
from funding.queries import refunds as reads
from funding.queries.refunds import RefundFile
from funding.rules.refunds import Basis
from funding.services import refunds
from funding.services.refunds import RefundInput
from s117.audit.record import record_access
from s117.documents.storage import open_stored
from s117.kernel.decisions import Decision
from s117.kernel.documents import DocumentStatus
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail, ScopedList


class RefundList(ScopedList):
    """Contributions that were taken for aftercare, and the refunds."""

    permission = Permission.REFUND_VIEW
    template = "funding/refund_list.html"
    listed = "Refund"

    def rows(self) -> dict[str, Any]:
        return {
            "wrong": presenters.wrong_rows(self.actor, paid.wrongly_charged(self.actor)),
            "checks": presenters.check_rows(self.actor, paid.to_check(self.actor)),
            "refunds": presenters.refund_rows(reads.refunds_for(self.actor)),
            "back": self.actor.may(Permission.FINANCE_VIEW),
        }

    def counted(self, context: dict[str, Any]) -> int:
        return len(context["wrong"]) + len(context["checks"]) + len(context["refunds"])


class RefundOpen(ActionForm):
    """Work a refund out for an aftercare service."""

    permission = Permission.REFUND_OPEN
    template = "funding/refund_open.html"
    form_class = RefundForm
    success_message = "Refund worked out. Somebody else must approve it."

    def load(self) -> LineFile:
        return queries.line_for(self.actor, self.kwargs["ref"], self.kwargs["line"])

    def decide(self, subject: LineFile) -> Decision:
        return policies.refund_open(self.actor)

    def initial(self, subject: LineFile) -> dict[str, Any]:
        given = self._given()
        wrong = [row for row in paid.wrongly_charged(self.actor) if row.contribution_id == given]
        if wrong:
            days = {"first_day": wrong[0].first_day, "last_day": wrong[0].last_day or self.today}
            return {**days, "weekly_pence": wrong[0].weekly_pence, "basis": Basis.NONE.value}
        charged = next((row for row in paid.contributions_of(subject.case.id) if row.id == given), None)
        if charged is None:
            return {"basis": Basis.NONE.value}
        days = {"first_day": charged.starts_on, "last_day": charged.ends_on}
        return {**days, "weekly_pence": charged.weekly_pence, "basis": Basis.NONE.value}

    def present(self, subject: LineFile) -> dict[str, Any]:
        return {"case": subject.case, "line": subject.line}

    def perform(self, subject: LineFile, form: RefundForm) -> Any:
        given = form.cleaned_data
        wanted = RefundInput(**{**given, "basis": Basis(given["basis"])}, contribution_id=self._known())
        return refunds.open_refund(actor=self.actor, at=self.at, line_id=subject.id, wanted=wanted)

    def success_url(self, result: Any) -> str:
        return reverse("funding:refund_view", kwargs={"ref": self.kwargs["ref"], "refund": result.id})

    def _given(self) -> UUID | None:
        try:
            return UUID(self.request.GET.get("contribution", ""))
        except ValueError:
            return None

    def _known(self) -> UUID | None:
        """The contribution named in the address, where it is one of this person's."""
        given = self._given()
        held = {row.id for row in paid.contributions_of(self.subject.case.id)} if given else set()
        return given if given in held else None


class RefundView(ScopedDetail):
    """A refund: its statement by year, what each body bears, what is next."""

    permission = Permission.REFUND_VIEW
    template = "funding/refund_view.html"

    def load(self) -> RefundFile:
        return reads.refund_for(self.actor, self.kwargs["ref"], self.kwargs["refund"])

    def decide(self, subject: RefundFile) -> Decision:
        return policies.refund_view(self.actor)

    def present(self, subject: RefundFile) -> dict[str, Any]:
        return {"case": subject.case, "page": presenters.refund_page(self.actor, subject)}

    def accessed(self, subject: RefundFile) -> tuple[str, UUID, UUID]:
        return ("Refund", subject.id, subject.case.id)


class RefundLetter(RefundView):
    """The letter to the person, as it was made when the refund was approved."""

    permission = Permission.REFUND_VIEW
    template = "funding/refund_letter.html"

    def load(self) -> RefundFile:
        found = super().load()
        reads.letter_of_refund(found, self.kwargs["document"])
        return found

    def present(self, subject: RefundFile) -> dict[str, Any]:
        return {"case": subject.case, "refund": subject.id}

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """The stored bytes, checked against their hash; the page that says to wait while there are none."""
        row = reads.letter_of_refund(self.subject, self.kwargs["document"])
        if row.status is not DocumentStatus.READY:
            return super().get(request)
        data = open_stored(document_for(self.actor, self.kwargs["ref"], row.id, self.permission).sha256)
        record_access(self.actor, "download", "PlanDocument", row.id, self.subject.case.id)
        name = f"refund-{self.subject.refund.number}-{self.subject.case.reference}.pdf"
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response
