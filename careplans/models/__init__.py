"""Tables of the care plan, its reviews, notices and documents."""

from careplans.models.document import DocumentBatch, DocumentBatchItem, DocumentWithdrawal, PlanDocument
from careplans.models.home import Accommodation, AccommodationCost
from careplans.models.notice import CalendarLink, Digest, Notice, NoticeSettings
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
from careplans.models.received import ReceivedLetter
from careplans.models.review import Review
from careplans.models.review_parts import (
    ReviewAttempt,
    ReviewGoal,
    ReviewNeed,
    ReviewService,
    ReviewTrigger,
)

__all__ = [
    "Accommodation",
    "AccommodationCost",
    "Agreement",
    "CalendarLink",
    "CarePlan",
    "CrisisContact",
    "CrisisPlan",
    "Digest",
    "DocumentBatch",
    "DocumentBatchItem",
    "DocumentWithdrawal",
    "Goal",
    "Notice",
    "NoticeSettings",
    "PlanDocument",
    "PlanNeed",
    "PlanStatusChange",
    "PlanVersion",
    "ReceivedLetter",
    "Recipient",
    "Review",
    "ReviewAttempt",
    "ReviewGoal",
    "ReviewNeed",
    "ReviewService",
    "ReviewTrigger",
    "ServiceLine",
]
