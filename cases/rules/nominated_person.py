"""What the person who speaks for a patient in law is called, by the law in force on a day.

The Mental Health Act 2025, section 24, replaces the nearest relative by a nominated person. It is not in
force on 21 November 2026: without a commencement day in the rule set the words stay as they are.
"""

from __future__ import annotations

from datetime import date

from cases.rules.rulesets import Law

NEAREST_RELATIVE = "Nearest relative"
NOMINATED_PERSON = "Nominated person"
# On which ground each may hold the place. The list of section 26 knows nobody named by the patient.
NEAREST_RELATIVE_BASES = ("section_26", "delegated", "court")
NOMINATED_PERSON_BASES = ("nominated", "appointed")


def representative_words(law: Law, on: date) -> str:
    """Nearest relative, or nominated person from the day the change is in force."""
    return NOMINATED_PERSON if _changed(law, on) else NEAREST_RELATIVE


def bases(law: Law, on: date) -> tuple[str, ...]:
    """The grounds on which somebody may hold the place on the day."""
    return NOMINATED_PERSON_BASES if _changed(law, on) else NEAREST_RELATIVE_BASES


def _changed(law: Law, on: date) -> bool:
    return law.nominated_person_from is not None and on >= law.nominated_person_from
