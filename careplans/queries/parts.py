"""The parts of a plan, rows to frozen values."""

from __future__ import annotations

from collections.abc import Sequence

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
    Recipient,
    ServiceLine,
)
from careplans.rules.snapshot import (
    AgreementPart,
    ContactPart,
    CostPart,
    CrisisPart,
    GoalPart,
    HomePart,
    NeedPart,
    RecipientPart,
    ServicePart,
)
from careplans.rules.terms import (
    AgreementAnswer,
    Category,
    CopyFormat,
    CostKind,
    CostPer,
    Delivery,
    Funder,
    Group,
    HomeKind,
    HomeNeed,
    Hours,
    Party,
    Progress,
    RecipientKind,
    Unit,
)


def goal_parts(plan: CarePlan) -> tuple[GoalPart, ...]:
    """The goals, in plan order."""
    return tuple(
        GoalPart(goal.id, goal.words, goal.measure, goal.target_on, Progress(goal.progress), goal.rating)
        for goal in Goal.objects.filter(plan=plan)
    )


def need_parts(plan: CarePlan, needs: Sequence[NeedRow]) -> tuple[NeedPart, ...]:
    """Every assessed need with the plan's answer to it, found by the key that outlives an assessment."""
    answers = {row.need.key: row for row in PlanNeed.objects.filter(plan=plan).select_related("need")}
    return tuple(_need_part(need, answers.get(need.key)) for need in needs)


def service_parts(plan: CarePlan) -> tuple[ServicePart, ...]:
    """The service lines, in plan order."""
    lines = ServiceLine.objects.filter(plan=plan).select_related("need", "arranged_by")
    return tuple(_service_part(line) for line in lines)


def crisis_part(crisis: CrisisPlan | None, names: Sequence[str]) -> CrisisPart:
    """The crisis plan, empty while none is written."""
    return CrisisPart(**{name: getattr(crisis, name) for name in names}) if crisis else CrisisPart()


def home_part(home: Accommodation | None, plan: CarePlan) -> HomePart:
    """Where the person is to live and what it costs, empty while nothing is written."""
    costs = tuple(_cost_part(row) for row in AccommodationCost.objects.filter(plan=plan))
    if home is None:
        return HomePart(costs=costs)
    return HomePart(
        need=HomeNeed(home.need) if home.need else None,
        reason=home.reason,
        kind=HomeKind(home.kind) if home.kind else None,
        address=home.address,
        landlord=home.landlord,
        starts_on=home.starts_on,
        preference=home.preference,
        move_on=home.move_on,
        costs=costs,
    )


def contact_parts(plan: CarePlan) -> tuple[ContactPart, ...]:
    """Whom to call, in the order they were put."""
    return tuple(
        ContactPart(row.id, row.name, row.role, row.phone, Hours(row.hours))
        for row in CrisisContact.objects.filter(plan=plan)
    )


def agreement_parts(plan: CarePlan) -> tuple[AgreementPart, ...]:
    """What each party said, in the fixed order of the parties."""
    said = {row.party: row for row in Agreement.objects.filter(plan=plan)}
    return tuple(
        AgreementPart(party, AgreementAnswer(row.answer), row.words, row.name, row.on)
        for party in Party
        if (row := said.get(party.value))
    )


def recipient_parts(plan: CarePlan) -> tuple[RecipientPart, ...]:
    """Who has a copy, in the order they were put."""
    return tuple(
        RecipientPart(row.id, row.name, RecipientKind(row.kind), CopyFormat(row.format), row.sent_on)
        for row in Recipient.objects.filter(plan=plan)
    )


def _need_part(need: NeedRow, answer: PlanNeed | None) -> NeedPart:
    return NeedPart(
        key=need.key,
        title=need.title,
        domain=need.domain,
        domain_title=need.domain_title,
        is_aftercare=need.is_s117,
        reasons=need.reasons,
        outcome=answer.outcome if answer else "",
        no_service_reason=answer.no_service_reason if answer else "",
    )


def _cost_part(row: AccommodationCost) -> CostPart:
    return CostPart(
        id=row.id,
        kind=CostKind(row.kind),
        pence=row.pence,
        per=CostPer(row.per),
        funder=Funder(row.funder),
        funder_name=row.funder_name,
        reason=row.reason,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        agreed_on=row.agreed_on,
    )


def _service_part(line: ServiceLine) -> ServicePart:
    return ServicePart(
        id=line.id,
        service_key=line.service_key,
        need_key=line.need.key if line.need else None,
        group=Group(line.group),
        category=Category(line.category),
        description=line.description,
        provider=line.provider_name,
        arranged_by=line.arranged_by.name if line.arranged_by else "",
        frequency=line.frequency,
        quantity=line.quantity,
        unit=Unit(line.unit) if line.unit else None,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
        contact_name=line.contact_name,
        contact_phone=line.contact_phone,
        delivery=Delivery(line.delivery) if line.delivery else None,
        cqc_location=line.cqc_location,
        quality_note=line.quality_note,
        ending_outcome=line.ending_outcome,
    )
