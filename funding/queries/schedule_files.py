"""Reading what a frozen schedule's files are made of, a piece at a time, and the files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from funding.models import ExportFile, Schedule, ScheduleLine, ScheduleShare
from funding.queries.schedules import ScheduleLineRow, ScheduleRow, each_line, has_part, schedule_for
from funding.rules.lifecycle import ScheduleStatus
from s117.accounts.models import Organisation, OrganisationKind
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound


def lines_for_body(schedule: ScheduleRow, body_id: UUID) -> QuerySet[ScheduleLine]:
    """All lines for the schedule's council, for another body those in which it has a part."""
    lines = ScheduleLine.objects.filter(schedule=schedule.id)
    return lines if body_id == schedule.council_id else lines.filter(has_part([body_id]))


def bodies_sharing(lines: QuerySet[ScheduleLine]) -> tuple[Organisation, ...]:
    """The bodies with a part in the lines, councils first and then by code. One statement."""
    sharing = ScheduleShare.objects.filter(line__in=lines)
    found = Organisation.objects.filter(pk__in=sharing.values("organisation"))
    return tuple(sorted(found, key=lambda body: (body.kind != OrganisationKind.COUNCIL, body.code)))


def audiences_of(schedule: ScheduleRow) -> dict[UUID, str]:
    """Who has files of the schedule: its council, and each other body with a part in it; code by id."""
    sharing = bodies_sharing(lines_for_body(schedule, schedule.council_id))
    return {schedule.council_id: schedule.council_code, **{body.id: body.code for body in sharing}}


def each_line_for_body(schedule: ScheduleRow, body_id: UUID) -> Iterator[ScheduleLineRow]:
    """Those lines in their order, read in pieces: memory stays flat however many there are."""
    return each_line(lines_for_body(schedule, body_id).order_by("number"))


@contextmanager
def making_files(schedule_id: UUID) -> Iterator[bool]:
    """Whether no other worker makes the schedule's files just now: the sweep rings each minute, and the files
    of a very long schedule take several. A worker that dies lets go with its connection."""
    key = schedule_id.int % 2**63
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


def files_for(actor: Actor, schedule: ScheduleRow) -> tuple[ExportFile, ...]:
    """The schedule's files that are meant for the actor's organisation; every one for its council."""
    files = ExportFile.objects.filter(schedule=schedule.id).select_related("audience")
    if not actor.system and schedule.council_id not in actor.organisation_ids:
        files = files.filter(audience__in=actor.organisation_ids)
    return tuple(files.order_by("name"))


def file_for(actor: Actor, schedule_id: UUID, name: str) -> ExportFile:
    """One file that the actor may have; else NotFound."""
    found = [file for file in files_for(actor, schedule_for(actor, schedule_id)) if file.name == name]
    if not found:
        raise NotFound
    return found[0]


def schedules_without_files() -> tuple[UUID, ...]:
    """Frozen schedules whose files have not been made."""
    made = ExportFile.objects.filter(schedule=OuterRef("pk"))
    frozen = Schedule.objects.filter(~Exists(made), status=ScheduleStatus.FROZEN.value)
    return tuple(frozen.values_list("pk", flat=True))
