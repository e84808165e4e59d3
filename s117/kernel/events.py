"""Every kind of audit event, NOUN_VERBED, each with the words shown in a timeline."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """What was done. The value is stored; the words are shown."""

    words: str

    def __new__(cls, value: str, words: str) -> Event:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    CLIENT_REGISTERED = "client_registered", "Added to the register"
    CLIENT_AMENDED = "client_amended", "Details changed"
    ADDRESS_RECORDED = "address_recorded", "Address recorded"
    GP_RECORDED = "gp_recorded", "GP registration recorded"
    DETENTION_RECORDED = "detention_recorded", "Detention recorded"
    DETENTION_ENDED = "detention_ended", "Detention ended"
    HOSPITAL_READY_RECORDED = "hospital_ready_recorded", "Clinically ready to leave hospital"
    HOSPITAL_LEFT = "hospital_left", "Left hospital"
    CTO_RECORDED = "cto_recorded", "Community treatment order started"
    CTO_ENDED = "cto_ended", "Community treatment order ended"
    ENTITLEMENT_PROPOSED = "entitlement_proposed", "Entitlement worked out"
    CASE_STATUS_CHANGED = "case_status_changed", "Status changed"
    AUTHORITY_PROPOSED = "authority_proposed", "Responsible body proposed"
    DETERMINATION_ANSWERED = "determination_answered", "Responsible body answered"
    DETERMINATION_OVERRIDDEN = "determination_overridden", "Responsible body decided by a person"
    EVIDENCE_ADDED = "evidence_added", "File added as evidence"
    EVIDENCE_WITHDRAWN = "evidence_withdrawn", "File withdrawn"
    CONFIRMATION_RECORDED = "confirmation_recorded", "Register entry confirmed"
    ENDING_REQUESTED = "ending_requested", "Ending of aftercare asked for"
    ENDING_SIGNED = "ending_signed", "Body decided that aftercare is no longer needed"
    ENDING_REFUSED = "ending_refused", "Body decided that aftercare is still needed"
    ENDING_WITHDRAWN = "ending_withdrawn", "Request to end aftercare withdrawn"
    ENDING_CONFIRMED = "ending_confirmed", "Aftercare ended by both bodies"
    ENDING_SERVICE_MOVED = "ending_service_moved", "Service said to go on outside aftercare"
    ENDING_UNDONE = "ending_undone", "Ending undone: it was confirmed by mistake"
    REINSTATEMENT_SIGNED = "reinstatement_signed", "Body decided that aftercare is needed again"
    AFTERCARE_REINSTATED = "aftercare_reinstated", "Aftercare put back by both bodies"
    ALLOCATION_MADE = "allocation_made", "Coordinator allocated"
    CONTACT_RECORDED = "contact_recorded", "Contact recorded"

    MEETING_RECORDED = "meeting_recorded", "Planning meeting recorded"
    MEETING_AMENDED = "meeting_amended", "Planning meeting record changed"
    ASSESSMENT_STARTED = "assessment_started", "Needs assessment started"
    ASSESSMENT_SAVED = "assessment_saved", "Needs assessment changed"
    ASSESSMENT_SUBMITTED = "assessment_submitted", "Needs assessment sent for sign-off"
    ASSESSMENT_RETURNED = "assessment_returned", "Needs assessment sent back"
    ASSESSMENT_SIGNED_OFF = "assessment_signed_off", "Needs assessment signed off"
    ASSESSMENT_SUPERSEDED = "assessment_superseded", "Needs assessment replaced by a newer one"

    PLAN_DRAFTED = "plan_drafted", "Care plan started"
    PLAN_SAVED = "plan_saved", "Care plan changed"
    PLAN_SUBMITTED = "plan_submitted", "Care plan sent for agreement"
    PLAN_RETURNED = "plan_returned", "Care plan sent back"
    PLAN_PUBLISHED = "plan_published", "Care plan published"
    PLAN_SUPERSEDED = "plan_superseded", "Care plan replaced by a newer version"
    PLAN_COPY_SENT = "plan_copy_sent", "Copy of the care plan sent"
    DOCUMENT_REQUESTED = "document_requested", "Document asked for"
    DOCUMENT_RENDERED = "document_rendered", "Document made"
    DOCUMENT_FAILED = "document_failed", "Document could not be made"
    REVIEW_SCHEDULED = "review_scheduled", "Review scheduled"
    REVIEW_BOOKED = "review_booked", "Review booked"
    REVIEW_RECORDED = "review_recorded", "Review held"
    REVIEW_SIGNED_OFF = "review_signed_off", "Review signed off"
    REMINDER_SENT = "reminder_sent", "Reminder sent"

    LINE_FUNDED = "line_funded", "Service funded"
    RATE_RECORDED = "rate_recorded", "Rate recorded"
    SPLIT_RECORDED = "split_recorded", "Cost share recorded"
    LINE_AMENDED = "line_amended", "Codes of a funded service changed"
    DELIVERY_RECORDED = "delivery_recorded", "Units delivered recorded"
    LINE_ENDED = "line_ended", "Funded service ended"
    SCHEDULE_REQUESTED = "schedule_requested", "Funding schedule asked for"
    SCHEDULE_PRODUCED = "schedule_produced", "Funding schedule worked out"
    SCHEDULE_FROZEN = "schedule_frozen", "Funding schedule frozen"
    SCHEDULE_WITHDRAWN = "schedule_withdrawn", "Funding schedule withdrawn"
    EXPORT_PRODUCED = "export_produced", "Funding files made"
    EXPORT_DOWNLOADED = "export_downloaded", "Funding file downloaded"

    USER_SAVED = "user_saved", "User saved"
    TOKEN_ISSUED = "token_issued", "API token issued"
    TOKEN_REVOKED = "token_revoked", "API token revoked"
    REFERENCE_LOADED = "reference_loaded", "Reference data loaded"
    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    SIGN_IN_FAILED = "sign_in_failed", "Sign-in failed"
