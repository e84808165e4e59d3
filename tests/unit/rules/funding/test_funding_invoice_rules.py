"""A provider's invoice beside the schedules: F29 line by line, and rows read from what people load."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from funding.rules.invoices import Billed, Charged, LineStatus, line_status, match_lines, payable, read_rows
from s117.kernel.periods import Period

APRIL = Period.inclusive(date(2026, 4, 1), date(2026, 4, 30))
HALF = Period.inclusive(date(2026, 4, 1), date(2026, 4, 15))
REST = Period.inclusive(date(2026, 4, 16), date(2026, 4, 30))


def billed(number: int, client: str, pence: int, days: Period = APRIL) -> Billed:
    return Billed(number, client, days, pence)


def charged(client: str, pence: int, service: str = "a", days: Period = APRIL, key: str = "") -> Charged:
    return Charged(key or f"{client}-{service}", client, service, days, pence)


def test_f29_line_by_line() -> None:
    lines = [billed(1, "C1", 450_000), billed(2, "C2", 500_000)]
    results, left = match_lines(lines, [charged("C1", 450_000), charged("C2", 498_741)])
    assert [(row.charged, row.line.pence - row.charged) for row in results] == [
        (450_000, 0),
        (498_741, 1_259),
    ]
    assert [line_status(row.line.pence, row.charged, 100) for row in results] == [
        LineStatus.MATCHED,
        LineStatus.QUERY,
    ]
    assert left == ()


@pytest.mark.parametrize(
    ("billed_pence", "status"),
    [(450_100, "matched"), (450_101, "query"), (449_900, "matched"), (449_899, "query")],
)
def test_the_tolerance_is_a_pound_a_line_either_way(billed_pence: int, status: str) -> None:
    assert line_status(billed_pence, 450_000, 100) == status


def test_one_line_may_stand_for_several_services_and_for_what_was_corrected() -> None:
    charges = [
        charged("C1", 100_000),
        charged("C1", -100_000, key="reversal"),
        charged("C1", 90_000, key="replacement"),
        charged("C1", 50_000, "b"),
    ]
    (row,), left = match_lines([billed(1, "C1", 140_000)], charges)
    assert (row.charged, left) == (140_000, ())


def test_services_on_the_same_days_go_each_to_the_line_that_they_fit() -> None:
    lines = [billed(1, "C1", 150_000), billed(2, "C1", 30_000)]
    charges = [charged("C1", 100_000, "home"), charged("C1", 50_000, "night"), charged("C1", 30_000, "group")]
    for order in permutations(charges):
        results, left = match_lines(lines, order)
        assert [row.charged for row in results] == [150_000, 30_000]
        assert left == ()


def test_what_stands_on_one_side_only_is_left() -> None:
    results, left = match_lines([billed(1, "C9", 10_000)], [charged("C1", 20_000)])
    assert [row.taken for row in results] == [[]]
    assert [(row.client, row.pence) for row in left] == [("C1", 20_000)]


def test_half_a_month_takes_its_days_alone_and_the_pieces_come_to_the_whole() -> None:
    results, left = match_lines([billed(1, "C1", 50_001, HALF)], [charged("C1", 100_001)])
    assert [(row.days, row.pence) for row in results[0].taken] == [(HALF, 50_001)]
    assert [(row.days, row.pence) for row in left] == [(REST, 50_000)]


def test_what_is_paid_follows_from_how_the_query_ended() -> None:
    assert payable(LineStatus.MATCHED, "", 450_050, 450_000) == 450_050
    assert payable(LineStatus.QUERY, "", 500_000, 498_741) == 0
    assert payable(LineStatus.SETTLED, "credit_note", 500_000, 498_741) == 498_741
    assert payable(LineStatus.SETTLED, "accepted", 500_000, 498_741) == 500_000
    assert payable(LineStatus.SETTLED, "rate_corrected", 500_000, 498_741) == 500_000


def test_rows_are_read_as_people_write_them() -> None:
    text = (
        "\ufeffClient,From,To,Amount\r\n"
        "nmc-000001,2026-04-01,2026-04-30,4500.00\r\n"
        "\r\n"
        'NMC-000002,01/04/2026,30/04/2026,"£5,000.00"\r\n'
        "NMC-000003,1 April 2026,15 Apr 2026,1,000.5\r\n"
        "NMC-000004,2026-04-01,2026-04-30,-12.59\r\n"
    )
    sheet = read_rows(text)
    assert sheet.faults == ()
    assert [(row.number, row.client, row.pence) for row in sheet.rows] == [
        (2, "NMC-000001", 450_000),
        (4, "NMC-000002", 500_000),
        (5, "NMC-000003", 100_050),
        (6, "NMC-000004", -1_259),
    ]
    assert sheet.rows[2].days == HALF
    assert read_rows("NMC-000001\t2026-04-01\t2026-04-30\t4500").rows[0].pence == 450_000


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("NMC-000001,2026-04-31,2026-04-30,1.00", "“2026-04-31” is not a date"),
        ("NMC-000001,2026-04-30,2026-04-01,1.00", "the last day is before the first day"),
        ("NMC-000001,2026-04-01,2026-04-30,1.005", "is not an amount in pounds"),
        ("NMC-000001,2026-04-01,2026-04-30,0.00", "more than nothing"),
        (",2026-04-01,2026-04-30,1.00", "give a reference"),
        ("NMC-000001,2026-04-01", "give a reference"),
    ],
)
def test_each_faulty_row_is_named_and_the_others_are_read(row: str, fault: str) -> None:
    sheet = read_rows(f"NMC-000009,2026-04-01,2026-04-30,1.00\n{row}\n")
    assert [found.client for found in sheet.rows] == ["NMC-000009"]
    assert len(sheet.faults) == 1
    assert sheet.faults[0].startswith("Row 2: ")
    assert fault in sheet.faults[0]
