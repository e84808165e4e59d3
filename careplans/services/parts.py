"""Adding, changing and removing the parts of a plan: goals, answers to needs, services, contacts, copies."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Max

from assessments.queries import NeedRow
from careplans import policies, queries
from careplans.models import (
    AccommodationCost,
    Agreement,
    CarePlan,
    CrisisContact,
    Goal,
    PlanNeed,
    Recipient,
    ServiceLine,
)
from careplans.queries.plans import needs_of, plan_need_of
from careplans.rules.coverage import charge_refusal
from careplans.rules.sections import Section
from careplans.rules.terms import (
    AgreementAnswer,
    Category,
    CopyFormat,
    Delivery,
    Group,
    Hours,
    Party,
    Progress,
    RecipientKind,
    Unit,
)
from careplans.services.access import locked_plan, plan_to_edit
from cases import queries as cases
from cases.rules.sharing import ConsentLevel
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version

# Each kind of part, the section it is written in and the table it is kept in.
PARTS: dict[str, tuple[Section, Any]] = {
    "goal": (Section.GOALS, Goal),
    "service": (Section.SERVICES, ServiceLine),
    "contact": (Section.CONTACTS, CrisisContact),
    "recipient": (Section.COPIES, Recipient),
    "cost": (Section.ACCOMMODATION, AccommodationCost),
}


@dataclass(frozen=True, slots=True)
class GoalInput:
    """A goal in the person's words; `rating` is their own, 1 to 10."""

    words: str
    measure: str = ""
    target_on: date | None = None
    progress: str = Progress.NOT_STARTED.value
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceInput:
    """A service line (practice 1.4 I). `ends_on` is the last day, inclusive."""

    need_key: UUID
    group: Group
    category: Category
    description: str
    provider_name: str
    provider_id: UUID | None = None
    arranged_by_id: UUID | None = None
    frequency: str = ""
    quantity: Decimal | None = None
    unit: Unit | str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    contact_name: str = ""
    contact_phone: str = ""
    delivery: Delivery | str = ""
    cqc_location: str = ""
    quality_note: str = ""
    ending_outcome: str = ""


@dataclass(frozen=True, slots=True)
class ContactInput:
    """Whom to call and when they answer."""

    name: str
    phone: str
    hours: Hours
    role: str = ""


@dataclass(frozen=True, slots=True)
class RecipientInput:
    """Who gets a copy, and in which form."""

    name: str
    kind: RecipientKind
    format: CopyFormat = CopyFormat.STANDARD


@writes
def add_goal(*, actor: Actor, plan_id: UUID, goal: GoalInput, at: datetime) -> Goal:
    """Add a goal at the end."""
    return add_part(actor, plan_id, "goal", asdict(goal))


@writes
def edit_goal(
    *, actor: Actor, goal_id: UUID, goal: GoalInput, seen_version: int | None = None, at: datetime
) -> Goal:
    """Change a goal. Raises Stale when somebody else did first."""
    return edit_part(actor, "goal", goal_id, asdict(goal), seen_version)


@writes
def answer_need(
    *,
    actor: Actor,
    plan_id: UUID,
    need_key: UUID,
    outcome: str,
    no_service_reason: str = "",
    seen_version: int | None = None,
    at: datetime,
) -> PlanNeed:
    """Say what outcome is wanted for a need, and why there is no service when there is none."""
    plan = plan_to_edit(actor, plan_id, Section.SERVICES)
    need = _need(plan, need_key)
    answer = plan_need_of(plan, need)
    if answer is None:
        answer = PlanNeed.objects.create(
            plan=plan, need_id=need.id, outcome=outcome, no_service_reason=no_service_reason
        )
    else:
        require_version(answer, seen_version)
        answer.amend(need_id=need.id, outcome=outcome, no_service_reason=no_service_reason)
    _saved(plan, "need")
    return answer


@writes
def add_service(*, actor: Actor, plan_id: UUID, service: ServiceInput, at: datetime) -> ServiceLine:
    """Add a service. Refused when its group does not fit its need: aftercare is never charged (M-1)."""
    plan = plan_to_edit(actor, plan_id, Section.SERVICES)
    return add_part(
        actor, plan_id, "service", _service_values(actor, plan, service) | {"service_key": uuid4()}
    )


@writes
def edit_service(
    *, actor: Actor, service_id: UUID, service: ServiceInput, seen_version: int | None = None, at: datetime
) -> ServiceLine:
    """Change a service; its key stays, so that what funds it goes on funding it."""
    line = part_row("service", service_id)
    plan = plan_to_edit(actor, line.plan_id, Section.SERVICES)
    return edit_part(actor, "service", service_id, _service_values(actor, plan, service), seen_version)


@writes
def add_contact(*, actor: Actor, plan_id: UUID, contact: ContactInput, at: datetime) -> CrisisContact:
    """Add a crisis contact at the end."""
    return add_part(actor, plan_id, "contact", asdict(contact))


@writes
def edit_contact(
    *, actor: Actor, contact_id: UUID, contact: ContactInput, seen_version: int | None = None, at: datetime
) -> CrisisContact:
    """Change a crisis contact."""
    return edit_part(actor, "contact", contact_id, asdict(contact), seen_version)


@writes
def add_recipient(*, actor: Actor, plan_id: UUID, recipient: RecipientInput, at: datetime) -> Recipient:
    """Add somebody who is to have a copy."""
    return add_part(actor, plan_id, "recipient", asdict(recipient))


