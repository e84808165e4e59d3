"""The only way plans, reviews, notices and their documents change."""

from careplans.services.documents import (
    queue_unfinished_documents,
    render_document,
    request_document,
    retry_document,
)
from careplans.services.parts import (
    ContactInput,
    GoalInput,
    RecipientInput,
    ServiceInput,
    add_contact,
    add_goal,
    add_recipient,
    add_service,
    answer_need,
    edit_contact,
    edit_goal,
    edit_recipient,
    edit_service,
    record_agreement,
    remove_part,
    send_copy,
)
from careplans.services.plans import draft_plan, save_crisis_plan, save_section
from careplans.services.reminders import read_notice, send_reminders
from careplans.services.reviews import (
    ReviewInput,
    book_review,
    proposed_review_date,
    record_review,
    sign_off_review,
)
from careplans.services.steps import PlanPublished, publish_plan, return_plan, submit_plan

__all__ = [
    "ContactInput",
    "GoalInput",
    "PlanPublished",
    "RecipientInput",
    "ReviewInput",
    "ServiceInput",
    "add_contact",
    "add_goal",
    "add_recipient",
    "add_service",
    "answer_need",
    "book_review",
    "draft_plan",
    "edit_contact",
    "edit_goal",
    "edit_recipient",
    "edit_service",
    "proposed_review_date",
    "publish_plan",
    "queue_unfinished_documents",
    "read_notice",
    "record_agreement",
    "record_review",
    "remove_part",
    "render_document",
    "request_document",
    "retry_document",
    "return_plan",
    "save_crisis_plan",
    "save_section",
    "send_copy",
    "send_reminders",
    "sign_off_review",
    "submit_plan",
]
