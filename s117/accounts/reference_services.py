"""Loading code lists of councils and NHS bodies: sent, checked, looked at, then loaded whole or not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from s117.accounts import code_lists
from s117.accounts.code_lists import Body, CodeList
from s117.accounts.models import Organisation, OrganisationSuccession, ReferenceFile
from s117.accounts.services import save_organisation, save_succession
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound, Refused, require_version

Status = ReferenceFile.Status


@dataclass(frozen=True, slots=True)
class Compared:
    """One row beside what is kept: `state` is new, changed or unchanged; `changes` names what differs."""

    row: Body
    state: str
    changes: tuple[str, ...]


@writes
def check_reference(*, actor: Actor, at: datetime, kind: str, name: str, data: bytes) -> ReferenceFile:
    """Keep a list as it was sent, with everything that is wrong with it. Nothing is loaded yet."""
    actor.holds(Permission.REFERENCE_MANAGE).require()
    text, unreadable = code_lists.decoded(data)
    found = CodeList(faults=[unreadable]) if unreadable else read(kind, text)
    file = ReferenceFile.objects.create(
        kind=kind,
        name=name[:200],
        text=text,
        status=Status.REFUSED if found.faults else Status.CHECKED,
        row_count=len(found.rows),
        faults=[asdict(fault) for fault in found.faults],
        sent_at=at,
        sent_by_id=actor.id,
    )
    record(Event.REFERENCE_CHECKED, file, detail={"kind": kind, "faults": len(found.faults)})
    return file


@writes
def load_reference(
    *, actor: Actor, at: datetime, file_id: UUID, seen_version: int | None = None
) -> ReferenceFile:
    """Load a checked list, all of it or nothing. Loading it again changes nothing."""
    actor.holds(Permission.REFERENCE_MANAGE).require()
    file = ReferenceFile.objects.select_for_update().filter(pk=file_id).first()
    if file is None:
        raise NotFound
    require_version(file, seen_version)
    found = read(file.kind, file.text)
    if file.status == Status.REFUSED or found.faults:
        raise Refused("The file has faults. Put them right and send it again.")
    changes = save_list(actor=actor, at=at, kind=file.kind, rows=found.rows)
    file.amend(status=Status.LOADED, loaded_at=at, changes=changes)
    record(Event.REFERENCE_LOADED, file, detail={"kind": file.kind, **changes})
    return file


@writes
def save_list(*, actor: Actor, at: datetime, kind: str, rows: list[Body]) -> dict[str, int]:
    """Bring organisations and their successors into step with a list; how many rows were new or changed."""
    states = [each.state for each in compare(kind, rows)]
    saved = {
        row.code: save_organisation(actor=actor, at=at, kind=kind, code=row.code, **row.details())
        for row in rows
    }
    for row in rows:
        if row.successors is not None:
            _save_successors(actor, at, row, saved)
    return {state: states.count(state) for state in ("new", "changed", "unchanged")}


def read(kind: str, text: str) -> CodeList:
    """A list by the rules of this deployment, how many rows it must have among them."""
    return code_lists.read(kind, text, settings.REFERENCE_ROW_COUNTS.get(kind))


def compare(kind: str, rows: list[Body]) -> list[Compared]:
    """Each row beside the organisation and the successors that are kept. Two statements."""
    kept = {row.code: row for row in Organisation.objects.filter(kind=kind)}
    heirs: dict[str, set[tuple[str, object]]] = {}
    pairs = OrganisationSuccession.objects.filter(withdrawn=False, predecessor__kind=kind)
    for old, new, on in pairs.values_list("predecessor__code", "successor__code", "starts_on"):
        heirs.setdefault(old, set()).add((new, on))
    return [_compared(row, kept.get(row.code), heirs.get(row.code, set())) for row in rows]


def _compared(row: Body, kept: Organisation | None, heirs: set[tuple[str, object]]) -> Compared:
    if kept is None:
        return Compared(row, "new", ())
    changes = [
        name.replace("_", " ") for name, value in row.details().items() if getattr(kept, name) != value
    ]
    if row.successors is not None and heirs != {(code, row.passes_on) for code in row.successors}:
        changes.append("successors")
    return Compared(row, "changed" if changes else "unchanged", tuple(changes))


def _save_successors(actor: Actor, at: datetime, row: Body, saved: dict[str, Organisation]) -> None:
    """The successors of a body are those of the list; one that is not in it was recorded in error."""
    heirs = row.successors or ()
    for pair in OrganisationSuccession.objects.filter(predecessor=saved[row.code], withdrawn=False):
        if pair.successor_id not in {saved[code].id for code in heirs}:
            pair.amend(withdrawn=True)
            record(Event.REFERENCE_LOADED, pair, detail={"withdrawn": True})
    for code in heirs:
        save_succession(
            actor=actor, at=at, predecessor=saved[row.code], successor=saved[code], starts_on=row.passes_on,
            note=row.note,
        )  # fmt: skip
