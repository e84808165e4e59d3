"""What differs between two records: nothing is left out and nothing is said to change that did not."""

from hypothesis import given
from hypothesis import strategies as st

from s117.kernel.differences import Change, Item, changes, pieces


def item(key: str, **facts: str) -> Item:
    return Item("Services", key, key.capitalize(), tuple(facts.items()))


def test_items_are_added_removed_and_changed() -> None:
    before = (item("bus", provider="Wayfinders"), item("nurse", often="weekly", contact="Beth"))
    after = (item("nurse", often="every two weeks", contact="Beth"), item("flat", provider="Rowan"))
    found = changes(before, after)
    assert [(each.title, each.change) for each in found] == [
        ("Nurse", Change.CHANGED),
        ("Flat", Change.ADDED),
        ("Bus", Change.REMOVED),
    ]
    assert [each.label for each in found[0].differences] == ["often"]


def test_a_label_that_was_empty_is_added_and_one_that_is_emptied_is_removed() -> None:
    found = changes((item("nurse", a="", b="x"),), (item("nurse", a="y", b=""),))
    assert [each.change for each in found[0].differences] == [Change.ADDED, Change.REMOVED]


def test_the_same_record_twice_does_not_differ() -> None:
    record = (item("nurse", often="weekly"), item("empty"))
    assert changes(record, record) == ()


def test_a_changed_sentence_marks_its_words_and_another_sentence_is_shown_whole() -> None:
    before, after = pieces("Ring Amara on Mondays", "Ring Amara on Fridays")
    assert [piece.change for piece in before] == [Change.SAME, Change.REMOVED]
    assert [piece.text for piece in after] == ["Ring Amara on ", "Fridays"]
    before, after = pieces("Ring Amara", "Something else entirely now")
    assert [len(before), len(after)] == [1, 1]


@given(st.text(), st.text())
def test_the_pieces_make_up_both_texts_again(before: str, after: str) -> None:
    left, right = pieces(before, after)
    assert "".join(piece.text for piece in left) == before
    assert "".join(piece.text for piece in right) == after
