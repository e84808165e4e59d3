"""Law vectors about money and time, answered by the rules of funding and care plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, tzinfo
from fractions import Fraction
from typing import Any

from careplans.rules.factors import missing_factors
from careplans.rules.reviews import ReviewClocks, follow_up_due_by, next_review_due
from funding.rules.charging import accommodation_top_up, contribution_towards_other
from funding.rules.entitlements import (
    continuing_healthcare_assessment_needed,
    covers_accommodation,
    right_to_personal_health_budget,
)
from funding.rules.split import FULL, Share, apportion
from s117.kernel.dates import LONDON
from s117.kernel.money import half_up
from s117.management.vectors.finance_facts import Facts, number
from s117.management.vectors.finance_terms import COUNCIL, NHS, role_of

Printed = dict[str, Any]
_DETERMINE, _MANUAL = {"engine": "determine"}, {"engine": "manual_review"}


def money(facts: Facts) -> Printed:
    """Charges, top-ups, rights, refunds and shares: whichever of them the facts speak of."""
    return {key: value for part in _money(facts) for key, value in part.items()}


def _money(facts: Facts) -> Iterator[Printed]:
    for key, answer in READERS.items():
        if key in facts:
            yield answer(facts)


def _wholly_or_partly(facts: Facts) -> Printed:
    """A package of which a share is aftercare: that share is free, whatever the person's capital (M-1)."""
    share, cost = number(facts.get("s117_share")), _pence(facts, "weekly_cost")
    facts.get("capital")
    chargeable = half_up(cost * (1 - share))
    charge = contribution_towards_other(_pence(facts, "assessed_contribution"), chargeable)
    physical = bool(facts.get("physical_needs_separate"))
    return {
        **_DETERMINE,
        "charge_to_person": _pounds(charge),
        "max_chargeable": _pounds(chargeable),
        "financial_assessment_used": share < 1,
        "chc_assessment_needed": continuing_healthcare_assessment_needed(share, physical),
    }


def _damages(facts: Facts) -> Printed:
    """Damages for future care do not let a body refuse or charge (M-1)."""
    facts.get("damages_for_care"), facts.get("weekly_cost")
    whole = {} if "s117_share" in facts else {"charge_to_person": 0.0, "financial_assessment_used": False}
    return {**_DETERMINE, **whole, "may_refuse_until_damages_spent": False}


def _mixed(facts: Facts) -> Printed:
    other = _pence(facts, "weekly_care_act")
    facts.get("weekly_s117"), facts.get("capital")
    charge = contribution_towards_other(_pence(facts, "assessed_contribution"), other)
    return {
        **_DETERMINE,
        "charge_to_person": _pounds(charge),
        "max_chargeable": _pounds(other),
        "financial_assessment_used": True,
    }


def _top_up(facts: Facts) -> Printed:
    """For section 117 the person may pay the top-up too, under a written agreement (M-4)."""
    top_up = accommodation_top_up(
        _pence(facts, "preferred_cost"),
        _pence(facts, "amount_council_would_pay"),
        bool(facts.get("suitable_option_available_at_amount")),
    )
    facts.get("payer")
    by_council, agreed = not _paid_by_nhs(facts), bool(facts.get("written_agreement"))
    allowed = top_up.allowed and agreed and by_council
    return {
        **_DETERMINE,
        "top_up": _pounds(top_up.weekly_pence if allowed else 0),
        "top_up_allowed": allowed,
        "first_party_allowed": by_council,
    }


def _paid_by_nhs(facts: Facts) -> bool:
    """Whether the NHS alone pays for the home, a personal health budget included: it takes no top-up."""
    told = facts.word("funding", "funder", "funded_by", "arranged_by", "package").lower()
    marks = [facts.truth(key) for key in ("personal_health_budget", "phb", "nhs_only", "nhs_only_package")]
    return any(marks) or role_of(told) == NHS or "phb" in told


def _personal_health_budget(facts: Facts) -> Printed:
    entitled = bool(facts.get("s117_eligible"))
    asked = facts.days("requests")
    return {
        **_DETERMINE,
        "right_to_have": {day.isoformat(): right_to_personal_health_budget(entitled, day) for day in asked},
    }


def _refund(facts: Facts) -> Printed:
    """Everything wrongly charged goes back, for the whole time; how much interest is for a person (M-7)."""
    charged_from, charged_to = facts.day("charged_from"), facts.day("charged_to")
    entitled = bool(facts.get("was_entitled_throughout"))
    printed = {"refund_from": charged_from, "refund_to": charged_to} if entitled else {}
    return {**_MANUAL, **printed, "consider_interest": entitled}


def _rent(facts: Facts) -> Printed:
    covered = covers_accommodation(bool(facts.get("accommodation_need_arises_from_mental_disorder")))
    rent = _pence(facts, "weekly_rent_not_covered_by_benefit")
    return {**_MANUAL, "s117_covers_rent": covered, "charge_to_person": _pounds(0 if covered else rent)}


