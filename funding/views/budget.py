"""Budgets: the forecast beside them, setting one, loading a file of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from funding import policies, presenters, queries
from funding.forms.budget import BudgetForm, BudgetLoadForm, ForecastForm
from funding.rules.budgets import Place, days_of, year_of, year_words
from funding.services import budgets
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail


class BudgetView(ScopedDetail):
    """What the actor's body will have spent by 31 March, beside what it set aside."""

    permission = Permission.BUDGET_VIEW
    template = "funding/budget_view.html"

    def present(self, subject: None) -> dict[str, Any]:
        years = queries.budget_years(self.actor, self.today)
        wanted = presenters.chosen(self.request.GET, years, year_of(self.today))
        year = wanted["year"]
        found = tuple(queries.line_forecasts(self.actor, days_of(year)))
        rows = presenters.budget_rows(queries.budgets_of_year(self.actor, year), year)
        return {
            "form": ForecastForm(wanted, years=years, offered=presenters.offered(found)),
            "page": presenters.budget_page(found, rows, wanted),
            "year_words": year_words(year),
            "standing": [row for row in rows if row["superseded_at"] is None],
            "replaced": [row for row in rows if row["superseded_at"] is not None],
            "may_record": policies.budget_record(self.actor, self.actor.organisation_id),
            "may_report": policies.report_run(self.actor),
        }


class BudgetRecord(ActionForm):
    """Set one budget, or put another figure in place of one."""

    permission = Permission.BUDGET_RECORD
    template = "funding/budget_record.html"
    form_class = BudgetForm
    success_message = "Budget recorded."

    def decide(self, subject: Any) -> Decision:
        return policies.budget_record(self.actor, self.actor.organisation_id)

    def load(self) -> Any:
        given = self.request.GET
        year = given.get("year", "")
        if not (year.isdecimal() and len(year) == 4 and self.actor.organisation_id):
            return None
        place = Place(int(year), given.get("category", "")[:16], given.get("cost_centre", "")[:20])
        return queries.standing_budget(self.actor.organisation_id, place)

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        return {"years": queries.budget_years(self.actor, self.today)}

    def initial(self, subject: Any) -> dict[str, Any]:
        if subject is None:
            return {"year": year_of(self.today)}
        shown = {name: getattr(subject, name) for name in ("year", "category", "cost_centre", "pence")}
        return {**shown, "seen": subject.id}

    def present(self, subject: Any) -> dict[str, Any]:
        return {"standing": subject}

    def perform(self, subject: Any, form: BudgetForm) -> Any:
        given = {name: form.cleaned_data[name] for name in ("pence", "reason", "seen")}
        body = self.actor.organisation_id
        return budgets.record_budget(
            actor=self.actor, at=self.at, organisation_id=body, place=form.place, **given
        )

    def success_url(self, result: Any) -> str:
        return f"{reverse('funding:budget_view')}?{urlencode({'year': result.year})}"


class BudgetLoad(ActionForm):
    """Load a file of budgets, whole or not at all."""

    permission = Permission.BUDGET_RECORD
    template = "funding/budget_load.html"
    form_class = BudgetLoadForm

    def decide(self, subject: None) -> Decision:
        return policies.budget_record(self.actor, self.actor.organisation_id)

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        return {"files": self.request.FILES} if self.request.method == "POST" else {}

    def present(self, subject: None) -> dict[str, Any]:
        return {"kinds": presenters.kinds()}

    def perform(self, subject: None, form: BudgetLoadForm) -> Any:
        rows, reason = form.cleaned_data["rows"], form.cleaned_data["reason"]
        return budgets.load_budgets(
            actor=self.actor,
            at=self.at,
            organisation_id=self.actor.organisation_id,
            rows=rows,
            reason=reason,
        )

    def message_for(self, result: budgets.Loaded) -> str:
        return f"Budgets loaded: {result.new} new, {result.changed} changed, {result.unchanged} as before."

    def success_url(self, result: Any) -> str:
        return reverse("funding:budget_view")
