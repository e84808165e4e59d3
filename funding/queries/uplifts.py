"""Reading bulk rises of rates: what they would raise, which runs there are, what used the new rates."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Sum

from funding.models import FundedLine, Schedule, ScheduleLine, UpliftLine, UpliftRun
from funding.queries.facts import COLUMNS, line_fact, with_terms
from funding.rules.corrections import PostingKind
from funding.rules.lifecycle import ScheduleStatus, UpliftStatus
from funding.rules.lines import LineFact
from funding.rules.proration import Unit
from funding.rules.uplifts import Rise, why_left_out
from s117.accounts.models import User
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound


@dataclass(frozen=True, slots=True)
class UpliftRow:
    """A run in a list or on its page: what it raises, who prepared and approved it, what it comes to."""

    id: UUID
    version: int
    organisation_id: UUID
    number: int
    rise: Rise
    effective_on: date
    category: str
    provider_name: str
    reason: str
    status: UpliftStatus
    prepared_by_id: UUID
    prepared_by: str
    prepared_at: datetime
    approved_by: str | None
    approved_at: datetime | None
    closed_at: datetime | None
    closing_reason: str
    raised: int
    annual: int
    done: int

    @property
    def waiting(self) -> bool:
        """Whether it can still be approved or changed."""
        return self.status is UpliftStatus.PREPARED

    @property
    def applying(self) -> bool:
        """Whether a worker is recording the new rates."""
        return self.status is UpliftStatus.APPLYING


@dataclass(frozen=True, slots=True)
class UpliftLineRow:
    """A service of a run. `now` says why it would not be raised as things stand, '' where it would."""

    id: UUID
    case_reference: str
    description: str
    category: str
    provider_name: str
    unit: Unit
    old_pence: int
    new_pence: int
    annual_pence: int
    excluded: str
    left_out: str
    raised: bool
    now: str


def uplifts_visible_to(actor: Actor) -> QuerySet[UpliftRun]:
    """The runs of the actor's own body."""
    if actor.system:
        return UpliftRun.objects.all()
    if not actor.may(Permission.UPLIFT_VIEW):
        return UpliftRun.objects.none()
    return UpliftRun.objects.filter(organisation__in=actor.organisation_ids)


def uplifts_for(actor: Actor, *, before: int | None = None, limit: int = 50) -> tuple[UpliftRow, ...]:
    """The body's runs, newest first. One statement."""
    found = uplifts_visible_to(actor)
    if before is not None:
        found = found.filter(number__lt=before)
    return _rows(found.order_by("-number"))[:limit]


def uplift_for(actor: Actor, number: int) -> UpliftRow:
    """One run of the actor's body by its number; else NotFound."""
    found = _rows(uplifts_visible_to(actor).filter(number=number, organisation=actor.organisation_id))
    if not found:
        raise NotFound
    return found[0]


def uplift_lines(run: UpliftRow) -> tuple[UpliftLineRow, ...]:
    """The services of a run in the order of the people's references, each with what became of it since the
    preview. Two statements, one once it is approved or closed."""
    rows = UpliftLine.objects.filter(run=run.id).order_by("line__case__reference", "line__starts_on", "id")
    names = ("id", "old_pence", "new_pence", "annual_pence", "excluded", "left_out", "rate_id", "line_id")
    joined = {name: F(f"line__{name}") for name in ("description", "category", "provider_name", "unit")}
    values = list(rows.values(*names, case_reference=F("line__case__reference"), **joined))
    facts = facts_of([row["line_id"] for row in values]) if run.waiting else {}
    return tuple(_line_row(row, facts, run.effective_on) for row in values)


def uplift_line(run: UpliftRow, line_id: UUID) -> UpliftLineRow:
    """One service of a run; else NotFound."""
    found = [row for row in uplift_lines(run) if row.id == line_id]
    if not found:
        raise NotFound
    return found[0]


def lines_to_raise(
    organisation_id: UUID, effective: date, category: str, provider_name: str
) -> tuple[tuple[UUID, LineFact], ...]:
    """The services that the body pays a provider for on the day, of a kind and a provider where these are
    given. A single payment is never raised. One statement."""
    found = FundedLine.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=effective), payer=organisation_id, starts_on__lte=effective
    ).exclude(unit=Unit.ONE_OFF.value)
    if category:
        found = found.filter(category=category)
    if provider_name:
        found = found.filter(provider_name=provider_name)
    rows = with_terms(found.order_by("id")).values(*COLUMNS)
    return tuple((row["id"], line_fact(row, {})) for row in rows)


