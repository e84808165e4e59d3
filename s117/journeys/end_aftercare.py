"""Ending aftercare, across the register, the care plan and the funding.

The register decides, and never asks upward: the services that a person still has are gathered here, under the
case's lock, and handed down.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from assessments import queries as assessments
from careplans import queries as careplans
from careplans.services import letters
from cases import queries as cases
from cases.queries import CaseHeader
from cases.rules.ending_checks import Check, LiveService, MovedService, checks, running_on
from cases.rules.lifecycle import EndingStatus
from cases.rules.words import day
from cases.services import ending_moves, endings
from cases.services.entitlement import law_in_force
from funding import queries as funding
from funding.services import closures
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound, Refused

AFTERCARE = ("health", "social_care")


@dataclass(frozen=True, slots=True)
class Undoing:
    """What undoing an ending does, or did, to funding, and what it leaves to a person to do."""

    reopens: tuple[str, ...]
    to_do: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndingFile:
    """The latest request about one person, those before it, and the checklist as it stands."""

    case: CaseHeader
    ending: Any | None
    earlier: Sequence[Any]
    checks: tuple[Check, ...]
    conditionally_discharged: bool
    running: tuple[LiveService, ...]
    moved: tuple[MovedService, ...]
    joint_notice: bool
    undoing: Undoing | None


def ending_file(case: CaseHeader, on: date) -> EndingFile:
    """Everything the pages about ending show, on the day."""
    rows = cases.endings_of(case.id)
    ending = rows[0] if rows else None
    standing = cases.ending_standing(case, ending, live_services(case.id), on, law_in_force())
    return EndingFile(
        case=case,
        ending=ending,
        earlier=rows[1:],
        checks=checks(standing),
        conditionally_discharged=standing.conditionally_discharged,
        running=running_on(standing),
        moved=standing.moved,
        joint_notice=standing.notice_needed,
        undoing=undoing(ending) if ending is not None and ending.status == EndingStatus.UNDONE else None,
    )


def notices(case_id: UUID) -> tuple[Any, ...]:
    """The notices of the latest ending as they were frozen, each a document."""
    return careplans.ending_notices(case_id)


def live_services(case_id: UUID) -> tuple[LiveService, ...]:
    """The person's aftercare services, of the plan in force and of the funding, each with its last day.

    A service's end is what funding recorded, else what the plan says; care outside aftercare is left out.
    """
    found: dict[UUID, LiveService] = {}
    for row in careplans.published_services(case_id):
        if row.group.is_aftercare:
            found[row.service_key] = LiveService(row.description, row.ends_on, row.service_key)
    for line in funding.lines_of(case_id):
        if line.group in AFTERCARE:
            planned = found.get(line.service_key)
            ends_on = line.ends_on or (planned.ends_on if planned else None)
            found[line.service_key] = LiveService(line.description, ends_on, line.service_key)
    return tuple(found.values())


def earlier_needs(case_id: UUID) -> tuple[str, ...]:
    """The aftercare needs of the last signed off assessment, each of which an ending must answer."""
    return tuple(row.title for row in assessments.needs_for_plan(case_id) if row.is_s117)


def live_service(case_id: UUID, key: UUID) -> LiveService:
    """One of the person's aftercare services. NotFound if it is none of them."""
    found = next((row for row in live_services(case_id) if row.key == key), None)
    if found is None:
        raise NotFound
    return found


@writes
def move_service(*, actor: Actor, at: datetime, case_id: UUID, service_key: UUID, **given: Any) -> Any:
    """Say what becomes of a service that the person has; its words are taken from the plan or the funding.

    The last day of a funded service is finance's to record: until then it would go on being paid for.
    """
    cases.lock_case(case_id)
    service = live_service(case_id, service_key)
    funded = {line.service_key for line in funding.lines_of(case_id)}
    if given["goes_on"] == "stops" and service_key in funded:
        raise Refused(fields={"goes_on": "This service is funded. Ask finance to record its last day"})
    return ending_moves.move_service(
        actor=actor, at=at, case_id=case_id, service_key=service_key, description=service.description, **given
    )


@writes
def confirm_ending(*, actor: Actor, at: datetime, case_id: UUID, effective_on: date, **given: Any) -> Any:
    """End aftercare. The services are read under the lock, so none can be added meanwhile.

    The funding, as aftercare, of what goes on outside it ends with it, and the person's notice is frozen.
    """
    cases.lock_case(case_id)
    moved = cases.moved_services(cases.ending_for(case_id))
    ended = endings.confirm_ending(
        actor=actor,
        at=at,
        case_id=case_id,
        services=live_services(case_id),
        effective_on=effective_on,
        **given,
    )
    closures.end_moved_lines(
        actor=actor,
        at=at,
        case_id=case_id,
        ending_id=ended.id,
        service_keys=moved.keys(),
        ends_on=effective_on,
        reason="Aftercare ended. The service goes on outside it.",
    )
    letters.queue_ending_notice(actor=actor, at=at, case_id=case_id)
    return ended


@writes
def undo_ending(*, actor: Actor, at: datetime, case_id: UUID, reason: str, **given: Any) -> Any:
    """Take back an ending that was confirmed by mistake; the funding that it closed is as it was before."""
    cases.lock_case(case_id)
    undone = endings.undo_ending(actor=actor, at=at, case_id=case_id, reason=reason, **given)
    closures.reopen_lines(
        actor=actor,
        at=at,
        case_id=case_id,
        ending_id=undone.id,
        reason="The ending of aftercare that closed it was undone.",
    )
    return undone


def undoing(ending: Any) -> Undoing:
    """The funding that comes back, and what only a person can put right: last days changed since, schedules
    issued without these days, and charges for what went on outside aftercare (which it then did not, M-1)."""
    rows = funding.closures_of(ending.id)
    comes_back = [row for row in rows if row.can_reopen or row.reopened_at is not None]
    changed = [row for row in rows if row not in comes_back]
    to_do = [
        f"{row.description}: its last day was changed after the ending. Finance records the right one."
        for row in changed
    ]
    for row in comes_back:
        if row.issued:
            issued = " and ".join(row.issued)
            to_do.append(
                f"{row.description}: {issued} went out without the days after {day(row.ended_on)}. "
                "The next schedule charges them. Tell the bodies that pay."
            )
    charged = [row for row in cases.moved_services(ending).values() if row.charged]
    to_do += [
        f"{row.description}: stop any charge to the person, and pay back what was taken since "
        f"{day(ending.effective_on)}."
        for row in charged
    ]
    return Undoing(tuple(_comes_back(row) for row in comes_back), tuple(to_do))


def _comes_back(row: Any) -> str:
    last = f"to {day(row.ends_on_before)}" if row.ends_on_before else "with no last day"
    return f"{row.description}, {last}"
