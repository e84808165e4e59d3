"""Detentions, hospital stays and community treatment orders, through the services."""

from __future__ import annotations

from datetime import date, time

import pytest

from cases.services import detentions, hospital, orders
from cases.services.legal_facts import Correction
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db


def test_section_2_then_section_3_is_one_stay_in_hospital() -> None:
    case = cases.a_case()
    cases.detain(
        case, section_code="02", starts_on=date(2026, 8, 20), ends_on=date(2026, 9, 7), end_reason="converted"
    )
    cases.detain(case, section_code="03", starts_on=date(2026, 9, 7))

    assert list(case.stays.values_list("admitted_on", "left_on")) == [(date(2026, 8, 20), None)]
    assert cases.current_determination(case, "council").starts_on == date(2026, 8, 20)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"starts_on": date(2026, 11, 22)}, "starts_on", "today or in the past"),
        ({"starts_on": date(1988, 3, 13)}, "starts_on", "before the person was born"),
        ({"ends_on": date(2026, 9, 6), "end_reason": "lapsed"}, "ends_on", "before it began"),
        ({"ends_on": date(2026, 11, 22), "end_reason": "lapsed"}, "ends_on", "today or in the past"),
        ({"ends_on": date(2026, 9, 20)}, "end_reason", "how it ended"),
        ({"application_made_on": date(2026, 9, 8)}, "starts_on", "before the application"),
        ({"admitted_on": date(2026, 9, 8)}, "admitted_on", "after the detention began"),
        ({"left_hospital_on": date(2026, 9, 20)}, "ends_on", "Enter the day the detention ended"),
        ({"hospital": ""}, "hospital", "Enter the hospital"),
        ({"section_code": "31"}, "order_kind", "Select what order"),
    ],
)
def test_a_detention_that_cannot_be_is_refused_beside_the_field(
    given: dict[str, object], field: str, words: str
) -> None:
    case = cases.a_case()

    with pytest.raises(Refused) as refusal:
        cases.detain(case, **given)

    assert words in refusal.value.fields[field]
    assert not case.detentions.exists()


def test_an_overlap_names_the_detention_in_the_way() -> None:
    case = cases.a_detained_case()

    with pytest.raises(Refused) as refusal:
        cases.detain(case, section_code="02", starts_on=date(2026, 9, 1))

    assert refusal.value.fields["starts_on"].startswith(
        "This overlaps Section 3, from 7 September 2026 and has no end recorded"
    )


def test_a_corrected_detention_takes_the_place_of_the_old_one_which_stays() -> None:
    case = cases.a_detained_case()
    wrong = case.detentions.get()

    detentions.record_detention(
        actor=accounts.mha_office(),
        at=NOW,
        case_id=case.id,
        detention=detentions.DetentionInput(
            section_code="03", starts_on=date(2026, 9, 8), hospital="Rowan Unit", start_time=time(9, 0)
        ),
        correction=Correction(row_id=wrong.id, reason="A slip of the pen", seen_version=wrong.version),
    )

    standing = case.detentions.get(is_current=True)
    assert (standing.starts_on, standing.supersedes_id) == (date(2026, 9, 8), wrong.id)
    assert case.detentions.count() == 2
    assert cases.current_determination(case, "council").starts_on == date(2026, 9, 8)


def test_discharge_before_the_section_began_is_refused() -> None:
    case = cases.a_detained_case()

    with pytest.raises(Refused) as refusal:
        cases.leave(case, left_on=date(2026, 9, 6))

    assert refusal.value.fields["left_on"] == "The date cannot be before Section 3 began on 7 September 2026"
    assert cases.refreshed(case).status == "prospective"


def test_leaving_before_admission_is_refused_when_no_section_is_in_force() -> None:
    case = cases.a_detained_case()
    detentions.end_detention(
        actor=accounts.mha_office(),
        at=NOW,
        case_id=case.id,
        ends_on=date(2026, 9, 30),
        end_reason="discharged_by_rc",
    )

    with pytest.raises(Refused) as refusal:
        cases.leave(case, left_on=date(2026, 9, 6))

    assert "admitted on 7 September 2026" in refusal.value.fields["left_on"]


