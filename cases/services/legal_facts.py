"""How every fact of legal status is kept: recorded, corrected by a new entry, or set aside as a mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from cases import policies, queries
from cases.models import Case, CommunityTreatmentOrder, Detention, Evidence, StatusFact
from cases.services import entitlement
from cases.services.checks import Checks, day_words
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound, Refused, require_version

Fact = TypeVar("Fact", bound=StatusFact)
WHY = "Enter why the entry is being corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """Which entry a new one takes the place of, and why."""

    row_id: UUID
    reason: str
    seen_version: int | None = None


class Entry:
    """A fact being written for a case: what it takes the place of, what is wrong with it, how it is kept.

    `rows` are the case's own of that kind; the caller has locked the case and asked the policy.
    """

    def __init__(
        self, *, actor: Actor, at: datetime, case: Case, rows: QuerySet[Any], correction: Correction | None
    ) -> None:
        self.actor, self.at, self.case, self.rows, self.correction = actor, at, case, rows, correction
        self.old = _corrected(rows, correction)
        self.checks = Checks(case, at)

    def refuse(self, wanted: Period | None = None, what: Callable[[Any], str] | str = "") -> None:
        """Raise every fault found. Then say which entry is in the way of the days, beside the first date; the
        database's constraint is the second wall."""
        self.checks.refuse()
        for row in self.rows.filter(is_current=True) if wanted is not None else ():
            if row != self.old and row.period.overlaps(wanted):
                words = what if isinstance(what, str) else what(row)
                _refuse_overlap(words, row.period)

    def keep(self, event: Event, *, detail: dict[str, object] | None = None, **given: Any) -> Any:
        """Write the fact, in place of the one it corrects, whose papers go along."""
        reason = self.correction.reason if self.correction else ""
        if self.old is not None:
            set_aside(self.old, reason, self.actor, self.at)
        row = self.rows.model.objects.create(case=self.case, supersedes=self.old, **given)
        if self.old is not None:
            _hand_on_files(self.old, row)
        record(event, row, case_id=row.case_id, reason=reason, detail=detail)
        return row


def columns_of(given: Any) -> dict[str, Any]:
    """What was given of a fact, as the columns it is kept in."""
    return {name: getattr(given, name) for name in type(given).__slots__}


def _refuse_overlap(words: str, period: Period) -> None:
    ended = f"to {day_words(period.end)}" if period.end else "and has no end recorded"
    what = f"{words}, from {day_words(period.start)} {ended}"
    raise Refused(fields={"starts_on": f"This overlaps {what}. Record its end, or give other dates"})


def _corrected(rows: QuerySet[Fact], correction: Correction | None) -> Fact | None:
    """The entry that is being corrected. NotFound when it no longer stands; refused without a reason."""
    if correction is None:
        return None
    old = rows.filter(pk=correction.row_id, is_current=True).first()
    if old is None:
        raise NotFound
    require_version(old, correction.seen_version)
    if not correction.reason.strip():
        raise Refused(fields={"correction_reason": WHY})
    return old


def _hand_on_files(old: StatusFact, row: StatusFact) -> None:
    """The papers of an entry go along with its correction, withdrawn ones too."""
    for file in Evidence.objects.filter(fact_row=old.id):
        file.amend(fact_row=row.id)


def may_record(actor: Actor, case_id: UUID, permission: Permission) -> None:
    """Refuse whoever may not write this kind of fact for this case."""
    policies.legal_fact_record(actor, queries.header_for(actor, case_id), permission).require()


def set_aside(row: StatusFact, reason: str, actor: Actor, at: datetime) -> None:
    """The entry no longer stands; it stays on the record."""
    by = None if actor.system else actor.id
    row.amend(is_current=False, set_aside_reason=reason, set_aside_at=at, set_aside_by_id=by)


def check_known(checks: Checks, verified_by: str, verified_on: date | None) -> None:
    """Who checked the papers, and when, come together."""
    checks.past("verified_on", verified_on)
    checks.need("verified_on", verified_on or not verified_by, "Enter the day they checked it")
    checks.need("verified_by", verified_by or verified_on is None, "Enter who checked it")


@writes
def set_aside_fact(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    kind: str,
    row_id: UUID,
    reason: str,
    seen_version: int | None = None,
) -> StatusFact:
    """Set aside an entry that should never have been made. It stays, with the reason, and counts no more.

    A detention that an order still rests on is refused: the order goes first.
    """
    case = queries.lock_case(case_id)
    may_record(actor, case_id, Permission.LEGAL_STATUS_SET_ASIDE)
    row = queries.legal_fact_for(case_id, kind, row_id)
    require_version(row, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Enter why the entry was a mistake"})
    _refuse_if_rested_on(row)
    set_aside(row, reason, actor, at)
    record(Event.LEGAL_STATUS_SET_ASIDE, row, case_id=case.id, reason=reason, detail={"kind": kind})
    entitlement.propose(actor=actor, at=at, case_id=case.id)
    return row


def _refuse_if_rested_on(row: StatusFact) -> None:
    if isinstance(row, Detention):
        order = CommunityTreatmentOrder.objects.filter(detention=row, is_current=True).first()
        if order is not None:
            when = day_words(order.starts_on)
            raise Refused(f"The community treatment order of {when} rests on this. Set that aside first")


def detention_on(case: Case, day: date) -> Detention | None:
    """The detention that was in force on the day, or ceased on it."""
    found = case.detentions.filter(is_current=True, starts_on__lte=day).exclude(ends_on__lt=day)
    return found.order_by("-starts_on").first()
