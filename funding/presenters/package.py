"""A person's funding and the schedules, as words and figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from careplans.queries.plans import ServiceRow
from careplans.rules.terms import Category, Group
from cases.queries import CaseHeader
from funding import policies
from funding.models import ExportFile, Schedule
from funding.presenters.contracts import contract_facts
from funding.presenters.days import days_words
from funding.presenters.homes import home_apart
from funding.queries import LineRow, ScheduleLineRow, ScheduleRow, ScheduleSums
from funding.queries.homes import is_home
from funding.queries.packages import RateRow, SplitRow
from funding.rules.corrections import PostingKind
from funding.rules.homes import HomeCheck
from funding.rules.lifecycle import LineStatus, ScheduleStatus
from funding.rules.proration import Unit
from funding.rules.split import Share, apportion, basis_points
from s117.kernel.actor import Actor
from s117.kernel.money import pounds
from s117.web.filters import date as date_words
from s117.web.filters import date_time, plural, short_date

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "manifest": "application/json",
}
STATUS_TAGS = {
    ScheduleStatus.REQUESTED: ("Being worked out", "blue"),
    ScheduleStatus.DRAFT: ("Draft", "yellow"),
    ScheduleStatus.FROZEN: ("Frozen", "green"),
    ScheduleStatus.WITHDRAWN: ("Withdrawn", "grey"),
}


@dataclass(frozen=True, slots=True)
class LineCard:
    """One funded service: its facts as pairs, what may be done, and its terms when they have changed."""

    title: str
    facts: tuple[tuple[str, Any], ...]
    actions: tuple[tuple[str, str], ...]
    rates: tuple[tuple[str, str], ...]
    splits: tuple[tuple[str, str, str], ...]
    deliveries: tuple[tuple[str, str], ...]
    warning: str


@dataclass(frozen=True, slots=True)
class MoneyPage:
    """A person's funding: cards, services waiting for a rate, those of health, and those not shared."""

    cards: tuple[LineCard, ...]
    waiting: tuple[tuple[ServiceRow, str], ...]
    by_health: tuple[tuple[ServiceRow, str], ...]
    outside: tuple[ServiceRow, ...]
    weekly: str
    history: tuple[tuple[str, str, str, str, str], ...]


def money_page(
    actor: Actor,
    case: CaseHeader,
    lines: Sequence[LineRow],
    services: Iterable[ServiceRow],
    today: date,
    home: HomeCheck | None = None,
) -> MoneyPage:
    """The funding page of a person as the actor may use it."""
    services = tuple(services)
    may_fund = policies.line_fund(actor, actor.organisation_id)
    weekly = sum(_weekly_now(line, today) for line in lines)
    aftercare = [
        (row, _fund_url(case.reference, row) if may_fund else "")
        for row in services
        if row.group.is_aftercare
    ]
    return MoneyPage(
        cards=tuple(_card(actor, case.reference, line, today, home) for line in lines),
        waiting=tuple(pair for pair in aftercare if pair[0].group.wants_rate),
        by_health=tuple(pair for pair in aftercare if not pair[0].group.wants_rate),
        outside=tuple(row for row in services if not row.group.is_aftercare),
        weekly=pounds(weekly),
        history=_history(lines),
    )


def _history(lines: Iterable[LineRow]) -> tuple[tuple[str, str, str, str, str], ...]:
    """Every rate and cost share ever recorded, newest first, and whether it still stands."""
    recorded = [(term, line) for line in lines for term in (*line.rates, *line.splits, *line.replaced)]
    recorded.sort(key=lambda pair: pair[0].recorded_at, reverse=True)
    return tuple(
        (
            date_time(term.recorded_at),
            line.description,
            _term_words(term, line),
            term.reason or " ",
            f"Replaced on {short_date(term.superseded_at)}" if term.superseded_at else "Stands",
        )
        for term, line in recorded
    )


