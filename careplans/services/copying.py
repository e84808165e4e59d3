"""What a new version takes over from the version before it."""

from __future__ import annotations

from typing import Any

from careplans.models import (
    Accommodation,
    AccommodationCost,
    CarePlan,
    CrisisContact,
    CrisisPlan,
    Goal,
    PlanNeed,
    Recipient,
    ServiceLine,
)
from careplans.queries.plans import CRISIS_FIELDS

# Views, agreement and dates are left out: they are of the version they were given for.
COPIED_FIELDS = (
    "what_matters", "how_i_communicate", "please_do", "please_dont", "strengths", "preferences",
    "aspirations", "my_part", "carers_part", "medication", "physical_health", "conditions", "capacity",
    "factors_considered", "factors_note", "sharing_wishes", "benefits_help", "benefits_owner", "benefits_by",
)  # fmt: skip
GOAL = ("position", "words", "measure", "target_on", "progress", "rating")
NEED = ("need_id", "outcome", "no_service_reason")
SERVICE = (
    "service_key", "need_id", "position", "group", "category", "description", "provider_id",
    "provider_name", "arranged_by_id", "frequency", "quantity", "unit", "starts_on", "ends_on",
    "contact_name", "contact_phone", "delivery", "cqc_location", "quality_note", "ending_outcome",
)  # fmt: skip
CONTACT = ("position", "name", "role", "phone", "hours")
HOME = ("need", "reason", "kind", "address", "landlord", "starts_on", "preference", "move_on")
COST = (
    "position", "kind", "pence", "per", "funder", "funder_name", "reason", "starts_on", "ends_on",
    "agreed_on",
)  # fmt: skip
RECIPIENT = ("position", "name", "kind", "format")


def copied_fields(last: CarePlan | None) -> dict[str, Any]:
    """The plan's own fields that the next version starts with."""
    return {name: getattr(last, name) for name in COPIED_FIELDS} if last else {}


def copy_parts(last: CarePlan | None, plan: CarePlan) -> None:
    """Copy goals, answers to needs, services (under the same key), crisis plan, contacts,
    recipients and the home with its costs."""
    if last is None:
        return
    for model, names in (
        (Goal, GOAL),
        (PlanNeed, NEED),
        (ServiceLine, SERVICE),
        (CrisisContact, CONTACT),
        (Recipient, RECIPIENT),
        (CrisisPlan, CRISIS_FIELDS),
        (Accommodation, HOME),
        (AccommodationCost, COST),
    ):
        for row in model.objects.filter(plan=last):
            model.objects.create(plan=plan, **{name: getattr(row, name) for name in names})
