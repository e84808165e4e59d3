"""The needs of a draft: each tested by both limbs, the answer proposed and kept with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from assessments import queries
from assessments.models import Assessment, DomainEntry, Need
from assessments.rules.domains import is_domain
from assessments.rules.needs import LimbAnswer, NeedFacts, aftercare_need, conclusion
from assessments.services.assessments import lock_draft
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.findings import Answer
from s117.kernel.refusals import NotFound, Refused, require_version


@dataclass(frozen=True, slots=True)
class NeedInput:
    """What an assessor says of one need. Answers are yes, no, cannot_tell or blank while unanswered;
    `override` is aftercare, other, or blank to follow the two answers."""

    title: str
    arises: str = ""
    arises_reason: str = ""
    reduces: str = ""
    reduces_reason: str = ""
    override: str = ""
    override_reason: str = ""
    care_act_eligible: str = ""
    other_route: str = ""

    def facts(self) -> NeedFacts:
        """The answers as the rules see them."""
        return NeedFacts(
            arises=LimbAnswer(Answer(self.arises) if self.arises else None, self.arises_reason),
            reduces=LimbAnswer(Answer(self.reduces) if self.reduces else None, self.reduces_reason),
            override={"aftercare": True, "other": False}.get(self.override),
            override_reason=self.override_reason,
        )


@writes
def add_need(*, actor: Actor, assessment_id: UUID, domain: str, need: NeedInput, at: datetime) -> Need:
    """Add a need to a domain of a draft; the domain then has a need. Raises NotAllowed, Refused, NotFound."""
    if not is_domain(domain):
        raise NotFound
    assessment = lock_draft(actor, assessment_id)
    columns = _columns(need)
    number = queries.next_number(Need.objects.filter(assessment=assessment))
    added = Need.objects.create(assessment=assessment, domain=domain, number=number, **columns)
    entry = DomainEntry.objects.get(assessment=assessment, domain=domain)
    if entry.has_need != "yes":
        entry.amend(has_need="yes")
    _saved(assessment, added)
    return added


@writes
def edit_need(
    *, actor: Actor, need_id: UUID, need: NeedInput, seen_version: int | None = None, at: datetime
) -> Need:
    """Change a need of a draft and work out the answer again. Raises NotAllowed, Refused, Stale, NotFound."""
    assessment, found = _lock_need(actor, need_id)
    require_version(found, seen_version)
    found.amend(**_columns(need))
    _saved(assessment, found)
    return found


@writes
def withdraw_need(
    *, actor: Actor, need_id: UUID, reason: str, seen_version: int | None = None, at: datetime
) -> Need:
    """Take a need out of a draft, with the reason kept. Raises NotAllowed, Refused, Stale, NotFound."""
    assessment, found = _lock_need(actor, need_id)
    require_version(found, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Say why the need is withdrawn."})
    found.amend(withdrawn=True, withdrawn_reason=reason)
    _saved(assessment, found)
    return found


def _lock_need(actor: Actor, need_id: UUID) -> tuple[Assessment, Need]:
    found = Need.objects.filter(id=need_id, withdrawn=False).first()
    if found is None:
        raise NotFound
    assessment = lock_draft(actor, found.assessment_id)
    return assessment, Need.objects.select_for_update().get(id=need_id)


def _columns(need: NeedInput) -> dict[str, Any]:
    if not need.title.strip():
        raise Refused(fields={"title": "Enter the need in a few words."})
    facts = need.facts()
    if facts.override is not None and not need.override_reason.strip():
        raise Refused(fields={"override_reason": "Give the reason for your own decision."})
    outcome = conclusion(facts)
    return {
        "title": need.title.strip(),
        "arises": need.arises,
        "arises_reason": need.arises_reason,
        "reduces": need.reduces,
        "reduces_reason": need.reduces_reason,
        "proposed": aftercare_need(facts).answer.value,
        "override": need.override,
        "override_reason": need.override_reason if need.override else "",
        "conclusion": outcome.answer.value,
        "findings": [{"rule": item.rule.id, "text": item.text} for item in outcome.findings],
        "ruleset": outcome.ruleset,
        "care_act_eligible": need.care_act_eligible,
        "other_route": need.other_route,
    }


def _saved(assessment: Assessment, need: Need) -> None:
    detail = {"section": need.domain, "need": need.number}
    record(Event.ASSESSMENT_SAVED, assessment, case_id=assessment.case_id, detail=detail)
