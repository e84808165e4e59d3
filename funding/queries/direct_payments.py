"""Reading direct payments, budgets and top-ups: of a person, of a body, and what falls due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Max, Q, QuerySet, Sum

from cases import queries as cases
from cases.queries import CaseHeader
from funding.models import DirectPayment, FundedLine, MonitoringReturn, Payment, PaymentRun, Rate, TopUp
from funding.queries.money_back import PostedBack, posted_back
from funding.rules.direct_payments import BudgetKind, Cycle, cycles, payment
from funding.rules.paying import PaymentRunStatus, ReclaimStatus
from funding.rules.proration import weekly_amount
from funding.rules.repaying import PaidFor, owed, set_off, too_much
from s117.kernel.actor import Actor
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

PAID_OUT = tuple(kind.value for kind in BudgetKind if kind.is_paid_out)


@dataclass(frozen=True, slots=True)
class Due:
    """A payment that falls due: for which days of which arrangement, and the pence. With `mends_id` it puts
    right an earlier payment, below zero where that was too much."""

    direct_payment_id: UUID
    days: Period
    pence: int
    one_off: bool = False
    mends_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class DirectPaymentFile:
    """An arrangement with the person's header, its payments and its returns, as its pages load it."""

    case: CaseHeader
    held: DirectPayment
    payments: tuple[Payment, ...]
    returns: tuple[MonitoringReturn, ...]
    weekly_pence: int
    overpaid_pence: int
    posted: tuple[PostedBack, ...]

    @property
    def id(self) -> UUID:
        """The arrangement's id."""
        return self.held.id


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run with its payments."""

    run: PaymentRun
    payments: tuple[Payment, ...]

    @property
    def id(self) -> UUID:
        """The run's id."""
        return self.run.id


def arrangements_of(case_id: UUID) -> tuple[DirectPayment, ...]:
    """The person's direct payments and budgets, oldest first. One statement."""
    return tuple(DirectPayment.objects.filter(line__case=case_id).select_related("line"))


def top_ups_of(case_id: UUID) -> tuple[TopUp, ...]:
    """The person's top-ups, oldest first. One statement."""
    return tuple(TopUp.objects.filter(line__case=case_id).select_related("line"))


def open_for_line(line_id: UUID) -> DirectPayment | None:
    """The arrangement of a service that has no last day."""
    return DirectPayment.objects.filter(line=line_id, ends_on__isnull=True).first()


def direct_payment_for(actor: Actor, ref: str, direct_payment_id: UUID, on: date) -> DirectPaymentFile:
    """One arrangement of a person whom the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    rows = DirectPayment.objects.filter(line__case=case.id, pk=direct_payment_id)
    held = rows.select_related("line__payer").first()
    if held is None:
        raise NotFound
    payments = held.payments.filter(standing=True).select_related("run", "mends__run")
    return DirectPaymentFile(
        case,
        held,
        tuple(payments),
        tuple(held.returns.all()),
        weekly_on(held.line, on),
        overpaid(held),
        posted_back(held.id),
    )


def top_up_for(actor: Actor, ref: str, top_up_id: UUID) -> tuple[CaseHeader, TopUp]:
    """One top-up of a person whom the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    found = TopUp.objects.filter(line__case=case.id, pk=top_up_id).select_related("line").first()
    if found is None:
        raise NotFound
    return case, found


def return_for(file: DirectPaymentFile, return_id: UUID) -> MonitoringReturn:
    """One return of the arrangement; else NotFound."""
    found = next((row for row in file.returns if row.id == return_id), None)
    if found is None:
        raise NotFound
    return found


def weekly_on(line: FundedLine, on: date) -> int:
    """Pence a week of the service that hold on a day; nothing while it has no rate."""
    rates = Rate.objects.filter(line=line, superseded_at__isnull=True, starts_on__lte=max(on, line.starts_on))
    return rates.order_by("-starts_on").values_list("pence", flat=True).first() or 0


def lock_direct_payment(direct_payment_id: UUID) -> DirectPayment:
    """The arrangement, locked until the transaction ends."""
    rows = DirectPayment.objects.select_for_update(no_key=True, of=("self",)).select_related("line__payer")
    found = rows.filter(pk=direct_payment_id).first()
    if found is None:
        raise NotFound
    return found


