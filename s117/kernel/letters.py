"""Capitals as they can be printed."""

from __future__ import annotations

# Some letters of phonetic and old alphabets got a capital late, and the fonts that documents are drawn with
# have the small letter alone. Those capitals stand after the last ordinary block, or are named here.
LAST_ORDINARY = 0x1FFF
LATE = "\u037f\u03cf"


def capitals(text: str) -> str:
    """The text in capitals. A letter whose capital cannot be printed stays small, so that no name keeps a
    document from being made."""
    return "".join(_capital(letter) for letter in text)


def listed_name(family_name: str, given_names: str) -> str:
    """A person's name as lists and the heads of pages show it: OBI, Amara."""
    return f"{capitals(family_name)}, {given_names}"


def initials(given_names: str, family_name: str) -> str:
    """A person's initials, as finance's files show them: AO."""
    return capitals(given_names[:1] + family_name[:1])


def _capital(letter: str) -> str:
    capital = letter.upper()
    late = capital in LATE or any(ord(part) > LAST_ORDINARY for part in capital)
    return letter if late else capital
