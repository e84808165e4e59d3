"""A month's schedule from asking to file: exact figures, frozen for ever, corrected on the next one."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction

from funding import queries
from funding.models import Schedule, ScheduleLine
from funding.rules.proration import Unit
from funding.services import exports, packages, schedules
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.funding import APRIL, MAY

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


def four_lines() -> None:
    """F01, F02, F03 and F11 of the finance vectors: the four people of journey J10."""
    funding.a_funded_line(weekly=105_000)
    funding.a_funded_line(weekly=123_456)
    funding.a_funded_line(weekly=98_765, starts_on=date(2026, 4, 15), nhs="60.00", council="40.00")
    funding.a_funded_line(weekly=105_000)


def totals(schedule: Schedule) -> dict[str, int]:
    lines = queries.lines_of_schedule(schedule.id)
    codes = {part.organisation_id: part.code for line in lines for part in line.parts}
    return {codes[body]: pence for body, pence in queries.totals_of(lines).by_payer.items()}


def csv_of(schedule: Schedule, code: str) -> tuple[bytes, list[dict[str, str]]]:
    name = f"s117-recharge_{schedule.period_from}_{schedule.period_to}_{code}_v{schedule.edition}.csv"
    actor = accounts.council_finance()
    _, path = exports.download_file(actor=actor, at=LATER, schedule_id=schedule.id, name=name)
    data = path.read_bytes()
    return data, list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def pence(pounds: str) -> int:
    return int(Decimal(pounds) * 100)


def test_a_month_of_four_people_reconciles_to_the_penny() -> None:
    four_lines()
    schedule = funding.a_draft_schedule()
    assert (schedule.status, schedule.row_count, schedule.gross_pence) == ("draft", 4, 1_654_846)
    assert totals(schedule) == {"NMI": 849_998, "NMC": 804_848}
    assert schedule.exceptions == []


def test_a_share_that_changes_in_the_month_cuts_the_line_in_two() -> None:
    line = funding.a_funded_line(weekly=140_000)
    funding.share(line, starts_on=date(2026, 5, 15), nhs="70.00", council="30.00", decision="PANEL-2")
    schedule = funding.a_draft_schedule(MAY)
    rows = queries.lines_of_schedule(schedule.id)
    assert [(row.days, row.gross_pence, row.decision_reference) for row in rows] == [
        (14, 280_000, "PANEL-2026-014"),
        (17, 340_000, "PANEL-2"),
    ]
    assert totals(schedule) == {"NMI": 378_000, "NMC": 242_000}


def test_hours_and_one_off_items_are_charged_as_delivered() -> None:
    hourly = funding.a_funded_line(unit=Unit.HOUR, weekly=2_440, nhs="40.00", council="60.00")
    funding.a_funded_line(unit=Unit.ONE_OFF, weekly=25_000, starts_on=date(2026, 5, 12))
    actor = accounts.council_finance()
    given = {"service_from": MAY[0], "service_to": MAY[1], "units": Decimal("42.25")}
    packages.record_delivery(actor=actor, at=NOW, line_id=hourly.id, **given)
    schedule = funding.a_draft_schedule(MAY)
    assert sorted(row.gross_pence for row in queries.lines_of_schedule(schedule.id)) == [25_000, 103_090]


def test_what_cannot_be_charged_is_listed_and_holds_up_the_freeze() -> None:
    funding.a_funded_line()
    bare = funding.a_line_without_share()
    schedule = funding.a_draft_schedule()
    assert [(found["line_id"], found["rule"], found["who"]) for found in schedule.exceptions] == [
        (str(bare.id), "no_split", "Finance at Northmoor Council")
    ]
    with pytest.raises(Refused, match="1 exception"):
        schedules.freeze_schedule(actor=accounts.council_finance(), at=LATER, schedule_id=schedule.id)
    funding.share(bare, starts_on=APRIL[0])
    schedules.request_again(actor=accounts.council_finance(), at=LATER, schedule_id=schedule.id)
    assert schedules.produce_schedule(actor=SETTING_UP, at=LATER, schedule_id=schedule.id)
    schedule.refresh_from_db()
    assert (schedule.exceptions, schedule.row_count) == ([], 2)


def test_a_second_worker_finds_nothing_to_do() -> None:
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    assert not schedules.produce_schedule(actor=SETTING_UP, at=LATER, schedule_id=schedule.id)
    assert ScheduleLine.objects.filter(schedule=schedule).count() == 1


def test_a_schedule_that_a_dead_worker_held_is_found_again(
    django_capture_on_commit_callbacks: object,
) -> None:
    funding.a_funded_line()
    actor = accounts.council_finance()
    schedule = schedules.start_schedule(
        actor=actor, at=NOW, council_id=accounts.northmoor().id, period_from=APRIL[0], period_to=APRIL[1]
    )
    assert Schedule.objects.claim(schedule.id, "status", "requested", "requested", claimed_at=NOW)
    assert queries.waiting_schedules(NOW + timedelta(minutes=5)) == ()
    assert queries.waiting_schedules(NOW + timedelta(minutes=11)) == (schedule.id,)


def test_the_files_agree_with_the_schedule_and_with_one_another() -> None:
    four_lines()
    schedule = funding.a_frozen_schedule()
    assert exports.make_files(actor=SETTING_UP, at=LATER, schedule_id=schedule.id) == 8
    data, rows = csv_of(schedule, "NMC")
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    stem = "s117-recharge_2026-04-01_2026-04-30_NMC_v1"
    actor = accounts.council_finance()
    _, slip = exports.download_file(actor=actor, at=LATER, schedule_id=schedule.id, name=f"{stem}.json")
    manifest = json.loads(slip.read_text())
    sums = {code: sum(pence(row[f"{code} amount"]) for row in rows) for code in ("NMC", "NMI")}
    assert {code: pence(sum_) for code, sum_ in manifest["sum_by_payer"].items()} == sums == totals(schedule)
    assert sum(pence(row["Gross"]) for row in rows) == pence(manifest["sum_gross"]) == schedule.gross_pence
    assert manifest["rows"] == len(rows) == schedule.row_count
    assert manifest["lines_sha256"] == schedule.control_hash
    _, book = exports.download_file(actor=actor, at=LATER, schedule_id=schedule.id, name=f"{stem}.xlsx")
    sheet = openpyxl.load_workbook(book.open("rb"))["Lines"]
    headings = [cell.value for cell in sheet[1]]
    assert headings == list(rows[0])
    _, machine = exports.download_file(
        actor=actor, at=LATER, schedule_id=schedule.id, name=f"{stem}_lines.json"
    )
    plain = json.loads(machine.read_text())["rows"]
    assert [row["Gross"] for row in plain] == [row["Gross"] for row in rows]
    assert sum(pence(row["NMI amount"]) for row in plain) == sums["NMI"]
    gross = headings.index("Gross")
    assert sum(round(row[gross].value * 100) for row in sheet.iter_rows(min_row=2)) == schedule.gross_pence
    assert {name for name, file in manifest["files"].items() if len(file["sha256"]) == 64} == {
        f"{stem}.csv",
        f"{stem}.xlsx",
        f"{stem}_lines.json",
    }


def test_a_file_names_nobody_and_prints_initials_and_year_of_birth() -> None:
    line = funding.a_funded_line()
    schedule = funding.a_frozen_schedule()
    exports.make_files(actor=SETTING_UP, at=LATER, schedule_id=schedule.id)
    data, rows = csv_of(schedule, "NMI")
    assert line.case.client.family_name.encode() not in data
    assert (rows[0]["Initials"], rows[0]["Year of birth"], rows[0]["NHS number"]) == ("AP", "1988", "")


def test_nhs_numbers_are_printed_only_where_the_bodies_agreed_to_it(settings: Any) -> None:
    case = cases.an_active_case(nhs_number="9990000018")
    funding.a_funded_line(case)
    settings.SCHEDULE_NHS_NUMBER_COUNCILS = frozenset({"NMC"})
    schedule = funding.a_draft_schedule()
    assert [row.nhs_number for row in queries.lines_of_schedule(schedule.id)] == ["9990000018"]


def test_a_provider_named_like_a_formula_is_harmless() -> None:
    nasty = '=HYPERLINK("http://evil.example","x")'
    funding.a_funded_line(provider_name=nasty)
    schedule = funding.a_frozen_schedule()
    exports.make_files(actor=SETTING_UP, at=LATER, schedule_id=schedule.id)
    _, rows = csv_of(schedule, "NMC")
    assert rows[0]["Provider"] == f"'{nasty}"
    name = "s117-recharge_2026-04-01_2026-04-30_NMC_v1.xlsx"
    actor = accounts.council_finance()
    _, book = exports.download_file(actor=actor, at=LATER, schedule_id=schedule.id, name=name)
    cells = [cell for sheet in openpyxl.load_workbook(book.open("rb")) for row in sheet for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert nasty in [cell.value for cell in cells]


def test_a_later_edit_changes_neither_figures_nor_hash_nor_file() -> None:
    line = funding.a_funded_line()
    schedule = funding.a_frozen_schedule()
    exports.make_files(actor=SETTING_UP, at=LATER, schedule_id=schedule.id)
    before, _ = csv_of(schedule, "NMC")
    packages.record_rate(
        actor=accounts.council_finance(), at=LATER, line_id=line.id, starts_on=APRIL[0], pence=1,
        reason="Typed wrongly",
    )  # fmt: skip
    packages.amend_line(
        actor=accounts.council_finance(), at=LATER, line_id=line.id, cost_centre="Z", subjective_code="Z",
        po_reference="Z",
    )  # fmt: skip
    lines = queries.lines_of_schedule(schedule.id)
    assert schedules.hash_of(lines) == Schedule.objects.get(pk=schedule.pk).control_hash
    assert csv_of(schedule, "NMC")[0] == before
    assert exports.make_files(actor=SETTING_UP, at=LATER, schedule_id=schedule.id) == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funding_scheduleline SET gross_pence = 0",
        "DELETE FROM funding_scheduleshare",
        "UPDATE funding_schedule SET gross_pence = 0",
        "UPDATE funding_schedule SET status = 'draft'",
        "DELETE FROM funding_scheduleline",
    ],
)
def test_the_database_itself_refuses_to_change_a_frozen_schedule(statement: str) -> None:
    funding.a_funded_line()
    funding.a_frozen_schedule()
    with pytest.raises(IntegrityError, match="frozen"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_wrong_rate_is_reversed_and_replaced_on_the_next_schedule() -> None:
    """J10 and F18: 1,260.00 for 1,206.00 in May, put right in June; May's figures stay as issued."""
    line = funding.a_funded_line(weekly=126_000, starts_on=MAY[0])
    may = funding.a_frozen_schedule(MAY)
    packages.record_rate(
        actor=accounts.council_finance(), at=LATER, line_id=line.id, starts_on=MAY[0], pence=120_600,
        reason="Contract says 1,206.00",
    )  # fmt: skip
    june = funding.a_draft_schedule(JUNE, at=LATER)
    rows = queries.lines_of_schedule(june.id)
    assert [(row.kind, row.service_from, row.gross_pence) for row in rows] == [
        ("reversal", MAY[0], -558_000),
        ("replacement", MAY[0], 534_086),
        ("charge", JUNE[0], 516_857),
    ]
    assert (rows[0].mends_schedule, rows[0].mends_number) == (may.number, 1)
    assert sum(row.gross_pence for row in rows[:2]) == -23_914
    assert may.gross_pence == 558_000


