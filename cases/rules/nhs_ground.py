"""The shapes of the NHS answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from cases.rules.answers import Alternative, Firmness
from cases.rules.rulebook import finding
from s117.kernel.findings import Finding


class NhsBasis(StrEnum):
    """What fixed the NHS body."""

    ORIGINATING = "originating_body"
    ORDINARY_RESIDENCE = "s117(3)"
    GP_REGISTRATION = "gp_registration"
    FROZEN = "frozen_on_1_april_2016"
    HEALTH_BOARD = "local_health_board"
    TAKEN_OVER = "earlier_register"


class NhsKind(StrEnum):
    """What kind of body answers in the regime applied."""

    ICB = "integrated_care_board"
    CCG = "clinical_commissioning_group"
    PCT = "primary_care_trust"
    LHB = "local_health_board"


@dataclass(frozen=True, slots=True)
class NhsAnswer:
    """The NHS side on a day: who commissions aftercare, who pays, and who answers for other health care.

    A code is None when the rules cannot name a body. `tested_on` is the day the test looks at.
    """

    commissioner_code: str | None
    payer_code: str | None
    general_health_code: str | None = None
    basis: NhsBasis | None = None
    tested_on: date | None = None
    firmness: Firmness = Firmness.OPEN
    reason: str = ""
    kind: NhsKind = NhsKind.ICB
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class NhsGround:
    """An answer on its way: the two bodies, what was found so far and how firm it is."""

    commissioner: str | None
    payer: str | None
    basis: NhsBasis | None
    regime: str
    kind: NhsKind
    firmness: Firmness = Firmness.DETERMINED
    findings: tuple[Finding, ...] = ()
    tested_on: date | None = None
    alternatives: tuple[Alternative, ...] = ()
    missing: tuple[str, ...] = ()
    reason: str = ""

    def noting(self, rule_id: str, text: str, **changes: Any) -> NhsGround:
        """The same ground with one more finding, and with any other changes."""
        return replace(self, findings=(*self.findings, finding(rule_id, text)), **changes)

    def needing(self, missing: str, firmness: Firmness = Firmness.OPEN) -> NhsGround:
        """The same ground, left to a person for want of something."""
        return replace(self, missing=(*self.missing, missing), firmness=self.firmness.at_most(firmness))

    def beside(self, *others: Alternative) -> NhsGround:
        """The same ground with other readings beside it."""
        return replace(self, alternatives=(*self.alternatives, *others))


def one_body(
    body: str | None, basis: NhsBasis, regime: str, kind: NhsKind, tested_on: date | None = None
) -> NhsGround:
    """A ground on which the same body commissions and pays."""
    return NhsGround(body, body, basis, regime, kind, tested_on=tested_on)
