"""What was typed in the checker, as the facts that the rules are asked with.

A last day of an address or a GP registration becomes the day it stopped, as in the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from cases.forms.responsibility_check import ELSEWHERE, CheckForm, nation_of
from cases.models import Address
from cases.rules import facts as f
from cases.rules.rulesets import ORIGINATING_ICB_BEGINS, Nation

SETTLED = {Address.Settled.YES: True, Address.Settled.NO: False}
EVE = ORIGINATING_ICB_BEGINS - timedelta(days=1)
_NOT_A_HOME = (Address.Kind.NONE, Address.Kind.PRISON, Address.Kind.HOSPITAL)


def facts_typed(form: CheckForm, successions: tuple[f.SuccessionFact, ...]) -> f.CaseFacts:
    """The facts of a valid form."""
    typed = form.cleaned_data
    homes = [row for row in form.said("address") if row["kind"] not in _NOT_A_HOME]
    return f.CaseFacts(
        detentions=tuple(_detention(row) for row in form.said("detention")),
        stays=tuple(f.StayFact(**_span(row), hospital_area=row["area"] or "") for row in form.said("stay")),
        leavings=tuple(
            f.LeavingFact(left_on=row["left_on"], sent_to_area=row["sent_to"]) for row in form.said("leaving")
        ),
        leave=tuple(f.LeaveFact(kind=f.LeaveKind(row["kind"]), **_span(row)) for row in form.said("leave")),
        ctos=tuple(f.CtoFact(**row) for row in form.said("cto")),
        conditional_discharges=tuple(f.ConditionalDischargeFact(**row) for row in form.said("discharge")),
        residences=tuple(_residence(row, form) for row in homes),
        gps=tuple(
            f.GpFact(body=row["body"], starts_on=row["starts_on"], ends_on=_day_after(row["ends_on"]))
            for row in form.said("gp")
        ),
        endings=tuple(
            f.EndingFact(side=f.Side(row["side"]), decided_on=row["decided_on"])
            for row in form.said("ending")
        ),
        prisons=tuple(_prisons(form)),
        successions=successions,
        no_residence=typed["no_residence"] and not homes,
        present_in_area=typed["present_in"],
        date_of_birth=typed["date_of_birth"],
        looked_after_by=typed["looked_after_by"],
        moves=_moves(typed["moved_to_wales_on"]),
        paid_by=((EVE, typed["paid_by"]),) if typed["paid_by"] else (),
    )


def _moves(to_wales: date | None) -> tuple[f.MoveFact, ...]:
    return () if to_wales is None else (f.MoveFact(on=to_wales, nation=Nation.WALES),)


def _detention(row: dict[str, Any]) -> f.DetentionFact:
    return f.DetentionFact(
        **_span(row),
        code=row["section_code"],
        order_kind=f.OrderKind(row["order_kind"]) if row["order_kind"] else None,
        end_reason=f.EndReason(row["end_reason"]) if row["end_reason"] else None,
        application_made_on=row["application_made_on"],
        nhs_england_bed=row["nhs_england_bed"],
    )


def _residence(row: dict[str, Any], form: CheckForm) -> f.ResidenceFact:
    return f.ResidenceFact(
        area=_area(row["place"]),
        starts_on=row["starts_on"],
        ends_on=_day_after(row["ends_on"]),
        settled=SETTLED.get(row["settled"]),
        nation=nation_of(row["place"], form.bodies),
        kind=row["kind"],
        arranged_by=row["arranged_by"],
        power=f.Power(row["power"]),
        lacks_capacity=bool(row["decided_for"]),
        decision_maker_settled=row["decided_for"] == "yes" if row["decided_for"] else None,
    )


def _prisons(form: CheckForm) -> Iterator[f.PrisonFact]:
    for row in form.said("prison"):
        yield f.PrisonFact(**_span(row), area=row["area"])
    for row in form.said("address"):
        if row["kind"] == Address.Kind.PRISON:
            yield f.PrisonFact(
                starts_on=row["starts_on"], ends_on=_day_after(row["ends_on"]), area=_area(row["place"])
            )


def _area(place: str) -> str:
    return "" if place in ELSEWHERE else place


def _span(row: dict[str, Any]) -> dict[str, date | None]:
    return {"starts_on": row["starts_on"], "ends_on": row["ends_on"]}


def _day_after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)
