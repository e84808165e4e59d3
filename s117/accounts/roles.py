"""What each role may do: one table, a sentence per role (practice 6.1)."""

from __future__ import annotations

from dataclasses import dataclass

from s117.kernel.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Role:
    """A role's label, what it is for in one sentence, and its permissions."""

    label: str
    sentence: str
    permissions: frozenset[P]


_READ_CASE = {P.CASE_VIEW, P.CASELOAD_VIEW, P.LEGAL_STATUS_VIEW, P.DETERMINATION_VIEW, P.API_READ} | {
    P.DISPUTE_VIEW
}
_READ_CARE = {
    P.PEOPLE_VIEW,
    P.CONTACT_VIEW,
    P.MEETING_VIEW,
    P.ASSESSMENT_VIEW,
    P.PLAN_VIEW,
    P.REVIEW_VIEW,
    P.DOCUMENT_DOWNLOAD,
    P.ENDING_VIEW,
    P.TRANSFER_VIEW,
}
_FILE_EVIDENCE = {P.EVIDENCE_ADD, P.EVIDENCE_WITHDRAW}
_FILE_LETTERS = {P.RECEIVED_ADD, P.RECEIVED_WITHDRAW}
_RECORD_PERSON = {
    P.CLIENT_REGISTER, P.CLIENT_AMEND, P.ADDRESS_RECORD, P.GP_RECORD, P.PEOPLE_RECORD, P.ADDRESS_RESTRICT,
    P.RESTRICTED_VIEW,
} | _FILE_EVIDENCE  # fmt: skip
_RECORD_CARE = {
    P.CONTACT_RECORD, P.CONTACT_CORRECT,
    P.MEETING_RECORD, P.ASSESSMENT_START, P.ASSESSMENT_EDIT, P.ASSESSMENT_SUBMIT,
    P.PLAN_DRAFT, P.PLAN_EDIT, P.PLAN_SUBMIT, P.REVIEW_BOOK, P.REVIEW_RECORD,
    P.REVIEW_OPEN, P.REVIEW_MISS,
    P.HOSPITAL_READY, P.HOSPITAL_LEAVE, P.ENDING_REQUEST, P.ENDING_WITHDRAW,
    P.ENDING_SERVICE_MOVE, P.LETTER_WRITE,
} | _FILE_LETTERS  # fmt: skip
_END_CARE = {P.ENDING_SIGN, P.ENDING_CONFIRM, P.ENDING_UNDO, P.ENDING_REINSTATE}
_DISPUTE = {
    P.DISPUTE_RAISE, P.DISPUTE_POSITION, P.DISPUTE_ADVICE, P.DISPUTE_STEP, P.DISPUTE_STATEMENT,
    P.DISPUTE_REFER, P.DISPUTE_DETERMINE, P.DISPUTE_AGREE, P.DISPUTE_WITHDRAW, P.DISPUTE_CLOSE,
    P.LETTER_RECORD, P.LETTER_MOVE, P.LETTER_WRITE,
}  # fmt: skip
_APPLY = {
    P.APPLICATION_VIEW, P.APPLICATION_MAKE, P.APPLICATION_RESUBMIT, P.APPLICATION_WITHDRAW, P.DECISION_TELL,
}  # fmt: skip
_RUN_PANELS = {
    P.APPLICATION_VIEW, P.APPLICATION_SCHEDULE, P.PANEL_VIEW, P.LIMIT_VIEW, P.PANEL_ARRANGE, P.PANEL_MINUTE,
    P.DECISION_RECORD,
}  # fmt: skip
_READ_MONEY = {P.MONEY_VIEW, P.SCHEDULE_VIEW, P.BUDGET_VIEW, P.UPLIFT_VIEW}
_SETTLE_MONEY = {
    P.LINE_FUND, P.LINE_AMEND, P.RATE_RECORD, P.SPLIT_RECORD, P.DELIVERY_RECORD, P.LINE_END,
    P.SCHEDULE_PRODUCE, P.SCHEDULE_FREEZE, P.SCHEDULE_WITHDRAW, P.SCHEDULE_DOWNLOAD, P.FINANCE_VIEW,
    P.CALENDAR_RECORD,
    P.CONTRIBUTION_RECORD, P.CONTRIBUTION_END, P.REFUND_VIEW, P.REFUND_OPEN, P.REFUND_APPROVE,
    P.REFUND_PAY, P.REFUND_WITHDRAW,
    P.DIRECT_PAYMENT_RECORD, P.RETURN_RECORD, P.PAYMENT_RUN_VIEW, P.PAYMENT_RUN_MAKE, P.PAYMENT_RUN_APPROVE,
    P.TOP_UP_RECORD, P.NURSING_RECORD,
    P.LEDGER_VIEW, P.RECHARGE_ISSUE, P.REPORT_VIEW, P.REPORT_RUN, P.REPORT_DOWNLOAD,
    P.BUDGET_RECORD, P.UPLIFT_PREPARE, P.UPLIFT_APPROVE,
    P.INVOICE_VIEW, P.INVOICE_RECORD, P.INVOICE_MATCH, P.INVOICE_SETTLE, P.INVOICE_APPROVE,
    P.INVOICE_WITHDRAW, P.LINE_QUERY_VIEW, P.LINE_QUERY_RAISE, P.LINE_QUERY_ANSWER, P.LINE_QUERY_CLOSE,
    P.LINE_QUERY_WITHDRAW,
}  # fmt: skip

