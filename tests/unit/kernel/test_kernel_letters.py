"""Names in capitals are names that can be printed."""

from __future__ import annotations

from s117.documents.fonts import drawable, undrawable
from s117.kernel.letters import capitals, initials, listed_name


def test_names_are_put_in_capitals() -> None:
    assert capitals("Łukaș Žofie-ılgaz O’Muñoz") == "ŁUKAȘ ŽOFIE-ILGAZ O’MUÑOZ"
    assert capitals("Weiß") == "WEISS"
    assert listed_name("O’Muñoz", "Žofie") == "O’MUÑOZ, Žofie"
    assert initials("Žofie Ann", "ılgaz") == "ŽI"


def test_whatever_can_be_printed_can_be_printed_in_capitals() -> None:
    """A letter without a capital in our fonts stays small: no name keeps a document from being made."""
    assert undrawable("".join(capitals(chr(point)) for point in sorted(drawable()))) == ()
    assert capitals("ɜd") == "ɜD"
