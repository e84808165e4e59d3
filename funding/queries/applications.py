"""Reading requests for funding with what was decided on them and who signed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet

from careplans import queries as careplans
from cases import queries as cases
from cases.queries import CaseHeader
from funding.models import (
    AgendaItem,
    Application,
    ApplicationService,
    DecisionShare,
    DecisionSignature,
    DecisionTerm,
    FundedLine,
    PanelDecision,
    PanelMember,
    Split,
)
from funding.rules.applications import (
    Amount,
    Cost,
    MemberFact,
    Outcome,
    PlannedService,
    Score,
    ServiceFact,
    Signing,
    TermFact,
    changed_findings,
    decision_findings,
    suggested_share,
    unsigned,
)
from funding.rules.lifecycle import UNDECIDED, ApplicationStatus
from funding.rules.proration import Unit
from funding.rules.split import Share, apportion, basis_points, percent_words
from s117.accounts.models import Organisation
from s117.accounts.queries import signing_limit
from s117.kernel.actor import Actor
from s117.kernel.findings import Finding
from s117.kernel.refusals import NotFound


def cost_of(rate_pence: int, unit: str, quantity: Decimal) -> Cost:
    """What a service costs at a rate."""
    return Cost(rate_pence, Unit(unit), Fraction(quantity))


@dataclass(frozen=True, slots=True)
class TermPart:
    """One body's part of what was decided from a day on, in pence a week."""

    starts_on: date
    body: str
    percent: str
    weekly: int


@dataclass(frozen=True, slots=True)
class ApplicationFile:
    """A request with everything that hangs on it, as its pages load it. Money is pence."""

    case: CaseHeader
    application: Application

    @property
    def id(self) -> UUID:
        """The application's id, for the record of who looked."""
        return self.application.id

    @property
    def status(self) -> ApplicationStatus:
        """Where it stands."""
        return ApplicationStatus(self.application.status)

    @property
    def costs(self) -> tuple[tuple[ApplicationService, Cost], ...]:
        """Each service with what it costs at the rate asked for."""
        rows = self.application.services.all()
        return tuple((row, cost_of(row.rate_pence, row.unit, row.quantity)) for row in rows)

    @property
    def weekly(self) -> int:
        """Pence a week, all services together."""
        return sum(cost.weekly for _, cost in self.costs)

    @property
    def once(self) -> int:
        """Pence that are paid once, all services together."""
        return sum(cost.once for _, cost in self.costs)

    @property
    def annual(self) -> int:
        """Pence in a year of 365 days."""
        return sum(cost.annual for _, cost in self.costs)

    @property
    def proposed(self) -> tuple[tuple[Organisation, str, int], ...]:
        """Each body with its percentage and its pence a week; the payer takes the odd penny."""
        asked = self.application
        pairs = ((asked.nhs_body, asked.nhs_percent), (asked.council, asked.council_percent))
        shares = [
            Share(str(body.id), basis_points(str(percent)), body.id == asked.payer_id)
            for body, percent in pairs
        ]
        parts = apportion(self.weekly, shares)
        return tuple((body, str(percent), parts[str(body.id)]) for body, percent in pairs)

    @property
    def suggestion(self) -> int | None:
        """The NHS body's basis points that the scores point to."""
        return suggested_share(
            Score(row.need, row.health, row.social) for row in self.application.scores.all()
        )

    @property
    def suggested_percent(self) -> str:
        """The suggestion in words, '' without scores."""
        return "" if self.suggestion is None else percent_words(self.suggestion)

    @property
    def item(self) -> AgendaItem | None:
        """The place on the latest agenda."""
        placed = [item for item in self.application.items.all() if item.removed_at is None]
        return max(placed, key=lambda item: (item.panel.held_on, item.panel.number), default=None)

    @property
    def decision(self) -> PanelDecision | None:
        """What stands of the latest panel's decision."""
        rows = [row for row in self.application.decisions.all() if row.superseded_at is None]
        return next((row for row in rows if self.item is not None and row.item_id == self.item.id), None)

    def terms_of(self, decision: PanelDecision) -> tuple[TermPart, ...]:
        """Each body's part from each day on that an edition names, and what it comes to a week."""
        weekly = decided_amount(decision).weekly_pence or 0
        found = []
        for term in decision.terms.all():
            parts = apportion(weekly, decided_shares(self, term))
            found += [
                TermPart(
                    term.starts_on, row.organisation.name, str(row.percent), parts[str(row.organisation_id)]
                )
                for row in term.shares.all()
            ]
        return tuple(found)

    @property
    def parties(self) -> Mapping[UUID, str]:
        """The bodies that the decision, or the request, binds: id to name."""
        asked = self.application
        found = {asked.council_id: asked.council.name, asked.nhs_body_id: asked.nhs_body.name}
        decision = self.decision
        for term in decision.terms.all() if decision else ():
            found |= {share.organisation_id: share.organisation.name for share in term.shares.all()}
        return found

    @property
    def signatures(self) -> tuple[DecisionSignature, ...]:
        """The signatures that count: those on the edition that stands."""
        return tuple(self.decision.signatures.all()) if self.decision else ()

    @property
    def unsigned(self) -> tuple[str, ...]:
        """The bodies whose signature is missing, by name."""
        missing = unsigned(
            [str(body) for body in self.parties], [str(row.organisation_id) for row in self.signatures]
        )
        return tuple(name for body, name in self.parties.items() if str(body) in missing)

    @property
    def voided(self) -> tuple[tuple[PanelDecision, DecisionSignature], ...]:
        """Signatures on editions that were replaced."""
        replaced = (row for row in self.application.decisions.all() if row.superseded_at is not None)
        return tuple((row, signature) for row in replaced for signature in row.signatures.all())

    @property
    def interested(self) -> frozenset[UUID]:
        """Accounts of members who declared an interest."""
        item = self.item
        rows = item.interests.all() if item else ()
        return frozenset(row.member.user_id for row in rows if row.member.user_id is not None)

    @property
    def own(self) -> frozenset[UUID]:
        """Whose request it is: they do not decide on it and sign nothing of it."""
        asked = self.application
        ids = {asked.applied_by_id, asked.recommended_by_id, self.case.coordinator_id}
        return frozenset(pk for pk in ids if pk is not None)

    def members(self) -> tuple[MemberFact, ...]:
        """Who sat on the latest panel, as the quorum rule counts them."""
        item = self.item
        return self.sitting(item, item.panel.members.all()) if item else ()

    def sitting(self, item: AgendaItem, members: Iterable[PanelMember]) -> tuple[MemberFact, ...]:
        """Members at an item of the agenda, and who of them may not decide on it."""
        interested = {row.member_id for row in item.interests.all()}
        return tuple(
            MemberFact(str(row.organisation_id), row.id in interested or row.user_id in self.own)
            for row in members
        )

    def signing(self, actor: Actor, on: date) -> Signing:
        """What the actor's signature would turn on. One statement."""
        return Signing(
            parties=frozenset(self.parties),
            signed={row.organisation_id: row.signed_by_id for row in self.signatures},
            own=self.own,
            interested=self.interested,
            decided=decided_amount(self.decision) if self.decision else Amount(),
            limit=Amount(*signing_limit(actor, on)),
            waiting=self.status is ApplicationStatus.DECIDED,
        )


