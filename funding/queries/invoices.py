"""Reading providers' invoices: a body's own, and what its schedules charge for the same people and days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from funding.models import FundedLine, Invoice, InvoiceCharge, InvoiceLine, ScheduleLine, ScheduleShare
from funding.queries.issued import OF_SERVICE, paid_out
from funding.rules.invoices import Charged, LineStatus, Settlement, part_of, without
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.settling import InvoiceStatus
from s117.kernel.actor import Actor
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice in a list, with how many of its lines are a query."""

    id: UUID
    version: int
    body_id: UUID
    provider_name: str
    number: str
    received_on: date
    period_from: date
    period_to: date
    total_pence: int
    tolerance_pence: int
    status: InvoiceStatus
    recorded_by_id: UUID
    recorded_by_name: str
    recorded_at: datetime
    matched_at: datetime
    approved_by_name: str | None
    approved_at: datetime | None
    payable_pence: int | None
    line_count: int
    queries: int
    charged_pence: int

    @property
    def key(self) -> str:
        """Where the next page of a list begins."""
        return f"{self.recorded_at.isoformat()}_{self.id}"


@dataclass(frozen=True, slots=True)
class InvoiceLineRow:
    """A line of an invoice with what the schedules charge for it."""

    id: UUID
    version: int
    number: int
    client_reference: str
    days: Period
    amount_pence: int
    charged_pence: int
    status: LineStatus
    settlement: Settlement | None
    settled_words: str
    settled_by_id: UUID | None
    settled_by_name: str | None
    charges: int

    @property
    def difference(self) -> int:
        """Invoiced less charged, in pence."""
        return self.amount_pence - self.charged_pence


@dataclass(frozen=True, slots=True)
class LeftRow:
    """Days that a schedule charges and no invoice of the provider asks for."""

    client: str
    description: str
    schedule: str
    number: int
    days: Period
    pence: int


COLUMNS = (
    "id", "version", "body_id", "provider_name", "number", "received_on", "period_from", "period_to",
    "total_pence", "tolerance_pence", "recorded_by_id", "recorded_at", "matched_at", "approved_at",
    "payable_pence",
)  # fmt: skip


def invoices_visible_to(actor: Actor) -> QuerySet[Invoice]:
    """The invoices sent to the actor's own body."""
    if actor.system:
        return Invoice.objects.all()
    if not actor.may(Permission.INVOICE_VIEW):
        return Invoice.objects.none()
    return Invoice.objects.filter(body__in=actor.organisation_ids)


def invoices_for(actor: Actor, *, after: str | None = None, limit: int = 50) -> tuple[InvoiceRow, ...]:
    """The body's invoices, newest first, after the row of that key. One statement."""
    found = invoices_visible_to(actor)
    if after is not None:
        found = _after(found, after)
    return _rows(found.order_by("-recorded_at", "-id")[:limit])


def invoice_for(actor: Actor, invoice_id: UUID) -> InvoiceRow:
    """One invoice of the actor's body; else NotFound."""
    found = _rows(invoices_visible_to(actor).filter(pk=invoice_id))
    if not found:
        raise NotFound
    return found[0]


def open_invoices(actor: Actor) -> tuple[int, int]:
    """How many invoices of the body are being checked, and how many of those have a query. One statement."""
    query = InvoiceLine.objects.filter(invoice=OuterRef("pk"), status=LineStatus.QUERY.value)
    checking = invoices_visible_to(actor).filter(status=InvoiceStatus.CHECKING.value)
    found = checking.aggregate(all=Count("pk"), queries=Count("pk", filter=Exists(query)))
    return found["all"], found["queries"]


def lines_of_invoice(invoice_id: UUID) -> tuple[InvoiceLineRow, ...]:
    """Every line, those with an open query first. One statement."""
    rows = InvoiceLine.objects.filter(invoice=invoice_id).annotate(
        settled_by_name=F("settled_by__full_name"), taken=Count("charges")
    )
    found = [
        InvoiceLineRow(
            row.id, row.version, row.number, row.client_reference,
            Period.inclusive(row.service_from, row.service_to), row.amount_pence, row.charged_pence,
            LineStatus(row.status), Settlement(row.settlement) if row.settlement else None, row.settled_words,
            row.settled_by_id, row.settled_by_name, row.taken,
        )
        for row in rows
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.status is not LineStatus.QUERY, row.number)))


def invoice_line_for(invoice: InvoiceRow, line_id: UUID) -> InvoiceLineRow:
    """One line of the invoice; else NotFound."""
    found = [row for row in lines_of_invoice(invoice.id) if row.id == line_id]
    if not found:
        raise NotFound
    return found[0]


