"""Whether a body that decided to end aftercare was one of the two responsible ones (rule E-1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cases.rules import council, nhs_body
from cases.rules.facts import CaseFacts, EndingFact, Side
from cases.rules.rulesets import Law
from s117.kernel.findings import Answer


def with_deciders_weighed(known: CaseFacts, law: Law) -> CaseFacts:
    """The facts, with each decision by a body that did not answer for the person marked as nobody's.

    Only a decision that names its body is weighed, and only where no earlier register names the
    responsible one. Where the rules cannot tell who was responsible that day, the decision stands.
    """
    return replace(known, endings=tuple(_weighed(row, known, law) for row in known.endings))


def _weighed(row: EndingFact, known: CaseFacts, law: Law) -> EndingFact:
    registered = any(entry.side is row.side and entry.body for entry in known.responsible)
    if not row.body or row.decided_on is None or row.side is Side.OTHER or registered:
        return row
    answerable = _responsible(row.side, row.decided_on, known, law)
    return row if answerable in (None, row.body) else replace(row, side=Side.OTHER)


def _responsible(side: Side, on: date, known: CaseFacts, law: Law) -> str | None:
    """The body the rules name for that side on the day of the decision; None unless they determine it."""
    before = replace(known, endings=tuple(e for e in known.endings if e.decided_on and e.decided_on < on))
    if side is Side.COUNCIL:
        home = council.determine(before, on, law)
        return home.value.area_code if home.value and home.answer is Answer.YES else None
    chain = nhs_body.determine(before, on, law)
    return chain.value.commissioner_code if chain.value and chain.answer is Answer.YES else None
