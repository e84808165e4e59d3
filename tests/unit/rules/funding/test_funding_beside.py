"""What others pay beside a line, and whether the bodies would name the same split."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funding.rules.agreed_splits import Held, SplitDoubt, doubt_words, doubts
from funding.rules.beside import Beside, BesideSum, beside
from s117.kernel.periods import Period

APRIL = Period(date(2026, 4, 1), date(2026, 5, 1))
KINDS = {"NMC": "council", "SVC": "council", "NMI": "nhs", "EDU": ""}
AGREED = Held({"NMC": 5000, "NMI": 5000}, False, KINDS, {"council": "NMC", "nhs": "NMI"})


def test_a_top_up_is_paid_for_the_days_of_the_line() -> None:
    """F11: £150.00 a week for April is £642.86; paid to the home, none of it goes through the council."""
    open_ended = Period(date(2026, 3, 1))
    assert beside(APRIL, [Beside(15_000, open_ended, through_payer=True)]) == BesideSum(64_286, 64_286)
    assert beside(APRIL, [Beside(15_000, open_ended)]) == BesideSum(64_286, 0)
    week = Period(date(2026, 4, 24), date(2026, 5, 8))
    assert beside(APRIL, [Beside(15_000, week), Beside(700, open_ended)]) == BesideSum(18_000, 0)


def test_what_is_paid_on_other_days_is_not_beside_the_line() -> None:
    assert beside(APRIL, [Beside(15_000, Period(date(2026, 5, 1)))]) == BesideSum(0, 0)
    assert beside(APRIL, []) == BesideSum(0, 0)


@pytest.mark.parametrize(
    ("over", "signed", "found"),
    [
        ({}, None, ()),
        ({}, {"NMI": 5000, "NMC": 5000, "EDU": 0}, ()),
        ({}, {"NMI": 6000, "NMC": 4000}, (SplitDoubt.DIFFERS,)),
        ({"interim": True}, None, (SplitDoubt.PREJUDICE,)),
        ({"points": {"SVC": 10_000}}, None, (SplitDoubt.OUTSIDER,)),
        ({"points": {"SVC": 0, "NMC": 10_000}}, None, ()),
        ({"points": {"NMC": 9_000, "EDU": 1_000}}, None, ()),
        ({"points": {"SVC": 10_000}, "answerable": {"nhs": "NMI"}}, None, ()),
    ],
)
def test_a_split_is_doubted_for_each_reason_that_stands(
    over: dict[str, Any], signed: dict[str, int] | None, found: tuple[SplitDoubt, ...]
) -> None:
    known = {"points": AGREED.points, "interim": False, "kinds": KINDS, "answerable": AGREED.answerable}
    assert doubts(Held(**{**known, **over}), signed) == found


def test_a_service_without_a_split_is_named_with_its_reason() -> None:
    assert doubts(None, {"NMC": 10_000}) == (SplitDoubt.NONE,)
    told = doubt_words(
        [("Day centre", doubts(None, None)), ("Flat", (SplitDoubt.PREJUDICE, SplitDoubt.DIFFERS))]
    )
    assert told == (
        "Day centre: no split holds; Flat: paid for now, without prejudice, not what both bodies signed"
    )
