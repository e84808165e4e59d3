"""A plan as a frozen value, for rules and paper: no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from careplans.rules.lifecycle import PlanStatus
from careplans.rules.snapshot import (
    AgreementPart,
    AroundPart,
    ContactPart,
    CostPart,
    CrisisPart,
    GoalPart,
    HomePart,
    NeedPart,
    PersonPart,
    PlanSnapshot,
    RecipientPart,
    ServicePart,
    SharingPart,
    VersionPart,
)
from careplans.rules.terms import (
    AgreementAnswer,
    Category,
    CopyFormat,
    CostKind,
    CostPer,
    Funder,
    Group,
    HomeKind,
    HomeNeed,
    Hours,
    Party,
    Progress,
    RecipientKind,
    Unit,
)

ARISES = "It arises from the psychosis: when unwell Amara cannot keep a tenancy going alone."
REDUCES = "Without it she went back to hospital within five weeks in 2024."


def key(number: int) -> UUID:
    """A fixed id for the sample's parts."""
    return UUID(int=number)


def a_need(number: int, title: str, domain: str, *, aftercare: bool = True, **changes: Any) -> NeedPart:
    """One assessed need."""
    need = NeedPart(
        key=key(number),
        title=title,
        domain=domain,
        domain_title=domain.replace("_", " ").capitalize(),
        is_aftercare=aftercare,
        reasons=(ARISES, REDUCES)
        if aftercare
        else ("It is an old knee injury, not related to mental disorder.",),
        outcome="To live in her own flat with staff nearby, and to feel safe there at night.",
        no_service_reason="",
    )
    return replace(need, **changes)


def a_service(number: int, need: int, group: Group, description: str, **changes: Any) -> ServicePart:
    """One service line."""
    service = ServicePart(
        id=key(100 + number),
        service_key=key(200 + number),
        need_key=key(need),
        group=group,
        category=Category.ACCOMMODATION,
        description=description,
        provider="Rowan House Supported Living",
        arranged_by="Northmoor Council",
        frequency="",
        quantity=Decimal("1.00"),
        unit=Unit.WEEK,
        starts_on=date(2026, 10, 19),
        ends_on=None,
        contact_name="Beth Sharma",
        contact_phone="01632 960 117",
    )
    return replace(service, **changes)


COUNCIL, ICB = "Northmoor Council", "NHS Northmoor Integrated Care Board"
SERVICES = (
    a_service(1, 1, Group.HEALTH, "Care coordination and nurse visits", provider="Northmoor Mental Health NHS Trust",
              arranged_by="NHS Northmoor ICB", category=Category.TREATMENT, quantity=Decimal("1.00"),
              unit=Unit.SESSION, frequency="at home on Tuesdays", contact_phone="01632 960 200",
              funders=(ICB,)),
    a_service(2, 2, Group.HEALTH, "Cognitive behavioural therapy for psychosis", frequency="for 20 weeks",
              provider="Northmoor Mental Health NHS Trust", arranged_by="NHS Northmoor ICB",
              category=Category.TREATMENT, unit=Unit.SESSION, ends_on=date(2027, 3, 8), contact_name="",
              funders=(ICB,)),
    a_service(3, 3, Group.SOCIAL_CARE, "Supported living with staff on site at night", contact_name="Beth Sharma",
              funders=(COUNCIL, ICB)),
    a_service(4, 4, Group.SOCIAL_CARE, "Support to budget and keep up benefits", provider="Northmoor Welfare Rights",
              category=Category.DAILY_LIVING, quantity=Decimal("1.50"), unit=Unit.HOUR, contact_name="",
              funders=(COUNCIL,)),
    a_service(5, 5, Group.SOCIAL_CARE, "Individual placement and support into work", provider="Wayfinders CIC",
              category=Category.EMPLOYMENT, quantity=Decimal("2.00"), unit=Unit.HOUR, contact_name="",
              funders=(COUNCIL,)),
    a_service(6, 6, Group.OUTSIDE, "Grab rails and a bath board", provider="Northmoor Equipment Service",
              category=Category.EQUIPMENT, unit=Unit.ONE_OFF, contact_name="", contact_phone=""),
    a_service(7, 5, Group.UNIVERSAL, "Library reading group", provider="Northmoor Libraries",
              category=Category.COMMUNITY, frequency="Thursday mornings", quantity=None, unit=None,
              arranged_by="", contact_name="", contact_phone=""),
)  # fmt: skip

