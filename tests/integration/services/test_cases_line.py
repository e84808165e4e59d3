"""The line from a registration to entitlement, through the services (journey J1, steps 1 to 4, 9 and 10)."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import accounts, cases

pytestmark = pytest.mark.django_db


def test_a_section_3_is_proposed_as_entitlement_on_leaving_with_both_bodies() -> None:
    case = cases.a_detained_case(family_name="Obi", nhs_number="9990000018")

    assert case.status == "prospective"
    header = cases.header(accounts.mha_office(), case)
    assert header.council_name == "Northmoor Council"
    assert header.nhs_body_name == "NHS Northmoor Integrated Care Board"
    assert header.section_words == "Section 3"
    assert header.in_hospital


def test_leaving_hospital_makes_the_duty_active_from_that_day() -> None:
    case = cases.an_active_case()

    assert case.status == "active"
    assert list(case.episodes.values_list("starts_on", "ends_on")) == [(date(2026, 10, 19), None)]
    assert list(case.status_changes.order_by("on").values_list("to_status", "on")) == [
        ("prospective", date(2026, 9, 7)),
        ("active", date(2026, 10, 19)),
    ]
