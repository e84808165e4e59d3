"""How one field is laid out. Validation stays in the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class UI:
    """Layout of a field.

    width         characters for a one-line input (2, 3, 4, 5, 10, 20, 30); None fills two thirds
    hint          shown under the label; wins over the field's help_text
    reveals       for radios and checkboxes: value of the choice -> names of the fields it shows
    hints         for radios and checkboxes: value of the choice -> its own hint
    prefix/suffix shown joined to a one-line input ("£", "%")
    size          label size: "s", "m", "l" or "" for plain
    inline, small for radios and checkboxes
    rows          lines of a text area
    count         characters allowed, shown as a live count (the field's max_length enforces it)
    mark_optional False for a field that is needed only sometimes: its label does not say "(optional)"
    heading       words of a heading shown above the field, to group a long form
    """

    width: int | None = None
    hint: str = ""
    reveals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    prefix: str = ""
    suffix: str = ""
    size: str = "s"
    inline: bool = False
    small: bool = False
    rows: int = 5
    count: int | None = None
    autocomplete: str = ""
    spellcheck: bool = True
    mark_optional: bool = True
    heading: str = ""


PLAIN = UI()