def test_a_settled_correction_is_not_posted_again() -> None:
    line = funding.a_funded_line(weekly=126_000, starts_on=MAY[0])
    funding.a_frozen_schedule(MAY)
    packages.record_rate(
        actor=accounts.council_finance(), at=LATER, line_id=line.id, starts_on=MAY[0], pence=120_600,
        reason="Contract",
    )  # fmt: skip
    funding.a_frozen_schedule(JUNE, at=LATER + timedelta(hours=1))
    again = LATER + timedelta(hours=2)
    packages.amend_line(
        actor=accounts.council_finance(), at=again, line_id=line.id, cost_centre="A", subjective_code="",
        po_reference="",
    )  # fmt: skip
    packages.record_rate(
        actor=accounts.council_finance(), at=again, line_id=line.id, starts_on=JUNE[1], pence=1
    )
    july = funding.a_draft_schedule((date(2026, 7, 1), date(2026, 7, 31)), at=again + timedelta(hours=1))
    kinds = [(row.kind, row.service_from) for row in queries.lines_of_schedule(july.id)]
    assert ("reversal", MAY[0]) not in kinds
    assert ("reversal", JUNE[0]) in kinds


def test_backdating_a_share_recharges_each_month_on_its_own(at: object) -> None:
    """F17: the council paid 100% for a quarter; the panel backdates 50/50 to 1 April."""
    line = funding.a_funded_line(nhs="0.00", council="100.00")
    for period in (APRIL, MAY, JUNE):
        funding.a_frozen_schedule(period)
    funding.share(line, starts_on=APRIL[0], at=LATER, reason="Panel 15 July", decision="PANEL-3")
    july = funding.a_draft_schedule((date(2026, 7, 1), date(2026, 7, 31)), at=LATER + timedelta(hours=1))
    corrections = [row for row in queries.lines_of_schedule(july.id) if row.kind != "charge"]
    by_body = queries.totals_of(corrections).by_payer
    assert by_body == {str(accounts.northmoor_icb().id): 682_500, str(accounts.northmoor().id): -682_500}


