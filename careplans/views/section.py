"""Writing the sections of a plan: the ones that are a form, and the lists that are made of parts."""

from __future__ import annotations

from typing import Any, ClassVar

from careplans import policies, presenters, queries, services
from careplans.forms.sections import SECTION_FORMS
from careplans.queries.plans import PlanFile
from careplans.rules.coverage import Section, factors_to_consider, facts_of
from careplans.rules.paper import needs_with_services
from careplans.views.plan import PlanPage
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.filters import date as date_words
from s117.web.forms import BaseForm
from s117.web.views import DraftedForm, ScopedDetail


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
        return values

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
        return {"case": subject.case, "number": subject.plan.number, "section": self.section}

    def perform(self, subject: PlanFile, form: BaseForm) -> Any:
        common = {
            "actor": self.actor,
            "plan_id": subject.id,
            "seen_version": form.seen_version,
            "at": self.at,
        }
        if self.section is Section.CRISIS:
            return services.save_crisis_plan(**common, values=form.cleaned_data)
        if self.section is Section.ACCOMMODATION:
            return services.save_accommodation(**common, values=form.cleaned_data)
        return services.save_section(**common, section=self.section, values=form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return self.plan_url("cost_list" if self.section is Section.ACCOMMODATION else "plan_edit")

    def later_url(self) -> str:
        return self.plan_url("plan_edit")


class PartList(PlanPage, ScopedDetail):
    """A section that is a list of parts."""

    abstract = True
    permission = Permission.PLAN_EDIT
    section: ClassVar[Section]

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_edit(self.actor, subject.case, subject.plan, self.section)

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {"case": subject.case, "number": subject.plan.number, "plan": subject.snapshot}

    def accessed(self, subject: PlanFile) -> Any:
        return ("CarePlan", subject.id, subject.case.id)


class GoalList(PartList):
    """The goals."""

    permission = Permission.PLAN_EDIT
    template = "careplans/goal_list.html"
    section = Section.GOALS


class ServiceList(PartList):
    """Each need with what meets it."""

    permission = Permission.PLAN_EDIT
    template = "careplans/service_list.html"
    section = Section.SERVICES

    def present(self, subject: PlanFile) -> dict[str, Any]:
        loose = [line for line in subject.snapshot.services if line.need_key is None]
        needs = needs_with_services(subject.snapshot)
        known = {item.need.key for item in needs}
        loose += [line for line in subject.snapshot.services if line.need_key and line.need_key not in known]
        return {**super().present(subject), "needs": needs, "loose": loose}


class CostList(PartList):
    """Where the person is to live, and what it costs part by part."""

    permission = Permission.PLAN_EDIT
    template = "careplans/cost_list.html"
    section = Section.ACCOMMODATION

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {**super().present(subject), "costs": presenters.cost_rows(subject)}


class ContactList(PartList):
    """Who to call in a crisis."""

    permission = Permission.PLAN_EDIT
    template = "careplans/contact_list.html"
    section = Section.CONTACTS


class AgreementList(PartList):
    """What each party says of the plan."""

    permission = Permission.PLAN_EDIT
    template = "careplans/agreement_list.html"
    section = Section.AGREEMENT

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {**super().present(subject), "rows": presenters.agreement_rows(subject)}


class RecipientList(PartList):
    """Who gets a copy."""

    permission = Permission.PLAN_EDIT
    template = "careplans/recipient_list.html"
    section = Section.COPIES

    def present(self, subject: PlanFile) -> dict[str, Any]:
        recipients = subject.snapshot.recipients
        return {
            **super().present(subject),
            "copies": queries.copy_rows(subject.case, subject.id, recipients, self.today),
            "needs": queries.format_needs(subject.case),
        }
