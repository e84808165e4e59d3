"""Works a schedule out: rows in, unsaved lines and exceptions out. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.conf import settings

from cases.rules.lifecycle import CaseStatus
from funding import queries
from funding.models import Refund, Schedule, ScheduleLine, ScheduleShare
from funding.queries import LineInPeriod, ScheduleLineRow, UnsignedRow
from funding.queries.homes import home_checks, is_home
from funding.queries.money_back import issued_back, money_back
from funding.queries.refunds import refunds_to_post
from funding.rules.charging import entitlement_findings
from funding.rules.corrections import Issued, Posting, PostingKind
from funding.rules.homes import HomeCheck, home_findings
from funding.rules.lifecycle import ApplicationStatus
from funding.rules.lines import Charge
from funding.rules.postings import Parties, line_postings
from funding.rules.refs import HOME_PARTS, UNSIGNED
from funding.rules.split import percent_words
from funding.services.reclaim_lines import Back, issued_of, reclaim_postings
from funding.services.refund_lines import refund_lines
from s117.kernel.findings import Finding
from s117.kernel.letters import initials
from s117.kernel.periods import Period

WHO = {
    ApplicationStatus.PROPOSED: "The coordinator's manager",
    ApplicationStatus.RECOMMENDED: "The panel administrator",
    ApplicationStatus.PANEL_PENDING: "The panel administrator",
    ApplicationStatus.DECIDED: "The decision makers of both bodies",
    ApplicationStatus.DEFERRED: "The care coordinator",
}
LATE_COMMITS = timedelta(hours=1)
"""A change may carry an earlier moment than the figures and still be committed after them. Comparing a
line too many costs nothing: what agrees is not posted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Lines with their shares, ready to be saved, and what keeps days from being charged."""

    lines: tuple[ScheduleLine, ...]
    shares: tuple[ScheduleShare, ...]
    exceptions: tuple[dict[str, str], ...]


def work_out(schedule: Schedule) -> Draft:
    """The schedule's lines as the record stands now, corrections of earlier schedules first.

    The funded lines come from one statement, so every figure is of the same moment. Only lines that were
    touched since the last freeze, or whose bodies were, are compared with what was issued.
    """
    period = Period.inclusive(schedule.period_from, schedule.period_to)
    frozen = queries.frozen_periods(schedule.council_id)
    bodies = queries.bodies_behind(schedule.council_id)
    came_back = money_back(bodies)
    first_paid = [held.first_day for arrangements in came_back.values() for held in arrangements]
    first = min([schedule.period_from, *(start for start, _, _ in frozen), *first_paid])
    lines = queries.lines_in_period(bodies, first, schedule.period_to)
    parties = Parties(
        frozenset(str(body) for body in bodies), frozenset(body for line in lines for body in line.councils)
    )
    periods = {Period.inclusive(start, end) for start, end, _ in frozen}
    settled_at = max((as_at for _, _, as_at in frozen), default=None)
    touched = _touched(lines, settled_at)
    charged = queries.issued_lines(schedule.council_id, touched | set(came_back))
    given = issued_back(schedule.council_id, set(came_back))
    issued = {row.id: row for row in (*charged, *given)}
    homes = home_checks({line.case_id for line in lines if is_home(line.category, line.fact.unit.value)})
    page = _Page(schedule, issued)
    for line in lines:
        if arrangements := came_back.get(line.line_id, ()):
            page.add_back(line, reclaim_postings(line, parties, arrangements, (*charged, *given)))
        if line.line_id not in touched and period in periods:
            continue
        standing = _standing(line, periods, charged) if line.line_id in touched else {}
        postings, findings = line_postings(line.fact, period, parties, standing)
        page.add(line, postings, (*findings, *_standing_findings(line, period, homes)))
    page.add_refunds(refunds_to_post(bodies))
    page.add_unsigned(queries.unsigned_in(bodies, schedule.period_to))
    return page.draft()


def _standing_findings(
    line: LineInPeriod, period: Period, homes: Mapping[UUID, HomeCheck]
) -> tuple[Finding, ...]:
    """What stands in the way of a service whatever its terms: its last day, and the parts of a home."""
    found = entitlement_findings(line.case_status, line.last_day)
    if is_home(line.category, line.fact.unit.value) and line.fact.service.overlaps(period):
        found = (*found, *home_findings(homes.get(line.case_id)))
    return found


def _touched(lines: Iterable[LineInPeriod], settled_at: datetime | None) -> set[UUID]:
    """Lines that may not agree with what was issued: changed since the last freeze, of a person who has died,
    or shared by a body whose take-over was written down since."""
    if settled_at is None:
        return set()
    since = settled_at - LATE_COMMITS
    merged = queries.taken_over_since(since)
    return {
        line.line_id
        for line in lines
        if line.touched_at > since
        or line.case_status is CaseStatus.ENDED_DEATH
        or any({row.payer, row.body} & merged for row in line.fact.payers)
    }


def _standing(
    line: LineInPeriod, periods: Iterable[Period], issued: Iterable[ScheduleLineRow]
) -> Mapping[Period, list[Issued]]:
    """The line's issued lines by frozen period."""
    mine = [row for row in issued if row.line_id == line.line_id]
    return {
        frozen: [issued_of(row) for row in mine if frozen.contains(row.service_from)] for frozen in periods
    }


