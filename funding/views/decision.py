"""What a panel decided, and each body's signature."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from funding import policies
from funding.forms.package import Bodies
from funding.forms.panel import TERMS, DecisionForm, SignForm
from funding.queries import ApplicationFile
from funding.rules.applications import Outcome
from funding.rules.lifecycle import ApplicationAction
from funding.services import decisions
from funding.views.application_steps import ApplicationStep
from s117.accounts.queries import NHS_BODY_KINDS, open_organisations
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.staged import CHECK, Stage, StagedForm


class DecisionRecord(ApplicationStep, StagedForm):
    """What the panel decided, or a correction of it before every body has signed."""

    permission = Permission.DECISION_RECORD
    template = "funding/decision_record.html"
    form_class = DecisionForm
    success_message = "Decision recorded."
    action = ApplicationAction.DECIDE

    def decide(self, subject: ApplicationFile) -> Decision:
        item = subject.item
        convenor = item.panel.convenor_id if item else None
        return self.require_step(subject, policies.decision_record(self.actor, convenor))

    def form_kwargs(self, subject: ApplicationFile) -> dict[str, Any]:
        if not hasattr(self, "_kwargs"):
            asked = subject.application
            mine = {asked.nhs_body_id, asked.council_id}
            councils = open_organisations("council", on=self.today).exclude(pk__in=mine)
            nhs = open_organisations(*NHS_BODY_KINDS, on=self.today).exclude(pk__in=mine)
            bodies = Bodies(_named(councils), _named(nhs))
            names = (asked.nhs_body.name, asked.council.name)
            self._kwargs = {"asked": asked.services.all(), "names": names, "bodies": bodies}
        return self._kwargs

    def _stages(self) -> tuple[Stage, ...]:
        form = DecisionForm(**self.form_kwargs(self.subject))
        said = ("outcome", "questions", "reasons", "conditions", "valid_to")
        return (Stage("outcome", "Outcome", said), Stage("terms", "Money", form.names_of_terms()))

    def after(self, stage: str, form: DecisionForm) -> str:
        if stage == "outcome" and not Outcome(form.cleaned_data["outcome"]).funds:
            return CHECK
        return super().after(stage, form)

    def initial(self, subject: ApplicationFile) -> dict[str, Any]:
        return first_answers(subject)

    def perform(self, subject: ApplicationFile, form: DecisionForm) -> Any:
        asked = subject.application
        decided = form.decided(asked.nhs_body_id, asked.council_id)
        return decisions.record_decision(**self.told(subject, form), decided=decided)


def first_answers(file: ApplicationFile) -> dict[str, Any]:
    """What the form about a decision shows first: what stands, else what is asked for."""
    asked, standing = file.application, file.decision
    rows = list(asked.services.all())
    rates = {row.service_id: row.rate_pence for row in standing.services.all()} if standing else {}
    found: dict[str, Any] = {"services": [str(pk) for pk in rates] or [str(row.id) for row in rows]}
    for place, row in enumerate(rows, start=1):
        found[f"rate_{place}"] = rates.get(row.id, row.rate_pence)
    terms = [
        (term.starts_on, {row.organisation_id: row.percent for row in term.shares.all()})
        for term in (standing.terms.all() if standing else ())
    ]
    first = (asked.starts_on, {asked.nhs_body_id: asked.nhs_percent, asked.council_id: asked.council_percent})
    for place, (day, shares) in zip(TERMS, terms or [first], strict=False):
        found |= _term_answers(place, day, shares, file)
    if standing is not None:
        names = ("outcome", "questions", "reasons", "conditions", "valid_to")
        found |= {name: getattr(standing, name) for name in names}
    return found


def _term_answers(place: int, day: date, shares: dict[UUID, Any], file: ApplicationFile) -> dict[str, Any]:
    asked = file.application
    left = {
        body: percent for body, percent in shares.items() if body not in {asked.nhs_body_id, asked.council_id}
    }
    found = {
        f"starts_on_{place}": day,
        f"nhs_percent_{place}": shares.get(asked.nhs_body_id, "0"),
        f"council_percent_{place}": shares.get(asked.council_id, "0"),
    }
    for body, percent in left.items():
        found |= {"other_body": str(body), f"other_percent_{place}": percent}
    return found


def _named(bodies: Any) -> list[tuple[str, str]]:
    return [(str(body.id), body.name) for body in bodies]


class DecisionSign(ApplicationStep):
    """Sign the decision as it stands for one's own body."""

    permission = Permission.DECISION_SIGN
    template = "funding/decision_sign.html"
    form_class = SignForm
    success_message = "Signed for your organisation."
    action = ApplicationAction.SIGN

    def decide(self, subject: ApplicationFile) -> Decision:
        return policies.decision_sign(self.actor, subject.signing(self.actor, self.today))

    def seen_version(self, subject: ApplicationFile) -> None:
        return None

    def initial(self, subject: ApplicationFile) -> dict[str, Any]:
        return {"decision": str(subject.decision.id) if subject.decision else ""}

    def perform(self, subject: ApplicationFile, form: SignForm) -> Any:
        return decisions.sign_decision(
            actor=self.actor,
            at=self.at,
            application_id=subject.id,
            decision_id=form.cleaned_data["decision"],
            title=form.cleaned_data["title"],
        )