def _shares(facts: Facts) -> Printed:
    """Each share is rounded and the last takes what is left, so that they add up (M-9).

    The lead payer's own share is rounded up at half a penny, so the odd penny is its own; without a lead the
    convention of schedules holds, by which the council takes what is left (practice 4.2).
    """
    gross, lead = _pence(facts, "weekly_cost"), facts.get("lead_payer")
    parts = _points(facts.inner("split"))
    if not parts or "second_detention_start" in facts:
        return {}
    after_lead = [payer for payer in reversed(parts) if payer != lead] if lead in parts else []
    councils = [payer for payer in parts if role_of(payer) == COUNCIL]
    takes_rest = [*after_lead, *councils, *parts][0]
    shares = [Share(payer, points, payer == takes_rest) for payer, points in parts.items()]
    return {
        **_DETERMINE,
        "shares": {payer: _pounds(pence) for payer, pence in apportion(gross, shares).items()},
        "total": _pounds(gross),
    }


def _points(split: Facts) -> dict[str, int]:
    """Basis points by payer, of shares told as parts of one (0.5) or as percentages (50.00)."""
    told = {payer: number(part) for payer, part in split.figures()}
    whole = FULL if sum(told.values()) <= 1 else Fraction(FULL, 100)
    return {payer: half_up(part * whole) for payer, part in told.items()}


def _change_of_council(facts: Facts) -> Printed:
    """The old council's duty ends with detention, the new one's begins on leaving; the NHS body stays."""
    before, after = str(facts.get("la_before")), str(facts.get("la_after_next_discharge"))
    facts.get("split"), facts.get("weekly_cost")
    return {
        **_DETERMINE,
        f"{before.lower()}_liable_to": facts.day("second_detention_start"),
        f"{after.lower()}_liable_from": "next_leaving_date",
        "icb": facts.get("icb"),
    }


def _pence(facts: Facts, key: str) -> int:
    return half_up(facts.exact(key, 0) * 100)


def _pounds(pence: int) -> float:
    return pence / 100


READERS: dict[str, Callable[[Facts], Printed]] = {
    "s117_share": _wholly_or_partly,
    "weekly_care_act": _mixed,
    "damages_for_care": _damages,
    "preferred_cost": _top_up,
    "requests": _personal_health_budget,
    "charged_from": _refund,
    "accommodation_need_arises_from_mental_disorder": _rent,
    "split": _shares,
    "second_detention_start": _change_of_council,
}


# What other names of a plan's sections say, for each factor of the Code's list (P-3).
_SECTION_WORDS = {
    "mental_health": ("mental",),
    "psychological": ("psycholog",),
    "physical_health": ("physical_health",),
    "employment": ("employ", "daytime", "education", "activit"),
    "accommodation": ("accommodation", "housing"),
    "disability": ("disabilit", "sensory", "autis"),
    "substances": ("substance", "drug", "alcohol"),
    "parenting_caring": ("parent", "caring", "carer"),
    "social_cultural": ("social", "cultur", "spiritual"),
    "personal_support": ("counsel", "personal_support"),
    "welfare_rights_and_finances": ("welfare", "financ", "benefit", "money"),
    "other_area": ("another_area", "other_area", "authorities"),
    "other_agencies": ("agenc", "probation", "voluntary"),
    "conditions": ("condition", "restrict"),
    "risks": ("risk", "safety"),
    "contingency_plan": ("contingenc",),
    "crisis_contact": ("crisis",),
}


def time(facts: Facts, config: Facts) -> Printed:
    """Follow-up, next review and what a plan lacks."""
    clocks = ReviewClocks(
        routine_months=config.whole("REVIEW_INTERVAL_MONTHS", 12),
        follow_up_hours=config.whole("FOLLOW_UP_HOURS", 72),
    )
    held_on = facts.day("last_review")
    printed: Printed = {}
    due = _follow_up(facts, clocks)
    if due is not None:
        printed = {**_DETERMINE, "follow_up_due_by": due, "basis": "nhs_standard_not_statute"}
    if held_on is not None:
        printed |= {
            **_DETERMINE,
            "next_review_due": next_review_due(held_on, clocks),
            "basis": "policy_not_statute",
        }
    if "plan_sections" in facts:
        missing = missing_factors(_covered(facts.words("plan_sections")))
        printed |= {**_DETERMINE, "complete": not missing, "missing_includes": list(missing)}
    return printed


def _covered(sections: list[str]) -> set[str]:
    """The factors that a plan's sections speak of, by their own codes or by the words of their names."""
    told = "|".join(sections).lower().replace(" ", "_")
    by_word = {code for code, words in _SECTION_WORDS.items() if any(word in told for word in words)}
    return {*sections, *by_word}


def _follow_up(facts: Facts, clocks: ReviewClocks) -> str | None:
    """When the follow-up falls due: to the minute where the time of leaving is told, else its last day."""
    left_at = facts.get("left_hospital_at")
    if left_at is None:
        left_on = facts.day("left_hospital")
        return str(left_on + timedelta(hours=clocks.follow_up_hours)) if left_on else None
    at = left_at if isinstance(left_at, datetime) else datetime.fromisoformat(str(left_at))
    at = at if at.tzinfo else at.replace(tzinfo=LONDON)
    return follow_up_due_by(at, clocks).astimezone(_clock_of(at)).isoformat()


def _clock_of(at: datetime) -> tzinfo | None:
    """London's clock, through any change of summer time, unless the instant was told by another one."""
    return LONDON if at.utcoffset() == at.astimezone(LONDON).utcoffset() else at.tzinfo
