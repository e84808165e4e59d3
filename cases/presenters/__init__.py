"""The words and links of the register's pages that a template should not work out."""

from cases.presenters.around import around_words, asked_words, communication_rows, people_page
from cases.presenters.confirmations import confirmation_words, confirmations_of, entry_choices
from cases.presenters.contacts import contact_answers, contact_rows, follow_up_words
from cases.presenters.dispute_bundle import bundle_page, missing_rows
from cases.presenters.dispute_stake import running_cost
from cases.presenters.disputes import (
    agreed_rows,
    case_disputes_page,
    dispute_lines,
    dispute_page,
    disputes_beside,
    kinds_open_to,
    referred_to,
    reserved_words,
)
from cases.presenters.facts_told import facts_relied_on
from cases.presenters.legal_status import ChangedFlag, changed_flags, legal_page
from cases.presenters.legal_tables import fact_heading, fact_words
from cases.presenters.links import href_if, question_href
from cases.presenters.people import Found, client_answers, client_page, found, found_rows, merge_preview
from cases.presenters.questions import (
    episodes_words,
    evidence_name,
    evidence_row,
    question_page,
    ways_to_end_words,
)
from cases.presenters.responsibility import HEADINGS, question, responsibility_page
from cases.presenters.responsibility_check import checked
from cases.presenters.rulebook import rulebook_page
from cases.presenters.successions import (
    choices_to_make,
    run_page,
    staff_moved,
    staff_preview,
    succession_preview,
)

__all__ = [
    "HEADINGS",
    "ChangedFlag",
    "Found",
    "agreed_rows",
    "around_words",
    "asked_words",
    "bundle_page",
    "case_disputes_page",
    "changed_flags",
    "checked",
    "choices_to_make",
    "client_answers",
    "client_page",
    "communication_rows",
    "confirmation_words",
    "confirmations_of",
    "contact_answers",
    "contact_rows",
    "dispute_lines",
    "dispute_page",
    "disputes_beside",
    "entry_choices",
    "episodes_words",
    "evidence_name",
    "evidence_row",
    "fact_heading",
    "fact_words",
    "facts_relied_on",
    "follow_up_words",
    "found",
    "found_rows",
    "href_if",
    "kinds_open_to",
    "legal_page",
    "merge_preview",
    "missing_rows",
    "people_page",
    "question",
    "question_href",
    "question_page",
    "referred_to",
    "reserved_words",
    "responsibility_page",
    "rulebook_page",
    "run_page",
    "running_cost",
    "staff_moved",
    "staff_preview",
    "succession_preview",
    "ways_to_end_words",
]
