"""Every permission there is, NOUN_VERB, each with the words that finish 'Your role does not let you …'."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a role may hold. The value is the stem shared by URL, view, template and policy."""

    words: str

    def __new__(cls, value: str, words: str) -> Permission:
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        return member

    # How far a role sees. One of these decides the row scope in every query.
    CASE_VIEW_OWN = "case_view_own", "see the people allocated to you"
    CASE_VIEW_TEAM = "case_view_team", "see the people of your teams"
    CASE_VIEW_ORGANISATION = "case_view_organisation", "see every person your organisation answers for"

    CASE_VIEW = "case_view", "open a person's case"
    CLIENT_REGISTER = "client_register", "add a person to the register"
    CLIENT_AMEND = "client_amend", "change a person's details"
    ADDRESS_RECORD = "address_record", "record an address"
    GP_RECORD = "gp_record", "record a GP registration"
    LEGAL_STATUS_VIEW = "legal_status_view", "see legal status"
    DETENTION_RECORD = "detention_record", "record a detention"
    DETENTION_END = "detention_end", "record the end of a detention"
    HOSPITAL_READY = "hospital_ready", "record that a person is ready to leave hospital"
    HOSPITAL_LEAVE = "hospital_leave", "record that a person has left hospital"
    CTO_RECORD = "cto_record", "record a community treatment order"
    CTO_END = "cto_end", "record the end of a community treatment order"
    DETERMINATION_VIEW = "determination_view", "see who is responsible"
    DETERMINATION_ANSWER = "determination_answer", "answer for your organisation on who is responsible"
    DETERMINATION_OVERRIDE = "determination_override", "decide who is responsible against the proposal"
    EVIDENCE_ADD = "evidence_add", "add a file as evidence"
    EVIDENCE_WITHDRAW = "evidence_withdraw", "withdraw a file"
    CONFIRMATION_RECORD = "confirmation_record", "confirm register entries for your organisation"
    ENDING_VIEW = "ending_view", "see how aftercare is being ended"
    ENDING_REQUEST = "ending_request", "ask to end aftercare"
    ENDING_WITHDRAW = "ending_withdraw", "withdraw a request to end aftercare"
    ENDING_SIGN = "ending_sign", "decide for your organisation whether aftercare may end"
    ENDING_CONFIRM = "ending_confirm", "confirm that aftercare has ended"
    ENDING_SERVICE_MOVE = "ending_service_move", "say that a service goes on outside aftercare"
    ENDING_UNDO = "ending_undo", "undo an ending that was confirmed by mistake"
    ENDING_REINSTATE = "ending_reinstate", "decide for your organisation whether aftercare is put back"
    SUCCESSION_VIEW = "succession_view", "see what a merger or split of bodies changes"
    SUCCESSION_APPLY = "succession_apply", "apply a merger or split of bodies to the register"
    SUCCESSOR_CHOOSE = "successor_choose", "choose which of several successor bodies is responsible"
    TRANSFER_VIEW = "transfer_view", "see transfers between areas"
    TRANSFER_PROPOSE = "transfer_propose", "give notice of a transfer to another area"
    TRANSFER_WITHDRAW = "transfer_withdraw", "withdraw notice of a transfer"
    TRANSFER_ACCEPT = "transfer_accept", "accept or decline a transfer for your organisation"
    TRANSFER_COMPLETE = "transfer_complete", "take over a person who is transferred to your organisation"
    ALLOCATION_MAKE = "allocation_make", "allocate a coordinator"
    PEOPLE_VIEW = "people_view", "see the people around a person and what they need"
    PEOPLE_RECORD = "people_record", "change the people around a person and what they need"
    ADDRESS_RESTRICT = "address_restrict", "keep an address from others"
    RESTRICTED_VIEW = "restricted_view", "read what is kept from others"
    CONTACT_VIEW = "contact_view", "read contact notes"
    CONTACT_RECORD = "contact_record", "record a contact"
    CONTACT_CORRECT = "contact_correct", "correct a contact"

    MEETING_VIEW = "meeting_view", "read planning meetings"
    MEETING_RECORD = "meeting_record", "record a planning meeting"
    ASSESSMENT_VIEW = "assessment_view", "read a needs assessment"
    ASSESSMENT_START = "assessment_start", "start a needs assessment"
    ASSESSMENT_EDIT = "assessment_edit", "change a needs assessment"
    ASSESSMENT_SUBMIT = "assessment_submit", "send a needs assessment for sign-off"
    ASSESSMENT_RETURN = "assessment_return", "send a needs assessment back to its author"
    ASSESSMENT_SIGN_OFF = "assessment_sign_off", "sign off a needs assessment"

    PLAN_VIEW = "plan_view", "read a care plan"
    PLAN_DRAFT = "plan_draft", "start a care plan"
    PLAN_EDIT = "plan_edit", "change a draft care plan"
    PLAN_SUBMIT = "plan_submit", "send a care plan for agreement"
    PLAN_RETURN = "plan_return", "send a care plan back to its author"
    PLAN_PUBLISH = "plan_publish", "publish a care plan"
    DOCUMENT_DOWNLOAD = "document_download", "open a document"
    REVIEW_VIEW = "review_view", "see reviews"
    REVIEW_BOOK = "review_book", "book a review"
    REVIEW_OPEN = "review_open", "open a review after a change"
    REVIEW_MISS = "review_miss", "record that a review was not held"
    REVIEW_RECORD = "review_record", "record a review"
    REVIEW_SIGN_OFF = "review_sign_off", "sign off a review"

    MONEY_VIEW = "money_view", "see what services cost"
    LINE_FUND = "line_fund", "put a rate on a service"
    RATE_RECORD = "rate_record", "change a rate"
    SPLIT_RECORD = "split_record", "change how a cost is shared"
    LINE_AMEND = "line_amend", "change the codes of a funded service"
    DELIVERY_RECORD = "delivery_record", "record units delivered"
    LINE_END = "line_end", "end a funded service"
    SCHEDULE_VIEW = "schedule_view", "see funding schedules"
    SCHEDULE_PRODUCE = "schedule_produce", "produce a funding schedule"
    SCHEDULE_FREEZE = "schedule_freeze", "freeze a funding schedule"
    SCHEDULE_WITHDRAW = "schedule_withdraw", "withdraw a funding schedule"
    SCHEDULE_DOWNLOAD = "schedule_download", "download a funding file"

    CASELOAD_VIEW = "caseload_view", "see a caseload"
    MANAGER_VIEW = "manager_view", "see the manager's page"
    FINANCE_VIEW = "finance_view", "see the finance page"
    AUDIT_VIEW = "audit_view", "read the audit record"
    USERS_MANAGE = "users_manage", "manage users and teams"
    REFERENCE_MANAGE = "reference_manage", "change reference data"
    API_READ = "api_read", "read through the API"
