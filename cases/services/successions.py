"""Carrying mergers, splits and abolitions of bodies into the register (rule J-8).

A run is a row first. A worker takes it up a piece at a time, each case in its own transaction: killed, it is
taken up where it stopped; run again, it finds nothing to change. A list that was wrong is put right
and run again: what was written from it is superseded, and everything stays on the record.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q

from cases import handover_policies as policies
from cases import queries
from cases.models import Case, Determination, SuccessionRun, SuccessionStep
from cases.queries import Affected
from cases.rules.answers import Firmness
from cases.rules.takeover import Verdict
from cases.services.checks import Checks
from cases.services.entitlement import body_finding, law_in_force, share, store, supersede
from cases.services.responsibility import CAPACITY, answer_determination
from cases.services.staff import move_staff
from s117.accounts.models import Organisation, OrganisationSuccession
from s117.audit.record import record
from s117.audit.writes import writes
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.events import Event
from s117.kernel.findings import Answer
from s117.kernel.refusals import NotFound, Refused, require_version

logger = logging.getLogger("cases.successions")

PIECE = 200
CLAIM_LASTS = timedelta(minutes=5)
Kind, Outcome, Status = Determination.Kind, SuccessionStep.Outcome, SuccessionRun.Status


@writes
def start_run(*, actor: Actor, at: datetime, preview: str, reason: str) -> SuccessionRun:
    """Confirm a preview: everything on it is applied by a worker. One run at a time.

    Refused if the register no longer is as the preview showed it, or if there is nothing to change.
    """
    policies.succession_apply(actor).require()
    list(OrganisationSuccession.objects.select_for_update().order_by("pk"))
    if queries.waiting_runs():
        raise Refused("A run is under way. Wait until it has finished.")
    rows = queries.affected(london_date(at))
    staff = queries.staff_moves(london_date(at))
    to_do = sum(row.to_do for row in rows)
    if not to_do and not staff.to_do:
        raise Refused("There is nothing to change.")
    if queries.fingerprint(rows, staff) != preview:
        raise Refused(
            "The register has changed since you looked. Check what would change, then confirm again."
        )
    run = SuccessionRun.objects.create(
        as_on=london_date(at),
        reason=reason,
        preview=preview,
        to_do=to_do,
        requested_at=at,
        requested_by_id=actor.id,
    )
    record(Event.SUCCESSION_STARTED, run, reason=reason, detail={"to_do": to_do})
    enqueue(Job.SUCCESSION_CONTINUE, run_id=run.id)
    return run


def continue_run(*, actor: Actor, at: datetime, run_id: UUID) -> bool:
    """Take a run one piece further; False when another worker has it or it is finished.

    The claim is its own short write: a worker that dies leaves it to be taken up again. A case that fails
    holds nothing else up; it is tried again by the sweep.
    """
    free = SuccessionRun.objects.filter(Q(claimed_at__isnull=True) | Q(claimed_at__lt=at - CLAIM_LASTS))
    if not free.claim(run_id, "status", Status.REQUESTED, Status.REQUESTED, claimed_at=at):
        return False
    run = queries.succession_run(run_id)
    # First, so that nobody whose body is gone loses sight of a person meanwhile.
    move_staff(actor=actor, at=at, run=run)
    waiting = list(dict.fromkeys(row.case_id for row in queries.affected(run.as_on) if row.to_do))
    failed = [case_id for case_id in waiting[:PIECE] if not _applied(actor, at, run, case_id)]
    if len(waiting) > PIECE and len(failed) < PIECE:
        SuccessionRun.objects.all().claim(
            run_id, "status", Status.REQUESTED, Status.REQUESTED, claimed_at=None
        )
        enqueue(Job.SUCCESSION_CONTINUE, run_id=run_id)
    elif not failed:
        _finish(actor=actor, at=at, run_id=run_id)
    return True


def ring_again() -> None:
    """Enqueue the runs that are not finished: a lost message or worker costs minutes, never a case."""
    for run_id in queries.waiting_runs():
        enqueue(Job.SUCCESSION_CONTINUE, run_id=run_id)


def _applied(actor: Actor, at: datetime, run: SuccessionRun, case_id: UUID) -> bool:
    try:
        apply_to_case(actor=actor, at=at, run=run, case_id=case_id)
    except Exception:  # whatever one case brings up, the others go on
        logger.exception("succession run %s could not change one case", run.pk)
        return False
    return True


@writes
def _finish(*, actor: Actor, at: datetime, run_id: UUID) -> None:
    run = queries.succession_run(run_id)
    run.amend(status=Status.DONE, done_at=at, claimed_at=None)
    record(Event.SUCCESSION_FINISHED, run, detail={"steps": run.steps.count()})


@writes
def apply_to_case(*, actor: Actor, at: datetime, run: SuccessionRun, case_id: UUID) -> None:
    """Write what the list of successors makes of one case. Asked again under its lock: it is done once."""
    case = queries.lock_case(case_id)
    for row in queries.affected(run.as_on, case_id):
        if row.plan.verdict is Verdict.TAKE_OVER:
            _take_over(at, case, run, row)
        elif row.to_do:
            _ask(at, case, run, row)


def _take_over(at: datetime, case: Case, run: SuccessionRun, row: Affected) -> None:
    """A determination for each takeover, from its day; the body before stays on the record until that day."""
    bodies = queries.bodies_by_name()
    current = _current(case, row.kind)
    for takeover in row.plan.takeovers:
        named = takeover.named
        after = _replace(
            current,
            origin=Determination.Origin.SUCCESSION,
            value=named.body,
            body_id=bodies[named.body],
            payer_id=bodies.get(named.payer),
            starts_on=takeover.on,
            findings=[*_findings(row), *current.findings],
            accepted_before=_accepted(current),
            made_at=at,
        )
        _pass_on(case, row.kind, current, after)
        moved = "payer_id" if current.body_id == after.body_id else "body_id"
        step = SuccessionStep.objects.create(
            run=run,
            case=case,
            kind=row.kind,
            outcome=Outcome.TAKEN_OVER,
            old_body_id=getattr(current, moved),
            new_body_id=getattr(after, moved),
            takes_effect_on=takeover.on,
            before=current,
            after=after,
            recorded_at=at,
        )
        _record_both(Event.AUTHORITY_SUCCEEDED, case, current, after, run.reason, str(step.pk))
        current = after


def _ask(at: datetime, case: Case, run: SuccessionRun, row: Affected) -> None:
    """Several took over: list the case for a person, and let each that may be responsible see it."""
    current = _current(case, row.kind)
    candidates = queries.ids_of(row.plan.candidates)
    step = SuccessionStep.objects.create(
        run=run,
        case=case,
        kind=row.kind,
        outcome=Outcome.TO_CHOOSE,
        old_body_id=current.payer_id if row.plan.payer_only else current.body_id,
        takes_effect_on=row.on,
        candidates=candidates,
        before=current,
        recorded_at=at,
    )
    share(case, candidates, CAPACITY[Kind(row.kind)], london_date(at), "May have taken over: to be chosen")
    record(Event.SUCCESSOR_ASKED, step, case_id=case.id, detail={"kind": row.kind})


@writes
def choose_successor(
    *,
    actor: Actor,
    at: datetime,
    case_id: UUID,
    kind: str,
    body: Organisation,
    reason: str,
    title: str = "",
    seen_version: int | None = None,
) -> Determination:
    """Decide which of several successors answers for one case, from the day on which the old body was split.

    If it is the actor's own body the choice is its acceptance too; any other answers for itself.
    """
    case = queries.lock_case(case_id)
    step = queries.open_choice(case_id, kind)
    if step is None:
        raise NotFound
    policies.successor_choose(actor, queries.header_for(actor, case_id), step).require()
    require_version(step, seen_version)
    checks = Checks(case, at)
    checks.need("reason", reason.strip(), "Enter the reason")
    if body.id not in step.candidates:
        checks.fault("body", "Select one of the bodies that took over")
    checks.refuse()
    _note_the_rules(case, kind, at)
    decided = _name_heir(actor, at, case, step, body, reason)
    step.amend(outcome=Outcome.CHOSEN, new_body=body, after=decided, reason=reason)
    if decided.body_id in actor.organisation_ids:
        answer_determination(
            actor=actor,
            at=at,
            case_id=case_id,
            determination_id=decided.id,
            reply="accept",
            decided_on=london_date(at),
            title=title,
        )
    return decided


def _name_heir(
    actor: Actor, at: datetime, case: Case, step: SuccessionStep, body: Organisation, reason: str
) -> Determination:
    current, before = _current(case, step.kind), step.before
    payer_only = before.body_id != step.old_body_id
    pays_too = before.payer_id in (before.body_id, step.old_body_id)
    decided = _replace(
        current,
        origin=Determination.Origin.PERSON,
        answer=Answer.YES,
        firmness=Firmness.DETERMINED,
        value=before.value if payer_only else body.name,
        body_id=before.body_id if payer_only else body.id,
        payer_id=body.id if pays_too else before.payer_id,
        starts_on=step.takes_effect_on,
        findings=current.findings,
        reason=reason,
        made_at=at,
        made_by_id=actor.id,
    )
    _pass_on(case, step.kind, before, decided)
    _end_sharing(case, step.kind, set(step.candidates) - {body.id}, london_date(at))
    _record_both(Event.SUCCESSOR_CHOSEN, case, before, decided, reason, str(step.pk))
    return decided


def _note_the_rules(case: Case, kind: str, at: datetime) -> None:
    """Store that the rules leave it open, so that they do not put the same question again over the choice."""
    facts, on = queries.case_facts(case.id), london_date(at)
    found = body_finding(Kind(kind), facts, queries.bodies_by_name(), on, law_in_force())
    store(case, found, facts, at, Event.AUTHORITY_PROPOSED)


def _current(case: Case, kind: str) -> Determination:
    return case.determinations.get(kind=kind, is_current=True)


def _accepted(current: Determination) -> bool:
    replies = current.decisions.filter(is_current=True, reply__startswith="accept")
    return current.accepted_before or replies.exists()


def _findings(row: Affected) -> list[dict[str, str]]:
    return [
        {"rule": each.rule.id, "words": each.rule.words, "citation": each.rule.citation, "text": each.text}
        for each in row.plan.findings
    ]


def _replace(current: Determination, **changes: object) -> Determination:
    """The next determination of the question: as the one before, but for the changes."""
    kept = ("kind", "answer", "firmness", "basis", "facts", "missing", "alternatives", "ruleset")
    supersede(current)
    same = {name: getattr(current, name) for name in kept}
    return Determination.objects.create(case=current.case, supersedes=current, **{**same, **changes})


def _pass_on(case: Case, kind: str, before: Determination, after: Determination) -> None:
    """From the successor's first day it shares the case, and the body that it replaces no longer does."""
    stand = {after.body_id, after.payer_id} - {None}
    gone = {before.body_id, before.payer_id} - stand - {None}
    _end_sharing(case, kind, gone, after.starts_on)
    share(case, stand, CAPACITY[Kind(kind)], after.starts_on, "Took over as responsible body")


def _end_sharing(case: Case, kind: str, bodies: Iterable[UUID], on: date) -> None:
    rows = case.participations.filter(
        capacity=CAPACITY[Kind(kind)], organisation__in=bodies, ends_on__isnull=True
    )
    for row in rows:
        row.amend(ends_on=max(on, row.starts_on))


def _record_both(
    event: Event, case: Case, before: Determination, after: Determination, reason: str, step: str
) -> None:
    """One row for the body that goes, one for the body that comes."""
    detail = {"kind": after.kind, "step": step, "on": after.starts_on.isoformat()}
    record(Event.AUTHORITY_REPLACED, before, case_id=case.id, reason=reason, detail=detail)
    record(event, after, case_id=case.id, reason=reason, detail=detail)
