"""What happened to a person, as this app tells it to the case file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from uuid import UUID

from cases.models import (
    Allocation,
    BodyDecision,
    Case,
    CaseStatusChange,
    ContactLog,
    Determination,
    EndingDecision,
    EndingRequest,
    RegisterConfirmation,
    SuccessionStep,
    Transfer,
)
from cases.models.register import STATUS_WORDS
from cases.queries.dispute_events import dispute_events
from cases.queries.legal_timeline import legal_events
from cases.rules.lifecycle import CaseStatus
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON, london_date
from s117.kernel.permissions import Permission
from s117.kernel.timeline import TimelineEntry

REPLIES = {
    BodyDecision.Reply.ACCEPT: "accepts responsibility",
    BodyDecision.Reply.WITHOUT_PREJUDICE: "accepts responsibility without prejudice",
    BodyDecision.Reply.DISPUTE: "disputes responsibility",
}


def timeline(case_id: UUID, actor: Actor | None = None) -> tuple[TimelineEntry, ...]:
    """Everything in date order, oldest first. With an actor, only the parts that their roles may read."""

    def shown(permission: Permission) -> bool:
        return actor is None or actor.may(permission)

    why = shown(Permission.ENDING_VIEW)
    entries = [_registered(case_id), *_statuses(case_id, why=why), *_allocations(case_id)]
    if shown(Permission.LEGAL_STATUS_VIEW):
        entries += legal_events(case_id)
    if shown(Permission.DETERMINATION_VIEW):
        entries += [*_answers(case_id), *_decided(case_id), *_confirmations(case_id), *_successors(case_id)]
    if shown(Permission.DISPUTE_VIEW):
        entries += dispute_events(case_id)
    if shown(Permission.ENDING_VIEW):
        entries += [*_endings(case_id), *_endings_decided(case_id)]
    if shown(Permission.TRANSFER_VIEW):
        entries += _transfers(case_id)
    if shown(Permission.CONTACT_VIEW):
        entries += _contacts(case_id)
    return tuple(sorted(entries, key=_order))


def _order(entry: TimelineEntry) -> tuple[object, ...]:
    return entry.on, entry.at or time.min, entry.title


def _registered(case_id: UUID) -> TimelineEntry:
    case = Case.objects.select_related("registered_by").get(pk=case_id)
    return TimelineEntry(case.registered_on, None, "Added to the register", who=str(case.registered_by or ""))


def _statuses(case_id: UUID, *, why: bool) -> Iterator[TimelineEntry]:
    """Each step of the status. Why aftercare ended is told in the person's needs: not for every reader."""
    for row in CaseStatusChange.objects.filter(case=case_id).select_related("recorded_by"):
        words = STATUS_WORDS[CaseStatus(row.to_status)]
        yield TimelineEntry(
            row.on, None, f"Status: {words}", row.reason if why else "", str(row.recorded_by or "")
        )


