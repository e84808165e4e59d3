"""The people around a person and what may be shared with them: added, corrected, ended; never overwritten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from cases import policies, queries
from cases.models import (
    AROUND,
    Advocate,
    AroundRow,
    Authority,
    Case,
    NearestRelative,
    Professional,
    Relation,
    SharingConsent,
)
from cases.rules.nominated_person import bases, representative_words
from cases.rules.sharing import ConsentLevel
from cases.services.checks import Checks, day_words
from cases.services.entitlement import law_in_force
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound, Refused, Stale, require_version

_ONE_DAY = timedelta(days=1)


@writes
def add_around(*, actor: Actor, at: datetime, case_id: UUID, group: str, **facts: Any) -> AroundRow:
    """Add somebody around the person, or what the person says of sharing with them.

    Where only one may stand (nearest relative, appointee, responsible clinician, one recipient's consent),
    the one that stands ends the day before. Refused for dates that cannot be.
    """
    case = _case_to_change(actor, case_id)
    model = AROUND[group]
    _check(case, at, model, facts)
    _make_room(model, case, facts)
    row = model.objects.create(case=case, recorded_at=at, recorded_by_id=actor.id, **facts)
    record(Event.PEOPLE_ADDED, row, case_id=case.id, detail={"group": group})
    return row


@writes
def amend_around(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    group: str,
    row_id: UUID,
    change_reason: str,
    seen_version: int | None = None,
    **facts: Any,
) -> AroundRow:
    """Put an entry right: a new row takes its place and says why; the old one stays as it was.

    Stale when somebody else corrected or ended it first.
    """
    case = _case_to_change(actor, case_id)
    old = _standing(case, group, row_id, seen_version)
    if not change_reason.strip():
        raise Refused(fields={"change_reason": "Say why you are changing this"})
    model = AROUND[group]
    _check(case, at, model, facts)
    old.amend(is_current=False)
    _make_room(model, case, facts)
    row = model.objects.create(
        case=case,
        recorded_at=at,
        recorded_by_id=actor.id,
        supersedes=old,
        change_reason=change_reason,
        end_reason=old.end_reason if facts.get("ends_on") else "",
        **facts,
    )
    record(Event.PEOPLE_AMENDED, row, case_id=case.id, reason=change_reason, detail={"group": group})
    return row


@writes
def end_around(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    group: str,
    row_id: UUID,
    ends_on: date,
    end_reason: str = "",
    seen_version: int | None = None,
) -> AroundRow:
    """Say on which day an entry was last true. It stays on the record among the earlier ones."""
    case = _case_to_change(actor, case_id)
    row = _standing(case, group, row_id, seen_version)
    checks = Checks(case, at)
    if row.ends_on is not None:
        checks.fault("ends_on", f"This ended on {day_words(row.ends_on)} already")
    checks.past("ends_on", ends_on)
    checks.order("ends_on", ends_on, row.starts_on, f"before it began on {day_words(row.starts_on)}")
    checks.refuse()
    row.amend(ends_on=ends_on, end_reason=end_reason)
    record(Event.PEOPLE_ENDED, row, case_id=case.id, reason=end_reason, detail={"group": group})
    return row


def _case_to_change(actor: Actor, case_id: UUID) -> Case:
    case = queries.lock_case(case_id)
    policies.people_record(actor, queries.header_for(actor, case_id)).require()
    return case


def _standing(case: Case, group: str, row_id: UUID, seen_version: int | None) -> AroundRow:
    """The row as the caller saw it; Stale once it has been superseded or changed."""
    row = AROUND[group].objects.select_for_update().filter(case=case, pk=row_id).first()
    if row is None:
        raise NotFound
    if not row.is_current:
        raise Stale(getattr(row, "superseded_by", row))
    require_version(row, seen_version)
    return row


def _check(case: Case, at: datetime, model: type[AroundRow], facts: Mapping[str, Any]) -> None:
    checks = Checks(case, at)
    checks.past("starts_on", facts["starts_on"])
    checks.not_before_birth("starts_on", facts["starts_on"])
    checks.past("ends_on", facts.get("ends_on"))
    checks.order("ends_on", facts.get("ends_on"), facts["starts_on"], "before the first day")
    _CHECKS.get(model, _nothing)(checks, facts)
    checks.refuse()


def _nothing(checks: Checks, facts: Mapping[str, Any]) -> None:
    """Nothing more to check."""


def _check_relation(checks: Checks, facts: Mapping[str, Any]) -> None:
    offered, assessed = facts.get("assessment_offered_on"), facts.get("assessed_on")
    answer = facts.get("assessment_answer", "")
    for field in ("assessment_offered_on", "assessed_on"):
        checks.past(field, facts.get(field))
    if answer:
        checks.need("assessment_offered_on", offered, "Enter the date the carer’s assessment was offered")
    if offered:
        checks.need("assessment_answer", answer, "Say what the carer answered")
    if assessed and answer != Relation.Assessment.ACCEPTED:
        checks.fault("assessed_on", "Only an assessment that was accepted can have been done")
    checks.order("assessed_on", assessed, offered, "before the assessment was offered")


def _check_nearest_relative(checks: Checks, facts: Mapping[str, Any]) -> None:
    law, on = law_in_force(), facts["starts_on"]
    if facts["basis"] not in bases(law, on):
        words = representative_words(law, on).lower()
        checks.fault("basis", f"On {day_words(on)} the law knows a {words}. Choose how they came to be that")
    checks.past("consulted_on", facts.get("consulted_on"))


def _check_authority(checks: Checks, facts: Mapping[str, Any]) -> None:
    checks.past("document_seen_on", facts.get("document_seen_on"))


def _check_advocate(checks: Checks, facts: Mapping[str, Any]) -> None:
    if facts["reply"] != Advocate.Reply.UNDECIDED:
        checks.need("replied_on", facts.get("replied_on"), "Enter the date of the answer")
    checks.past("replied_on", facts.get("replied_on"))
    checks.order("replied_on", facts.get("replied_on"), facts["starts_on"], "before the offer")


def _check_professional(checks: Checks, facts: Mapping[str, Any]) -> None:
    if facts["role"] == Professional.Role.OTHER:
        checks.need("role_words", facts.get("role_words", "").strip(), "Say what they do")


def _check_consent(checks: Checks, facts: Mapping[str, Any]) -> None:
    if facts["level"] == ConsentLevel.LIMITED:
        checks.need("note", facts.get("note", "").strip(), "Say what may be shared and what may not")


_CHECKS: dict[type[AroundRow], Callable[[Checks, Mapping[str, Any]], None]] = {
    Relation: _check_relation,
    NearestRelative: _check_nearest_relative,
    Authority: _check_authority,
    Advocate: _check_advocate,
    Professional: _check_professional,
    SharingConsent: _check_consent,
}


def _make_room(model: type[AroundRow], case: Case, facts: Mapping[str, Any]) -> None:
    """End the open row whose place is taken the day before; refuse an overlap that would be a guess."""
    starts_on, ends_on = facts["starts_on"], facts.get("ends_on")
    wanted = Period.inclusive(starts_on, ends_on)
    for row in queries.rivals_of(model, case.id, facts).order_by("starts_on"):
        if not Period.inclusive(row.starts_on, row.ends_on).overlaps(wanted):
            continue
        if row.ends_on is None and row.starts_on < starts_on and ends_on is None:
            row.amend(ends_on=starts_on - _ONE_DAY, end_reason="Another took their place")
        else:
            since = f"{row} is recorded from {day_words(row.starts_on)}"
            raise Refused(fields={"starts_on": f"{since}, and only one can be. Correct or end that first"})