def test_freezing_twice_and_freezing_what_changed_are_refused() -> None:
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    actor = accounts.council_finance()
    with pytest.raises(Stale):
        schedules.freeze_schedule(
            actor=actor, at=LATER, schedule_id=schedule.id, seen_version=schedule.version - 1
        )
    schedules.freeze_schedule(actor=actor, at=LATER, schedule_id=schedule.id, seen_version=schedule.version)
    with pytest.raises(IllegalTransition):
        schedules.freeze_schedule(
            actor=actor, at=LATER, schedule_id=schedule.id, seen_version=schedule.version
        )


def test_one_schedule_is_open_at_a_time_and_periods_do_not_overlap() -> None:
    funding.a_funded_line()
    draft = funding.a_draft_schedule()
    with pytest.raises(Refused, match="Another schedule is open"):
        funding.a_draft_schedule(MAY)
    schedules.withdraw_schedule(
        actor=accounts.council_finance(), at=LATER, schedule_id=draft.id, reason="Wrong month"
    )
    funding.a_frozen_schedule()
    with pytest.raises(Refused) as refusal:
        funding.a_draft_schedule((date(2026, 4, 20), date(2026, 5, 17)))
    assert "overlap" in refusal.value.fields["period_from"]
    again = funding.a_draft_schedule()
    assert (again.edition, again.row_count) == (2, 0)


