"""The fonts that documents are drawn with: ours, whole, one file for each weight.

A subset or a font of the machine can draw a name as nonsense while its text layer still reads right
(ui.md 6.3), so nothing but these files is ever used, and what they cannot draw is refused by name.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "static" / "fonts"
FILES = ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf", "LiberationSans-Italic.ttf")
# The name our style sheets give them. No machine has a font of this name, so a document in which
# every font bears it was drawn with these files and nothing else.
FAMILY = "S117-Sans"


@cache
def drawable() -> frozenset[int]:
    """The code points that every one of our fonts has a glyph for."""
    from fontTools.ttLib import TTFont

    sets = []
    for name in FILES:
        with TTFont(FOLDER / name, lazy=True) as font:
            sets.append(frozenset(font.getBestCmap()))
    return frozenset.intersection(*sets)


def undrawable(text: str) -> tuple[str, ...]:
    """The characters that a document could not show, each once, in order. White space never counts."""
    known = drawable()
    found = (char for char in text if not char.isspace() and ord(char) not in known)
    return tuple(dict.fromkeys(char for char in found if not _joins_up(char, known)))


def _joins_up(char: str, known: frozenset[int]) -> bool:
    """Composed letters whose parts the font has are drawn from the parts."""
    return len(parts := unicodedata.normalize("NFD", char)) > 1 and all(ord(part) in known for part in parts)
