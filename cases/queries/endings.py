"""Requests to end aftercare with what both bodies made of them, and how one stands on a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from cases.models import Determination, EndingDecision, EndingRequest, EndingServiceMove
from cases.queries.facts import case_facts
from cases.queries.header import CaseHeader
from cases.rules.answers import Firmness
from cases.rules.ending import on_cto
from cases.rules.ending_checks import LiveService, MovedService, Standing, conditionally_discharged
from cases.rules.facts import CaseFacts
from cases.rules.lifecycle import CaseStatus
from cases.rules.residence import nation_before
from cases.rules.rulesets import Law

_Question, _Side = EndingDecision.Question, EndingDecision.Side
_GoesOn = EndingServiceMove.GoesOn


def endings_of(case_id: UUID) -> tuple[EndingRequest, ...]:
    """Every request about one person, newest first, with decisions, needs and notice."""
    rows = EndingRequest.objects.filter(case=case_id).select_related(
        "notice", "requested_by", "confirmed_by", "notice__recorded_by"
    )
    return tuple(
        rows.prefetch_related(
            "decisions__organisation", "decisions__decided_by", "needs", "moves__recorded_by"
        ).order_by("-requested_at")
    )


def ending_for(case_id: UUID) -> EndingRequest | None:
    """The latest request about one person, or None."""
    return next(iter(endings_of(case_id)), None)


def moved_services(ending: EndingRequest | None) -> dict[UUID, MovedService]:
    """The services that were said to go on outside aftercare, by key."""
    return {
        key: MovedService(row.description, row.goes_on == _GoesOn.CHARGED, row.told_on)
        for key, row in _last_words(ending).items()
        if row.goes_on in (_GoesOn.CHARGED, _GoesOn.FREE)
    }


def _last_words(ending: EndingRequest | None) -> dict[UUID, EndingServiceMove]:
    """What was said last of each service."""
    rows = sorted(ending.moves.all() if ending is not None else (), key=lambda row: row.recorded_at)
    return {row.service_key: row for row in rows}


def _as_aftercare(services: Sequence[LiveService], ending: EndingRequest | None) -> Iterator[LiveService]:
    """The services that count as aftercare, each to the last day that is known of it."""
    said = _last_words(ending)
    for service in services:
        word = said.get(service.key) if service.key else None
        if word is None or word.goes_on == _GoesOn.AFTERCARE:
            yield service
        elif word.goes_on == _GoesOn.STOPS:
            yield replace(service, ends_on=service.ends_on or word.ends_on)


def lock_ending(case_id: UUID) -> EndingRequest | None:
    """The latest request, for changing. The case must be locked already."""
    return EndingRequest.objects.select_for_update().filter(case=case_id).order_by("-requested_at").first()


def ending_standing(
    case: CaseHeader,
    ending: EndingRequest | None,
    services: Sequence[LiveService],
    on: date,
    law: Law,
) -> Standing:
    """What the checklist is made of, for a request that is open or still to be written."""
    facts = case_facts(case.id)
    said = {
        row.side: row.satisfied
        for row in (ending.decisions.all() if ending is not None else ())
        if row.question == _Question.END
    }
    return Standing(
        on=on,
        active=case.status == CaseStatus.ACTIVE,
        bodies_settled=_settled(case),
        on_cto=on_cto(facts, on),
        conditionally_discharged=conditionally_discharged(facts, on),
        grounds=frozenset(ending.grounds if ending is not None else ()),
        council=said.get(_Side.COUNCIL),
        nhs=said.get(_Side.NHS_BODY),
        council_name=case.council_name,
        nhs_name=case.nhs_body_name,
        services=tuple(_as_aftercare(services, ending)),
        moved=tuple(moved_services(ending).values()),
        notice_needed=_notice_needed(facts, on, law),
    )


def _settled(case: CaseHeader) -> bool:
    """Whether both bodies are named, and neither by a question that is still open."""
    rows = Determination.objects.filter(case=case.id, is_current=True, body__isnull=False)
    kinds = {Determination.Kind.COUNCIL, Determination.Kind.NHS_BODY}
    return set(rows.exclude(firmness=Firmness.OPEN).values_list("kind", flat=True)) >= kinds


def _notice_needed(facts: CaseFacts, on: date, law: Law) -> bool:
    """Whether section 46(2) of the 2025 Act governs an ending on the day, for this person's nation."""
    began = [row.starts_on for row in facts.detentions if row.starts_on is not None]
    since = law.joint_notice_from(nation_before(facts, max(began, default=on)))
    return since is not None and on >= since