def _term_words(term: RateRow | SplitRow, line: LineRow) -> str:
    if isinstance(term, RateRow):
        what = f"{pounds(term.pence)} {line.unit_words}"
    else:
        what = f"{', '.join(split_words(term, 0, ''))} ({term.decision_reference or 'without prejudice'})"
    return f"{what}, from {short_date(term.starts_on)}"


def _weekly_now(line: LineRow, today: date) -> int:
    running = line.starts_on <= today and (line.ends_on is None or line.ends_on >= today)
    rate = line.rate_on(today)
    return rate.pence if running and rate is not None and line.unit is Unit.WEEK else 0


def _fund_url(ref: str, row: ServiceRow) -> str:
    return reverse("funding:line_fund", kwargs={"ref": ref, "service": row.service_key})


def _card(actor: Actor, ref: str, line: LineRow, today: date, home: HomeCheck | None) -> LineCard:
    rate, split = line.rate_on(today), line.split_on(today)
    apart = home_apart(home) if is_home(line.category, line.unit.value) else ""
    return LineCard(
        title=line.description,
        facts=(
            ("Charge to the person", "None. Aftercare under section 117 is free"),
            ("Kind of service", f"{Group(line.group).words}: {Category(line.category).words.lower()}"),
            ("Provider", line.provider_name),
            ("Who pays the provider", line.payer_name),
            ("Days", _days(line)),
            (
                "Rate",
                f"{pounds(rate.pence)} {line.unit_words}, from {date_words(rate.starts_on)}"
                if rate
                else None,
            ),
            ("How the cost is shared", split_words(split, rate.pence if rate else 0, line.unit_words)),
            ("Based on", _basis(split)),
            ("Finance codes", _codes(line)),
            *contract_facts(line),
        ),
        actions=tuple(_actions(actor, ref, line, apart)),
        rates=tuple((date_words(row.starts_on), pounds(row.pence)) for row in reversed(line.rates)),
        splits=tuple(
            (date_words(row.starts_on), ", ".join(split_words(row, 0, "")), _basis(row) or "Not recorded")
            for row in reversed(line.splits)
        ),
        deliveries=tuple(
            (days_words(given.service_from, given.service_to), str(given.units))
            for given in reversed(line.deliveries)
        ),
        warning=_warning(line, apart),
    )


def _days(line: LineRow) -> str:
    first = f"From {date_words(line.starts_on)}"
    if line.ends_on is None:
        return first
    ended = line.status is LineStatus.ENDED
    return f"{first} to {date_words(line.ends_on)}{': ended' if ended else ', as planned'}"


def split_words(split: SplitRow | None, pence: int, unit_words: str) -> list[str]:
    """Each body's share in words, with its part of the rate where there is one."""
    if split is None:
        return []
    shares = [Share(row.code, basis_points(row.percent), row.residual) for row in split.shares]
    parts = apportion(pence, shares)
    amounts = {row.code: f": {pounds(parts[row.code])} {unit_words}" if pence else "" for row in split.shares}
    return [f"{row.name} {row.percent}%{amounts[row.code]}" for row in split.shares]


def _basis(split: SplitRow | None) -> str | None:
    if split is None:
        return None
    since = f"from {date_words(split.starts_on)}"
    if split.interim:
        return f"Interim, without prejudice, {since}"
    return f"{split.decision_reference}, {since}"


def _codes(line: LineRow) -> list[str]:
    pairs = (
        ("Purchase order", line.po_reference),
        ("Vendor number", line.vendor_number),
        ("Cost centre", line.cost_centre),
        ("Subjective code", line.subjective_code),
        ("Project", line.project_code),
        ("NHS body’s budget code", line.budget_code),
        ("VAT code", line.vat_code),
    )
    return [f"{name} {value}" for name, value in pairs if value]