ROLES: dict[str, Role] = {
    "care_coordinator": Role(
        "Care coordinator",
        "Assesses, plans and reviews for the people allocated to them, and reads those of their team.",
        frozenset(
            {P.CASE_VIEW_OWN, P.CASE_VIEW_TEAM, P.MONEY_VIEW}
            | _APPLY
            | _READ_CASE
            | _READ_CARE
            | _RECORD_PERSON
            | _RECORD_CARE
        ),
    ),
    "team_manager": Role(
        "Team manager",
        "Allocates work, signs off assessments and publishes plans for the people of their teams.",
        frozenset(
            {
                P.CASE_VIEW_TEAM,
                P.MONEY_VIEW,
                P.CLIENT_MERGE,
                P.ALLOCATION_MAKE,
                P.ASSESSMENT_RETURN,
                P.ASSESSMENT_SIGN_OFF,
                P.PLAN_RETURN,
                P.PLAN_PUBLISH,
                P.REVIEW_SIGN_OFF,
                P.ENDING_CONFIRM,
                P.ENDING_UNDO,
                P.TRANSFER_PROPOSE,
                P.TRANSFER_WITHDRAW,
                P.TRANSFER_COMPLETE,
            }
            | {P.MANAGER_VIEW, P.APPLICATION_RECOMMEND, P.LIMIT_VIEW, P.LIMIT_RECORD}
            | _APPLY
            | _READ_CASE
            | _READ_CARE
            | _RECORD_PERSON
            | _RECORD_CARE
        ),
    ),
    "decision_maker": Role(
        "Authorised decision maker",
        "Decides for their own council or NHS body on responsibility, funding and ending; never the other.",
        frozenset(
            {P.CASE_VIEW_ORGANISATION, P.DETERMINATION_ANSWER, P.DETERMINATION_OVERRIDE, P.MANAGER_VIEW}
            | _FILE_EVIDENCE
            | _FILE_LETTERS
            | {P.CONFIRMATION_RECORD, P.RESTRICTED_VIEW, P.SUCCESSOR_CHOOSE}
            | {P.TRANSFER_PROPOSE, P.TRANSFER_WITHDRAW, P.TRANSFER_ACCEPT}
            | {P.APPLICATION_VIEW, P.PANEL_VIEW, P.DECISION_SIGN, P.UPLIFT_APPROVE, P.LIMIT_VIEW}
            | {P.INVOICE_VIEW, P.INVOICE_APPROVE, P.LINE_QUERY_VIEW}
            | _END_CARE
            | _DISPUTE
            | _READ_CASE
            | _READ_CARE
            | _READ_MONEY
            | {P.REFUND_VIEW, P.REFUND_APPROVE, P.PAYMENT_RUN_VIEW, P.PAYMENT_RUN_APPROVE}
        ),
    ),
    "panel_administrator": Role(
        "Panel administrator",
        "Runs funding panels: agendas, members, minutes and outcomes. Changes no assessment and no plan.",
        frozenset({P.CASE_VIEW_ORGANISATION, P.PLAN_VIEW, P.MONEY_VIEW} | _RUN_PANELS | _READ_CASE),
    ),
    "finance": Role(
        "Finance officer",
        "Sets rates and cost shares, produces and freezes funding schedules; reads no clinical text.",
        frozenset(
            {P.CASE_VIEW_ORGANISATION, P.CASE_VIEW, P.CASELOAD_VIEW, P.DETERMINATION_VIEW, P.API_READ}
            | {P.DISPUTE_VIEW, P.DISPUTE_RECHARGE}
            | _READ_MONEY
            | _SETTLE_MONEY
        ),
    ),
    "mha_office": Role(
        "Mental Health Act office",
        "Puts people on the register; records their legal status, from detention to leaving hospital.",
        frozenset(
            {
                P.CASE_VIEW_ORGANISATION,
                P.DETENTION_RECORD,
                P.DETENTION_END,
                P.HOSPITAL_READY,
                P.HOSPITAL_LEAVE,
            }
            | {P.CTO_RECORD, P.CTO_END, P.CTO_RECALL, P.STAY_RECORD, P.LEAVE_RECORD}
            | {P.CONDITIONAL_DISCHARGE_RECORD, P.HOSPITAL_MOVE_RECORD, P.RENEWAL_RECORD, P.TRIBUNAL_RECORD}
            | {P.LEGAL_STATUS_SET_ASIDE, P.CLIENT_MERGE, P.PEOPLE_VIEW}
            | _READ_CASE
            | _RECORD_PERSON
        ),
    ),
    "partner": Role(
        "Read-only partner",
        "A provider or housing body. It sees only what is shared with it by name, and no case by itself.",
        frozenset(),
    ),
    "complaints_officer": Role(
        "Complaints and access-request officer",
        "Reads the file of a person of their organisation to answer a complaint or an access request.",
        frozenset({P.CASE_VIEW_ORGANISATION, P.AUDIT_VIEW} | _READ_CASE | _READ_CARE),
    ),
    "ig_auditor": Role(
        "Information governance auditor",
        "Reads who in their organisation saw and did what, and who looked at a record. Opens no case.",
        frozenset({P.AUDIT_VIEW}),
    ),
    "analyst": Role(
        "Reporting analyst",
        "Reads counts and measures of their organisation without names.",
        frozenset({P.MANAGER_VIEW}),
    ),
    "administrator": Role(
        "System administrator",
        "Manages users, teams and reference data, and applies mergers of bodies by count; reads no case.",
        frozenset(
            {P.USERS_MANAGE, P.REFERENCE_MANAGE, P.SUCCESSION_VIEW, P.SUCCESSION_APPLY}
            | {P.LIMIT_VIEW, P.LIMIT_RECORD, P.CALENDAR_RECORD}
        ),
    ),
}


def permissions_of(roles: frozenset[str]) -> frozenset[P]:
    """Everything that the roles may do together. A role that is not in the table may do nothing."""
    return frozenset().union(*(ROLES[role].permissions for role in roles if role in ROLES))
