"""What a plan must hold before it is sent for agreement and before it is published (law P-2, P-3).

Every check is made every time and each answer names where to put it right, so that the same rule
draws the checklist on the screen and blocks the step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from careplans.rules.accommodation import SPECIALIST, cost_refusal, is_adult
from careplans.rules.factors import FACTORS, Factor
from careplans.rules.sections import OPEN_WHILE_SUBMITTED, Section, Stage
from careplans.rules.snapshot import HomePart, PlanSnapshot
from careplans.rules.terms import AgreementAnswer, CostKind, Group, HomeNeed, Party
from s117.kernel.findings import RuleRef

COVERED = RuleRef("P-2", "Each need is answered by a service or a reason", "Mental Health Act 1983 s117(6)")
FACTOR = RuleRef("P-3", "The factors of the Code are considered", "MHA Code of Practice 33.13")
CRISIS = RuleRef(
    "P-3", "Contingency plan and crisis contacts", "MHA Code of Practice 33.13; LGSCO 21 008 501a"
)
VIEWS = RuleRef("P-12", "The person's views and dissent are recorded", "MHA Code of Practice 33.16, 33.23")
CHARGE = RuleRef("M-1", "Aftercare is never charged for", "R v Manchester CC ex p Stennett [2002] UKHL 34")
REVIEW = RuleRef("P-7", "The plan is regularly reviewed", "MHA Code of Practice 33 and 34")
HOME = RuleRef("M-6", "Whether accommodation is aftercare is decided", "MHA Code 33.13; LGSCO 18 010 781b")
MOVE_ON = RuleRef("P-10", "Contingency and move-on are in the plan", "LGSCO and PHSO 21 008 501a")
BENEFITS = RuleRef("P-11", "Help with benefits has an owner", "LGSCO and PHSO 22 008 927")
CONDITIONS = RuleRef("P-3", "Conditions imposed are in the plan", "MHA Code of Practice 33.13")
TOP_UP = RuleRef("M-4", "A top-up has a written agreement", "Mental Health Act 1983 s117A; SI 2014/2670")
KEY_WORKER = RuleRef("P-8", "The person has a named key worker", "NHS England CPA position statement 2022")
COMPLETED_FIELD = "completed"
RECORD = RuleRef("5.2", "The least a plan holds", "Code 33.13 and statutory guidance 2024")


@dataclass(frozen=True, slots=True)
class NeedFact:
    """One assessed need and how the plan answers it."""

    id: UUID
    domain: str
    title: str
    is_aftercare: bool
    outcome: str = ""
    no_service_reason: str = ""


@dataclass(frozen=True, slots=True)
class ServiceFact:
    """One service line, as far as the checks go."""

    description: str
    group: Group
    need_id: UUID | None
    provider: str
    starts_on: date | None


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """Everything the checks read, gathered from the plan as it stands."""

    what_matters: str = ""
    strengths: str = ""
    preferences: str = ""
    medication: str = ""
    risks: str = ""
    persons_views: str = ""
    early_signs: str = ""
    first_steps: str = ""
    effective_from: date | None = None
    review_due_on: date | None = None
    factors_considered: frozenset[str] = frozenset()
    goals: int = 0
    crisis_contacts: int = 0
    needs: tuple[NeedFact, ...] = ()
    services: tuple[ServiceFact, ...] = ()
    agreements: tuple[tuple[Party, AgreementAnswer], ...] = ()
    recipients: int = 0
    conditions_of: str = ""
    conditions: str = ""
    contingency: str = ""
    benefits_help: str = ""
    benefits_owner: str = ""
    capacity: str = ""
    coordinator: str = "unknown"
    home: HomePart = field(default_factory=HomePart)
    adult: bool = True
    left_open: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a plan must hold, whether it does, and where to put it right.

    `field` is the form field that the message belongs to; `stage` is the step the check holds up.
    """

    rule: RuleRef
    text: str
    met: bool
    section: Section
    field: str
    stage: Stage


def facts_of(snapshot: PlanSnapshot, completed: Mapping[str, bool] | None = None) -> PlanFacts:
    """What the coverage rules read, from the plan as it stands and its writer's own answers, by section, to
    whether they have completed it."""
    same = (
        "what_matters", "strengths", "preferences", "medication", "persons_views", "effective_from",
        "conditions", "capacity", "benefits_help", "benefits_owner", "home",
    )  # fmt: skip
    return PlanFacts(
        **{name: getattr(snapshot, name) for name in same},
        risks=snapshot.crisis.risks,
        early_signs=snapshot.crisis.early_signs,
        first_steps=snapshot.crisis.first_steps,
        review_due_on=snapshot.review_due_on,
        factors_considered=frozenset(snapshot.factors_considered),
        goals=len(snapshot.goals),
        crisis_contacts=len(snapshot.contacts),
        needs=tuple(
            NeedFact(
                need.key, need.domain, need.title, need.is_aftercare, need.outcome, need.no_service_reason
            )
            for need in snapshot.needs
        ),
        services=tuple(
            ServiceFact(line.description, line.group, line.need_key, line.provider, line.starts_on)
            for line in snapshot.services
        ),
        agreements=tuple((said.party, said.answer) for said in snapshot.agreements),
        recipients=len(snapshot.recipients),
        conditions_of=snapshot.person.conditions_of,
        contingency=snapshot.crisis.contingency,
        coordinator=snapshot.person.coordinator,
        adult=is_adult(snapshot.person.date_of_birth, snapshot.effective_from),
        left_open=frozenset(section for section, done in (completed or {}).items() if not done),
    )


