"""Writing a needs assessment, section by section, until a manager signs it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from assessments import policies, queries
from assessments.models import Assessment, AssessmentStatusChange, DomainEntry, Need
from assessments.rules.completeness import (
    SectionState,
    incomplete,
    missing_fields,
    missing_from_entry,
    still_missing,
)
from assessments.rules.domains import DOMAINS
from assessments.rules.lifecycle import ASSESSMENT, AssessmentAction, AssessmentStatus
from assessments.rules.sections import assessment_section
from cases.queries import CaseHeader, header_for, lock_case
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version

# What stays true from one assessment to the next until somebody says otherwise. Conclusions and dates do not.
_COPIED = (
    "risk_summary",
    "triggers",
    "warning_signs",
    "protective_factors",
    "carer_assessment",
    "carer_impact",
)
_COPIED_FROM_NEED = (
    "key",
    "number",
    "domain",
    "title",
    "arises",
    "arises_reason",
    "reduces",
    "reduces_reason",
    "proposed",
    "override",
    "override_reason",
    "conclusion",
    "findings",
    "ruleset",
    "care_act_eligible",
    "other_route",
)


@writes
def start_assessment(*, actor: Actor, case_id: UUID, at: datetime) -> Assessment:
    """Start a draft, with last time's findings copied in and each waiting to be confirmed.

    Raises NotAllowed when the role may not, the case is closed, or one is already being written.
    """
    lock_case(case_id)
    existing = Assessment.objects.filter(case_id=case_id)
    unfinished = existing.filter(status__in=queries.UNFINISHED).exists()
    policies.assessment_start(actor, header_for(actor, case_id), unfinished=unfinished).require()
    last = existing.filter(status=AssessmentStatus.SIGNED_OFF.value).first()
    assessment = Assessment.objects.create(
        case_id=case_id,
        number=queries.next_number(existing),
        started_on=london_date(at),
        author_id=actor.id,
        assessor_name=actor.name,
        **_carried_values(last),
    )
    _copy_entries(last, assessment)
    record(Event.ASSESSMENT_STARTED, assessment, case_id=case_id)
    return assessment


@writes
def save_section(
    *,
    actor: Actor,
    assessment_id: UUID,
    section: str,
    values: Mapping[str, object],
    completed: bool | None = None,
    seen_version: int | None = None,
    at: datetime,
) -> Assessment:
    """Save one section about the assessment (not a domain). Only the section's own fields are taken.

    Saving confirms text carried forward. `completed` is the writer's own answer; None leaves it as it was.
    Raises NotAllowed, Stale, NotFound for an unknown section, Refused when a completed one lacks something.
    """
    page = assessment_section(section)
    if page is None:
        raise NotFound
    assessment = lock_draft(actor, assessment_id)
    require_version(assessment, seen_version)
    changes = {name: values[name] for name in page.fields if name in values}
    marks = {
        "carried_forward": _confirmed(assessment, section),
        "left_open": left_open_after(assessment.left_open, section, completed=completed),
    }
    assessment.amend(**marks, **changes)
    if completed:
        needs = tuple(assessment.needs.filter(withdrawn=False))
        require_whole(missing_fields(page, queries.section_values(assessment, needs)))
    record(Event.ASSESSMENT_SAVED, assessment, case_id=assessment.case_id, detail={"section": section})
    return assessment


@writes
def save_domain(
    *,
    actor: Actor,
    assessment_id: UUID,
    domain: str,
    situation: str,
    person_view: str,
    strengths: str,
    has_need: str,
    completed: bool | None = None,
    seen_version: int | None = None,
    at: datetime,
) -> DomainEntry:
    """Save what was found in one part of life, and so confirm what was carried forward with its needs.

    `completed` is the writer's own answer; None leaves it as it was. Raises Refused when "no need" is
    answered while needs are recorded there, or when a completed part lacks something.
    """
    assessment = lock_draft(actor, assessment_id)
    entry = DomainEntry.objects.get(assessment=assessment, domain=domain)
    require_version(entry, seen_version)
    recorded = Need.objects.filter(assessment=assessment, domain=domain, withdrawn=False)
    if has_need == "no" and recorded.exists():
        raise Refused(
            fields={
                "has_need": "Needs are recorded here. Withdraw them first, or answer that there is a need."
            }
        )
    entry.amend(situation=situation, person_view=person_view, strengths=strengths, has_need=has_need)
    if completed:
        require_whole(missing_from_entry(queries.entry_facts(entry, tuple(recorded))))
    left_open = left_open_after(assessment.left_open, domain, completed=completed)
    if domain in assessment.carried_forward or left_open != assessment.left_open:
        assessment.amend(carried_forward=_confirmed(assessment, domain), left_open=left_open)
    record(Event.ASSESSMENT_SAVED, assessment, case_id=assessment.case_id, detail={"section": domain})
    return entry


@writes
def submit_assessment(
    *, actor: Actor, assessment_id: UUID, seen_version: int | None = None, at: datetime
) -> Assessment:
    """Send a complete draft for sign-off. Raises Refused naming every section that is incomplete."""
    case, assessment = _lock(actor, assessment_id)
    policies.assessment_submit(actor, case, assessment).require()
    require_version(assessment, seen_version)
    unfinished = incomplete(_states(assessment))
    if unfinished:
        titles = ", ".join(state.title for state in unfinished)
        raise Refused(f"Complete these sections before you send the assessment for sign-off: {titles}.")
    return _move(assessment, AssessmentAction.SUBMIT, actor=actor, at=at)


@writes
def return_assessment(
    *, actor: Actor, assessment_id: UUID, reason: str, seen_version: int | None = None, at: datetime
) -> Assessment:
    """Send an assessment back to its author with the reason, which is required."""
    _, assessment = _lock(actor, assessment_id)
    policies.assessment_return(actor, assessment).require()
    require_version(assessment, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Say what the author should change."})
    return _move(assessment, AssessmentAction.RETURN, actor=actor, at=at, reason=reason)


@writes
def sign_off_assessment(
    *, actor: Actor, assessment_id: UUID, seen_version: int | None = None, at: datetime
) -> Assessment:
    """Sign off an assessment, which replaces the one that counted before.

    Raises NotAllowed for its author, or when a section is incomplete.
    """
    case, assessment = _lock(actor, assessment_id)
    policies.assessment_sign_off(actor, case, assessment, _states(assessment)).require()
    require_version(assessment, seen_version)
    earlier = Assessment.objects.select_for_update().filter(
        case_id=assessment.case_id, status=AssessmentStatus.SIGNED_OFF.value
    )
    for replaced in earlier:
        _move(replaced, AssessmentAction.SUPERSEDE, actor=actor, at=at)
    signed = {"signed_off_on": london_date(at), "signed_off_by_id": actor.id}
    return _move(assessment, AssessmentAction.SIGN_OFF, actor=actor, at=at, **signed)


def lock_draft(actor: Actor, assessment_id: UUID) -> Assessment:
    """The assessment, locked after its case, if the actor may change it now; else NotAllowed."""
    case, assessment = _lock(actor, assessment_id)
    policies.assessment_edit(actor, case, assessment).require()
    return assessment


def left_open_after(left_open: Sequence[str], section: str, *, completed: bool | None) -> list[str]:
    """The sections that their writer means to come back to, after this answer."""
    if completed is None:
        return list(left_open)
    others = [code for code in left_open if code != section]
    return others if completed else [*others, section]


def require_whole(lacking: Sequence[tuple[str, str]]) -> None:
    """Raise Refused beside each field that keeps a section from being complete."""
    if lacking:
        fields: dict[str, str] = {}
        for field, words in lacking:
            fields[field] = "; ".join(filter(None, (fields.get(field, ""), still_missing(words))))
        raise Refused(fields=fields)


def _lock(actor: Actor, assessment_id: UUID) -> tuple[CaseHeader, Assessment]:
    # The case first: locks are always taken in line order, so that journeys cannot deadlock.
    case_id = Assessment.objects.filter(id=assessment_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise NotFound
    lock_case(case_id)
    return header_for(actor, case_id), queries.lock_assessment(assessment_id)


def _states(assessment: Assessment) -> tuple[SectionState, ...]:
    entries = tuple(assessment.entries.all())
    needs = tuple(assessment.needs.filter(withdrawn=False))
    return queries.section_states(assessment, entries, needs)


def _move(
    assessment: Assessment,
    action: AssessmentAction,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    **changes: object,
) -> Assessment:
    before = AssessmentStatus(assessment.status)
    after = ASSESSMENT.after(before, action)
    AssessmentStatusChange.objects.create(
        assessment=assessment,
        from_status=before.value,
        to_status=after.value,
        reason=reason,
        by_id=actor.id,
        by_name=actor.name,
        at=at,
    )
    assessment.amend(status=after.value, **changes)
    record(ASSESSMENT.events[action], assessment, case_id=assessment.case_id, reason=reason)
    return assessment


def _confirmed(assessment: Assessment, section: str) -> list[str]:
    return [code for code in assessment.carried_forward if code != section]


def _carried_values(last: Assessment | None) -> dict[str, object]:
    if last is None:
        return {}
    copied = {name: getattr(last, name) for name in _COPIED}
    return {**copied, "carried_forward": ["risk", "carer", *(item.code for item in DOMAINS)]}


def _copy_entries(last: Assessment | None, assessment: Assessment) -> None:
    written = {entry.domain: entry for entry in last.entries.all()} if last else {}
    for item in DOMAINS:
        before = written.get(item.code)
        DomainEntry.objects.create(
            assessment=assessment,
            domain=item.code,
            situation=before.situation if before else "",
            person_view=before.person_view if before else "",
            strengths=before.strengths if before else "",
            has_need=before.has_need if before else "",
        )
    if last is None:
        return
    for need in last.needs.filter(withdrawn=False):
        copied = {name: getattr(need, name) for name in _COPIED_FROM_NEED}
        Need.objects.create(assessment=assessment, **copied)
