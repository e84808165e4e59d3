"""Who may do what to a case: role, state and relation, one line a rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

import pytest

from cases import policies
from s117.accounts.roles import ROLES, permissions_of
from s117.kernel.actor import Actor, system_actor
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission

TEAM, OTHER_TEAM, JONES, BODY, OTHER_BODY = (uuid4() for _ in range(5))


@dataclass(frozen=True)
class ACase:
    """A case as policies see one: detained, in hospital, with jones of the team."""

    status: str = "prospective"
    coordinator_id: UUID | None = JONES
    coordinator_name: str = "Carys Jones"
    team_id: UUID | None = TEAM
    date_of_death: date | None = None
    detained: bool = True
    in_hospital: bool = True
    on_cto: bool = False


@dataclass(frozen=True)
class ADetermination:
    """A determination as policies see one: the council named, current, determined."""

    kind: str = "council"
    is_current: bool = True
    body_id: UUID | None = BODY
    firmness: str = "determined"


def somebody(role: str, **over: object) -> Actor:
    """Somebody with the role, in the team, of the body."""
    actor = Actor(
        id=JONES,
        name="Carys Jones",
        organisation_id=BODY,
        organisation_kind="council",
        organisation_ids=frozenset({BODY}),
        team_ids=frozenset({TEAM}),
        roles=frozenset({role}),
        permissions=permissions_of(frozenset({role})),
    )
    return replace(actor, **over)


CASE = ACase()
DETENTION = {"mha_office"}
PERSON = {"mha_office", "care_coordinator", "team_manager"}
ACTS: list[tuple[str, Callable[[Actor], Decision], set[str]]] = [
    ("client_register", policies.client_register, PERSON),
    ("client_amend", lambda who: policies.client_amend(who, CASE), PERSON),
    ("address_record", lambda who: policies.address_record(who, CASE), PERSON),
    ("people_record", lambda who: policies.people_record(who, CASE), PERSON),
    ("people_view", policies.people_view, {*PERSON, "decision_maker", "complaints_officer"}),
    ("address_restrict", lambda who: policies.address_restrict(who, CASE), PERSON),
    ("restricted_view", policies.restricted_view, {*PERSON, "decision_maker"}),
    ("gp_record", lambda who: policies.gp_record(who, CASE), PERSON),
    ("detention_record", lambda who: policies.detention_record(who, CASE), DETENTION),
    ("detention_end", lambda who: policies.detention_end(who, CASE), DETENTION),
    ("hospital_ready", lambda who: policies.hospital_ready(who, CASE), PERSON),
    ("hospital_leave", lambda who: policies.hospital_leave(who, CASE), PERSON),
    ("cto_record", lambda who: policies.cto_record(who, CASE), DETENTION),
    ("cto_end", lambda who: policies.cto_end(who, replace(CASE, on_cto=True)), DETENTION),
    (
        "determination_answer",
        lambda who: policies.determination_answer(who, CASE, ADetermination()),
        {"decision_maker"},
    ),
    (
        "determination_override",
        lambda who: policies.determination_override(who, CASE, "council", ruled=False),
        {"decision_maker"},
    ),
    ("allocation_make", lambda who: policies.allocation_make(who, CASE), {"team_manager"}),
    ("contact_record", lambda who: policies.contact_record(who, CASE), {"care_coordinator", "team_manager"}),
    (
        "contact_correct",
        lambda who: policies.contact_correct(who, CASE, corrected=False, restricted=True),
        {"care_coordinator", "team_manager"},
    ),
    (
        "contact_view",
        policies.contact_view,
        {"care_coordinator", "team_manager", "decision_maker", "complaints_officer"},
    ),
]


@pytest.mark.parametrize(("act", "decide", "roles"), ACTS, ids=[act for act, _, _ in ACTS])
def test_each_act_is_for_its_roles_and_no_other(
    act: str, decide: Callable[[Actor], Decision], roles: set[str]
) -> None:
    allowed = {role for role in ROLES if decide(somebody(role))}

    assert allowed == roles
    refused = decide(somebody("analyst"))
    assert refused.reason == f"Your role does not let you {Permission(act).words}."


@pytest.mark.parametrize(
    ("decide", "case", "reason"),
    [
        (policies.detention_end, ACase(detained=False), "no detention in force"),
        (policies.hospital_ready, ACase(in_hospital=False), "not in hospital"),
        (policies.hospital_leave, ACase(in_hospital=False), "not in hospital"),
        (policies.cto_recall, ACase(detained=False), "no community treatment order"),
        (policies.cto_recall, ACase(on_cto=True), "held in hospital already"),
        (policies.recall_end, ACase(on_cto=False), "not recalled"),
        (policies.cto_end, ACase(), "no community treatment order"),
        (policies.client_amend, ACase(status="entered_in_error"), "made in error"),
        (policies.detention_record, ACase(status="entered_in_error"), "made in error"),
    ],
)
def test_the_state_of_the_case_can_refuse_with_the_reason(
    decide: Callable[[Actor, ACase], Decision], case: ACase, reason: str
) -> None:
    assert reason in decide(somebody("mha_office"), case).reason


@pytest.mark.parametrize(
    ("determination", "reason"),
    [
        (ADetermination(body_id=OTHER_BODY), "another body"),
        (ADetermination(body_id=None), "another body"),
        (ADetermination(is_current=False), "replaced by a newer one"),
        (ADetermination(firmness="open"), "decide it first"),
        (ADetermination(kind="entitlement"), "decide it first"),
    ],
)
def test_a_body_answers_for_itself_when_there_is_something_to_answer(
    determination: ADetermination, reason: str
) -> None:
    decision = policies.determination_answer(somebody("decision_maker"), CASE, determination)

    assert reason in decision.reason


def test_a_merged_body_answers_for_the_one_it_took_over() -> None:
    heir = somebody(
        "decision_maker", organisation_id=OTHER_BODY, organisation_ids=frozenset({OTHER_BODY, BODY})
    )

    assert policies.determination_answer(heir, CASE, ADetermination())


@pytest.mark.parametrize(
    ("kind", "question", "allowed"),
    [
        ("council", "council", True),
        ("council", "nhs_body", False),
        ("icb", "nhs_body", True),
        ("icb", "council", False),
        ("icb", "entitlement", True),
        ("trust", "entitlement", False),
    ],
)
def test_each_side_decides_its_own_question(kind: str, question: str, allowed: bool) -> None:
    actor = somebody("decision_maker", organisation_kind=kind)

    assert bool(policies.determination_override(actor, CASE, question, ruled=False)) is allowed
    assert not policies.determination_override(actor, CASE, question, ruled=True)


def test_somebody_who_handed_the_case_over_reads_and_does_not_write() -> None:
    former = somebody("care_coordinator", id=uuid4(), team_ids=frozenset({OTHER_TEAM}))

    assert "handed over" in policies.contact_record(former, CASE).reason
    assert policies.contact_view(former)


def test_a_manager_allocates_what_is_with_a_team_of_theirs_or_with_none() -> None:
    manager = somebody("team_manager")

    assert policies.allocation_make(manager, ACase(team_id=None, coordinator_id=None))
    assert (
        "another team"
        in policies.allocation_make(manager, ACase(coordinator_id=JONES, team_id=OTHER_TEAM)).reason
    )
    assert policies.allocation_to(manager, TEAM)
    assert not policies.allocation_to(manager, OTHER_TEAM)


def test_background_work_is_held_by_the_state_alone() -> None:
    system = system_actor("demo")

    assert policies.detention_record(system, CASE)
    assert not policies.detention_end(system, ACase(detained=False))


@pytest.mark.parametrize(
    "decide",
    [
        policies.client_amend,
        policies.address_record,
        policies.gp_record,
        policies.hospital_ready,
        policies.hospital_leave,
        lambda who, case: policies.ending_request(who, replace(case, status="active"), None),
    ],
)
def test_a_colleagues_person_is_read_and_not_changed(decide: Callable[[Actor, ACase], Decision]) -> None:
    reed = somebody("care_coordinator", id=uuid4())

    assert "allocated to Carys Jones" in decide(reed, CASE).reason
    assert decide(reed, replace(CASE, coordinator_id=None)), "nobody has them yet"
    assert decide(somebody("team_manager", id=uuid4()), CASE)


def test_a_colleague_writes_down_a_contact_when_the_coordinator_is_away() -> None:
    reed = somebody("care_coordinator", id=uuid4())

    assert policies.contact_record(reed, CASE)
    assert "handed over" in policies.contact_record(replace(reed, team_ids=frozenset()), CASE).reason
