"""Facts of legal status beyond a detention, made through the services as the MHA office."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from cases import queries
from cases.models import Case, ConditionalDischarge, Evidence, HospitalStay, Leave, Merge, Renewal, StatusFact
from cases.services import (
    conditional_discharges,
    evidence,
    leaves,
    merges,
    milestones,
    orders,
    recalls,
    stays,
)
from cases.services.detentions import DetentionInput, record_detention
from cases.services.legal_facts import Correction
from s117.kernel.actor import Actor
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

RECALLED_ON = date(2026, 11, 18)


def by_webb(case: Case, at: datetime = NOW) -> dict[str, Any]:
    """Who, when and whose, for a service."""
    return {"actor": accounts.mha_office(), "at": at, "case_id": case.id}


def on_leave(case: Case, **over: Any) -> Leave:
    """Living out on section 17 leave since 1 October 2026."""
    known = {"kind": "living_out", "starts_on": date(2026, 10, 1), "place": "Her sister's", **over}
    return leaves.record_leave(**by_webb(case), leave=leaves.LeaveInput(**known))


def conditionally_discharged(
    case: Case, *, starts_on: date = cases.LEFT_ON, **over: Any
) -> ConditionalDischarge:
    """Out of hospital under conditions. A detention that has no restrictions gives way to section 37 with 41."""
    row = queries.legal_record(case.id).in_force
    if row is not None and not row.restriction:
        put_right(case, row, section_code="09")
    given = {
        "starts_on": starts_on,
        "discharged_by": "tribunal",
        "conditions": "To live at Rowan House",
        **over,
    }
    return conditional_discharges.record_conditional_discharge(
        **by_webb(case),
        discharge=conditional_discharges.DischargeInput(**given),
        left_on=starts_on,
        destination="supported",
    )


def put_right(case: Case, row: Any, reason: str = "Read the papers again", **over: Any) -> Any:
    """Correct a detention."""
    given = {name: getattr(row, name) for name in DetentionInput.__slots__}
    correction = Correction(row_id=row.id, reason=reason, seen_version=row.version)
    return record_detention(
        **by_webb(case), detention=DetentionInput(**{**given, **over}), correction=correction
    )


def recalled(case: Case, *, on: date = RECALLED_ON) -> Any:
    """Recalled to hospital from a community treatment order at 10:30."""
    return recalls.record_recall(
        **by_webb(case), recalled_on=on, recall_time=time(10, 30), hospital="Northmoor General, Rowan Unit"
    )


def informal_stay(case: Case, admitted_on: date, left_on: date | None = None, **over: Any) -> HospitalStay:
    """A stay in hospital without detention."""
    given = {"hospital": "Northmoor General", "destination": "home" if left_on else "", **over}
    stay = stays.StayInput(admitted_on=admitted_on, left_on=left_on, **given)
    return stays.record_stay(**by_webb(case), stay=stay)


def merged(kept: Case, **over: Any) -> Merge:
    """A second entry of the person, shared by the same trust, merged into the first."""
    double = cases.a_case(family_name=kept.client.family_name, given_names="Double", **over)
    return merges.merge_clients(**by_webb(kept), other=double.reference, reason="One GP record")


def papers_of(kind: str, row: StatusFact, *, actor: Actor | None = None) -> Evidence:
    """Papers as a PDF, added to a fact by the MHA office."""
    who = {**by_webb(row.case), "actor": actor or accounts.mha_office()}
    return evidence.add_evidence(**who, fact=(kind, row.id), title="Section papers", data=cases.A_PDF)


def extended(case: Case, *, runs_to: date, on: date = date(2026, 11, 2)) -> Renewal:
    """The community treatment order extended to a day."""
    return milestones.record_renewal(**by_webb(case), what="cto", renewed_on=on, runs_to=runs_to)


def a_full_record(case: Case) -> dict[str, StatusFact]:
    """Every kind of fact for one person, who is recalled now: the rows by kind, `recall` the recall."""
    found: dict[str, StatusFact] = {"detention": case.detentions.get(), "stay": case.stays.get()}
    found["leave"] = on_leave(
        case, kind="short", ends_on=date(2026, 10, 4), end_reason="returned", due_back_on=date(2026, 10, 4)
    )
    found["transfer"] = milestones.record_hospital_move(
        **by_webb(case), moved_on=date(2026, 10, 6), hospital="Southvale Hospital", ward="Elm"
    )
    found["tribunal"] = milestones.record_tribunal(
        **by_webb(case),
        heard_on=date(2026, 10, 8),
        outcome="not_discharged",
        aftercare_recommendation="That a supported home is found",
    )
    found["cto"] = orders.record_cto(
        **by_webb(case),
        order=orders.OrderInput(starts_on=cases.LEFT_ON, conditions="To see the team each week"),
        left_on=cases.LEFT_ON,
        destination="home",
    )
    found["renewal"] = extended(case, runs_to=date(2027, 10, 18))
    found["recall"] = recalled(case)
    return found
