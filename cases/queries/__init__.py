"""Reading the register. The names here are what other apps may use."""

from cases.models.codes import FORMATS, REVOKED, section_words
from cases.models.register import STATUS_WORDS
from cases.queries.confirmations import EntryRow, confirmations, entry_rows, side_of
from cases.queries.confirmations import key_of as entry_key
from cases.queries.duplicates import Duplicates, duplicates_for
from cases.queries.endings import ending_for, ending_standing, endings_of, lock_ending, moved_services
from cases.queries.evidence import duty_episodes, evidence_for, evidence_of
from cases.queries.facts import bodies_by_name, bodies_to_choose, case_facts, successions
from cases.queries.header import CaseHeader, case_for, header_for, register_rows
from cases.queries.record import (
    ClientRecord,
    FollowUp,
    LegalRecord,
    client,
    client_record,
    contacts,
    current_determination,
    detention_for,
    determinations,
    follow_ups,
    legal_record,
)
from cases.queries.scope import answered_for, lock_case, visible_to
from cases.queries.search import search, understand
from cases.queries.timeline import timeline

__all__ = [
    "FORMATS",
    "REVOKED",
    "STATUS_WORDS",
    "CaseHeader",
    "ClientRecord",
    "Duplicates",
    "EntryRow",
    "FollowUp",
    "LegalRecord",
    "answered_for",
    "bodies_by_name",
    "bodies_to_choose",
    "case_facts",
    "case_for",
    "client",
    "client_record",
    "confirmations",
    "contacts",
    "current_determination",
    "detention_for",
    "determinations",
    "duplicates_for",
    "duty_episodes",
    "ending_for",
    "ending_standing",
    "endings_of",
    "entry_key",
    "entry_rows",
    "evidence_for",
    "evidence_of",
    "follow_ups",
    "header_for",
    "legal_record",
    "lock_case",
    "lock_ending",
    "moved_services",
    "register_rows",
    "search",
    "section_words",
    "side_of",
    "successions",
    "timeline",
    "understand",
    "visible_to",
]
