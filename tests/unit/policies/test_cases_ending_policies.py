"""Who decides that aftercare ends: each body for itself, nobody twice, nobody on their own request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from cases import policies
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission

COUNCIL, NHS, OTHER = uuid4(), uuid4(), uuid4()


@dataclass
class CaseRow:
    status: str = "active"
    coordinator_id: UUID | None = None
    team_id: UUID | None = None
    date_of_death: None = None
    detained: bool = False
    in_hospital: bool = False
    on_cto: bool = False
    council_id: UUID | None = COUNCIL
    nhs_body_id: UUID | None = NHS


@dataclass
class EndingRow:
    status: str = "open"
    requested_by_id: UUID | None = None


@dataclass
class SignedRow:
    side: str
    satisfied: bool = True
    decided_by_id: UUID | None = None


def signatory(body: UUID) -> Actor:
    """An authorised decision maker of the body."""
    held = {
        Permission.ENDING_SIGN,
        Permission.ENDING_CONFIRM,
        Permission.ENDING_REINSTATE,
        Permission.CASE_VIEW_ORGANISATION,
    }
    return Actor(id=uuid4(), name="Sam", organisation_ids=frozenset({body}), permissions=frozenset(held))


PRICE, OKORO, VALE = signatory(COUNCIL), signatory(NHS), signatory(OTHER)


def test_each_body_signs_for_itself_and_no_other_body_signs() -> None:
    assert policies.ending_sign(PRICE, CaseRow(), EndingRow(), [])
    assert policies.ending_sign(OKORO, CaseRow(), EndingRow(), [SignedRow("council")])
    refusal = policies.ending_sign(VALE, CaseRow(), EndingRow(), [])
    assert "cannot sign for another body" in refusal.reason
    assert not policies.ending_sign(PRICE, CaseRow(council_id=None), EndingRow(), [])
    assert not policies.ending_sign(OKORO, CaseRow(nhs_body_id=None), EndingRow(), [])


def test_nobody_signs_twice_or_what_they_asked_for() -> None:
    assert (
        "decided already"
        in policies.ending_sign(PRICE, CaseRow(), EndingRow(), [SignedRow("council")]).reason
    )
    moved = replace(OKORO, id=PRICE.id)
    signed = [SignedRow("council", decided_by_id=PRICE.id)]
    assert "signed already" in policies.ending_sign(moved, CaseRow(), EndingRow(), signed).reason
    own = EndingRow(requested_by_id=PRICE.id)
    assert "somebody else must decide" in policies.ending_sign(PRICE, CaseRow(), own, []).reason


def test_only_both_bodies_satisfied_let_the_ending_be_confirmed() -> None:
    both = [SignedRow("council"), SignedRow("nhs_body")]
    assert policies.ending_confirm(PRICE, CaseRow(), EndingRow(), both)
    assert not policies.ending_confirm(PRICE, CaseRow(), EndingRow(), both[:1])
    assert not policies.ending_confirm(PRICE, CaseRow(), EndingRow("ended"), both)
    assert not policies.ending_confirm(PRICE, CaseRow(status="prospective"), EndingRow(), both)


def test_only_what_the_bodies_ended_is_put_back() -> None:
    ended = CaseRow(status="ended")
    assert policies.ending_reinstate(PRICE, ended, EndingRow("ended"), [])
    assert not policies.ending_reinstate(PRICE, CaseRow(status="prospective"), EndingRow("ended"), [])
    assert not policies.ending_reinstate(PRICE, ended, EndingRow("reinstated"), [])
    assert not policies.ending_reinstate(VALE, ended, EndingRow("ended"), [])
