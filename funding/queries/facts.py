"""Rows as the rules want them: every funded line of a council with its rates, shares and deliveries."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast, JSONObject

from cases.rules.lifecycle import CaseStatus
from funding.models import Absence, Delivery, FundedLine, Rate, Share, Split
from funding.rules.absences import Retainer, absence_facts
from funding.rules.lines import DeliveryFact, LineFact, PayerFact, RateFact, SplitFact, Terms
from funding.rules.proration import EndRule, Unit, charged_days, steps
from funding.rules.split import Share as ShareFact
from funding.rules.split import basis_points
from s117.accounts.models import OrganisationKind, OrganisationSuccession
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class LineInPeriod:
    """A funded line for the rules, and what a schedule prints beside its figures."""

    fact: LineFact
    line_id: UUID
    payer_name: str
    case_id: UUID
    case_reference: str
    case_status: CaseStatus
    last_day: date | None
    given_names: str
    family_name: str
    birth_year: int
    nhs_number: str
    description: str
    category: str
    provider_name: str
    po_reference: str
    cost_centre: str
    subjective_code: str
    touched_at: datetime
    councils: frozenset[str]


def with_terms(lines: QuerySet[FundedLine], *, replaced: bool = False) -> QuerySet[FundedLine]:
    """The lines with `rate_rows`, `split_rows` (with shares) and `delivery_rows` as JSON: one statement.

    With `replaced`, rows that newer ones took the place of are there too, marked by `superseded_at`.
    """
    own = {"line": OuterRef("pk")} if replaced else {"line": OuterRef("pk"), "superseded_at__isnull": True}
    noted = {name: name for name in ("starts_on", "recorded_at", "superseded_at", "reason")}
    shares = Share.objects.filter(split=OuterRef("pk")).values(
        row=JSONObject(
            organisation="organisation_id",
            name="organisation__name",
            code="organisation__code",
            kind="organisation__kind",
            percent=Cast("percent", TextField()),
            residual="residual",
        )
    )
    rates = Rate.objects.filter(**own).values(row=JSONObject(pence="pence", **noted))
    splits = Split.objects.filter(**own).values(
        row=JSONObject(
            decision="decision_reference",
            interim="interim",
            shares=ArraySubquery(shares.order_by("organisation__kind", "organisation__code")),
            **noted,
        )
    )
    deliveries = Delivery.objects.filter(**own).values(
        row=JSONObject(
            service_from="service_from",
            service_to="service_to",
            units=Cast("units", TextField()),
            superseded_at="superseded_at",
        )
    )
    away = Absence.objects.filter(line=OuterRef("pk"), superseded_at__isnull=True).values(
        row=JSONObject(first_day="first_day", last_day="last_day", kind="kind", note="note")
    )
    return lines.annotate(
        absence_rows=ArraySubquery(away.order_by("first_day")),
        rate_rows=ArraySubquery(rates.order_by("starts_on", "recorded_at")),
        split_rows=ArraySubquery(splits.order_by("starts_on", "recorded_at")),
        delivery_rows=ArraySubquery(deliveries.order_by("service_from")),
    )


def lines_of_bodies(council_ids: Collection[UUID]) -> QuerySet[FundedLine]:
    """Every line that one of the councils pays or ever had a share in."""
    # A share that was replaced counts too: what was issued under it may have to be taken back.
    shared = Share.objects.filter(split__line=OuterRef("pk"), organisation__in=council_ids)
    return FundedLine.objects.filter(Q(payer__in=council_ids) | Exists(shared))


def lines_in_period(council_ids: Collection[UUID], first: date, last: date) -> tuple[LineInPeriod, ...]:
    """Every line with a service day in the period that a council pays or ever had a share in. One statement,
    so all rows are of one moment."""
    lines = (
        lines_of_bodies(council_ids)
        .filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=first),
            starts_on__lte=last,
        )
        .order_by("case__reference", "starts_on", "id")
    )
    people = {
        "reference": F("case__reference"),
        "case_status": F("case__status"),
        "family_name": F("case__client__family_name"),
        "given_names": F("case__client__given_names"),
        "payer_name": F("payer__name"),
        "born": F("case__client__date_of_birth"),
        "nhs": F("case__client__nhs_number"),
    }
    successions = successions_known()
    return tuple(_line_in_period(row, successions) for row in with_terms(lines).values(*COLUMNS, **people))


COLUMNS = (
    "id", "case_id", "payer_id", "unit", "starts_on", "ends_on", "leaving_day_charged", "description",
    "category", "provider_name", "po_reference", "cost_centre", "subjective_code", "touched_at",
    "rate_rows", "split_rows", "delivery_rows", "absence_rows", "days_after_death", "retained_percent",
    "full_weeks", "retained_weeks", "case__client__date_of_death",
)  # fmt: skip


def successions_known() -> Mapping[str, tuple[date, str]]:
    """Bodies that one other body took over: from which day, by which. A body split among several is left
    to a person, so it is not here."""
    rows = OrganisationSuccession.objects.values_list("predecessor_id", "successor_id", "starts_on")
    alone = rows.annotate(heirs=Count("predecessor__successions")).filter(heirs=1)
    return {str(predecessor): (starts_on, str(heir)) for predecessor, heir, starts_on, _ in alone}


def taken_over_since(moment: datetime) -> frozenset[str]:
    """Bodies whose take-over was written down or changed after the moment: what was issued to them since the
    take-over is to be compared again."""
    changed = OrganisationSuccession.history.filter(history_date__gt=moment)
    return frozenset(str(body) for body in changed.values_list("predecessor_id", flat=True))


def bodies_behind(body_id: UUID) -> frozenset[UUID]:
    """The body and every body that it alone took over, however many steps back."""
    found = {str(body_id)}
    heirs = {body: heir for body, (_, heir) in successions_known().items()}
    while more := {body for body, heir in heirs.items() if heir in found} - found:
        found |= more
    return frozenset(UUID(body) for body in found)


def line_fact(row: Mapping[str, Any], successions: Mapping[str, tuple[date, str]]) -> LineFact:
    """One row of `with_terms(...).values(...)` as the rules take it."""
    splits = tuple(_split_fact(split) for split in row["split_rows"])
    payers = {share.payer for split in splits for share in split.terms.shares}
    service = Period.inclusive(row["starts_on"], row["ends_on"])
    return LineFact(
        key=str(row["id"]),
        service=charged_days(
            service,
            EndRule(row["leaving_day_charged"], row["days_after_death"]),
            died_on=row["case__client__date_of_death"],
        ),
        rates=tuple(RateFact(_day(rate["starts_on"]), int(rate["pence"])) for rate in row["rate_rows"]),
        splits=splits,
        unit=Unit(row["unit"]),
        payers=tuple(fact for payer in sorted(payers) for fact in _standing_in(payer, successions)),
        deliveries=tuple(
            DeliveryFact(
                Period.inclusive(_day(given["service_from"]), _day(given["service_to"])),
                Fraction(given["units"]),
            )
            for given in row["delivery_rows"]
        ),
        absences=absence_facts(
            (_away(given) for given in row["absence_rows"]),
            Retainer(basis_points(str(row["retained_percent"])), row["retained_weeks"], row["full_weeks"]),
        ),
    )


def _away(given: Mapping[str, Any]) -> Period:
    last = given["last_day"]
    return Period.inclusive(_day(given["first_day"]), _day(last) if last else None)


def _line_in_period(row: dict[str, Any], successions: Mapping[str, tuple[date, str]]) -> LineInPeriod:
    same = (
        "payer_name", "case_id", "given_names", "family_name", "description", "category",
        "provider_name", "po_reference", "cost_centre", "subjective_code", "touched_at",
    )  # fmt: skip
    return LineInPeriod(
        fact=line_fact(row, successions),
        line_id=row["id"],
        case_reference=row["reference"],
        case_status=CaseStatus(row["case_status"]),
        last_day=row["ends_on"],
        birth_year=row["born"].year,
        nhs_number=row["nhs"],
        councils=frozenset(
            share["organisation"]
            for split in row["split_rows"]
            for share in split["shares"]
            if share["kind"] == OrganisationKind.COUNCIL
        ),
        **{name: row[name] for name in same},
    )


def _split_fact(split: Mapping[str, Any]) -> SplitFact:
    shares = tuple(
        sorted(
            ShareFact(share["organisation"], basis_points(share["percent"]), share["residual"])
            for share in split["shares"]
        )
    )
    return SplitFact(_day(split["starts_on"]), Terms(shares, split["decision"], split["interim"]))


def _standing_in(payer: str, successions: Mapping[str, tuple[date, str]]) -> tuple[PayerFact, ...]:
    """The bodies that stand in the payer's place from each take-over on, in turn."""
    found: list[tuple[date, str]] = []
    body, seen = payer, {payer}
    while body in successions and successions[body][1] not in seen:
        starts_on, body = successions[body]
        seen.add(body)
        found.append((starts_on, body))
    return tuple(PayerFact(payer, days, heir) for days, heir in steps(found))


def _day(value: str | date) -> date:
    return value if isinstance(value, date) else date.fromisoformat(value)
