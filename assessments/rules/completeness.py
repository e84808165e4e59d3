"""What a planning meeting and a needs assessment must hold before they are complete (practice 1.4 F and G).

A draft is simply the sections saved so far, so "complete" is worked out from what is there, never stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from assessments.rules.domains import Domain, domain
from assessments.rules.needs import NeedFacts, missing_from_need


class SectionStatus(StrEnum):
    """How far a section of the task list has come."""

    NOT_STARTED = "not_started"
    INCOMPLETE = "incomplete"
    COMPLETED = "completed"


@dataclass(frozen=True, slots=True)
class Required:
    """A field that must be filled: always, or when another field has one of the values."""

    field: str
    words: str
    when: str = ""
    among: tuple[str, ...] = ()

    def applies(self, values: Mapping[str, str]) -> bool:
        """Whether the field must be filled, given the other answers."""
        return not self.when or values.get(self.when, "") in self.among


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the record: its title, its fields and those that must be filled."""

    code: str
    title: str
    fields: tuple[str, ...]
    required: tuple[Required, ...]


@dataclass(frozen=True, slots=True)
class SectionState:
    """Where one section stands, with what is missing in words."""

    code: str
    title: str
    status: SectionStatus
    missing: tuple[str, ...] = ()

    @property
    def completed(self) -> bool:
        """Whether nothing is missing from the section."""
        return self.status is SectionStatus.COMPLETED


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What was written about one domain, and its needs by title."""

    domain: str
    situation: str = ""
    person_view: str = ""
    strengths: str = ""
    has_need: str = ""
    needs: tuple[tuple[str, NeedFacts], ...] = ()


def section_state(
    section: Section, values: Mapping[str, str], *, carried: bool = False, left_open: bool = False
) -> SectionState:
    """Where the section stands. `carried` text was copied from last time and waits to be confirmed; a section
    that its writer `left_open` is not completed, whatever it holds."""
    missing = tuple(words for _, words in missing_fields(section, values))
    started = any(values.get(field, "").strip() for field in section.fields)
    waits = _waits(carried=carried, left_open=left_open)
    return _state(section.code, section.title, missing, waits, started=started or left_open)


def missing_fields(section: Section, values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Each field of the section that must be filled and is not, with its words."""
    return tuple(
        (item.field, item.words)
        for item in section.required
        if item.applies(values) and not values.get(item.field, "").strip()
    )


def domain_state(entry: EntryFacts, *, carried: bool = False, left_open: bool = False) -> SectionState:
    """Where one domain of the assessment stands."""
    about: Domain = domain(entry.domain)
    missing = tuple(words for _, words in missing_from_entry(entry))
    written = (entry.situation, entry.person_view, entry.strengths, entry.has_need)
    started = bool(entry.needs) or any(text.strip() for text in written)
    waits = _waits(carried=carried, left_open=left_open)
    return _state(about.code, about.title, missing, waits, started=started or left_open)


def still_missing(words: str) -> str:
    """What is said beside a field that keeps a section from being complete."""
    return f"To complete this section, enter {words}"


def incomplete(states: tuple[SectionState, ...]) -> tuple[SectionState, ...]:
    """The sections that still want something, in page order."""
    return tuple(state for state in states if not state.completed)


def missing_from_entry(entry: EntryFacts) -> tuple[tuple[str, str], ...]:
    """What the entry still wants, each with the field it belongs to; of a need itself, no field."""
    missing: list[tuple[str, str]] = []
    if not entry.situation.strip():
        missing.append(("situation", "the current situation"))
    if entry.has_need not in {"yes", "no"}:
        missing.append(("has_need", "whether there is a need"))
    if entry.has_need == "yes":
        if not entry.person_view.strip():
            missing.append(("person_view", "the person's view and hopes"))
        if not entry.needs:
            missing.append(("", "the need itself"))
    for title, need in entry.needs:
        missing.extend(("", f"“{title}”: {words}") for words in missing_from_need(need))
    return tuple(missing)


def _waits(*, carried: bool, left_open: bool) -> tuple[str, ...]:
    copied = ("confirmation that what was written last time still holds",) if carried else ()
    unfinished = ("your answer that the section is complete",) if left_open else ()
    return (*copied, *unfinished)


def _state(
    code: str, title: str, missing: tuple[str, ...], waits: tuple[str, ...], *, started: bool
) -> SectionState:
    if not started:
        return SectionState(code, title, SectionStatus.NOT_STARTED, missing)
    missing = (*missing, *waits)
    status = SectionStatus.INCOMPLETE if missing else SectionStatus.COMPLETED
    return SectionState(code, title, status, missing)