def test_staying_as_an_informal_patient_loses_nothing() -> None:
    case = cases.a_detained_case()
    detentions.end_detention(
        actor=accounts.mha_office(),
        at=NOW,
        case_id=case.id,
        ends_on=date(2026, 9, 30),
        end_reason="discharged_by_rc",
    )
    assert cases.refreshed(case).status == "prospective"
    assert cases.header(accounts.mha_office(), case).section_words == "Informal patient"

    cases.leave(case, left_on=date(2026, 11, 5))

    assert case.episodes.get(is_current=True).starts_on == date(2026, 11, 5)


def test_a_person_still_detained_cannot_leave_without_an_end_to_the_detention() -> None:
    case = cases.a_detained_case()

    with pytest.raises(Refused) as refusal:
        hospital.record_leaving(
            actor=accounts.mha_office(),
            at=NOW,
            case_id=case.id,
            left_on=date(2026, 10, 19),
            destination="home",
        )

    assert "end_reason" in refusal.value.fields


def test_ready_to_leave_is_kept_with_the_reason_for_delay() -> None:
    case = cases.a_detained_case()

    hospital.record_ready(
        actor=accounts.mha_office(), at=NOW, case_id=case.id, ready_on=date(2026, 10, 1), delay_reason="04"
    )

    stay = case.stays.get()
    assert (stay.ready_on, stay.get_delay_reason_display()) == (
        date(2026, 10, 1),
        "Awaiting public funding or decision from funding panel",
    )


def test_a_community_treatment_order_lasts_six_months_and_makes_the_duty_live() -> None:
    case = cases.a_detained_case()

    cases.begin_cto(case, starts_on=date(2026, 10, 19))

    order = case.ctos.get()
    assert order.expires_on == date(2027, 4, 18)
    assert case.detentions.get().end_reason == "cto"
    assert cases.refreshed(case).status == "active"
    assert cases.header(accounts.mha_office(), case).on_cto


def test_an_order_cannot_follow_section_2() -> None:
    case = cases.a_case()
    cases.detain(case, section_code="02")

    with pytest.raises(Refused, match="cannot follow Section 2"):
        cases.begin_cto(case)


def test_a_revoked_order_puts_the_person_back_in_hospital_without_ending_the_duty_silently() -> None:
    case = cases.a_detained_case()
    cases.begin_cto(case, starts_on=date(2026, 10, 19))

    orders.end_cto(
        actor=accounts.mha_office(),
        at=NOW,
        case_id=case.id,
        ended_on=date(2026, 11, 10),
        end_reason="revoked",
    )

    header = cases.header(accounts.mha_office(), case)
    assert (header.in_hospital, header.on_cto) == (True, False)
    assert header.section_words == "Community treatment order revoked"
    assert cases.refreshed(case).status == "active"
    assert cases.current_determination(case, "entitlement").answer == "cannot_tell"


def test_a_stay_that_an_adjoining_detention_lengthens_is_superseded_and_not_overwritten() -> None:
    case = cases.a_case()
    admitted, moved, left = date(2026, 8, 20), date(2026, 9, 7), date(2026, 10, 1)
    ended = {"end_reason": "converted", "left_hospital_on": moved}
    cases.detain(case, section_code="02", starts_on=admitted, ends_on=moved, **ended)
    first = case.stays.get()

    ended = {"end_reason": "discharged_by_rc", "left_hospital_on": left}
    cases.detain(case, section_code="03", starts_on=moved, ends_on=left, **ended)

    joined = case.stays.get(is_current=True)
    first.refresh_from_db()
    assert (joined.admitted_on, joined.left_on, joined.supersedes_id) == (admitted, left, first.id)
    assert (first.left_on, first.is_current) == (moved, False)
    assert first.set_aside_reason == "Section 3 of 7 September 2026 adjoins it"


def test_ready_to_leave_recorded_again_supersedes_the_day_that_was_recorded_before() -> None:
    case = cases.a_detained_case()
    ready = {"actor": accounts.mha_office(), "at": NOW, "case_id": case.id}
    hospital.record_ready(**ready, ready_on=date(2026, 10, 1), delay_reason="04")

    again = hospital.record_ready(**ready, ready_on=date(2026, 10, 5))

    assert list(case.stays.filter(is_current=True)) == [again]
    assert (again.ready_on, again.delay_reason) == (date(2026, 10, 5), "")
    assert again.supersedes.ready_on == date(2026, 10, 1)
