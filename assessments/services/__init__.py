"""The only way planning meetings and needs assessments change."""

from assessments.services.assessments import (
    return_assessment,
    save_domain,
    save_section,
    sign_off_assessment,
    start_assessment,
    submit_assessment,
)
from assessments.services.meetings import amend_meeting, record_meeting
from assessments.services.needs import NeedInput, add_need, edit_need, withdraw_need

__all__ = [
    "NeedInput",
    "add_need",
    "amend_meeting",
    "edit_need",
    "record_meeting",
    "return_assessment",
    "save_domain",
    "save_section",
    "sign_off_assessment",
    "start_assessment",
    "submit_assessment",
    "withdraw_need",
]
