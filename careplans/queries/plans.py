"""Reading plans: scope by the case's own rule, live drafts from their rows, published ones as frozen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Max

from assessments import queries as assessments
from assessments.queries import NeedRow
from careplans.models import (
    Accommodation,
    AccommodationCost,
    Agreement,
    CarePlan,
    CrisisContact,
    CrisisPlan,
    Goal,
    PlanNeed,
    PlanStatusChange,
    PlanVersion,
    Recipient,
    ServiceLine,
)
from careplans.queries import parts
from careplans.rules.accommodation import a_week, is_shared
from careplans.rules.coverage import NeedFact
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.snapshot import PersonPart, PlanSnapshot, VersionPart, from_json
from careplans.rules.terms import Category, CostKind, CostPer, Funder, Group
from cases import queries as cases
from cases.queries import CaseHeader, PlanGoal
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

OPEN_PLANS = (PlanStatus.DRAFT.value, PlanStatus.SUBMITTED.value)
WRITTEN_FIELDS = (
    "what_matters", "how_i_communicate", "please_do", "please_dont", "strengths", "preferences",
    "aspirations", "my_part", "carers_part", "medication", "physical_health", "conditions", "capacity",
    "factors_note", "benefits_help", "benefits_owner", "benefits_by", "persons_views", "carers_views",
    "sharing_wishes", "effective_from", "review_due_on",
)  # fmt: skip
CRISIS_FIELDS = (
    "keeping_well", "triggers", "early_signs", "first_steps", "what_helps", "risks", "advance_choices",
    "admission_preference", "home_pets_children", "contingency",
)  # fmt: skip


PART_MODELS: dict[str, Any] = {
    "goal": Goal,
    "service": ServiceLine,
    "contact": CrisisContact,
    "recipient": Recipient,
    "cost": AccommodationCost,
}


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan with the person's case, as the pages about it load it."""

    case: CaseHeader
    plan: CarePlan
    snapshot: PlanSnapshot
    sha256: str = ""

    @property
    def id(self) -> UUID:
        """The plan's id, for the record of who looked."""
        return self.plan.id

    @property
    def status(self) -> PlanStatus:
        """Where the plan stands now."""
        return PlanStatus(self.plan.status)

    @property
    def completed(self) -> dict[str, bool]:
        """The writer's own answer to whether a section is complete, by section."""
        return dict(self.plan.completed)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One version of a plan in a list."""

    id: UUID
    number: int
    status: PlanStatus
    author_name: str
    started_on: date
    effective_from: date | None
    review_due_on: date | None
    published_on: date | None
    published_by: str


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One service of the plan in force, as funding sees it."""

    service_key: UUID
    description: str
    group: Group
    category: Category
    provider_id: UUID | None
    provider_name: str
    starts_on: date | None
    ends_on: date | None


def plan_for(actor: Actor, ref: str, number: int) -> PlanFile:
    """One version of the plan of a person the actor sees; else NotFound."""
    case = cases.case_for(actor, ref, reads=Permission.PLAN_VIEW)
    plan = CarePlan.objects.select_related("author").filter(case_id=case.id, number=number).first()
    if plan is None:
        raise NotFound
    version = PlanVersion.objects.filter(plan=plan).first()
    if version is None:
        return PlanFile(case, plan, snapshot_of(plan, case))
    frozen = replace(from_json(version.snapshot), status=PlanStatus(plan.status))
    return PlanFile(case, plan, frozen, version.sha256)


def plans_of(case_id: UUID) -> tuple[PlanRow, ...]:
    """Every version of a person's plan, newest first. One statement."""
    found = CarePlan.objects.filter(case_id=case_id).select_related("author", "published_version")
    return tuple(_plan_row(plan) for plan in found.order_by("-number"))


def published_plan(case_id: UUID) -> PlanRow | None:
    """The plan in force, or None."""
    return next((row for row in plans_of(case_id) if row.status is PlanStatus.PUBLISHED), None)


def open_plan(case_id: UUID) -> PlanRow | None:
    """The version being written or waiting for agreement, or None."""
    return next((row for row in plans_of(case_id) if row.status.value in OPEN_PLANS), None)


