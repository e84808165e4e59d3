"""The plans or letters of everybody on a panel's agenda."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from careplans.rules.terms import BatchOf
from funding import policies
from funding.forms.panel import PanelDocumentsForm
from funding.queries import PanelFile
from funding.services.panel_documents import request_panel_documents
from funding.views.panel import PanelForms, panel_url
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission


class PanelDocuments(PanelForms):
    """Ask for them as one file."""

    permission = Permission.PANEL_VIEW
    template = "funding/panel_documents.html"
    form_class = PanelDocumentsForm
    success_message = ""

    def decide(self, subject: PanelFile) -> Decision:
        return policies.panel_documents(self.actor)

    def initial(self, subject: PanelFile) -> dict[str, Any]:
        return {"what": BatchOf.LETTERS.value}

    def present(self, subject: PanelFile) -> dict[str, Any]:
        back = panel_url(self.kwargs["convenor"], self.kwargs["number"])
        return {"panel": subject.panel, "file": subject, "back_href": back}

    def perform(self, subject: PanelFile, form: PanelDocumentsForm) -> Any:
        return request_panel_documents(**self.told(subject), what=BatchOf(form.cleaned_data["what"]))

    def success_url(self, result: Any) -> str:
        return reverse("careplans:batch_view", kwargs={"batch": result.id})
