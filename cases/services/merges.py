"""Making two register entries of one person one, and undoing it while nothing rests on it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases import policies, queries
from cases.models import Case, Evidence, Merge, MergedFact, Participation
from cases.rules.lifecycle import CaseAction, CaseStatus, way_back
from cases.services import entitlement
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused


@writes
def merge_clients(
    *, actor: Actor, at: datetime, case_id: UUID, other: str, reason: str, different_birth: bool = False
) -> Merge:
    """Merge the entry with the reference `other` into this one: addresses, GP practices and legal status
    that this entry lacks move to it, and the bodies that shared the other share this one. The other stays.

    Refused when either has what cannot be moved; NotFound when the actor may not see the other.
    """
    merged_id = queries.case_for(actor, other).id
    for each in sorted({case_id, merged_id}, key=str):
        queries.lock_case(each)
    for each in (case_id, merged_id):
        policies.client_merge(actor, queries.header_for(actor, each)).require()
    plan = queries.merge_plan(case_id, merged_id)
    _refuse(plan, reason, different_birth)
    merge = Merge.objects.create(
        kept=plan.kept,
        merged=plan.merged,
        reason=reason,
        before=_standing(plan.kept, plan.merged),
        merged_at=at,
        merged_by_id=None if actor.system else actor.id,
    )
    for found in plan.moving:
        _move(found.table, found.row, plan.kept)
        MergedFact.objects.create(merge=merge, table=found.table, row_id=found.row.id)
    _share(plan.merged, plan.kept, london_date(at))
    entitlement.move(actor, plan.merged, CaseAction.STRIKE, london_date(at), at, reason)
    detail = {"merged": plan.merged.reference, "kept": plan.kept.reference, "rows": len(plan.moving)}
    for case in (plan.kept, plan.merged):
        record(Event.CLIENT_MERGED, merge, case_id=case.id, reason=reason, detail=detail)
    entitlement.propose(actor=actor, at=at, case_id=plan.kept.id)
    return merge.amend(events_seen=queries.events_of(plan.kept.id))


@writes
def undo_merge(*, actor: Actor, at: datetime, case_id: UUID, merge_id: UUID, reason: str) -> Merge:
    """Put everything back as it was. Refused once anything was recorded of the kept entry since the merge."""
    queries.lock_case(case_id)
    policies.client_merge(actor, queries.header_for(actor, case_id)).require()
    merge = queries.merge_for(case_id, merge_id)
    if not reason.strip():
        raise Refused(fields={"reason": "Enter why the merge is undone"})
    if queries.events_of(case_id) != merge.events_seen:
        raise Refused(
            "Something has been recorded of this person since the merge, so it cannot be undone here. "
            "Set aside what belongs to the other person instead"
        )
    queries.lock_case(merge.merged_id)
    for fact in merge.facts.all():
        row = queries.table_model(fact.table).objects.filter(pk=fact.row_id).first()
        if row is None:
            raise NotFound
        _move(fact.table, row, merge.merged)
    merge.amend(undone_at=at, undone_by_id=None if actor.system else actor.id, undo_reason=reason)
    _unshare(merge, london_date(at))
    _put_back(actor, merge, at, reason)
    for case in (merge.kept, merge.merged):
        record(Event.CLIENT_MERGE_UNDONE, merge, case_id=case.id, reason=reason)
        entitlement.propose(actor=actor, at=at, case_id=case.id)
    return merge


def _standing(kept: Case, merged: Case) -> dict[str, Any]:
    """Where both entries stand, and what undoing must put back of the kept one."""
    episodes = kept.episodes.filter(is_current=True).values_list("pk", "ends_on", "end_reason")
    return {
        "kept": kept.status,
        "merged": merged.status,
        "determinations": [
            str(pk) for pk in kept.determinations.filter(is_current=True).values_list("pk", flat=True)
        ],
        "episodes": [[str(pk), ends_on and ends_on.isoformat(), why] for pk, ends_on, why in episodes],
    }


def _put_back(actor: Actor, merge: Merge, at: datetime, reason: str) -> None:
    """Both entries stand where they stood. What a person had decided stands again, not what the rules say."""
    before = merge.before
    entitlement.stand_again(merge.kept, before["determinations"], before["episodes"])
    for case, status in ((merge.kept, before["kept"]), (merge.merged, before["merged"])):
        if case.status == status:
            continue
        entitlement.move(actor, case, CaseAction.RESTORE, london_date(at), at, reason)
        back = way_back(CaseStatus(status))
        if back is not None:
            entitlement.move(actor, case, back, london_date(at), at, reason)


def _refuse(plan: Any, reason: str, different_birth: bool) -> None:
    if plan.bars:
        raise Refused(fields={"other": ". ".join(plan.bars)})
    if CaseStatus.ENTERED_IN_ERROR in (plan.kept.status, plan.merged.status):
        raise Refused(fields={"other": "This entry was merged or made in error already"})
    same = plan.kept.client.date_of_birth == plan.merged.client.date_of_birth
    if not same and not different_birth:
        raise Refused(fields={"different_birth": "The dates of birth differ. Tick if they are one person"})
    if not reason.strip():
        raise Refused(fields={"reason": "Enter how you know that they are one person"})


def _move(table: str, row: Any, to: Case) -> None:
    if table in queries.OF_CLIENT:
        row.amend(client_id=to.client_id)
    else:
        row.amend(case_id=to.id)
        for file in Evidence.objects.filter(fact_row=row.id):
            file.amend(case_id=to.id)


def _share(merged: Case, kept: Case, on: date) -> None:
    """The bodies that shared the merged entry keep sight of the person, in the kept one."""
    for row in merged.participations.filter(ends_on__isnull=True):
        standing = {"organisation": row.organisation, "capacity": row.capacity}
        if not kept.participations.filter(**standing, ends_on__isnull=True).exists():
            Participation.objects.create(
                case=kept, starts_on=on, reason=_because(merged.reference), **standing
            )


def _unshare(merge: Merge, on: date) -> None:
    because = _because(merge.merged.reference)
    for row in merge.kept.participations.filter(ends_on__isnull=True, reason=because):
        row.amend(ends_on=on)


def _because(reference: str) -> str:
    return f"Shared {reference}, which was merged into this entry"