def _allocations(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in Allocation.objects.filter(case=case_id).select_related("team", "coordinator"):
        who = f"{row.coordinator}, {row.team}" if row.coordinator else f"{row.team}, no coordinator yet"
        yield TimelineEntry(row.starts_on, None, f"Allocated to {who}", row.reason)


def _answers(case_id: UUID) -> Iterator[TimelineEntry]:
    rows = BodyDecision.objects.filter(determination__case=case_id)
    for row in rows.select_related("organisation", "decided_by"):
        title = f"{row.organisation} {REPLIES[row.reply]}"
        yield TimelineEntry(row.decided_on, None, title, row.reason, str(row.decided_by))


def _decided(case_id: UUID) -> Iterator[TimelineEntry]:
    rows = Determination.objects.filter(case=case_id, origin=Determination.Origin.PERSON)
    for row in rows.select_related("body", "made_by"):
        what = row.body or ("entitled" if row.answer == "yes" else "not entitled")
        title = f"{row.get_kind_display()} decided: {what}"
        yield TimelineEntry(london_date(row.made_at), None, title, row.reason, str(row.made_by or ""))


def _confirmations(case_id: UUID) -> Iterator[TimelineEntry]:
    rows = RegisterConfirmation.objects.filter(case=case_id)
    for row in rows.select_related("organisation", "recorded_by"):
        title = f"Register checked by {row.organisation}: {row.get_still_owed_display()}"
        yield TimelineEntry(row.confirmed_on, None, title, row.note, str(row.recorded_by))


def _endings(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in EndingRequest.objects.filter(case=case_id).select_related("requested_by", "confirmed_by"):
        asked = london_date(row.requested_at)
        yield TimelineEntry(asked, None, "Ending of aftercare asked for", who=str(row.requested_by))
        if row.effective_on is not None:
            title = "Aftercare ended by both bodies"
            yield TimelineEntry(row.effective_on, None, title, who=str(row.confirmed_by or ""))
        if row.reinstated_on is not None:
            yield TimelineEntry(row.reinstated_on, None, "Aftercare put back by both bodies")
        if row.undone_on is not None:
            title = "Ending undone: it was confirmed by mistake"
            yield TimelineEntry(row.undone_on, None, title, row.closing_reason)
        elif row.closing_reason:
            yield TimelineEntry(asked, None, "Request to end aftercare withdrawn", row.closing_reason)


def _endings_decided(case_id: UUID) -> Iterator[TimelineEntry]:
    end = EndingDecision.Question.END
    for row in EndingDecision.objects.filter(ending__case=case_id).select_related(
        "organisation", "decided_by"
    ):
        needed = row.satisfied != (row.question == end)
        title = f"{row.organisation} decided that aftercare is {'' if needed else 'no longer '}needed"
        again = " again" if needed and row.question != end else ""
        yield TimelineEntry(row.decided_on, None, title + again, row.reasons, str(row.decided_by))


def _successors(case_id: UUID) -> Iterator[TimelineEntry]:
    taken = SuccessionStep.objects.filter(case=case_id, outcome=SuccessionStep.Outcome.TAKEN_OVER)
    for row in taken.select_related("old_body", "new_body"):
        title = f"{row.new_body} took over from {row.old_body} as responsible body"
        yield TimelineEntry(row.takes_effect_on, None, title, "Merger or split of bodies")


def _transfers(case_id: UUID) -> Iterator[TimelineEntry]:
    rows = Transfer.objects.filter(case=case_id).select_related(
        "from_body", "to_body", "proposed_by", "answered_by", "allocation"
    )
    for row in rows:
        way = f"{row.from_body} to {row.to_body}"
        asked = london_date(row.proposed_at)
        yield TimelineEntry(asked, None, f"Transfer: notice from {way}", row.reason, str(row.proposed_by))
        if row.answered_on is not None:
            words = "declined" if row.status == "declined" else "accepted"
            who = str(row.answered_by)
            yield TimelineEntry(
                row.answered_on, None, f"Transfer {words} by {row.to_body}", row.answer_reason, who
            )
        if row.allocation is not None:
            yield TimelineEntry(row.allocation.starts_on, None, f"Transfer completed: {way}")
        if row.closing_reason:
            title = "withdrawn" if row.status == "withdrawn" else "closed"
            on = row.closed_on or asked
            yield TimelineEntry(on, None, f"Notice of transfer {title}", row.closing_reason)


def _contacts(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in ContactLog.objects.filter(case=case_id, corrected_by__isnull=True).select_related(
        "recorded_by"
    ):
        at = row.happened_at.astimezone(LONDON)
        title = f"{row.get_kind_display()} with {row.get_with_whom_display().lower()}"
        made = row.attended == ContactLog.Attended.YES
        title = title if made else f"{title}: {row.get_attended_display().split(', ')[-1]}"
        who = str(row.recorded_by or "")
        yield TimelineEntry(at.date(), at.time().replace(second=0, microsecond=0), title, who=who)
