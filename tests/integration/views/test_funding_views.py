"""Funding's pages: who sees what, what is refused in words, and how many statements a page costs."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funding import queries
from funding.models import FundedLine, Schedule
from funding.services import exports, schedules
from s117.audit.models import AccessEvent
from s117.kernel.actor import Actor
from tests.builders import accounts, cases, funding
from tests.builders import careplans as plans
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.funding import APRIL

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def page_of(line: FundedLine) -> str:
    return reverse("funding:line_list", kwargs={"ref": line.case.reference})


def of_line(name: str, line: FundedLine) -> str:
    return reverse(f"funding:{name}", kwargs={"ref": line.case.reference, "line": line.id})


def of_schedule(route: str, schedule: Schedule, **more: Any) -> str:
    where = {"council": schedule.council.code, "number": schedule.number}
    return reverse(f"funding:{route}", kwargs={**where, **more})


def send(client: Client, path: str, **given: Any) -> Any:
    """Open a form and send it back with what is given, as a browser does."""
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    return client.post(path, {**hidden, **given})


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def on(name: str, day: Any) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_the_funding_page_says_what_it_costs_who_pays_and_that_it_is_free(browse: Browse) -> None:
    line = funding.a_funded_line()
    text = words(browse(accounts.coordinator()).get(page_of(line)))
    assert "None. Aftercare under section 117 is free" in text
    assert "£1,050.00 a week, from 1 April 2026" in text
    assert "NHS Northmoor Integrated Care Board 50.00%: £525.00 a week" in text
    assert AccessEvent.objects.filter(kind="view", case_id=line.case_id).exists()


def test_nobody_sees_the_money_of_a_person_they_do_not_see(browse: Browse) -> None:
    line = funding.a_funded_line()
    for outsider in (accounts.stranger(), accounts.administrator()):
        assert browse(outsider).get(page_of(line)).status_code == 404


def test_finance_reads_no_clinical_page_by_this_door(browse: Browse) -> None:
    line = funding.a_funded_line()
    text = browse(accounts.council_finance()).get(page_of(line)).content.decode()
    assert reverse("assessments:assessment_list", kwargs={"ref": line.case.reference}) not in text


def test_funding_a_service_leads_to_its_cost_share(browse: Browse) -> None:
    case = cases.an_active_case()
    key = funding.a_planned_service(case)
    client = browse(accounts.council_finance())
    path = reverse("funding:line_fund", kwargs={"ref": case.reference, "service": key})
    given = {
        "unit": "week",
        "rate_pence": "1,050.00",
        "leaving_day_charged": "yes",
        **on("starts_on", APRIL[0]),
    }
    answer = send(client, path, **given)
    line = FundedLine.objects.get(service_key=key)
    assert answer["Location"] == of_line("split_record", line)
    shares = {
        **on("starts_on", APRIL[0]), "nhs_body": str(accounts.northmoor_icb().id), "nhs_percent": "50",
        "council": str(accounts.northmoor().id), "council_percent": "50.00", "decision": "decision",
        "decision_reference": "PANEL-1",
    }  # fmt: skip
    assert send(client, answer["Location"], **shares).status_code == 302
    split = queries.lines_of(case.id)[0].splits[0]
    assert [(share.code, share.percent) for share in split.shares] == [("NMC", "50.00"), ("NMI", "50.00")]


def test_shares_of_seventy_and_twenty_are_refused_beside_the_field(browse: Browse) -> None:
    line = funding.a_line_without_share()
    client = browse(accounts.council_finance())
    given = {
        **on("starts_on", APRIL[0]), "nhs_body": str(accounts.northmoor_icb().id), "nhs_percent": "70",
        "council": str(accounts.northmoor().id), "council_percent": "20", "decision": "interim",
    }  # fmt: skip
    answer = send(client, of_line("split_record", line), **given)
    assert answer.status_code == 422
    assert "The shares come to 90.00%, not 100.00%." in words(answer)


def test_a_service_outside_aftercare_cannot_be_funded_here(browse: Browse) -> None:
    case = cases.an_active_case()
    key = funding.a_planned_service(case, group="outside", description="Gym")
    client = browse(accounts.council_finance())
    path = reverse("funding:line_fund", kwargs={"ref": case.reference, "service": key})
    assert client.get(path).status_code == 404
    listed = words(client.get(reverse("funding:line_list", kwargs={"ref": case.reference})))
    assert "not shared" in listed
    assert "Gym" in listed


@pytest.mark.parametrize("name", ["rate_record", "split_record", "line_end", "line_amend", "delivery_record"])
def test_only_finance_of_the_paying_body_changes_terms(browse: Browse, name: str) -> None:
    line = funding.a_funded_line()
    path = of_line(name, line)
    assert browse(accounts.council_finance()).get(path).status_code == 200
    assert browse(accounts.nhs_finance()).get(path).status_code == 403
    assert browse(accounts.coordinator()).get(path).status_code == 403
    assert browse(accounts.stranger()).get(path).status_code == 404


def test_a_line_of_another_person_is_not_found_under_this_one(browse: Browse) -> None:
    line, other = funding.a_funded_line(), cases.an_active_case()
    path = reverse("funding:rate_record", kwargs={"ref": other.reference, "line": line.id})
    assert browse(accounts.council_finance()).get(path).status_code == 404


def test_a_schedule_from_asking_to_file(browse: Browse, django_capture_on_commit_callbacks: Any) -> None:
    line = funding.a_funded_line()
    client = browse(accounts.council_finance())
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(
            client, reverse("funding:schedule_produce"), which="next", next_days="2026-04-01_2026-04-30"
        )
    schedule = Schedule.objects.get()
    assert answer["Location"] == of_schedule("schedule_view", schedule)
    page = words(client.get(answer["Location"]))
    assert "1 line for 1 person" in page
    assert "£4,500.00" in page
    freeze = of_schedule("schedule_freeze", schedule)
    assert send(client, freeze).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert send(client, freeze, checked="on").status_code == 302
    name = "s117-recharge_2026-04-01_2026-04-30_NMC_v1.csv"
    path = of_schedule("schedule_download", schedule, name=name)
    first, second = client.get(path), client.get(path)
    taken, again = (b"".join(file.streaming_content) for file in (first, second))
    assert taken == again
    assert line.case.reference in taken.decode("utf-8")
    assert first["Content-Disposition"] == f'attachment; filename="{name}"'
    assert AccessEvent.objects.filter(kind="download").count() == 2


def test_a_second_press_of_freeze_is_told_that_it_is_frozen(browse: Browse) -> None:
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    client = browse(accounts.council_finance())
    path = of_schedule("schedule_freeze", schedule)
    page = client.get(path).content.decode()
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert client.post(path, {**hidden, "checked": "on"}).status_code == 302
    later = client.post(path, {**hidden, "submission_id": str(uuid4()), "checked": "on"})
    assert later.status_code == 409


def test_exceptions_name_the_person_and_who_can_put_it_right(browse: Browse) -> None:
    line = funding.a_line_without_share()
    schedule = funding.a_draft_schedule()
    page = words(browse(accounts.council_finance()).get(of_schedule("schedule_view", schedule)))
    assert line.case.reference in page
    assert "Finance at Northmoor Council" in page
    assert "Check and freeze" not in page


def test_the_partner_opens_and_takes_only_its_own(browse: Browse) -> None:
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    may = browse(accounts.nhs_finance())
    assert may.get(of_schedule("schedule_view", schedule)).status_code == 404
    schedules.freeze_schedule(actor=accounts.council_finance(), at=NOW, schedule_id=schedule.id)
    exports.make_files(actor=SETTING_UP, at=NOW, schedule_id=schedule.id)
    assert may.get(of_schedule("schedule_view", schedule)).status_code == 200
    own = "s117-recharge_2026-04-01_2026-04-30_NMI_v1.csv"
    assert may.get(of_schedule("schedule_download", schedule, name=own)).status_code == 200
    theirs = own.replace("NMI", "NMC")
    assert may.get(of_schedule("schedule_download", schedule, name=theirs)).status_code == 404
    for name in ("schedule_freeze", "schedule_renew", "schedule_withdraw"):
        assert may.get(of_schedule(name, schedule)).status_code == 403
    assert browse(accounts.stranger()).get(of_schedule("schedule_view", schedule)).status_code == 404


@pytest.mark.parametrize("name", ["schedule_renew", "schedule_withdraw"])
def test_a_draft_can_be_worked_out_again_or_withdrawn(browse: Browse, name: str) -> None:
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    answer = send(browse(accounts.council_finance()), of_schedule(name, schedule), reason="Wrong month")
    assert answer.status_code == 302
    schedule.refresh_from_db()
    assert schedule.status == {"schedule_renew": "requested", "schedule_withdraw": "withdrawn"}[name]


def statements(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_page_costs_as_many_statements_for_many_rows_as_for_one(browse: Browse) -> None:
    client = browse(accounts.council_finance())
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    april = funding.a_frozen_schedule()
    paths = [page_of(line), reverse("funding:schedule_list"), of_schedule("schedule_view", april)]
    for path in paths:
        client.get(path)
    before = [statements(client, path) for path in paths]
    for number in range(4):
        funding.a_funded_line(case, description=f"Support {number}", at=NOW + timedelta(hours=1))
    may = funding.a_frozen_schedule(funding.MAY, at=NOW + timedelta(hours=2))
    paths[2] = of_schedule("schedule_view", may)
    assert [statements(client, path) for path in paths] == before
    assert before == [12, 5, 10]


def hidden_of(client: Client, path: str) -> dict[str, str]:
    page = client.get(path).content.decode()
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_a_form_opened_before_somebody_else_s_change_shows_both(browse: Browse) -> None:
    line = funding.a_funded_line()
    client = browse(accounts.council_finance())
    path = of_line("line_amend", line)
    stale = hidden_of(client, path)
    assert send(client, path, cost_centre="NEW1", subjective_code="", po_reference="").status_code == 302
    answer = client.post(path, {**stale, "cost_centre": "OLD1", "subjective_code": "", "po_reference": ""})
    assert answer.status_code == 409
    text = words(answer)
    assert "NEW1" in text
    assert "OLD1" in answer.content.decode()
    line.refresh_from_db()
    assert line.cost_centre == "NEW1"


def test_a_double_press_records_one_rate(browse: Browse) -> None:
    line = funding.a_funded_line()
    client = browse(accounts.council_finance())
    path = of_line("rate_record", line)
    given = {**hidden_of(client, path), **on("starts_on", funding.MAY[0]), "pence": "1,100.00"}
    assert [client.post(path, given).status_code for _ in range(2)] == [302, 302]
    assert [rate.pence for rate in queries.lines_of(line.case_id)[0].rates] == [105_000, 110_000]


UNREADABLE = (
    ("rate_record", {"pence": "lots"}, "must be an amount of money"),
    ("rate_record", {"pence": "2000000"}, "or less"),
    ("split_record", {"nhs_percent": "33.333"}, "at most two decimals"),
    ("split_record", {"nhs_percent": "\u0665"}, "at most two decimals"),
    ("line_amend", {"cost_centre": "=1+1"}, "Use letters, digits, spaces"),
    ("line_end", {"reason": "\x00"}, "cannot be kept"),
    ("delivery_record", {"units": "-1"}, "must be 0 or more"),
)


def test_what_cannot_be_read_is_refused_in_words(browse: Browse) -> None:
    line = funding.a_funded_line()
    client = browse(accounts.council_finance())
    for name, given, message in UNREADABLE:
        answer = send(client, of_line(name, line), **given)
        assert answer.status_code == 422
        assert message in words(answer)


def test_an_odd_place_in_a_list_is_no_error_page(browse: Browse) -> None:
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    client = browse(accounts.council_finance())
    for after in ("nonsense", "9" * 40, "\u0665", "2026-01-01_x"):
        assert client.get(of_schedule("schedule_view", schedule), {"after": after}).status_code == 200
        assert client.get(reverse("funding:schedule_list"), {"after": after}).status_code in {200, 404}


def test_freezing_a_month_that_is_not_over_warns_and_asks_again(browse: Browse, settings: Any) -> None:
    settings.FIXED_NOW = datetime(2026, 4, 20, 10, 0, tzinfo=UTC)
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    client = browse(accounts.council_finance())
    path = of_schedule("schedule_freeze", schedule)
    page = client.get(path).content.decode()
    assert "The period is not over" in page
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page))
    refused = client.post(path, {**hidden, "checked": "on"})
    assert refused.status_code == 422
    assert "Say that you mean to freeze" in refused.content.decode()
    assert client.post(path, {**hidden, "checked": "on", "early": "on"}).status_code == 302
    settings.FIXED_NOW = datetime(2026, 5, 1, 10, 0, tzinfo=UTC)
    over = funding.a_draft_schedule(funding.MAY)
    settings.FIXED_NOW = datetime(2026, 6, 1, 10, 0, tzinfo=UTC)
    assert "not over" not in client.get(of_schedule("schedule_freeze", over)).content.decode()


def test_what_health_arranges_is_not_said_to_lack_a_rate(browse: Browse) -> None:
    case = funding.a_funded_line().case
    funding.a_planned_service(case, group="health", description="Community nurse")
    funding.a_planned_service(case, description="Day centre")
    client = browse(accounts.council_finance())
    page = client.get(f"/cases/{case.reference}/funding/").content.decode()
    bare, _, by_health = page.partition("Arranged by health")
    assert "Day centre" in bare
    assert "Community nurse" not in bare
    assert "Community nurse" in by_health
    overview = client.get("/finance/").content.decode()
    assert "Day centre" in overview
    assert "Community nurse" not in overview


def test_a_report_is_in_the_log_its_filter_is_kept_and_its_file_is_taken(
    browse: Browse, settings: Any, tmp_path: Path
) -> None:
    settings.DOCUMENT_ROOT = tmp_path
    funding.a_funded_line()
    funding.a_frozen_schedule()
    run = funding.a_report()
    client = browse(accounts.council_finance())
    page = client.get("/finance/reports/")
    assert "Recharge lines, number 1: ready" in words(page)
    (again,) = re.findall(r'href="(/finance/reports/run/recharge/[?]filter=[^"]+)"', page.content.decode())
    assert 'value="Monthly"' in client.get(again).content.decode()
    assert "£4,500.00" in words(client.get("/finance/reports/1/"))
    taken = client.get(f"/finance/reports/1/files/{run.files.get(kind='csv').name}/")
    assert b"".join(taken.streaming_content).startswith(b"\xef\xbb\xbfCouncil,Schedule")
    assert client.get("/finance/reports/9/").status_code == 404


def test_a_report_keeps_what_was_typed_when_the_days_are_missing(browse: Browse) -> None:
    client = browse(accounts.council_finance())
    refused = send(client, "/finance/reports/run/accruals/", span="days", purpose="Year end")
    assert refused.status_code == 422
    assert "Enter first day" in words(refused)
    assert 'value="Year end"' in refused.content.decode()
    asked = send(client, "/finance/reports/run/accruals/", span="last_year", purpose="Year end")
    assert asked.headers["Location"] == "/finance/reports/1/"
    waiting = client.get("/finance/reports/1/")
    assert "Waiting for a worker" in words(waiting)
    assert "<progress" in waiting.content.decode()
    assert client.get("/finance/reports/run/nothing/").status_code == 404


def test_the_home_of_the_plan_in_force_is_shown_part_by_part(browse: Browse) -> None:
    """Each part with its price, who pays it, and whether the bodies share it."""
    plan = plans.a_published_plan()
    client = browse(accounts.council_finance())
    page = client.get(reverse("funding:line_list", kwargs={"ref": plan.case.reference})).content.decode()
    assert "The home, part by part" in page
    for words in ("Rent", "£185.00 a week", "Council and NHS body together", "shared as the cost share says"):
        assert words in page
