"""Tables of the care plan, its reviews, notices and documents."""

from careplans.models.document import PlanDocument
from careplans.models.notice import Notice
from careplans.models.parts import (
    Agreement,
    CrisisContact,
    CrisisPlan,
    Goal,
    PlanNeed,
    Recipient,
    ServiceLine,
)
from careplans.models.plan import CarePlan, PlanStatusChange, PlanVersion
from careplans.models.review import Review

__all__ = [
    "Agreement",
    "CarePlan",
    "CrisisContact",
    "CrisisPlan",
    "Goal",
    "Notice",
    "PlanDocument",
    "PlanNeed",
    "PlanStatusChange",
    "PlanVersion",
    "Recipient",
    "Review",
    "ServiceLine",
]
