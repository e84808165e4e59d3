"""Needs assessments: rows for lists and plans, the whole for its pages, the lock for services."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Prefetch, QuerySet

from assessments.models import Assessment, AssessmentStatusChange, DomainEntry, Need
from assessments.rules.completeness import EntryFacts, SectionState, domain_state, section_state
from assessments.rules.domains import DOMAINS, domain
from assessments.rules.lifecycle import STATUS_WORDS, AssessmentStatus
from assessments.rules.needs import LimbAnswer, NeedFacts
from assessments.rules.sections import ASSESSMENT_SECTIONS
from cases import queries as cases
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.findings import Answer
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

UNFINISHED = (AssessmentStatus.DRAFT.value, AssessmentStatus.SUBMITTED.value)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One need as a care plan sees it. `key` survives from one assessment to the next; `id` does not."""

    id: UUID
    key: UUID
    number: int
    domain: str
    domain_title: str
    title: str
    conclusion: Answer
    is_s117: bool
    reasons: tuple[str, ...]
    care_act_eligible: str
    version: int


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """One assessment in a list or a heading."""

    id: UUID
    case_id: UUID
    number: int
    status: AssessmentStatus
    status_words: str
    started_on: date
    author_id: UUID
    author_name: str
    signed_off_on: date | None
    signed_off_by_name: str
    version: int


@dataclass(frozen=True, slots=True)
class AssessmentFile:
    """An assessment with the person's case, as the pages about it load it."""

    case: CaseHeader
    assessment: Assessment
    entries: tuple[DomainEntry, ...]
    needs: tuple[Need, ...]
    changes: tuple[AssessmentStatusChange, ...]

    @property
    def id(self) -> UUID:
        """The assessment's id, for the record of who looked."""
        return self.assessment.id


@dataclass(frozen=True, slots=True)
class DomainFile:
    """One part of life of an assessment."""

    file: AssessmentFile
    entry: DomainEntry

    @property
    def case(self) -> CaseHeader:
        """The person's case."""
        return self.file.case

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.file.assessment


@dataclass(frozen=True, slots=True)
class NeedFile:
    """One live need of an assessment."""

    file: AssessmentFile
    need: Need

    @property
    def case(self) -> CaseHeader:
        """The person's case."""
        return self.file.case

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.file.assessment


def assessment_rows(case_id: UUID) -> tuple[AssessmentRow, ...]:
    """Every assessment of the person, newest first."""
    found = Assessment.objects.filter(case_id=case_id).select_related("author", "signed_off_by")
    return tuple(_assessment_row(row) for row in found.order_by("-number"))


def latest_assessment(case_id: UUID) -> AssessmentRow | None:
    """The newest assessment of the person whatever its status, or None."""
    return next(iter(assessment_rows(case_id)), None)


def signed_off_assessment(case_id: UUID) -> AssessmentRow | None:
    """The assessment that counts now: signed off and not replaced. None when there is none."""
    signed = AssessmentStatus.SIGNED_OFF
    return next((row for row in assessment_rows(case_id) if row.status is signed), None)


def needs_for_plan(case_id: UUID) -> tuple[NeedRow, ...]:
    """The needs of the signed off assessment that counts now, in the order they were written."""
    found = Need.objects.filter(
        assessment__case_id=case_id,
        assessment__status=AssessmentStatus.SIGNED_OFF.value,
        withdrawn=False,
    )
    return need_rows(found.order_by("number"))


def need_rows(needs: Iterable[Need]) -> tuple[NeedRow, ...]:
    """Needs as rows."""
    return tuple(
        NeedRow(
            id=need.id,
            key=need.key,
            number=need.number,
            domain=need.domain,
            domain_title=domain(need.domain).title,
            title=need.title,
            conclusion=Answer(need.conclusion),
            is_s117=need.s117,
            reasons=tuple(finding["text"] for finding in need.findings),
            care_act_eligible=need.care_act_eligible,
            version=need.version,
        )
        for need in needs
    )


def assessment_file(actor: Actor, ref: str, number: int) -> AssessmentFile:
    """One assessment of a person the actor sees, with its domains and live needs; else NotFound."""
    case = cases.case_for(actor, ref, reads=Permission.ASSESSMENT_VIEW)
    found = (
        _with_parts(Assessment.objects.filter(case_id=case.id, number=number))
        .select_related("author", "signed_off_by")
        .first()
    )
    if found is None:
        raise NotFound
    entries, needs = _in_page_order(found.entries.all()), tuple(found.needs.all())
    return AssessmentFile(case, found, entries, needs, tuple(found.status_changes.all()))