def checks(facts: PlanFacts) -> tuple[Check, ...]:
    """Every check of a plan, in the order of its sections."""
    return (
        *_about_checks(facts),
        *_need_checks(facts),
        *_home_checks(facts),
        *_crisis_checks(facts),
        *_factor_checks(facts),
        *_agreement_checks(facts),
        *_left_open(facts),
    )


def missing(facts: PlanFacts, stage: Stage) -> tuple[Check, ...]:
    """The checks that hold up the stage; publishing needs all that sending for agreement needed."""
    stages = {Stage.SUBMIT} if stage is Stage.SUBMIT else {Stage.SUBMIT, Stage.PUBLISH}
    return tuple(check for check in checks(facts) if not check.met and check.stage in stages)


def charge_refusal(group: Group, need: NeedFact | None) -> str:
    """Why a service may not stand in the group, or nothing when it may (law M-1, P-2)."""
    if need is None:
        return ""
    if group is Group.OUTSIDE and need.is_aftercare:
        return "This need was assessed as an aftercare need, so its services cannot be charged for."
    if group.is_aftercare and not need.is_aftercare:
        return "This need was assessed as outside aftercare. Choose another need or another group."
    return ""


def _check(
    rule: RuleRef, text: str, met: object, section: Section, field: str, stage: Stage = Stage.SUBMIT
) -> Check:
    return Check(rule, text, bool(met), section, field, stage)


def _about_checks(facts: PlanFacts) -> tuple[Check, ...]:
    about = Section.ABOUT_ME
    return (
        _check(RECORD, "Say what matters to the person", facts.what_matters, about, "what_matters"),
        _check(RECORD, "Record the person's strengths", facts.strengths, about, "strengths"),
        _check(RECORD, "Record the person's preferences", facts.preferences, about, "preferences"),
        _check(RECORD, "Add at least one goal", facts.goals, Section.GOALS, "goals"),
        _check(
            RECORD, "Record medication, or that there is none", facts.medication, Section.HEALTH, "medication"
        ),
    )


def _need_checks(facts: PlanFacts) -> tuple[Check, ...]:
    found = [
        _check(
            RECORD, "Sign off a needs assessment with at least one aftercare need",
            any(need.is_aftercare for need in facts.needs), Section.SERVICES, "needs",
        )
    ]  # fmt: skip
    for need in facts.needs:
        found.extend(_one_need(need, facts.services))
    found.extend(
        _check(CHARGE, refusal, False, Section.SERVICES, "services")
        for service in facts.services
        if (refusal := _service_refusal(service, facts.needs))
    )
    found.extend(
        _check(
            RECORD,
            f"Name who provides “{service.description}”",
            service.provider,
            Section.SERVICES,
            "services",
        )
        for service in facts.services
    )
    return tuple(found)


def _one_need(need: NeedFact, services: Sequence[ServiceFact]) -> tuple[Check, ...]:
    answered = need.no_service_reason or any(service.need_id == need.id for service in services)
    text = f"Add a service for “{need.title}” or say why there is none"
    if not need.is_aftercare:
        return ()
    return (
        _check(COVERED, text, answered, Section.SERVICES, f"need_{need.id}"),
        _check(
            RECORD,
            f"Say what outcome is wanted for “{need.title}”",
            need.outcome,
            Section.SERVICES,
            f"need_{need.id}",
        ),
    )


def _service_refusal(service: ServiceFact, needs: Iterable[NeedFact]) -> str:
    need = next((need for need in needs if need.id == service.need_id), None)
    refusal = charge_refusal(service.group, need)
    return f"“{service.description}”: {refusal}" if refusal else ""