class _Page:
    """Collects numbered lines: corrections before charges, each in the order of the people's references."""

    def __init__(self, schedule: Schedule, issued: Mapping[UUID, ScheduleLineRow]) -> None:
        self._schedule = schedule
        self._issued = issued
        self._with_nhs_number = schedule.council.code in settings.SCHEDULE_NHS_NUMBER_COUNCILS
        self._posted: list[tuple[LineInPeriod, Posting]] = []
        self._back: list[tuple[LineInPeriod, Back]] = []
        self._given: list[tuple[ScheduleLine, list[ScheduleShare]]] = []
        self._exceptions: list[dict[str, str]] = []

    def add(self, line: LineInPeriod, postings: Iterable[Posting], findings: Iterable[Finding]) -> None:
        """One funded line's postings and findings."""
        self._posted += [(line, posting) for posting in postings]
        self._exceptions += [
            {
                "case_reference": line.case_reference,
                "line_id": str(line.line_id),
                "service": line.description,
                "rule": finding.rule.id,
                "text": finding.text,
                "who": _who(finding, line.payer_name),
            }
            for finding in findings
        ]

    def add_back(self, line: LineInPeriod, rows: Iterable[Back]) -> None:
        """What came back of one service's direct payments."""
        self._back += [(line, row) for row in rows]

    def add_unsigned(self, rows: Iterable[UnsignedRow]) -> None:
        """People with a cost share that is asked for and not signed."""
        self._exceptions += [
            {
                "case_reference": row.case_reference,
                "line_id": row.line_id,
                "service": row.description,
                "rule": UNSIGNED.id,
                "text": f"Application {row.number} is not signed: {row.status.words.lower()}.",
                "who": WHO[row.status],
            }
            for row in rows
        ]

    def add_refunds(self, paid: Iterable[Refund]) -> None:
        """What the council gave back to people since the last schedule, shared as it was worked out."""
        self._given = [
            given for refund in paid for given in refund_lines(self._schedule, refund, self._with_nhs_number)
        ]

    def draft(self) -> Draft:
        """Everything collected, numbered: what mends earlier schedules, what was given back, the charges."""
        charges = [pair for pair in self._posted if pair[1].kind is PostingKind.CHARGE]
        mending = [pair for pair in self._posted if pair[1].kind is not PostingKind.CHARGE]
        back = [self._given_back(*pair) for pair in self._back]
        written = [*map(self._written, mending), *back, *self._given, *map(self._written, charges)]
        for number, (row, _) in enumerate(written, start=1):
            row.number = number
        return Draft(
            lines=tuple(row for row, _ in written),
            shares=tuple(share for _, shares in written for share in shares),
            exceptions=tuple(self._exceptions),
        )

    def _written(self, pair: tuple[LineInPeriod, Posting]) -> tuple[ScheduleLine, list[ScheduleShare]]:
        row = self._row(*pair)
        return row, self._shares(row, pair[1])

    def _given_back(self, line: LineInPeriod, back: Back) -> tuple[ScheduleLine, list[ScheduleShare]]:
        row, shares = self._written((line, back.posting))
        row.reclaim_id, row.mends_id, row.note = back.return_id, back.mends_id, back.note or row.note
        return row, shares

    def _row(self, line: LineInPeriod, posting: Posting) -> ScheduleLine:
        charge = posting.charge
        printed = self._as_issued(posting) if charge is None else self._as_charged(line, posting, charge)
        return ScheduleLine(
            schedule=self._schedule,
            kind=posting.kind.value,
            line_id=line.line_id,
            service_from=posting.days.start,
            service_to=posting.days.last_day,
            days=posting.days.days,
            gross_pence=posting.gross,
            **printed,
        )

    def _as_issued(self, posting: Posting) -> dict[str, object]:
        issued = self._issued[UUID(posting.mends)]
        same = (
            "case_reference", "initials", "birth_year", "nhs_number", "provider_name", "category",
            "description", "unit", "units", "rate_pence", "decision_reference", "interim",
            "po_reference", "cost_centre", "subjective_code",
        )  # fmt: skip
        note = f"Takes back line {issued.number} of schedule {issued.schedule_number}"
        return {**{name: getattr(issued, name) for name in same}, "mends_id": issued.id, "note": note}

    def _as_charged(self, line: LineInPeriod, posting: Posting, charge: Charge) -> dict[str, object]:
        same = ("case_reference", "birth_year", "provider_name", "category", "description")
        codes = ("po_reference", "cost_centre", "subjective_code")
        return {
            **{name: getattr(line, name) for name in (*same, *codes)},
            "initials": initials(line.given_names, line.family_name),
            "nhs_number": line.nhs_number if self._with_nhs_number else "",
            "unit": line.fact.unit.value,
            "units": None
            if charge.units is None
            else Decimal(charge.units.numerator) / charge.units.denominator,
            "rate_pence": charge.rate_pence,
            "decision_reference": charge.terms.decision,
            "interim": charge.terms.interim,
            "note": _late_note(self._schedule, posting),
        }

    def _shares(self, row: ScheduleLine, posting: Posting) -> list[ScheduleShare]:
        percents, residual = self._terms(posting)
        return [
            ScheduleShare(
                line=row,
                organisation_id=UUID(body),
                percent=Decimal(percents[body]),
                amount_pence=amount,
                residual=body == residual,
            )
            for body, amount in posting.parts
        ]

    def _terms(self, posting: Posting) -> tuple[dict[str, str], str]:
        if posting.charge is not None:
            return {
                body: percent_words(points) for body, points in posting.charge.points
            }, posting.charge.residual
        parts = self._issued[UUID(posting.mends)].parts
        residual = next((part.organisation_id for part in parts if part.residual), "")
        return {part.organisation_id: part.percent for part in parts}, residual


def _who(finding: Finding, payer: str) -> str:
    """Who can put right what a finding names."""
    if finding.rule.id == HOME_PARTS.id:
        return (
            f"The care coordinator, if the plan is wrong; finance at {payer}, if the rate is, or to name it"
        )
    return f"Finance at {payer}"


def _late_note(schedule: Schedule, posting: Posting) -> str:
    if posting.kind is PostingKind.REPLACEMENT:
        return "In place of what was taken back for these days"
    late = posting.days.start < schedule.period_from
    return "Late charge for an earlier period" if late else ""
