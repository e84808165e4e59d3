"""Reading a person's funded services with their rates and cost shares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from careplans import queries as careplans
from careplans.queries.plans import ServiceRow
from cases import queries as cases
from cases.queries import CaseHeader
from funding.models import Delivery, FundedLine, Rate, Split
from funding.queries.facts import COLUMNS as FACT_COLUMNS
from funding.queries.facts import line_fact, successions_known, with_terms
from funding.rules.absences import AbsenceKind
from funding.rules.lifecycle import LineStatus
from funding.rules.lines import LineFact
from funding.rules.proration import Unit
from s117.accounts.models import Organisation
from s117.kernel.actor import Actor
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One body's part, as a page shows it."""

    organisation_id: UUID
    name: str
    code: str
    percent: str
    residual: bool


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate that holds from a day on; `superseded_at` once a newer one took its place."""

    starts_on: date
    pence: int
    recorded_at: datetime
    superseded_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class SplitRow:
    """A cost share that holds from a day on."""

    starts_on: date
    decision_reference: str
    interim: bool
    shares: tuple[ShareRow, ...]
    recorded_at: datetime
    superseded_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """Units delivered in some days, both inclusive."""

    service_from: date
    service_to: date
    units: Decimal


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Days away, both inclusive; without a last one the person has not come back."""

    first_day: date
    last_day: date | None
    kind: AbsenceKind
    note: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A funded service with the rates, shares and deliveries that stand, oldest first, and those replaced."""

    id: UUID
    version: int
    case_id: UUID
    case_reference: str
    service_key: UUID
    group: str
    category: str
    description: str
    provider_name: str
    payer_id: UUID
    payer_name: str
    unit: Unit
    starts_on: date
    ends_on: date | None
    status: LineStatus
    end_reason: str
    leaving_day_charged: bool
    cost_centre: str
    subjective_code: str
    po_reference: str
    days_after_death: int
    full_weeks: int
    retained_percent: Decimal
    retained_weeks: int | None
    project_code: str
    budget_code: str
    vat_code: str
    home_difference_pence: int | None
    home_difference_reason: str
    vendor_number: str
    payer_code: str
    rates: tuple[RateRow, ...]
    splits: tuple[SplitRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    absences: tuple[AbsenceRow, ...]
    replaced: tuple[RateRow | SplitRow, ...]

    @property
    def unit_words(self) -> str:
        """What the rate buys: 'a week'."""
        return self.unit.words

    def rate_on(self, day: date) -> RateRow | None:
        """The rate that holds on a day; before the first one's day, the first one."""
        return _holding(self.rates, day)

    def split_on(self, day: date) -> SplitRow | None:
        """The cost share that holds on a day; before the first one's day, the first one."""
        return _holding(self.splits, day)


@dataclass(frozen=True, slots=True)
class LineFile:
    """A funded line with the person's case, as the pages about it load it."""

    case: CaseHeader
    line: LineRow

    @property
    def id(self) -> UUID:
        """The line's id, for the record of who looked."""
        return self.line.id


LINE_COLUMNS = (
    "id", "version", "case_id", "service_key", "group", "category", "description", "provider_name",
    "payer_id", "unit", "starts_on", "ends_on", "status", "end_reason", "leaving_day_charged",
    "cost_centre", "subjective_code", "po_reference", "home_difference_pence", "home_difference_reason",
    "days_after_death", "full_weeks", "retained_percent", "retained_weeks", "project_code", "budget_code",
    "vat_code", "vendor_number",
)  # fmt: skip


def lines_of(case_id: UUID) -> tuple[LineRow, ...]:
    """The person's funded services, oldest first. One statement."""
    return _rows(FundedLine.objects.filter(case_id=case_id).order_by("starts_on", "id"))


def line_for(actor: Actor, ref: str, line_id: UUID) -> LineFile:
    """A funded service of a person the actor sees; else NotFound."""
    case = cases.case_for(actor, ref)
    found = _rows(FundedLine.objects.filter(case_id=case.id, pk=line_id))
    if not found:
        raise NotFound
    return LineFile(case, found[0])


