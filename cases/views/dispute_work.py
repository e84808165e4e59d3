"""Work on a dispute: each party's position and advice, the steps, the statement of facts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse

from cases import dispute_policies, queries
from cases.forms.dispute import AdviceForm, PositionForm, StatementForm, StepForm
from cases.queries import DisputeFile
from cases.rules.dispute_steps import STEP_WORDS, StepKind
from cases.services import dispute_outcomes, disputes
from s117.kernel.decisions import Decision, first_refusal
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.forms import BaseForm
from s117.web.views import ActionForm


class DisputeForm(ActionForm):
    """A form about one dispute. Its words are `heading`, `intro`, `confirm` and, where checked, `effect`."""

    abstract = True
    template = "cases/dispute_form.html"
    heading: ClassVar[str] = ""
    intro: ClassVar[str] = ""
    confirm: ClassVar[str]
    effect: ClassVar[str] = ""

    def load(self) -> DisputeFile:
        """The dispute, if the actor may know of the person."""
        return queries.dispute_for(self.actor, self.kwargs["ref"], self.kwargs["dispute"])

    def decide(self, subject: DisputeFile) -> Decision:
        """Role, party and state."""
        return getattr(dispute_policies, self.permission)(self.actor, subject.case, subject.dispute)

    def present(self, subject: DisputeFile) -> dict[str, Any]:
        """Who it is about, the words and the way back."""
        words = {"intro": self.intro, "confirm_words": self.confirm, "effect": self.effect}
        shown = {"case": subject.case, "back_href": self.success_url(None), "heading": self.heading}
        return {**shown, **words, "rows": ()}

    def success_url(self, result: Any) -> str:
        """The dispute."""
        return reverse("cases:dispute_view", kwargs={name: self.kwargs[name] for name in ("ref", "dispute")})

    def about(self, subject: DisputeFile) -> dict[str, Any]:
        """What every service about a dispute is told."""
        return {
            "actor": self.actor,
            "at": self.at,
            "case_id": subject.case.id,
            "dispute_id": subject.dispute.id,
        }


class DisputePosition(DisputeForm):
    """One's own body's position."""

    permission = Permission.DISPUTE_POSITION
    form_class = PositionForm
    heading = "Your organisation’s position"
    intro = "You write for your own organisation alone. The other party reads it and writes its own."
    confirm = "Save the position"
    success_message = "Position saved"

    def load(self) -> DisputeFile:
        """The dispute and one's own body's part in it."""
        file = super().load()
        own = (party for party in file.parties if party.organisation_id in self.actor.organisation_ids)
        self.party = next(own, None)
        return file

    def initial(self, subject: DisputeFile) -> dict[str, Any]:
        """What was written before."""
        return {name: getattr(self.party, name) for name in PositionForm.base_fields}

    def seen_version(self, subject: DisputeFile) -> int:
        """The version of one's own part."""
        return self.party.version

    def perform(self, subject: DisputeFile, form: BaseForm) -> Any:
        """Save it."""
        return disputes.record_position(
            **self.about(subject), seen_version=form.seen_version, **form.cleaned_data
        )


class DisputeAdvice(DisputeForm):
    """Legal advice for one's own body."""

    permission = Permission.DISPUTE_ADVICE
    form_class = AdviceForm
    heading = "Keep legal advice"
    intro = "Privileged: no other organisation can see that it is here, or read it."
    confirm = "Keep the advice"
    success_message = "Advice kept"

    def perform(self, subject: DisputeFile, form: BaseForm) -> Any:
        """Keep it."""
        return disputes.record_advice(**self.about(subject), **form.cleaned_data)


class DisputeStep(DisputeForm):
    """A step that was taken."""

    permission = Permission.DISPUTE_STEP
    form_class = StepForm
    confirm = "Record the step"
    success_message = "Step recorded"

    def load(self) -> DisputeFile:
        """The dispute, and the step that the address names."""
        file = super().load()
        self.step = next((step for step in file.steps if step.kind == self.kwargs["step"]), None)
        if self.step is None:
            raise NotFound
        return file

    def decide(self, subject: DisputeFile) -> Decision:
        """Role, party and state; a step is recorded once."""
        once = dispute_policies.step_once(done=self.step.done_on is not None)
        return first_refusal(super().decide(subject), once)

    def seen_version(self, subject: DisputeFile) -> int:
        """The version of the step."""
        return self.step.version

    def seen_row(self, subject: DisputeFile) -> Any:
        """The step, which somebody may have recorded since."""
        return self.step

    def present(self, subject: DisputeFile) -> dict[str, Any]:
        """Which step."""
        return {**super().present(subject), "heading": STEP_WORDS[StepKind(self.kwargs["step"])]}

    def initial(self, subject: DisputeFile) -> dict[str, Any]:
        """Today."""
        return {"done_on": self.today}

    def perform(self, subject: DisputeFile, form: BaseForm) -> Any:
        """Record it."""
        step = self.kwargs["step"]
        return disputes.record_step(**self.about(subject), step=step, **form.cleaned_data)


class DisputeStatement(DisputeForm):
    """The statement of facts."""

    permission = Permission.DISPUTE_STATEMENT
    form_class = StatementForm
    heading = "Statement of facts"
    intro = "Facts only, that both parties can agree. After a change each party is asked to agree it again."
    confirm = "Save the statement"
    success_message = "Statement saved"

    def initial(self, subject: DisputeFile) -> dict[str, Any]:
        """What was written before."""
        known = subject.statement
        return {name: getattr(known, name) for name in StatementForm.base_fields} if known else {}

    def seen_version(self, subject: DisputeFile) -> int | None:
        """The version of the statement."""
        return subject.statement.version if subject.statement else None

    def perform(self, subject: DisputeFile, form: BaseForm) -> Any:
        """Save it."""
        written = {"statement": form.cleaned_data, "seen_version": form.seen_version}
        return dispute_outcomes.save_statement(**self.about(subject), **written)

    def success_url(self, result: Any) -> str:
        """The bundle, where it is read and agreed."""
        return reverse(
            "cases:dispute_bundle", kwargs={name: self.kwargs[name] for name in ("ref", "dispute")}
        )


class DisputeStatementAgree(DisputeStatement):
    """Agree the statement of facts for one's own body."""

    form_class = BaseForm
    heading = "Agree the statement of facts"
    intro = "You agree it for your own organisation, as it reads now."
    confirm = "Agree the statement"
    success_message = "Statement agreed"

    def initial(self, subject: DisputeFile) -> dict[str, Any]:
        """Nothing is asked."""
        return {}

    def perform(self, subject: DisputeFile, form: BaseForm) -> Any:
        """Agree it."""
        return dispute_outcomes.agree_statement(**self.about(subject), seen_version=form.seen_version)
