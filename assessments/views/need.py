"""The needs of a draft: add one and test it, change it, withdraw it."""

from __future__ import annotations

from typing import Any

from assessments import presenters, services
from assessments.forms.assessment import NeedForm, WithdrawForm
from assessments.queries import NeedFile, domain_file, need_file
from assessments.rules.domains import domain
from assessments.services import NeedInput
from assessments.views.section import DraftForm
from s117.kernel.permissions import Permission
from s117.web.views import DraftedForm


class NeedAdd(DraftForm, DraftedForm):
    """Add a need and test it."""

    permission = Permission.ASSESSMENT_EDIT
    template = "assessments/need_add.html"
    form_class = NeedForm

    def initial(self, subject: Any) -> dict[str, Any]:
        return {"override": "follow"}

    def load(self) -> Any:
        return domain_file(self.actor, self.kwargs["ref"], self.kwargs["number"], self.kwargs["domain"])

    def present(self, subject: Any) -> dict[str, Any]:
        return {"case": subject.case, "about": domain(self.kwargs["domain"]), "number": self.kwargs["number"]}

    def perform(self, subject: Any, form: NeedForm) -> Any:
        need = NeedInput(**form.cleaned_data)
        return services.add_need(
            actor=self.actor,
            assessment_id=subject.assessment.id,
            domain=self.kwargs["domain"],
            need=need,
            at=self.at,
        )

    def success_url(self, result: Any) -> str:
        return self.address("domain_edit", domain=result.domain)

    def message_for(self, result: Any) -> str:
        return f"Saved. Conclusion: {presenters.CONCLUSION_WORDS[result.conclusion][0].lower()}."


class NeedPage(DraftForm):
    """A page that changes one need."""

    abstract = True

    def load(self) -> NeedFile:
        return need_file(self.actor, self.kwargs["ref"], self.kwargs["number"], self.kwargs["need"])

    def seen_version(self, subject: NeedFile) -> int:
        return subject.need.version

    def present(self, subject: NeedFile) -> dict[str, Any]:
        about = domain(subject.need.domain)
        return {
            "case": subject.case,
            "about": about,
            "title": subject.need.title,
            "number": self.kwargs["number"],
        }

    def success_url(self, result: Any) -> str:
        return self.address("domain_edit", domain=result.domain)


class NeedEdit(NeedPage, DraftedForm):
    """Change a need and test it again."""

    permission = Permission.ASSESSMENT_EDIT
    template = "assessments/need_edit.html"
    form_class = NeedForm

    def initial(self, subject: NeedFile) -> dict[str, Any]:
        values = {name: getattr(subject.need, name) for name in NeedForm.base_fields}
        return {**values, "override": subject.need.override or "follow"}

    def perform(self, subject: NeedFile, form: NeedForm) -> Any:
        return services.edit_need(
            actor=self.actor,
            need_id=subject.need.id,
            need=NeedInput(**form.cleaned_data),
            seen_version=form.seen_version,
            at=self.at,
        )

    def message_for(self, result: Any) -> str:
        return f"Saved. Conclusion: {presenters.CONCLUSION_WORDS[result.conclusion][0].lower()}."


class NeedWithdraw(NeedPage):
    """Take a need out, with the reason."""

    permission = Permission.ASSESSMENT_EDIT
    template = "assessments/need_withdraw.html"
    form_class = WithdrawForm
    success_message = "The need is withdrawn."

    def perform(self, subject: NeedFile, form: WithdrawForm) -> Any:
        return services.withdraw_need(
            actor=self.actor,
            need_id=subject.need.id,
            reason=form.cleaned_data["reason"],
            seen_version=form.seen_version,
            at=self.at,
        )
