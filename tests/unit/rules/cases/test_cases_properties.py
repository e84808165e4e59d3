"""Laws that hold of every answer, whatever the history."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cases.rules import council, duty, nhs_body
from cases.rules import facts as f
from cases.rules.facts import CaseFacts, as_json, outcome_as_json
from cases.rules.rulesets import LAW, DeemingKey, Law, Nation, Stance
from s117.kernel.findings import Answer, Outcome
from tests.unit.rules.cases import strategies as some
from tests.unit.rules.cases import test_cases_vectors as vectors

QUESTIONS = (duty.assess, council.determine, nhs_body.determine)
LAWS = st.builds(
    Law,
    joint_notice_in_england_from=some.perhaps,
    deeming_in_england_from=some.perhaps,
    deeming_in_wales_from=some.perhaps,
    deeming_key=st.sampled_from(DeemingKey),
    cto_revocation_refixes_council=st.sampled_from(Stance),
    discharge_recall_refixes_council=st.sampled_from(Stance),
    imprisonment_ends_duty=st.sampled_from(Stance),
)
later = timedelta(days=1)


def _answers(history: CaseFacts, on: date, law: Law = LAW) -> list[Outcome[Any]]:
    return [question(history, on, law) for question in QUESTIONS]


@given(some.histories, some.days, LAWS)
def test_no_history_raises_and_every_answer_is_cited(history: CaseFacts, on: date, law: Law) -> None:
    _is_answered(history, on, law)


@given(some.histories.map(some.stretched), some.days | st.sampled_from([date.min, date.max]), LAWS)
def test_the_ends_of_the_calendar_are_days_like_any_other(history: CaseFacts, on: date, law: Law) -> None:
    _is_answered(history, on, law)


def _is_answered(history: CaseFacts, on: date, law: Law) -> None:
    for outcome in (*_answers(history, on, law), nhs_body.informal_stay_payer(history, on, law)):
        assert outcome.findings
        assert all(found.rule.citation and found.text.endswith(".") for found in outcome.findings)
        assert outcome.answer is not Answer.CANNOT_TELL or outcome.missing


@given(some.histories, some.days, LAWS)
def test_an_answer_that_may_stand_names_its_bodies(history: CaseFacts, on: date, law: Law) -> None:
    by_residence = council.determine(history, on, law)
    by_chain = nhs_body.determine(history, on, law)

    assert by_residence.answer is not Answer.YES or by_residence.value.area_code
    assert by_chain.answer is not Answer.YES or (
        by_chain.value.commissioner_code and by_chain.value.payer_code
    )


@given(some.histories, some.days)
def test_the_order_of_rows_is_irrelevant(history: CaseFacts, on: date) -> None:
    assert _answers(history, on) == _answers(some.reversed_rows(history), on)


@given(some.histories, some.days, some.detentions, some.residences, some.registrations, some.stays)
def test_what_happens_after_the_day_changes_nothing(
    history: CaseFacts,
    on: date,
    detention: f.DetentionFact,
    home: f.ResidenceFact,
    registration: f.GpFact,
    stay: f.StayFact,
) -> None:
    start = on + later
    more = replace(
        history,
        detentions=(*history.detentions, replace(detention, starts_on=start)),
        residences=(*history.residences, replace(home, starts_on=start)),
        gps=(*history.gps, replace(registration, starts_on=start)),
        stays=(*history.stays, replace(stay, starts_on=start)),
    )

    assert _answers(more, on) == _answers(history, on)


@given(some.histories, some.days)
def test_facts_and_answers_can_be_stored(history: CaseFacts, on: date) -> None:
    stored = json.dumps([as_json(history), *(outcome_as_json(outcome) for outcome in _answers(history, on))])

    assert json.loads(stored)[1]["findings"]


_ODD = st.sampled_from(
    [
        None,
        "",
        "odd",
        0,
        3,
        True,
        date.min,
        date(1970, 1, 1),
        date(2031, 1, 1),
        date.max,
        [],
        {},
        ["odd"],
        [{}],
    ]
)


@given(st.sampled_from(sorted(vectors.VECTORS)), st.randoms(use_true_random=False), _ODD)
def test_no_value_in_a_file_of_cases_is_too_odd_to_answer(name: str, chance: Random, odd: Any) -> None:
    case = copy.deepcopy({key: part for key, part in vectors.VECTORS[name].items() if key != "expected"})
    part: Any = case["facts"]
    key: Any = chance.choice(list(part))
    while isinstance(part[key], (dict, list)) and part[key] and chance.random() < 0.8:
        part = part[key]
        key = chance.choice(list(part) if isinstance(part, dict) else range(len(part)))
    part[key] = odd

    assert isinstance(vectors.answer(case, vectors.DOCUMENT), dict)


# ---------------------------------------------------------------- within the present regime

_TODAY = date(2026, 11, 21)
_present = st.integers(0, 600).map(lambda count: date(2023, 1, 1) + timedelta(days=count))


@st.composite
def plain_cases(draw: st.DrawFn) -> CaseFacts:
    """Detained under section 3 from a home in one area, discharged, and perhaps moved since."""
    detained = draw(_present)
    left = detained + timedelta(days=draw(st.integers(1, 300)))
    return CaseFacts(
        detentions=(f.DetentionFact(section="3", starts_on=detained, ends_on=left),),
        leavings=(f.LeavingFact(left_on=left),),
        residences=(
            f.ResidenceFact(area="LA_A", starts_on=date(2015, 6, 1), ends_on=detained, settled=True),
        ),
        gps=(f.GpFact(body="NHS_A", starts_on=date(2016, 6, 1)),),
    )


@given(plain_cases(), st.integers(0, 400), some.residences, some.registrations)
def test_moving_changing_gp_or_going_in_informally_since_detention_changes_nobody(
    case: CaseFacts, days: int, home: f.ResidenceFact, registration: f.GpFact
) -> None:
    since = case.leavings[0].left_on + timedelta(days=days)
    # A move out of England is for a person on the NHS side (N-11), so this one stays inside it.
    home_since = replace(home, starts_on=since, ends_on=None, nation=Nation.ENGLAND)
    moved = replace(
        case,
        residences=(*case.residences, home_since),
        gps=(*case.gps, replace(registration, starts_on=since, ends_on=None)),
        stays=(f.StayFact(starts_on=since + later, ends_on=since + 2 * later),),
    )

    for question in (council.determine, nhs_body.determine):
        before, after = question(case, _TODAY), question(moved, _TODAY)
        assert after.answer is before.answer is Answer.YES
        assert replace(after.value, **_health(before.value)) == before.value


def _health(value: Any) -> dict[str, Any]:
    """General health care follows the new GP, so it is left out of the comparison."""
    return {"general_health_code": value.general_health_code} if hasattr(value, "general_health_code") else {}


@given(plain_cases(), st.integers(-30, 30))
def test_moving_every_date_inside_a_regime_moves_the_answer_with_it(case: CaseFacts, days: int) -> None:
    by = timedelta(days=days)
    for outcome, later_on in zip(
        _answers(case, _TODAY), _answers(some.shifted(case, by), _TODAY + by), strict=True
    ):
        assert later_on.answer is outcome.answer
        assert later_on.value == some.shifted(outcome.value, by)
