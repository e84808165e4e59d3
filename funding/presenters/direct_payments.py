"""Direct payments, budgets, runs and top-ups in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases.queries import CaseHeader
from funding import policies
from funding.models import DirectPayment, MonitoringReturn, Payment, PaymentRun, TopUp
from funding.presenters.days import days_words
from funding.queries.direct_payments import DirectPaymentFile, RunFile
from funding.rules.direct_payments import Account, BudgetKind, Cycle, Holder, monitoring_due
from funding.rules.paying import PaymentRunStatus, ReclaimStatus
from funding.rules.top_ups import TopUpPayer
from s117.kernel.actor import Actor
from s117.kernel.money import pounds
from s117.web.filters import date as date_words
from s117.web.filters import short_date

RUN_TAGS = {
    PaymentRunStatus.DRAFT: ("Waits for approval", "yellow"),
    PaymentRunStatus.APPROVED: ("Approved", "green"),
    PaymentRunStatus.WITHDRAWN: ("Withdrawn", "grey"),
}
RECLAIM_WORDS = {
    ReclaimStatus.NONE: "Nothing",
    ReclaimStatus.ASKED: "asked back",
    ReclaimStatus.RECEIVED: "came back",
    ReclaimStatus.WAIVED: "stays with the holder",
}


@dataclass(frozen=True, slots=True)
class DirectPaymentPage:
    """An arrangement in words."""

    title: str
    warning: str
    facts: tuple[tuple[str, Any], ...]
    payments: tuple[tuple[str, ...], ...]
    returns: tuple[tuple[Any, ...], ...]
    back: tuple[tuple[str, ...], ...]
    acts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PaymentRunPage:
    """A run in words."""

    title: str
    status: tuple[str, str]
    facts: tuple[tuple[str, Any], ...]
    rows: tuple[tuple[Any, ...], ...]
    total: str
    acts: tuple[tuple[str, str], ...]
    why_not: str


def direct_payment_page(actor: Actor, file: DirectPaymentFile, today: date) -> DirectPaymentPage:
    """The page of an arrangement as the actor may use it."""
    held = file.held
    return DirectPaymentPage(
        title=BudgetKind(held.kind).words,
        warning=_overdue(file, today),
        facts=_facts(file),
        payments=tuple(
            _payment(row) for row in sorted(file.payments, key=lambda row: (row.first_day, row.run.number))
        ),
        returns=tuple(_return(actor, file, row) for row in file.returns),
        back=tuple(_back(actor, file)),
        acts=tuple(_acts(actor, file)),
    )


def _due_on(file: DirectPaymentFile) -> date:
    last = max((row.last_day for row in file.returns), default=None)
    return monitoring_due(file.held.starts_on, last, file.held.monitoring_months)


def _overdue(file: DirectPaymentFile, today: date) -> str:
    due = _due_on(file)
    return f"A return was due by {date_words(due)}." if file.held.ends_on is None and due < today else ""


def _facts(file: DirectPaymentFile) -> tuple[tuple[str, Any], ...]:
    held = file.held
    holder = Holder(held.holder).words
    paid = f"{pounds(file.weekly_pence)} a week, {Cycle(held.cycle).words.lower()}, in advance"
    capacity = "Can decide about this" if held.has_capacity else "Cannot decide about this"
    consent = f"{capacity}; agreed on {date_words(held.consented_on)}" if held.consented_on else capacity
    days = days_words(held.starts_on, held.ends_on) if held.ends_on else f"From {date_words(held.starts_on)}"
    return (
        ("Service", held.line.description),
        ("Days", days),
        ("Budget", paid if BudgetKind(held.kind).is_paid_out else f"{pounds(file.weekly_pence)} a week"),
        *([("One-off payment", pounds(held.one_off_pence))] if held.one_off_pence else []),
        ("Held by", f"{holder}: {held.holder_name}" if held.holder_name else holder),
        ("The person", consent),
        ("Why it is suitable", held.suitability),
        ("What it may buy", held.may_buy),
        ("Kept in", Account(held.account).words),
        ("Employs somebody", "Yes" if held.employer else "No"),
        ("Next return", f"Due by {date_words(_due_on(file))}" if held.ends_on is None else "A last return"),
        ("May be kept", f"{held.weeks_kept} weeks of payment; what is left above that is asked back"),
        *_too_much(file),
        *([("Ended because", held.end_reason)] if held.end_reason else []),
    )


def _too_much(file: DirectPaymentFile) -> Iterable[tuple[str, str]]:
    if file.overpaid_pence:
        rest = (
            "no payment follows, so the last return asks for it"
            if file.held.ends_on
            else "the next runs take it"
        )
        yield ("Paid too much", f"{pounds(file.overpaid_pence)} at the rates that stand now: {rest}")


def _payment_days(row: Payment) -> str:
    """The days of a payment, or which payment it puts right."""
    if row.mends is not None:
        days = days_words(row.first_day, row.last_day)
        return f"Correction of run {row.mends.run.number}: {days}, at the rate that stands now"
    return "One-off" if row.one_off else days_words(row.first_day, row.last_day)


def _payment(row: Payment) -> tuple[str, ...]:
    days = _payment_days(row)
    status = RUN_TAGS[PaymentRunStatus(row.run.status)][0]
    return (days, pounds(row.pence), f"Run {row.run.number}", status)


def _return(actor: Actor, file: DirectPaymentFile, row: MonitoringReturn) -> tuple[Any, ...]:
    status = ReclaimStatus(row.reclaim_status)
    words = RECLAIM_WORDS[status]
    asked = words if status is ReclaimStatus.NONE else f"{pounds(row.reclaim_pence)} {words}"
    if row.overpaid_pence:
        asked += f", {pounds(row.overpaid_pence)} of it paid too much"
    may = status is ReclaimStatus.ASKED and policies.return_record(actor, file.held.line.payer_id)
    where = {"ref": file.case.reference, "direct_payment": file.id, "return_id": row.id}
    return (
        days_words(row.first_day, row.last_day),
        pounds(row.opening_pence),
        pounds(row.paid_pence),
        pounds(row.spent_pence),
        pounds(row.closing_pence),
        asked,
        reverse("funding:reclaim_settle", kwargs=where) if may else "",
    )


def _back(actor: Actor, file: DirectPaymentFile) -> Iterable[tuple[str, ...]]:
    """What came back, as the schedules give it to the bodies: the return, the amount, where it stands, an
    address."""
    until = {row.id: row for row in file.returns}
    for row in file.posted:
        words = f"Schedule {row.schedule}, line {row.line}{'' if row.frozen else ', not frozen yet'}"
        where = {"council": row.council, "number": row.schedule}
        may = row.frozen and policies.schedule_view(actor)
        href = reverse("funding:schedule_view", kwargs=where) if may else ""
        days = f"To {short_date(until[row.return_id].last_day)}"
        yield (days, pounds(row.pence), words, href)
    posted = {row.return_id for row in file.posted}
    for held in file.returns:
        came = held.reclaim_status == ReclaimStatus.RECEIVED and held.reclaim_pence > held.overpaid_pence
        if came and held.id not in posted:
            amount = pounds(held.overpaid_pence - held.reclaim_pence)
            yield (f"To {short_date(held.last_day)}", amount, "On the next schedule that is worked out", "")


def _acts(actor: Actor, file: DirectPaymentFile) -> Iterable[tuple[str, str]]:
    payer = file.held.line.payer_id
    where = {"ref": file.case.reference, "direct_payment": file.id}
    if BudgetKind(file.held.kind).is_paid_out and policies.return_record(actor, payer):
        yield ("Record a return", reverse("funding:return_record", kwargs=where))
    wheelchair = file.held.kind == BudgetKind.WHEELCHAIR and file.held.ends_on is None
    if wheelchair and policies.top_up_record(actor, payer):
        of_line = {"ref": file.case.reference, "line": file.held.line_id}
        yield ("Record a top-up", reverse("funding:top_up_record", kwargs=of_line))
    if file.held.ends_on is None and policies.direct_payment_record(actor, payer):
        yield ("End", reverse("funding:direct_payment_end", kwargs=where))


def payment_run_page(actor: Actor, file: RunFile) -> PaymentRunPage:
    """The page of a run as the actor may use it."""
    run = file.run
    approve = policies.payment_run_approve(actor, run.body_id, run.made_by_id)
    draft = run.status == PaymentRunStatus.DRAFT
    where = {"number": run.number}
    acts = [
        ("Approve", reverse("funding:payment_run_approve", kwargs=where), approve),
        (
            "Withdraw",
            reverse("funding:payment_run_withdraw", kwargs=where),
            policies.payment_run_make(actor, run.body_id),
        ),
    ]
    approved = f"{run.approved_by}, {date_words(run.approved_at)}" if run.approved_at else "Nobody yet"
    return PaymentRunPage(
        title=f"Direct payments, run {run.number}",
        status=RUN_TAGS[PaymentRunStatus(run.status)],
        facts=(
            ("Payments due up to", date_words(run.due_to)),
            ("Worked out by", f"{run.made_by}, {date_words(run.made_at)}"),
            ("Approved by", approved),
        ),
        rows=tuple(_run_row(row) for row in file.payments),
        total=pounds(run.total_pence),
        acts=tuple((words, href) for words, href, may in acts if draft and may),
        why_not=approve.reason if draft and not approve else "",
    )


def _run_row(row: Payment) -> tuple[Any, ...]:
    held = row.direct_payment
    where = {"ref": held.line.case.reference, "direct_payment": held.id}
    return (
        held.line.case.reference,
        reverse("funding:direct_payment_view", kwargs=where),
        held.line.description,
        Holder(held.holder).words if not held.holder_name else held.holder_name,
        _payment_days(row),
        pounds(row.pence),
    )


def run_rows(runs: Iterable[PaymentRun]) -> list[tuple[Any, ...]]:
    """Runs for the list: name, address, day, payments, sum, status."""
    return [
        (
            f"Run {run.number}",
            reverse("funding:payment_run_view", kwargs={"number": run.number}),
            short_date(run.due_to),
            str(run.row_count),
            pounds(run.total_pence),
            RUN_TAGS[PaymentRunStatus(run.status)],
        )
        for run in runs
    ]


def arrangement_rows(case: CaseHeader, held: Sequence[DirectPayment]) -> list[tuple[str, str, str, str]]:
    """The person's direct payments and budgets: service, address, kind, days."""
    return [
        (
            row.line.description,
            reverse("funding:direct_payment_view", kwargs={"ref": case.reference, "direct_payment": row.id}),
            BudgetKind(row.kind).words,
            _days(row.starts_on, row.ends_on),
        )
        for row in held
    ]


def top_up_rows(
    actor: Actor, case: CaseHeader, held: Sequence[TopUp], today: date
) -> list[tuple[str, str, str, str, str]]:
    """The person's top-ups: service, amount, payer, days with the review, where it is ended."""
    return [
        (
            row.line.description,
            f"{pounds(row.weekly_pence)} a week",
            row.payer_name or TopUpPayer(row.payer).words,
            f"{_days(row.starts_on, row.ends_on)}{_review(row, today)}",
            reverse("funding:top_up_end", kwargs={"ref": case.reference, "top_up": row.id})
            if row.ends_on is None and policies.top_up_record(actor, row.line.payer_id)
            else "",
        )
        for row in held
    ]


def _review(top_up: TopUp, today: date) -> str:
    if top_up.ends_on is not None:
        return ""
    by = short_date(top_up.review_on)
    return (
        f", review by {by}" if top_up.review_on >= today else f". Its review is overdue: it was due by {by}"
    )


def _days(first: date, last: date | None) -> str:
    return days_words(first, last) if last else f"Since {short_date(first)}"
