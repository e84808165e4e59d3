"""The only way plans, reviews, notices and their documents change."""

from careplans.rules.review_record import GoalFound, NeedFound, ReviewInput, ServiceFound
from careplans.services.accommodation import CostInput, add_cost, edit_cost, save_accommodation
from careplans.services.batches import (
    make_batch,
    queue_unfinished_batches,
    request_batch,
    request_batch_about,
)
from careplans.services.calendars import issue_calendar, revoke_calendar
from careplans.services.completion import complete_section
from careplans.services.digests import save_notice_settings, send_digests
from careplans.services.documents import (
    queue_unfinished_documents,
    render_document,
    request_document,
    retry_document,
)
from careplans.services.letters import draft_letter, letter_words, queue_ending_notice, write_letter
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
from careplans.services.received import LetterReceived, add_received, withdraw_received
from careplans.services.reminders import read_all_notices, read_notice, send_reminders, tell_news
from careplans.services.review_triggers import open_review, open_reviews_after_changes
from careplans.services.reviews import (
    Booking,
    Missed,
    book_review,
    miss_review,
    proposed_review_date,
    record_review,
    sign_off_review,
)
from careplans.services.steps import PlanPublished, publish_plan, return_plan, submit_plan

__all__ = [
    "Booking",
    "ContactInput",
    "CostInput",
    "GoalFound",
    "GoalInput",
    "LetterReceived",
    "Missed",
    "NeedFound",
    "PlanPublished",
    "RecipientInput",
    "ReviewInput",
    "ServiceFound",
    "ServiceInput",
    "add_contact",
    "add_cost",
    "add_goal",
    "add_received",
    "add_recipient",
    "add_service",
    "answer_need",
    "book_review",
    "complete_section",
    "draft_letter",
    "draft_plan",
    "edit_contact",
    "edit_cost",
    "edit_goal",
    "edit_recipient",
    "edit_service",
    "issue_calendar",
    "letter_words",
    "make_batch",
    "miss_review",
    "open_review",
    "open_reviews_after_changes",
    "proposed_review_date",
    "publish_plan",
    "queue_ending_notice",
    "queue_unfinished_batches",
    "queue_unfinished_documents",
    "read_all_notices",
    "read_notice",
    "record_agreement",
    "record_review",
    "remove_part",
    "render_document",
    "request_batch",
    "request_batch_about",
    "request_document",
    "retry_document",
    "return_plan",
    "revoke_calendar",
    "save_accommodation",
    "save_crisis_plan",
    "save_notice_settings",
    "save_section",
    "send_copy",
    "send_digests",
    "send_reminders",
    "sign_off_review",
    "submit_plan",
    "tell_news",
    "withdraw_received",
    "write_letter",
]
