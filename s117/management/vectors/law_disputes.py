"""Law vectors about disputes between bodies, answered by the rules of disputes."""

from __future__ import annotations

import re

from cases.rules import disputes
from cases.rules.disputes import DisputeFacts, Party
from cases.rules.facts import Side
from cases.rules.rulesets import Law, Nation
from cases.rules.wales import is_welsh
from s117.management.vectors.finance_facts import Facts
from s117.management.vectors.law_printed import Printed, about


def dispute(facts: Facts, law: Law) -> Printed:
    printed: Printed = {}
    determined_on = facts.day("determination_on")
    if determined_on is not None:
        printed = {
            "engine": "determine",
            "review_must_begin_by": disputes.review_must_begin_by(determined_on, law),
        }
    told = _dispute_facts(facts)
    if told is None:
        return printed
    outcome = disputes.handle(told, law)
    value = outcome.value
    if value is None:
        return printed
    return {
        **printed,
        **about(outcome, route=value.route, interim_la=value.interim_body, referral_due=value.referral_due),
        "lead_authority": value.lead_authority or None,
        "s40_route_available": value.route is disputes.Route.ENGLAND,
        "services_continue": True,
        "interim_cost_share": {body: float(share) for body, share in value.shares},
    }


def _dispute_facts(facts: Facts) -> DisputeFacts | None:
    """The dispute a vector describes, or None."""
    names = facts.words("parties")
    arose = facts.first_day("dispute_arose", "arose")
    if not names and arose is None:
        return None
    facts.get("about")
    return DisputeFacts(
        parties=tuple(_party(name) for name in names),
        arose_on=arose,
        meeting_needs=facts.word("meeting_needs"),
        living_in=facts.word("living_in", "lives_in", "person_living_in", "person_lives_in"),
        present_in=facts.word("present_in", "person_present_in"),
    )


def _party(name: str) -> Party:
    nhs = re.match(r"(ICB|CCG|PCT|LHB)_", name) or re.search(r"\b(ICB|CCG|PCT|LHB|NHS|Health Board)\b", name)
    return Party(name, Side.NHS if nhs else Side.COUNCIL, Nation.WALES if is_welsh(name) else Nation.ENGLAND)
