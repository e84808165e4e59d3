"""The record of legal status: every fact as it stands, what was corrected, and what that changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from cases.models import (
    BodyDecision,
    CommunityTreatmentOrder,
    ConditionalDischarge,
    Detention,
    Determination,
    DutyEpisode,
    Evidence,
    FactKind,
    HospitalMove,
    HospitalStay,
    Leave,
    Renewal,
    StatusFact,
    Tribunal,
)
from cases.models.codes import CTO_RECALL
from cases.queries.evidence import files_of_facts
from cases.queries.expiry import detention_renewed_to, order_extended_to
from cases.rules.episodes import DutyState
from s117.kernel.findings import Answer
from s117.kernel.refusals import NotFound

# Each kind of fact by the name it has in addresses.
KINDS: dict[str, type[StatusFact]] = {
    FactKind.DETENTION: Detention,
    FactKind.STAY: HospitalStay,
    FactKind.LEAVE: Leave,
    FactKind.CTO: CommunityTreatmentOrder,
    FactKind.CONDITIONAL_DISCHARGE: ConditionalDischarge,
    FactKind.TRANSFER: HospitalMove,
    FactKind.RENEWAL: Renewal,
    FactKind.TRIBUNAL: Tribunal,
}
# What is read of a determination to tell whether it changed an answer; its facts and findings are long.
DETERMINED = (
    "kind", "value", "body", "starts_on", "answer", "origin", "is_current", "supersedes", "made_at",
)  # fmt: skip
SETTLED_BY_PEOPLE = (Determination.Origin.PERSON, Determination.Origin.RULING)
RENEWED_TO = {"detention": detention_renewed_to, "cto": order_extended_to}


@dataclass(frozen=True, slots=True)
class LegalRecord:
    """Every fact that stands, by kind and latest first; `before` holds those corrected or set aside, `files`
    what was added to each fact and not withdrawn, by the fact's id."""

    facts: dict[str, Sequence[Any]]
    before: dict[str, Sequence[Any]]
    files: dict[UUID, list[Evidence]] = field(default_factory=dict)
    episodes: Sequence[DutyEpisode] = field(default_factory=tuple)

    @property
    def detentions(self) -> Sequence[Detention]:
        """Detentions, recalls and guardianship."""
        return self.facts["detention"]

    @property
    def in_force(self) -> Detention | None:
        """The detention with no end."""
        return next((row for row in self.detentions if row.ends_on is None), None)

    @property
    def recall(self) -> Detention | None:
        """The recall from a community treatment order that has not ended."""
        return next((row for row in self.detentions if _recalled(row)), None)

    @property
    def open_stay(self) -> HospitalStay | None:
        """The stay with no end."""
        return next((row for row in self.facts["stay"] if row.left_on is None), None)

    @property
    def order(self) -> CommunityTreatmentOrder | None:
        """The community treatment order in force."""
        return next((row for row in self.facts["cto"] if row.ended_on is None), None)

    @property
    def leave(self) -> Leave | None:
        """The leave that has not ended."""
        return next((row for row in self.facts["leave"] if row.ends_on is None), None)

    @property
    def conditional_discharge(self) -> ConditionalDischarge | None:
        """The conditional discharge in force."""
        return next((row for row in self.facts["conditional-discharge"] if row.ends_on is None), None)


@dataclass(frozen=True, slots=True)
class ChangedAnswer:
    """A question on which new facts gave another answer than the one before."""

    kind: str
    was: str
    was_since: date | None
    now: str
    now_since: date | None
    open: bool
    at: datetime


def _recalled(row: Detention) -> bool:
    return row.ends_on is None and row.section_code == CTO_RECALL


def legal_record(case_id: UUID) -> LegalRecord:
    """The legal status of a person, now and before: one statement for each kind, and for the files."""
    rows = {kind: list(_rows(kind).filter(case=case_id)) for kind in KINDS}
    return LegalRecord(
        facts={kind: [row for row in found if row.is_current] for kind, found in rows.items()},
        before={kind: [row for row in found if not row.is_current] for kind, found in rows.items()},
        files=files_of_facts(case_id),
        episodes=list(DutyEpisode.objects.filter(case=case_id, is_current=True).order_by("starts_on")),
    )