def published_services(case_id: UUID) -> tuple[ServiceRow, ...]:
    """The services of the plan in force, in plan order. One statement."""
    found = ServiceLine.objects.filter(plan__case_id=case_id, plan__status=PlanStatus.PUBLISHED.value)
    return tuple(
        ServiceRow(
            service_key=line.service_key,
            description=line.description,
            group=Group(line.group),
            category=Category(line.category),
            provider_id=line.provider_id,
            provider_name=line.provider_name,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
        for line in found.order_by("position", "id")
    )


def published_goals(case_id: UUID) -> tuple[PlanGoal, ...]:
    """The goals of the plan in force, in plan order. One statement."""
    rows = Goal.objects.filter(plan__case_id=case_id, plan__status=PlanStatus.PUBLISHED.value)
    found = rows.order_by("position", "id").values_list("id", "words")
    return tuple(PlanGoal(goal_id, words) for goal_id, words in found)


@dataclass(frozen=True, slots=True)
class HomeCostRow:
    """One part of what the home of the plan in force costs: pence for the time, and who pays it."""

    kind: CostKind
    pence: int | None
    per: CostPer
    funder: Funder
    funder_name: str
    starts_on: date | None
    ends_on: date | None

    @property
    def is_shared(self) -> bool:
        """Whether the two bodies share it: not a top-up, nor funded nursing care, nor what others pay."""
        return is_shared(self.kind, self.funder)

    @property
    def weekly(self) -> Fraction | None:
        """Exact pence a week; None while the price is not known."""
        return None if self.pence is None else a_week(self.pence, self.per)


@dataclass(frozen=True, slots=True)
class HomeCosts:
    """What a home costs part by part, in plan order, and from when the plan that says so is in force."""

    since: date
    parts: tuple[HomeCostRow, ...]


def homes_in_force(case_ids: Iterable[UUID]) -> Mapping[UUID, HomeCosts]:
    """By case what the home costs in the plan in force, where that has any part of it. One statement."""
    held = AccommodationCost.objects.filter(
        plan__case__in=list(case_ids), plan__status=PlanStatus.PUBLISHED.value
    ).order_by("position", "id")
    plan = ("plan__case_id", "plan__effective_from", "plan__published_version__published_at")
    columns = ("kind", "pence", "per", "funder", "funder_name", "starts_on", "ends_on")
    found: dict[UUID, HomeCosts] = {}
    for case_id, since, published, kind, pence, per, funder, *rest in held.values_list(*plan, *columns):
        part = HomeCostRow(CostKind(kind), pence, CostPer(per), Funder(funder), *rest)
        earlier = found[case_id].parts if case_id in found else ()
        day = since or (london_date(published) if published else date.min)
        found[case_id] = HomeCosts(day, (*earlier, part))
    return found


def aftercare_since(service_keys: Iterable[UUID]) -> Mapping[UUID, date]:
    """Of these services, those that a plan in force has as aftercare, with the day it took effect."""
    held = ServiceLine.objects.filter(
        service_key__in=list(service_keys),
        plan__status=PlanStatus.PUBLISHED.value,
        group__in=[group.value for group in Group if group.is_aftercare],
    )
    rows = held.values_list("service_key", "plan__effective_from", "plan__published_version__published_at")
    return {key: since or london_date(published) for key, since, published in rows}


def lock_plan(plan_id: UUID) -> CarePlan:
    """The plan, its case locked first (locks go down the line); NotFound if there is none."""
    case_id = CarePlan.objects.filter(pk=plan_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    cases.lock_case(case_id)
    return CarePlan.objects.select_for_update().get(pk=plan_id)


def next_plan_number(case_id: UUID) -> int:
    """One more than the person's highest version."""
    highest = CarePlan.objects.filter(case_id=case_id).aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1


def snapshot_of(plan: CarePlan, case: CaseHeader) -> PlanSnapshot:
    """The plan as it stands in its rows now."""
    needs = needs_of(plan)
    crisis = CrisisPlan.objects.filter(plan=plan).first()
    published = _step_to(plan, PlanStatus.PUBLISHED)
    written = {name: getattr(plan, name) for name in WRITTEN_FIELDS}
    return PlanSnapshot(
        number=plan.number,
        status=PlanStatus(plan.status),
        person=person_part(case),
        published_on=london_date(published.at) if published else None,
        published_by=published.by_name if published else "",
        factors_considered=tuple(plan.factors_considered),
        goals=parts.goal_parts(plan),
        needs=parts.need_parts(plan, needs),
        services=parts.service_parts(plan),
        crisis=parts.crisis_part(crisis, CRISIS_FIELDS),
        contacts=parts.contact_parts(plan),
        agreements=parts.agreement_parts(plan),
        recipients=parts.recipient_parts(plan),
        history=_history(plan),
        home=parts.home_part(home_of(plan), plan),
        **written,
    )


def needs_of(plan: CarePlan) -> tuple[NeedRow, ...]:
    """The needs the plan has to answer: those of the signed off assessment that counts now."""
    return assessments.needs_for_plan(plan.case_id)


def needs_for_case(case_id: UUID) -> tuple[NeedRow, ...]:
    """The needs that a plan started now would have to answer."""
    return assessments.needs_for_plan(case_id)


def person_part(case: CaseHeader) -> PersonPart:
    """The identity printed on every page."""
    return PersonPart(
        reference=case.reference,
        family_name=case.family_name,
        given_names=case.given_names,
        preferred_name=case.preferred_name or "",
        date_of_birth=case.date_of_birth,
        nhs_number=case.nhs_number or "",
        section=case.section_words,
        council=case.council_name,
        nhs_body=case.nhs_body_name,
        coordinator=case.coordinator_name,
        team=case.team_name,
        conditions_of=_conditions_of(case),
        in_wales=case.in_wales,
    )


def _conditions_of(case: CaseHeader) -> str:
    """The order whose conditions the person has to keep to, or nothing."""
    if case.on_cto:
        return "community treatment order"
    return "conditional discharge" if case.conditionally_discharged else ""


def charge_facts(need: NeedRow | None) -> NeedFact | None:
    """A need as the charging check reads it."""
    return None if need is None else NeedFact(need.key, need.domain, need.title, need.is_s117)


def plan_need_of(plan: CarePlan, need: NeedRow) -> PlanNeed | None:
    """The plan's answer to a need, whichever assessment's row it was written against."""
    return PlanNeed.objects.filter(plan=plan, need__key=need.key).first()


def reason_returned(plan: CarePlan) -> str:
    """Why a draft was sent back, if its last step was that."""
    last = PlanStatusChange.objects.filter(plan=plan).order_by("-at", "-id").first()
    return last.reason if last and last.from_status == PlanStatus.SUBMITTED.value else ""


def part_of(plan_id: UUID, kind: str, part_id: UUID) -> Any:
    """One goal, service, contact or recipient of the plan; NotFound when it is not there."""
    row = PART_MODELS[kind].objects.filter(plan_id=plan_id, pk=part_id).first()
    if row is None:
        raise NotFound
    return row


def crisis_of(plan: CarePlan) -> CrisisPlan | None:
    """The plan's crisis plan, or None while none is written."""
    return CrisisPlan.objects.filter(plan=plan).first()


def home_of(plan: CarePlan) -> Accommodation | None:
    """Where the plan has the person live, or None while nothing is written."""
    return Accommodation.objects.filter(plan=plan).first()


def agreement_row(plan: CarePlan, party: str) -> Agreement | None:
    """What the party said of the plan, or None."""
    return Agreement.objects.filter(plan=plan, party=party).first()


def _history(plan: CarePlan) -> tuple[VersionPart, ...]:
    steps = PlanStatusChange.objects.filter(
        plan__case_id=plan.case_id, plan__number__lte=plan.number, to_status=PlanStatus.PUBLISHED.value
    ).select_related("plan")
    return tuple(
        VersionPart(step.plan.number, london_date(step.at), "Published", step.by_name)
        for step in steps.order_by("plan__number", "at")
    )


def _step_to(plan: CarePlan, status: PlanStatus) -> PlanStatusChange | None:
    return PlanStatusChange.objects.filter(plan=plan, to_status=status.value).order_by("-at").first()


def _plan_row(plan: CarePlan) -> PlanRow:
    version = getattr(plan, "published_version", None)
    return PlanRow(
        id=plan.id,
        number=plan.number,
        status=PlanStatus(plan.status),
        author_name=plan.author.full_name if plan.author else "",
        started_on=london_date(plan.started_at),
        effective_from=plan.effective_from,
        review_due_on=plan.review_due_on,
        published_on=london_date(version.published_at) if version else None,
        published_by=version.published_by if version else "",
    )
