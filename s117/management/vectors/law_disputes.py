"""Law vectors about disputes between bodies, answered by the rules of disputes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.rules import disputes
from cases.rules.disputes import DisputeFacts, Party
from cases.rules.facts import Side
from cases.rules.rulesets import Law, Nation
from cases.rules.wales import is_welsh
from s117.management.vectors.finance_facts import Facts
from s117.management.vectors.law_printed import Printed, about

_NHS = re.compile(r"(ICB|CCG|PCT|LHB)_|\b(ICB|CCG|PCT|LHB|NHS|Health Board)\b")
_NOBODY = frozenset({"none", "nobody", "no_one", "no one", "nowhere", "unknown", "false", "no"})
_WELSH = re.compile(r"\b(Wales|Welsh|LHB|Health Board)\b")


def dispute(facts: Facts, law: Law) -> Printed:
    printed: Printed = {}
    determined_on = facts.day("determination_on")
    if determined_on is not None:
        due = disputes.review_must_begin_by(determined_on, law)
        printed = {"engine": "determine", "review_must_begin_by": due, "services_continue": True}
    told = _dispute_facts(facts)
    if told is None:
        return printed
    outcome = disputes.handle(told, law)
    value = outcome.value
    if value is None:
        return printed
    return {
        **printed,
        **about(
            outcome,
            route=value.route,
            interim_la=value.interim_body or _carries_on(told),
            referral_due=value.referral_due,
        ),
        "lead_authority": value.lead_authority or None,
        "s40_route_available": value.route is disputes.Route.ENGLAND,
        "services_continue": True,
        "interim_cost_share": {body: float(share) for body, share in value.shares},
    }


def _carries_on(told: DisputeFacts) -> str:
    """The council that meets needs when any dispute arises: none may interrupt what it does (X-1)."""
    return told.meeting_needs if _party(told.meeting_needs).side is Side.COUNCIL else ""


def _dispute_facts(facts: Facts) -> DisputeFacts | None:
    """The dispute a vector describes, or None."""
    parties = tuple(_parties(facts))
    arose = facts.first_day("dispute_arose", "arose", "dispute_arose_on", "arose_on")
    if not parties and arose is None:
        return None
    facts.get("about")
    return DisputeFacts(
        parties=parties,
        arose_on=arose,
        meeting_needs=_body(facts, "meeting_needs"),
        living_in=_body(facts, "living_in", "lives_in", "person_living_in", "person_lives_in", "living"),
        present_in=_body(facts, "present_in", "person_present_in", "physically_present_in", "present"),
    )


def _body(facts: Facts, *keys: str) -> str:
    """The body under one of the keys; nothing where the words say that there is none."""
    name = facts.word(*keys)
    return "" if name.lower() in _NOBODY else name


def _parties(facts: Facts) -> Iterator[Party]:
    """The bodies in dispute, told by their names or each with its country."""
    given = facts.get("parties")
    if isinstance(given, list) and any(isinstance(row, dict) for row in given):
        for row in facts.rows("parties"):
            yield _party(row.word("name", "body", "la", "icb"), row.word("country", "nation"))
    else:
        yield from (_party(name) for name in facts.words("parties"))


def _party(name: str, country: str = "") -> Party:
    """A party by its name: what it is, and whether it is in Wales where no country is told."""
    welsh = country.lower() == "wales" if country else is_welsh(name) or _WELSH.search(name)
    side = Side.NHS if _NHS.search(name) else Side.COUNCIL
    return Party(name, side, Nation.WALES if welsh else Nation.ENGLAND)
