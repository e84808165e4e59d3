"""The middle of journey J1: the needs assessment and the care plan, filled in page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from assessments.rules.domains import DOMAINS
from careplans.models import CarePlan
from tests.functional.journey import Desk

LEFT = date(2026, 10, 19)
NEEDS = (
    ("accommodation", "A supported home", True),
    ("medication", "Help to keep taking medication", True),
    ("treatment", "Someone who notices early signs", True),
    ("daily_living", "Support to cook and shop", True),
    ("daytime", "Something to get up for", True),
    ("physical_health", "Help with stairs after an old knee injury", False),
)

SERVICES = (
    ("A supported home", "social_care", "accommodation", "Supported living with staff at night"),
    ("Help to keep taking medication", "health", "treatment", "Depot clinic"),
    ("Someone who notices early signs", "health", "treatment", "Visits from a community nurse"),
    ("Support to cook and shop", "social_care", "daily_living", "Support hours at home"),
    ("Something to get up for", "social_care", "employment", "Employment group"),
    ("Help with stairs after an old knee injury", "outside", "equipment", "Stair rails"),
)


def assess(desk: Callable[..., Desk], ref: str) -> None:
    """The coordinator assesses every need, and the manager signs off."""
    jones = desk("jones", date(2026, 10, 9))
    jones.open(f"/cases/{ref}/assessments/start/")
    jones.save()
    base = f"/cases/{ref}/assessments/1/"
    for domain, title, aftercare in NEEDS:
        answer = "yes" if aftercare else "no"
        jones.open(f"{base}domains/{domain}/needs/add/")
        jones.fill(
            title=title, arises=answer, arises_reason="As the ward round recorded.", reduces=answer,
            reduces_reason="As the last two admissions showed.", override="follow", care_act_eligible="yes",
        )  # fmt: skip
        jones.save()
    needed = {domain for domain, _, _ in NEEDS}
    for item in DOMAINS:
        jones.page.goto(f"{base}domains/{item.code}/edit/")
        jones.fill(
            situation=f"{item.title}: talked through.", person_view="I would like help to begin with.",
            has_need="yes" if item.code in needed else "no", completed="yes",
        )  # fmt: skip
        jones.save()
    sections: dict[str, dict[str, Any]] = {
        "about": {
            "assessor_name": "Sam Jones", "assessor_profession": "Social worker",
            "registration_number": "SW12345", "assessed_from": date(2026, 10, 8), "method": "in_person",
            "capacity": "has", "consent": "given",
        },
        "risk": {
            "risk_summary": "Stops eating when unwell.", "triggers": "Missed medication.",
            "warning_signs": "Sleeps less than four hours.", "protective_factors": "Her sister.",
        },
        "carer": {"carer_assessment": "accepted", "carer_impact": "Her sister misses work."},
        "summary": {
            "aftercare_summary": "A supported home, medication, early signs, days with a shape.",
            "other_summary": "Stairs, because of an old knee injury.", "care_act_conclusion": "eligible",
            "care_act_reason": "Two outcomes cannot be reached because of the knee.",
        },
    }  # fmt: skip
    for section, answers in sections.items():
        jones.open(f"{base}sections/{section}/edit/")
        jones.fill(**answers, completed="yes")
        jones.save()
    jones.open(f"{base}submit/")
    jones.save()
    hart = desk("hart", date(2026, 10, 10))
    hart.open("/")
    hart.follow("Sign off or send back")
    hart.open(f"{base}sign-off/")
    hart.save()
    hart.open(base)
    hart.sees("Signed off", "Help with stairs after an old knee injury")


def write_the_plan(desk: Callable[..., Desk], ref: str) -> None:
    """The coordinator writes the plan that answers each need."""
    jones = desk("jones", date(2026, 10, 12))
    jones.open(f"/cases/{ref}/plans/start/")
    jones.save()
    base = f"/cases/{ref}/plans/1/"
    sections: dict[str, dict[str, Any]] = {
        "about_me": {
            "what_matters": "My sister Ngozi. My own front door.", "strengths": "I am good with figures.",
            "preferences": "Women workers where that can be arranged.",
        },
        "health": {"medication": "Aripiprazole depot every four weeks."},
        "crisis": {
            "early_signs": "Not sleeping for two nights.", "first_steps": "Ring, then visit the same day.",
            "risks": "Stops eating when unwell: staff check on Mondays.",
            "contingency": "A crisis bed at Elm House.",
        },
        "accommodation": {
            "need": "yes", "reason": "Living alone she stops taking medication.", "kind": "supported",
            "move_on": "A tenancy of her own once she manages her medication.",
        },
        "factors": {},
        "dates": {"effective_from": LEFT, "review_due_on": date(2026, 11, 30)},
    }  # fmt: skip
    for section, answers in sections.items():
        jones.open(f"{base}sections/{section}/edit/")
        asked = {} if section == "accommodation" else {"completed": "yes"}
        if section == "factors":
            offered = jones.page.locator('[name="factors_considered"]').evaluate_all(
                "n => n.map(x => x.value)"
            )
            jones.fill(factors_considered=offered, **asked)
        else:
            jones.fill(**answers, **asked)
        jones.save()
    jones.open(f"{base}accommodation/costs/add/")
    jones.fill(kind="rent", funder="person", reason="She has her benefits.")
    jones.save()
    jones.sees("Nobody may be charged for it")
    jones.fill(funder="joint", reason="The need for this home meets both tests.")
    jones.save()
    jones.sees("Council and NHS body together")
    jones.open(f"{base}goals/add/")
    jones.fill(words="To work in a kitchen again", progress="not_started")
    jones.save()
    for need, group, category, description in SERVICES:
        jones.page.goto(f"{base}services/add/")
        option = (
            jones.page.locator('[name="need_key"] option').filter(has_text=need).first.get_attribute("value")
        )
        jones.fill(
            need_key=option, group=group, category=category, description=description,
            provider_name="Rowan House", starts_on=LEFT,
        )  # fmt: skip
        jones.save()
    jones.open(f"{base}services/")
    addresses = [link.get_attribute("href") for link in jones.page.locator("main a[href*='/answer/']").all()]
    for address in dict.fromkeys(addresses):
        jones.page.goto(str(address))
        jones.fill(outcome="Things go well at home.")
        jones.save()
    jones.open(f"{base}contacts/add/")
    jones.fill(name="Northmoor crisis line", phone="01632 960117", hours="any_time")
    jones.save()
    jones.open(f"{base}copies/add/")
    jones.fill(name="Amara Obi", kind="person", format="easy_read")
    jones.save()
    jones.open(f"{base}submit/")
    jones.save()
    assert CarePlan.objects.get().status == "submitted"
