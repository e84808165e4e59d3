"""The register seen from both bodies: what each said last, what is paid for, and which splits disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from cases import queries as cases
from cases.queries import joined
from funding.models import DecisionShare, FundedLine
from funding.queries.facts import successions_known, with_terms
from funding.queries.reports.base import Filters, Report, Rows, days_column, number, words, worked
from funding.rules.agreed_splits import Held, doubt_words, doubts
from funding.rules.split import basis_points
from s117.accounts.models import OrganisationKind
from s117.kernel.actor import Actor

REGISTER = {
    "reference": words("Local reference"),
    "status": words("Status", 16),
    "council": words("Council", 10),
    "council_said": words("Council says still owed", 12),
    "council_on": days_column("Council said so on"),
    "nhs": words("NHS body", 10),
    "nhs_said": words("NHS body says still owed", 12),
    "nhs_on": days_column("NHS body said so on"),
    "agreement": words("Do they agree?", 20),
    "running": number("Funded services running"),
    "disagreeing": number("Splits that disagree"),
    "why": words("Which, and why", 60),
}
KINDS = {
    OrganisationKind.COUNCIL.value: "council",
    OrganisationKind.ICB.value: "nhs",
    OrganisationKind.LHB.value: "nhs",
}
Doubted = Sequence[tuple[str, Sequence[Any]]]


def _register(actor: Actor, filters: Filters) -> Rows:
    day = filters.last
    lines = _running(day).filter(case=OuterRef("pk")).order_by()
    unsaid = Q(council_said__isnull=True) | Q(nhs_said__isnull=True)
    found = (
        cases.visible_to(actor)
        .filter(registered_on__lte=day)
        .annotate(
            council=joined.responsible("pk", "council"),
            nhs=joined.responsible("pk", "nhs_body"),
            council_said=joined.last_confirmed("pk", "council", "still_owed", day),
            council_on=joined.last_confirmed("pk", "council", "confirmed_on", day),
            nhs_said=joined.last_confirmed("pk", "nhs_body", "still_owed", day),
            nhs_on=joined.last_confirmed("pk", "nhs_body", "confirmed_on", day),
            running=Subquery(lines.values("case").annotate(lines=Count("pk")).values("lines")),
        )
        .annotate(
            agreement=Case(
                When(unsaid, then=Value("not said by both")),
                When(council_said=F("nhs_said"), then=Value("yes")),
                default=Value("no"),
                output_field=CharField(),
            )
        )
    )
    names = [name for name in REGISTER if name not in {"disagreeing", "why"}]
    doubted = _doubted(actor, day)
    return worked(found.order_by("reference").values("pk", *names), partial(_entry, doubted))


def _entry(doubted: Mapping[UUID, Doubted], row: Mapping[str, Any]) -> Sequence[Any]:
    mine = doubted.get(row["pk"], ())
    said = {"disagreeing": len(mine), "why": doubt_words(mine)}
    return [said[name] if name in said else row[name] for name in REGISTER]


def _running(day: date) -> QuerySet[FundedLine]:
    """Services with the day in them."""
    return FundedLine.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)


def _doubted(actor: Actor, day: date) -> Mapping[UUID, Doubted]:
    """By case the services whose split the bodies may not agree on. Three statements, however many."""
    heirs = {body: heir for body, (starts_on, heir) in successions_known().items() if starts_on <= day}
    signed = _signed(actor, day, heirs)
    lines = with_terms(_running(day).filter(case__in=cases.visible_to(actor))).order_by("starts_on", "id")
    rows = lines.annotate(
        council=joined.responsible("case", "council", "body_id"),
        nhs=joined.responsible("case", "nhs_body", "body_id"),
    ).values("case_id", "service_key", "description", "split_rows", "council", "nhs")
    found: dict[UUID, list[tuple[str, Sequence[Any]]]] = defaultdict(list)
    for row in rows:
        if doubt := doubts(_held(row, day, heirs), signed.get(row["service_key"])):
            found[row["case_id"]].append((row["description"], doubt))
    return found


def _held(row: Mapping[str, Any], day: date, heirs: Mapping[str, str]) -> Held | None:
    """The split that holds on the day, with bodies that were taken over under the name of who did."""
    begun = [split for split in row["split_rows"] if date.fromisoformat(split["starts_on"]) <= day]
    if not begun:
        return None
    last = begun[-1]
    points: dict[str, int] = defaultdict(int)
    for share in last["shares"]:
        points[_heir(share["organisation"], heirs)] += basis_points(share["percent"])
    kinds = {_heir(s["organisation"], heirs): KINDS.get(s["kind"], "") for s in last["shares"]}
    answers = {kind: _heir(str(row[kind]), heirs) for kind in ("council", "nhs") if row[kind]}
    return Held(points, last["interim"], kinds, answers)


def _signed(actor: Actor, day: date, heirs: Mapping[str, str]) -> Mapping[UUID, Mapping[str, int]]:
    """By service what the latest decision in force gives each body from its last term up to the day."""
    rows = DecisionShare.objects.filter(
        term__decision__effected_at__isnull=False,
        term__decision__application__case__in=cases.visible_to(actor),
        term__starts_on__lte=day,
    ).order_by("term__starts_on", "term__decision__effected_at", "term_id")
    columns = ("term__decision__services__service__service_key", "term_id", "organisation_id", "percent")
    latest: dict[UUID, tuple[Any, dict[str, int]]] = {}
    for service, term, body, percent in rows.values_list(*columns):
        if service not in latest or latest[service][0] != term:
            latest[service] = (term, {})
        latest[service][1][_heir(str(body), heirs)] = basis_points(str(percent))
    return {service: points for service, (_, points) in latest.items()}


def _heir(body: str, heirs: Mapping[str, str]) -> str:
    seen = {body}
    while body in heirs and heirs[body] not in seen:
        body = heirs[body]
        seen.add(body)
    return body


REPORTS = (
    Report(
        "register",
        "Register reconciliation",
        "Each entry with what council and NHS body said last, whether they agree, what is paid for and "
        "which of its splits disagree: with what both signed, with who is responsible, or none at all.",
        "As it stood on the last day",
        tuple(REGISTER.values()),
        _register,
        filtered=False,
    ),
)