def lock_line(line_id: UUID) -> FundedLine:
    """The line, its case locked first (locks go down the line of apps); NotFound if there is none."""
    case_id = FundedLine.objects.filter(pk=line_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    cases.lock_case(case_id)
    return FundedLine.objects.select_for_update(no_key=True).get(pk=line_id)


def line_fact_of(line_id: UUID) -> LineFact:
    """One line as the rules take it, with the terms that stand."""
    row = with_terms(FundedLine.objects.filter(pk=line_id)).values(*FACT_COLUMNS).get()
    return line_fact(row, successions_known())


def by_code(pence: Mapping[str, int]) -> dict[str, int]:
    """Pence by the bodies' codes instead of their ids."""
    codes = dict(Organisation.objects.filter(pk__in=pence).values_list("pk", "code"))
    return {codes[UUID(body)]: amount for body, amount in pence.items()}


def line_by_service(service_key: UUID) -> FundedLine | None:
    """The funded line of a plan's service, if it has one."""
    return FundedLine.objects.filter(service_key=service_key).first()


def standing_rate(line_id: UUID, starts_on: date) -> Rate | None:
    """The rate that starts on exactly this day and has not been replaced."""
    return Rate.objects.filter(line=line_id, starts_on=starts_on, superseded_at__isnull=True).first()


def rate_on(line_id: UUID, day: date) -> Rate | None:
    """The rate that holds on a day, if one has begun."""
    standing = Rate.objects.filter(line=line_id, starts_on__lte=day, superseded_at__isnull=True)
    return standing.order_by("-starts_on").first()


def standing_split(line_id: UUID, starts_on: date) -> Split | None:
    """The cost share that starts on exactly this day and has not been replaced."""
    return Split.objects.filter(line=line_id, starts_on=starts_on, superseded_at__isnull=True).first()


def standing_delivery(line_id: UUID, service_from: date) -> Delivery | None:
    """The units recorded from exactly this day that have not been replaced."""
    return Delivery.objects.filter(
        line=line_id, service_from=service_from, superseded_at__isnull=True
    ).first()


def other_deliveries(line_id: UUID, days: Period) -> QuerySet[Delivery]:
    """Units that stand for some of these days under another first day, oldest first."""
    standing = Delivery.objects.filter(
        line=line_id,
        superseded_at__isnull=True,
        service_from__lte=days.last_day,
        service_to__gte=days.start,
    )
    return standing.exclude(service_from=days.start).order_by("service_from")


def visible_lines(actor: Actor) -> QuerySet[FundedLine]:
    """Funded lines of the people that the actor sees."""
    return FundedLine.objects.filter(case__in=cases.visible_to(actor))


def services_unfunded(case_id: UUID, lines: Iterable[LineRow]) -> tuple[ServiceRow, ...]:
    """Services of the plan in force that no funded line pays for, any group. One statement."""
    funded = {line.service_key for line in lines}
    return tuple(row for row in careplans.published_services(case_id) if row.service_key not in funded)


def _holding(rows: tuple[Any, ...], day: date) -> Any:
    started = [row for row in rows if row.starts_on <= day]
    return (started or rows[:1] or [None])[-1]


def _rows(lines: QuerySet[FundedLine]) -> tuple[LineRow, ...]:
    found = with_terms(lines, replaced=True).values(
        *LINE_COLUMNS,
        *TERM_COLUMNS,
        case_reference=F("case__reference"),
        payer_name=F("payer__name"),
        payer_code=F("payer__code"),
    )
    return tuple(_line_row(row) for row in found)


TERM_COLUMNS = ("rate_rows", "split_rows", "delivery_rows", "absence_rows")


def _line_row(row: dict[str, Any]) -> LineRow:
    own = {name: row[name] for name in (*LINE_COLUMNS, "case_reference", "payer_name", "payer_code")}
    own |= {"unit": Unit(row["unit"]), "status": LineStatus(row["status"])}
    rates = tuple(RateRow(pence=rate["pence"], **_noted(rate)) for rate in row["rate_rows"])
    splits = tuple(_split_row(split) for split in row["split_rows"])
    return LineRow(
        **own,
        rates=tuple(rate for rate in rates if rate.superseded_at is None),
        splits=tuple(split for split in splits if split.superseded_at is None),
        deliveries=tuple(
            _delivery_row(given) for given in row["delivery_rows"] if not given["superseded_at"]
        ),
        absences=tuple(
            AbsenceRow(
                date.fromisoformat(given["first_day"]),
                date.fromisoformat(given["last_day"]) if given["last_day"] else None,
                AbsenceKind(given["kind"]),
                given["note"],
            )
            for given in row["absence_rows"]
        ),
        replaced=tuple(term for term in (*rates, *splits) if term.superseded_at is not None),
    )


def _split_row(split: dict[str, Any]) -> SplitRow:
    shares = tuple(
        ShareRow(
            UUID(share["organisation"]), share["name"], share["code"], share["percent"], share["residual"]
        )
        for share in split["shares"]
    )
    return SplitRow(
        decision_reference=split["decision"], interim=split["interim"], shares=shares, **_noted(split)
    )


def _delivery_row(given: dict[str, Any]) -> DeliveryRow:
    first, last = (date.fromisoformat(given[name]) for name in ("service_from", "service_to"))
    return DeliveryRow(first, last, Decimal(given["units"]))


def _noted(row: dict[str, Any]) -> dict[str, Any]:
    replaced = row["superseded_at"]
    return {
        "starts_on": date.fromisoformat(row["starts_on"]),
        "recorded_at": datetime.fromisoformat(row["recorded_at"]),
        "superseded_at": datetime.fromisoformat(replaced) if replaced else None,
        "reason": row["reason"],
    }
