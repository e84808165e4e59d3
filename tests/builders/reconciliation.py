"""The reconciliation rules of practice 4.4 over whatever is stored. Each breach is a sentence.

Rules 1 to 3, 5 and 8 are of each frozen schedule, rules 4 and 9 of each council's services today, rule 6 of each
provider, rule 7 of each recharge, rule 10 of each person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

from django.db.models import Sum

from funding import queries
from funding.models import Contribution, FundedLine, Recharge, Schedule, ScheduleLine, ScheduleShare
from funding.queries import ScheduleLineRow
from funding.queries.issued import CHARGED
from funding.rules.budgets import days_of, year_of
from funding.rules.charging import NOT_ENTITLED
from funding.rules.ledger import at_stake
from funding.rules.lifecycle import ScheduleStatus
from funding.rules.lines import line_cost
from funding.rules.postings import Parties
from funding.rules.reconcile import Match, match_invoice
from funding.rules.reporting import part_of
from funding.services.drafting import work_out
from funding.services.schedules import hash_of
from s117.accounts.models import Organisation
from s117.kernel.periods import Period
from tests.builders.accounts import actor_of

Sums = Mapping[tuple[UUID, str], int]


def breaches(on: date) -> list[str]:
    """What does not reconcile on the day; nothing when all is well."""
    frozen = Schedule.objects.filter(status=ScheduleStatus.FROZEN.value)
    councils = Organisation.objects.filter(pk__in=frozen.values("council"))
    return [
        *(text for schedule in frozen for text in _of_schedule(schedule)),
        *(text for council in councils for text in _of_council(council, on)),
        *_recharges(),
        *_entitled(),
    ]


def _of_schedule(schedule: Schedule) -> Iterator[str]:
    lines = queries.lines_of_schedule(schedule.id)
    totals = queries.totals_of(lines)
    if (totals.rows, totals.gross, dict(totals.by_payer)) != (
        schedule.row_count, schedule.gross_pence, schedule.totals,
    ):  # fmt: skip
        yield f"rule 1: {schedule} does not say what its lines come to"
    if hash_of(lines) != schedule.control_hash:
        yield f"rule 5: {schedule} is not what was frozen"
    for line in lines:
        if sum(pence for _, pence in line.amounts) != line.gross_pence:
            yield f"rule 2: line {line.number} of {schedule} is not the sum of its payers"
        if not line.decision_reference and not line.interim:
            yield f"rule 8: line {line.number} of {schedule} has no decision"
    yield from _days_twice(schedule, lines)
    yield from _invoices(schedule, lines)


def _days_twice(schedule: Schedule, lines: tuple[ScheduleLineRow, ...]) -> Iterator[str]:
    charged = [line for line in lines if line.kind in CHARGED and line.units is None]
    charged.sort(key=lambda line: (line.line_id, line.service_from))
    for line in charged:
        if (line.service_to - line.service_from).days + 1 != line.days:
            yield f"rule 3: line {line.number} of {schedule} miscounts its days"
    for line, after in pairwise(charged):
        if line.line_id == after.line_id and after.service_from <= line.service_to:
            yield f"rule 3: line {after.number} of {schedule} charges a day twice"


def _invoices(schedule: Schedule, lines: tuple[ScheduleLineRow, ...]) -> Iterator[str]:
    """An invoice of what the provider's lines come to is paid; one that is £1.01 out is not."""
    gross: dict[str, int] = defaultdict(int)
    for line in lines:
        gross[line.provider_name] += line.gross_pence
    stored = ScheduleLine.objects.filter(schedule=schedule).order_by().values_list("provider_name")
    for provider, pence in stored.annotate(pence=Sum("gross_pence")):
        if match_invoice(gross[provider], int(pence)).status is not Match.MATCHED:
            yield f"rule 6: {schedule} pays {provider} another sum than its lines"
        if match_invoice(gross[provider] + 101, int(pence)).status is not Match.QUERY:
            yield f"rule 6: {schedule} lets an invoice of {provider} pass that does not match"


