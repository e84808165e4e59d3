"""What a merge of two register entries would move, what stays, what forbids it, and the merges done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from cases.models import AROUND, Address, Case, EndingRequest, GpRegistration, Merge, StatusFact
from cases.queries.around import rivals_of
from cases.queries.legal import KINDS, current_facts
from cases.rules.lifecycle import OPEN_TRANSFER
from s117.audit.models import AuditEvent
from s117.kernel.events import Event
from s117.kernel.periods import Period
from s117.kernel.refusals import NotFound

# What the rules work out by themselves, and notes of contacts, depend on no merge.
INDEPENDENT = (Event.ENTITLEMENT_PROPOSED, Event.AUTHORITY_PROPOSED, Event.CONTACT_RECORDED)
# Tables of the person, not of the entry.
OF_CLIENT: dict[str, type[Any]] = {"address": Address, "gp": GpRegistration}


@dataclass(frozen=True, slots=True)
class MergeRow:
    """One fact of the entry to be merged: its table, the row, and why it stays, if it does."""

    table: str
    row: Any
    stays_because: str = ""


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What would happen: `bars` forbid it; `rows` move or stay; `left` counts what always stays."""

    kept: Case
    merged: Case
    bars: tuple[str, ...]
    rows: tuple[MergeRow, ...]
    contacts: int

    @property
    def moving(self) -> tuple[MergeRow, ...]:
        """The facts that move."""
        return tuple(row for row in self.rows if not row.stays_because)

    @property
    def staying(self) -> tuple[MergeRow, ...]:
        """The facts that stay, because the kept entry has them or they clash."""
        return tuple(row for row in self.rows if row.stays_because)


def merge_plan(kept_id: UUID, merged_id: UUID) -> MergePlan:
    """What merging one entry into another would do. The caller has checked that the actor may see both."""
    kept = Case.objects.select_related("client").get(pk=kept_id)
    merged = Case.objects.select_related("client").get(pk=merged_id)
    rows = (*_of_client(kept, merged), *_of_case(kept, merged), *_around(kept, merged))
    return MergePlan(kept, merged, tuple(_bars(kept, merged)), rows, merged.contacts.count())


def merges_of(case_id: UUID) -> Sequence[Merge]:
    """The merges that this entry was kept in, latest first, undone ones too."""
    rows = Merge.objects.filter(kept=case_id).select_related("merged", "merged_by", "undone_by")
    return list(rows.order_by("-merged_at"))


def merge_for(case_id: UUID, merge_id: UUID) -> Merge:
    """A merge that this entry was kept in and that stands. NotFound otherwise."""
    rows = Merge.objects.filter(kept=case_id, pk=merge_id, undone_at__isnull=True)
    found = rows.select_related("kept", "merged").first()
    if found is None:
        raise NotFound
    return found


def events_of(case_id: UUID) -> int:
    """How much has been recorded of an entry that could rest on a merge."""
    return AuditEvent.objects.filter(case_id=case_id).exclude(event__in=INDEPENDENT).count()


def table_model(table: str) -> type[Any]:
    """The model behind a table's name."""
    return OF_CLIENT.get(table) or AROUND.get(table) or KINDS[table]


def _bars(kept: Case, merged: Case) -> Iterator[str]:
    if kept.pk == merged.pk:
        yield "This is the same entry. Enter the reference of the other one"
        return
    if merged.client.nhs_number and kept.client.nhs_number:
        yield "Both entries have an NHS number, and the numbers differ. Trace the numbers first"
    elif merged.client.nhs_number:
        yield f"{merged.reference} has the NHS number. Keep that entry, and merge this one into it"
    for case in (kept, merged):
        if case.transfers.filter(status__in=OPEN_TRANSFER).exists():
            yield f"{case.reference} is being transferred to another area. Complete or withdraw that first"
    care = sorted(set(_care_of(merged)))
    if care:
        yield f"{merged.reference} has {', '.join(care)}. Keep that entry, and merge this one into it"


def _care_of(case: Case) -> Iterator[str]:
    """What the entry has in the other apps, or of an ending: none of it can be moved."""
    for link in Case._meta.get_fields(include_hidden=True):
        model = link.related_model
        away = link.auto_created and not link.concrete and model and model._meta.app_label != "cases"
        if not away or model.__name__.startswith("Historical"):
            continue
        if model._default_manager.filter(**{link.field.name: case.pk}).exists():
            yield str(model._meta.verbose_name_plural)
    if EndingRequest.objects.filter(case=case).exists():
        yield "requests to end aftercare"
    if case.disputes.exists():
        yield "disputes"


def _of_client(kept: Case, merged: Case) -> Iterator[MergeRow]:
    known_homes = {(row.line.lower(), row.starts_on) for row in kept.client.addresses.all()}
    for row in merged.client.addresses.order_by("starts_on"):
        same = (row.line.lower(), row.starts_on) in known_homes
        yield MergeRow("address", row, "The other entry has it already" if same else "")
    known_practices = {(row.practice_code, row.starts_on) for row in kept.client.gp_registrations.all()}
    for row in merged.client.gp_registrations.order_by("starts_on"):
        same = (row.practice_code, row.starts_on) in known_practices
        yield MergeRow("gp", row, "The other entry has it already" if same else "")


def _of_case(kept: Case, merged: Case) -> Iterator[MergeRow]:
    for kind, model in KINDS.items():
        there = list(current_facts(kept.pk, kind))
        for row in current_facts(merged.pk, kind).order_by(model.FIRST_DAY):
            clash = any(_clash(row, other) for other in there)
            yield MergeRow(kind, row, "The other entry has one on the same days" if clash else "")


def _around(kept: Case, merged: Case) -> Iterator[MergeRow]:
    """The people around the person. Where only one may stand, the kept entry's own stands."""
    for kind, model in AROUND.items():
        for row in model.objects.filter(case=merged, is_current=True).order_by("starts_on"):
            mine = Period.inclusive(row.starts_on, row.ends_on)
            rivals = rivals_of(model, kept.pk, vars(row))
            clash = any(mine.overlaps(Period.inclusive(each.starts_on, each.ends_on)) for each in rivals)
            yield MergeRow(kind, row, "The other entry has one on the same days" if clash else "")


def _clash(row: StatusFact, other: StatusFact) -> bool:
    if not row.LAST_DAY:
        return bool(getattr(row, row.FIRST_DAY) == getattr(other, row.FIRST_DAY))
    return row.period.overlaps(other.period) or row.period == other.period
