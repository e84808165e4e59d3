"""What an assessment says that the one before it did not."""

from __future__ import annotations

from itertools import groupby

from assessments.presenters.pages import Labels, NeedLine, assessment_cards, need_lines
from assessments.queries import AssessmentFile
from s117.kernel.differences import Item, ItemChange, changes


def assessment_changes(
    before: AssessmentFile | None, after: AssessmentFile, labels: Labels
) -> tuple[tuple[str, tuple[ItemChange, ...]], ...]:
    """What is not as it was in the assessment before, part by part; nothing when there was none before."""
    if before is None:
        return ()
    found = changes(_items(before, labels), _items(after, labels))
    return tuple((part, tuple(items)) for part, items in groupby(found, key=lambda item: item.part))


def _items(file: AssessmentFile, labels: Labels) -> list[Item]:
    keys = {need.number: str(need.key) for need in file.needs}
    found: list[Item] = []
    for card in assessment_cards(file, labels, need_lines(file, editable=False), editable=False):
        found.append(Item(card.title, "", card.title, card.rows))
        found.extend(
            Item(card.title, keys[need.number], f"Need: {need.title}", _need_facts(need))
            for need in card.needs
        )
    return found


def _need_facts(need: NeedLine) -> tuple[tuple[str, str], ...]:
    return (
        ("The need", need.title),
        ("Conclusion", need.conclusion),
        ("Reasons", "\n".join(need.reasons)),
    )
