"""The line from a registration to entitlement, through the services (journeys J1 and J2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.db import IntegrityError, connection, transaction

from cases import queries
from cases.models import Case, CaseStatusChange, HospitalStay, Participation
from cases.services import allocation, clients, detentions, hospital, orders, responsibility
from s117.accounts import services as account_services
from s117.accounts.models import User
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db


def shares(case: Case) -> set[tuple[str, str]]:
    """Who shares the case now, and as what."""
    rows = Participation.objects.filter(case=case, ends_on__isnull=True)
    return set(rows.values_list("organisation__code", "capacity"))


def test_references_count_up_within_the_year_of_registration() -> None:
    first, second = cases.a_case(), cases.a_case()
    later = cases.a_case(at=datetime(2027, 1, 1, 0, 30, tzinfo=UTC))

    number = int(first.reference[-5:])
    assert first.reference == f"S117-2026-{number:05d}"
    assert second.reference == f"S117-2026-{number + 1:05d}"
    assert later.reference.startswith("S117-2027-")


def test_a_new_entry_is_to_be_checked_and_shared_with_the_registering_body_alone() -> None:
    case = cases.a_case()

    assert case.status == "to_check"
    assert shares(case) == {("NMT", "provider")}
    assert not case.determinations.exists()


def test_a_section_3_is_proposed_as_entitlement_on_leaving_with_both_bodies() -> None:
    case = cases.a_detained_case(family_name="Obi", nhs_number="9990000018")

    assert case.status == "prospective"
    assert shares(case) == {("NMT", "provider"), ("NMC", "council"), ("NMI", "nhs_body")}
    header = cases.header(accounts.mha_office(), case)
    assert header.council_name == "Northmoor Council"
    assert header.nhs_body_name == "NHS Northmoor Integrated Care Board"
    assert header.section_words == "Section 3"
    assert header.in_hospital
    council = cases.current_determination(case, "council")
    assert (council.answer, council.starts_on) == ("yes", date(2026, 9, 7))
    assert council.findings[0]["citation"]
    assert council.facts["residences"][0]["area"] == "Northmoor Council"


def test_leaving_hospital_makes_the_duty_active_from_that_day() -> None:
    case = cases.an_active_case()

    assert case.status == "active"
    assert list(case.episodes.values_list("starts_on", "ends_on")) == [(date(2026, 10, 19), None)]
    assert list(case.status_changes.order_by("on").values_list("to_status", "on")) == [
        ("prospective", date(2026, 9, 7)),
        ("active", date(2026, 10, 19)),
    ]


def test_the_bodies_answers_survive_when_the_duty_becomes_active() -> None:
    case = cases.an_active_case()

    for kind in ("council", "nhs_body"):
        current = cases.current_determination(case, kind)
        assert [answer.reply for answer in current.decisions.all()] == ["accept"]


def test_section_2_alone_gives_no_entitlement_and_proposes_nobody() -> None:
    case = cases.a_case()
    cases.detain(
        case,
        section_code="02",
        starts_on=date(2026, 10, 2),
        ends_on=date(2026, 10, 20),
        end_reason="lapsed",
        left_hospital_on=date(2026, 10, 20),
    )

    assert cases.refreshed(case).status == "not_entitled"
    assert shares(case) == {("NMT", "provider")}
    assert set(case.determinations.values_list("kind", flat=True)) == {"entitlement"}


def test_an_old_hospital_order_from_the_files_opens_an_entitlement_that_never_ended() -> None:
    case = cases.a_case(
        date_of_birth=date(1951, 7, 2),
        address=cases.home(starts_on=date(1990, 1, 1)),
        gp=cases.practice(starts_on=date(1990, 1, 1)),
    )
    cases.detain(
        case, section_code="02", starts_on=date(2026, 10, 2), ends_on=date(2026, 10, 20), end_reason="lapsed"
    )

    cases.detain(
        case,
        section_code="09",
        starts_on=date(2003, 2, 11),
        ends_on=date(2005, 6, 30),
        end_reason="conditional_discharge",
        left_hospital_on=date(2005, 6, 30),
        source="file",
    )

    assert cases.refreshed(case).status == "active"
    assert list(case.episodes.filter(is_current=True).values_list("starts_on", "ends_on")) == [
        (date(2005, 6, 30), None)
    ]
    assert cases.current_determination(case, "council").findings


def test_an_insanity_act_order_waits_for_a_named_person_who_saw_it() -> None:
    case = cases.a_case()
    cases.detain(case, section_code="31", order_kind="not_confirmed")

    assert cases.refreshed(case).status == "to_check"
    with pytest.raises(Refused):
        decide_entitled(case, reason=" ")
    decide_entitled(case, reason="Hospital order of 7 September read on the court file")

    assert cases.refreshed(case).status == "prospective"
    decided = cases.current_determination(case, "entitlement")
    assert (decided.origin, decided.made_by.username) == ("person", "price")
    assert decided.supersedes.answer == "cannot_tell"


def test_a_persons_no_stands_when_something_else_is_recorded() -> None:
    case = cases.a_case()
    cases.detain(case, section_code="31", order_kind="not_confirmed")
    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        kind="entitlement",
        entitled=False,
        reason="The court made a supervision order, not a hospital order",
    )

    cases.move_home(case, starts_on=date(2026, 10, 1))

    assert cases.refreshed(case).status == "not_entitled"
    assert set(case.determinations.filter(is_current=True).values_list("kind", flat=True)) == {"entitlement"}
    assert shares(case) == {("NMT", "provider"), ("NMC", "council")}, "the council that decided keeps sight"


def decide_entitled(case: Case, *, reason: str) -> None:
    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        kind="entitlement",
        entitled=True,
        reason=reason,
    )


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


def test_the_database_itself_refuses_overlapping_detentions_and_stays() -> None:
    case = cases.a_detained_case()

    for table, columns in (
        (
            "cases_detention",
            "section_code, order_kind, starts_on, end_reason, source, is_current, hospital, ward",
        ),
        ("cases_hospitalstay", "admitted_on, destination, hospital, ward, delay_reason"),
    ):
        values = (
            "'02', '', '2026-10-01', '', 'papers', true, '', ''"
            if "detention" in table
            else ("'2026-10-01', '', '', '', ''")
        )
        with (
            pytest.raises(IntegrityError, match="no_overlap"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(
                f"INSERT INTO {table} (id, version, case_id, {columns})"
                f" VALUES (gen_random_uuid(), 1, %s, {values})",
                [case.id],
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
        supersedes_id=wrong.id,
        seen_version=wrong.version,
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


def test_without_an_address_or_a_gp_the_question_says_what_is_missing_until_it_is_recorded() -> None:
    case = cases.a_detained_case(address=None, gp=None)

    for kind in ("council", "nhs_body"):
        open_question = cases.current_determination(case, kind)
        assert (open_question.answer, open_question.body) == ("cannot_tell", None)
        assert open_question.missing
    assert shares(case) == {("NMT", "provider")}

    cases.move_home(case)

    assert cases.current_determination(case, "council").body == accounts.northmoor()
    assert ("NMC", "council") in shares(case)


@pytest.mark.parametrize(
    "over",
    [
        {"kind": "no_fixed_abode", "line": "", "settled": "no"},
        {"kind": "prison", "settled": "no"},
        {"kind": "hospital", "settled": "no"},
        {"country": "wales", "council": None},
        {"country": "scotland", "council": None},
        {"country": "elsewhere", "council": None},
        {"settled": "not_known"},
        {"kind": "care_home", "arranged_by": "council", "arranged_under": "care_act"},
    ],
    ids=lambda over: "-".join(str(value) for value in over.values()),
)
def test_every_kind_of_last_address_leads_to_an_answer_or_a_question(over: dict[str, object]) -> None:
    case = cases.a_detained_case(address=cases.home(**over))

    council = cases.current_determination(case, "council")
    assert council.findings
    assert council.answer == "cannot_tell" or council.body is not None
    assert cases.refreshed(case).status == "prospective"


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
    assert order.expires_on == date(2027, 4, 19)
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


def test_a_second_section_3_from_a_new_area_moves_the_council_and_not_the_icb() -> None:
    case = cases.an_active_case(left_on=date(2026, 10, 1))
    southvale = accounts.southvale()
    cases.move_home(case, council=southvale, line="1 Quay Street, Southvale", starts_on=date(2026, 10, 5))

    cases.detain(case, starts_on=date(2026, 11, 10))

    assert cases.current_determination(case, "council").body == southvale
    assert cases.current_determination(case, "nhs_body").body.code == "NMI"
    assert cases.refreshed(case).status == "prospective"
    assert [row.ends_on for row in case.episodes.filter(is_current=True)] == [date(2026, 11, 10)]
    assert ("SVC", "council") in shares(case)
    assert ("NMC", "council") in shares(case), "a body that accepted keeps sight of its own years"


def test_moving_home_after_discharge_changes_nobody() -> None:
    case = cases.an_active_case()
    before = {row.kind: row.id for row in case.determinations.filter(is_current=True)}

    cases.move_home(case, council=accounts.southvale(), starts_on=date(2026, 11, 1))

    assert {row.kind: row.id for row in case.determinations.filter(is_current=True)} == before


def test_a_body_proposed_by_mistake_stops_seeing_the_case_when_the_address_is_put_right() -> None:
    case = cases.a_case(address=cases.home(council=accounts.southvale(), starts_on=date(2019, 6, 1)))
    cases.detain(case)
    assert ("SVC", "council") in shares(case)

    cases.move_home(case, starts_on=date(2026, 1, 1))

    assert cases.current_determination(case, "council").body == accounts.northmoor()
    assert ("SVC", "council") not in shares(case)


def test_death_ends_the_entry_and_what_was_open() -> None:
    case = cases.a_detained_case()
    clients.amend_client(
        actor=accounts.mha_office(), at=NOW, case_id=case.id, date_of_death=date(2026, 11, 1)
    )

    assert cases.refreshed(case).status == "ended_death"
    assert case.detentions.get().end_reason == "died"
    assert case.stays.get().left_on == date(2026, 11, 1)
    assert not cases.header(accounts.mha_office(), case).in_hospital


# ------------------------------------------------------------------------------- answers and decisions


def test_a_dispute_needs_a_reason_and_a_later_answer_takes_its_place() -> None:
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
        answer("dispute")
    answer("dispute", "Placed in Northmoor by Southvale")
    answer("accept")

    assert list(
        council.decisions.order_by("recorded_at", "is_current").values_list("reply", "is_current")
    ) == [
        ("dispute", False),
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
    assert ("SVC", "council") in shares(case)
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
            reply="dispute",
            reason="Second thoughts",
            decided_on=date(2026, 9, 11),
            seen_version=council.version,
        )


# ----------------------------------------------------------------------------- registering and details


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


# --------------------------------------------------------------------------- allocation and contacts


def test_a_manager_passes_a_case_on_within_the_team() -> None:
    jones, reed = accounts.coordinator(), accounts.coordinator("reed")
    case = cases.an_allocated_case(coordinator=jones)

    cases.allocate(case, reed, starts_on=date(2026, 11, 1))

    rows = case.allocations.order_by("starts_on").values_list("coordinator__username", "starts_on", "ends_on")
    assert list(rows) == [
        ("jones", date(2026, 9, 9), date(2026, 11, 1)),
        ("reed", date(2026, 11, 1), None),
    ]


def test_an_inactive_coordinator_or_one_of_another_team_cannot_be_chosen() -> None:
    case = cases.a_detained_case()
    west = accounts.team("Recovery West")
    outsider = accounts.actor_of(accounts.user("marsh", "care_coordinator", accounts.northmoor(), west))
    leaver = accounts.coordinator("reed")
    account_services.set_active(actor=accounts.SETTING_UP, at=NOW, user_id=leaver.id, active=False)

    for who in (outsider, leaver):
        with pytest.raises(Refused) as refusal:
            cases.allocate(case, who)
        assert "coordinator" in refusal.value.fields


def test_a_manager_allocates_to_their_own_teams_only() -> None:
    case = cases.a_detained_case()
    west = accounts.team("Recovery West")

    with pytest.raises(NotAllowed, match="own teams"):
        allocation.make_allocation(
            actor=accounts.manager(),
            at=NOW,
            case_id=case.id,
            team=west,
            coordinator=None,
            starts_on=date(2026, 9, 9),
            reason="Area",
        )


def test_a_contact_in_the_future_is_refused_and_one_made_is_never_changed() -> None:
    jones = accounts.coordinator()
    case = cases.an_allocated_case(coordinator=jones)

    with pytest.raises(Refused) as refusal:
        cases.a_contact(case, jones, happened_at=datetime(2026, 11, 21, 10, 1, tzinfo=UTC))
    assert "happened_time" in refusal.value.fields
    made = cases.a_contact(case, jones)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        made.amend(note="Something else")


def test_follow_ups_give_the_london_day_of_each_contact() -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    cases.a_contact(case, jones, happened_at=datetime(2026, 10, 19, 15, 0, tzinfo=UTC))
    cases.a_contact(case, jones, happened_at=datetime(2026, 10, 20, 23, 30, tzinfo=UTC), attended="no")

    found = queries.follow_ups(case.id, date(2026, 10, 19))

    assert [(each.on, each.attended) for each in found] == [
        (date(2026, 10, 19), True),
        (date(2026, 10, 21), False),
    ]


def test_a_case_out_of_scope_cannot_be_written_to_even_by_its_id() -> None:
    case = cases.a_detained_case()
    stranger = accounts.actor_of(accounts.user("webb2", "mha_office", accounts.southvale()))

    with pytest.raises(NotFound):
        cases.leave(case, actor=stranger)
    assert HospitalStay.objects.get(case=case).left_on is None


def test_every_status_change_is_kept_with_who_and_when() -> None:
    case = cases.an_active_case()

    last = CaseStatusChange.objects.filter(case=case).order_by("-recorded_at", "-on").first()

    assert last.recorded_by == User.objects.get(username="webb")
    assert last.recorded_at == NOW
