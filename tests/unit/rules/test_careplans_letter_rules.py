"""Letters are frozen whole and read back as they were; how hard they are to read is told to their writer."""

from __future__ import annotations

import pytest

from careplans.rules.letters import SAYS, TITLES, letter_context, letter_from_json
from careplans.rules.reading import reading_of, syllables
from careplans.rules.snapshot import to_json
from careplans.rules.terms import Paper, Variant
from tests.builders.papers import a_letter

LETTERS = [paper for paper in Paper if paper is not Paper.PLAN]


@pytest.mark.parametrize("paper", LETTERS)
def test_a_letter_is_read_back_as_it_was_written(paper: Paper) -> None:
    letter = a_letter(paper, note="See you then.")

    assert letter_from_json(to_json(letter), paper) == letter


def test_every_letter_has_its_words_and_its_title() -> None:
    assert set(SAYS) == set(TITLES) == set(LETTERS)
    assert letter_context(a_letter(Paper.LEAFLET), Paper.LEAFLET, Variant.EASY_READ)["body"].endswith(
        "_easy.html"
    )


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("home", 1), ("aftercare", 3), ("table", 2), ("walked", 1), ("wanted", 2), ("the", 1),
     ("hospital", 3), ("responsibility", 6), ("boxes", 2)],
)  # fmt: skip
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    assert syllables(word) == count


def test_a_plain_text_is_for_the_young_and_a_legal_one_is_not() -> None:
    easy = reading_of(["You get help.", "It is free.", "We will talk to you."])
    hard = reading_of(
        ["The statutory responsibility for commissioning section 117 provision is established by "
         "reference to ordinary residence immediately before the qualifying detention commenced."]
    )  # fmt: skip

    assert easy is not None
    assert hard is not None
    assert easy.suits_easy_read
    assert hard.age > 18
    assert len(hard.long_sentences) == 1


def test_figures_alone_have_no_reading_age() -> None:
    assert reading_of(["01632 960 201", ""]) is None
