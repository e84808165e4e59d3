"""The line from a registration to entitlement, through the services (journeys J1 and J2)."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cases.models import Case, CaseStatusChange, HospitalStay
from cases.services import clients, responsibility
from s117.accounts.models import User
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db


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
    assert cases.shares(case) == {("NMT", "provider")}
    assert not case.determinations.exists()


def test_a_section_3_is_proposed_as_entitlement_on_leaving_with_both_bodies() -> None:
    case = cases.a_detained_case(family_name="Obi", nhs_number="9990000018")

    assert case.status == "prospective"
    assert cases.shares(case) == {("NMT", "provider"), ("NMC", "council"), ("NMI", "nhs_body")}
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
    assert cases.shares(case) == {("NMT", "provider")}
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
    assert cases.shares(case) == {("NMT", "provider"), ("NMC", "council")}, (
        "the council that decided keeps sight"
    )


def decide_entitled(case: Case, *, reason: str) -> None:
    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        kind="entitlement",
        entitled=True,
        reason=reason,
    )


def test_without_an_address_or_a_gp_the_question_says_what_is_missing_until_it_is_recorded() -> None:
    case = cases.a_detained_case(address=None, gp=None)

    for kind in ("council", "nhs_body"):
        open_question = cases.current_determination(case, kind)
        assert (open_question.answer, open_question.body) == ("cannot_tell", None)
        assert open_question.missing
    assert cases.shares(case) == {("NMT", "provider")}

    cases.move_home(case)

    assert cases.current_determination(case, "council").body == accounts.northmoor()
    assert ("NMC", "council") in cases.shares(case)


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


def test_a_second_section_3_from_a_new_area_moves_the_council_and_not_the_icb() -> None:
    case = cases.an_active_case(left_on=date(2026, 10, 1))
    southvale = accounts.southvale()
    cases.move_home(case, council=southvale, line="1 Quay Street, Southvale", starts_on=date(2026, 10, 5))

    cases.detain(case, starts_on=date(2026, 11, 10))

    assert cases.current_determination(case, "council").body == southvale
    assert cases.current_determination(case, "nhs_body").body.code == "NMI"
    assert cases.refreshed(case).status == "prospective"
    assert [row.ends_on for row in case.episodes.filter(is_current=True)] == [date(2026, 11, 10)]
    assert ("SVC", "council") in cases.shares(case)
    assert ("NMC", "council") in cases.shares(case), "a body that accepted keeps sight of its own years"


def test_moving_home_after_discharge_changes_nobody() -> None:
    case = cases.an_active_case()
    before = {row.kind: row.id for row in case.determinations.filter(is_current=True)}

    cases.move_home(case, council=accounts.southvale(), starts_on=date(2026, 11, 1))

    assert {row.kind: row.id for row in case.determinations.filter(is_current=True)} == before


def test_a_body_proposed_by_mistake_stops_seeing_the_case_when_the_address_is_put_right() -> None:
    case = cases.a_case(address=cases.home(council=accounts.southvale(), starts_on=date(2019, 6, 1)))
    cases.detain(case)
    assert ("SVC", "council") in cases.shares(case)

    cases.move_home(case, starts_on=date(2026, 1, 1))

    assert cases.current_determination(case, "council").body == accounts.northmoor()
    assert ("SVC", "council") not in cases.shares(case)


def test_death_ends_the_entry_and_what_was_open() -> None:
    case = cases.a_detained_case()
    clients.amend_client(
        actor=accounts.mha_office(), at=NOW, case_id=case.id, date_of_death=date(2026, 11, 1)
    )

    assert cases.refreshed(case).status == "ended_death"
    assert case.detentions.get().end_reason == "died"
    assert case.stays.get().left_on == date(2026, 11, 1)
    assert not cases.header(accounts.mha_office(), case).in_hospital


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