def _rows(kind: str) -> QuerySet[Any]:
    """The facts of a kind, latest first; of those that can be renewed, `renewed_to` says up to when."""
    rows = KINDS[kind].objects.select_related("set_aside_by", "superseded_by")
    rows = rows.order_by(f"-{KINDS[kind].FIRST_DAY}", "-id")
    return rows.annotate(renewed_to=RENEWED_TO[kind]()) if kind in RENEWED_TO else rows


def current_facts(case_id: UUID, kind: str) -> QuerySet[Any]:
    """The facts of a kind as they stand, latest first."""
    return _rows(kind).filter(case=case_id, is_current=True)


def legal_fact_for(case_id: UUID, kind: str, row_id: UUID) -> Any:
    """A fact of the case as it stands, to be corrected, ended or set aside. NotFound otherwise."""
    if kind not in KINDS:
        raise NotFound
    found = _rows(kind).filter(case=case_id, pk=row_id, is_current=True).first()
    if found is None:
        raise NotFound
    return found


def legal_fact_now(case_id: UUID, kind: str, row_id: UUID) -> Any:
    """A fact of the case, or the one that has taken its place since; NotFound where none stands."""
    if kind not in KINDS:
        raise NotFound
    rows = list(_rows(kind).filter(case=case_id))
    after = {row.supersedes_id: row for row in rows}
    found = next((row for row in rows if row.id == row_id), None)
    while found is not None and not found.is_current:
        found = after.get(found.id)
    if found is None:
        raise NotFound
    return found


def recall_for(case_id: UUID, recall_id: UUID) -> Detention | None:
    """The recall from a community treatment order that is in force, by its id."""
    found = Detention.objects.filter(case=case_id, pk=recall_id, is_current=True, section_code=CTO_RECALL)
    return found.filter(ends_on__isnull=True).first()


def changed_answers(case_id: UUID) -> tuple[ChangedAnswer, ...]:
    """What new facts changed in an answer, and nobody has answered since. One statement."""
    answers = BodyDecision.objects.filter(is_current=True, determination=OuterRef("pk"))
    rows = Determination.objects.filter(case=case_id).only(*DETERMINED).annotate(was_answered=Exists(answers))
    known = {row.id: row for row in rows.order_by("kind")}
    pairs = ((row, _answer_before(row, known)) for row in known.values() if _waits(row))
    return tuple(_changed(row, old) for row, old in pairs if old is not None)


def _waits(row: Any) -> bool:
    return row.is_current and row.origin == Determination.Origin.RULES and not row.was_answered


def _answer_before(row: Any, known: dict[UUID, Any]) -> Any:
    """The last answer that somebody had given or replied to, however many proposals ago. Else a proposal
    of another body; and of entitlement, to which nobody replies, what went back or became doubtful."""
    last = earlier = known.get(row.supersedes_id)
    while earlier is not None:
        if earlier.was_answered or earlier.origin in SETTLED_BY_PEOPLE:
            return earlier
        earlier = known.get(earlier.supersedes_id)
    if last is None:
        return None
    renamed = last.body_id is not None and last.body_id != row.body_id
    return last if renamed or entitlement_in_doubt(last, row) else None


def entitlement_in_doubt(old: Any, row: Any) -> bool:
    """A determination of entitlement that took back the duty, or doubts what was sure before. That the duty
    begins on leaving hospital is nothing to look into."""
    back = old.value == DutyState.ACTIVE and row.value in (DutyState.PENDING, DutyState.NONE)
    doubt = row.answer == Answer.CANNOT_TELL and old.answer != Answer.CANNOT_TELL
    return row.kind == Determination.Kind.ENTITLEMENT and (back or doubt)


def _changed(row: Any, old: Any) -> ChangedAnswer:
    return ChangedAnswer(
        kind=row.kind,
        was=old.value,
        was_since=old.starts_on,
        now=row.value,
        now_since=row.starts_on,
        open=row.answer == Answer.CANNOT_TELL,
        at=row.made_at,
    )
