"""Services and costs for the adult social care Client Level Data return (practice 5.4).

Every heading of the return that a row about a service may carry is here, so that the file joins to the
council's other rows without being typed again. What this record does not hold (employment, autism, dementia,
the outcome of a service) has its heading and an empty cell, and the report says so: it comes from the
council's main system. Requests, assessments, carers and reviews are other rows of the return. Its words
change between its releases: they stand here in one table and are checked before a first submission.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When

from careplans.queries import joined as plans
from careplans.rules.terms import Category, Delivery, HomeKind
from cases.queries import joined
from funding.models import DirectPayment, TopUp
from funding.queries.packages import visible_lines
from funding.queries.reports.base import Filters, Report, Rows, days_column, money, streamed, words
from funding.queries.reports.rates import rate_on
from funding.rules.direct_payments import BudgetKind
from funding.rules.proration import Unit
from funding.rules.top_ups import TopUpPayer
from s117.accounts.models import OrganisationKind
from s117.documents.columns import Column, Kind
from s117.kernel.actor import Actor

CARE_HOME = "care_home"
SIGHT, HEARING, UNSAID = "09", "02", "ZZ"
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
SUPPORTED = "Supported accommodation, supported lodgings or supported group home"
PLANNED = {
    HomeKind.FAMILY: "Settled mainstream housing with family or friends",
    HomeKind.SUPPORTED: SUPPORTED,
    HomeKind.EXTRA_CARE: "Sheltered housing, extra care housing or other sheltered housing",
    HomeKind.SHARED_LIVES: "Shared Lives scheme",
    HomeKind.RESIDENTIAL: "Registered care home",
    HomeKind.NURSING: "Registered nursing home",
    HomeKind.TEMPORARY: "Other temporary accommodation",
}
"""By the home in the plan. One's own home is not here: the return tells owners from tenants."""
HOMES = {
    "supported": SUPPORTED,
    CARE_HOME: "Registered care home",
    "hostel": "Night shelter, emergency hostel or direct access hostel",
    "prison": "Prison, young offenders institution or detention centre",
    "hospital": "Acute hospital or long term healthcare residential facility",
    "no_fixed_abode": "Rough sleeper or squatting",
}
"""By the address, where the plan names no such home; anything else is Unknown in the return."""
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
    "carer": words("Has_Unpaid_Carer", 8),
    "sight": words("Visual_Impairment", 8),
    "hearing": words("Hearing_Impairment", 8),
    "funding": words("Client_Funding_Status", 34),
    "employment": words("Employment_Status", 12),
    "autism": words("Autism_Spectrum_Disorder_ASD", 12),
    "dementia": words("Dementia", 10),
    "outcome": words("Event_Outcome", 12),
}
NOT_HELD = ("employment", "autism", "dementia", "outcome")


def _mapped(field: str, table: dict[Any, str], default: str = "") -> Case:
    cases = [When(**{field: key}, then=Value(text)) for key, text in table.items()]
    return Case(*cases, default=Value(default), output_field=CharField())


def _disability(code: str) -> Case:
    """Yes or no where the person was asked, nothing where they were not or would not say."""
    named = "case__client__disabilities__contains"
    asked = Q(case__client__disabilities__len__gt=0) & ~Q(**{named: [UNSAID]})
    return Case(
        When(**{named: [code]}, then=Value("Yes")),
        When(asked, then=Value("No")),
        default=Value(""),
        output_field=CharField(),
    )


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


def _beside(model: Any, filters: Filters, **over: str) -> Exists:
    """Whether a top-up or an arrangement of the service runs on one of the days."""
    running = Q(ends_on__isnull=True) | Q(ends_on__gte=filters.first)
    return Exists(model.objects.filter(running, line=OuterRef("pk"), starts_on__lte=filters.last, **over))


def _facts(found: Any, filters: Filters) -> Any:
    day = filters.last
    return found.annotate(
        first=Value(filters.first),
        last=Value(day),
        gp_code=joined.practice_on("case__client", "practice_code", day),
        gp_name=joined.practice_on("case__client", "practice_name", day),
        postcode=joined.address_on("case__client", "postcode", day),
        lives=joined.address_on("case__client", "kind", day),
        plan_home=plans.planned_home("case", "kind"),
        client_type=Value("Service User"),
        reason=Value("Mental Health Support"),
        event=Value("Service"),
        location=plans.planned_service("service_key", "cqc_location"),
        delivered=plans.planned_service("service_key", "delivery"),
        quantity=plans.planned_service("service_key", "quantity"),
        tops_up=_beside(TopUp, filters, payer=TopUpPayer.PERSON.value),
        paid_out=_beside(DirectPayment, filters, kind=BudgetKind.COUNCIL.value),
        cared_for=joined.has_carer("case", day),
        sight=_disability(SIGHT),
        hearing=_disability(HEARING),
        **{name: Value("") for name in NOT_HELD},
    )


def _columns(found: Any, filters: Filters) -> Any:
    nursing = Q(category=Category.ACCOMMODATION.value, plan_home=HomeKind.NURSING.value)
    lives = Q(plan_home=HomeKind.RESIDENTIAL.value) | Q(lives=CARE_HOME)
    residential = Q(lives, category=Category.ACCOMMODATION.value)
    return _facts(found, filters).annotate(
        home=Case(
            *(When(plan_home=kind.value, then=Value(text)) for kind, text in PLANNED.items()),
            default=_mapped("lives", HOMES, "Unknown"),
            output_field=CharField(),
        ),
        service_type=Case(
            When(nursing, then=Value("Long Term Support: Nursing Care")),
            When(residential, then=Value("Long Term Support: Residential Care")),
            default=Value("Long Term Support: Community"),
        ),
        component=_mapped("category", {kind.value: kind.words for kind in Category}),
        mechanism=Case(
            When(paid_out=True, then=Value(MECHANISMS[Delivery.DIRECT_PAYMENT])),
            default=_mapped("delivered", {kind.value: text for kind, text in MECHANISMS.items()}),
            output_field=CharField(),
        ),
        cost=rate_on(filters.last, "pk"),
        frequency=_mapped("unit", {unit.value: text for unit, text in FREQUENCIES.items()}),
        planned=Case(When(unit=Unit.WEEK.value, then=Value(Decimal(1))), default=F("quantity")),
        carer=Case(When(cared_for=True, then=Value("Yes")), default=Value("")),
        # Aftercare is free (section 117(2)); only a top-up for a dearer home is the person's own money.
        funding=Case(
            When(tops_up=True, then=Value("Joint Client and Social Care Funded")),
            default=Value("Fully Social Care Funded"),
        ),
    )


REPORTS = (
    Report(
        "cld",
        "Client Level Data: services and costs",
        "Each service that your council pays for, under the headings of the national return. It names "
        "people, so send it only as your council's rules say. Employment, autism, dementia and the outcome "
        "of a service are not held here: their cells are empty, and so is a carer or disability that nobody "
        "recorded. An own home is Unknown, because the return tells owners from tenants.",
        "Services running on one of these days",
        tuple(CLD.values()),
        _cld,
    ),
)
