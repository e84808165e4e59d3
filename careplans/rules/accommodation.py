"""Who may be asked to pay for which part of a home (law M-1, M-4, M-6).

Where accommodation is itself an aftercare need, its rent, service charge and care are aftercare and free.
A top-up is the price of a dearer home that the person prefers, and nothing else (section 117A). Whether
housing benefit is payable for rent that aftercare should meet is a question for a person, with both readings.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from careplans.rules.terms import CostKind, CostPer, Funder, HomeKind, HomeNeed
from s117.kernel.dates import add_months
from s117.kernel.findings import RuleRef

HOME = RuleRef(
    "M-6", "Rent and service charges belong to aftercare where the need for that accommodation does",
    "LGSCO and PHSO 18 010 781b",
)  # fmt: skip
TOP_UP = RuleRef("M-4", "A top-up is for a dearer preferred home only", "Mental Health Act 1983 s117A")
FREE = frozenset({CostKind.RENT, CostKind.SERVICE_CHARGE, CostKind.CARE})
PRIVATE = frozenset({Funder.PERSON, Funder.RELATIVE})
# Homes that end when a provider or a funder says so: somewhere to move on to has to be thought of (P-10).
SPECIALIST = frozenset(
    {
        HomeKind.SUPPORTED,
        HomeKind.EXTRA_CARE,
        HomeKind.SHARED_LIVES,
        HomeKind.RESIDENTIAL,
        HomeKind.NURSING,
        HomeKind.TEMPORARY,
    }
)
ADULT_MONTHS = 18 * 12
# Weeks in what a price is for; a month is a twelfth of 365 days.
WEEKS = {CostPer.WEEK: Fraction(1), CostPer.FOUR_WEEKS: Fraction(4), CostPer.MONTH: Fraction(365, 12 * 7)}
# What has a payer of its own and is in nobody's share (practice 4.2: F11, F12).
BESIDE = frozenset({CostKind.TOP_UP, CostKind.NURSING})


def a_week(pence: int, per: CostPer) -> Fraction:
    """Exact pence a week of a price that is for a week, four weeks or a month."""
    return pence / WEEKS[per]


def is_shared(kind: CostKind, funder: Funder) -> bool:
    """Whether a part of the cost is aftercare money that the two bodies share."""
    return funder.is_aftercare and kind not in BESIDE


def cost_refusal(kind: CostKind, funder: Funder, need: HomeNeed | str, *, adult: bool) -> str:
    """Why this funder may not stand for this part of the cost, or nothing when it may."""
    if kind is CostKind.TOP_UP:
        return _top_up_refusal(funder, need, adult=adult)
    if kind is CostKind.NURSING:
        return "" if funder is Funder.NHS else "Funded nursing care is what the NHS pays the nursing home."
    if need == HomeNeed.YES and kind in FREE and funder in PRIVATE:
        return (
            f"Accommodation is an aftercare need here, so {kind.words.lower()} is aftercare and free."
            " Nobody may be charged for it."
        )
    return ""


def cost_question(kind: CostKind, funder: Funder, need: HomeNeed | str) -> str:
    """What a person has to settle about this part, with both readings; nothing when it is plain."""
    if need == HomeNeed.YES and kind in FREE and funder is Funder.BENEFIT:
        return (
            f"{kind.words} of aftercare accommodation is paid by the council and the NHS body on one reading,"
            " and then no housing benefit is payable for it. On the other, benefit in payment goes on. Ask"
            " the benefits adviser and the funding panel before the plan is published."
        )
    if need == HomeNeed.YES and kind is CostKind.NURSING:
        return (
            "Where the nursing is itself aftercare, its cost is shared and no funded nursing care is paid"
            " beside it, on one reading. On the other the NHS pays it beside aftercare. Ask both bodies which"
            " holds."
        )
    if need == HomeNeed.NO and kind is CostKind.RENT and funder.is_aftercare:
        return "Rent of ordinary housing is not aftercare. Say in the reason why aftercare pays it here."
    return ""


def is_adult(born: date | None, on: date | None) -> bool:
    """Whether the person is 18 on the day, as far as is known; top-ups are for adults."""
    return born is None or on is None or add_months(born, ADULT_MONTHS) <= on


def _top_up_refusal(funder: Funder, need: HomeNeed | str, *, adult: bool) -> str:
    if need != HomeNeed.YES:
        return "A top-up belongs to accommodation that is an aftercare need. Answer that question first."
    if funder not in PRIVATE:
        return "A top-up is what the person, or somebody for them, pays above the usual cost."
    return "" if adult else "Only an adult may be asked for a top-up."
