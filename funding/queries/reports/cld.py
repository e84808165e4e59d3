"""Services and costs for the adult social care Client Level Data return (practice 5.4).

What this record holds is mapped to an item of the return; what it does not hold (employment, support reason
other than mental health, disabilities) comes from the council's main system. The words of the return change
between its releases, so they stand here in one table and are checked before a council's first submission.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, F, OuterRef, Q, Subquery, Value, When

from careplans.queries import joined as plans
from careplans.rules.terms import Category, Delivery
from cases.queries import joined
from funding.models import Rate
from funding.queries.packages import visible_lines
from funding.queries.reports.base import Filters, Report, Rows, days_column, money, streamed, words
from funding.rules.proration import Unit
from s117.accounts.models import OrganisationKind
from s117.documents.columns import Column, Kind
from s117.kernel.actor import Actor

CARE_HOME = "care_home"
MECHANISMS = {
    Delivery.COMMISSIONED: "CASSR Commissioned Support",
    Delivery.IN_HOUSE: "CASSR Commissioned Support",
    Delivery.DIRECT_PAYMENT: "Direct Payment",
}
FREQUENCIES = {
    Unit.WEEK: "Per week",
    Unit.HOUR: "Hourly",
    Unit.NIGHT: "Per night",
    Unit.SESSION: "Per session",
    Unit.ONE_OFF: "One-off",
}
HOMES = {
    "home": "Settled mainstream housing with family or friends",
    "supported": "Supported accommodation, supported lodgings or supported group home",
    CARE_HOME: "Registered care home",
    "hostel": "Night shelter, emergency hostel or direct access hostel",
    "prison": "Prison, young offenders institution or detention centre",
    "hospital": "Acute hospital or long term healthcare residential facility",
    "no_fixed_abode": "Rough sleeper or squatting",
}
CLD = {
    "payer__code": words("LA_Code", 10),
    "first": days_column("Reporting_Period_Start_Date"),
    "last": days_column("Reporting_Period_End_Date"),
    "case__client__nhs_number": words("NHS_Number", 12),
    "case__reference": words("LA_Person_Unique_Identifier"),
    "gp_code": words("GP_Practice_Code", 10),
    "gp_name": words("GP_Practice_Name", 28),
    "case__client__gender": words("Gender", 8),
    "case__client__ethnic_category": words("Ethnicity", 8),
    "case__client__date_of_birth": days_column("Date_of_Birth"),
    "case__client__date_of_death": days_column("Date_of_Death"),
    "client_type": words("Client_Type", 14),
    "reason": words("Primary_Support_Reason", 24),
    "postcode": words("Postcode", 10),
    "home": words("Accommodation_Status", 40),
    "event": words("Event_Type", 10),
    "id": words("Event_Reference", 36),
    "starts_on": days_column("Event_Start_Date"),
    "ends_on": days_column("Event_End_Date"),
    "description": words("Event_Description", 28),
    "service_type": words("Service_Type", 34),
    "component": words("Service_Component", 20),
    "mechanism": words("Delivery_Mechanism", 26),
    "location": words("Provider_CQC_Location_ID", 16),
    "provider_name": words("Provider_CQC_Location_Name", 28),
    "cost": money("Unit_Cost"),
    "frequency": words("Cost_Frequency_Unit_Type", 12),
    "planned": Column("Planned_units_per_week", Kind.NUMBER, 10),
}


def _mapped(field: str, table: dict[Any, str]) -> Case:
    cases = [When(**{field: key}, then=Value(text)) for key, text in table.items()]
    return Case(*cases, default=Value(""), output_field=CharField())


def _rate_on(day: date) -> Subquery:
    """The rate that holds on the day, in pence for the unit of the service."""
    held = Rate.objects.filter(line=OuterRef("pk"), superseded_at__isnull=True, starts_on__lte=day)
    return Subquery(held.order_by("-starts_on").values("pence")[:1])


def _cld(actor: Actor, filters: Filters) -> Rows:
    """Services that the actor's council pays for and that run on one of the days."""
    day = filters.last
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=filters.first)
    found = visible_lines(actor).filter(
        running,
        starts_on__lte=day,
        payer__in=actor.organisation_ids,
        payer__kind=OrganisationKind.COUNCIL,
    )
    return streamed(_columns(filters.on(found), filters).order_by("case__reference", "starts_on", "id"), *CLD)


def _columns(found: Any, filters: Filters) -> Any:
    day = filters.last
    residential = Q(category=Category.ACCOMMODATION.value, lives=CARE_HOME)
    return found.annotate(
        first=Value(filters.first),
        last=Value(day),
        gp_code=joined.practice_on("case__client", "practice_code", day),
        gp_name=joined.practice_on("case__client", "practice_name", day),
        postcode=joined.address_on("case__client", "postcode", day),
        lives=joined.address_on("case__client", "kind", day),
        client_type=Value("Service User"),
        reason=Value("Mental Health Support"),
        event=Value("Service"),
        location=plans.planned_service("service_key", "cqc_location"),
        delivered=plans.planned_service("service_key", "delivery"),
        quantity=plans.planned_service("service_key", "quantity"),
    ).annotate(
        home=_mapped("lives", HOMES),
        service_type=Case(
            When(residential, then=Value("Long Term Support: Residential Care")),
            default=Value("Long Term Support: Community"),
        ),
        component=_mapped("category", {kind.value: kind.words for kind in Category}),
        mechanism=_mapped("delivered", {kind.value: text for kind, text in MECHANISMS.items()}),
        cost=_rate_on(day),
        frequency=_mapped("unit", {unit.value: text for unit, text in FREQUENCIES.items()}),
        planned=Case(When(unit=Unit.WEEK.value, then=Value(Decimal(1))), default=F("quantity")),
    )


REPORTS = (
    Report(
        "cld",
        "Client Level Data: services and costs",
        "Each service that your council pays for, under the headings of the national return. It names "
        "people, so send it only as your council's rules say.",
        "Services running on one of these days",
        tuple(CLD.values()),
        _cld,
    ),
)
