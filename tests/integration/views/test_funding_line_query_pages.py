"""Pages about queries on schedule lines: from the line to the answer, and who may not know of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from funding.models import LineQuery
from s117.kernel.actor import Actor
from tests.builders import accounts, funding
from tests.builders.invoices import a_line_query
from tests.integration.views.test_funding_views import of_schedule, send, words

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def at(name: str, query: LineQuery) -> str:
    return reverse(f"funding:{name}", kwargs={"query": query.id})


def test_from_the_line_to_the_answer_and_the_close(browse: Browse) -> None:
    funding.a_funded_line()
    schedule = funding.a_frozen_schedule()
    lowe, may = browse(accounts.council_finance()), browse(accounts.nhs_finance())
    page = of_schedule("schedule_view", schedule)
    ask = of_schedule("line_query_raise", schedule, line=1)
    assert ask in may.get(page).content.decode()
    assert ask not in lowe.get(page).content.decode()
    assert send(may, ask, words="").status_code == 422
    assert send(may, ask, words="Our rate is £1,000.00").status_code == 302
    query = LineQuery.objects.get()
    assert "Waits for an answer" in words(lowe.get(page))
    assert "1 line query to answer" in words(lowe.get("/finance/"))
    assert "A line of a funding schedule" in words(lowe.get("/notices/"))
    sent = send(lowe, at("line_query_answer", query), answer="corrected", words="You are right")
    assert sent.status_code == 302
    read = words(may.get(at("line_query_view", query)))
    assert "You are right" in read
    assert "The correction is posted by the next schedule" in read
    assert "of yours has an answer" in words(may.get("/finance/"))
    assert send(may, at("line_query_close", query), content="no", words="").status_code == 422
    assert send(may, at("line_query_close", query), content="yes").status_code == 302
    assert may.get(at("line_query_close", query)).status_code == 409


def test_nobody_else_knows_of_it_and_an_overdue_answer_is_said(browse: Browse, settings: Any) -> None:
    funding.a_funded_line()
    schedule = funding.a_frozen_schedule()
    query = a_line_query(schedule)
    stone = accounts.actor_of(accounts.user("stone", "finance", accounts.southvale_icb()))
    other = browse(stone)
    assert other.get(at("line_query_view", query)).status_code == 404
    assert other.get(of_schedule("line_query_raise", schedule, line=1)).status_code == 404
    assert browse(accounts.nhs_finance()).get(at("line_query_answer", query)).status_code == 403
    settings.FIXED_NOW = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    assert "Answer overdue since 4 December 2026" in words(
        browse(accounts.council_finance()).get("/finance/queries/")
    )


def test_the_notice_of_a_report_leads_to_the_reports(browse: Browse) -> None:
    funding.a_report()
    page = browse(accounts.council_finance()).get("/notices/")
    assert "The finance report that you asked for" in words(page)
    assert 'href="/finance/reports/"' in page.content.decode()
