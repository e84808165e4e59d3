"""Who sees whom, what search finds, and how many statements it takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases import queries
from cases.models import Case
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound
from tests.builders import accounts, cases
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db


def seen_by(actor: Actor) -> set[str]:
    """The references that the actor sees."""
    return set(queries.visible_to(actor).values_list("reference", flat=True))


def found(actor: Actor, text: str) -> list[str]:
    """Names found, best first, with a question mark where the name is only similar."""
    return [row["family_name"] + ("?" if row["near"] else "") for row in queries.search(actor, text)]


# ------------------------------------------------------------------------------------------ who sees whom


def test_a_case_is_seen_by_those_who_share_or_hold_it_and_by_nobody_else() -> None:
    case = cases.an_allocated_case()
    own = {case.reference}
    west = accounts.team("Recovery West")

    assert seen_by(accounts.mha_office()) == own
    assert seen_by(accounts.council_signatory()) == own
    assert seen_by(accounts.nhs_signatory()) == own
    assert seen_by(accounts.council_finance()) == own
    assert seen_by(accounts.coordinator()) == own
    assert seen_by(accounts.coordinator("reed")) == own, "the same team"
    assert seen_by(accounts.manager()) == own
    for nobody in (
        accounts.stranger(),
        accounts.administrator(),
        accounts.actor_of(accounts.user("byrne", "team_manager", accounts.northmoor(), west)),
        accounts.actor_of(accounts.user("ward", "partner", accounts.northmoor())),
        accounts.actor_of(accounts.user("quinn", "analyst", accounts.northmoor())),
    ):
        assert seen_by(nobody) == set()
        with pytest.raises(NotFound):
            queries.case_for(nobody, case.reference)
        assert queries.search(nobody, case.reference) == []


def test_a_case_without_a_coordinator_waits_where_managers_of_the_council_see_it() -> None:
    case = cases.a_detained_case()
    byrne = accounts.user("byrne", "team_manager", accounts.northmoor(), accounts.team("Recovery West"))

    assert seen_by(accounts.manager()) == {case.reference}
    assert seen_by(accounts.actor_of(byrne)) == {case.reference}
    assert seen_by(accounts.coordinator()) == set()


def test_a_coordinator_reads_for_ninety_days_after_handing_over() -> None:
    jones = accounts.coordinator()
    case = cases.an_allocated_case(coordinator=jones)
    cases.allocate(case, accounts.coordinator("reed"), starts_on=date(2026, 10, 1))
    alone = replace(jones, team_ids=frozenset())

    assert seen_by(replace(alone, on=date(2026, 10, 1) + timedelta(days=90))) == {case.reference}
    assert seen_by(replace(alone, on=date(2026, 10, 1) + timedelta(days=91))) == set()


def test_the_header_and_a_list_of_any_length_take_one_statement(django_assert_num_queries) -> None:
    webb = accounts.mha_office()
    case = cases.an_active_case()
    with django_assert_num_queries(1):
        queries.case_for(webb, case.reference)
    with django_assert_num_queries(1):
        assert len(list(queries.register_rows(queries.visible_to(webb)))) == 1
    for _ in range(3):
        cases.a_detained_case()
    with django_assert_num_queries(1):
        assert len(list(queries.register_rows(queries.visible_to(webb)))) == 4
    with django_assert_num_queries(1):
        assert queries.search(webb, "Personne Amara 14/3/1988")


def test_the_header_tells_where_the_person_stands() -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones, interpreter_needed=True, first_language="Polish")

    header = queries.case_for(jones, case.reference)

    assert (header.status_words, header.section_words) == ("Entitled to aftercare", "Not detained")
    assert (header.coordinator_name, header.team_name) == ("Sam Jones", "Recovery East")
    assert header.left_hospital_on == date(2026, 10, 19)
    assert header.alerts == ("Interpreter needed: Polish",)
    assert header.display_name.startswith("PERSONNE")


# ------------------------------------------------------------------------------------------------ search


@pytest.fixture
def people() -> Actor:
    """Six people as the Mental Health Act office sees them."""
    webb = accounts.mha_office()
    for family, names, born, number in (
        ("Obi", "Amara", date(1988, 3, 14), "9990000018"),
        ("O’Brien", "Zoë", date(1999, 11, 30), "9990000026"),
        ("Smith-Jones", "Mary Ann", date(1951, 7, 2), "9990000034"),
        ("Müller", "François", date(1905, 1, 5), "9990000042"),
        ("100%", "Under_score", date(1976, 5, 21), "9990000050"),
        ("Teale", "Brian", date(2005, 1, 5), "9990000069"),
    ):
        cases.a_case(
            family_name=family,
            given_names=names,
            date_of_birth=born,
            nhs_number=number,
            preferred_name="Bee" if family == "Teale" else "",
            address=None,
            gp=None,
        )
    return webb


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("9990000018", ["Obi"]),
        ("999 000 0018", ["Obi"]),
        ("999-000-0018", ["Obi"]),
        (" 99 90 00 00 18 ", ["Obi"]),
        ("9990000107", []),
        ("obi", ["Obi"]),
        ("Obi, Amara", ["Obi"]),
        ("amara obi", ["Obi"]),
        ("OBI 14/3/1988", ["Obi"]),
        ("obi 15/3/1988", []),
        ("14.3.88", ["Obi"]),
        ("14 Mar 1988", ["Obi"]),
        ("14 march 88", ["Obi"]),
        ("1988-03-14", ["Obi"]),
        ("5/1/05", ["Müller", "Teale"]),
        ("obrien", ["O’Brien"]),
        ("O'Brien", ["O’Brien"]),
        ("o’brien zoe", ["O’Brien"]),
        ("smith jones", ["Smith-Jones"]),
        ("jones", ["Smith-Jones"]),
        ("ann", ["Smith-Jones"]),
        ("muller", ["Müller"]),
        ("FRANCOIS MÜLLER", ["Müller"]),
        ("bee", ["Teale"]),
        ("obrian", ["O’Brien?"]),
        ("teele", ["Teale?"]),
        ("brain teale", ["Teale?"]),
        ("%", []),
        ("_", []),
        ("'", []),
        ("100%", ["100%"]),
        ("under_", ["100%"]),
        ("underXscore", ["100%?"]),
        ("' OR 1=1 --", []),
        ("\\", []),
        ("zzzz", []),
        ("31/2/1988", []),
    ],
)
def test_search_finds_people_however_they_are_typed(people: Actor, typed: str, expected: list[str]) -> None:
    names = found(people, typed)

    if expected and expected[0].endswith("?"):
        assert names[0] == expected[0]
    else:
        assert sorted(name for name in names if not name.endswith("?")) == sorted(expected)


def test_a_reference_finds_its_case(people: Actor) -> None:
    case = Case.objects.get(client__family_name="Obi")

    assert found(people, case.reference.lower()) == ["Obi"]
    assert queries.understand(case.reference).exact


@pytest.mark.usefixtures("people")
def test_search_stays_within_scope() -> None:
    assert queries.search(accounts.stranger(), "9990000018") == []
    assert queries.search(accounts.stranger(), "obi") == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=60))
def test_nothing_that_can_be_typed_breaks_a_search(typed: str) -> None:
    queries.search(accounts.SETTING_UP, typed)


# ------------------------------------------------------------------------------------------- duplicates


@pytest.mark.parametrize(
    ("over", "alike"),
    [
        ({}, True),
        ({"family_name": "Teal"}, True),
        ({"family_name": "Smith", "given_names": "Bryan"}, True),
        ({"family_name": "Smith", "given_names": "John"}, False),
        ({"date_of_birth": date(1951, 2, 7)}, True),
        ({"date_of_birth": date(1951, 8, 2)}, True),
        ({"date_of_birth": date(1962, 7, 2)}, False),
        ({"family_name": "Other", "given_names": "Name", "nhs_number": "9990000018"}, True),
    ],
)
def test_people_who_may_be_the_same_are_found(over: dict[str, object], alike: bool) -> None:
    cases.a_case(
        family_name="Teale", given_names="Brian", date_of_birth=date(1951, 7, 2), nhs_number="9990000018"
    )
    asked = {
        "family_name": "Teale",
        "given_names": "Brian",
        "date_of_birth": date(1951, 7, 2),
        "nhs_number": "",
        **over,
    }

    assert bool(queries.duplicates_for(accounts.mha_office(), **asked).rows) is alike


def test_a_duplicate_out_of_sight_is_never_shown() -> None:
    cases.a_case(family_name="Teale", given_names="Brian", nhs_number="9990000018")

    hidden = queries.duplicates_for(
        accounts.stranger(),
        nhs_number="9990000018",
        family_name="Teale",
        given_names="Brian",
        date_of_birth=cases.BORN,
    )

    assert hidden.rows == ()
    assert hidden.hidden


# ------------------------------------------------------------------------------------- timeline, history


def test_the_timeline_tells_journey_one_in_order() -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    cases.a_contact(case, jones)

    told = [(entry.on, entry.title) for entry in queries.timeline(case.id)]

    assert told[:-1] == [
        (date(2026, 9, 7), "Status: Entitled on leaving hospital"),
        (date(2026, 9, 7), "Section 3 began"),
        (date(2026, 9, 9), "Allocated to Sam Jones, Recovery East"),
        (date(2026, 9, 11), "NHS Northmoor ICB accepts responsibility"),
        (date(2026, 9, 11), "Northmoor Council accepts responsibility"),
        (date(2026, 10, 19), "Left hospital"),
        (date(2026, 10, 19), "Section 3 ended"),
        (date(2026, 10, 19), "Status: Entitled to aftercare"),
        (date(2026, 10, 21), "Face to face with the person"),
    ]
    assert told[-1] == (date(2026, 11, 21), "Added to the register")


def test_the_timeline_shows_each_role_only_what_it_may_read() -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    cases.a_contact(case, jones)

    titles = {entry.title for entry in queries.timeline(case.id, accounts.council_finance())}

    assert "Northmoor Council accepts responsibility" in titles
    assert not titles & {"Section 3 began", "Left hospital", "Face to face with the person"}


def test_the_contact_log_pages_without_repeating_or_losing_a_row() -> None:
    jones = accounts.coordinator()
    case = cases.an_allocated_case(coordinator=jones)
    made = [
        cases.a_contact(case, jones, happened_at=NOW - timedelta(hours=hours // 2)).id for hours in range(7)
    ]

    pages, last = [], None
    while page := queries.contacts(case.id, after=last, limit=3):
        pages += [row.id for row in page]
        last = pages[-1]

    assert sorted(pages) == sorted(made)
    assert len(pages) == len(made)


def test_facts_for_the_rules_take_the_same_statements_however_long_the_history() -> None:
    case = cases.a_detained_case()

    def statements() -> int:
        with CaptureQueriesContext(connection) as made:
            queries.case_facts(case.id)
        return len(made)

    before = statements()
    cases.move_home(case, starts_on=date(2025, 1, 1))
    cases.detain(
        case, section_code="02", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 20), end_reason="lapsed"
    )

    assert statements() == before


def test_a_person_with_no_fixed_abode_is_told_to_the_rules_as_such() -> None:
    case = cases.a_case(address=cases.home(kind="no_fixed_abode", line="", settled="no"))

    facts = queries.case_facts(case.id)

    assert facts.no_residence
    assert facts.residences == ()
    assert facts.present_in_area == "Northmoor Council"


def test_time_in_hospital_without_detention_is_a_voluntary_stay() -> None:
    case = cases.a_case()
    cases.detain(
        case,
        starts_on=date(2026, 9, 7),
        admitted_on=date(2026, 9, 1),
        ends_on=date(2026, 9, 20),
        end_reason="discharged_by_rc",
        left_hospital_on=date(2026, 10, 1),
    )

    facts = queries.case_facts(case.id)

    assert [(stay.starts_on, stay.ends_on) for stay in facts.stays] == [
        (date(2026, 9, 1), date(2026, 9, 7)),
        (date(2026, 9, 20), date(2026, 10, 1)),
    ]
    assert [leaving.left_on for leaving in facts.leavings] == [date(2026, 10, 1)]
