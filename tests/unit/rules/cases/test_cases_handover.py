"""What a transfer between areas moves, and what stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules.transfers import Handover, moves, stays

KNOWN = Handover(
    coordinator="Sam Jones",
    team="Recovery East",
    to_body="Southvale Council",
    planned_on=date(2026, 12, 14),
    council="Northmoor Council",
    nhs_body="NHS Northmoor",
    plan="Care plan version 2",
)


def rules(known: Handover) -> list[str]:
    return [each.finding.rule.id for each in stays(known) if each.finding]


def words(known: Handover) -> str:
    return " ".join(each.text for each in (*moves(known), *stays(known)))


def test_the_duty_stays_with_its_rules_whoever_coordinates():
    assert rules(KNOWN) == ["L-4", "N-5", "N-12"]
    assert "Northmoor Council stays responsible" in words(KNOWN)
    assert "NHS Northmoor stays responsible" in words(KNOWN)


def test_a_new_detention_is_decided_elsewhere():
    assert rules(replace(KNOWN, detained_again=True)) == ["L-4", "N-5", "N-12", "L-5"]


def test_the_old_coordinator_stays_until_another_is_allocated():
    assert "Sam Jones, Recovery East, stays until Southvale Council has allocated" in words(KNOWN)
    assert "planned for 14 December 2026" in words(KNOWN)
    assert "planned" not in words(replace(KNOWN, planned_on=None))


def test_the_plan_in_force_stays_and_without_one_the_entry_does():
    assert "Care plan version 2 stays in force" in words(KNOWN)
    assert "No care plan is in force" in words(replace(KNOWN, plan=""))


def test_bodies_that_nobody_named_are_spoken_of_in_general():
    unknown = words(replace(KNOWN, council="", nhs_body=""))
    assert "The responsible council stays" in unknown
    assert "The responsible NHS body stays" in unknown


def test_a_day_for_the_money_is_said_to_change_no_share():
    assert "from 1 January 2027" in words(replace(KNOWN, money_from=date(2027, 1, 1)))