def _home_checks(facts: PlanFacts) -> tuple[Check, ...]:
    home, where = facts.home, Section.ACCOMMODATION
    agreement = "Record the date of the written top-up agreement"
    decided = home.need in {HomeNeed.YES, HomeNeed.NO} and home.reason
    found = [
        _check(HOME, "Say whether accommodation is itself an aftercare need, and why", decided, where, "need")
    ]
    if home.need is HomeNeed.YES:
        paid = any(cost.kind is not CostKind.TOP_UP for cost in home.costs)
        found.append(_check(HOME, "Say who pays for the accommodation, part by part", paid, where, "costs"))
    if home.need is HomeNeed.YES or home.kind in SPECIALIST:
        text = "Say where the person could move on to, and what happens if this home ends"
        found.append(_check(MOVE_ON, text, home.move_on, where, "move_on"))
    found.extend(
        _check(HOME, refusal, False, where, "costs")
        for cost in home.costs
        if (refusal := cost_refusal(cost.kind, cost.funder, home.need or "", adult=facts.adult))
    )
    found.extend(
        _check(TOP_UP, agreement, cost.agreed_on, where, "costs", Stage.PUBLISH)
        for cost in home.costs
        if cost.kind is CostKind.TOP_UP
    )
    owner = facts.benefits_owner or not facts.benefits_help
    found.append(_check(BENEFITS, "Name who will help with benefits", owner, Section.MONEY, "benefits_owner"))
    return tuple(found)


def _crisis_checks(facts: PlanFacts) -> tuple[Check, ...]:
    crisis = Section.CRISIS
    breaks = "Say what happens if a service or the home breaks down"
    kept = facts.conditions or not facts.conditions_of
    imposed = f"Record the conditions of the {facts.conditions_of or 'order'}"
    early = "Record the early signs that the person is becoming unwell"
    call = "Name at least one person or service to call in a crisis"
    return (
        _check(CRISIS, early, facts.early_signs, crisis, "early_signs"),
        _check(
            CRISIS, "Record the first steps to take in a crisis", facts.first_steps, crisis, "first_steps"
        ),
        _check(FACTOR, "Record the risks and how they are managed", facts.risks, crisis, "risks"),
        _check(CRISIS, call, facts.crisis_contacts, Section.CONTACTS, "contacts"),
        _check(MOVE_ON, breaks, facts.contingency, crisis, "contingency"),
        _check(CONDITIONS, imposed, kept, Section.HEALTH, "conditions"),
    )


def _factor_checks(facts: PlanFacts) -> tuple[Check, ...]:
    covered = covered_factors(facts)
    return tuple(
        _check(
            FACTOR,
            f"Think about {factor.words}",
            factor.code in covered,
            Section.FACTORS,
            "factors_considered",
        )
        for factor in FACTORS
    )


def covered_factors(facts: PlanFacts) -> frozenset[str]:
    """The factors of Code 33.13 that a need answers or that were considered and set aside."""
    domains = {need.domain for need in facts.needs}
    met = {factor.code for factor in FACTORS if domains & factor.domains}
    return frozenset(met | (facts.factors_considered & {factor.code for factor in FACTORS}))


def factors_to_consider(facts: PlanFacts) -> tuple[Factor, ...]:
    """The factors that no need in the plan covers: each has to be thought about by a person."""
    domains = {need.domain for need in facts.needs}
    return tuple(factor for factor in FACTORS if not domains & factor.domains)


def _agreement_checks(facts: PlanFacts) -> tuple[Check, ...]:
    publish = Stage.PUBLISH
    said = {party for party, _ in facts.agreements}
    parties = tuple(
        _check(
            VIEWS,
            f"Record what {_asked(party)} says of the plan",
            party in said,
            Section.AGREEMENT,
            f"agreement_{party}",
            publish,
        )
        for party in Party
    )
    views = "Record the person's views in their own words"
    review = "Set the date by which the plan is reviewed"
    return (
        _check(
            RECORD, "Say from when the plan applies", facts.effective_from, Section.DATES, "effective_from"
        ),
        _check(REVIEW, review, facts.review_due_on, Section.DATES, "review_due_on", publish),
        _check(VIEWS, views, facts.persons_views, Section.VIEWS, "persons_views", publish),
        *parties,
        _check(
            KEY_WORKER,
            "Allocate a care coordinator or key worker",
            facts.coordinator,
            Section.AGREEMENT,
            "coordinator",
            publish,
        ),
        _check(RECORD, "Say who is to have a copy", facts.recipients, Section.COPIES, "recipients", publish),
    )


def _left_open(facts: PlanFacts) -> tuple[Check, ...]:
    """The sections that their writer means to come back to."""
    return tuple(
        _check(
            RECORD,
            f"Finish “{section.words}”: its writer meant to come back to it",
            False,
            section,
            COMPLETED_FIELD,
            Stage.PUBLISH if section in OPEN_WHILE_SUBMITTED else Stage.SUBMIT,
        )
        for section in Section
        if section in facts.left_open
    )


def _asked(party: Party) -> str:
    return {
        Party.PERSON: "the person",
        Party.COORDINATOR: "the care coordinator",
        Party.COUNCIL: "the council",
        Party.NHS: "the NHS body",
    }[party]