def providers_paid_by(actor: Actor) -> tuple[str, ...]:
    """Names of the providers that the actor's body pays, in order. One statement."""
    paid = FundedLine.objects.filter(payer__in=actor.organisation_ids).exclude(provider_name="")
    return tuple(paid.order_by("provider_name").values_list("provider_name", flat=True).distinct())


def free_charges(
    body_ids: Collection[UUID], provider: str, days: Period, *, beside: UUID | None = None
) -> tuple[Charged, ...]:
    """What frozen schedules charge the bodies for the provider on the days, less what invoices have taken.

    The invoice `beside` counts as having taken nothing. Two statements.
    """
    charges = _charges(body_ids, provider, days)
    taken = InvoiceCharge.objects.filter(charge__in=charges.values("pk")).exclude(line__invoice=beside)
    used: dict[UUID, list[Period]] = defaultdict(list)
    for charge, first, last in taken.values_list("charge_id", "service_from", "service_to"):
        used[charge].append(Period.inclusive(first, last))
    rows = charges.values_list("pk", "case_reference", "line_id", "service_from", "service_to", "gross_pence")
    free: list[Charged] = []
    for key, client, service, first, last, pence in rows:
        whole = Charged(str(key), client, str(service), Period.inclusive(first, last), pence)
        free += _less(whole, used[key])
    return tuple(part for charge in free if (part := part_of(charge, days)) is not None)


def left_of(charges: Iterable[Charged]) -> tuple[LeftRow, ...]:
    """Charges in words for the page, in order of the person. One statement."""
    wanted = {UUID(charge.key): charge for charge in charges}
    rows = ScheduleLine.objects.filter(pk__in=wanted).values_list(
        "pk", "description", "schedule__council__code", "schedule__number", "number"
    )
    known = {pk: rest for pk, *rest in rows}
    found = []
    for charge in charges:
        description, council, schedule, number = known[UUID(charge.key)]
        found.append(
            LeftRow(charge.client, description, f"{council} {schedule}", number, charge.days, charge.pence)
        )
    return tuple(sorted(found, key=lambda row: (row.client, row.days, row.schedule, row.number)))


def same_invoice(body_id: UUID, provider: str, number: str) -> Invoice | None:
    """The provider's invoice of that number that the body has, if it has one. Capitals do not matter."""
    same = Invoice.objects.filter(body=body_id, provider_name__iexact=provider, number__iexact=number)
    return same.exclude(status=InvoiceStatus.WITHDRAWN.value).first()


def lock_invoice(actor: Actor, invoice_id: UUID) -> Invoice:
    """An invoice of the actor's body, locked until the transaction ends."""
    visible = invoices_visible_to(actor).filter(pk=invoice_id)
    found = visible.select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise NotFound
    return found


def _charges(body_ids: Collection[UUID], provider: str, days: Period) -> QuerySet[ScheduleLine]:
    """Lines of frozen schedules for which one of the bodies pays the provider; what goes to a
    person, or came back from one, is no charge of the provider."""
    pays = ScheduleShare.objects.filter(line=OuterRef("pk"), residual=True, organisation__in=body_ids)
    return ScheduleLine.objects.filter(
        OF_SERVICE,
        ~Exists(paid_out()),
        Exists(pays),
        schedule__status=ScheduleStatus.FROZEN.value,
        provider_name__iexact=provider,
        service_from__lte=days.last_day,
        service_to__gte=days.start,
    ).order_by()


def _less(charge: Charged, used: Iterable[Period]) -> list[Charged]:
    left = [charge]
    for days in used:
        pieces: list[Charged] = []
        for piece in left:
            part = part_of(piece, days)
            pieces += [piece] if part is None else without(piece, part)
        left = pieces
    return left


def _after(found: QuerySet[Invoice], key: str) -> QuerySet[Invoice]:
    moment, _, last = key.partition("_")
    try:
        at, pk = datetime.fromisoformat(moment), UUID(last)
    except ValueError:
        raise NotFound from None
    return found.filter(Q(recorded_at__lt=at) | Q(recorded_at=at, id__lt=pk))


def _rows(found: QuerySet[Invoice]) -> tuple[InvoiceRow, ...]:
    named = found.annotate(
        recorded_by_name=F("recorded_by__full_name"),
        approved_by_name=F("approved_by__full_name"),
        line_count=Count("lines"),
        queries=Count("lines", filter=Q(lines__status=LineStatus.QUERY.value)),
        charged_pence=Coalesce(Sum("lines__charged_pence"), 0),
    )
    named_too = ("recorded_by_name", "approved_by_name", "line_count", "queries", "charged_pence")
    rows = named.values(*COLUMNS, *named_too, "status")
    return tuple(
        InvoiceRow(
            **{
                **row,
                "status": InvoiceStatus(row["status"]),
                "charged_pence": int(row["charged_pence"]),
            }
        )
        for row in rows
    )