def file_before(actor: Actor, file: AssessmentFile) -> AssessmentFile | None:
    """The signed off assessment that this one started from: the last of those before it, or None."""
    signed = Assessment.objects.filter(case_id=file.case.id, signed_off_on__isnull=False)
    number = signed.filter(number__lt=file.assessment.number).aggregate(last=Max("number"))["last"]
    return assessment_file(actor, file.case.reference, number) if number else None


def domain_file(actor: Actor, ref: str, number: int, code: str) -> DomainFile:
    """One part of life of an assessment; NotFound for a part that does not exist."""
    file = assessment_file(actor, ref, number)
    entry = next((entry for entry in file.entries if entry.domain == code), None)
    if entry is None:
        raise NotFound
    return DomainFile(file, entry)


def need_file(actor: Actor, ref: str, number: int, need_number: int) -> NeedFile:
    """One live need of an assessment; NotFound when it does not exist or is withdrawn."""
    file = assessment_file(actor, ref, number)
    need = next((need for need in file.needs if need.number == need_number), None)
    if need is None:
        raise NotFound
    return NeedFile(file, need)


def lock_assessment(assessment_id: UUID) -> Assessment:
    """The assessment, locked until the transaction ends; else NotFound. Lock the case first."""
    found = Assessment.objects.select_for_update().filter(id=assessment_id).first()
    if found is None:
        raise NotFound
    return found


def next_number(rows: QuerySet[Any]) -> int:
    """One more than the highest `number` among the rows."""
    return int(rows.aggregate(highest=Max("number"))["highest"] or 0) + 1


def section_states(
    assessment: Assessment, entries: Sequence[DomainEntry], needs: Sequence[Need]
) -> tuple[SectionState, ...]:
    """The task list: the sections about the assessment, its domains, then risk, carers and conclusions."""
    carried, left_open = set(assessment.carried_forward), set(assessment.left_open)
    values = section_values(assessment, needs)
    own = {
        section.code: section_state(
            section, values, carried=section.code in carried, left_open=section.code in left_open
        )
        for section in ASSESSMENT_SECTIONS
    }
    domains = [
        domain_state(
            entry_facts(entry, needs), carried=entry.domain in carried, left_open=entry.domain in left_open
        )
        for entry in _in_page_order(entries)
    ]
    about = own.pop("about")
    return (about, *domains, *own.values())


def section_values(assessment: Assessment, needs: Sequence[Need] = ()) -> dict[str, str]:
    """The assessment's own fields as text, for the completeness rules."""
    fields = (field for section in ASSESSMENT_SECTIONS for field in section.fields)
    values = {field: text_of(getattr(assessment, field)) for field in fields}
    values["has_other_needs"] = "yes" if any(not need.s117 for need in needs) else ""
    return values


def need_facts(need: Need) -> NeedFacts:
    """One need as the rules see it."""
    return NeedFacts(
        arises=LimbAnswer(Answer(need.arises) if need.arises else None, need.arises_reason),
        reduces=LimbAnswer(Answer(need.reduces) if need.reduces else None, need.reduces_reason),
        override={"aftercare": True, "other": False}.get(need.override),
        override_reason=need.override_reason,
    )


def _with_parts(found: QuerySet[Assessment]) -> QuerySet[Assessment]:
    needs = Need.objects.filter(withdrawn=False).order_by("number")
    return found.prefetch_related("entries", "status_changes", Prefetch("needs", needs))


_PAGE_ORDER = {item.code: index for index, item in enumerate(DOMAINS)}


def _in_page_order(entries: Iterable[DomainEntry]) -> tuple[DomainEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: _PAGE_ORDER[entry.domain]))


def entry_facts(entry: DomainEntry, needs: Sequence[Need]) -> EntryFacts:
    """One part of life as the completeness rules see it."""
    mine = tuple((need.title, need_facts(need)) for need in needs if need.domain == entry.domain)
    return EntryFacts(
        domain=entry.domain,
        situation=entry.situation,
        person_view=entry.person_view,
        strengths=entry.strengths,
        has_need=entry.has_need,
        needs=mine,
    )


def _assessment_row(row: Assessment) -> AssessmentRow:
    status = AssessmentStatus(row.status)
    return AssessmentRow(
        id=row.id,
        case_id=row.case_id,
        number=row.number,
        status=status,
        status_words=STATUS_WORDS[status],
        started_on=row.started_on,
        author_id=row.author_id,
        author_name=row.author.full_name,
        signed_off_on=row.signed_off_on,
        signed_off_by_name=row.signed_off_by.full_name if row.signed_off_by else "",
        version=row.version,
    )


def text_of(value: object) -> str:
    """A field's value for the completeness rules: empty when nothing was recorded."""
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
