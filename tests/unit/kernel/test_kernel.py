"""The plain values that everything else is built from."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import s117.kernel
from s117.kernel.actor import Actor, system_actor
from s117.kernel.dates import add_months, add_working_days, london_date
from s117.kernel.decisions import ALLOW, NotAllowed, deny, first_refusal
from s117.kernel.events import Event
from s117.kernel.findings import Answer, Finding, Outcome, RuleRef, cited
from s117.kernel.lifecycle import IllegalTransition, Lifecycle
from s117.kernel.money import half_up, plain_pounds, pounds
from s117.kernel.periods import Period, gaps, overlaps
from s117.kernel.permissions import Permission
from s117.kernel.refusals import Refused, Stale, require_version
from s117.kernel.timeline import TimelineEntry

few = settings(max_examples=80, deadline=None)


def day(words: str) -> date:
    return date.fromisoformat(words)


# ---------------------------------------------------------------- actors and decisions


def test_an_actor_may_do_what_a_role_of_theirs_holds_and_is_told_in_words_what_they_may_not() -> None:
    reader = Actor(id=None, name="Asha Jones", permissions=frozenset({Permission.PLAN_VIEW}))

    assert reader.holds(Permission.PLAN_VIEW)
    assert reader.holds(Permission.PLAN_PUBLISH).reason == "Your role does not let you publish a care plan."


def test_background_work_acts_under_its_own_name_and_holds_every_permission() -> None:
    worker = system_actor("celery:reminders")

    assert (worker.name, worker.id) == ("celery:reminders", None)
    assert all(worker.may(permission) for permission in Permission)


def test_a_refusal_is_false_carries_its_reason_and_can_be_raised() -> None:
    refusal = deny("The plan is not agreed.")

    assert ALLOW
    assert not refusal
    with pytest.raises(NotAllowed, match="not agreed"):
        refusal.require()
    ALLOW.require()


def test_the_first_refusal_of_several_is_the_one_shown() -> None:
    assert first_refusal(ALLOW, deny("first"), deny("second")).reason == "first"
    assert first_refusal(ALLOW, ALLOW) is ALLOW
    assert first_refusal() is ALLOW


def test_every_permission_and_event_has_words_and_its_value_is_its_name_in_lower_case() -> None:
    for member in (*Permission, *Event):
        assert member.words
        assert member.value == member.name.lower()


def test_permission_words_finish_the_sentence_and_event_words_begin_one() -> None:
    assert not [p for p in Permission if p.words[0].isupper() or p.words.endswith(".")]
    assert not [e for e in Event if not e.words[0].isupper() or e.words.endswith(".")]


# ---------------------------------------------------------------- findings

RULE = RuleRef("A-1", "Two conditions", "s117(1)")


def test_only_an_answer_that_cannot_be_told_goes_to_a_person() -> None:
    outcome = Outcome(Answer.CANNOT_TELL, None, (Finding(RULE, "One."), Finding(RULE, "Two.")), "2026.1")

    assert outcome.manual_review
    assert not Outcome(Answer.NO, None, (), "2026.1").manual_review
    assert outcome.reasons == ("One.", "Two.")
    assert cited(outcome.findings) == ("A-1",)


# ---------------------------------------------------------------- lifecycles


class Door(StrEnum):
    SHUT = "shut"
    WIDE_OPEN = "wide_open"
    GONE = "gone"


class Act(StrEnum):
    OPEN = "open"
    SHUT = "shut"
    REMOVE = "remove"


DOOR: Lifecycle[Door, Act] = Lifecycle(
    name="door",
    start=frozenset({Door.SHUT}),
    moves={
        (Door.SHUT, Act.OPEN): Door.WIDE_OPEN,
        (Door.WIDE_OPEN, Act.SHUT): Door.SHUT,
        (Door.WIDE_OPEN, Act.REMOVE): Door.GONE,
    },
    permissions=dict.fromkeys(Act, Permission.PLAN_EDIT),
    events=dict.fromkeys(Act, Event.PLAN_SAVED),
)


def test_a_lifecycle_moves_only_along_its_table_and_refuses_in_words() -> None:
    assert DOOR.after(Door.SHUT, Act.OPEN) is Door.WIDE_OPEN
    with pytest.raises(
        IllegalTransition, match="This door is wide open, so it cannot be changed in that way"
    ):
        DOOR.after(Door.WIDE_OPEN, Act.OPEN)


def test_a_lifecycle_knows_its_actions_its_ends_and_what_can_be_reached() -> None:
    assert DOOR.actions_from(Door.WIDE_OPEN) == (Act.SHUT, Act.REMOVE)
    assert DOOR.states() == DOOR.reachable() == frozenset(Door)
    assert DOOR.terminal() == frozenset({Door.GONE})


# ---------------------------------------------------------------- money


@pytest.mark.parametrize(
    ("amount", "pence"),
    [("5/2", 3), ("-5/2", -3), ("249/100", 2), ("0", 0), ("-249/100", -2), ("1/2", 1), ("-1/2", -1)],
)
def test_half_a_penny_goes_away_from_zero(amount: str, pence: int) -> None:
    assert half_up(Fraction(amount)) == pence


@few
@given(st.fractions(min_value=-(10**9), max_value=10**9))
def test_rounding_is_never_more_than_half_a_penny_off_and_mirrors_at_zero(amount: Fraction) -> None:
    assert abs(half_up(amount) - amount) <= Fraction(1, 2)
    assert half_up(-amount) == -half_up(amount)


@pytest.mark.parametrize(
    ("pence", "shown", "plain"),
    [(123456, "£1,234.56", "1234.56"), (-5, "-£0.05", "-0.05"), (0, "£0.00", "0.00"), (100, "£1.00", "1.00")],
)
def test_pence_are_shown_with_a_sign_for_people_and_without_for_files(
    pence: int, shown: str, plain: str
) -> None:
    assert (pounds(pence), plain_pounds(pence)) == (shown, plain)


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-01-31", 4, "2026-05-31"),
        ("2026-10-31", 1, "2026-11-30"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-03-31", 0, "2026-03-31"),
    ],
)
def test_months_are_counted_to_the_same_day_or_the_last_of_a_shorter_month(
    start: str, months: int, end: str
) -> None:
    assert add_months(day(start), months) == day(end)


def test_working_days_leave_out_weekends_and_the_holidays_given() -> None:
    christmas = {day("2026-12-25"), day("2026-12-28")}

    assert add_working_days(day("2026-12-24"), 1, christmas) == day("2026-12-29")
    assert add_working_days(day("2026-11-20"), 1) == day("2026-11-23")
    assert add_working_days(day("2026-11-21"), 0) == day("2026-11-21")


@pytest.mark.parametrize(
    ("at", "on"),
    [
        (datetime(2026, 6, 30, 23, 30, tzinfo=UTC), "2026-07-01"),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "2026-12-31"),
    ],
)
def test_the_day_is_londons(at: datetime, on: str) -> None:
    assert london_date(at) == day(on)


# ---------------------------------------------------------------- periods

APRIL = Period(day("2026-04-01"), day("2026-05-01"))
FROM_APRIL = Period(day("2026-04-01"))


def test_a_period_holds_its_first_day_and_not_its_end() -> None:
    assert APRIL.contains(day("2026-04-01"))
    assert APRIL.contains(day("2026-04-30"))
    assert not APRIL.contains(day("2026-05-01"))
    assert not APRIL.contains(day("2026-03-31"))
    assert FROM_APRIL.contains(day("2099-01-01"))


def test_both_ends_inclusive_is_the_same_period_said_with_its_last_day() -> None:
    assert Period.inclusive(day("2026-04-01"), day("2026-04-30")) == APRIL
    assert Period.inclusive(day("2026-04-01"), None) == FROM_APRIL
    assert (APRIL.last_day, APRIL.days, FROM_APRIL.last_day) == (day("2026-04-30"), 30, None)


def test_an_open_period_has_no_number_of_days() -> None:
    with pytest.raises(ValueError, match="open period"):
        _ = FROM_APRIL.days


def test_reversed_dates_make_an_empty_period() -> None:
    backwards = Period(day("2026-05-01"), day("2026-04-01"))

    assert backwards.empty
    assert backwards.days == 0
    assert not APRIL.empty


def test_periods_that_only_touch_do_not_overlap() -> None:
    may = Period(day("2026-05-01"), day("2026-06-01"))

    assert not APRIL.overlaps(may)
    assert APRIL.overlaps(FROM_APRIL)
    assert APRIL.intersection(Period(day("2026-04-20"), day("2026-05-20"))) == Period(
        day("2026-04-20"), day("2026-05-01")
    )
    assert FROM_APRIL.intersection(Period(day("2026-06-01"))) == Period(day("2026-06-01"))


def test_gaps_and_overlaps_of_a_line_are_found() -> None:
    first = Period(day("2026-04-01"), day("2026-04-11"))
    second = Period(day("2026-04-08"), day("2026-04-16"))
    third = Period(day("2026-04-20"), day("2026-04-25"))

    assert gaps([third, first, second], APRIL) == (
        Period(day("2026-04-16"), day("2026-04-20")),
        Period(day("2026-04-25"), day("2026-05-01")),
    )
    assert overlaps([third, second, first]) == (Period(day("2026-04-08"), day("2026-04-11")),)
    assert gaps([FROM_APRIL], Period(day("2026-03-01"))) == (Period(day("2026-03-01"), day("2026-04-01")),)
    assert gaps([], APRIL) == (APRIL,)
    assert gaps([Period(day("2026-06-01"))], APRIL) == (APRIL,)
    assert sorted([FROM_APRIL, APRIL]) == [APRIL, FROM_APRIL]
    assert gaps([APRIL, Period(day("2026-06-01"))], APRIL) == ()


_spans = st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60)).map(
    lambda ends: Period(
        day("2026-01-01") + timedelta(days=ends[0]),
        None if ends[1] is None else day("2026-01-01") + timedelta(days=ends[1]),
    )
)


@few
@given(st.lists(_spans, max_size=5), st.integers(0, 80))
def test_a_day_of_the_whole_is_in_a_gap_exactly_when_no_period_holds_it(
    spans: list[Period], offset: int
) -> None:
    whole = Period(day("2026-01-01"), day("2026-04-01"))
    on = whole.start + timedelta(days=offset)

    assert any(gap.contains(on) for gap in gaps(spans, whole)) == (
        not any(span.contains(on) for span in spans)
    )


# ---------------------------------------------------------------- refusals and timeline


def test_a_refusal_says_what_is_wrong_beside_each_field() -> None:
    refusal = Refused(fields={"left_on": "Must be after admission."})

    assert (refusal.message, str(refusal)) == ("", "Must be after admission.")
    assert str(Refused("Nothing to change.")) == "Nothing to change."


def test_a_record_changed_since_it_was_seen_is_stale() -> None:
    record = SimpleNamespace(version=3)

    require_version(record, 3)
    require_version(record, None)
    with pytest.raises(Stale) as stale:
        require_version(record, 2)
    assert stale.value.record is record


def test_a_timeline_is_in_the_order_of_days_then_times_with_the_untimed_first() -> None:
    entries = [
        TimelineEntry(day("2026-02-01"), None, "Left"),
        TimelineEntry(day("2026-01-01"), time(10, 20), "Seen"),
        TimelineEntry(day("2026-01-01"), None, "Admitted"),
    ]

    assert [entry.title for entry in sorted(entries)] == ["Admitted", "Seen", "Left"]


# ---------------------------------------------------------------- the kernel itself


def test_the_kernel_reads_no_clock_and_imports_nothing_but_itself_and_the_standard_library() -> None:
    for path in Path(s117.kernel.__file__).parent.glob("*.py"):
        source = path.read_text(encoding="utf-8")
        modules = {
            node.module
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.ImportFrom) and node.module
        }
        assert not {m for m in modules if m.startswith(("django", "cases", "s117.")) and "kernel" not in m}
        assert ".now(" not in source
        assert ".today(" not in source
