"""People found by a search, and the details page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from cases import policies
from cases.models import codes
from cases.presenters.around import WORDS, asked_words, communication_rows
from cases.presenters.legal_tables import fact_heading, fact_words
from cases.presenters.links import href_if
from cases.queries import STATUS_WORDS, CaseHeader, ClientRecord, MergePlan, MergeRow
from cases.rules.lifecycle import CaseStatus
from s117.kernel.actor import Actor
from s117.kernel.letters import listed_name
from s117.web.filters import date as long_date
from s117.web.filters import nhs_number, short_date

STATUS_COLOURS = {
    CaseStatus.TO_CHECK: "orange",
    CaseStatus.PROSPECTIVE: "blue",
    CaseStatus.ACTIVE: "green",
    CaseStatus.ENDED: "grey",
    CaseStatus.ENDED_DEATH: "grey",
    CaseStatus.NOT_ENTITLED: "grey",
    CaseStatus.ENTERED_IN_ERROR: "grey",
}


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One line of the results."""

    name: str
    href: str
    born: date
    nhs_number: str
    reference: str
    coordinator: str
    status: str
    colour: str
    same_number: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The results: people whose name begins as typed, and people whose name is only similar."""

    typed: str
    people: tuple[FoundPerson, ...]
    near: tuple[FoundPerson, ...]
    capped: bool


def found(rows: Iterable[Mapping[str, Any]], typed: str, most: int = 50) -> Found:
    """A search's rows as the page shows them."""
    rows = list(rows)
    people = found_rows(row for row in rows if not row["near"])
    return Found(typed, people, found_rows(row for row in rows if row["near"]), len(rows) >= most)


