"""How far a section of a plan is: by what is written, and by what its writer answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from careplans.rules.completion import SectionStatus, status_of, still_missing
from careplans.rules.coverage import PlanFacts, checks, facts_of, missing
from careplans.rules.sections import Section, Stage
from tests.builders.snapshots import a_snapshot

WHOLE = facts_of(a_snapshot())


def status(section: Section, facts: PlanFacts, **answers: bool) -> SectionStatus:
    """How far the section is."""
    facts = replace(facts, left_open=frozenset(name for name, done in answers.items() if not done))
    return status_of(section, facts, checks(facts), answers)


def test_a_section_of_which_nothing_is_written_and_nobody_answered_has_not_been_started() -> None:
    assert status(Section.ABOUT_ME, PlanFacts()) is SectionStatus.NOT_STARTED
    assert status(Section.MONEY, PlanFacts()) is SectionStatus.NOT_STARTED
    assert status(Section.MONEY, PlanFacts(benefits_help="A claim")) is SectionStatus.INCOMPLETE


def test_a_section_that_asks_for_nothing_is_completed_by_its_writers_word_alone() -> None:
    assert status(Section.MONEY, PlanFacts(), money=True) is SectionStatus.COMPLETED


@pytest.mark.parametrize("section", Section)
def test_a_whole_section_is_completed_until_its_writer_means_to_come_back(section: Section) -> None:
    facts = replace(WHOLE, benefits_help="A claim", benefits_owner="Welfare rights")

    assert status(section, facts) is SectionStatus.COMPLETED
    assert status(section, facts, **{section.value: True}) is SectionStatus.COMPLETED
    assert status(section, facts, **{section.value: False}) is SectionStatus.INCOMPLETE


def test_the_writers_word_does_not_complete_what_lacks_something() -> None:
    facts = replace(WHOLE, strengths="")

    assert status(Section.ABOUT_ME, facts, about_me=True) is SectionStatus.INCOMPLETE
    assert still_missing(Section.ABOUT_ME, facts) == {
        "strengths": "To complete this section: Record the person's strengths"
    }


def test_a_section_left_open_holds_up_the_step_that_follows_it() -> None:
    answers = {"about_me": False, "views": False, "goals": True}
    facts = facts_of(a_snapshot(), answers)

    sending = [check.section for check in missing(facts, Stage.SUBMIT)]
    publishing = [check.section for check in missing(facts, Stage.PUBLISH)]

    assert sending == [Section.ABOUT_ME]
    assert publishing == [Section.ABOUT_ME, Section.VIEWS]
    assert still_missing(Section.ABOUT_ME, facts) == {}
