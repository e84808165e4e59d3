"""Bulk rises of rates in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from careplans.rules.terms import Category
from funding import policies
from funding.queries.uplifts import UpliftLineRow, UpliftRow
from funding.rules.lifecycle import UpliftStatus
from funding.rules.proration import Unit
from s117.kernel.actor import Actor
from s117.kernel.money import pounds
from s117.web.filters import date as date_words

TAGS = {
    UpliftStatus.PREPARED: "yellow",
    UpliftStatus.APPLYING: "blue",
    UpliftStatus.APPROVED: "green",
    UpliftStatus.WITHDRAWN: "grey",
    UpliftStatus.UNDONE: "red",
}


@dataclass(frozen=True, slots=True)
class UpliftLineWords:
    """A service of a run, in words; `state` says whether it is raised, and why not."""

    row: UpliftLineRow
    old: str
    new: str
    annual: str
    state: str
    raised: bool


@dataclass(frozen=True, slots=True)
class UpliftPage:
    """A run for its page and for the list, with what the reader may do."""

    run: UpliftRow
    href: str
    title: str
    status: tuple[str, str]
    narrowed: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[UpliftLineWords, ...]
    raised: int
    annual: str
    may_change: bool
    may_approve: bool
    why_not: str
    may_undo: bool


def uplift_page(actor: Actor, run: UpliftRow, lines: Iterable[UpliftLineRow] = ()) -> UpliftPage:
    """A run as its page shows it."""
    rows = tuple(_line(run, row) for row in lines)
    raised = [row.row for row in rows if row.raised]
    approve = policies.uplift_approve(actor, run.organisation_id, run.prepared_by_id)
    prepares = policies.uplift_prepare(actor, run.organisation_id)
    undoes = policies.uplift_undo(actor, run.organisation_id)
    return UpliftPage(
        run=run,
        href=reverse("funding:uplift_view", kwargs={"number": run.number}),
        title=f"Uplift {run.number}: {run.rise.words}",
        status=(run.status.words, TAGS[run.status]),
        narrowed=_narrowed(run),
        facts=_facts(run),
        lines=rows,
        raised=len(raised) if rows else run.raised,
        annual=pounds(sum(row.annual_pence for row in raised) if rows else run.annual),
        may_change=run.waiting and bool(prepares),
        may_approve=run.waiting and bool(approve),
        why_not=approve.reason if run.waiting and undoes and not approve else "",
        may_undo=run.status is UpliftStatus.APPROVED and bool(undoes),
    )


def _narrowed(run: UpliftRow) -> str:
    kind = Category(run.category).words if run.category else "All kinds of service"
    return f"{kind}, {run.provider_name or 'all providers'}"


def _facts(run: UpliftRow) -> tuple[tuple[str, str], ...]:
    found = [
        ("Rise", run.rise.words),
        ("First day of the new rates", date_words(run.effective_on)),
        ("Services", _narrowed(run)),
        ("Reason", run.reason),
        ("Prepared by", f"{run.prepared_by}, {date_words(run.prepared_at)}"),
    ]
    if run.approved_by and run.approved_at:
        found.append(("Approved by", f"{run.approved_by}, {date_words(run.approved_at)}"))
    if run.closed_at:
        found.append((run.status.words, f"{date_words(run.closed_at)}: {run.closing_reason}"))
    return tuple(found)


def _line(run: UpliftRow, row: UpliftLineRow) -> UpliftLineWords:
    unit = row.unit.words
    annual = pounds(row.annual_pence) if row.unit is Unit.WEEK else "By what is delivered"
    return UpliftLineWords(
        row=row,
        old=f"{pounds(row.old_pence)} {unit}",
        new=f"{pounds(row.new_pence)} {unit}",
        annual=annual,
        state=_state(run, row),
        raised=not row.excluded and not row.now,
    )


def _state(run: UpliftRow, row: UpliftLineRow) -> str:
    if row.excluded:
        return f"Taken out: {row.excluded}"
    if row.now:
        return f"Not raised. {row.now}"
    words = {
        UpliftStatus.PREPARED: "Will be raised",
        UpliftStatus.APPLYING: "Being raised",
        UpliftStatus.APPROVED: "Raised",
        UpliftStatus.WITHDRAWN: "Not raised",
        UpliftStatus.UNDONE: "Taken back",
    }
    return words[run.status]