def _warning(line: LineRow, apart: str) -> str:
    lacking = [words for words, rows in (("rate", line.rates), ("cost share", line.splits)) if not rows]
    found = (
        [f"No {' and no '.join(lacking)}: a schedule with this service cannot be frozen."] if lacking else []
    )
    if apart:
        found.append(
            f"{apart} Until this is put right or the difference is named, the cost cannot be shared."
        )
    return " ".join(found)


def _actions(actor: Actor, ref: str, line: LineRow, apart: str) -> Iterable[tuple[str, str]]:
    payer = line.payer_id
    by_unit = line.unit not in {Unit.WEEK, Unit.ONE_OFF}
    home = line.category == "accommodation"
    nursing = home and line.payer_code in settings.FUNDED_NURSING_COUNCILS
    acts = (
        ("Record a cost share", "split_record", policies.split_record(actor, payer), True),
        ("Record a rate", "rate_record", policies.rate_record(actor, payer), True),
        ("Record units", "delivery_record", policies.delivery_record(actor, payer), by_unit),
        ("Contract rules", "contract_amend", policies.line_amend(actor, payer), True),
        ("Record an absence", "absence_record", policies.line_amend(actor, payer), line.unit is Unit.WEEK),
        ("Name the difference", "home_difference_name", policies.line_amend(actor, payer), bool(apart)),
        ("Change codes", "line_amend", policies.line_amend(actor, payer), True),
        (
            "Direct payment or budget",
            "direct_payment_record",
            policies.direct_payment_record(actor, payer),
            line.ends_on is None,
        ),
        ("Record a top-up", "top_up_record", policies.top_up_record(actor, payer), home),
        ("Funded nursing care", "nursing_record", policies.nursing_record(actor, payer), nursing),
        ("Work out a refund", "refund_open", policies.refund_open(actor), True),
        ("End", "line_end", policies.line_end(actor, payer), True),
    )
    where = {"ref": ref, "line": line.id}
    for words, name, may, applies in acts:
        if may and applies:
            yield (words, reverse(f"funding:{name}", kwargs=where))


@dataclass(frozen=True, slots=True)
class SchedulePage:
    """A schedule as one body may see it: what its lines come to, what stands in the way, its files."""

    schedule: ScheduleRow
    title: str
    status: tuple[str, str]
    sums: ScheduleSums
    exceptions: tuple[tuple[str, str, str, str, str], ...]
    files: tuple[tuple[str, str, str, str], ...]
    whole: bool
    waiting: bool
    making_files: bool
    outside: tuple[tuple[str, str], ...]
    urls: dict[str, str]


def schedule_page(
    actor: Actor, schedule: ScheduleRow, sums: ScheduleSums, files: Sequence[ExportFile] = ()
) -> SchedulePage:
    """The page of a schedule; its totals are those of the lines that the actor may see."""
    return SchedulePage(
        schedule=schedule,
        title=_title(schedule),
        status=STATUS_TAGS[schedule.status],
        sums=sums,
        exceptions=tuple(_exception(found) for found in schedule.exceptions),
        files=tuple(_file(actor, schedule, file) for file in files),
        whole=schedule.council_id in actor.organisation_ids or actor.system,
        waiting=schedule.status is ScheduleStatus.REQUESTED,
        making_files=schedule.status is ScheduleStatus.FROZEN and not files,
        outside=_outside(actor, schedule),
        urls=_schedule_urls(actor, schedule),
    )


def _outside(actor: Actor, schedule: ScheduleRow) -> tuple[tuple[str, str], ...]:
    """What people pay towards beside the schedule, for the council alone."""
    sums = schedule.outside
    if not actor.system and schedule.council_id not in actor.organisation_ids:
        return ()
    found: list[tuple[str, str]] = []
    if sums.get("services"):
        found += [
            ("Services outside aftercare that people pay towards", str(sums["services"])),
            ("What they cost", pounds(sums["cost"])),
            ("What people paid", pounds(sums["paid"])),
            ("Left for the council", pounds(sums["net"])),
        ]
    if sums.get("top_ups"):
        found.append(("Top-ups for a dearer home, paid by others", pounds(sums["topped"])))
    if sums.get("nursed"):
        found.append(("Funded nursing care, paid to homes by the NHS", pounds(sums["nursed"])))
    return tuple(found)


