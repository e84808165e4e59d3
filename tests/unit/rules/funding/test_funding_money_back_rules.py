"""What came back of a direct payment goes back to the bodies by the share of the days last paid for."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from funding.rules.corrections import Issued, PostingKind
from funding.rules.lines import LineFact, RateFact, SplitFact, Terms, line_cost
from funding.rules.money_back import Returned, back_postings, given_back, mended
from funding.rules.split import Share
from s117.kernel.periods import Period

APRIL, MAY = date(2026, 4, 1), date(2026, 4, 29)
FIRST = Period.inclusive(APRIL, date(2026, 4, 28))
SECOND = Period.inclusive(MAY, date(2026, 5, 26))


def shared(nhs: int) -> Terms:
    return Terms((Share("LA", 10_000 - nhs, residual=True), Share("ICB", nhs)), "PANEL-1")


def a_line(*splits: tuple[date, int], weekly: int = 32_045) -> LineFact:
    return LineFact(
        "line",
        Period(APRIL),
        (RateFact(APRIL, weekly),),
        tuple(SplitFact(day, shared(nhs)) for day, nhs in splits or [(APRIL, 5000)]),
    )


def test_what_comes_back_is_shared_by_the_share_of_those_days_to_the_penny() -> None:
    """£540.91 of £1,281.80 at half each: the odd penny stays with the body that pays."""
    found = given_back(a_line(), [FIRST], [Returned(FIRST.last_day, "r1", 54_091)])
    assert [(row.days, row.gross, row.by_payer) for row in found["r1"]] == [
        (FIRST, -54_091, {"LA": -27_045, "ICB": -27_046})
    ]


def test_the_days_last_paid_for_come_back_first_each_by_its_own_share() -> None:
    """Half until 14 May, then 70% by the NHS body: £640.90 is of 13 to 26 May, the rest of the days before."""
    line = a_line((APRIL, 5000), (date(2026, 5, 13), 7000))
    found = given_back(line, [SECOND, FIRST], [Returned(SECOND.last_day, "r1", 64_090 + 10_001)])
    assert [(row.days.start, row.gross, row.by_payer) for row in found["r1"]] == [
        (date(2026, 5, 13), -64_090, {"LA": -19_227, "ICB": -44_863}),
        (MAY, -10_001, {"LA": -5_000, "ICB": -5_001}),
    ]


def test_what_the_holder_keeps_is_of_the_last_days_and_what_came_back_of_those_before() -> None:
    """Two of the eight weeks are kept: £100.00 is of the four weeks before the last two."""
    line = a_line((APRIL, 5000), (date(2026, 5, 13), 7000))
    kept = Returned(SECOND.last_day, "r1", 10_000, kept=64_090)
    assert [(row.days.start, row.gross) for row in given_back(line, [FIRST, SECOND], [kept])["r1"]] == [
        (MAY, -10_000)
    ]
    all_kept = Returned(FIRST.last_day, "r1", 10_000, kept=999_999)
    assert [row.gross for row in given_back(line, [FIRST], [all_kept])["r1"]] == [-10_000]
    half = Returned(FIRST.last_day, "r1", 100_000, kept=64_090)
    assert [row.gross for row in given_back(line, [FIRST], [half])["r1"]] == [-100_000]
    again = given_back(line, [FIRST], [all_kept, Returned(FIRST.last_day, "r2", 200_000)])
    assert [row.gross for row in again["r2"]] == [-118_180]


def test_no_money_comes_back_of_the_same_days_twice() -> None:
    """The second return begins where the first one stopped; payments made after a return are not its."""
    rows = [Returned(FIRST.last_day, "r1", 128_180 - 80), Returned(SECOND.last_day, "r2", 128_180 + 80)]
    found = given_back(a_line(), [FIRST, SECOND], rows)
    assert [(row.days, row.gross) for row in found["r1"]] == [(FIRST, -128_100)]
    assert [(row.days, row.gross) for row in found["r2"]] == [(SECOND, -128_180), (FIRST, -80)]


def test_a_one_off_payment_that_comes_back_was_in_nobodys_share() -> None:
    assert given_back(a_line(), [], [Returned(MAY, "r1", 25_000)]) == {"r1": ()}
    found = given_back(a_line(weekly=0), [FIRST], [Returned(MAY, "r1", 25_000)])
    assert found == {"r1": ()}


def test_nothing_is_posted_twice_and_a_changed_share_takes_back_and_writes_anew() -> None:
    came = [Returned(FIRST.last_day, "r1", 54_091)]
    now = given_back(a_line(), [FIRST], came)["r1"]
    (posted,) = back_postings(now, ())
    assert (posted.kind, posted.gross, posted.mends) == (PostingKind.RECLAIM, -54_091, "")
    standing = [Issued("line 7", posted.days, posted.gross, posted.parts)]
    assert back_postings(now, standing) == ()
    later = given_back(a_line((APRIL, 0)), [FIRST], came)["r1"]
    taken, anew = back_postings(later, standing)
    assert (taken.kind, taken.gross, taken.mends) == (PostingKind.REVERSAL, 54_091, "line 7")
    assert (anew.kind, dict(anew.parts)) == (PostingKind.RECLAIM, {"LA": -54_091, "ICB": 0})


def test_it_is_linked_to_the_line_that_charged_the_last_of_the_days() -> None:
    charged = [
        Issued("april", Period.inclusive(APRIL, date(2026, 4, 30)), 1, ()),
        Issued("may", Period.inclusive(date(2026, 5, 1), date(2026, 5, 31)), 1, ()),
    ]
    assert mended(FIRST, charged) == "april"
    assert mended(SECOND, charged) == "may"
    assert mended(SECOND, charged[:1]) == "april"
    assert mended(SECOND, ()) == ""


@given(
    weekly=st.integers(1, 500_000),
    nhs=st.lists(st.integers(0, 10_000), min_size=1, max_size=4),
    backs=st.lists(st.integers(1, 300_000), min_size=1, max_size=3),
)
def test_parts_come_to_the_whole_and_never_to_more_than_was_charged(
    weekly: int, nhs: list[int], backs: list[int]
) -> None:
    line = a_line(
        *((APRIL.replace(day=1 + 9 * place), share) for place, share in enumerate(nhs)), weekly=weekly
    )
    rows = [Returned(SECOND.last_day, str(place), pence) for place, pence in enumerate(backs)]
    found = given_back(line, [FIRST, SECOND], rows)
    given_to = {row.key: -sum(charge.gross for charge in found[row.key]) for row in rows}
    assert all(sum(charge.by_payer.values()) == charge.gross for key in found for charge in found[key])
    assert all(given_to[row.key] <= row.pence for row in rows)
    charged = {
        (charge.days, charge.gross) for days in (FIRST, SECOND) for charge in line_cost(line, days).charges
    }
    assert sum(given_to.values()) == min(sum(backs), sum(gross for _, gross in charged))
