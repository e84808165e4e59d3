"""What a council's schedule posts for one line: this period's charges, and corrections of earlier ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from funding.rules.corrections import Issued, Posting, PostingKind, reverse_and_replace
from funding.rules.lines import Charge, LineFact, line_cost
from s117.kernel.findings import Finding
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose schedule it is: `council` stands for the council and those it took over; `councils` are all
    bodies that are councils."""

    council: frozenset[str]
    councils: Collection[str]

    def own(self, charge: Charge) -> bool:
        """Whether the charge belongs on this council's schedule, so that it is on exactly one.

        The council that pays the provider settles it; where an NHS body pays, the council with a share.
        """
        if charge.residual in self.councils:
            return charge.residual in self.council
        sharing = sorted(body for body, _ in charge.points if body in self.councils)
        return bool(sharing) and sharing[0] in self.council


def line_postings(
    line: LineFact, period: Period, parties: Parties, issued: Mapping[Period, Sequence[Issued]]
) -> tuple[tuple[Posting, ...], tuple[Finding, ...]]:
    """Postings of the line in date order, with what kept days of the period from being charged.

    `issued` holds, for each period that was frozen before, the lines that stand there. A period that was
    frozen is only ever corrected; this period is charged in full unless it was.
    """
    postings: list[Posting] = []
    for earlier, standing in sorted(issued.items()):
        charges = tuple(filter(parties.own, line_cost(line, earlier).charges))
        postings.extend(reverse_and_replace(standing, charges))
    cost = line_cost(line, period)
    if period not in issued:
        own = filter(parties.own, cost.charges)
        postings.extend(
            Posting(PostingKind.CHARGE, charge.days, charge.gross, charge.posted, charge) for charge in own
        )
    return tuple(postings), cost.findings
