"""The parts of what a home costs, each with its funder and reason."""

from __future__ import annotations

from typing import Any

from careplans import services
from careplans.forms.parts import CostForm
from careplans.queries.plans import PlanFile
from careplans.rules.sections import Section
from careplans.rules.terms import CostKind, CostPer, Funder
from careplans.views.agreement import PartRemove
from careplans.views.part import WrittenPart
from s117.kernel.permissions import Permission


class CostPage(WrittenPart):
    """A form about one part of the cost."""

    abstract = True
    form_class, section, back, kind = CostForm, Section.ACCOMMODATION, "cost_list", "cost"

    def cost(self, form: CostForm) -> services.CostInput:
        """What was typed."""
        values = form.cleaned_data
        chosen = {
            "kind": CostKind(values["kind"]),
            "per": CostPer(values["per"]),
            "funder": Funder(values["funder"]),
        }
        return services.CostInput(**{**values, **chosen})


class CostAdd(CostPage):
    """Add a part of the cost."""

    permission = Permission.PLAN_EDIT
    heading = "Add a part of the cost"
    success_message = "Added."

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        return {"per": CostPer.WEEK.value, "starts_on": subject.snapshot.home.starts_on}

    def perform(self, subject: PlanFile, form: CostForm) -> Any:
        return services.add_cost(**self.who(), plan_id=subject.id, cost=self.cost(form))


class CostEdit(CostPage):
    """Change a part of the cost."""

    permission = Permission.PLAN_EDIT
    heading = "Change a part of the cost"
    success_message = "Changed."

    def perform(self, subject: PlanFile, form: CostForm) -> Any:
        cost, seen = self.cost(form), form.seen_version
        return services.edit_cost(**self.who(), cost_id=self.part.id, cost=cost, seen_version=seen)


class CostRemove(PartRemove):
    """Take out a part of the cost."""

    permission = Permission.PLAN_EDIT
    section, back, kind = Section.ACCOMMODATION, "cost_list", "cost"
    heading = "Remove this part of the cost?"