def decided_amount(decision: PanelDecision) -> Amount:
    """What the services cost as decided; nothing where the decision funds none."""
    rows = decision.services.all()
    costs = [cost_of(row.rate_pence, row.service.unit, row.service.quantity) for row in rows]
    return Amount(sum(cost.weekly for cost in costs), sum(cost.once for cost in costs))


def applications_of(case: CaseHeader) -> tuple[ApplicationFile, ...]:
    """The person's requests, newest first. A fixed number of statements."""
    return tuple(ApplicationFile(case, row) for row in whole().filter(case=case.id))


def application_for(actor: Actor, ref: str, number: int) -> ApplicationFile:
    """A request of a person the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    found = whole().filter(case=case.id, number=number).first()
    if found is None:
        raise NotFound
    return ApplicationFile(case, found)


def lock_application(actor: Actor, application_id: UUID) -> ApplicationFile:
    """The request, its case locked first, then itself; NotFound if there is none."""
    case_id = Application.objects.filter(pk=application_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    cases.lock_case(case_id)
    Application.objects.select_for_update(no_key=True).get(pk=application_id)
    return ApplicationFile(cases.header_for(actor, case_id), whole().get(pk=application_id))


def next_application_number(case_id: UUID) -> int:
    """One more than the person's highest."""
    highest = Application.objects.filter(case_id=case_id).aggregate(highest=Max("number"))["highest"]
    return int(highest or 0) + 1


def open_services(case_id: UUID) -> frozenset[UUID]:
    """Keys of the services that a request is open for."""
    rows = ApplicationService.objects.filter(application__case_id=case_id, application__status__in=UNDECIDED)
    return frozenset(rows.values_list("service_key", flat=True))


