"""Reading the register. The names here are what other apps may use."""

from cases.queries.duplicates import Duplicates, duplicates_for
from cases.queries.facts import bodies_by_name, case_facts
from cases.queries.header import CaseHeader, case_for, header_for, register_rows
from cases.queries.scope import lock_case, visible_to
from cases.queries.search import search, understand

__all__ = [
    "CaseHeader",
    "Duplicates",
    "bodies_by_name",
    "case_facts",
    "case_for",
    "duplicates_for",
    "header_for",
    "lock_case",
    "register_rows",
    "search",
    "understand",
    "visible_to",
]