def facts_of(line_ids: Collection[UUID]) -> Mapping[UUID, LineFact]:
    """The services for the rules, by id. One statement."""
    rows = with_terms(FundedLine.objects.filter(pk__in=line_ids)).values(*COLUMNS)
    return {row["id"]: line_fact(row, {}) for row in rows}


def providers_of(organisation_id: UUID | None) -> tuple[str, ...]:
    """Names of the providers that the body pays."""
    named = FundedLine.objects.filter(payer=organisation_id).exclude(provider_name="")
    return tuple(named.order_by("provider_name").values_list("provider_name", flat=True).distinct())


def lock_uplift(run_id: UUID) -> UpliftRun:
    """The run, locked until the transaction ends; of two who approve it, one waits here."""
    found = UpliftRun.objects.select_for_update(no_key=True, of=("self",)).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def lock_lines(line_ids: Collection[UUID]) -> Mapping[UUID, FundedLine]:
    """The services, locked in one order, so that two runs over the same ones take turns."""
    found = FundedLine.objects.select_for_update(no_key=True).filter(pk__in=line_ids).order_by("pk")
    return {line.id: line for line in found}


def approver_of(run_id: UUID) -> User:
    """Whoever approved the run."""
    return UpliftRun.objects.select_related("approved_by__organisation").get(pk=run_id).approved_by


def waiting_uplifts(held_since: datetime) -> tuple[UUID, ...]:
    """Approved runs whose new rates no worker has begun to record, or that one took before this moment."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=held_since)
    waiting = UpliftRun.objects.filter(free, status=UpliftStatus.APPLYING.value)
    return tuple(waiting.values_list("pk", flat=True))


def next_uplift_number(organisation_id: UUID) -> int:
    """The body's next number."""
    mine = UpliftRun.objects.filter(organisation=organisation_id)
    return (mine.aggregate(highest=Max("number"))["highest"] or 0) + 1


def schedule_using(run: UpliftRun) -> Schedule | None:
    """A schedule, frozen or drafted, that was worked out with the new rates."""
    used = ScheduleLine.objects.filter(
        line__in=UpliftLine.objects.filter(run=run, rate__isnull=False).values("line"),
        service_to__gte=run.effective_on,
        schedule__as_at__gte=run.approved_at,
    ).exclude(kind=PostingKind.REVERSAL.value)
    standing = Schedule.objects.exclude(status=ScheduleStatus.WITHDRAWN.value)
    return standing.filter(pk__in=used.values("schedule")).order_by("number").first()


def _rows(runs: QuerySet[UpliftRun]) -> tuple[UpliftRow, ...]:
    raised = Q(lines__excluded="", lines__left_out="")
    same = (
        "id", "version", "organisation_id", "number", "effective_on", "category", "provider_name", "reason",
        "prepared_by_id", "prepared_at", "approved_at", "closed_at", "closing_reason",
    )  # fmt: skip
    found = runs.annotate(
        raised=Count("lines", filter=raised),
        annual=Sum("lines__annual_pence", filter=raised, default=0),
        done=Count("lines", filter=Q(lines__rate__isnull=False)),
    ).values(
        *same, "percent", "pence", "status", "raised", "annual", "done",
        preparer=F("prepared_by__full_name"), approver=F("approved_by__full_name"),
    )  # fmt: skip
    return tuple(
        UpliftRow(
            **{name: row[name] for name in same},
            rise=rise_of(row["percent"], row["pence"]),
            status=UpliftStatus(row["status"]),
            prepared_by=row["preparer"],
            approved_by=row["approver"],
            raised=row["raised"],
            done=row["done"],
            annual=int(row["annual"]),
        )
        for row in found
    )


def rise_of(percent: Any, pence: int | None) -> Rise:
    """The rise as the rules take it, from the columns of a run."""
    return Rise(None if percent is None else Fraction(percent), pence)


def _line_row(row: dict[str, Any], facts: Mapping[UUID, LineFact], effective: date) -> UpliftLineRow:
    line, rate = row.pop("line_id"), row.pop("rate_id")
    now = why_left_out(facts[line], effective, row["old_pence"]) if line in facts else row["left_out"]
    return UpliftLineRow(**{**row, "unit": Unit(row["unit"])}, raised=rate is not None, now=now)
