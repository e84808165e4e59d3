"""Reads what the bodies decided about ending aftercare, and what notice they gave (E-1 to E-4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.rules.facts import EndingFact, NoticeFact, Side
from s117.management.vectors.finance_facts import Facts

_COUNCIL = frozenset({"la", "council", "lssa", "local_authority"})
_NHS = frozenset({"icb", "nhs", "ccg", "pct", "lhb", "nhs_body"})
_LETTERS = ("separate_written_notices", "written_notices", "separate_letters", "notices")


def endings(facts: Facts) -> Iterator[EndingFact]:
    for row in facts.rows("ending_decisions"):
        body = row.word("body")
        row.get("reasons")
        satisfied = bool(row.get("satisfied", True))
        side, named = _side(body, facts)
        yield EndingFact(side=side, decided_on=row.day("date"), satisfied=satisfied, body=named)


def _side(body: str, facts: Facts) -> tuple[Side, str]:
    """The side a body answers for: by the word for the responsible body, else by the name of one."""
    word = body.lower().replace(" ", "_")
    if word in _COUNCIL or word in _NHS:
        return (Side.COUNCIL if word in _COUNCIL else Side.NHS), ""
    prefix = word.split("_", maxsplit=1)[0]
    if prefix in _COUNCIL or body in {row.word("la", "county") for row in facts.rows("residences")}:
        return Side.COUNCIL, body
    registered = body in {row.word("icb", "ccg") for row in facts.rows("gp")}
    return (Side.NHS if prefix in _NHS or registered else Side.OTHER), body


def notices(facts: Facts) -> Iterator[NoticeFact]:
    """One notice given together; or a letter of each body, which only together can be notice of both."""
    given = facts.day("joint_written_notice_on")
    if given is not None:
        yield NoticeFact(given_on=given)
    letters: dict[Side, list[date]] = {Side.COUNCIL: [], Side.NHS: []}
    for row in (each for name in _LETTERS for each in facts.rows(name)):
        sent_on, side = row.first_day("date", "given_on"), _side(row.word("body"), facts)[0]
        if sent_on is not None and row.truth("in_writing") is not False and side in letters:
            letters[side].append(sent_on)
    if all(letters.values()):
        yield NoticeFact(given_on=max(min(sent) for sent in letters.values()), joint=False)
