"""Histories of any shape, sensible or not, for the laws that must hold of every answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from cases.rules import facts as f
from cases.rules.rulesets import Nation
from cases.rules.sections import CODES

FIRST = date(2011, 1, 1)
days = st.integers(0, 17 * 365).map(lambda count: FIRST + timedelta(days=count))
perhaps = st.none() | days
areas = st.sampled_from(["LA_A", "LA_B", "LA_C", "Powys", ""])
bodies = st.sampled_from(["NHS_A", "NHS_B", "NHS_C", ""])
codes = st.sampled_from([*CODES, "", "77"]) | st.just("03")
written = st.sampled_from(["", "3", "recall s42(3)", "37/41", "DoLS", "something else", "2"])
SPANS: dict[str, Any] = {"starts_on": perhaps, "ends_on": perhaps}

detentions = st.builds(
    f.DetentionFact,
    **SPANS,
    section=written,
    code=codes,
    order_kind=st.none() | st.sampled_from(f.OrderKind),
    end_reason=st.none() | st.sampled_from(f.EndReason),
    application_made_on=perhaps,
    hospital_area=areas,
    nhs_england_bed=st.booleans(),
)
stays = st.builds(f.StayFact, **SPANS, hospital_area=areas)
residences = st.builds(
    f.ResidenceFact,
    area=areas,
    **SPANS,
    settled=st.none() | st.booleans(),
    nation=st.sampled_from(Nation),
    kind=st.sampled_from(["", "care_home", "prison"]),
    arranged_by=areas,
    power=st.sampled_from(f.Power),
    voluntary=st.none() | st.booleans(),
    lacks_capacity=st.booleans(),
    decision_maker_settled=st.none() | st.booleans(),
)
registrations = st.builds(f.GpFact, body=bodies, **SPANS)


def _some(rows: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(rows, max_size=most).map(tuple)


histories = st.builds(
    f.CaseFacts,
    detentions=_some(detentions, 4),
    stays=_some(stays),
    leavings=_some(st.builds(f.LeavingFact, left_on=days, sent_to_area=areas), 3),
    leave=_some(st.builds(f.LeaveFact, kind=st.sampled_from(f.LeaveKind), **SPANS), 1),
    ctos=_some(st.builds(f.CtoFact, **SPANS, recalled_on=perhaps, revoked_on=perhaps), 1),
    conditional_discharges=_some(st.builds(f.ConditionalDischargeFact, **SPANS, recalled_on=perhaps), 1),
    residences=_some(residences, 4),
    gps=_some(registrations, 3),
    endings=_some(
        st.builds(
            f.EndingFact,
            side=st.sampled_from(f.Side),
            decided_on=perhaps,
            satisfied=st.booleans(),
            body=st.sampled_from(["", "LA_A", "NHS_A", "Trust"]),
        ),
        3,
    ),
    notices=_some(st.builds(f.NoticeFact, given_on=days), 1),
    prisons=_some(st.builds(f.PrisonFact, **SPANS, area=areas), 1),
    events=_some(
        st.builds(f.EventFact, on=perhaps, what=st.sampled_from(["declines_all_services", "no_contact"])), 1
    ),
    flawed_endings=_some(st.builds(f.FlawedEndingFact, found_on=perhaps), 1),
    reinstatements=_some(st.builds(f.ReinstatementFact, on=days), 1),
    episodes=_some(st.builds(f.EpisodeFact, **SPANS), 1),
    responsible=_some(
        st.builds(f.ResponsibleFact, side=st.sampled_from(f.Side), body=bodies, since=perhaps), 1
    ),
    determinations=_some(
        st.builds(f.DeterminationFact, decided_on=perhaps, area=areas, rejected_reasoning=st.booleans()), 1
    ),
    successions=_some(
        st.builds(
            f.SuccessionFact,
            predecessor=st.sampled_from(["LA_A", "NHS_A", "NHS_B"]),
            successor=st.sampled_from(["LA_B", "NHS_A", "NHS_C"]),
            on=days,
            by_area=st.booleans(),
        )
    ),
    died_on=perhaps,
    date_of_birth=perhaps,
    no_residence=st.booleans(),
    no_recourse=st.booleans(),
    looked_after_by=areas,
    sent_to_area=areas,
    present_in_area=areas,
    usual_residence_body=st.sampled_from(["", "NHS_C"]),
    area_nhs_bodies=st.just((("LA_A", "NHS_A"), ("LA_B", "NHS_B"))),
    moves=_some(st.builds(f.MoveFact, on=days, nation=st.sampled_from(Nation))),
    cross_border_category=st.sampled_from(["", "overseas"]),
)


def reversed_rows(history: f.CaseFacts) -> f.CaseFacts:
    """The same history with every list of rows the other way round."""
    rows = {
        field.name: tuple(reversed(getattr(history, field.name)))
        for field in fields(history)
        if isinstance(getattr(history, field.name), tuple)
    }
    return replace(history, **rows)


def shifted(value: Any, by: timedelta) -> Any:
    """Facts or an answer with every date moved by the same number of days."""
    return _redated(value, lambda day: day + by)


def stretched(value: Any) -> Any:
    """Facts with the first years moved to the first day of the calendar, the last years to its last day.

    Records write the last day there is for an end that has not come.
    """
    far = {
        FIRST.year: date.min,
        FIRST.year + 1: date.min,
        FIRST.year + 15: date.max,
        FIRST.year + 16: date.max,
    }
    return _redated(value, lambda day: far.get(day.year, day))


def _redated(value: Any, move: Callable[[date], date]) -> Any:
    if isinstance(value, date):
        return move(value)
    if isinstance(value, tuple):
        return tuple(_redated(part, move) for part in value)
    if hasattr(value, "__dataclass_fields__"):
        return replace(
            value, **{field.name: _redated(getattr(value, field.name), move) for field in fields(value)}
        )
    return value