def _of_council(council: Organisation, on: date) -> Iterator[str]:
    periods = [Period.inclusive(first, last) for first, last, _ in queries.frozen_periods(council.id)]
    after = max(period.end or on for period in periods)
    pending = work_out(
        Schedule(council=council, number=0, period_from=after, period_to=after + timedelta(days=27))
    )
    waiting = {line.id: line for line in pending.lines}
    for period in periods:
        posted: dict[tuple[UUID, str], int] = defaultdict(int, _issued(council, period))
        for share in pending.shares:
            line = waiting[share.line_id]
            if period.contains(line.service_from) and not (line.refund_id or line.reclaim_id):
                posted[line.line_id, str(share.organisation_id)] += int(share.amount_pence)
        if _money(posted) != _money(_today(council, period)):
            yield f"rule 4: {period.start} of {council} differs from today with all that waits to be posted"
    yield from _forecasts(council, on, {line.line_id for line in pending.lines if line.service_from < after})


def _issued(council: Organisation, period: Period) -> Sums:
    shares = ScheduleShare.objects.filter(
        line__schedule__council=council,
        line__schedule__status=ScheduleStatus.FROZEN.value,
        line__service_from__gte=period.start,
        line__service_from__lt=period.end,
        line__refund__isnull=True,
        line__reclaim__isnull=True,
    )
    rows = shares.order_by().values_list("line__line", "organisation").annotate(pence=Sum("amount_pence"))
    return {(line, str(body)): int(pence) for line, body, pence in rows}


def _today(council: Organisation, period: Period) -> Sums:
    bodies = queries.bodies_behind(council.id)
    lines = queries.lines_in_period(bodies, period.start, period.last_day or period.start)
    parties = Parties(
        frozenset(str(body) for body in bodies), frozenset(body for line in lines for body in line.councils)
    )
    found: dict[tuple[UUID, str], int] = defaultdict(int)
    for line in lines:
        for charge in filter(parties.own, line_cost(line.fact, period).charges):
            for body, pence in charge.posted:
                found[line.line_id, body] += pence
    return found


def _money(sums: Sums) -> dict[tuple[UUID, str], int]:
    return {key: pence for key, pence in sums.items() if pence}


def _forecasts(council: Organisation, on: date, to_mend: set[UUID]) -> Iterator[str]:
    """Charged and to come is the year by the day, but for one rounding at each edge of a schedule; a service
    with a correction waiting says the old figure until that is posted."""
    officer = council.users.filter(memberships__role="finance").first()
    year = days_of(year_of(on))
    came_back = _came_back(council, year)
    for row in queries.line_forecasts(actor_of(officer, on), year):
        whole = line_cost(row.line.fact, year).gross + came_back[row.line.line_id]
        if row.line.line_id not in to_mend and abs(row.gross.forecast - whole) > 13:
            yield f"rule 9: {row.line.description} of {row.line.case_reference} forecasts another year"


def _came_back(council: Organisation, year: Period) -> Mapping[UUID, int]:
    """Pence by service that came back of direct payments for days of the year, below zero."""
    found: dict[UUID, int] = defaultdict(int)
    lines = ScheduleLine.objects.filter(
        schedule__status=ScheduleStatus.FROZEN.value, schedule__council=council, reclaim__isnull=False
    )
    for line in lines:
        found[line.line_id] += part_of(
            line.gross_pence, Period.inclusive(line.service_from, line.service_to), year
        )
    return found


def _recharges() -> Iterator[str]:
    for recharge in Recharge.objects.all():
        paid = recharge.lines.values_list(
            "share__line__service_from", "share__line__service_to", "share__amount_pence",
            "service_from", "amount_pence",
        )  # fmt: skip
        rest = 0
        for first, last, issued, start, pence in paid:
            stake = at_stake(Period.inclusive(first, last), issued, start)
            rest += (stake[1] if stake else 0) - pence
        total = sum(pence for *_, pence in paid)
        if rest or total != recharge.total_pence:
            yield f"rule 7: {recharge} leaves something in the ledger"


def _entitled() -> Iterator[str]:
    paid = FundedLine.objects.filter(ends_on__isnull=True, case__status__in=[s.value for s in NOT_ENTITLED])
    yield from (f"rule 10: {line} is paid for although nobody is entitled" for line in paid)
    # What was taken before it was recorded here is on the list of refunds to make; nothing else may be taken.
    served = {
        line.service_key: Period.inclusive(line.starts_on, line.ends_on) for line in FundedLine.objects.all()
    }
    for taken in Contribution.objects.filter(existing=False):
        days = Period.inclusive(taken.starts_on, taken.ends_on)
        if taken.service_key in served and served[taken.service_key].overlaps(days):
            yield f"rule 10: {taken} is charged for although it is aftercare"
