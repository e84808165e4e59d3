"""Writing the sections of a plan: the ones that are a form, and the lists that are made of parts."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from careplans import policies, presenters, queries, services
from careplans.forms.sections import SECTION_FORMS
from careplans.queries.plans import PlanFile
from careplans.rules.coverage import factors_to_consider, facts_of
from careplans.rules.sections import Section
from careplans.views.plan import PlanPage
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.completing import taken, with_answer
from s117.web.filters import date as date_words
from s117.web.forms import BaseForm
from s117.web.views import DraftedForm


def reading_for(subject: PlanFile, section: Section) -> Any:
    """What the author of a section is told of how hard it is to read."""
    return presenters.easy_reading(subject, section, queries.format_needs(subject.case).codes)


class SectionEdit(PlanPage, DraftedForm):
    """One section that is one form."""

    permission = Permission.PLAN_EDIT
    template = "careplans/section_edit.html"
    success_message = "Saved."

    def load(self) -> PlanFile:
        """The version; NotFound for a section that does not exist or is a list."""
        wanted = self.kwargs["section"]
        self.section = next((section for section in SECTION_FORMS if section.value == wanted), None)
        if self.section is None:
            raise NotFound
        self.form_class = SECTION_FORMS[self.section]
        return super().load()

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_edit(self.actor, subject.case, subject.plan, self.section)

    def record(self, subject: PlanFile) -> Any:
        """The row that the section is kept in."""
        if self.section is Section.ACCOMMODATION:
            return queries.home_of(subject.plan)
        return queries.crisis_of(subject.plan) if self.section is Section.CRISIS else subject.plan

    def seen_version(self, subject: PlanFile) -> int | None:
        row = self.record(subject)
        return row.version if row is not None else None

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        row = self.record(subject)
        values = {name: getattr(row, name, "") for name in self.form_class.base_fields} if row else {}
        if self.section is Section.DATES and not values["review_due_on"] and subject.plan.effective_from:
            values["review_due_on"] = self.proposed(subject)
        return values | presenters.completed_answer(subject, self.section)

    def proposed(self, subject: PlanFile) -> Any:
        """The review date by the local clock."""
        return services.proposed_review_date(subject.case, subject.plan.effective_from or self.today)

    def form_kwargs(self, subject: PlanFile) -> dict[str, Any]:
        if self.section is Section.FACTORS:
            return {"factors": factors_to_consider(facts_of(subject.snapshot))}
        if self.section is Section.HEALTH:
            return {"conditions_of": subject.snapshot.person.conditions_of}
        if self.section is Section.DATES:
            words = f"The usual date would be {date_words(self.proposed(subject))}"
            return {"review_hint": f"{words}, six weeks after leaving hospital"}
        return {}

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {
            "case": subject.case,
            "number": subject.plan.number,
            "section": self.section,
            "reading": reading_for(subject, self.section),
        }

    def perform(self, subject: PlanFile, form: BaseForm) -> Any:
        common = {
            "actor": self.actor,
            "plan_id": subject.id,
            "seen_version": form.seen_version,
            "at": self.at,
        }
        if self.section is Section.ACCOMMODATION:
            return services.save_accommodation(**common, values=form.cleaned_data)
        if self.section is Section.CRISIS:
            return services.save_crisis_plan(**common, **taken(form))
        return services.save_section(**common, section=self.section, **taken(form))

    def for_later(self, data: QueryDict) -> QueryDict:
        return with_answer(data, "no")

    def success_url(self, result: Any) -> str:
        return self.plan_url("cost_list" if self.section is Section.ACCOMMODATION else "plan_edit")

    def later_url(self) -> str:
        return self.plan_url("plan_edit")
