"""The checker: both answers from typed facts, for anybody, kept nowhere; odd input is told what to put right."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.forms.responsibility_check import GROUPS, CheckForm, every_body, rows_sent
from s117.audit.models import AccessEvent, AuditEvent
from s117.web.forms import DatePartsField, date_parts
from s117.web.models import HeldForm
from tests.builders import accounts

pytestmark = pytest.mark.django_db
PAGE = reverse("cases:responsibility_check")
FIRST = {"detention_rows": "1", "leaving_rows": "1", "address_rows": "1", "gp_rows": "1"}


def text(response):
    return response.content.decode()


def rows(count, group, *fields):
    """Rows of a group as a browser sends them; dates in parts."""
    sent = {f"{group}_rows": str(count)}
    for index, row in enumerate(fields):
        for part, value in row.items():
            name = f"{group}_{index}_{part}"
            sent |= date_parts(name, value) if isinstance(value, date) else {name: value}
    return sent


def plain(**over):
    """Section 3 from home in Northmoor, discharged: the plainest case there is."""
    accounts.northmoor(), accounts.southvale(), accounts.northmoor_icb()
    return {
        **date_parts("on", date(2026, 11, 21)),
        **rows(
            1, "detention", {"section_code": "03", "starts_on": date(2024, 3, 1), "ends_on": date(2024, 6, 1)}
        ),
        **rows(1, "leaving", {"left_on": date(2024, 6, 1)}),
        **rows(
            1,
            "address",
            {"place": "Northmoor Council", "kind": "home", "starts_on": date(2019, 1, 1), "settled": "yes"},
        ),
        **rows(1, "gp", {"body": "NHS Northmoor Integrated Care Board", "starts_on": date(2019, 1, 1)}),
        **over,
    }


def test_a_plain_case_gets_the_duty_both_bodies_and_reasons_that_lead_to_the_rulebook(browse):
    page = text(browse(accounts.administrator()).post(PAGE, plain()))

    assert "Entitled to aftercare on 21 November 2026" in page
    assert "<strong>Northmoor Council</strong>" in page
    assert "<strong>NHS Northmoor Integrated Care Board</strong>" in page
    assert {"A-1", "L-1", "N-5"} <= set(re.findall(r"/rulebook/#([A-Z]-\d+)", page))
    assert "A person must decide" not in page


def test_the_answer_is_for_the_day_asked(browse):
    page = text(browse(accounts.coordinator()).post(PAGE, plain(**date_parts("on", date(2024, 4, 1)))))

    assert "Who is responsible on 1 April 2024" in page
    assert "Entitled on leaving hospital" in page


def test_a_second_detention_fixes_the_council_again_and_not_the_nhs_body(browse):
    again = {"section_code": "03", "starts_on": date(2025, 2, 1), "ends_on": date(2025, 3, 1)}
    first = {"section_code": "03", "starts_on": date(2024, 3, 1), "ends_on": date(2024, 6, 1)}
    moved = {
        "place": "Southvale Council",
        "kind": "care_home",
        "starts_on": date(2024, 6, 1),
        "settled": "yes",
    }
    home = {
        "place": "Northmoor Council",
        "starts_on": date(2019, 1, 1),
        "ends_on": date(2024, 5, 31),
        "settled": "yes",
    }
    sent = plain() | rows(2, "detention", again, first) | rows(2, "address", home, moved)
    sent |= rows(2, "leaving", {"left_on": date(2024, 6, 1)}, {"left_on": date(2025, 3, 1)})

    page = text(browse(accounts.coordinator()).post(PAGE, sent))

    assert "<strong>Southvale Council</strong>" in page
    assert "<strong>NHS Northmoor Integrated Care Board</strong>" in page


def test_contested_law_shows_both_readings_and_that_a_person_must_decide(browse):
    detained = {"section_code": "03", "starts_on": date(2021, 1, 1), "ends_on": date(2021, 5, 1)}
    sent = plain(**rows(1, "detention", detained), **rows(1, "leaving", {"left_on": date(2021, 5, 1)}))

    page = text(browse(accounts.coordinator()).post(PAGE, sent | {"paid_by": "Northmoor CCG"}))

    assert "A person must decide this." in page
    assert "Northmoor CCG, as a starting point" in page
    assert "NHS Northmoor Integrated Care Board, by GP registration on 1 July 2022" in page


def test_a_home_in_wales_leads_to_its_health_board(browse):
    home = {"place": "Powys", "kind": "home", "starts_on": date(2019, 1, 1), "settled": "yes"}

    page = text(browse(accounts.coordinator()).post(PAGE, plain(**rows(1, "address", home))))

    assert "<strong>Powys</strong>" in page
    assert "Powys Teaching Health Board" in page


def test_a_row_is_added_and_taken_away_and_nothing_typed_is_lost_or_judged(browse):
    client = browse(accounts.coordinator())
    sent = plain(detention_0_section_code="not a section", add="detention")

    page = text(client.post(PAGE, sent))
    assert 'name="detention_rows" value="2"' in page
    assert "There is a problem" not in page
    assert 'id="detention-1"' in page

    two = plain() | rows(
        2, "detention", {"section_code": "02"}, {"section_code": "03", "starts_on": date(2024, 3, 9)}
    )
    page = text(client.post(PAGE, two | {"remove": "detention-0"}))
    assert 'name="detention_rows" value="1"' in page
    assert '<option value="03" selected>' in page
    assert re.search(r'name="detention_0_starts_on_day"[^>]*value="9"', page)


def test_from_the_answers_back_to_the_facts(browse):
    page = text(browse(accounts.coordinator()).post(PAGE, plain(change="1")))

    assert '<option value="Northmoor Council" selected>' in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("over", "message"),
    [
        ({"detention_0_section_code": ""}, "Detention 1: enter section or order"),
        (date_parts("detention_0_ends_on", date(2023, 1, 1)), "Detention 1: this cannot be before it began"),
        ({"detention_0_starts_on_month": "13"}, "Detention 1: date it began must be a real date"),
        ({"address_0_place": ""}, "Address 1: enter council whose area it is in"),
        ({"address_0_place": "Atlantis"}, "from the list"),
        ({"on_day": ""}, "must include a day"),
        ({"paid_by": "x\x00y"}, "characters that cannot be kept"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(browse, over, message):
    response = browse(accounts.coordinator()).post(PAGE, plain(**over))

    assert response.status_code == 422
    assert message in text(response)
    assert '<option value="NHS Northmoor Integrated Care Board" selected>' in text(response)


def test_an_empty_form_asks_for_a_detention(browse):
    response = browse(accounts.coordinator()).post(PAGE, {**FIRST, **date_parts("on", date(2026, 11, 21))})

    assert response.status_code == 422
    assert "Enter at least one detention" in text(response)


def test_nothing_is_stored_and_nobodys_record_was_looked_at(browse):
    client = browse(accounts.coordinator())
    sent = plain()
    before = AccessEvent.objects.count(), AuditEvent.objects.count()

    client.post(PAGE, sent)
    signed_out = Client().post(PAGE, sent)

    assert (AccessEvent.objects.count(), AuditEvent.objects.count()) == before
    assert not HeldForm.objects.exists()
    assert signed_out.status_code == 302


odd = st.sampled_from(
    ["", "0", "31", "2", "1983", "2024", "13", "feb", "-1", "03", "31", "32", "yes", "no", "England", "\x00", "é" * 300,
     "Northmoor Council", "Powys", "nation:scotland", "section_117", "s117", "living_out", "council", "nhs", "on"]
)  # fmt: skip
groups = st.sampled_from(
    ["detention", "leaving", "address", "gp", "stay", "cto", "discharge", "leave", "prison", "ending"]
)
parts = st.sampled_from(
    ["section_code", "order_kind", "place", "kind", "settled", "power", "side", "body", "area", "sent_to", "end_reason",
     "starts_on_day", "starts_on_month", "starts_on_year", "ends_on_day", "ends_on_month", "ends_on_year",
     "left_on_day", "left_on_month", "left_on_year", "decided_on_year", "recalled_on_day", "decided_for"]
)  # fmt: skip
names = st.builds("{}_{}_{}".format, groups, st.integers(0, 3), parts)
counts = st.dictionaries(
    groups.map("{}_rows".format), st.sampled_from(["0", "1", "3", "99", "-1", "two", "²"])
)
acts = st.sampled_from([{}, {}, {"add": "cto"}, {"add": "x"}, {"remove": "detention-9"}, {"remove": "gp-0"}])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(names, odd, max_size=25), counts, acts, st.booleans())
def test_no_facts_however_odd_break_the_page(browse, typed, counted, act, whole):
    """Each is answered with the answers or with what to put right; see also the properties of the rules."""
    base = plain() if whole else {}

    response = browse(accounts.coordinator()).post(PAGE, {**base, **typed, **counted, **act})

    assert response.status_code in (200, 422)


spans = st.tuples(st.dates(date(1980, 1, 1), date(2030, 1, 1)), st.integers(0, 2000))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["02", "03", "10", "16", "31", "35", "99"]), spans), min_size=1, max_size=4
    ),
    st.lists(
        st.tuples(st.sampled_from(["Northmoor Council", "Powys", "nation:scotland"]), spans), max_size=3
    ),
    st.lists(st.tuples(st.sampled_from(["stay", "cto", "discharge", "prison"]), spans), max_size=3),
    st.dates(date(1983, 1, 1), date(2030, 1, 1)),
)
def test_every_history_of_real_dates_is_answered_with_cited_reasons(browse, detained, lived, other, on):
    sent = plain(**date_parts("on", on)) | rows(len(detained), "detention", *map(_detained, detained))
    sent |= rows(len(lived), "address", *({"place": place, **_span(span)} for place, span in lived))
    for group, span in other:
        sent |= rows(1, group, _span(span))

    response = browse(accounts.coordinator()).post(PAGE, sent)

    assert response.status_code == 200
    assert text(response).count("/rulebook/#") >= 3


def _detained(row):
    return {"section_code": row[0], **_span(row[1])}


def _span(span):
    start, days = span
    return {"starts_on": start, "ends_on": date.fromordinal(start.toordinal() + days)}


def test_every_row_that_the_page_takes_may_be_sent_at_once(browse):
    """A request has a limit of fields: the page must not let somebody type more than it can send."""
    full = CheckForm(bodies=every_body([], []), rows=rows_sent({f"{g.name}_rows": "99" for g in GROUPS}))
    inputs = sum(3 if isinstance(each, DatePartsField) else 1 for each in full.fields.values())
    assert inputs + len(GROUPS) + 2 < configured.DATA_UPLOAD_MAX_NUMBER_FIELDS

    page = text(browse(accounts.coordinator()).post(PAGE, plain(detention_rows="15", add="detention")))
    assert 'name="detention_rows" value="16"' in page
    assert "This page takes 16 of these and no more." in page


def test_a_child_whom_a_council_placed_is_for_a_person_to_decide(browse):
    placed = {"place": "Southvale Council", "kind": "other", "starts_on": date(2022, 1, 1), "settled": "yes"}
    placed |= {"arranged_by": "Northmoor Council", "power": "children_act"}
    sent = plain(**rows(1, "address", placed))

    assert "L-13" not in text(browse(accounts.coordinator()).post(PAGE, sent))
    page = text(
        browse(accounts.coordinator()).post(PAGE, sent | date_parts("date_of_birth", date(2009, 1, 1)))
    )
    assert "/rulebook/#L-13" in page
    assert "<strong>Southvale Council, as a starting point</strong>" in page


def test_a_home_outside_the_nation_is_told_as_it_is_and_doubt_shows_in_the_answer(browse):
    client = browse(accounts.coordinator())
    abroad = {"place": "nation:elsewhere", "kind": "home", "starts_on": date(2019, 1, 1), "settled": "yes"}
    other_act = {"section_code": "32", "starts_on": date(2024, 3, 1), "ends_on": date(2024, 6, 1)}

    page = text(client.post(PAGE, plain(**rows(1, "address", abroad))))
    assert "Lived outside the United Kingdom from 1 January 2019" in page
    page = text(client.post(PAGE, plain(**rows(1, "detention", other_act))))
    assert "<strong>No duty to provide aftercare, as a starting point</strong>" in page
