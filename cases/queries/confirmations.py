"""The yearly confirmation of the register: whose entries, and when each side confirmed last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from cases.models import Case, Determination, RegisterConfirmation
from cases.queries.header import register_rows
from cases.queries.scope import visible_to
from cases.rules.answers import Firmness
from cases.rules.lifecycle import CaseStatus
from s117.kernel.actor import Actor
from s117.kernel.letters import listed_name

LONG_AGO = date(1, 1, 1)
SIDES = {"council": "council", "icb": "nhs_body", "lhb": "nhs_body"}
OTHER = {"council": "nhs_body", "nhs_body": "council"}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry with the day and the answer of each side's last confirmation; None and '' if never."""

    id: UUID
    reference: str
    display_name: str
    date_of_birth: date
    ours_on: date | None
    ours: str
    theirs_on: date | None
    theirs: str


def side_of(actor: Actor) -> str:
    """The side of the duty that the actor's organisation is on; '' for a trust or a provider."""
    return SIDES.get(actor.organisation_kind, "")


def entries_to_confirm(actor: Actor) -> QuerySet[Case]:
    """The running entries for which the actor's own body is named as responsible on its side."""
    named = Determination.objects.filter(
        case=OuterRef("pk"), kind=side_of(actor), is_current=True, body__in=actor.organisation_ids
    )
    settled = named.exclude(firmness=Firmness.OPEN)
    return visible_to(actor).filter(Exists(settled), status=CaseStatus.ACTIVE)


def entry_rows(actor: Actor, after: str | None, limit: int) -> tuple[EntryRow, ...]:
    """Up to `limit` entries that follow the key `after`: those that the actor's body confirmed longest ago,
    or never, come first. One statement."""
    side = side_of(actor)
    asked = {
        "ours_on": _last(side, "confirmed_on"),
        "ours": _last(side, "still_owed"),
        "theirs_on": _last(OTHER.get(side, ""), "confirmed_on"),
        "theirs": _last(OTHER.get(side, ""), "still_owed"),
        "waiting": Coalesce(_last(side, "confirmed_on"), Value(LONG_AGO), output_field=DateField()),
    }
    rows = register_rows(entries_to_confirm(actor).annotate(**asked), *asked).order_by("waiting", "reference")
    key = _read_key(after)
    if key is not None:
        day, reference = key
        rows = rows.filter(Q(waiting__gt=day) | Q(waiting=day, reference__gt=reference))
    return tuple(_entry(row) for row in rows[:limit])


def key_of(row: EntryRow) -> str:
    """Where a page ended: a day and a reference, which name no one."""
    return f"{(row.ours_on or LONG_AGO).isoformat()}~{row.reference}"


def confirmations(case_id: UUID) -> Sequence[RegisterConfirmation]:
    """Every confirmation of one entry, the latest first."""
    rows = RegisterConfirmation.objects.filter(case=case_id).select_related("organisation", "recorded_by")
    return list(rows.order_by("-recorded_at"))


def _last(side: str, column: str) -> Subquery:
    rows = RegisterConfirmation.objects.filter(case=OuterRef("pk"), side=side)
    return Subquery(rows.order_by("-recorded_at").values(column)[:1])


def _read_key(text: str | None) -> tuple[date, str] | None:
    day, _, reference = (text or "").partition("~")
    try:
        return date.fromisoformat(day), reference
    except ValueError:
        return None


def _entry(row: dict) -> EntryRow:
    return EntryRow(
        id=row["id"],
        reference=row["reference"],
        display_name=listed_name(row["family_name"], row["given_names"]),
        date_of_birth=row["date_of_birth"],
        ours_on=row["ours_on"],
        ours=row["ours"] or "",
        theirs_on=row["theirs_on"],
        theirs=row["theirs"] or "",
    )
