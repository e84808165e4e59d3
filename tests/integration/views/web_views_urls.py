"""Routes for the view bases' own tests: one small record, one page of each kind."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import include, path

from s117.accounts import queries
from s117.accounts.models import Organisation
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.decisions import Decision, deny
from s117.kernel.events import Event
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.permissions import Permission
from s117.kernel.refusals import Refused, require_version
from s117.web.forms import BaseForm, DatePartsField
from s117.web.views import ActionForm, ScopedDetail, ScopedList


@writes
def rename(*, actor: Any, at: Any, organisation_id: Any, name: str, seen_version: int | None) -> Organisation:
    """Give a body another name: the service that the form calls."""
    found = Organisation.objects.select_for_update().get(pk=organisation_id)
    require_version(found, seen_version)
    if name == "Taken":
        raise Refused(fields={"name": "Another body has this name"})
    if name == "Closed":
        raise IllegalTransition("This body is closed, so it cannot be renamed.")
    if name == "Nowhere":
        raise Refused("Nothing could be renamed today.")
    record(Event.REFERENCE_LOADED, found)
    return found.amend(name=name)


class RenameForm(BaseForm):
    """Its name, and from when."""

    name = forms.CharField(label="Name", max_length=100)
    starts_on = DatePartsField(label="From", required=False)


class BodyView(ScopedDetail):
    """One body."""

    permission = Permission.REFERENCE_MANAGE
    template = "web_test.html"

    def load(self) -> Organisation:
        return queries.organisation(self.kwargs["pk"])

    def decide(self, subject: Organisation) -> Decision:
        return deny("This body is secret.") if subject.code == "SECRET" else super().decide(subject)

    def present(self, subject: Organisation) -> dict[str, Any]:
        return {"words": subject.name}

    def accessed(self, subject: Organisation) -> tuple[str, Any, None]:
        return ("Organisation", subject.pk, None)


class BodyList(ScopedList):
    """All bodies, two a page."""

    permission = Permission.REFERENCE_MANAGE
    template = "web_test.html"
    listed = "Organisation"
    page_size = 2

    def rows(self) -> dict[str, Any]:
        found = Organisation.objects.order_by("code").filter(code__gt=self.after() or "")
        page = self.page(found[: self.page_size + 1], lambda row: row.code)
        return {"page": page, "words": ",".join(row.code for row in page.rows) + f" next={page.next_query}"}


class BodyRename(ActionForm):
    """Rename one body."""

    permission = Permission.REFERENCE_MANAGE
    template = "web_test.html"
    form_class = RenameForm
    success_message = "The name is changed"

    def load(self) -> Organisation:
        return queries.organisation(self.kwargs["pk"])

    def decide(self, subject: Organisation) -> Decision:
        return deny("This body is secret.") if subject.code == "SECRET" else super().decide(subject)

    def initial(self, subject: Organisation) -> dict[str, Any]:
        return {"name": subject.name}

    def seen_version(self, subject: Organisation) -> int:
        return subject.version

    def seen_row(self, subject: Organisation) -> Organisation:
        return subject

    def present(self, subject: Organisation) -> dict[str, Any]:
        return {"words": "Rename"}

    def perform(self, subject: Organisation, form: RenameForm) -> Organisation:
        return rename(
            actor=self.actor,
            at=self.at,
            organisation_id=subject.pk,
            name=form.cleaned_data["name"],
            seen_version=form.seen_version,
        )

    def success_url(self, result: Organisation) -> str:
        return f"/bodies/{result.pk}/"


urlpatterns = [
    path("bodies/", BodyList.as_view()),
    path("bodies/<uuid:pk>/", BodyView.as_view()),
    path("bodies/<uuid:pk>/rename/", BodyRename.as_view()),
    path("", include("s117.urls")),
]
handler400 = "s117.web.errors.bad_request"
handler404 = "s117.web.errors.not_found"
handler500 = "s117.web.errors.server_error"
