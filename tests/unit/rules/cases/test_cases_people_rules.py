"""What the rules say of sharing, of the nearest relative and of the first contact after hospital."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from careplans.rules.formats import copy_format, first_layout, layouts_to_make, to_arrange
from careplans.rules.terms import CopyFormat, RecipientKind, Variant
from cases.rules.follow_up import follow_up_due, follow_up_standing
from cases.rules.nominated_person import bases, representative_words
from cases.rules.rulesets import Law
from cases.rules.sharing import Consent, ConsentLevel, ConsentRecipient, standing_consent
from s117.kernel.dates import LONDON

ON = date(2026, 10, 1)
LEFT = date(2026, 11, 20)


def said(recipient: str, level: str, name: str = "") -> Consent:
    return Consent(ConsentRecipient(recipient), name, ConsentLevel(level), "", ON)


def level_of(*consents: Consent, recipient: str, name: str) -> str:
    found = standing_consent(consents, recipient, name)
    return found.level.value if found else "not asked"


def test_what_was_said_of_a_name_outranks_what_was_said_of_the_kind() -> None:
    rows = (said("carer", "none"), said("carer", "full", "Ngozi Obi"))
    assert level_of(*rows, recipient="carer", name="Ngozi Obi") == "full"
    assert level_of(*rows, recipient="carer", name="Uche Obi") == "none"
    assert level_of(*rows, recipient="gp", name="Mill Surgery") == "not asked"


def test_a_refusal_by_name_holds_however_the_name_is_listed_or_typed() -> None:
    rows = (said("carer", "none", "Ngozi Obi"), said("other", "full"))
    assert level_of(*rows, recipient="other", name="ngozi  obi") == "none"
    both = (said("carer", "full", "Ngozi Obi"), said("advocate", "limited", "Ngozi Obi"))
    assert level_of(*both, recipient="carer", name="Ngozi Obi") == "limited"


def test_consent_knows_the_same_recipients_as_the_copies_of_a_plan() -> None:
    kinds = [(kind.value, kind.words) for kind in RecipientKind if kind is not RecipientKind.PERSON]
    assert ConsentRecipient.choices() == kinds


def test_the_nominated_person_replaces_the_nearest_relative_only_from_a_day_that_was_named() -> None:
    assert representative_words(Law(), date(2030, 1, 1)) == "Nearest relative"
    law = Law(nominated_person_from=date(2027, 4, 1))
    assert representative_words(law, date(2027, 3, 31)) == "Nearest relative"
    assert representative_words(law, date(2027, 4, 1)) == "Nominated person"
    assert "section_26" in bases(law, date(2027, 3, 31))
    assert "section_26" not in bases(law, date(2027, 4, 1))


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def contact(day: int, hour: int) -> tuple[date, datetime]:
    return date(2026, 11, day), at(day, hour)


@pytest.mark.parametrize(
    ("contacts", "met_on", "within_hours"),
    [
        ([], None, False),
        ([contact(20, 19)], None, True),  # the same evening: in the hours, but no day of the measure
        ([contact(20, 9)], None, False),  # the same morning, before leaving: neither
        ([contact(21, 9)], date(2026, 11, 21), True),
        ([contact(23, 16)], date(2026, 11, 23), True),
        ([contact(23, 18)], date(2026, 11, 23), False),  # day 3, an hour after the 72nd
        ([contact(24, 9)], None, False),
    ],
)
def test_the_day_and_hour_clocks_each_say_what_they_count(
    contacts: list[tuple[date, datetime]], met_on: date | None, within_hours: bool
) -> None:
    standing = follow_up_standing(LEFT, at(20, 17), contacts, date(2026, 11, 25))
    assert standing.due_by == at(23, 17)
    assert (standing.met_on, standing.within_hours) == (met_on, within_hours)


def test_seventy_two_hours_pass_whatever_is_done_to_the_clocks() -> None:
    friday = datetime(2026, 10, 23, 17, tzinfo=LONDON)
    assert follow_up_due(friday).isoformat() == "2026-10-26T16:00:00+00:00"


def test_without_the_time_of_leaving_the_hours_are_not_guessed() -> None:
    standing = follow_up_standing(LEFT, None, [contact(21, 9)], date(2026, 11, 21))
    assert standing.within_hours is None
    assert standing.met_on == date(2026, 11, 21)
    assert not standing.over
    assert follow_up_standing(LEFT, None, [], date(2026, 11, 24)).over


def test_large_print_is_made_for_who_needs_it_and_the_rest_is_named_to_be_arranged() -> None:
    assert layouts_to_make(()) == (Variant.STANDARD,)
    assert layouts_to_make(("easy_read", "large_print")) == tuple(Variant)
    assert first_layout(("large_print",)) is Variant.LARGE_PRINT
    assert copy_format(("braille",)) is CopyFormat.BRAILLE
    assert copy_format(("bsl",)) is CopyFormat.STANDARD
    assert to_arrange(("easy_read", "large_print", "bsl")) == ("bsl",)
