"""What one funded service costs in a period, segment by segment, and who bears it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from funding.rules import refs
from funding.rules.proration import Unit, cut, steps, unit_amount, weekly_amount
from funding.rules.refs import finding
from funding.rules.split import FULL, Share, apportion, days_words
from s117.kernel.findings import Finding
from s117.kernel.periods import Period


@dataclass(frozen=True, slots=True)
class Terms:
    """How a cost is shared and the decision that said so. Equal terms cut nothing."""

    shares: tuple[Share, ...]
    decision: str = ""
    interim: bool = False


@dataclass(frozen=True, slots=True)
class SplitFact:
    """Terms that hold from a day on."""

    starts_on: date
    terms: Terms


@dataclass(frozen=True, slots=True)
class RateFact:
    """A rate from a day on, in pence a unit."""

    starts_on: date
    pence: int


@dataclass(frozen=True, slots=True)
class PayerFact:
    """The body that stands in a payer's place for some days: bodies merge, entitlement goes on (F30)."""

    payer: str
    days: Period
    body: str


@dataclass(frozen=True, slots=True)
class AbsenceFact:
    """Days when the place is only held; `retained` basis points of the rate are paid. At none of it the days
    are not charged, so no segment has them."""

    days: Period
    retained: int


@dataclass(frozen=True, slots=True)
class DeliveryFact:
    """Units delivered on some days, for a service paid by the hour, night or session."""

    days: Period
    units: Fraction


@dataclass(frozen=True, slots=True)
class LineFact:
    """A funded service as the rules see it. `service` holds the charged days, possibly open."""

    key: str
    service: Period
    rates: tuple[RateFact, ...]
    splits: tuple[SplitFact, ...]
    unit: Unit = Unit.WEEK
    payers: tuple[PayerFact, ...] = ()
    absences: tuple[AbsenceFact, ...] = ()
    deliveries: tuple[DeliveryFact, ...] = ()

    def rate_on(self, day: date) -> int | None:
        """Pence a unit on the day; None where no rate has begun."""
        begun = [row for row in self.rates if row.starts_on <= day]
        return max(begun, key=lambda row: row.starts_on).pence if begun else None

    def terms_on(self, day: date) -> Terms | None:
        """How the cost is shared on the day; None where no share has begun."""
        begun = [row for row in self.splits if row.starts_on <= day]
        return max(begun, key=lambda row: row.starts_on).terms if begun else None


@dataclass(frozen=True, slots=True)
class Charge:
    """One segment: its days, its price, and each payer's part, adding up to `gross`."""

    days: Period
    rate_pence: int
    gross: int
    parts: tuple[tuple[str, int], ...]
    terms: Terms
    units: Fraction | None = None
    bodies: tuple[tuple[str, str], ...] = ()

    @property
    def by_payer(self) -> dict[str, int]:
        """Pence by payer."""
        return dict(self.parts)

    @property
    def posted(self) -> tuple[tuple[str, int], ...]:
        """Pence by the body that stands in each payer's place on these days."""
        return _by_body(self.parts, self.bodies)

    @property
    def points(self) -> tuple[tuple[str, int], ...]:
        """Basis points by the body that stands in each payer's place."""
        return _by_body(((share.payer, share.basis_points) for share in self.terms.shares), self.bodies)

    @property
    def residual(self) -> str:
        """The body that pays the provider and takes the odd penny."""
        payer = next(share.payer for share in self.terms.shares if share.residual)
        return dict(self.bodies).get(payer, payer)


def _by_body(
    amounts: Iterable[tuple[str, int]], bodies: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, int], ...]:
    standing_in = dict(bodies)
    found: dict[str, int] = {}
    for payer, amount in amounts:
        body = standing_in.get(payer, payer)
        found[body] = found.get(body, 0) + amount
    return tuple(found.items())


