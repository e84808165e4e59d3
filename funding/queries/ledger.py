"""Reading a dispute's ledger: the shares that a body paid meanwhile, and the recharges that mirror them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Max, Min, Q, QuerySet

from cases.queries import CaseHeader, DisputeFile
from funding.models import Recharge, RechargeLine, ScheduleShare, Split
from funding.rules.ledger import Paid, at_stake
from funding.rules.lifecycle import ScheduleStatus
from s117.accounts.models import Organisation
from s117.kernel.actor import Actor
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One issued share of the payer, as the ledger shows it."""

    share_id: UUID
    council: str
    schedule: int
    line: int
    kind: str
    service: str
    provider: str
    interim: str
    paid: Paid
    recharge: int | None


@dataclass(frozen=True, slots=True)
class RechargeRow:
    """A recharge, for the body that made it and the body that it went to."""

    number: int
    from_name: str
    to_name: str
    issued_at: datetime
    issued_by: str
    reference: str
    rows: int
    pence: int
    control_hash: str


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A dispute with what the actor's body paid in it, and the recharges that concern that body."""

    file: DisputeFile
    start: date
    rows: tuple[LedgerRow, ...]
    recharges: tuple[RechargeRow, ...]

    @property
    def case(self) -> CaseHeader:
        """The person's header, for the pages and the record of who looked."""
        return self.file.case

    @property
    def debtor(self) -> Organisation | None:
        """The body found responsible, once there is one."""
        return self.file.outcome.body if self.file.outcome is not None else None


def first_day(file: DisputeFile) -> date:
    """The day from which money is at stake: the outcome's, and until there is one the interim payer's."""
    return file.outcome.effective_from if file.outcome is not None else file.dispute.interim_from


def at_stake_from(file: DisputeFile) -> date:
    """The same, reaching back to the first cost share that was decided without prejudice while it is open.

    What a panel approved for now, before anybody raised the dispute, belongs to it all the same.
    """
    if file.outcome is not None:
        return first_day(file)
    return min(first_day(file), first_interim([file.case.id]).get(file.case.id, first_day(file)))


def first_interim(case_ids: Collection[UUID]) -> Mapping[UUID, date]:
    """By case the first day of a cost share that was decided without prejudice. One statement."""
    marked = Split.objects.filter(line__case__in=case_ids, interim=True, superseded_at__isnull=True)
    return dict(marked.order_by().values_list("line__case").annotate(day=Min("starts_on")))


def ledger_of(actor: Actor, file: DisputeFile) -> LedgerFile:
    """The ledger of the actor's own body in the dispute. Three statements."""
    start = at_stake_from(file)
    return LedgerFile(
        file, start, ledger_rows(actor, file.case.id, start), _recharges(actor, file.dispute.id)
    )


def ledger_rows(actor: Actor, case_id: UUID, start: date) -> tuple[LedgerRow, ...]:
    """Issued shares of the actor's body for the person's service from the day on, corrections included."""
    found = paid_shares(case_id).filter(organisation__in=actor.organisation_ids, line__service_to__gte=start)
    rows = found.order_by("line__service_from", "line__schedule__number", "line__number").values_list(
        "pk",
        "line__schedule__council__code",
        "line__schedule__number",
        "line__number",
        "line__kind",
        "line__description",
        "line__provider_name",
        "line__interim",
        "line__decision_reference",
        "line__service_from",
        "line__service_to",
        "amount_pence",
        "recharged__recharge__number",
    )
    return tuple(
        LedgerRow(
            *head,
            interim=(reference or "no reference") if interim else "",
            paid=Paid(*stake, recharged=number is not None),
            recharge=number,
        )
        for *head, interim, reference, first, last, pence, number in rows
        if (stake := at_stake(Period.inclusive(first, last), pence, start)) is not None
    )


@dataclass(frozen=True, slots=True)
class SharePaid:
    """An issued share of a body, whole: its days, its pence, and whether it has been recharged."""

    days: Period
    pence: int
    recharged: bool

    def since(self, start: date) -> Paid | None:
        """The part of it that is at stake from the day on."""
        stake = at_stake(self.days, self.pence, start)
        return Paid(*stake, recharged=self.recharged) if stake is not None else None


def shares_paid_by(actor: Actor, case_ids: Collection[UUID]) -> Mapping[UUID, tuple[SharePaid, ...]]:
    """By case every issued share of the actor's body, for a report over many disputes. One statement."""
    rows = ScheduleShare.objects.filter(
        line__line__case__in=case_ids,
        line__schedule__status=ScheduleStatus.FROZEN.value,
        organisation__in=actor.organisation_ids,
    ).values_list(
        "line__line__case", "line__service_from", "line__service_to", "amount_pence", "recharged__id"
    )
    found: dict[UUID, list[SharePaid]] = defaultdict(list)
    for case, first, last, pence, recharge in rows.order_by().iterator():
        found[case].append(SharePaid(Period.inclusive(first, last), pence, recharge is not None))
    return {case: tuple(shares) for case, shares in found.items()}


def paid_shares(case_id: UUID) -> QuerySet[ScheduleShare]:
    """Every share of a frozen schedule for the person's services."""
    frozen = ScheduleStatus.FROZEN.value
    return ScheduleShare.objects.filter(line__line__case=case_id, line__schedule__status=frozen)


def recharges_visible_to(actor: Actor) -> QuerySet[Recharge]:
    """Recharges that the actor's body made or received."""
    if actor.system:
        return Recharge.objects.all()
    own = actor.organisation_ids
    return Recharge.objects.filter(Q(from_body__in=own) | Q(to_body__in=own))


def recharge_lines_visible_to(actor: Actor) -> QuerySet[RechargeLine]:
    """Lines of those recharges."""
    return RechargeLine.objects.filter(recharge__in=recharges_visible_to(actor))


def next_recharge_number(body_id: UUID) -> int:
    """The body's next recharge number."""
    highest = Recharge.objects.filter(from_body=body_id).aggregate(highest=Max("number"))["highest"]
    return (highest or 0) + 1


def _recharges(actor: Actor, dispute_id: UUID) -> tuple[RechargeRow, ...]:
    rows = recharges_visible_to(actor).filter(dispute=dispute_id).order_by("issued_at")
    named = rows.annotate(from_name=F("from_body__name"), to_name=F("to_body__name"))
    columns = (
        "number", "from_name", "to_name", "issued_at", "issued_by", "reference", "row_count", "total_pence",
        "control_hash",
    )  # fmt: skip
    return tuple(RechargeRow(*row) for row in named.values_list(*columns))


def require_party(file: DisputeFile, actor: Actor) -> None:
    """The ledger is of the bodies in dispute and of the one that pays; to others it is not there."""
    if not actor.system and not bodies_in(file) & actor.organisation_ids:
        raise NotFound


def bodies_in(file: DisputeFile) -> frozenset[UUID]:
    """The parties and the interim payer."""
    return frozenset({*file.dispute.party_ids, file.dispute.interim_payer_id})