def lock_return(return_id: UUID) -> MonitoringReturn:
    """The return, locked until the transaction ends."""
    rows = MonitoringReturn.objects.select_for_update(no_key=True, of=("self",))
    found = rows.select_related("direct_payment__line").filter(pk=return_id).first()
    if found is None:
        raise NotFound
    return found


def lock_run(run_id: UUID) -> PaymentRun:
    """The run, locked until the transaction ends."""
    found = PaymentRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def runs_visible_to(actor: Actor) -> QuerySet[PaymentRun]:
    """The runs of the actor's own body."""
    if actor.system:
        return PaymentRun.objects.all()
    if not actor.may(Permission.PAYMENT_RUN_VIEW):
        return PaymentRun.objects.none()
    return PaymentRun.objects.filter(body__in=actor.organisation_ids)


def runs_for(actor: Actor) -> tuple[PaymentRun, ...]:
    """Runs, newest first. One statement."""
    return tuple(runs_visible_to(actor).select_related("made_by", "approved_by")[:100])


def run_for(actor: Actor, number: int) -> RunFile:
    """One run of the actor's own body with its payments; else NotFound."""
    found = runs_visible_to(actor).select_related("made_by", "approved_by").filter(number=number).first()
    if found is None:
        raise NotFound
    named = found.payments.select_related("direct_payment__line__case", "mends__run")
    return RunFile(found, tuple(named.order_by("direct_payment__line__case__reference", "first_day")))


def next_run_number(body_id: UUID) -> int:
    """The body's next run number."""
    return (PaymentRun.objects.filter(body=body_id).aggregate(highest=Max("number"))["highest"] or 0) + 1


def draft_run(body_id: UUID) -> PaymentRun | None:
    """The body's run that nobody has approved."""
    return PaymentRun.objects.filter(body=body_id, status=PaymentRunStatus.DRAFT.value).first()


def due_to(body_id: UUID, until: date) -> tuple[Due, ...]:
    """What the body's arrangements are to be paid for periods that begin up to a day, and what puts right the
    payments that a later rate made too small or too large. Four statements."""
    rows = DirectPayment.objects.filter(
        line__payer=body_id, kind__in=PAID_OUT, starts_on__lte=until
    ).select_related("line")
    held = tuple(rows.order_by("starts_on", "id"))
    accounts = accounts_of(held)
    return tuple(due for row in held for due in _due(row, accounts[row.id], until))


@dataclass(slots=True)
class HeldAccount:
    """What stands in runs for one arrangement, the rates of its service, and what returns took back of too
    much."""

    paid: list[Payment] = field(default_factory=list)
    rates: list[tuple[date, int]] = field(default_factory=list)
    returned: int = 0

    def differences(self, held: DirectPayment) -> dict[str, int]:
        """By payment, what its days cost today less what was paid for them: below zero where too much was."""
        given: dict[UUID, int] = defaultdict(int)
        for row in self.paid:
            given[row.mends_id or row.id] += row.pence
        periods = [row for row in self.paid if row.mends_id is None and not row.one_off]
        return owed(
            (
                PaidFor(Period.inclusive(row.first_day, row.last_day), str(row.id), given[row.id])
                for row in periods
            ),
            self.rates,
            _days_of(held),
        )


def accounts_of(held: Collection[DirectPayment]) -> Mapping[UUID, HeldAccount]:
    """The account of each arrangement. Three statements."""
    found: dict[UUID, HeldAccount] = defaultdict(HeldAccount)
    of_line: dict[UUID, list[UUID]] = defaultdict(list)
    for row in held:
        of_line[row.line_id].append(row.id)
    for payment_row in Payment.objects.filter(direct_payment__in=held, standing=True):
        found[payment_row.direct_payment_id].paid.append(payment_row)
    rates = Rate.objects.filter(line__in=of_line, superseded_at__isnull=True)
    for line_id, starts_on, pence in rates.values_list("line_id", "starts_on", "pence"):
        for direct_payment_id in of_line[line_id]:
            found[direct_payment_id].rates.append((starts_on, pence))
    returns = MonitoringReturn.objects.filter(direct_payment__in=held, overpaid_pence__gt=0)
    for direct_payment_id, pence in returns.values_list("direct_payment_id", "overpaid_pence"):
        found[direct_payment_id].returned += pence
    return found