@dataclass(frozen=True, slots=True)
class LineCost:
    """A line's charges in a period, and what kept other days from being charged."""

    charges: tuple[Charge, ...]
    findings: tuple[Finding, ...]

    @property
    def gross(self) -> int:
        """The sum of the charges, in pence."""
        return sum(charge.gross for charge in self.charges)


def line_cost(line: LineFact, period: Period) -> LineCost:
    """Every charge of the line in the period; days that cannot be priced become findings, never a crash."""
    days = line.service.intersection(period)
    if days is None:
        return LineCost((), ())
    segments = _segments(line, days)
    findings = [found for segment in segments for found in _findings(segment)]
    if line.unit not in {Unit.WEEK, Unit.ONE_OFF} and not any(
        days.contains(row.days.start) for row in line.deliveries
    ):
        findings.append(finding(refs.NO_UNITS, f"No units are recorded for {days_words(days)}."))
    charges = tuple(charge for segment in segments for charge in _charges(line, segment))
    return LineCost(charges, tuple(findings))


def start_findings(line_start: date, starts_on: date | None, what: str = "rate") -> tuple[Finding, ...]:
    """Refusal of a rate, cost share or delivery that begins before the service it pays for."""
    if starts_on is not None and starts_on < line_start:
        words = f"The {what} cannot start before the service does, on {line_start:%-d %B %Y}"
        return (finding(refs.RATE_BEFORE_LINE_START, words),)
    return ()


@dataclass(frozen=True, slots=True)
class _Segment:
    days: Period
    rate: int | None
    terms: Terms | None
    retained: int
    bodies: tuple[tuple[str, str], ...]


def _segments(line: LineFact, days: Period) -> tuple[_Segment, ...]:
    names = sorted({row.payer for row in line.payers})
    cuts = cut(
        days,
        steps((row.starts_on, row.pence) for row in line.rates),
        steps((row.starts_on, row.terms) for row in line.splits),
        tuple((row.days, row.retained) for row in line.absences),
        *(tuple((row.days, (name, row.body)) for row in line.payers if row.payer == name) for name in names),
    )
    return tuple(_segment(piece.days, *piece.values) for piece in cuts)


def _segment(
    days: Period, rate: int | None, terms: Terms | None, retained: int | None, *bodies: tuple[str, str] | None
) -> _Segment:
    named = tuple(body for body in bodies if body is not None)
    return _Segment(days, rate, terms, FULL if retained is None else retained, named)


def _findings(segment: _Segment) -> list[Finding]:
    found: list[Finding] = []
    words = days_words(segment.days)
    if segment.rate is None:
        found.append(finding(refs.NO_RATE, f"No rate for {words}."))
    if segment.terms is None:
        found.append(finding(refs.NO_SPLIT, f"No cost share for {words}."))
    elif not segment.terms.decision and not segment.terms.interim:
        found.append(finding(refs.NO_DECISION, f"No decision reference for {words}."))
    return found


def _charges(line: LineFact, segment: _Segment) -> list[Charge]:
    rate, terms = segment.rate, segment.terms
    if rate is None or terms is None or not segment.retained:
        return []

    def charge(days: Period, gross: int, units: Fraction | None = None) -> Charge:
        parts = tuple(apportion(gross, terms.shares).items())
        return Charge(days, rate, gross, parts, terms, units, segment.bodies)

    if line.unit is Unit.WEEK:
        return [charge(segment.days, weekly_amount(rate, segment.days.days, segment.retained))]
    return [
        charge(row.days, unit_amount(row.units, rate), row.units)
        for row in _delivered(line)
        if segment.days.contains(row.days.start)
    ]


def _delivered(line: LineFact) -> tuple[DeliveryFact, ...]:
    if line.unit is Unit.ONE_OFF:
        first = line.service.start
        return (DeliveryFact(Period.inclusive(first, first), Fraction(1)),)
    return tuple(sorted((row for row in line.deliveries if row.units), key=lambda row: row.days))
