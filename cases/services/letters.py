"""Determination letters: recorded on a person's file, and moved with the reason if it was the wrong one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from cases import dispute_policies as policies
from cases import queries
from cases.models import Case, DeterminationLetter, DisputeOutcome, LetterMove
from cases.rules.lifecycle import DisputeStatus
from cases.services.checks import Checks
from cases.services.dispute_outcomes import set_aside
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import Refused, require_version


@writes
def record_letter(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    dated_on: date,
    received_on: date,
    sender: str,
    reference: str,
    summary: str,
) -> DeterminationLetter:
    """Record a determination letter on a person's file."""
    case = queries.lock_case(case_id)
    policies.letter_record(actor, queries.known_header(actor, case_id)).require()
    checks = Checks(case, at)
    checks.past("dated_on", dated_on)
    checks.past("received_on", received_on)
    checks.order("received_on", received_on, dated_on, "before the date of the letter")
    checks.refuse()
    made = DeterminationLetter.objects.create(
        case=case,
        dated_on=dated_on,
        received_on=received_on,
        sender=sender,
        reference=reference,
        summary=summary,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    record(Event.LETTER_RECORDED, made, case_id=case.id)
    return made


@writes
def move_letter(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    letter_id: UUID,
    to_reference: str,
    reason: str,
    seen_version: int | None = None,
) -> LetterMove:
    """Move a letter to the file of the person whom it is about. Both files keep that it was moved, by whom.

    A determination that was recorded from it on the wrong file is set aside: what stood before stands again.
    """
    target = queries.known_to(actor).filter(reference=to_reference.strip()).first()
    if target is None:
        raise Refused(fields={"to_reference": "You know of nobody with this reference. Check it"})
    if target.id == case_id:
        raise Refused(fields={"to_reference": "The letter is on this person’s file already"})
    case = _lock_both(case_id, target.id)
    letter = queries.letter_for(case_id, letter_id)
    policies.letter_move(actor, queries.known_header(actor, case_id)).require()
    policies.letter_move(actor, queries.known_header(actor, target.id)).require()
    require_version(letter, seen_version)
    _undo(actor, at, case, letter, reason)
    letter.amend(case=target)
    move = LetterMove.objects.create(
        letter=letter,
        from_case=case,
        to_case=target,
        reason=reason,
        moved_at=at,
        moved_by_id=actor.id,
    )
    for file in (case, target):
        record(Event.LETTER_MOVED, move, case_id=file.id, reason=reason)
    return move


def _lock_both(case_id: UUID, target_id: UUID) -> Case:
    """Both files, always in the same order, so that two moves across each other cannot wait for ever."""
    locked = {each: queries.lock_case(each) for each in sorted((case_id, target_id))}
    return locked[case_id]


def _undo(actor: Actor, at: datetime, case: Case, letter: DeterminationLetter, reason: str) -> None:
    for outcome in DisputeOutcome.objects.filter(letter=letter, is_current=True).select_related("made__body"):
        if outcome.dispute.status != DisputeStatus.DETERMINED:
            words = (
                "Sums were recovered, or the dispute closed, by this letter. Ask finance to undo that first."
            )
            raise Refused(words)
        set_aside(actor, at, case, outcome, reason)
