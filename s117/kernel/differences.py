"""What differs between two records of one kind: added, removed or changed, item by item, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from s117.kernel.terms import Term

WORDS: Final = re.compile(r"\S+\s*|\s+")
# Texts that share less than this are shown whole, one after the other: a patchwork of words cannot be read.
LIKE_ENOUGH: Final = 0.4


class Change(Term):
    """What became of an item, or of a piece of its text."""

    SAME = "same", "Same"
    ADDED = "added", "Added"
    REMOVED = "removed", "Removed"
    CHANGED = "changed", "Changed"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a record: the part it stands in, what it is known by, its title, and its labelled texts.

    Two items are the same thing when part and key are equal.
    """

    part: str
    key: str
    title: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that is in both texts, or in one only."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One label of one item: what it said before and says now, in pieces; empty where it said nothing."""

    label: str
    change: Change
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One item that was added, removed or changed, with its labels that differ."""

    part: str
    title: str
    change: Change
    differences: tuple[Difference, ...]


def changes(before: Sequence[Item], after: Sequence[Item]) -> tuple[ItemChange, ...]:
    """What differs, in the order of the newer record; what was removed follows its part's items."""
    old = {(item.part, item.key): item for item in before}
    new = {(item.part, item.key): item for item in after}
    parts = dict.fromkeys([item.part for item in after] + [item.part for item in before])
    found: list[ItemChange] = []
    for part in parts:
        here = (item for item in after if item.part == part)
        found.extend(_changed(old.get((item.part, item.key)), item) for item in here)
        gone = (item for item in before if item.part == part and (item.part, item.key) not in new)
        found.extend(_changed(item, None) for item in gone)
    return tuple(each for each in found if each.differences or each.change is not Change.CHANGED)


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in runs of words: those in both, and those in one only."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    # Words are compared without the space after them, so that a space alone never counts as something kept.
    matcher = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    if matcher.ratio() < LIKE_ENOUGH:
        return _whole(Change.REMOVED, before), _whole(Change.ADDED, after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        gone, come = "".join(old[from_old:to_old]), "".join(new[from_new:to_new])
        left.extend(_whole(Change.SAME if tag == "equal" else Change.REMOVED, gone))
        right.extend(_whole(Change.SAME if tag == "equal" else Change.ADDED, come))
    return tuple(left), tuple(right)


def _bare(words: Sequence[str]) -> list[str]:
    return [word.strip() for word in words]


def _changed(before: Item | None, after: Item | None) -> ItemChange:
    known = after or before
    assert known is not None  # noqa: S101 - one of the two is always given
    change = Change.CHANGED if before and after else Change.ADDED if after else Change.REMOVED
    old, new = dict(before.facts if before else ()), dict(after.facts if after else ())
    labels = dict.fromkeys([*new, *old])
    told = (_difference(label, old.get(label, ""), new.get(label, "")) for label in labels)
    return ItemChange(known.part, known.title, change, tuple(each for each in told if each is not None))


def _difference(label: str, before: str, after: str) -> Difference | None:
    if before == after:
        return None
    if not before:
        return Difference(label, Change.ADDED, (), _whole(Change.ADDED, after))
    if not after:
        return Difference(label, Change.REMOVED, _whole(Change.REMOVED, before), ())
    return Difference(label, Change.CHANGED, *pieces(before, after))


def _whole(change: Change, text: str) -> tuple[Piece, ...]:
    return (Piece(change, text),) if text else ()
