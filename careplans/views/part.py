"""Adding, changing and removing the parts of a plan: one form and one service call a page."""

from __future__ import annotations

from typing import Any, ClassVar

from careplans import policies, queries, services
from careplans.forms.parts import (
    ContactForm,
    GoalForm,
)
from careplans.queries.plans import PlanFile
from careplans.rules.sections import Section
from careplans.rules.terms import Hours
from careplans.views.plan import PlanPage
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, DraftedForm


class PartForm(PlanPage, ActionForm):
    """A form about one part of the plan, added or changed."""

    abstract = True
    permission = Permission.PLAN_EDIT
    template = "careplans/part_edit.html"
    kind: ClassVar[str] = ""
    section: ClassVar[Section]
    heading: ClassVar[str]
    back: ClassVar[str]
    part: Any = None

    def load(self) -> PlanFile:
        """The version and, when the address names one, its part."""
        file = super().load()
        if "part" in self.kwargs:
            self.part = queries.part_of(file.id, self.kind, self.kwargs["part"])
        return file

    def decide(self, subject: PlanFile) -> Decision:
        return policies.plan_edit(self.actor, subject.case, subject.plan, self.section)

    def seen_version(self, subject: PlanFile) -> int | None:
        return self.part.version if self.part else None

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        return (
            {name: getattr(self.part, name, "") for name in self.form_class.base_fields} if self.part else {}
        )

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {
            "case": subject.case,
            "number": subject.plan.number,
            "heading": self.heading,
            "back_href": self.plan_url(self.back),
            "section": self.section,
        }

    def success_url(self, result: Any) -> str:
        return self.plan_url(self.back)

    def who(self) -> dict[str, Any]:
        """The keywords that every service takes."""
        return {"actor": self.actor, "at": self.at}


class WrittenPart(PartForm, DraftedForm):
    """A part that is written in words, and so may be left half written."""

    abstract = True

    def later_url(self) -> str:
        return self.plan_url(self.back)


class GoalAdd(WrittenPart):
    """Add a goal."""

    permission = Permission.PLAN_EDIT
    form_class, section, back = GoalForm, Section.GOALS, "goal_list"
    heading = "Add a goal"
    success_message = "Goal added."

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        return {"progress": "not_started"}

    def perform(self, subject: PlanFile, form: GoalForm) -> Any:
        goal = services.GoalInput(**form.cleaned_data)
        return services.add_goal(**self.who(), plan_id=subject.id, goal=goal)


class GoalEdit(WrittenPart):
    """Change a goal."""

    permission = Permission.PLAN_EDIT
    form_class, section, back, kind = GoalForm, Section.GOALS, "goal_list", "goal"
    heading = "Change a goal"
    success_message = "Goal changed."

    def perform(self, subject: PlanFile, form: GoalForm) -> Any:
        goal = services.GoalInput(**form.cleaned_data)
        seen = form.seen_version
        return services.edit_goal(**self.who(), goal_id=self.part.id, goal=goal, seen_version=seen)


class ContactAdd(WrittenPart):
    """Add a crisis contact."""

    permission = Permission.PLAN_EDIT
    form_class, section, back = ContactForm, Section.CONTACTS, "contact_list"
    heading = "Add somebody to call"
    success_message = "Contact added."

    def perform(self, subject: PlanFile, form: ContactForm) -> Any:
        return services.add_contact(**self.who(), plan_id=subject.id, contact=_contact(form))


class ContactEdit(WrittenPart):
    """Change a crisis contact."""

    permission = Permission.PLAN_EDIT
    form_class, section, back, kind = ContactForm, Section.CONTACTS, "contact_list", "contact"
    heading = "Change somebody to call"
    success_message = "Contact changed."

    def perform(self, subject: PlanFile, form: ContactForm) -> Any:
        seen = form.seen_version
        return services.edit_contact(
            **self.who(), contact_id=self.part.id, contact=_contact(form), seen_version=seen
        )


def _contact(form: ContactForm) -> services.ContactInput:
    data = form.cleaned_data
    return services.ContactInput(data["name"], data["phone"], Hours(data["hours"]), data["role"])
