"""The sections of a plan that are lists of parts, and the question whether each list is complete."""

from __future__ import annotations

from typing import Any, ClassVar

from careplans import policies, presenters, queries, services
from careplans.queries.plans import PlanFile
from careplans.rules.paper import needs_with_services
from careplans.rules.sections import Section
from careplans.views.plan import PlanPage
from careplans.views.section import reading_for
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.completing import CompletedForm, taken
from s117.web.forms import BaseForm
from s117.web.views import ActionForm


class PartList(PlanPage, ActionForm):
    """A section that is a list of parts, each with pages of its own, and whether the list is complete."""

    abstract = True
    permission = Permission.PLAN_EDIT
    form_class = CompletedForm
    success_message = "Saved."
    section: ClassVar[Section]

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_edit(self.actor, subject.case, subject.plan, self.section)

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {
            "case": subject.case,
            "number": subject.plan.number,
            "plan": subject.snapshot,
            "reading": reading_for(subject, self.section),
        }

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        return presenters.completed_answer(subject, self.section)

    def perform(self, subject: PlanFile, form: BaseForm) -> Any:
        completed = taken(form)["completed"]
        who = {"actor": self.actor, "at": self.at}
        return services.complete_section(**who, plan_id=subject.id, section=self.section, completed=completed)

    def success_url(self, result: Any) -> str:
        return self.plan_url("plan_edit")

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
