"""Which forms a person needs what is written to them in, and which of them the product makes by itself."""

from __future__ import annotations

from collections.abc import Collection

from careplans.rules.terms import CopyFormat, Variant


def layouts_to_make(needs: Collection[str]) -> tuple[Variant, ...]:
    """What is made when a plan is published: standard print for the file, and what the person needs of it."""
    return tuple(layout for layout in Variant if layout is Variant.STANDARD or layout.value in needs)


def first_layout(needs: Collection[str]) -> Variant:
    """The layout that is offered first: easy read to those who need it, then large print."""
    return layouts_to_make(needs)[-1]


def copy_format(needs: Collection[str]) -> CopyFormat:
    """The form of the person's own copy: the first in the list that they need, else standard print."""
    return next((form for form in CopyFormat if form.value in needs), CopyFormat.STANDARD)


def to_arrange(needs: Collection[str]) -> tuple[str, ...]:
    """The codes of the forms that the person needs and somebody has to arrange: braille, audio."""
    made = {layout.value for layout in Variant}
    return tuple(need for need in needs if need not in made)
