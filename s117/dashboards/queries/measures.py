"""The manager's measures (practice section 3): each is one condition that makes number, list and file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from cases.models import Case
from s117.dashboards.queries import (
    conditions,
    ending_conditions,
    planning_conditions,
    register_conditions,
)
from s117.dashboards.queries.register_conditions import Reason
from s117.kernel.dates import add_months
from s117.kernel.money import half_up
from s117.kernel.refusals import NotFound

FOLLOW_UP_WINDOW_DAYS = 90

OnDay = Callable[[date], Q]


def _no_reasons(on: date) -> tuple[Reason, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Measure:
    """`people` are those on the list. With `out_of`, the number shown is the share of `out_of` who are
    not on the list; `beside` is a second count shown under the number. `because` are the reasons for which
    somebody is on the list, where there can be several."""

    id: str
    slug: str
    title: str
    list_title: str
    definition: str
    people: OnDay
    out_of: OnDay | None = None
    beside: OnDay | None = None
    beside_words: str = ""
    target_percent: int | None = None
    good_at_zero: bool = True
    because: Callable[[date], tuple[Reason, ...]] = _no_reasons


def _window(on: date) -> tuple[date, date]:
    """The days on which somebody went home whose three follow-up days are all over."""
    last = on - timedelta(days=conditions.FOLLOW_UP_DAYS + 1)
    return last - timedelta(days=FOLLOW_UP_WINDOW_DAYS - 1), last


def _to_date(on: date) -> tuple[date, date]:
    """The 90 days up to a day."""
    return on - timedelta(days=FOLLOW_UP_WINDOW_DAYS - 1), on


def _year(on: date, back: int = 0) -> tuple[date, date]:
    """The twelve months up to a day, or those `back` years before it."""
    last = add_months(on, -12 * back)
    return add_months(last, -12) + timedelta(days=1), last


# The eight of a manager's first screen, then the lists that the two bodies work through together.
MEASURES = (
    Measure(
        id="M01",
        slug="register",
        title="People entitled to aftercare",
        list_title="People entitled to aftercare",
        definition="People whose entitlement is active on the day. People still in hospital, who will be "
        "entitled when they leave, are counted beside it.",
        people=lambda on: conditions.active(),
        beside=lambda on: conditions.prospective(),
        beside_words="in hospital, entitled when they leave",
        good_at_zero=False,
    ),
    Measure(
        id="M04",
        slug="without-plan",
        title="Entitled without a plan",
        list_title="Entitled without a published plan",
        definition="People whose entitlement is active and who have no published care plan on the day.",
        people=lambda on: conditions.plan_missing(),
    ),
    Measure(
        id="M06",
        slug="reviews-overdue",
        title="Reviews overdue",
        list_title="Reviews overdue",
        definition="People whose entitlement is active and whose next review was due before the day and has "
        "not been held.",
        people=conditions.review_overdue,
    ),
    Measure(
        id="M14",
        slug="delayed",
        title="Ready to leave hospital, delayed",
        list_title="Clinically ready to leave hospital and not left",
        definition="People who are recorded as clinically ready to leave hospital on or before the day and "
        "have not left.",
        people=conditions.delayed,
    ),
    Measure(
        id="M16",
        slug="follow-up",
        title="Seen within 72 hours",
        list_title="Not seen within 72 hours of leaving hospital",
        definition="Of the people who went home from hospital in the 90 days up to four days ago, the share "
        "who were seen on day 1, 2 or 3 after leaving. A contact on the day of leaving does not count. Moves "
        "to another hospital or to prison, and deaths within three days, are left out. The list shows those "
        "who were not seen.",
        people=lambda on: conditions.not_followed_up(*_window(on)),
        out_of=lambda on: conditions.left_within(*_window(on)),
        target_percent=80,
    ),
    Measure(
        id="M19",
        slug="disputes",
        title="Responsibility in dispute",
        list_title="Responsibility in dispute",
        definition="People about whose aftercare a dispute has been raised that is neither settled nor "
        "determined. Services continue meanwhile.",
        people=lambda on: conditions.disputed(),
    ),
    Measure(
        id="M28",
        slug="not-started",
        title="Agreed service with no funding",
        list_title="Agreed service, start date passed, no agreed funding",
        definition="People whose published plan has an aftercare service arranged by social care whose start "
        "date has passed and for which no rate and cost share are agreed on the day: nothing in the record "
        "shows that it was bought.",
        people=conditions.service_unfunded,
    ),
    Measure(
        id="M41",
        slug="coordinator-left",
        title="With a coordinator who has left",
        list_title="Open with a coordinator whose account is switched off",
        definition="Open cases whose coordinator's account is switched off. This must be 0: reallocate them.",
        people=lambda on: conditions.coordinator_inactive(),
    ),
    Measure(
        id="L01",
        slug="two-bodies",
        title="The two bodies do not agree",
        list_title="Entries on which the two bodies do not agree",
        definition="People about whom a dispute is open, people for whom one of the two has not accepted "
        f"within {settings.DETERMINATION_WORKING_DAYS} working days of being proposed, and people of whom "
        "one says in the yearly confirmation that aftercare is still owed and the other does not.",
        people=register_conditions.bodies_disagree,
        because=register_conditions.disagree_because,
    ),
    Measure(
        id="L02",
        slug="may-be-lost",
        title="Who we may have lost",
        list_title="People we may have lost",
        definition="People whose entitlement is active and who have no published plan, no review to come, no "
        "coordinator, or whom nobody has seen or spoken to for a year although they were out of hospital.",
        people=register_conditions.may_be_lost,
        because=register_conditions.lost_because,
    ),
    Measure(
        id="M31",
        slug="ended",
        title="Aftercare ended in the last 12 months",
        list_title="Aftercare ended by both bodies in the last 12 months",
        definition="People whose aftercare the council and the NHS body ended together in the 12 months up "
        "to the day. An ending that was undone as a mistake does not count. Those for whom both bodies put "
        "aftercare back within 12 months of ending it are counted beside it.",
        people=lambda on: ending_conditions.ended_within(*_year(on)),
        beside=lambda on: ending_conditions.put_back_within_a_year(*_year(on)),
        beside_words="of them put back since",
        good_at_zero=False,
    ),
    Measure(
        id="M31b",
        slug="endings-that-lasted",
        title="Endings that lasted a year",
        list_title="Aftercare put back within 12 months of ending",
        definition="Of the people whose aftercare both bodies ended between one and two years before the "
        "day, the share for whom it was not put back within 12 months. The list shows those for whom it was.",
        people=lambda on: ending_conditions.put_back_within_a_year(*_year(on, 1)),
        out_of=lambda on: ending_conditions.ended_within(*_year(on, 1)),
        good_at_zero=False,
    ),
    Measure(
        id="M42",
        slug="confirmed",
        title="Register confirmed by both bodies",
        list_title="Entries that the two bodies have not both confirmed",
        definition="Of the people whose entitlement is active, the share for whom the council and the NHS "
        "body each confirmed within the last 12 months that aftercare is still owed. The list shows the "
        "others.",
        people=lambda on: conditions.active() & ~register_conditions.confirmed_by_both(on),
        out_of=lambda on: conditions.active(),
        target_percent=100,
    ),
    Measure(
        id="M12",
        slug="met-before-leaving",
        title="Planning meeting before leaving hospital",
        list_title="Left hospital without a planning meeting",
        definition="Of the people owed aftercare who went home from hospital in the last 90 days, the share "
        "for whom a planning meeting was held during the stay, at the latest on the day of leaving. The list "
        "shows the others.",
        people=lambda on: planning_conditions.left_without_meeting(*_to_date(on)),
        out_of=lambda on: planning_conditions.left_entitled(*_to_date(on)),
        good_at_zero=False,
    ),
    Measure(
        id="M13",
        slug="plan-before-leaving",
        title="Plan published before leaving hospital",
        list_title="Left hospital without a published plan",
        definition="Of the people owed aftercare who went home from hospital in the last 90 days, the share "
        "for whom a care plan had been published by the day of leaving. The list shows the others.",
        people=lambda on: planning_conditions.left_without_plan(*_to_date(on)),
        out_of=lambda on: planning_conditions.left_entitled(*_to_date(on)),
        target_percent=100,
    ),
)


@dataclass(frozen=True, slots=True)
class Number:
    """A measure as counted on a day."""

    measure: Measure
    people: int
    out_of: int | None
    beside: int | None

    @property
    def percent(self) -> int | None:
        """The share who are not on the list, in whole percent, half up; None when there is nobody."""
        if not self.out_of:
            return None
        return half_up(Fraction(100 * (self.out_of - self.people), self.out_of))

    @property
    def on_target(self) -> bool:
        """Whether the share, unrounded, reaches the target: 79.6 % is shown as 80 % and is not on target."""
        target = self.measure.target_percent or 0
        return not self.out_of or 100 * (self.out_of - self.people) >= target * self.out_of

    @property
    def needs_attention(self) -> bool:
        """Whether the tile is marked: below its target, or more than none of what should be none."""
        if self.measure.target_percent is not None:
            return not self.on_target
        return self.measure.good_at_zero and self.people > 0


def measure_called(slug: str) -> Measure:
    """The measure whose page has this address; NotFound if there is none."""
    found = next((measure for measure in MEASURES if measure.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def people_of(measure: Measure, cases: QuerySet[Case], on: date) -> QuerySet[Case]:
    """The people behind a measure's number, within the cases given."""
    return cases.filter(measure.people(on))


def numbers(cases: QuerySet[Case], on: date) -> tuple[Number, ...]:
    """Every measure over the cases given, counted in one statement."""
    wanted: dict[str, Count] = {}
    for measure in MEASURES:
        wanted[f"{measure.id}_people"] = _count(measure.people(on))
        if measure.out_of is not None:
            wanted[f"{measure.id}_out_of"] = _count(measure.out_of(on))
        if measure.beside is not None:
            wanted[f"{measure.id}_beside"] = _count(measure.beside(on))
    counted = cases.aggregate(**wanted)
    return tuple(
        Number(
            measure,
            counted[f"{measure.id}_people"],
            counted.get(f"{measure.id}_out_of"),
            counted.get(f"{measure.id}_beside"),
        )
        for measure in MEASURES
    )


def _count(condition: Q) -> Count:
    return Count("pk", filter=condition)
