"""Registering people and keeping their details, addresses and GP practices."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from cases.services import clients
from s117.kernel.refusals import Refused, Stale
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db


def test_somebody_much_alike_must_be_looked_at_first() -> None:
    cases.a_case(family_name="Teale", given_names="Brian", date_of_birth=date(1951, 7, 2))

    with pytest.raises(Refused) as refusal:
        cases.a_case(
            family_name="Teal", given_names="Brian", date_of_birth=date(1951, 7, 2), different_person=False
        )

    assert "different_person" in refusal.value.fields


def test_the_same_nhs_number_in_sight_names_the_record() -> None:
    case = cases.a_case(nhs_number="9990000018")

    with pytest.raises(Refused) as refusal:
        cases.a_case(nhs_number="9990000018")

    assert case.reference in refusal.value.fields["nhs_number"]


def test_the_same_nhs_number_out_of_sight_says_nothing_of_who_knows_the_person() -> None:
    case = cases.a_case(nhs_number="9990000018", family_name="Hidden")
    elsewhere = accounts.actor_of(accounts.user("nowak", "care_coordinator", accounts.southvale()))

    with pytest.raises(Refused) as refusal:
        cases.a_case(actor=elsewhere, nhs_number="9990000018")

    told = str(refusal.value)
    assert "privacy officer" in told
    assert case.reference not in told
    assert "Northmoor" not in told


@pytest.mark.parametrize("number", [f"999000014{last}" for last in range(10)])
def test_the_database_refuses_a_number_whose_check_digit_is_never_issued(number: str) -> None:
    case = cases.a_case()

    with (
        pytest.raises(IntegrityError, match="client_nhs_number_valid"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE cases_client SET nhs_number = %s WHERE id = %s", [number, case.client_id])


def test_changing_details_from_an_outdated_form_is_stale() -> None:
    case = cases.a_case()
    version = case.client.version
    clients.amend_client(actor=accounts.mha_office(), at=NOW, case_id=case.id, phone="07700 900123")

    with pytest.raises(Stale):
        clients.amend_client(
            actor=accounts.mha_office(), at=NOW, case_id=case.id, phone="07700 900456", seen_version=version
        )


def test_a_later_address_ends_the_one_before_it() -> None:
    case = cases.a_case()

    cases.move_home(case, line="1 New Road", starts_on=date(2025, 3, 1))

    old, new = case.client.addresses.order_by("starts_on")
    assert (old.ends_on, new.ends_on) == (date(2025, 2, 28), None)


def test_an_address_that_overlaps_a_closed_one_is_refused() -> None:
    case = cases.a_case()
    cases.move_home(case, starts_on=date(2025, 3, 1))

    with pytest.raises(Refused, match="overlaps"):
        cases.move_home(case, starts_on=date(2024, 1, 1), ends_on=date(2024, 2, 1))