def test_a_partner_sees_frozen_lines_it_has_a_part_in_and_nothing_else() -> None:
    shared = funding.a_funded_line()
    funding.a_funded_line(nhs="0.00", council="100.00", description="Council only")
    may, stranger = (
        accounts.nhs_finance(),
        accounts.actor_of(accounts.user("other", "finance", accounts.southvale_icb())),
    )
    draft = funding.a_draft_schedule()
    assert queries.schedules_for(may) == ()
    schedules.freeze_schedule(actor=accounts.council_finance(), at=LATER, schedule_id=draft.id)
    exports.make_files(actor=SETTING_UP, at=LATER, schedule_id=draft.id)
    row = queries.schedule_for(may, draft.id)
    assert [line.line_id for line in queries.lines_seen_by(may, row)][:1] == [shared.id]
    assert {file.audience.code for file in queries.files_for(may, row)} == {"NMI"}
    with pytest.raises(NotFound):
        queries.schedule_for(stranger, draft.id)
    with pytest.raises(NotAllowed):
        schedules.start_schedule(
            actor=may, at=NOW, council_id=accounts.northmoor().id, period_from=MAY[0], period_to=MAY[1]
        )


def test_taking_a_file_is_recorded() -> None:
    funding.a_funded_line()
    schedule = funding.a_frozen_schedule()
    exports.make_files(actor=SETTING_UP, at=LATER, schedule_id=schedule.id)
    csv_of(schedule, "NMC")
    event = AuditEvent.objects.get(event="export_downloaded")
    assert (event.actor_name, len(event.detail["sha256"])) == ("Sam Lowe", 64)


