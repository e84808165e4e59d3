"""The bodies' answers and people's decisions about who is responsible, through the services."""

from __future__ import annotations

from datetime import date

import pytest

from cases.services import responsibility
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused, Stale
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db


def test_a_reservation_needs_a_reason_and_a_later_answer_takes_its_place() -> None:
    case = cases.a_detained_case()
    price, council = accounts.council_signatory(), cases.current_determination(case, "council")

    def answer(reply: str, reason: str = "") -> None:
        responsibility.answer_determination(
            actor=price,
            at=NOW,
            case_id=case.id,
            determination_id=council.id,
            reply=reply,
            reason=reason,
            decided_on=date(2026, 9, 11),
        )

    with pytest.raises(Refused):
        answer("accept_without_prejudice")
    answer("accept_without_prejudice", "Placed in Northmoor by Southvale")
    answer("accept")

    assert list(
        council.decisions.order_by("recorded_at", "is_current").values_list("reply", "is_current")
    ) == [
        ("accept_without_prejudice", False),
        ("accept", True),
    ]


def test_nobody_signs_for_another_body() -> None:
    case = cases.a_detained_case()

    with pytest.raises(NotAllowed, match="another body"):
        cases.accept(case, "council", accounts.nhs_signatory())


def test_a_decision_maker_names_another_council_with_a_reason_and_it_is_asked() -> None:
    case = cases.a_detained_case()
    southvale = accounts.southvale()

    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        kind="council",
        body=southvale,
        reason="Lived with her mother in Southvale since March; tenancy in Northmoor was given up",
    )

    decided = cases.current_determination(case, "council")
    assert (decided.body, decided.origin) == (southvale, "person")
    assert ("SVC", "council") in cases.shares(case)
    assert not decided.decisions.exists()


def test_a_persons_decision_stands_until_the_rules_say_something_new() -> None:
    case = cases.a_detained_case()
    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        kind="council",
        body=accounts.southvale(),
        reason="Agreed by both heads of service",
    )

    cases.leave(case)

    assert cases.current_determination(case, "council").origin == "person"


def test_an_answer_given_to_an_outdated_page_is_stale() -> None:
    case = cases.a_detained_case()
    council = cases.current_determination(case, "council")
    cases.accept(case, "council", accounts.council_signatory())

    with pytest.raises(Stale):
        responsibility.answer_determination(
            actor=accounts.council_signatory(),
            at=NOW,
            case_id=case.id,
            determination_id=council.id,
            reply="accept_without_prejudice",
            reason="Second thoughts",
            decided_on=date(2026, 9, 11),
            seen_version=council.version,
        )


def test_a_decision_on_entitlement_leaves_an_earlier_run_of_the_duty_as_it_was() -> None:
    case = cases.an_active_case(left_on=date(2026, 10, 1))
    cases.detain(case, starts_on=date(2026, 11, 10))

    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        kind="entitlement",
        entitled=True,
        starts_on=date(2026, 11, 15),
        reason="She has lived at home on leave since then; both heads of service agree",
    )

    runs = case.episodes.filter(is_current=True).order_by("starts_on").values_list("starts_on", "ends_on")
    assert list(runs) == [(date(2026, 10, 1), date(2026, 11, 10)), (date(2026, 11, 15), None)]


@pytest.mark.parametrize("starts_on", [date(1900, 1, 1), date(2027, 1, 1)])
def test_nobody_is_responsible_from_before_the_person_was_born_or_from_a_day_to_come(starts_on: date) -> None:
    case = cases.a_detained_case()

    with pytest.raises(Refused) as refusal:
        responsibility.override_determination(
            actor=accounts.council_signatory(),
            at=NOW,
            case_id=case.id,
            kind="council",
            body=accounts.southvale(),
            starts_on=starts_on,
            reason="Lived with her mother in Southvale",
        )

    assert "starts_on" in refusal.value.fields
