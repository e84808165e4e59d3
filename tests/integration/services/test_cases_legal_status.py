"""Legal status beyond detentions: each kind of fact, its effect on the duty, and that nothing is overwritten."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import queries
from cases.models import (
    Case,
    CommunityTreatmentOrder,
    ConditionalDischarge,
    Detention,
    HospitalStay,
    Leave,
    StatusFact,
)
from cases.services import conditional_discharges, hospital, leaves, legal_facts, orders, recalls
from cases.services.legal_facts import Correction
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases, legal
from tests.builders.legal import by_webb

pytestmark = pytest.mark.django_db


def entitlement(case: Case) -> Any:
    """What the rules or a person say of the duty now."""
    return cases.current_determination(case, "entitlement")


def status(case: Case) -> str:
    return str(cases.refreshed(case).status)


def test_short_leave_is_not_leaving_hospital() -> None:
    case = cases.a_detained_case()

    legal.on_leave(case, kind="short")

    assert status(case) == "prospective"
    assert entitlement(case).answer == "yes"
    assert case.stays.get(is_current=True).left_on is None
    assert cases.header(accounts.mha_office(), case).section_words == "Section 3, on leave"


def test_living_out_on_leave_is_put_to_a_person_with_both_readings() -> None:
    case = cases.a_detained_case()

    legal.on_leave(case)

    found = entitlement(case)
    assert (found.answer, found.basis) == ("cannot_tell", "active_from_leave")
    assert found.alternatives == ["If leave is not leaving hospital: pending"]
    assert [change.kind for change in queries.changed_answers(case.id)] == ["entitlement"]


def test_coming_back_from_leave_settles_it_again_and_leaving_ends_leave() -> None:
    case = cases.a_detained_case()
    leave = legal.on_leave(case)

    leaves.end_leave(**by_webb(case), leave_id=leave.id, ends_on=date(2026, 10, 9), end_reason="returned")
    assert entitlement(case).answer == "yes"
    again = legal.on_leave(case, kind="short", starts_on=date(2026, 10, 12))
    cases.leave(case)

    again.refresh_from_db()
    assert (again.ends_on, again.end_reason) == (cases.LEFT_ON, "detention_ended")
    assert status(case) == "active"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"starts_on": date(2026, 9, 1)}, "starts_on", "No detention is recorded on this day"),
        ({"ends_on": date(2026, 9, 30), "end_reason": "returned"}, "ends_on", "before the leave began"),
        ({"verified_by": "Dr Ray"}, "verified_on", "Enter the day they checked it"),
    ],
)
def test_leave_that_cannot_be_is_refused_beside_its_field(given: Any, field: str, words: str) -> None:
    case = cases.a_detained_case()

    with pytest.raises(Refused) as refusal:
        legal.on_leave(case, **given)

    assert words in refusal.value.fields[field]


def test_recall_puts_the_person_in_hospital_and_goes_to_a_person_where_the_readings_differ() -> None:
    case = cases.a_detained_case()
    cases.begin_cto(case)

    recall = legal.recalled(case)

    header = cases.header(accounts.mha_office(), case)
    assert header.section_words == "Recalled from a community treatment order"
    assert (header.detained, header.on_cto, header.in_hospital) == (True, True, True)
    assert entitlement(case).answer == "cannot_tell"
    assert status(case) == "active"
    facts = queries.case_facts(case.id)
    assert facts.ctos[0].recalled_on == recall.starts_on
    assert facts.detentions[-1].section == "recall"


def test_release_from_recall_leaves_the_order_in_force_and_the_duty_running() -> None:
    case = cases.a_detained_case()
    cases.begin_cto(case)
    recall = legal.recalled(case)

    recalls.end_recall(
        **by_webb(case), recall_id=recall.id, released_on=date(2026, 11, 20), destination="home"
    )

    header = cases.header(accounts.mha_office(), case)
    assert (header.detained, header.on_cto, header.in_hospital) == (False, True, False)
    assert (status(case), entitlement(case).value) == ("active", "active")
    with pytest.raises(NotAllowed):
        recalls.end_recall(
            **by_webb(case), recall_id=recall.id, released_on=date(2026, 11, 20), destination="home"
        )


def test_revocation_after_recall_joins_the_two_in_one_stay() -> None:
    case = cases.a_detained_case()
    cases.begin_cto(case)
    legal.recalled(case)

    orders.end_cto(**by_webb(case), ended_on=date(2026, 11, 20), end_reason="revoked")

    codes = [row.section_code for row in case.detentions.filter(is_current=True).order_by("starts_on")]
    assert codes == ["03", "RC", "RV"]
    assert case.stays.filter(is_current=True, left_on__isnull=True).get().admitted_on == legal.RECALLED_ON
    assert not case.ctos.filter(ended_on__isnull=True).exists()


def test_leaving_hospital_while_recalled_is_the_release_or_the_end_of_the_order() -> None:
    case = cases.a_detained_case()
    cases.begin_cto(case)
    legal.recalled(case)

    with pytest.raises(Refused, match="This is a recall"):
        cases.leave(case)


def test_a_second_recall_of_somebody_held_is_refused() -> None:
    case = cases.a_detained_case()
    cases.begin_cto(case)
    legal.recalled(case)

    with pytest.raises(NotAllowed):
        legal.recalled(case)


def test_conditional_discharge_begins_the_duty_and_recall_is_put_to_a_person() -> None:
    case = cases.a_detained_case(section_code="09")

    row = legal.conditionally_discharged(case)
    assert (status(case), entitlement(case).starts_on) == ("active", cases.LEFT_ON)
    assert cases.header(accounts.mha_office(), case).section_words == "Conditionally discharged"
    conditional_discharges.end_conditional_discharge(
        **by_webb(case),
        discharge_id=row.id,
        ends_on=date(2026, 11, 16),
        end_reason="recall",
        recall=conditional_discharges.Recall(hospital="Northmoor General"),
    )

    assert cases.header(accounts.mha_office(), case).section_words == "Recalled from conditional discharge"
    assert entitlement(case).answer == "cannot_tell"
    assert status(case) == "active"


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"liberty_condition_from": date(2026, 2, 17)}, "liberty_condition_from", "before 18 February 2026"),
        ({"starts_on": date(2026, 9, 1)}, "starts_on", "No detention is recorded"),
        ({"starts_on": date(2030, 9, 1)}, "starts_on", "today or in the past"),
    ],
)
def test_a_conditional_discharge_that_cannot_be_is_refused(given: Any, field: str, words: str) -> None:
    case = cases.a_detained_case(section_code="09", starts_on=date(2026, 2, 1))
    if field == "starts_on" and given["starts_on"].year == 2026:
        given = {"starts_on": date(2026, 1, 1)}
    elif field == "liberty_condition_from":
        given = {**given, "starts_on": date(2026, 2, 10)}

    with pytest.raises(Refused) as refusal:
        legal.conditionally_discharged(case, **given)

    assert words in refusal.value.fields[field]


def test_only_a_restricted_patient_is_conditionally_discharged() -> None:
    case = cases.a_detained_case(section_code="10")
    given = conditional_discharges.DischargeInput(starts_on=date(2026, 10, 1), discharged_by="tribunal")

    with pytest.raises(Refused) as refusal:
        conditional_discharges.record_conditional_discharge(**by_webb(case), discharge=given)

    assert "Only a restricted patient" in refusal.value.fields["starts_on"]


def test_an_order_of_long_ago_is_recorded_with_its_end() -> None:
    case = cases.a_case()
    cases.detain(
        case, starts_on=date(2020, 1, 6), ends_on=date(2020, 5, 4), end_reason="cto",
        left_hospital_on=date(2020, 5, 4),
    )  # fmt: skip

    order = orders.OrderInput(starts_on=date(2020, 5, 4), ended_on=date(2020, 11, 3), end_reason="lapsed")
    orders.record_cto(**by_webb(case), order=order)

    assert not cases.header(accounts.mha_office(), case).on_cto
    assert (status(case), entitlement(case).starts_on) == ("active", date(2020, 5, 4))


def test_an_informal_admission_ends_nothing() -> None:
    case = cases.an_active_case()
    before = entitlement(case).id

    legal.informal_stay(case, date(2026, 11, 10))

    assert entitlement(case).id == before
    assert cases.header(accounts.mha_office(), case).section_words == "Informal patient"


def test_death_ends_leave_orders_and_conditional_discharge() -> None:
    case = cases.a_detained_case(section_code="09")
    row = legal.conditionally_discharged(case)
    legal.informal_stay(case, date(2026, 11, 10))

    hospital.record_leaving(**by_webb(case), left_on=date(2026, 11, 15), destination="died")

    row.refresh_from_db()
    assert (row.ends_on, row.end_reason) == (date(2026, 11, 15), "died")
    assert status(case) == "ended_death"


def test_new_facts_that_change_an_accepted_answer_are_put_to_the_bodies_again() -> None:
    case = cases.an_active_case()
    accepted = cases.current_determination(case, "council")

    legal.put_right(case, case.detentions.get(), starts_on=date(2019, 3, 4), start_time=None)

    now = cases.current_determination(case, "council")
    accepted.refresh_from_db()
    assert now.id != accepted.id
    assert not accepted.is_current
    assert accepted.decisions.get().reply == "accept"
    assert not now.decisions.exists()
    assert "council" in [change.kind for change in queries.changed_answers(case.id)]


def test_every_kind_is_corrected_by_a_new_entry_and_keeps_the_old_with_its_reason() -> None:
    case = cases.a_detained_case()
    for kind, row in legal.a_full_record(case).items():
        if kind == "recall":
            continue
        row.refresh_from_db()
        with acting_as(accounts.mha_office()):
            legal_facts.set_aside(row, "Wrong person", accounts.mha_office(), accounts.NOW)
        row.refresh_from_db()
        assert (row.is_current, row.set_aside_reason) == (False, "Wrong person")
        assert row.set_aside_by is not None
    assert all(row for row in queries.legal_record(case.id).before.values() if row)


def test_a_correction_without_a_reason_or_of_what_has_changed_is_refused() -> None:
    case = cases.a_detained_case()
    row = case.detentions.get()

    with pytest.raises(Refused) as refusal:
        legal.put_right(case, row, reason=" ")
    assert refusal.value.fields["correction_reason"]
    row.version = 7
    with pytest.raises(Stale):
        legal.put_right(case, row)


def test_a_leave_is_corrected_in_its_own_place() -> None:
    case = cases.a_detained_case()
    leave = legal.on_leave(case)
    given = leaves.LeaveInput(kind="short", starts_on=date(2026, 10, 2))

    leaves.record_leave(
        **by_webb(case),
        leave=given,
        correction=Correction(row_id=leave.id, reason="It was an overnight leave", seen_version=1),
    )

    standing = case.leaves.get(is_current=True)
    assert (standing.kind, standing.supersedes_id) == ("short", leave.id)
    assert entitlement(case).answer == "yes"
    with pytest.raises(NotFound):
        leaves.record_leave(
            **by_webb(case), leave=given, correction=Correction(row_id=leave.id, reason="Again")
        )


def test_an_entry_of_another_person_is_set_aside_and_the_duty_worked_out_without_it() -> None:
    case = cases.a_detained_case()
    leave = legal.on_leave(case)

    legal_facts.set_aside_fact(
        **by_webb(case), kind="leave", row_id=leave.id, reason="Her neighbour's", seen_version=1
    )

    assert entitlement(case).answer == "yes"
    event = AuditEvent.objects.get(event="legal_status_set_aside")
    assert (event.reason, event.detail) == ("Her neighbour's", {"kind": "leave"})


def test_a_detention_that_an_order_rests_on_is_not_set_aside() -> None:
    case = cases.a_detained_case()
    cases.begin_cto(case)

    with pytest.raises(Refused, match="rests on this"):
        legal_facts.set_aside_fact(
            **by_webb(case), kind="detention", row_id=case.detentions.get().id, reason="A mistake"
        )


def rows_on_the_same_days(case: Case) -> list[tuple[str, type[StatusFact], dict[str, Any]]]:
    order = {"detention": case.detentions.first(), "expires_on": date(2027, 1, 1)}
    day = date(2026, 10, 20)
    return [
        ("detention", Detention, {"section_code": "02", "starts_on": day}),
        ("stay", HospitalStay, {"admitted_on": day}),
        ("cto", CommunityTreatmentOrder, {"starts_on": day, **order}),
        ("leave", Leave, {"kind": "short", "starts_on": day}),
        ("discharge", ConditionalDischarge, {"starts_on": day, "discharged_by": "tribunal"}),
    ]


def test_the_database_lets_nothing_that_was_recorded_be_overwritten_or_stand_again() -> None:
    case = cases.a_detained_case()
    detention, stay = case.detentions.get(), case.stays.get()
    cases.leave(case)
    detention.refresh_from_db()
    stay.refresh_from_db()

    wrong: tuple[tuple[StatusFact, dict[str, Any]], ...] = (
        (detention, {"starts_on": date(2026, 9, 1)}),
        (detention, {"ends_on": date(2026, 10, 20)}),
        (stay, {"destination": "other"}),
        (stay, {"hospital": "Southvale Hospital"}),
    )
    for row, change in wrong:
        refused = pytest.raises(IntegrityError, match="never overwritten")
        with refused, transaction.atomic(), acting_as(accounts.mha_office()):
            row.amend(**change)
        row.refresh_from_db()
    with acting_as(accounts.mha_office()):
        legal_facts.set_aside(detention, "Wrong person", accounts.mha_office(), accounts.NOW)
    back = {"is_current": True, "set_aside_reason": "", "set_aside_at": None, "set_aside_by_id": None}
    with pytest.raises(IntegrityError, match="never overwritten"), acting_as(accounts.mha_office()):
        detention.amend(**back)


@pytest.mark.parametrize("place", range(5))
def test_the_database_itself_refuses_two_facts_of_a_kind_on_one_day(place: int) -> None:
    case = cases.a_case()
    detention = {"section_code": "03", "starts_on": date(2026, 9, 1)}
    with acting_as(accounts.mha_office()):
        Detention.objects.create(case=case, **detention)
        kind, model, given = rows_on_the_same_days(case)[place]
        if kind != "detention":
            model.objects.create(case=case, **given)
        with pytest.raises(IntegrityError, match=f"{kind}_no_overlap"), transaction.atomic():
            model.objects.create(case=case, **given)
        with pytest.raises(IntegrityError, match="set_aside_has_reason"), transaction.atomic():
            model.objects.create(case=case, **given, is_current=False)


def test_the_page_of_a_long_history_takes_the_statements_of_a_short_one(
    django_assert_num_queries: Any,
) -> None:
    case = cases.a_detained_case()
    with django_assert_num_queries(10):
        queries.legal_record(case.id)
    legal.a_full_record(case)
    with django_assert_num_queries(10):
        queries.legal_record(case.id)
    with django_assert_num_queries(1):
        queries.changed_answers(case.id)
