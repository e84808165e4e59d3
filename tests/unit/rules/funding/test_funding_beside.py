"""What others pay beside a line, and whether the bodies would name the same split."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from funding.rules.agreed_splits import Held, SplitDoubt, doubt_words, doubts
from funding.rules.beside import Beside, BesideSum, beside
from funding.rules.nursing import nursing_findings, nursing_paid
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


RATES = {"2025-04-01": {"standard": 25_406}, "2026-04-01": {"standard": 26_768, "higher": 36_824}}


def test_nursing_care_is_paid_at_each_years_rate_for_the_days_of_its_band() -> None:
    """F12: £267.68 a week for April 2026 is £1,147.20; March is at the rate of the year before."""
    since = [(date(2025, 6, 1), "standard")]
    assert beside(APRIL, nursing_paid(APRIL, since, RATES)).pence == 114_720
    across = Period(date(2026, 3, 25), date(2026, 4, 8))
    assert beside(across, nursing_paid(across, since, RATES)).pence == 25_406 + 26_768
    stopped = [*since, (date(2026, 4, 8), "higher"), (date(2026, 4, 15), "none")]
    assert beside(APRIL, nursing_paid(APRIL, stopped, RATES)).pence == 26_768 + 36_824


def test_nothing_is_paid_before_the_first_band_or_the_first_rate() -> None:
    assert nursing_paid(APRIL, [(date(2026, 5, 1), "standard")], RATES) == ()
    early = Period(date(2024, 4, 1), date(2024, 5, 1))
    assert nursing_paid(early, [(date(2024, 1, 1), "standard")], RATES) == ()


def test_nursing_care_is_recorded_only_by_a_councils_policy_and_for_a_home() -> None:
    assert nursing_findings(setting_on=True, accommodation=True) == ()
    found = nursing_findings(setting_on=False, accommodation=False)
    assert [row.rule.id for row in found] == ["nursing_setting", "nursing_home"]
