"""What a transfer between areas moves, and what stays where it is (rules L-4, L-5, N-5, N-12).

A transfer moves the work: the coordinator and the team. The duty does not follow the person. It changes hands
only when a determination says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.rules.rulebook import finding
from cases.rules.words import day
from s117.kernel.findings import Finding


@dataclass(frozen=True, slots=True)
class Handover:
    """What is known of a transfer that is proposed. Names are empty where nobody is named."""

    coordinator: str
    team: str
    to_body: str
    planned_on: date | None
    council: str
    nhs_body: str
    plan: str
    detained_again: bool = False
    money_from: date | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that moves or stays, with the rule where one decides it."""

    text: str
    finding: Finding | None = None


def moves(known: Handover) -> tuple[Effect, ...]:
    """What changes hands, and when."""
    when = f", planned for {day(known.planned_on)}" if known.planned_on else ""
    found = [
        Effect(f"The care coordinator and the team: to {known.to_body}, on the day it allocates one{when}."),
        Effect(f"Sight of the whole record: for {known.to_body}, from the day it accepts."),
    ]
    if known.money_from is not None:
        text = f"Payment arrangements are to be settled for the days from {day(known.money_from)}."
        found.append(Effect(f"{text} Each body’s share changes only when the funding is changed."))
    return tuple(found)


def stays(known: Handover) -> tuple[Effect, ...]:
    """What goes on as it is, whatever is answered."""
    council = known.council or "The responsible council"
    nhs_body = known.nhs_body or "The responsible NHS body"
    plan = f"{known.plan} stays in force until another is published."
    none = "No care plan is in force. The register entry and everything recorded stay."
    found = [
        Effect(
            f"{known.coordinator}, {known.team}, stays until {known.to_body} has allocated a coordinator."
        ),
        _rule("L-4", f"{council} stays responsible: moving or being placed elsewhere does not change it."),
        _rule("N-5", f"{nhs_body} stays responsible: only a determination can name another."),
        _rule("N-12", "Every service goes on. None may stop or wait while bodies talk."),
        Effect(plan if known.plan else none),
    ]
    if known.detained_again:
        text = (
            "A new qualifying detention asks who is responsible afresh. That is decided under Responsibility."
        )
        found.append(_rule("L-5", text))
    return tuple(found)


def _rule(rule_id: str, text: str) -> Effect:
    return Effect(text, finding(rule_id, text))