@writes
def edit_recipient(
    *,
    actor: Actor,
    recipient_id: UUID,
    recipient: RecipientInput,
    seen_version: int | None = None,
    at: datetime,
) -> Recipient:
    """Change who is to have a copy, or in which form."""
    return edit_part(actor, "recipient", recipient_id, asdict(recipient), seen_version)


@writes
def remove_part(*, actor: Actor, part: str, part_id: UUID, at: datetime) -> UUID:
    """Take a goal, service, contact or recipient out of the version being written; its history stays.

    Returns the plan's id. NotFound for a part that does not exist (or was removed already).
    """
    section, _ = PARTS[part]
    row = part_row(part, part_id)
    plan = plan_to_edit(actor, row.plan_id, section)
    row.delete()
    _saved(plan, part)
    return plan.id


@writes
def record_agreement(
    *,
    actor: Actor,
    plan_id: UUID,
    party: Party,
    answer: AgreementAnswer,
    name: str,
    on: date,
    words: str = "",
    seen_version: int | None = None,
    at: datetime,
) -> Agreement:
    """Record what a party says of the plan. Refused without words when they do not simply agree."""
    plan = plan_to_edit(actor, plan_id, Section.AGREEMENT)
    if answer is not AgreementAnswer.AGREES and not words.strip():
        raise Refused(fields={"words": "Say what they do not agree with, or why they were not able to say"})
    values = {"answer": answer.value, "name": name, "on": on, "words": words}
    said = Agreement.objects.filter(plan=plan, party=party.value).first()
    if said is None:
        said = Agreement.objects.create(plan=plan, party=party.value, **values)
    else:
        require_version(said, seen_version)
        said.amend(**values)
    _saved(plan, "agreement")
    return said


@writes
def send_copy(
    *, actor: Actor, recipient_id: UUID, sent_on: date, at: datetime, against_reason: str = ""
) -> Recipient:
    """Record the day a copy of a published plan was sent.

    Refused without a reason when the person said that this recipient may have nothing: some law or risk must
    outweigh what they said (UK GDPR Article 6; the common law duty of confidence).
    """
    recipient = part_row("recipient", recipient_id)
    plan, case = locked_plan(actor, recipient.plan_id)
    policies.copy_send(actor, case, plan).require()
    said = queries.consent_for(cases.consents_of(case.id, sent_on), recipient.kind, recipient.name)
    refused = said is not None and said.level is ConsentLevel.NONE
    if refused and not against_reason.strip():
        text = "The person said that they may have nothing. Say why it was sent all the same"
        raise Refused(fields={"against_reason": text})
    reason = against_reason if refused else ""
    recipient.amend(sent_on=sent_on, against_reason=reason)
    record(Event.PLAN_COPY_SENT, recipient, case_id=plan.case_id, reason=reason)
    return recipient


def add_part(actor: Actor, plan_id: UUID, part: str, values: dict[str, Any]) -> Any:
    """Add a part at the end of its section; for services only."""
    section, model = PARTS[part]
    plan = plan_to_edit(actor, plan_id, section)
    last = model.objects.filter(plan=plan).aggregate(last=Max("position"))["last"] or 0
    row = model.objects.create(plan=plan, position=last + 1, **values)
    _saved(plan, part)
    return row


def edit_part(
    actor: Actor, part: str, part_id: UUID, values: dict[str, Any], seen_version: int | None
) -> Any:
    """Change a part; for services only. Raises Stale when somebody else did first."""
    section, _ = PARTS[part]
    plan = plan_to_edit(actor, part_row(part, part_id).plan_id, section)
    row = part_row(part, part_id)
    require_version(row, seen_version)
    row.amend(**values)
    _saved(plan, part)
    return row


def part_row(part: str, part_id: UUID) -> Any:
    """The row of a part, or NotFound."""
    row = PARTS[part][1].objects.filter(pk=part_id).first()
    if row is None:
        raise NotFound
    return row


def _need(plan: CarePlan, need_key: UUID) -> NeedRow:
    need = next((need for need in needs_of(plan) if need.key == need_key), None)
    if need is None:
        raise NotFound
    return need


def _service_values(actor: Actor, plan: CarePlan, service: ServiceInput) -> dict[str, Any]:
    need = next((need for need in needs_of(plan) if need.key == service.need_key), None)
    if need is None:
        raise Refused(fields={"need_key": "Select a need from the signed off assessment"})
    refusal = charge_refusal(Group(service.group), queries.charge_facts(need))
    if refusal:
        raise Refused(fields={"group": refusal})
    if service.starts_on and service.ends_on and service.ends_on < service.starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})
    values = asdict(service)
    del values["need_key"]
    if values["arranged_by_id"] is None:
        values["arranged_by_id"] = _body_that_arranges(actor, plan, Group(service.group))
    return values | {"need_id": need.id}


def _body_that_arranges(actor: Actor, plan: CarePlan, group: Group) -> UUID | None:
    """The responsible body that an aftercare group names; other services need none."""
    case = cases.header_for(actor, plan.case_id)
    return {Group.HEALTH: case.nhs_body_id, Group.SOCIAL_CARE: case.council_id}.get(group)


def _saved(plan: CarePlan, part: str) -> None:
    record(Event.PLAN_SAVED, plan, case_id=plan.case_id, detail={"part": part})