def service_facts(application: Application, chosen: frozenset[UUID]) -> tuple[ServiceFact, ...]:
    """The services that a decision funds: from when it may reach back, and later shares that stand. Two
    statements."""
    rows = [row for row in application.services.all() if row.id in chosen]
    lines = {
        line.service_key: line
        for line in FundedLine.objects.filter(service_key__in=[row.service_key for row in rows])
    }
    standing = Split.objects.filter(line__in=lines.values(), superseded_at__isnull=True)
    days: dict[UUID, list[date]] = {}
    for key, day in standing.values_list("line__service_key", "starts_on"):
        days.setdefault(key, []).append(day)
    return tuple(
        ServiceFact(
            row.description,
            lines[row.service_key].starts_on if row.service_key in lines else application.starts_on,
            tuple(sorted(days.get(row.service_key, []))),
        )
        for row in rows
    )


def drift(application: Application, service_ids: Collection[UUID]) -> tuple[Finding, ...]:
    """What has changed in the care plan about services of a request since it was made. One statement."""
    asked = {
        row.service_key: PlannedService(row.description, row.provider_name)
        for row in application.services.all()
        if row.id in service_ids
    }
    planned = {
        row.service_key: PlannedService(row.description, row.provider_name)
        for row in careplans.published_services(application.case_id)
        if row.group.is_aftercare
    }
    return changed_findings(asked, planned)


def decision_drift(file: ApplicationFile) -> tuple[Finding, ...]:
    """Why the decision that waits for signatures can no longer be put in force as it stands. Three
    statements, none for a decision that funds nothing."""
    decision = file.decision
    if decision is None or not Outcome(decision.outcome).funds:
        return ()
    chosen = frozenset(row.service_id for row in decision.services.all())
    terms = [TermFact(term.starts_on, decided_shares(file, term)) for term in decision.terms.all()]
    standing = decision_findings(terms, service_facts(file.application, chosen))
    return (*drift(file.application, chosen), *standing)


def decided_shares(file: ApplicationFile, term: DecisionTerm) -> tuple[Share, ...]:
    """Shares of a term as the rules take them; the body that pays the provider has the rest."""
    payer = file.application.payer_id
    points = {row.organisation_id: basis_points(str(row.percent)) for row in term.shares.all()}
    return tuple(Share(str(body), part, body == payer) for body, part in ({payer: 0} | points).items())


@dataclass(frozen=True, slots=True)
class UnsignedRow:
    """A request whose days a schedule would charge before the bodies have signed."""

    case_reference: str
    line_id: str
    description: str
    number: int
    status: ApplicationStatus


def unsigned_in(council_ids: frozenset[UUID], last_day: date) -> tuple[UnsignedRow, ...]:
    """Requests of a council from a day in or before a period that are not signed yet, by person."""
    rows = ApplicationService.objects.filter(
        application__status__in=UNDECIDED,
        application__council__in=council_ids,
        application__starts_on__lt=last_day + timedelta(days=1),
    ).order_by("application__case__reference", "description", "id")
    columns = (
        "application__case__reference",
        "id",
        "description",
        "application__number",
        "application__status",
    )
    return tuple(
        UnsignedRow(ref, str(pk), description, number, ApplicationStatus(status))
        for ref, pk, description, number, status in rows.values_list(*columns)
    )


def visible_applications(actor: Actor) -> QuerySet[Application]:
    """Requests for the people that the actor sees."""
    return Application.objects.filter(case__in=cases.visible_to(actor))


def seated() -> QuerySet[PanelMember]:
    """Members that were not taken off again, with their bodies."""
    return PanelMember.objects.filter(removed_at__isnull=True).select_related("organisation")


def whole() -> QuerySet[Application]:
    """Requests with all that hangs on them, newest first: a fixed number of statements however many."""
    decisions = PanelDecision.objects.select_related("recorded_by").prefetch_related(
        "services",
        "services__service",
        Prefetch("terms", DecisionTerm.objects.order_by("starts_on")),
        Prefetch("terms__shares", DecisionShare.objects.select_related("organisation")),
        Prefetch("signatures", DecisionSignature.objects.select_related("organisation", "signed_by")),
    )
    items = AgendaItem.objects.select_related("panel__convenor", "panel__partner").prefetch_related(
        Prefetch("panel__members", seated()),
        "interests__member",
    )
    return (
        Application.objects.select_related("payer", "council", "nhs_body", "applied_by", "recommended_by")
        .prefetch_related(
            "services",
            "options",
            "scores",
            Prefetch("items", items),
            Prefetch("decisions", decisions),
        )
        .order_by("-number")
    )