NEEDS = (
    a_need(1, "Treatment and someone to notice early signs", "treatment"),
    a_need(2, "Help with voices and distressing beliefs", "psychological",
           outcome="To be less frightened by the voices and to know what to do when they are loud."),
    a_need(3, "A settled home with support", "accommodation"),
    a_need(4, "Help with money and benefits", "money", outcome="Universal credit in payment and rent kept up."),
    a_need(5, "Something worthwhile to do", "daytime", outcome="Two mornings of paid work by the spring."),
    a_need(6, "Getting in and out of the bath", "physical_health", aftercare=False,
           outcome="To bathe safely with her bad knee."),
)  # fmt: skip


def a_snapshot(**changes: Any) -> PlanSnapshot:
    """Amara Obi's first plan, whole and published (practice J1)."""
    plan = PlanSnapshot(
        number=1,
        status=PlanStatus.PUBLISHED,
        person=PersonPart(
            reference="S117-2026-00042", family_name="Obi", given_names="Amara", preferred_name="",
            date_of_birth=date(1988, 3, 14), nhs_number="9990000018", section="Section 3",
            council="Northmoor Council", nhs_body="NHS Northmoor Integrated Care Board",
            coordinator="Megan Jones", team="Recovery East",
            coordinator_phone="01632 960 118", council_since=date(2026, 10, 19), nhs_body_since=date(2026, 10, 19),
        ),
        effective_from=date(2026, 10, 19),
        review_due_on=date(2026, 11, 30),
        published_on=date(2026, 10, 16),
        published_by="Daniel Hart",
        what_matters="My sister Ngozi and her children. My own front door. Cooking jollof on Sundays.",
        how_i_communicate="Face to face is best. Give me time: when I am tired I need a minute before I answer.",
        please_do="Tell me what is going to happen before it happens.\nAsk before you sit down in my flat.",
        please_dont="Don’t stand over me or talk about me as if I were not there.",
        strengths="I manage my own cooking and I am good with figures. I asked for help early this year.",
        preferences="Women workers where that can be arranged. Appointments after 11am.",
        aspirations="To work in a kitchen again and to take my nieces to Lagos.",
        my_part="I will take my medication, keep my Tuesday visits and ring when I stop sleeping.",
        carers_part="Ngozi will ring every evening and tell the team if she is worried.",
        medication="Aripiprazole 400 mg depot every 4 weeks at Mill Lane clinic. Side effects reviewed each visit.",
        physical_health="Annual health check booked for 12 January 2027. Old knee injury.",
        conditions="None.",
        capacity="Amara has capacity to decide where to live and about her treatment.",
        factors_considered=("disability", "substances", "parenting_caring", "other_area", "other_agencies",
                            "conditions", "social_cultural"),
        factors_note="",
        persons_views="I am happy with the flat. I would have liked it to be nearer my sister, and I want to "
        "talk about moving in a year.",
        carers_views="Ngozi is glad staff are there at night and would like to be rung if Amara misses a visit.",
        sharing_wishes="Share all of it with my GP and Rowan House. Do not share my views with my landlord.",
        goals=(
            GoalPart(key(11), "To go back to paid work in a kitchen", "Two paid mornings a week", date(2027, 4, 1),
                     Progress.WORKING, 4),
            GoalPart(key(12), "To sleep through most nights", "Five nights in seven", None, Progress.NOT_STARTED, None),
        ),
        needs=NEEDS,
        services=SERVICES,
        crisis=CrisisPart(
            keeping_well="Routine, cooking, seeing Ngozi, the depot on time.",
            triggers="Letters about money. Noise at night. Missing the depot.",
            early_signs="Not sleeping for two nights.\nStopping calls to Ngozi.\nLeaving the television on all night.",
            first_steps="Ring Amara, then visit the same day. Offer an extra appointment with the nurse.",
            what_helps="Quiet, tea, one person talking at a time.",
            risks="Neglects eating when unwell: staff check the fridge on Mondays. No risk to others recorded.",
            advance_choices="Prefers olanzapine to haloperidol if a tranquilliser is needed.",
            admission_preference="A women-only ward, near Northmoor.",
            home_pets_children="Ngozi has a key and will feed the cat.",
            contingency="If Rowan House gives notice, a crisis bed at Elm House for up to 14 days.",
        ),
        contacts=(
            ContactPart(key(21), "Recovery East duty desk", "Care team", "01632 960 201", Hours.WORKING_DAY),
            ContactPart(key(22), "Northmoor crisis line", "NHS crisis team", "0800 496 0117", Hours.ANY_TIME),
        ),
        agreements=(
            AgreementPart(Party.PERSON, AgreementAnswer.IN_PART, "I want to move nearer my sister within a year.",
                          "Amara Obi", date(2026, 10, 14)),
            AgreementPart(Party.COORDINATOR, AgreementAnswer.AGREES, "", "Megan Jones", date(2026, 10, 14)),
            AgreementPart(Party.COUNCIL, AgreementAnswer.AGREES, "", "Ruth Price", date(2026, 10, 15)),
            AgreementPart(Party.NHS, AgreementAnswer.AGREES, "", "Chidi Okoro", date(2026, 10, 15)),
        ),
        recipients=(
            RecipientPart(key(31), "Amara Obi", RecipientKind.PERSON, CopyFormat.EASY_READ, None),
            RecipientPart(key(32), "Mill Lane Surgery", RecipientKind.GP, CopyFormat.STANDARD, None),
            RecipientPart(key(33), "Rowan House Supported Living", RecipientKind.PROVIDER, CopyFormat.STANDARD, None),
        ),
        home=HomePart(
            need=HomeNeed.YES,
            reason="Living alone she stops taking medication; staff at night prevent it.",
            kind=HomeKind.SUPPORTED,
            address="Flat 3, Rowan House, Northmoor",
            landlord="Rowan House Supported Living",
            starts_on=date(2026, 10, 19),
            preference="Nearer to Ngozi when a flat there comes free.",
            move_on="Four weeks' notice either way; then a tenancy of her own near Mill Lane.",
            costs=(
                CostPart(key(41), CostKind.RENT, 18_500, CostPer.WEEK, Funder.JOINT, "",
                         "The need for this home meets both tests.", date(2026, 10, 19), None, None),
                CostPart(key(42), CostKind.UTILITIES, None, CostPer.MONTH, Funder.PERSON, "",
                         "Ordinary bills, which anybody pays.", None, None, None),
            ),
        ),
        benefits_help="A claim for universal credit before she leaves the ward.",
        benefits_owner="Northmoor Welfare Rights",
        benefits_by=date(2026, 10, 16),
        history=(VersionPart(1, date(2026, 10, 16), "Published", "Daniel Hart"),),
        people=(
            AroundPart("Brother or sister, carer", "Ngozi Obi", ""),
            AroundPart("Nearest relative", "Ngozi Obi", ""),
            AroundPart("Mental health advocate (IMHA)", "Lee Foster", "01632 960 455"),
            AroundPart("Responsible clinician", "Dr Sam Rahman", "01632 960 310"),
        ),
        sharing=(
            SharingPart("Ngozi Obi (carer, family or friend)", "May have everything", ""),
            SharingPart("Housing: all of them", "May have nothing", "I do not want the landlord to know."),
        ),
    )  # fmt: skip
    return replace(plan, **changes)
