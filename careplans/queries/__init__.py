"""Reads of plans, reviews, notices and documents."""

from careplans.queries.documents import document_for, documents_of, unfinished_documents
from careplans.queries.plans import (
    charge_facts,
    lock_plan,
    needs_of,
    open_plan,
    plan_facts,
    plan_for,
    plans_of,
    published_plan,
    published_services,
    snapshot_of,
)
from careplans.queries.reviews import (
    ReviewRow,
    lock_review,
    notices_for,
    open_review,
    review_clocks,
    review_for,
    review_rows,
    reviews_due,
    reviews_of,
    reviews_overdue,
)
from careplans.queries.timeline import timeline

__all__ = [
    "ReviewRow",
    "charge_facts",
    "document_for",
    "documents_of",
    "lock_plan",
    "lock_review",
    "needs_of",
    "notices_for",
    "open_plan",
    "open_review",
    "plan_facts",
    "plan_for",
    "plans_of",
    "published_plan",
    "published_services",
    "review_clocks",
    "review_for",
    "review_rows",
    "reviews_due",
    "reviews_of",
    "reviews_overdue",
    "snapshot_of",
    "timeline",
    "unfinished_documents",
]
