"""Everything of the care plans that pages show, as words and addresses, worked out before drawing."""

from careplans.presenters.comparing import (
    around_version,
    compare_href,
    comparison,
    version_choices,
    versions_to_compare,
)
from careplans.presenters.letters import letter_lines, reading_words, to_write_rows
from careplans.presenters.notices import (
    ical_event,
    notice_href,
    notice_words,
)
from careplans.presenters.plans import (
    DOCUMENT_COLOURS,
    STATUS_COLOURS,
    agreement_rows,
    body_choices,
    completed_answer,
    cost_rows,
    document_heading,
    document_name,
    file_name,
    plan_sheet,
    section_url,
)
from careplans.presenters.reading import easy_reading, hard_to_read
from careplans.presenters.received import received_name, received_row
from careplans.presenters.reviews import (
    checked_words,
    invited_words,
    letter_rows,
    prefilled_review,
    recorded_review,
    review_actions,
    review_steps,
    review_words,
    what_differs,
)

__all__ = [
    "DOCUMENT_COLOURS",
    "STATUS_COLOURS",
    "agreement_rows",
    "around_version",
    "body_choices",
    "checked_words",
    "compare_href",
    "comparison",
    "completed_answer",
    "cost_rows",
    "document_heading",
    "document_name",
    "easy_reading",
    "file_name",
    "hard_to_read",
    "ical_event",
    "invited_words",
    "letter_lines",
    "letter_rows",
    "notice_href",
    "notice_words",
    "plan_sheet",
    "prefilled_review",
    "reading_words",
    "received_name",
    "received_row",
    "recorded_review",
    "review_actions",
    "review_steps",
    "review_words",
    "section_url",
    "to_write_rows",
    "version_choices",
    "versions_to_compare",
    "what_differs",
]
