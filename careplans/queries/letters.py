"""What there is to write to a person about, and what each letter would say, read from the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from careplans.models import CarePlan, PlanDocument, Recipient, Review
from careplans.queries.plans import published_services
from careplans.rules.letters import (
    BodyChange,
    Decided,
    DisputeHolding,
    EndingConsidered,
    EndingNotice,
    Entitlement,
    Leaflet,
    PlanCover,
)
from careplans.rules.lifecycle import PlanStatus, ReviewStatus
from careplans.rules.terms import Paper, RecipientKind
from cases import queries as cases
from cases.queries import CaseHeader
from cases.rules.answers import Firmness
from cases.rules.lifecycle import MAY_BE_OWED
from s117.kernel.dates import london_date
from s117.kernel.documents import DocumentStatus
from s117.kernel.refusals import NotFound

SIDES = {"council": "council", "nhs_body": "NHS body"}
# A body that took another's place longer ago than this was told of at the time, by whatever was used then.
CHANGED_WITHIN_DAYS = 183


@dataclass(frozen=True, slots=True)
class LetterSubject:
    """Something that the person is to be told of: the paper, what it is about, and its words."""

    paper: Paper
    about: UUID
    on: date | None
    said: Any


@dataclass(frozen=True, slots=True)
class LetterToWrite:
    """A subject with when it was written of last, or None while it was not."""

    subject: LetterSubject
    written_on: date | None


def letters_to_write(case: CaseHeader, on: date) -> tuple[LetterToWrite, ...]:
    """Every letter that the record gives rise to, those never written first. A fixed number of statements."""
    made = PlanDocument.objects.filter(case_id=case.id).exclude(status=DocumentStatus.FAILED.value)
    written = {
        (paper, about): london_date(at)
        for paper, about, at in made.order_by("requested_at").values_list("paper", "about", "requested_at")
    }
    found = [LetterToWrite(each, written.get((each.paper.value, each.about))) for each in _subjects(case, on)]
    return tuple(sorted(found, key=lambda row: row.written_on is not None))


def letter_subject(case: CaseHeader, paper: Paper, about: UUID, on: date) -> LetterSubject:
    """One of them. NotFound when the record does not give rise to it, or no longer does."""
    for each in _subjects(case, on):
        if (each.paper, each.about) == (paper, about):
            return each
    raise NotFound


def _subjects(case: CaseHeader, on: date) -> Iterator[LetterSubject]:
    plans = CarePlan.objects.filter(case_id=case.id, status=PlanStatus.PUBLISHED.value)
    plan = plans.select_related("published_version").first()
    yield from _entitlement(case, plan)
    if case.status in MAY_BE_OWED:
        yield from _plan_cover(plan)
    yield from _ending(case)
    yield from _body_changes(case, on)
    for dispute in cases.live_disputes(case.id):
        said = DisputeHolding(dispute.interim_payer.name, dispute.interim_from)
        yield LetterSubject(Paper.DISPUTE_HOLDING, dispute.id, dispute.arose_on, said)
    yield LetterSubject(Paper.LEAFLET, case.id, None, Leaflet())


def _entitlement(case: CaseHeader, plan: CarePlan | None) -> Iterator[LetterSubject]:
    running = next((row for row in cases.duty_episodes(case.id) if row.ends_on is None), None)
    if case.status != "active" or running is None:
        return
    free = tuple(row.description for row in published_services(case.id) if row.group.is_aftercare)
    review = Review.objects.filter(case_id=case.id, status__in=[ReviewStatus.DUE, ReviewStatus.BOOKED])
    due_on = review.order_by("due_on").values_list("due_on", flat=True).first()
    said = Entitlement(running.starts_on, free if plan else (), due_on)
    yield LetterSubject(Paper.ENTITLEMENT, running.id, running.starts_on, said)


def _plan_cover(plan: CarePlan | None) -> Iterator[LetterSubject]:
    version = getattr(plan, "published_version", None)
    if version is None:
        return
    others = Recipient.objects.filter(plan=plan).exclude(kind=RecipientKind.PERSON.value)
    copies = tuple(f"{row.name} ({RecipientKind(row.kind).words})" for row in others.order_by("position"))
    published = london_date(version.published_at)
    said = PlanCover(plan.number, published, plan.review_due_on, copies)
    yield LetterSubject(Paper.PLAN_COVER, plan.id, published, said)


def _ending(case: CaseHeader) -> Iterator[LetterSubject]:
    ending = cases.ending_for(case.id)
    if ending is None:
        return
    reasons = tuple(f"{row.title}: {row.reason}" for row in ending.needs.all())
    if ending.status == "open":
        said = EndingConsidered(ending.reviewed_on, reasons, ending.step_down, ending.person_view)
        yield LetterSubject(Paper.ENDING_CONSIDERED, ending.id, ending.reviewed_on, said)
    elif ending.status == "ended":
        yield LetterSubject(
            Paper.ENDING_NOTICE, ending.id, ending.effective_on, _ending_notice(ending, reasons)
        )


def _ending_notice(ending: Any, reasons: tuple[str, ...]) -> EndingNotice:
    other = (ending.get_other_care_display(), ending.other_care_details)
    return EndingNotice(
        effective_on=ending.effective_on,
        given_on=ending.notice.given_on,
        joint=ending.notice.joint,
        reasons=reasons,
        decided=tuple(
            Decided(
                row.organisation.name,
                row.decided_by.full_name,
                row.decided_by_title,
                row.decided_on,
                row.reasons,
            )
            for row in ending.decisions.all()
            if row.question == "end" and row.satisfied
        ),
        person_view=ending.person_view,
        other_care=": ".join(words for words in other if words),
        charge_told_on=ending.charge_told_on,
        moved=tuple(row.words_to_person for row in cases.moved_services(ending).values()),
        come_back=ending.come_back,
    )


def _body_changes(case: CaseHeader, on: date) -> Iterator[LetterSubject]:
    rows = cases.determinations(case.id)
    before = {row.id: row for row in rows}
    disputed = {dispute.kind for dispute in cases.live_disputes(case.id)}
    for row in rows:
        was = before.get(row.supersedes_id)
        if not row.is_current or row.kind not in SIDES or row.firmness == Firmness.OPEN or was is None:
            continue
        made_on = london_date(row.made_at)
        changed = None not in (row.body, was.body) and row.body != was.body
        if changed and not disputed and (on - made_on).days <= CHANGED_WITHIN_DAYS:
            said = BodyChange(SIDES[row.kind], was.body.name, row.body.name, row.starts_on)
            yield LetterSubject(Paper.BODY_CHANGE, row.id, made_on, said)
