"""Disputes about who is responsible: one with all that belongs to it, and lists with the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as FirstOf
from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Concat

from cases.models import (
    Address,
    Allocation,
    Determination,
    DeterminationLetter,
    Dispute,
    DisputeAdvice,
    DisputeAgreement,
    DisputeOutcome,
    DisputeParty,
    DisputeStep,
    HospitalStay,
    LetterMove,
)
from cases.queries.header import CaseHeader, summary_for
from cases.queries.joined import with_codes
from cases.queries.scope import known_to
from cases.rules.dispute_steps import DisputeKind, StepKind
from cases.rules.lifecycle import LIVE_DISPUTE, DisputeStatus
from s117.accounts.models import Organisation, OrganisationKind
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

LIVE = [state.value for state in LIVE_DISPUTE]
OPEN = [*LIVE, DisputeStatus.DETERMINED.value, DisputeStatus.RECHARGED.value]
SOON = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class DisputeFile:
    """One dispute as the actor may read it; `advice` is the actor's own body's alone."""

    case: CaseHeader
    dispute: Dispute
    parties: tuple[DisputeParty, ...]
    steps: tuple[DisputeStep, ...]
    advice: tuple[DisputeAdvice, ...]
    outcome: DisputeOutcome | None
    set_aside: tuple[DisputeOutcome, ...]
    agreements: tuple[DisputeAgreement, ...]

    @property
    def statement(self) -> Any | None:
        """The statement of facts, once somebody has begun it."""
        return getattr(self.dispute, "statement", None)

    @property
    def referral(self) -> Any | None:
        """The referral, once there is one."""
        return getattr(self.dispute, "referral", None)


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A dispute in a list."""

    id: UUID
    reference: str
    display_name: str
    kind: str
    status: str
    arose_on: date
    parties: tuple[str, ...]
    interim_payer: str
    delayed: bool
    refer_by: date | None
    determined_on: date | None
    steps: tuple[tuple[StepKind, date, bool], ...]
    harm: int