def _title(schedule: ScheduleRow) -> str:
    return f"Schedule {schedule.number}: {days_words(schedule.period_from, schedule.period_to)}"


def standing_schedule(schedule: Schedule | None) -> tuple[str, str, str] | None:
    """The schedule that keeps the next from being asked for: its name, its page, where it is withdrawn."""
    if schedule is None:
        return None
    where = {"council": schedule.council.code, "number": schedule.number}
    pages = (reverse(f"funding:schedule_{act}", kwargs=where) for act in ("view", "withdraw"))
    name = f"Schedule {schedule.number}, {days_words(schedule.period_from, schedule.period_to)},"
    return (name, *pages)


@dataclass(frozen=True, slots=True)
class LineWords:
    """A schedule line as its table shows it; `parts` are (amount, percentage) in the order of the bodies."""

    number: int
    person: tuple[str, str]
    service: tuple[str, str]
    days: tuple[str, str]
    rate: tuple[str, str]
    gross: str
    parts: tuple[tuple[str, str], ...]
    kind: tuple[str, str]


def line_words(lines: Iterable[ScheduleLineRow], sums: ScheduleSums) -> tuple[LineWords, ...]:
    """The lines in words, each with a part for every body of the schedule."""
    return tuple(_line_words(line, [body.code for body in sums.bodies]) for line in lines)


def _line_words(line: ScheduleLineRow, codes: Sequence[str]) -> LineWords:
    mended = (
        f"of schedule {line.mends_schedule}, line {line.mends_number}" if line.mends_number else line.note
    )
    quantity = f"{line.units} units" if line.units is not None else plural(line.days, "day")
    parts = {part.code: (pounds(part.amount), f"{part.percent}%") for part in line.parts}
    return LineWords(
        number=line.number,
        person=(line.case_reference, f"{line.initials}, born {line.birth_year}"),
        service=(line.description, line.provider_name),
        days=(days_words(line.service_from, line.service_to), quantity),
        rate=(pounds(line.rate_pence), Unit(line.unit).words),
        gross=pounds(line.gross_pence),
        parts=tuple(parts.get(code, ("£0.00", "no part")) for code in codes),
        kind=(PostingKind(line.kind).words, mended),
    )


def _exception(found: Any) -> tuple[str, str, str, str, str]:
    ref = found["case_reference"]
    href = reverse("funding:line_list", kwargs={"ref": ref})
    return ref, href, found["service"], found["text"], found["who"]


def _file(actor: Actor, schedule: ScheduleRow, file: ExportFile) -> tuple[str, str, str, str]:
    """Its name, its address for those who may take it, whom it is for, what it is."""
    where = {"council": schedule.council_code, "number": schedule.number, "name": file.name}
    allowed = policies.schedule_download(actor, file.audience_id, schedule.council_id)
    href = reverse("funding:schedule_download", kwargs=where) if allowed else ""
    return file.name, href, str(file.audience), f"{file.get_kind_display()}, {max(1, file.size // 1024)} KB"


def _schedule_urls(actor: Actor, schedule: ScheduleRow) -> dict[str, str]:
    where = {"council": schedule.council_code, "number": schedule.number}
    draft = schedule.status is ScheduleStatus.DRAFT
    unissued = draft or schedule.status is ScheduleStatus.REQUESTED
    council = schedule.council_id
    allowed = {
        "schedule_freeze": draft and policies.schedule_freeze(actor, council),
        "schedule_renew": draft and policies.schedule_produce(actor, council),
        "schedule_withdraw": unissued and policies.schedule_withdraw(actor, council),
    }
    return {name: reverse(f"funding:{name}", kwargs=where) for name, may in allowed.items() if may}
