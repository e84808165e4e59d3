"""What happened in the disputes about one person, and to determination letters, for the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.db.models import Q

from cases.models import (
    DeterminationLetter,
    Dispute,
    DisputeAgreement,
    DisputeOutcome,
    DisputeReferral,
    DisputeStep,
    LetterMove,
)
from s117.kernel.dates import london_date
from s117.kernel.timeline import TimelineEntry


def dispute_events(case_id: UUID) -> list[TimelineEntry]:
    """Everything but the parties' own words, which stand on the dispute's page.

    Three statements where there was never a dispute, a few more, however many, where there was.
    """
    rows = Dispute.objects.filter(case=case_id)
    disputes = list(rows.select_related("raised_by", "raised_for", "interim_payer"))
    found = [*_disputes(disputes), *_letters(case_id)]
    return [*found, *_steps(case_id), *_settled(case_id)] if disputes else found


def _disputes(rows: Iterable[Dispute]) -> Iterator[TimelineEntry]:
    for row in rows:
        title = f"Dispute raised by {row.raised_for}: {row.get_kind_display()}"
        note = f"{row.interim_payer} pays meanwhile, without prejudice. Services continue."
        yield TimelineEntry(row.arose_on, None, title, note, str(row.raised_by))
        if row.recharged_on is not None:
            yield TimelineEntry(row.recharged_on, None, "Recharge after a dispute recorded")
        if row.closed_on is not None:
            title = f"Dispute closed: {row.get_kind_display()}"
            yield TimelineEntry(row.closed_on, None, title, row.closing_reason)


def _steps(case_id: UUID) -> Iterator[TimelineEntry]:
    rows = DisputeStep.objects.filter(dispute__case=case_id, done_on__isnull=False).exclude(kind="parties")
    for row in rows.select_related("done_by"):
        yield TimelineEntry(
            row.done_on, None, f"Dispute: {row.get_kind_display()}", row.note, str(row.done_by)
        )
    for row in DisputeReferral.objects.filter(dispute__case=case_id).select_related("recorded_by"):
        title = f"Dispute referred to {row.referred_to}"
        yield TimelineEntry(row.referred_on, None, title, who=str(row.recorded_by))


def _settled(case_id: UUID) -> Iterator[TimelineEntry]:
    terms = DisputeAgreement.objects.filter(dispute__case=case_id)
    for row in terms.select_related("organisation", "agreed_by"):
        title = f"{row.organisation} agreed terms to settle a dispute"
        yield TimelineEntry(row.agreed_on, None, title, row.terms, str(row.agreed_by))
    outcomes = DisputeOutcome.objects.filter(dispute__case=case_id)
    for row in outcomes.select_related("body", "recorded_by"):
        named = f": {row.body} from {row.effective_from.day} {row.effective_from:%B %Y}" if row.body else ""
        aside = "" if row.is_current else " (set aside)"
        title = f"Dispute decided by {row.get_decided_by_display()}{named}{aside}"
        note = row.outcome if row.is_current else row.set_aside_reason
        yield TimelineEntry(row.decided_on, None, title, note, str(row.recorded_by))


def _letters(case_id: UUID) -> Iterator[TimelineEntry]:
    for row in DeterminationLetter.objects.filter(case=case_id).select_related("recorded_by"):
        title = f"Determination letter {row.reference} received"
        yield TimelineEntry(row.received_on, None, title, row.sender, str(row.recorded_by))
    moves = LetterMove.objects.filter(Q(to_case=case_id) | Q(from_case=case_id))
    for row in moves.select_related("letter", "moved_by"):
        here = row.to_case_id == case_id
        words = "moved here from another file" if here else "moved away: it was another’s"
        title = f"Determination letter {row.letter.reference} {words}"
        yield TimelineEntry(london_date(row.moved_at), None, title, row.reason, str(row.moved_by))