def overpaid(held: DirectPayment) -> int:
    """Pence that were paid too much and that neither a run nor a return has put right. Three statements."""
    account = accounts_of([held])[held.id]
    return too_much(account.differences(held), account.returned)


def _days_of(held: DirectPayment) -> Period:
    """The days of the arrangement on which its service runs; none where they do not meet."""
    service = Period.inclusive(held.line.starts_on, held.line.ends_on)
    days = Period.inclusive(held.starts_on, held.ends_on).intersection(service)
    return days or Period(held.starts_on, held.starts_on)


def _due(row: DirectPayment, account: HeldAccount, until: date) -> list[Due]:
    service = Period.inclusive(row.line.starts_on, row.line.ends_on)
    taken = {(paid.first_day, paid.one_off) for paid in account.paid}
    found = [
        Due(row.id, days, pence)
        for days in cycles(row.starts_on, row.ends_on, Cycle(row.cycle), until)
        if (days.start, False) not in taken and (pence := payment(days, account.rates, service))
    ]
    payable = sum(due.pence for due in found)
    if row.one_off_pence and (row.starts_on, True) not in taken:
        found.append(Due(row.id, Period.inclusive(row.starts_on, row.starts_on), row.one_off_pence, True))
    mending = set_off(account.differences(row), account.returned, payable)
    periods = {str(paid.id): paid for paid in account.paid}
    for key, pence in mending.items():
        paid = periods[key]
        days = Period.inclusive(paid.first_day, paid.last_day)
        found.append(Due(row.id, days, pence, mends_id=paid.id))
    return found


def paid_since(direct_payment_id: UUID, last: date) -> int:
    """Pence of approved runs for periods that began by the day and that no return has counted. Two
    statements.

    A period that was missed and a correction are counted by the first return after they were paid.
    """
    rows = Payment.objects.filter(
        Q(mends__isnull=True, first_day__lte=last) | Q(mends__isnull=False, run__due_to__lte=last),
        direct_payment=direct_payment_id,
        standing=True,
        run__status=PaymentRunStatus.APPROVED.value,
    )
    counted = MonitoringReturn.objects.filter(direct_payment=direct_payment_id)
    return _sum(rows, "pence") - _sum(counted, "paid_pence")


def _sum(rows: QuerySet[Any], name: str) -> int:
    return int(rows.aggregate(pence=Sum(name))["pence"] or 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an arrangement stands by its returns: the last day counted, what is left, and what of it is asked
    back."""

    last_day: date | None
    left: int
    asked: int


def standing_of(direct_payment_id: UUID) -> Standing:
    """All that was paid less all that was spent and came back, in pence. One statement."""
    rows = MonitoringReturn.objects.filter(direct_payment=direct_payment_id)
    sums = rows.aggregate(
        last_day=Max("last_day"),
        left=Sum(F("paid_pence") - F("spent_pence"), default=0),
        came=Sum("reclaim_pence", filter=Q(reclaim_status=ReclaimStatus.RECEIVED.value), default=0),
        asked=Sum("reclaim_pence", filter=Q(reclaim_status=ReclaimStatus.ASKED.value), default=0),
    )
    return Standing(sums["last_day"], int(sums["left"] - sums["came"]), int(sums["asked"]))


def top_ups_in(council_ids: Iterable[UUID], period: Period) -> tuple[int, int]:
    """How many top-ups lie beside the councils' services in the period, and what they come to in pence."""
    rows = TopUp.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=period.start),
        line__payer__in=council_ids,
        starts_on__lte=period.last_day,
    ).values_list("starts_on", "ends_on", "weekly_pence", "line__starts_on", "line__ends_on")
    pence = []
    for first, last, weekly, starts_on, ends_on in rows:
        days = Period.inclusive(first, last).intersection(Period.inclusive(starts_on, ends_on))
        inside = days.intersection(period) if days is not None else None
        if inside is not None:
            pence.append(weekly_amount(weekly, inside.days))
    return len(pence), sum(pence)
