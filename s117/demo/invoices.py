"""After Northmoor froze last month: two providers' invoices (F29), and two queries of the NHS body."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Sum

from funding.models import Schedule, ScheduleLine
from funding.rules.invoices import Billed
from funding.rules.settling import Answer
from funding.services import invoices, line_queries
from funding.services.invoices import InvoiceInput
from s117.demo.story import moment
from s117.demo.world import World
from s117.kernel.dates import add_months
from s117.kernel.periods import Period

OVER_PENCE = 1_259
QUESTIONS = (
    ("Our panel's minutes have another share for this person. Which decision is this?",
     "The decision of the reference on the line; the minutes that you have are of the sitting before."),
    ("Please confirm the weekly rate: the provider quotes us a lower one.", ""),
)  # fmt: skip
RIGHT, HIGH = "Harbour Supported Living", "Larch House Residential Care"


def receive_invoices(world: World, today: date) -> None:
    """Two providers ask to be paid for last month; one of them asks for £12.59 too much for one person."""
    first = add_months(today.replace(day=1), -1)
    days = Period(first, add_months(first, 1))
    lowe, price = world.actor("lowe", today), world.actor("price", today)
    for number, (provider, over) in enumerate(((RIGHT, 0), (HIGH, OVER_PENCE)), start=1):
        lines = _lines(provider, days, over)
        if not lines:
            continue
        given = InvoiceInput(
            provider=provider,
            number=f"{first:%Y%m}-{number:03d}",
            received_on=min(days.end or today, today),
            period_from=days.start,
            period_to=days.last_day or today,
            total_pence=sum(line.pence for line in lines),
            lines=lines,
        )
        at = moment(min((days.end or today) + timedelta(days=4), today), 10)
        invoice = invoices.record_invoice(actor=lowe, at=at, given=given)
        if not over:
            invoices.approve_invoice(actor=price, at=at + timedelta(hours=2), invoice_id=invoice.id)


def query_lines(world: World, today: date) -> None:
    """NHS Northmoor asks about two lines of the last frozen schedule; one question has its answer."""
    schedule = Schedule.objects.filter(council__code="NMC", status="frozen").order_by("-number").first()
    if schedule is None:
        return
    lines = ScheduleLine.objects.filter(schedule=schedule, shares__organisation__code="NMI", kind="charge")
    asked = lines.order_by("number").values_list("number", flat=True)[:2]
    lowe, may = world.actor("lowe", today), world.actor("may", today)
    at = max(moment(today - timedelta(days=4), 11), schedule.frozen_at + timedelta(hours=1))
    for number, (question, reply) in zip(asked, QUESTIONS, strict=False):
        query = line_queries.raise_query(
            actor=may, at=at, schedule_id=schedule.id, number=number, words=question
        )
        if reply:
            line_queries.answer_query(
                actor=lowe,
                at=at + timedelta(hours=2),
                query_id=query.id,
                answer=Answer.EXPLAINED,
                words=reply,
            )


def _lines(provider: str, days: Period, over: int) -> tuple[Billed, ...]:
    """What the schedules charge for each person, the last of them with something too much."""
    charged = ScheduleLine.objects.filter(
        schedule__status="frozen", schedule__council__code="NMC", provider_name=provider,
        service_from__gte=days.start, service_to__lte=days.last_day,
    ).exclude(kind="refund")  # fmt: skip
    sums = charged.order_by().values_list("case_reference").annotate(pence=Sum("gross_pence"))
    rows = [(reference, int(pence)) for reference, pence in sorted(sums) if pence > 0]
    return tuple(
        Billed(number, reference, days, pence + (over if number == len(rows) else 0))
        for number, (reference, pence) in enumerate(rows, start=1)
    )
