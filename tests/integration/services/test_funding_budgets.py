"""Budgets are replaced, never rewritten; the forecast beside them is what schedules charged and will charge."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from funding import queries
from funding.models import Budget
from funding.queries.reports import REPORTS, Filters
from funding.rules.budgets import BudgetRow, Place, days_of
from funding.services import budgets, packages
from s117.audit.models import AuditEvent
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db
HOMES = Place(2026, "accommodation", "")
PAGE = "/finance/budgets/"
Browse = Callable[[Actor], Client]


def set_budget(pence: int, place: Place = HOMES, **over: object) -> Budget:
    lowe = accounts.council_finance()
    known = {"actor": lowe, "organisation_id": lowe.organisation_id, "place": place, "pence": pence}
    return budgets.record_budget(at=NOW, **{**known, **over})


def words(response: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_budget_is_replaced_with_a_reason_and_the_old_figure_stays() -> None:
    first = set_budget(5_475_000)
    with pytest.raises(Refused) as unseen:
        set_budget(5_000_000, reason="Savings")
    assert "Open it from the list" in str(unseen.value)
    with pytest.raises(Refused) as bare:
        set_budget(5_000_000, seen=first.id)
    assert bare.value.fields == {"reason": "Say why the budget changes"}
    set_budget(5_000_000, seen=first.id, reason="Savings")
    rows = queries.budgets_of_year(accounts.council_finance(), 2026)
    assert [(row["pence"], row["superseded_at"]) for row in rows] == [(5_000_000, None), (5_475_000, NOW)]
    assert AuditEvent.objects.filter(event="budget_recorded").count() == 2
    for change in ("pence = 1", "superseded_at = NULL"):
        with pytest.raises(IntegrityError, match="never rewritten"), transaction.atomic():
            connection.cursor().execute(f"UPDATE funding_budget SET {change} WHERE id = %s", [first.id])


def test_only_finance_of_the_body_sets_its_budget_and_nobody_else_sees_it() -> None:
    body = accounts.northmoor().id
    for stranger in (accounts.nhs_finance(), accounts.council_signatory(), accounts.coordinator()):
        with pytest.raises(NotAllowed):
            set_budget(1, actor=stranger, organisation_id=body)
    set_budget(5_475_000)
    assert queries.budgets_of_year(accounts.nhs_finance(), 2026) == ()
    assert len(queries.budgets_of_year(accounts.council_signatory(), 2026)) == 1


def test_a_file_is_loaded_whole_and_loading_it_again_changes_nothing() -> None:
    set_budget(5_475_000)
    lowe = accounts.council_finance()
    rows = [BudgetRow(HOMES, 5_000_000), BudgetRow(Place(2026, "treatment", "MH1"), 100, "Own words")]

    def load() -> budgets.Loaded:
        return budgets.load_budgets(
            actor=lowe, at=NOW, organisation_id=lowe.organisation_id, rows=rows, reason="Budget book"
        )

    assert load() == budgets.Loaded(new=1, changed=1, unchanged=0)
    assert load() == budgets.Loaded(new=0, changed=0, unchanged=2)
    standing = queries.standing_budgets(lowe.organisation_id).values_list("pence", "reason")
    assert set(standing) == {(5_000_000, "Budget book"), (100, "Own words")}


def test_the_page_says_what_was_charged_what_is_to_come_and_how_it_stands(browse: Browse) -> None:
    line = funding.a_funded_line(cost_centre="MH117")
    funding.a_frozen_schedule()
    packages.end_line(
        actor=accounts.council_finance(), at=NOW, line_id=line.id, ends_on=date(2027, 1, 31), reason="Moves"
    )
    set_budget(2_737_500)
    said = words(browse(accounts.council_finance()).get(PAGE))
    row = "Accommodation £2,250.00 £20,700.00 £22,950.00 £27,375.00 £4,425.00 under £0.00"
    assert row in re.sub(
        r" (Charged so far|Still to come|Forecast|Budget|Over or under|Full-year effect) ", " ", said
    )
    by_provider = words(browse(accounts.council_finance()).get(f"{PAGE}?by=provider"))
    assert "there is none for a provider or a team" in by_provider
    assert "under" not in by_provider.split("Full-year effect", 1)[1].split("Budgets for")[0]
    other = words(
        browse(accounts.council_finance()).get(f"{PAGE}?cost_centre=No+cost+centre&by=cost_centre&year=x")
    )
    assert "against budgets of £27,375.00: £27,375.00 under" in other
    nhs = words(browse(accounts.nhs_finance()).get(PAGE))
    assert "£22,950.00" in nhs
    assert "None set" in nhs


def test_forecast_is_actual_and_commitment_for_the_page_and_the_reports_alike() -> None:
    funding.a_funded_line()
    funding.a_frozen_schedule()
    lowe = accounts.council_finance()
    set_budget(5_475_000)
    (found,) = queries.line_forecasts(lowe, days_of(2026))
    assert (found.own.actual, found.own.forecast, found.own.full_year) == (225_000, 2_737_500, 2_737_500)
    assert (found.gross.actual + found.gross.commitment, found.gross.full_year) == (5_475_000, 5_475_000)
    asked = Filters(date(2026, 4, 1), date(2026, 4, 30))
    titles = [column.heading for column in REPORTS["budgets"].columns]
    (row,) = [dict(zip(titles, row, strict=True)) for row in REPORTS["budgets"].rows(lowe, asked).values]
    assert row == {
        "Financial year": "2026/27", "Category": "accommodation", "Cost centre": "",
        "Your share so far": 225_000, "Your share to come": 2_512_500, "Your share of the year": 2_737_500,
        "Your full-year effect": 2_737_500, "Budget": 5_475_000, "Variance": -2_737_500,
    }  # fmt: skip
    (service,) = REPORTS["commitment"].rows(lowe, asked).values
    assert len(service) == len(REPORTS["commitment"].columns)
    assert "Recovery East" in service


def test_a_week_of_running_services_counts_one_whose_last_day_is_known() -> None:
    line = funding.a_funded_line()
    funding.a_funded_line(cases.an_active_case(), weekly=50_000)
    lowe = accounts.council_finance()
    packages.end_line(actor=lowe, at=NOW, line_id=line.id, ends_on=date(2027, 1, 31), reason="Moves")
    assert queries.weekly_commitment(lowe, date(2026, 11, 21)) == 155_000
    assert queries.weekly_commitment(lowe, date(2027, 2, 1)) == 50_000


def test_the_page_sends_as_many_statements_for_one_service_as_for_many(browse: Browse) -> None:
    client = browse(accounts.council_finance())
    funding.a_funded_line()
    set_budget(1)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    for _ in range(3):
        funding.a_funded_line(cases.an_active_case())
    set_budget(1, Place(2026, "treatment", ""))
    with CaptureQueriesContext(connection) as many:
        client.get(PAGE)
    assert len(one) == len(many) <= 10


def test_budgets_are_recorded_and_loaded_through_their_forms(browse: Browse) -> None:
    client = browse(accounts.council_finance())
    given = {"year": "2026", "category": "accommodation", "cost_centre": "", "pence": "1,000.00"}
    assert client.post(f"{PAGE}record/", given).status_code == 302
    again = client.post(f"{PAGE}record/", given)
    assert again.status_code == 422
    assert "There is a budget for this already" in words(again)
    change = client.get(f"{PAGE}record/?year=2026&category=accommodation&cost_centre=").content.decode()
    assert "The budget is £1,000.00 now" in change
    bad = b"year,category,cost_centre,budget,reason\r\n2026,gardening,,1.00,\r\n2026/29,accommodation,,x,\r\n"
    refused = client.post(f"{PAGE}load/", {"file": SimpleUploadedFile("b.csv", bad), "reason": "Book"})
    assert refused.status_code == 422
    assert "Line 2: “gardening” is no kind of service" in words(refused)
    assert "Line 3: year must be like 2026/27, not “2026/29”" in words(refused)
    assert Budget.objects.count() == 1
    for data in (b"\xff\xfe1", b"a\x00b", b"x" * 1_000_001):
        sent = SimpleUploadedFile("b.csv", data)
        assert client.post(f"{PAGE}load/", {"file": sent, "reason": "Book"}).status_code == 422
    good = b"\xef\xbb\xbfyear,category,budget\r\n2026,accommodation,2000.00\r\n2026,Treatment,10.00\r\n"
    sent = SimpleUploadedFile("b.csv", good)
    done = client.post(f"{PAGE}load/", {"file": sent, "reason": "Book"}, follow=True)
    assert "Budgets loaded: 1 new, 1 changed, 0 as before." in words(done)
