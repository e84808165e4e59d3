"""The whole checklist of good practice, P-1 to P-16 (law section 5), as it stands for one plan.

It is drawn from the same checks that hold up a step, and adds what no field can answer: what is judged by
people, what is kept in another record, and what does not arise for this person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from careplans.rules.coverage import Check, PlanFacts, checks, covered_factors
from careplans.rules.factors import FACTORS
from careplans.rules.terms import Group
from s117.kernel.terms import Term

BROAD = ("employment", "accommodation", "social_cultural", "personal_support")


class Standing(Term):
    """How one point of the checklist stands."""

    MET = "met", "Done"
    MISSING = "missing", "Missing"
    JUDGE = "judge", "For you to judge"
    ELSEWHERE = "elsewhere", "Kept elsewhere"
    NOT_NEEDED = "not_needed", "Does not arise"


@dataclass(frozen=True, slots=True)
class Point:
    """One point: its rule, what it asks, how it stands and why."""

    rule: str
    words: str
    citation: str
    standing: Standing
    why: str = ""


def points(facts: PlanFacts) -> tuple[Point, ...]:
    """Every point in the order of its rule."""
    found = checks(facts)
    return (
        _broad(facts),
        _tested(facts, found),
        _factors(facts, found),
        Point(
            "P-4", "Those who should be involved were", "Code 33.15 and 33.16", Standing.JUDGE,
            "Read who came to the planning meeting, and whether they could commit their body.",
        ),
        _of(found, "needs", "Needs are assessed before the person leaves hospital", "Code 33.11", name="P-5"),
        Point(
            "P-6", "Follow-up within 72 hours of leaving hospital", "NHS standard; NICE NG53",
            Standing.ELSEWHERE, "The clock starts when the person leaves; contacts answer it.",
        ),
        _of(found, "P-7", "The plan has a date for its review", "Code 33 and 34"),
        _of(found, "P-8", "There is a named key worker", "NHS England, 2022"),
        _marked(facts),
        _of(found, "P-10", "Contingency and move-on are in the plan", "LGSCO and PHSO 21 008 501a"),
        _benefits(facts, found),
        _capacity(facts, found),
        Point(
            "P-13", "Safeguarding enquiries are made by the council where the person is", "Care Act s42(1)",
            Standing.JUDGE, "That council may differ from the one that owes aftercare.",
        ),
        _preference(facts),
        _child(facts),
        Point(
            "P-16", "Tribunals and managers have the current plan", "Tribunal Practice Direction",
            Standing.ELSEWHERE, "The published version is the one to give them.",
        ),
    )  # fmt: skip


def _of(found: Collection[Check], rule: str, words: str, citation: str, *, name: str = "") -> Point:
    """A point that stands as its checks do; `rule` is a rule id or, failing that, a field."""
    mine = [check for check in found if rule in (check.rule.id, check.field)]
    lacking = [check.text for check in mine if not check.met]
    standing = Standing.MISSING if lacking else Standing.MET
    return Point(name or rule, words, citation, standing, "; ".join(lacking))


def _broad(facts: PlanFacts) -> Point:
    covered = covered_factors(facts)
    left = [factor.words for factor in FACTORS if factor.code in BROAD and factor.code not in covered]
    return Point(
        "P-1", "Aftercare is looked at broadly: work, home, social, cultural and spiritual life",
        "Code 33.3 to 33.5", Standing.MISSING if left else Standing.MET,
        f"Not yet thought about: {'; '.join(left)}" if left else "",
    )  # fmt: skip


def _tested(facts: PlanFacts, found: Collection[Check]) -> Point:
    words, citation = "Each need and each service is tested by itself", "Mental Health Act 1983 s117(6)"
    if not facts.needs:
        return Point("P-2", words, citation, Standing.MISSING, "No need is assessed yet.")
    return _of(found, "P-2", words, citation)


def _factors(facts: PlanFacts, found: Collection[Check]) -> Point:
    lacking = [check for check in found if check.rule.id == "P-3" and not check.met]
    why = f"{len(lacking)} of them still to think about" if lacking else ""
    return Point(
        "P-3", "The factors of the Code are considered, with risks, crisis contacts and conditions",
        "Code 33.13", Standing.MISSING if lacking else Standing.MET, why,
    )  # fmt: skip


def _marked(facts: PlanFacts) -> Point:
    free = sum(service.group.is_aftercare for service in facts.services)
    charged = sum(service.group is Group.OUTSIDE for service in facts.services)
    return Point(
        "P-9", "Services under section 117 are marked, apart from those that may be charged",
        "HSC 2000/003; Code 33.7", Standing.MET if facts.services else Standing.MISSING,
        f"{free} free, {charged} that may be charged",
    )  # fmt: skip


def _benefits(facts: PlanFacts, found: Collection[Check]) -> Point:
    words, citation = "Help with benefits has an owner", "LGSCO and PHSO 22 008 927"
    if not facts.benefits_help:
        return Point("P-11", words, citation, Standing.NOT_NEEDED, "No help with benefits is promised.")
    return _of(found, "P-11", words, citation)


def _capacity(facts: PlanFacts, found: Collection[Check]) -> Point:
    point = _of(
        found,
        "P-12",
        "Views, agreement and dissent are recorded; capacity decision by decision",
        "MCA 2005; Code 33.23",
    )
    if point.standing is Standing.MET and not facts.capacity:
        return Point(
            point.rule, point.words, point.citation, Standing.JUDGE,
            "Nothing is written about capacity. Is there a decision the person may not be able to make?",
        )  # fmt: skip
    return point


def _preference(facts: PlanFacts) -> Point:
    asked = bool(facts.home.preference)
    return Point(
        "P-14", "The person may say which accommodation they would prefer", "s117A; Code 33.20",
        Standing.MET if asked else Standing.JUDGE, "" if asked else "No preference is written down.",
    )  # fmt: skip


def _child(facts: PlanFacts) -> Point:
    words, citation = "A child leaving hospital: children's services, education, turning 18", "Code 19 and 33"
    if facts.adult:
        return Point("P-15", words, citation, Standing.NOT_NEEDED, "The person is an adult.")
    return Point("P-15", words, citation, Standing.JUDGE, "Aftercare goes on across the 18th birthday.")
