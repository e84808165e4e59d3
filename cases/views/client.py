"""Finding a person, adding one, and their details."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from cases import policies, presenters, queries
from cases.forms.client import (
    DETAILS,
    HOME,
    PRACTICE,
    WHO,
    CircumstancesForm,
    ClientAmendForm,
    ClientRegisterForm,
    CommunicationForm,
    SearchForm,
)
from cases.queries import CaseHeader
from cases.services import clients
from cases.views.base import CaseDetail, CaseForm
from s117.audit.record import record_access
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import Refused
from s117.web.forms import BaseForm
from s117.web.staged import Stage, StagedForm
from s117.web.views import ScopedView


class ClientSearch(ScopedView):
    """People by number, name or date of birth. What is looked for is posted, so that it is in no address."""

    permission = Permission.CASE_VIEW
    template = "cases/client_search.html"
    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The empty search."""
        return self.render({"form": self._form(None), "found": None})

    def post(self, request: HttpRequest) -> HttpResponse:
        """The people found; a number that only one person has leads straight to them."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self.render({"form": form, "found": None}, 422)
        typed = form.cleaned_data["q"]
        rows = queries.search(self.actor, typed)
        record_access(self.actor, "search", "Case", count=len(rows))
        if len(rows) == 1 and queries.understand(typed).exact:
            return HttpResponseRedirect(reverse("dashboards:case_view", kwargs={"ref": rows[0]["reference"]}))
        return self.render({"form": form, "found": presenters.found(rows, typed)})

    def _form(self, data: Any) -> SearchForm:
        return SearchForm(data)


class ClientRegister(StagedForm):
    """Add a person: who they are, anybody they may already be, what is known, and the answers to check."""

    permission = Permission.CLIENT_REGISTER
    template = "cases/client_register.html"
    form_class = ClientRegisterForm
    stages = (
        Stage("who", "Who are you adding?", WHO),
        Stage("matches", "Is it one of these people?", ("different_person",)),
        Stage("details", "What do you know about them?", DETAILS),
        Stage("places", "Where they live and their GP", (*HOME, *PRACTICE)),
    )

    def decide(self, subject: None) -> Decision:
        """Whoever may put people on the register."""
        return policies.client_register(self.actor)

    def after(self, stage: str, form: BaseForm) -> str:
        """The page of people who may be the same is left out when there are none."""
        if stage == "matches" and not form.cleaned_data["different_person"]:
            raise Refused(fields={"different_person": "Open the record that is there, or tick to go on"})
        following = super().after(stage, form)
        if following != "matches":
            return following
        alike = self._alike(form)
        if alike.hidden:
            raise Refused(clients.ASK_PRIVACY_OFFICER)
        return following if alike.rows else super().after(following, form)

    def present(self, subject: None) -> dict[str, Any]:
        """The people who may be the same, on the page that asks about them."""
        form = self.make_form(self.request.POST)
        who = self.request.method == "POST" and form.errors.keys().isdisjoint(WHO)
        return {"alike": presenters.found_rows(self._alike(form).rows) if who else ()}

    def perform(self, subject: None, form: ClientRegisterForm) -> clients.Registered:
        """Add the person."""
        return clients.register_client(actor=self.actor, at=self.at, **form.registration())

    def success_url(self, result: clients.Registered) -> str:
        """Their legal status, where the detention comes next."""
        return reverse("cases:legal_status_view", kwargs={"ref": result.reference})

    def message_for(self, result: clients.Registered) -> str:
        """Their reference, and what comes next."""
        return f"Added to the register as {result.reference}. Record the detention next."

    def _alike(self, form: ClientRegisterForm) -> queries.Duplicates:
        return queries.duplicates_for(self.actor, **form.identity())


class ClientView(CaseDetail):
    """Identity, contact details, addresses, GP, who shares the case and who coordinates it."""

    permission = Permission.CASE_VIEW
    template = "cases/client_view.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The record and what the actor may change in it."""
        record = queries.client_record(subject.client_id, subject.id, self.actor)
        merges = queries.merges_of(subject.id)
        return {"case": subject, **presenters.client_page(self.actor, subject, record, merges)}


class ClientAmend(CaseForm):
    """Change the person's details."""

    permission = Permission.CLIENT_AMEND
    template = "cases/client_amend.html"
    form_class = ClientAmendForm
    done = "cases:client_view"
    success_message = "Details changed"

    def load(self) -> CaseHeader:
        """The case, and the person's details."""
        case = super().load()
        self.client = queries.client(case.client_id)
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.client_amend(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The details as they are."""
        return presenters.client_answers(self.client, self.form_class.base_fields)

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the person's details."""
        return self.client.version

    def perform(self, subject: CaseHeader, form: Any) -> Any:
        """Change them."""
        return clients.amend_client(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            seen_version=form.seen_version,
            **self.changes(form),
        )

    def changes(self, form: Any) -> dict[str, Any]:
        """The answers as the service takes them."""
        return dict(form.changes())


class CommunicationAmend(ClientAmend):
    """Change how to reach the person and tell them things."""

    permission = Permission.CLIENT_AMEND
    template = "cases/communication_amend.html"
    form_class = CommunicationForm
    done = "cases:people_view"
    success_message = "Saved"

    def changes(self, form: CommunicationForm) -> dict[str, Any]:
        """The answers as they are."""
        return dict(form.cleaned_data)


class CircumstancesAmend(ClientAmend):
    """Change what the person says of their circumstances."""

    permission = Permission.CLIENT_AMEND
    template = "cases/circumstances_amend.html"
    form_class = CircumstancesForm
    success_message = "Saved"
