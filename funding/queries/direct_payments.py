"""Reading direct payments, budgets and top-ups: of a person, of a body, and what falls due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Sum

from cases import queries as cases
from cases.queries import CaseHeader
from funding.models import DirectPayment, FundedLine, MonitoringReturn, Payment, PaymentRun, Rate, TopUp
from funding.rules.direct_payments import BudgetKind, Cycle, cycles, payment
from funding.rules.paying import PaymentRunStatus
from funding.rules.proration import weekly_amount
from s117.kernel.actor import Actor
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

PAID_OUT = tuple(kind.value for kind in BudgetKind if kind.is_paid_out)


@dataclass(frozen=True, slots=True)
class Due:
    """A payment that falls due: for which days of which arrangement, and the pence."""

    direct_payment_id: UUID
    days: Period
    pence: int
    one_off: bool = False


@dataclass(frozen=True, slots=True)
class DirectPaymentFile:
    """An arrangement with the person's header, its payments and its returns, as its pages load it."""

    case: CaseHeader
    held: DirectPayment
    payments: tuple[Payment, ...]
    returns: tuple[MonitoringReturn, ...]
    weekly_pence: int

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
    payments = held.payments.filter(standing=True).select_related("run")
    return DirectPaymentFile(case, held, tuple(payments), tuple(held.returns.all()), weekly_on(held.line, on))


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
    named = found.payments.select_related("direct_payment__line__case")
    return RunFile(found, tuple(named.order_by("direct_payment__line__case__reference", "first_day")))


def next_run_number(body_id: UUID) -> int:
    """The body's next run number."""
    return (PaymentRun.objects.filter(body=body_id).aggregate(highest=Max("number"))["highest"] or 0) + 1


def draft_run(body_id: UUID) -> PaymentRun | None:
    """The body's run that nobody has approved."""
    return PaymentRun.objects.filter(body=body_id, status=PaymentRunStatus.DRAFT.value).first()


def due_to(body_id: UUID, until: date) -> tuple[Due, ...]:
    """What the body's arrangements are to be paid for periods that begin up to a day. Three statements."""
    rows = DirectPayment.objects.filter(
        line__payer=body_id, kind__in=PAID_OUT, starts_on__lte=until
    ).select_related("line")
    held = tuple(rows.order_by("starts_on", "id"))
    paid = set(
        Payment.objects.filter(direct_payment__in=held, standing=True).values_list(
            "direct_payment_id", "first_day", "one_off"
        )
    )
    standing = Rate.objects.filter(line__in=[row.line_id for row in held], superseded_at__isnull=True)
    rates: dict[UUID, list[tuple[date, int]]] = {}
    for line_id, starts_on, pence in standing.values_list("line_id", "starts_on", "pence"):
        rates.setdefault(line_id, []).append((starts_on, pence))
    found = [due for row in held for due in _due(row, rates.get(row.line_id, []), until)]
    return tuple(
        due for due in found if (due.direct_payment_id, due.days.start, due.one_off) not in paid and due.pence
    )


def _due(row: DirectPayment, rates: Iterable[tuple[date, int]], until: date) -> list[Due]:
    service = Period.inclusive(row.line.starts_on, row.line.ends_on)
    found = [
        Due(row.id, days, payment(days, rates, service))
        for days in cycles(row.starts_on, row.ends_on, Cycle(row.cycle), until)
    ]
    if row.one_off_pence:
        found.append(Due(row.id, Period.inclusive(row.starts_on, row.starts_on), row.one_off_pence, True))
    return found


def paid_in(direct_payment_id: UUID, first: date, last: date) -> int:
    """Pence of approved runs for periods that began on these days."""
    rows = Payment.objects.filter(
        direct_payment=direct_payment_id,
        standing=True,
        run__status=PaymentRunStatus.APPROVED.value,
        first_day__gte=first,
        first_day__lte=last,
    )
    return int(rows.aggregate(pence=Sum("pence"))["pence"] or 0)


def last_return(direct_payment_id: UUID) -> MonitoringReturn | None:
    """The latest return of an arrangement."""
    return MonitoringReturn.objects.filter(direct_payment=direct_payment_id).order_by("-last_day").first()


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
