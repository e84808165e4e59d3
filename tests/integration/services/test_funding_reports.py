"""Reports of finance: what they hold, that their files are one another's equal and never change, who sees what."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db.models.functions import Now

from funding.models import ReportFile, ReportRun, SavedFilter
from funding.queries import report_runs
from funding.queries.reports import REPORTS, Filters, Rows
from funding.rules.reporting import Span
from funding.services import report_files, reports
from funding.services.reports import ReportInput
from s117.documents.storage import Damaged
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW, SETTING_UP

pytestmark = pytest.mark.django_db
APRIL = (date(2026, 4, 1), date(2026, 4, 30))


@pytest.fixture(autouse=True)
def _own_store(settings: Any, tmp_path: Path) -> None:
    settings.DOCUMENT_ROOT = tmp_path


def made(actor: Actor, report: str, days: tuple[date, date] = APRIL, **parameters: str) -> ReportRun:
    """A report asked for and made."""
    wanted = ReportInput(
        report=report, first_day=days[0], last_day=days[1], parameters=parameters, purpose="Month end"
    )
    run = reports.request_report(actor=actor, at=NOW, wanted=wanted)
    assert reports.make_report(actor=SETTING_UP, at=NOW, run_id=run.id)
    return ReportRun.objects.get(pk=run.pk)


def bytes_of(run: ReportRun, kind: str, actor: Actor | None = None) -> bytes:
    """What a download of the file gives."""
    name = ReportFile.objects.get(run=run, kind=kind).name
    actor = actor or accounts.council_finance()
    return reports.download_report(actor=actor, at=NOW, run_id=run.id, name=name)[1].read_bytes()


def table_of(run: ReportRun) -> list[dict[str, str]]:
    text = bytes_of(run, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_three_files_hold_the_same_rows_and_the_slip_sums_them() -> None:
    funding.a_funded_line(provider_name="=HYPERLINK(1)")
    funding.a_funded_line(cases.an_active_case(), weekly=123_456)
    funding.a_frozen_schedule()
    run = made(accounts.council_finance(), "recharge")
    rows, slip = table_of(run), json.loads(bytes_of(run, "manifest"))
    machine = json.loads(bytes_of(run, "json"))["rows"]
    sheet = openpyxl.load_workbook(io.BytesIO(bytes_of(run, "xlsx")))["Lines"]
    assert [row["Gross"] for row in rows] == ["4500.00", "5290.97"]
    assert [row["Gross"] for row in machine] == ["4500.00", "5290.97"]
    gross = [cell.value for cell in sheet[1]].index("Gross")
    assert [row[gross] for row in sheet.iter_rows(min_row=2, values_only=True)] == [4500, 5290.97]
    assert rows[0]["Provider"] == "'=HYPERLINK(1)"
    assert rows[1]["NHS bodies pay"] == "2645.49"
    assert rows[1]["Shares"] == "NMC 50.00%; NMI 50.00%"
    assert slip["rows"] == 2
    assert slip["sums"]["Gross"] == "9790.97"
    assert slip["sum_by_payer"] == {"NMC": "4895.48", "NMI": "4895.49"}
    assert slip["generated_by"] == run.requested_by.full_name
    assert slip["purpose"] == "Month end"
    kept = {file.name: file.sha256 for file in run.files.exclude(kind="manifest")}
    assert {name: file["sha256"] for name, file in slip["files"].items()} == kept


def test_the_files_are_the_same_bytes_whatever_happens_to_the_services_later() -> None:
    line = funding.a_funded_line()
    run = made(accounts.council_finance(), "accruals")
    before = bytes_of(run, "csv")
    funding.share(line, starts_on=line.starts_on, nhs="70.00", council="30.00", reason="Wrong decision")
    assert bytes_of(run, "csv") == before
    assert (
        made(accounts.council_finance(), "accruals").files.get(kind="csv").sha256
        != run.files.get(kind="csv").sha256
    )
    path = reports.kept(run.files.get(kind="csv").sha256)
    path.chmod(0o600)
    path.write_bytes(b"other")
    with pytest.raises(Damaged):
        bytes_of(run, "csv")


def test_an_accrual_is_the_service_that_no_frozen_schedule_charges() -> None:
    funding.a_funded_line()
    funding.a_frozen_schedule()
    assert table_of(made(accounts.council_finance(), "accruals")) == []
    late = funding.a_funded_line(cases.an_active_case(), weekly=70_000)
    rows = table_of(made(accounts.council_finance(), "accruals"))
    assert [(row["Local reference"], row["Days"], row["Gross"], row["Your share"]) for row in rows] == [
        (late.case.reference, "30", "3000.00", "1500.00")
    ]


def test_the_year_is_what_was_charged_and_what_is_to_come_day_by_day() -> None:
    """Reconciliation rule 9: 30 days charged and 335 to come are the 365 days of 2026/27."""
    funding.a_funded_line()
    funding.a_frozen_schedule()
    (row,) = table_of(made(accounts.council_finance(), "commitment"))
    assert (row["Charged so far"], row["Not charged yet"], row["Year"]) == ("4500.00", "50250.00", "54750.00")
    assert row["Full-year effect"] == "54750.00"
    assert row["Your share of the year"] == "27375.00"


def test_each_report_can_be_run_by_both_bodies() -> None:
    funding.a_funded_line()
    funding.a_frozen_schedule()
    for actor in (accounts.council_finance(), accounts.nhs_finance()):
        for key, report in REPORTS.items():
            run = made(actor, key, (date(2026, 4, 1), date(2027, 3, 31)), category="accommodation")
            assert run.files.count() == 4, report.title


def test_a_partner_body_sees_its_own_lines_and_runs_alone() -> None:
    line = funding.a_funded_line()
    alone = funding.a_line_without_share(cases.an_active_case(), weekly=80_000)
    funding.share(alone, starts_on=alone.starts_on, nhs="0.00", council="100.00")
    funding.a_frozen_schedule()
    ours = made(accounts.council_finance(), "recharge")
    theirs = made(accounts.nhs_finance(), "recharge")
    assert ours.rows_done == 2
    text = bytes_of(theirs, "csv", accounts.nhs_finance()).decode("utf-8-sig")
    references = {row["Local reference"] for row in csv.DictReader(io.StringIO(text))}
    assert line.case.reference in references
    with pytest.raises(NotFound):
        bytes_of(ours, "csv", accounts.nhs_finance())
    with pytest.raises(NotAllowed):
        made(accounts.coordinator(), "recharge")


def test_a_report_that_fails_three_times_is_given_up_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*given: object) -> Rows:
        raise OSError("no space")

    monkeypatch.setattr(report_files, "_write", broken)
    wanted = ReportInput(report="recharge", first_day=APRIL[0], last_day=APRIL[1], parameters={}, purpose="x")
    run = reports.request_report(actor=accounts.council_finance(), at=NOW, wanted=wanted)
    for status in ("requested", "requested", "failed"):
        assert not reports.make_report(actor=SETTING_UP, at=NOW, run_id=run.id)
        assert ReportRun.objects.get(pk=run.pk).status == status
    assert ReportRun.objects.get(pk=run.pk).failure == "A fault stopped it each time (OSError)."
    assert [row.number for row in report_runs.finished_runs(accounts.council_finance(), NOW)] == [run.number]


def test_a_report_whose_bodies_do_not_come_to_its_lines_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rule 1: a schedule that is frozen between the two statements must not leave a slip that disagrees."""
    funding.a_funded_line()
    funding.a_frozen_schedule()
    report = REPORTS["recharge"]
    monkeypatch.setitem(REPORTS, "recharge", replace(report, payers=lambda actor, filters: {"NMC": 1}))
    wanted = ReportInput(report="recharge", first_day=APRIL[0], last_day=APRIL[1], parameters={}, purpose="x")
    run = reports.request_report(actor=accounts.council_finance(), at=NOW, wanted=wanted)
    assert not reports.make_report(actor=SETTING_UP, at=NOW, run_id=run.id)
    monkeypatch.setitem(REPORTS, "recharge", report)
    assert reports.make_report(actor=SETTING_UP, at=NOW, run_id=run.id)


