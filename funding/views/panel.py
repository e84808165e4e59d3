"""Funding panels: the list, a sitting with its agenda, who sits, interests, minutes and papers."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from funding import policies, queries
from funding.forms.panel import NothingForm, PanelForm
from funding.queries import PanelFile
from funding.services import packs, panels
from s117.accounts.queries import NHS_BODY_KINDS, open_organisations
from s117.audit.record import record_access
from s117.documents.storage import open_stored
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail, ScopedList


def panel_url(convenor: str, number: int) -> str:
    """A sitting's page."""
    return reverse("funding:panel_view", kwargs={"convenor": convenor, "number": number})


class PanelList(ScopedList):
    """The sittings of the actor's body, and how many applications wait for one."""

    permission = Permission.PANEL_VIEW
    template = "funding/panel_list.html"
    listed = "Panel"

    def rows(self) -> dict[str, Any]:
        found = queries.panels_for(self.actor, after=self.after(), limit=self.page_size + 1)
        may = bool(policies.panel_arrange(self.actor, self.actor.organisation_id))
        waiting = queries.waiting_applications(self.actor).count() if may else 0
        return {"page": self.page(found, lambda row: row.id), "may_arrange": may, "waiting": waiting}


class PanelArrange(ActionForm):
    """Arrange a sitting."""

    permission = Permission.PANEL_ARRANGE
    template = "funding/panel_arrange.html"
    form_class = PanelForm
    success_message = "Panel arranged. Now put applications on its agenda."

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        kinds = NHS_BODY_KINDS if self.actor.organisation_kind == "council" else ("council",)
        bodies = open_organisations(*kinds, on=self.today)
        return {"partners": [(str(body.id), body.name) for body in bodies]}

    def perform(self, subject: None, form: PanelForm) -> Any:
        given = dict(form.cleaned_data)
        partner = UUID(given.pop("partner"))
        mine = self.actor.organisation_id
        return panels.arrange_panel(
            actor=self.actor, at=self.at, convenor_id=mine, partner_id=partner, **given
        )

    def success_url(self, result: Any) -> str:
        return panel_url(result.convenor.code, result.number)


class PanelView(ScopedDetail):
    """One sitting."""

    permission = Permission.PANEL_VIEW
    template = "funding/panel_view.html"

    def load(self) -> PanelFile:
        return queries.panel_file(self.actor, self.kwargs["convenor"], self.kwargs["number"])

    def present(self, subject: PanelFile) -> dict[str, Any]:
        panel = subject.panel
        actor, convenor = self.actor, panel.convenor_id
        may = {
            "minute": bool(policies.panel_minute(actor, convenor)),
            "schedule": bool(policies.application_schedule(actor, convenor, panel.status)),
            "documents": bool(policies.panel_documents(actor)),
            "unschedule": bool(policies.application_unschedule(actor, convenor)),
        }
        return {"file": subject, "panel": panel, "may": may}

    def accessed(self, subject: PanelFile) -> tuple[str, UUID, None]:
        return ("Panel", subject.id, None)


class PanelForms(ActionForm):
    """A form about one sitting."""

    abstract = True
    success_message: ClassVar[str]

    def load(self) -> PanelFile:
        return queries.panel_file(self.actor, self.kwargs["convenor"], self.kwargs["number"])

    def decide(self, subject: PanelFile) -> Decision:
        return policies.panel_minute(self.actor, subject.panel.convenor_id)

    def accessed(self, subject: PanelFile) -> tuple[str, UUID, None]:
        return (self.stem, subject.id, None)

    def present(self, subject: PanelFile) -> dict[str, Any]:
        return {"panel": subject.panel, "file": subject, "back_href": self.success_url(None)}

    def told(self, subject: PanelFile) -> dict[str, Any]:
        """What every service of a sitting is told."""
        return {"actor": self.actor, "at": self.at, "panel_id": subject.id}

    def success_url(self, result: Any) -> str:
        return panel_url(self.kwargs["convenor"], self.kwargs["number"])


class PackRequest(PanelForms):
    """Have the sitting's papers made as one document."""

    permission = Permission.PANEL_VIEW
    template = "funding/pack_request.html"
    form_class = NothingForm
    success_message = "The papers are being made."

    def decide(self, subject: PanelFile) -> Decision:
        return policies.panel_view(self.actor)

    def perform(self, subject: PanelFile, form: NothingForm) -> Any:
        return packs.request_pack(**self.told(subject))


class PackDownload(ScopedDetail):
    """The papers, as they were made."""

    permission = Permission.PANEL_VIEW
    template = "funding/pack_download.html"

    def load(self) -> Any:
        where = (self.kwargs["convenor"], self.kwargs["number"], self.kwargs["pack"])
        return queries.pack_for(self.actor, *where)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The bytes, checked against their hash; who opened them is recorded first."""
        pack = self.subject
        data = open_stored(pack.sha256)
        record_access(self.actor, "download", "PanelPack", pack.id)
        name = f"panel-{self.kwargs['convenor']}-{self.kwargs['number']}-{pack.requested_at:%Y-%m-%d}.pdf"
        response = HttpResponse(data, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        response["Cache-Control"] = "no-store"
        return response
