"""Finance forms filled in by somebody tired: what is wrong is said on the page, before the database says it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from s117.kernel.actor import Actor
from tests.builders import accounts, cases, funding, panels

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def send(client: Client, path: str, **given: Any) -> Any:
    """Open a form and send it back with what is given, as a browser does."""
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(path, {**hidden, **given})


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def on(name: str, day: Any) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_nothing_is_no_contribution(browse: Browse) -> None:
    """The database refuses one of £0.00, so the form says it first."""
    case = cases.an_active_case()
    service = funding.a_planned_service(case, group="outside", description="Help at home")
    paid = funding.a_funded_line(case).service_key
    client = browse(accounts.council_finance())
    for key, name in (
        (service, "contribution_record"),
        (paid, "contribution_record"),
        (paid, "charge_found"),
    ):
        path = reverse(f"funding:{name}", kwargs={"ref": case.reference, "service": key})
        given = {"cost_weekly_pence": "200", "weekly_pence": "0", **on("starts_on", funding.APRIL[0])}
        answer = send(client, path, **given)
        assert answer.status_code == 422
        assert "must be £0.01 or more" in words(answer)


def test_producing_a_schedule_says_first_what_stands_in_the_way(browse: Browse) -> None:
    funding.a_funded_line()
    client = browse(accounts.council_finance())
    path = reverse("funding:schedule_produce")
    assert "Which days?" in words(client.get(path))
    draft = funding.a_draft_schedule()
    page = client.get(path)
    assert "Another schedule is open" in words(page)
    assert "Which days?" not in words(page)
    assert (
        reverse("funding:schedule_withdraw", kwargs={"council": draft.council.code, "number": draft.number})
        in page.content.decode()
    )
    sent = send(client, path, which="next", next_days="2026-05-01_2026-05-31")
    assert sent.status_code == 422
    assert f"schedule {draft.number}. Freeze or withdraw it" in words(sent)


def test_a_rate_or_share_of_a_later_day_is_said_before_another_is_recorded(browse: Browse) -> None:
    """An approved uplift would otherwise take the new rate back next April, and nobody would have been told."""
    line = funding.a_funded_line()
    funding.raise_rate(line, date(2027, 4, 1), 109_095)
    funding.share(line, starts_on=date(2027, 4, 1), nhs="70.00", council="30.00")
    client = browse(accounts.council_finance())
    where = {"ref": line.case.reference, "line": line.id}
    rate = words(client.get(reverse("funding:rate_record", kwargs=where)))
    assert "From 1 April 2027 it is £1,090.95 a week. That stays" in rate
    share = words(client.get(reverse("funding:split_record", kwargs=where)))
    assert "NHS Northmoor Integrated Care Board 70.00%" in share


def test_a_decision_is_checked_with_the_day_from_which_each_share_holds(browse: Browse) -> None:
    """Three rows with the name of one body say nothing; each says which change it belongs to."""
    application, _ = panels.a_pending_application()
    path = reverse(
        "funding:decision_record", kwargs={"ref": application.case.reference, "number": application.number}
    )
    given = {
        "stage": "terms", "outcome": "approve", "reasons": "Agreed", "rate_1": "1,050",
        "services": str(application.services.get().id), "nhs_percent_1": "50", "council_percent_1": "50",
        "nhs_percent_2": "70", "council_percent_2": "30",
        **on("starts_on_1", panels.START), **on("starts_on_2", panels.START + timedelta(days=14)),
    }  # fmt: skip
    page = words(send(browse(panels.panel_administrator()), path, **given))
    assert "How the cost is shared: Northmoor Council 50" in page
    assert "Change 1, if the share changes later: Northmoor Council 30" in page


def test_finance_says_that_somebody_was_charged_for_aftercare(browse: Browse) -> None:
    """It is unlawful and goes on until somebody ends it, so nobody has to look for it."""
    line = funding.a_funded_line()
    client = browse(accounts.council_finance())
    assert "aftercare to put right" not in words(client.get("/finance/"))
    funding.a_charge_found(line)
    funding.a_contribution_to_check(line.case)
    assert "2 charges for aftercare to put right" in words(client.get("/finance/"))
    assert "aftercare to put right" not in words(browse(accounts.nhs_finance()).get("/finance/"))