def test_a_run_that_a_worker_holds_is_not_made_twice_until_that_worker_is_given_up() -> None:
    wanted = ReportInput(report="recharge", first_day=APRIL[0], last_day=APRIL[1], parameters={}, purpose="x")
    run = reports.request_report(actor=accounts.council_finance(), at=NOW, wanted=wanted)
    held = {"claimed_at": Now() - timedelta(minutes=29), "attempts": 1}
    ReportRun.objects.claim(run.pk, "status", "requested", "rendering", **held)
    assert reports.queue_unfinished_reports(actor=SETTING_UP, at=NOW) == 0
    assert not reports.make_report(actor=SETTING_UP, at=NOW, run_id=run.id)
    left = Now() - timedelta(minutes=31)
    ReportRun.objects.claim(run.pk, "status", "rendering", "rendering", claimed_at=left)
    assert reports.queue_unfinished_reports(actor=SETTING_UP, at=NOW) == 1
    assert reports.make_report(actor=SETTING_UP, at=NOW, run_id=run.id)


def test_a_filter_is_kept_by_name_for_its_owner_alone_and_dropped() -> None:
    lowe = accounts.council_finance()
    wanted = ReportInput(
        report="recharge",
        first_day=APRIL[0],
        last_day=APRIL[1],
        parameters={"provider": "Harbour"},
        purpose="x",
    )
    for _ in range(2):
        reports.save_filter(actor=lowe, at=NOW, name="Monthly", span=Span.LAST_MONTH, wanted=wanted)
    (kept,) = report_runs.filters_of(lowe)
    assert (kept.span, kept.first_day, kept.parameters) == (Span.LAST_MONTH, None, {"provider": "Harbour"})
    with pytest.raises(NotFound):
        reports.drop_filter(actor=accounts.nhs_finance(), at=NOW, filter_id=kept.id)
    reports.drop_filter(actor=lowe, at=NOW, filter_id=kept.id)
    assert report_runs.filters_of(lowe) == ()
    assert SavedFilter.objects.count() == 2


def test_memory_does_not_grow_with_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file five times as long takes no more memory: nothing is held but the row in hand."""
    row = tuple(5 if column.kind in {"integer", "money"} else None for column in REPORTS["recharge"].columns)

    def peak(count: int) -> int:
        def many(actor: Actor, filters: Filters) -> Rows:
            return Rows(count, (row for _ in range(count)))

        monkeypatch.setitem(REPORTS, "recharge", _with(many))
        tracemalloc.start()
        run = made(accounts.council_finance(), "recharge")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert run.rows_done == count
        return most

    peak(100)
    few = peak(1000)
    assert peak(5000) < few + 600_000


def _with(rows: Any) -> Any:
    report = REPORTS["recharge"]
    return type(report)(
        **{name: getattr(report, name) for name in report.__slots__ if name not in {"rows", "payers"}},
        rows=rows,
    )