def test_an_end_recorded_late_takes_back_the_days_after_it() -> None:
    line = funding.a_funded_line()
    funding.a_frozen_schedule()
    packages.end_line(
        actor=accounts.council_finance(),
        at=LATER,
        line_id=line.id,
        ends_on=date(2026, 4, 20),
        reason="Moved out",
    )
    may = funding.a_draft_schedule(MAY, at=LATER)
    rows = queries.lines_of_schedule(may.id)
    assert [(row.kind, row.days, row.gross_pence) for row in rows] == [
        ("reversal", 30, -450_000),
        ("replacement", 20, 300_000),
    ]


def test_a_change_committed_just_after_the_figures_is_not_missed() -> None:
    line = funding.a_funded_line(weekly=126_000)
    funding.a_frozen_schedule(at=LATER)
    packages.record_rate(
        actor=accounts.council_finance(), at=LATER - timedelta(seconds=1), line_id=line.id,
        starts_on=APRIL[0], pence=120_600, reason="Contract",
    )  # fmt: skip
    may = funding.a_draft_schedule(MAY, at=LATER + timedelta(days=1))
    assert [row.kind for row in queries.lines_of_schedule(may.id)] == ["reversal", "replacement", "charge"]


def test_a_service_that_runs_on_after_a_death_holds_up_the_freeze() -> None:
    line = funding.a_funded_line()
    with acting_as(SETTING_UP):
        line.case.amend(status="ended_death")
    schedule = funding.a_draft_schedule()
    assert [found["rule"] for found in schedule.exceptions] == ["paid_without_entitlement"]
    packages.end_line(
        actor=accounts.council_finance(), at=LATER, line_id=line.id, ends_on=date(2026, 4, 12), reason="Died"
    )
    schedules.request_again(actor=accounts.council_finance(), at=LATER, schedule_id=schedule.id)
    schedules.produce_schedule(actor=SETTING_UP, at=LATER, schedule_id=schedule.id)
    schedule.refresh_from_db()
    assert (schedule.exceptions, schedule.gross_pence) == ([], 180_000)


def test_a_period_that_is_not_over_is_frozen_only_on_purpose() -> None:
    funding.a_funded_line()
    actor, schedule = accounts.council_finance(), funding.a_draft_schedule()
    last_day = datetime(2026, 4, 30, 12, 0, tzinfo=UTC)
    with pytest.raises(Refused) as refusal, transaction.atomic():
        schedules.freeze_schedule(actor=actor, at=last_day, schedule_id=schedule.id)
    assert "before the period is over" in refusal.value.fields["early"]
    frozen = schedules.freeze_schedule(actor=actor, at=last_day, schedule_id=schedule.id, early=True)
    assert frozen.status == "frozen"
