"""The checker: the rules asked about nobody in particular, for anybody signed in. Nothing is stored."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest, HttpResponse

from cases import presenters, queries
from cases.forms.checked_facts import facts_typed
from cases.forms.responsibility_check import CheckForm, every_body, first_rows, reopened, rows_sent
from cases.rules.facts import as_json
from cases.services.entitlement import law_in_force
from s117.web.views import SIGNED_IN, ScopedView

ACTS = ("add", "remove", "change")


class ResponsibilityCheck(ScopedView):
    """Facts in, both answers out. They are posted, so that they stand in no address, log or history."""

    permission = SIGNED_IN
    template = "cases/responsibility_check.html"
    http_method_names: ClassVar[list[str]] = ["get", "post"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """An empty form, for today."""
        bodies = every_body(*queries.bodies_to_choose())
        return self._form(CheckForm(bodies=bodies, rows=first_rows(), initial={"on": self.today}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Another row, the form again, what to put right, or the answers."""
        bodies = every_body(*queries.bodies_to_choose())
        if any(act in request.POST for act in ACTS):
            return self._form(reopened(request.POST, bodies))
        form = CheckForm(request.POST, bodies=bodies, rows=rows_sent(request.POST))
        if not form.is_valid():
            return self._form(form, 422)
        return self._answers(form)

    def _form(self, form: CheckForm, status: int = 200) -> HttpResponse:
        return self.render({"form": form, "answers": ()}, status)

    def _answers(self, form: CheckForm) -> HttpResponse:
        facts, on = facts_typed(form, queries.succession_facts()), form.cleaned_data["on"]
        context = {
            "on": on,
            "answers": presenters.checked(facts, on, law_in_force()),
            "facts": presenters.facts_relied_on(as_json(facts)),
            "carried": [
                (name, value)
                for name, values in form.data.lists()
                for value in values
                if name != "csrfmiddlewaretoken"
            ],
        }
        return self.render(context)
