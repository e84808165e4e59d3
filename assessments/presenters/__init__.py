"""Everything of meetings and assessments that pages show, as words and addresses."""

from assessments.presenters.changes import assessment_changes
from assessments.presenters.pages import (
    CONCLUSION_WORDS,
    STATUS_COLOURS,
    assessment_sheet,
    assessment_states,
    completed_answer,
    meeting_cards,
    meeting_initial,
    meeting_tasks,
    missing_words,
    need_line,
    need_lines,
)

__all__ = [
    "CONCLUSION_WORDS",
    "STATUS_COLOURS",
    "assessment_changes",
    "assessment_sheet",
    "assessment_states",
    "completed_answer",
    "meeting_cards",
    "meeting_initial",
    "meeting_tasks",
    "missing_words",
    "need_line",
    "need_lines",
]
