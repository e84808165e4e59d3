"""How hard a text is to read: the Flesch-Kincaid grade, told as a reading age.

The formula is Kincaid and others, 1975 (US Navy report 8-75): 0.39 x words a sentence + 11.8 x syllables a
word - 15.59 gives the school year; five more gives the age. It counts, it does not understand: a figure for
the writer to look at, and never a reason to refuse a text. Syllables are counted by rule of spelling, which
is right for about nine words in ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

# What easy read aims at, as an age; the figure usual among those who write it.
EASY_READ_AGE = 9
LONG_SENTENCE = 15
YOUNGEST = 5

_WORD = re.compile(r"[A-Za-zÀ-ž]+(?:['’][A-Za-zÀ-ž]+)*")
_SENTENCE_END = re.compile(r"[.!?:;]+(?:\s|$)|\n+")
_VOWELS = re.compile(r"[aeiouyà-æè-ïò-öø-ý]+", re.IGNORECASE)
_SILENT_END = re.compile(r"(?:[^laeiouy]e|[^laeiouytd]ed|[^aeiouycsxz]es)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """The reading age of a text in years, and its sentences of more than LONG_SENTENCE words."""

    age: int
    words: int
    long_sentences: tuple[str, ...]

    @property
    def suits_easy_read(self) -> bool:
        """Whether somebody who needs easy read can be expected to read it."""
        return self.age <= EASY_READ_AGE and not self.long_sentences


def syllables(word: str) -> int:
    """The syllables of a word, at least one."""
    count = len(_VOWELS.findall(word))
    return max(1, count - (1 if count > 1 and _SILENT_END.search(word) else 0))


def reading_of(lines: Iterable[str]) -> Reading | None:
    """How hard the lines are to read, each line ending its sentence. None where there is no word."""
    sentences = [part.strip() for line in lines for part in _SENTENCE_END.split(line)]
    counted = [(part, words) for part in sentences if (words := _WORD.findall(part))]
    if not counted:
        return None
    words = [word for _, found in counted for word in found]
    grade = 0.39 * len(words) / len(counted) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
    long = tuple(part for part, found in counted if len(found) > LONG_SENTENCE)
    return Reading(max(YOUNGEST, round(grade + 5)), len(words), long)
