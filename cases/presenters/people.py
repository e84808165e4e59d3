"""People found by a search, and the details page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases import policies
from cases.presenters.links import href_if
from cases.queries import FORMATS, STATUS_WORDS, CaseHeader, ClientRecord
from cases.rules.lifecycle import CaseStatus
from s117.kernel.actor import Actor

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
            name=f"{row['family_name'].upper()}, {row['given_names']}",
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


def client_page(actor: Actor, case: CaseHeader, record: ClientRecord) -> dict[str, Any]:
    """The details page: the record, and the links that the actor may follow."""
    ref = case.reference
    return {
        "record": record,
        "amend_href": href_if(policies.client_amend(actor, case), "cases:client_amend", ref),
        "address_href": href_if(policies.address_record(actor, case), "cases:address_record", ref),
        "gp_href": href_if(policies.gp_record(actor, case), "cases:gp_record", ref),
        "allocation_href": href_if(policies.allocation_make(actor, case), "cases:allocation_make", ref),
        "formats": [FORMATS[code] for code in record.client.accessible_formats],
        "unallocated": not any(row.ends_on is None for row in record.allocations),
    }


def client_answers(client: Any) -> dict[str, Any]:
    """The details as the form to change them shows them first."""
    same = (
        "family_name", "given_names", "date_of_birth", "date_of_birth_estimated", "nhs_number",
        "nhs_number_unavailable", "nhs_number_status", "preferred_name", "gender", "ethnic_category",
        "first_language", "interpreter_needed", "accessible_formats", "phone", "email", "date_of_death",
    )  # fmt: skip
    safe = client.safe_to_leave_message
    return {
        **{name: getattr(client, name) for name in same},
        "number_known": "yes" if client.nhs_number else "no",
        "safe_to_leave_message": "not_asked" if safe is None else str(safe),
    }
