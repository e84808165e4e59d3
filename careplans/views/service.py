"""The services of a plan, and how it answers each need."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from careplans import presenters, queries, services
from careplans.forms.parts import NeedAnswerForm, ServiceForm
from careplans.queries.plans import PlanFile
from careplans.rules.sections import Section
from careplans.views.part import WrittenPart
from s117.accounts.queries import open_organisations
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


class ServicePage(WrittenPart):
    """A form about a service, with the choices it needs."""

    abstract = True
    form_class, section, back, kind = ServiceForm, Section.SERVICES, "service_list", "service"

    def form_kwargs(self, subject: PlanFile) -> dict[str, Any]:
        needs = [(str(need.key), self.need_words(need)) for need in subject.snapshot.needs]
        known = open_organisations("provider", "trust", on=self.today)
        self.providers = {str(row.id): row.name for row in known}
        bodies = presenters.body_choices(subject.case, self.actor)
        return {"needs": needs, "providers": list(self.providers.items()), "bodies": bodies}

    def need_words(self, need: Any) -> str:
        """A need as a choice: what it is, and on which side of the line it stands."""
        return f"{need.title} ({'aftercare' if need.is_aftercare else 'outside aftercare'})"

    def service(self, form: ServiceForm) -> services.ServiceInput:
        """What was typed, with the chosen provider's name where one was chosen."""
        values = dict(form.cleaned_data)
        chosen = values.get("provider_id") or None
        values["provider_name"] = self.providers[chosen] if chosen else values["provider_name"]
        values |= {
            name: UUID(values[name]) if values.get(name) else None
            for name in ("provider_id", "arranged_by_id")
        }
        return services.ServiceInput(**{**values, "need_key": UUID(values["need_key"])})


class ServiceAdd(ServicePage):
    """Add a service."""

    permission = Permission.PLAN_EDIT
    heading = "Add a service"
    success_message = "Service added."

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        chosen = self.request.GET.get("need", "")
        starts = subject.plan.effective_from
        return {"need_key": chosen, "starts_on": starts} if starts else {"need_key": chosen}

    def perform(self, subject: PlanFile, form: ServiceForm) -> Any:
        return services.add_service(**self.who(), plan_id=subject.id, service=self.service(form))


class ServiceEdit(ServicePage):
    """Change a service."""

    permission = Permission.PLAN_EDIT
    heading = "Change a service"
    success_message = "Service changed."

    def initial(self, subject: PlanFile) -> dict[str, Any]:
        values = super().initial(subject)
        need = self.part.need
        typed = "" if self.part.provider_id else self.part.provider_name
        return {**values, "need_key": str(need.key) if need else "", "provider_name": typed}

    def perform(self, subject: PlanFile, form: ServiceForm) -> Any:
        service, seen = self.service(form), form.seen_version
        return services.edit_service(
            **self.who(), service_id=self.part.id, service=service, seen_version=seen
        )


class NeedAnswer(WrittenPart):
    """Say what outcome is wanted for a need, or why there is no service."""

    permission = Permission.PLAN_EDIT
    form_class, section, back = NeedAnswerForm, Section.SERVICES, "service_list"
    heading = "What do we want to happen?"
    success_message = "Saved."

    def load(self) -> PlanFile:
        """The version, the need, and the answer if there is one."""
        file = super().load()
        found = (need for need in queries.needs_of(file.plan) if need.key == self.kwargs["need"])
        self.need = next(found, None)
        if self.need is None:
            raise NotFound
        self.part = queries.plan_need_of(file.plan, self.need)
        return file

    def present(self, subject: PlanFile) -> dict[str, Any]:
        return {**super().present(subject), "heading": self.need.title, "reasons": self.need.reasons}

    def perform(self, subject: PlanFile, form: NeedAnswerForm) -> Any:
        seen, need = form.seen_version, self.need.key
        return services.answer_need(
            **self.who(), plan_id=subject.id, need_key=need, seen_version=seen, **form.cleaned_data
        )