@dataclass(frozen=True, slots=True)
class DisputeFigures:
    """How many are open, their ages in days (M19, M20), and how many have something due or late."""

    count: int
    ages: tuple[int, ...]
    due: int

    @property
    def median(self) -> int:
        """The middle age in days; 0 when there is none."""
        return self.ages[len(self.ages) // 2] if self.ages else 0

    @property
    def oldest(self) -> int:
        """The greatest age in days."""
        return self.ages[-1] if self.ages else 0


def dispute_for(actor: Actor, ref: str, dispute_id: UUID) -> DisputeFile:
    """One dispute of a case that the actor knows of. NotFound otherwise."""
    case = summary_for(actor, ref)
    dispute = _whole().filter(case=case.id, pk=dispute_id).first()
    if dispute is None:
        raise NotFound
    may_advise = actor.may(Permission.DISPUTE_ADVICE)
    advice = dispute.advice.filter(organisation__in=actor.organisation_ids) if may_advise else ()
    outcomes = list(dispute.outcomes.all())
    order = list(StepKind)
    return DisputeFile(
        case=case,
        dispute=dispute,
        parties=tuple(dispute.parties.all()),
        steps=tuple(sorted(dispute.steps.all(), key=lambda step: (step.due_on, order.index(step.kind)))),
        advice=tuple(advice.select_related("recorded_by").order_by("-recorded_at")) if may_advise else (),
        outcome=next((row for row in outcomes if row.is_current), None),
        set_aside=tuple(row for row in outcomes if not row.is_current),
        agreements=tuple(row for row in dispute.agreements.all() if row.is_current),
    )


def _whole() -> QuerySet[Dispute]:
    outcomes = DisputeOutcome.objects.select_related("body", "letter", "recorded_by").order_by("-recorded_at")
    parties = DisputeParty.objects.select_related("organisation", "position_by", "agreed_by")
    agreements = DisputeAgreement.objects.select_related("organisation", "body", "agreed_by")
    return (
        with_codes(Dispute.objects.all())
        .select_related(
            "interim_payer",
            "raised_by",
            "raised_for",
            "statement__saved_by",
            "referral__recorded_by",
            "determination__body",
        )
        .prefetch_related(
            Prefetch("parties", parties.order_by("organisation__name")),
            Prefetch("steps", DisputeStep.objects.select_related("done_by")),
            Prefetch("outcomes", outcomes),
            Prefetch("agreements", agreements.order_by("recorded_at")),
        )
    )


def disputes_of(case_id: UUID) -> tuple[Dispute, ...]:
    """Every dispute of one person, latest first, with its parties and interim payer."""
    rows = Dispute.objects.filter(case=case_id).select_related("interim_payer", "raised_for")
    parties = DisputeParty.objects.select_related("organisation")
    return tuple(rows.prefetch_related(Prefetch("parties", parties)).order_by("-raised_at"))


def disputes_of_body(actor: Actor, on: date) -> tuple[Dispute, ...]:
    """Disputes that the actor's body is a party of or pays in, known to the actor, that arose by the day."""
    own = DisputeParty.objects.filter(dispute=OuterRef("pk"), organisation__in=actor.organisation_ids)
    rows = Dispute.objects.filter(case__in=known_to(actor).values("pk"), arose_on__lte=on)
    rows = rows.filter(Exists(own) | Q(interim_payer__in=actor.organisation_ids))
    outcomes = Prefetch("outcomes", DisputeOutcome.objects.select_related("body"))
    found = with_codes(rows).select_related("case", "interim_payer").prefetch_related(outcomes)
    return tuple(found.order_by("arose_on", "pk"))


def live_disputes(case_id: UUID) -> tuple[Dispute, ...]:
    """The disputes of one person that are not settled, each with who pays meanwhile. One statement."""
    rows = Dispute.objects.filter(case=case_id, status__in=LIVE).select_related("interim_payer")
    return tuple(rows.order_by("arose_on"))


def lock_dispute(case_id: UUID, dispute_id: UUID) -> Dispute:
    """A dispute for changing. The case must be locked already. NotFound if it is not this person's."""
    found = Dispute.objects.select_for_update().filter(case=case_id, pk=dispute_id).first()
    if found is None:
        raise NotFound
    return found


def letters_of(case_id: UUID) -> tuple[DeterminationLetter, ...]:
    """The determination letters on one person's file, latest first, with where each came from in `moved`."""
    moves = LetterMove.objects.select_related("moved_by").order_by("-moved_at")
    rows = DeterminationLetter.objects.filter(case=case_id).select_related("recorded_by")
    return tuple(rows.prefetch_related(Prefetch("moves", moves, to_attr="moved")).order_by("-dated_on"))


def letters_moved_away(case_id: UUID) -> tuple[LetterMove, ...]:
    """Letters that were recorded on this person's file by mistake; they name nobody else."""
    return tuple(
        LetterMove.objects.filter(from_case=case_id)
        .select_related("moved_by", "letter")
        .order_by("-moved_at")
    )


def letter_for(case_id: UUID, letter_id: UUID) -> DeterminationLetter:
    """A letter on this person's file. NotFound otherwise."""
    found = DeterminationLetter.objects.filter(case=case_id, pk=letter_id).first()
    if found is None:
        raise NotFound
    return found


def who_meets_needs(case_id: UUID, kind: str, on: date) -> tuple[Organisation | None, Organisation | None]:
    """(the body meeting needs, the council where the person lives) as the record has them on the day.

    A council meets needs when its team coordinates, else when it was the last to accept; an NHS body when it
    was the last to accept.
    """
    side = "nhs_body" if kind == DisputeKind.NHS_BODIES else "council"
    team = Allocation.objects.filter(case=case_id, ends_on__isnull=True).select_related("team__organisation")
    allocated = team.first()
    meeting = allocated.team.organisation if allocated is not None else None
    if side == "nhs_body" or meeting is None or meeting.kind != OrganisationKind.COUNCIL:
        meeting = _last_accepted(case_id, side)
    home = Address.objects.filter(client__case=case_id, starts_on__lte=on, ends_on__isnull=True)
    living = home.filter(council__isnull=False).select_related("council").order_by("-starts_on").first()
    return meeting, living.council if living is not None else None


def _last_accepted(case_id: UUID, side: str) -> Organisation | None:
    rows = Determination.objects.filter(
        case=case_id, kind=side, decisions__reply__startswith="accept", decisions__is_current=True
    )
    last = rows.select_related("body").order_by("-made_at").first()
    return last.body if last is not None else None


def dispute_rows(
    actor: Actor, on: date, *, mine: bool, closed: bool, after: str | None, limit: int
) -> tuple[DisputeRow, ...]:
    """Up to `limit` disputes that follow the key `after`, those that do most harm first. Two statements.

    Somebody kept in hospital comes first, then a limit that has passed or is near, then a step that is late.
    """
    rows = _listed(actor, on, mine=mine).filter(status__in=[DisputeStatus.CLOSED] if closed else OPEN)
    if after is not None:
        rows = rows.filter(place__gt=after)
    steps = Prefetch("steps", DisputeStep.objects.all())
    parties = Prefetch("parties", DisputeParty.objects.select_related("organisation"))
    found = rows.select_related("case__client", "interim_payer").prefetch_related(steps, parties)
    return tuple(_row(row) for row in found.order_by("place")[:limit])


def dispute_key(row: DisputeRow) -> str:
    """Where a page ended: how harmful, since when, which dispute; nothing personal."""
    return f"{row.harm}{row.arose_on.isoformat()}{row.id}"


def dispute_figures(actor: Actor, on: date, *, mine: bool) -> DisputeFigures:
    """The open disputes that the actor knows of, or their own body's, in figures. One statement."""
    rows = _listed(actor, on, mine=mine).filter(status__in=OPEN).values_list("arose_on", "harm", "status")
    found = list(rows)
    ages = sorted((on - arose).days for arose, _, status in found if status in LIVE)
    return DisputeFigures(len(ages), tuple(ages), sum(1 for _, harm, _ in found if harm < 4))


def disputes_due(actor: Actor, on: date) -> int:
    """How many disputes of the actor's own body have something due or late."""
    return _listed(actor, on, mine=True).filter(status__in=OPEN, harm__lt=4).aggregate(n=Count("pk"))["n"]


def _listed(actor: Actor, on: date, *, mine: bool) -> QuerySet[Dispute]:
    rows = Dispute.objects.filter(case__in=known_to(actor).values("pk"))
    if mine:
        own = DisputeParty.objects.filter(dispute=OuterRef("pk"), organisation__in=actor.organisation_ids)
        rows = rows.filter(Exists(own))
    outcome = DisputeOutcome.objects.filter(dispute=OuterRef("pk"), is_current=True)
    rows = rows.annotate(
        delayed=Exists(
            HospitalStay.objects.filter(
                case=OuterRef("case"), is_current=True, ready_on__lte=on, left_on__isnull=True
            )
        ),
        determined_on=Subquery(outcome.values("decided_on")[:1], output_field=DateField()),
        step_due=Exists(
            DisputeStep.objects.filter(dispute=OuterRef("pk"), done_on__isnull=True, due_on__lte=on)
        ),
    )
    return rows.annotate(harm=_harm(on)).annotate(
        place=Concat("harm", "arose_on", "id", output_field=CharField())
    )


def _harm(on: date) -> FirstOf:
    """0 kept in hospital; 1 referral limit passed; 2 limit near; 3 a step is due; 4 waits; 5 decided."""
    live, before = Q(status__in=LIVE), ~Q(status=DisputeStatus.REFERRED)
    return FirstOf(
        When(live & Q(delayed=True), then=Value(0)),
        When(live & before & Q(refer_by__lt=on), then=Value(1)),
        When(live & before & Q(refer_by__lte=on + SOON), then=Value(2)),
        When(live & before & Q(step_due=True), then=Value(3)),
        When(live, then=Value(4)),
        default=Value(5),
        output_field=IntegerField(),
    )


def _row(row: Any) -> DisputeRow:
    client = row.case.client
    return DisputeRow(
        id=row.id,
        reference=row.case.reference,
        display_name=str(client),
        kind=row.get_kind_display(),
        status=row.status,
        arose_on=row.arose_on,
        parties=tuple(sorted(str(party.organisation) for party in row.parties.all())),
        interim_payer=str(row.interim_payer),
        delayed=row.delayed,
        refer_by=row.refer_by,
        determined_on=row.determined_on,
        steps=step_facts(row.steps.all()),
        harm=row.harm,
    )


def step_facts(steps: Sequence[DisputeStep]) -> tuple[tuple[StepKind, date, bool], ...]:
    """The steps as the rules take them: (step, target, whether it is done)."""
    return tuple((StepKind(step.kind), step.due_on, step.done_on is not None) for step in steps)