def found_rows(rows: Iterable[Mapping[str, Any]]) -> tuple[FoundPerson, ...]:
    """Register rows as lines of results."""
    return tuple(
        FoundPerson(
            name=listed_name(row["family_name"], row["given_names"]),
            href=reverse("dashboards:case_view", kwargs={"ref": row["reference"]}),
            born=row["date_of_birth"],
            nhs_number=row["nhs_number"],
            reference=row["reference"],
            coordinator=row["coordinator_name"] or "Not allocated",
            status=STATUS_WORDS[CaseStatus(row["status"])],
            colour=STATUS_COLOURS[CaseStatus(row["status"])],
            same_number=row.get("same_number", False),
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class MergeDone:
    """A merge as the details page tells it."""

    reference: str
    at: datetime
    who: str
    reason: str
    undone: str
    undo_href: str


def _merge(actor: Actor, case: CaseHeader, row: Any) -> MergeDone:
    undone = ""
    if row.undone_at is not None:
        undone = f"{short_date(row.undone_at)}, {row.undone_by}: {row.undo_reason}"
    may = policies.client_merge(actor, case)
    undo = href_if(may, "cases:client_merge_undo", case.reference, merge=row.id)
    who = str(row.merged_by or "")
    return MergeDone(row.merged.reference, row.merged_at, who, row.reason, undone, "" if undone else undo)


def merge_preview(plan: MergePlan) -> dict[str, Any]:
    """What a merge would move and leave, and the two people side by side."""
    mine, theirs = plan.kept.client, plan.merged.client
    pairs = (
        ("Reference", plan.kept.reference, plan.merged.reference),
        ("Name", str(mine), str(theirs)),
        ("Date of birth", long_date(mine.date_of_birth), long_date(theirs.date_of_birth)),
        ("NHS number", nhs_number(mine.nhs_number), nhs_number(theirs.nhs_number)),
        ("Status", STATUS_WORDS[CaseStatus(plan.kept.status)], STATUS_WORDS[CaseStatus(plan.merged.status)]),
    )
    return {
        "pairs": pairs,
        "bars": plan.bars,
        "moving": [_fact_line(row) for row in plan.moving],
        "staying": [f"{_fact_line(row)} ({row.stays_because})" for row in plan.staying],
        "contacts": plan.contacts,
        "births_differ": mine.date_of_birth != theirs.date_of_birth,
    }


def _fact_line(found: MergeRow) -> str:
    row = found.row
    if found.table == "address" and row.restricted:
        return f"Address: kept from others, from {short_date(row.starts_on)}"
    if found.table == "address":
        return f"Address: {row.line or row.get_kind_display()}, from {short_date(row.starts_on)}"
    if found.table == "gp":
        return f"GP registration: {row.practice_name}, from {short_date(row.starts_on)}"
    if found.table in WORDS:  # without names: who merges need not be somebody who may read them
        return f"{WORDS[found.table].heading}: an entry from {short_date(row.starts_on)}"
    return f"{fact_heading(found.table).capitalize()}: {fact_words(found.table, row)}"


def client_page(
    actor: Actor, case: CaseHeader, record: ClientRecord, merges: Iterable[Any]
) -> dict[str, Any]:
    """The details page: the record, and the links that the actor may follow."""
    ref = case.reference
    return {
        "record": record,
        "amend_href": href_if(policies.client_amend(actor, case), "cases:client_amend", ref),
        "address_href": href_if(policies.address_record(actor, case), "cases:address_record", ref),
        "gp_href": href_if(policies.gp_record(actor, case), "cases:gp_record", ref),
        "allocation_href": href_if(policies.allocation_make(actor, case), "cases:allocation_make", ref),
        "addresses": [
            (
                row,
                href_if(
                    policies.address_restrict(actor, case), "cases:address_restrict", ref, address=row.id
                ),
            )
            for row in record.addresses
        ],
        "private": _private(actor, case, record.client),
        "merge_href": href_if(policies.client_merge(actor, case), "cases:client_merge", ref),
        "merges": [_merge(actor, case, row) for row in merges],
        "unallocated": not any(row.ends_on is None for row in record.allocations),
    }


def _private(actor: Actor, case: CaseHeader, client: Any) -> dict[str, Any] | None:
    """What only those who work on the care are shown: how to reach the person, and their circumstances."""
    if not policies.people_view(actor):
        return None
    may = policies.client_amend(actor, case)
    return {
        "reach": communication_rows(client),
        "reach_asked": asked_words(client.communication_asked_on, client.get_communication_source_display()),
        "reach_href": href_if(may, "cases:communication_amend", case.reference),
        "circumstances": _circumstances(client),
        "circumstances_asked": asked_words(
            client.circumstances_asked_on, client.get_circumstances_source_display()
        ),
        "circumstances_href": href_if(may, "cases:circumstances_amend", case.reference),
    }


def _circumstances(client: Any) -> list[tuple[str, Any]]:
    disabilities = dict(codes.DISABILITIES)
    return [
        ("Sex registered at birth", client.get_sex_at_birth_display()),
        ("Sexual orientation", client.get_sexual_orientation_display()),
        ("Religion or belief", client.religion),
        ("Disability", [disabilities[code] for code in client.disabilities]),
        ("Served in the armed forces", client.veteran),
        ("Looked after by a council as a child", client.care_leaver),
        ("Parent or cares for somebody", client.cares_for_others),
        *([("For whom, and who helps", client.caring_note)] if client.caring_note else []),
        ("No recourse to public funds", client.no_recourse),
        *([("Immigration status", client.immigration_note)] if client.immigration_note else []),
        ("MAPPA", client.get_mappa_level_display()),
    ]


_ANSWERED = (
    "safe_to_leave_message", "other_phone_safe", "veteran", "care_leaver", "cares_for_others", "no_recourse",
)  # fmt: skip


def client_answers(client: Any, names: Iterable[str]) -> dict[str, Any]:
    """The details as the forms to change them show them first, yes and no as their radios have it."""
    own = {name: getattr(client, name) for name in names if name != "number_known"}
    asked = {name: _radio(own[name]) for name in _ANSWERED if name in own}
    return {**own, **asked, "number_known": "yes" if client.nhs_number else "no"}


def _radio(answer: bool | None) -> str:
    return "not_asked" if answer is None else str(answer)
