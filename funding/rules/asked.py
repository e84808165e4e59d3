"""What a page asks a service to do about funding, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from funding.rules.applications import Outcome
from funding.rules.proration import Unit
from funding.rules.uplifts import Rise


@dataclass(frozen=True, slots=True)
class ServiceInput:
    """A service of the plan with the rate asked for: pence a unit, and units a week where it has them."""

    service_key: UUID
    rate_pence: int
    unit: Unit
    quantity: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class OptionInput:
    """A way of meeting the need; pence a week."""

    provider_name: str
    weekly_pence: int
    meets_needs: str
    miles: Decimal | None = None
    available_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationInput:
    """What is asked for (practice 1.4 J). `scores` are (need, health weight, social weight)."""

    services: Sequence[ServiceInput]
    options: Sequence[OptionInput]
    scores: Sequence[tuple[str, int, int]]
    urgency: str
    kind: str
    starts_on: date
    payer_id: UUID
    council_id: UUID
    nhs_body_id: UUID
    council_percent: str
    nhs_percent: str
    split_rationale: str
    alternatives: str
    least_restrictive: str
    statement: str
    previous_decisions: str
    documents: str
    out_of_area: bool
    out_of_area_reason: str
    host_notified_on: date | None


@dataclass(frozen=True, slots=True)
class TermInput:
    """Shares from a day on: body to percentage ('33.33')."""

    starts_on: date
    shares: Mapping[UUID, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionInput:
    """What the panel said (practice 1.4 K). `rates` maps an application's service to pence a unit; a service
    that is left out is not funded. A deferral has questions, a refusal reasons, and neither has terms."""

    outcome: Outcome
    reasons: str
    questions: str = ""
    conditions: str = ""
    valid_to: date | None = None
    rates: Mapping[UUID, int]
    terms: Sequence[TermInput] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpliftInput:
    """A rise of many rates: by `percent` ("3.9") or `pence` a unit, from a day on, of a kind of service and
    a provider where these are given."""

    percent: str = ""
    pence: int | None = None
    effective_on: date
    category: str = ""
    provider_name: str = ""
    reason: str

    @property
    def rise(self) -> Rise:
        """The rise as the rules take it. ValueError where neither, or both, are given."""
        if bool(self.percent) == (self.pence is not None):
            raise ValueError("a rise is by a percentage or by an amount")
        return Rise(Fraction(self.percent)) if self.percent else Rise(pence=self.pence)
