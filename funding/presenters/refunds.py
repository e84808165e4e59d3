"""Contributions and refunds in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from careplans.queries.documents import DocumentRow
from careplans.queries.plans import ServiceRow
from cases.queries import CaseHeader
from funding import policies
from funding.models import Contribution, Refund
from funding.presenters.days import days_words
from funding.queries.contributions import CheckRow, WrongRow
from funding.queries.refunds import PostedRow, RefundFile, RefundRow
from funding.rules.lifecycle import RefundStatus
from funding.rules.refunds import Basis
from funding.rules.split import percent_words
from s117.kernel.actor import Actor
from s117.kernel.money import pounds
from s117.web.filters import date as date_words
from s117.web.filters import short_date

TAGS = {
    RefundStatus.OPENED: ("Waits for approval", "yellow"),
    RefundStatus.APPROVED: ("Approved, to be paid", "blue"),
    RefundStatus.PAID: ("Paid", "green"),
    RefundStatus.WITHDRAWN: ("Withdrawn", "grey"),
}


@dataclass(frozen=True, slots=True)
class RefundPage:
    """A refund in words."""

    title: str
    status: tuple[str, str]
    facts: tuple[tuple[str, Any], ...]
    years: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]
    bodies: tuple[tuple[str, str], ...]
    acts: tuple[tuple[str, str], ...]
    letters: tuple[tuple[str, str, str], ...]
    posted: str
    why_not: str
    letter_gone: bool


def refund_page(actor: Actor, file: RefundFile) -> RefundPage:
    """The page of a refund as the actor may use it."""
    refund = file.refund
    approve = policies.refund_approve(actor, refund.council_id, refund.opened_by_id)
    waits = refund.status == RefundStatus.OPENED
    whole = pounds(refund.total_pence + refund.interest_pence)
    return RefundPage(
        title=f"Refund {refund.number}",
        status=TAGS[RefundStatus(refund.status)],
        facts=_facts(refund),
        years=tuple(
            (row["year"], pounds(row["charged"]), "£0.00", pounds(row["interest"]), pounds(_sum(row)))
            for row in refund.statement
        ),
        total=("Total", pounds(refund.total_pence), "£0.00", pounds(refund.interest_pence), whole),
        bodies=tuple((code, pounds(pence)) for code, pence in refund.by_body.items()),
        acts=tuple(_acts(actor, file, bool(approve))),
        letters=tuple(_letter(file, row) for row in file.letters),
        posted=_posted(refund, file.posted),
        why_not=approve.reason if waits and not approve else "",
        letter_gone=any(row.superseded for row in file.letters),
    )


def _letter(file: RefundFile, row: DocumentRow) -> tuple[str, str, str]:
    where = {"ref": file.case.reference, "refund": file.refund.id, "document": row.id}
    href = reverse("funding:refund_letter", kwargs=where)
    state = "no longer valid: the refund was withdrawn" if row.superseded else row.status.words.lower()
    return row.variant.words, href, f"{short_date(row.requested_at)}: {state}"


def _posted(refund: Refund, rows: Sequence[PostedRow]) -> str:
    """What happened, or will happen, to the other bodies' part."""
    if set(refund.by_body) <= {refund.council.code}:
        return "No other body shares the cost of these days, so nothing is recharged."
    if rows:
        lines = ", ".join(str(row.line) for row in rows)
        state = "" if rows[0].frozen else " (a draft)"
        return f"Recharged on schedule {rows[0].schedule} of {rows[0].council}{state}, line {lines}."
    if refund.status == RefundStatus.WITHDRAWN:
        return "Withdrawn, so nothing is recharged."
    return "The other body’s part goes on the next schedule that is worked out after the payment."


def _sum(row: dict[str, Any]) -> int:
    return int(row["charged"] + row["interest"])


def _facts(refund: Refund) -> tuple[tuple[str, Any], ...]:
    interest = Basis(refund.basis).words
    if refund.basis == Basis.SIMPLE:
        interest = f"Simple interest at {percent_words(refund.rate_points)}% a year"
    approved = f"{refund.approved_by}, {date_words(refund.approved_at)}" if refund.approved_at else None
    paid = f"{date_words(refund.paid_on)}, {refund.payment_reference}" if refund.paid_on else None
    return (
        ("Service", refund.line.description),
        ("Charged", f"{pounds(refund.weekly_pence)} a week, {days_words(refund.first_day, refund.last_day)}"),
        ("Interest", interest),
        ("How it came about", refund.reason),
        ("Worked out by", f"{refund.opened_by}, {date_words(refund.opened_at)}"),
        ("Approved by", approved or "Nobody yet"),
        ("Paid", paid or "Not yet"),
        *([("Withdrawn because", refund.withdrawn_reason)] if refund.withdrawn_reason else []),
    )


def _acts(actor: Actor, file: RefundFile, may_approve: bool) -> Iterable[tuple[str, str]]:
    payer, status = file.refund.council_id, RefundStatus(file.refund.status)
    if status is RefundStatus.OPENED and may_approve:
        yield ("Approve", _href("refund_approve", file))
    if status is RefundStatus.APPROVED and policies.refund_pay(actor, payer):
        yield ("Record the payment", _href("refund_pay", file))
    open_still = status in {RefundStatus.OPENED, RefundStatus.APPROVED}
    if open_still and policies.refund_withdraw(actor, payer):
        yield ("Withdraw", _href("refund_withdraw", file))


def _href(name: str, file: RefundFile) -> str:
    return reverse(f"funding:{name}", kwargs={"ref": file.case.reference, "refund": file.refund.id})


def wrong_rows(actor: Actor, rows: Iterable[WrongRow]) -> list[tuple[Any, ...]]:
    """Contributions on aftercare: person, service, amount, days, where a refund is opened, or that the
    service has to be funded first."""
    may = bool(policies.refund_open(actor))
    return [
        (
            row.reference,
            reverse("funding:line_list", kwargs={"ref": row.reference}),
            row.service,
            f"{pounds(row.weekly_pence)} a week",
            days_words(row.first_day, row.last_day) if row.last_day else f"Since {short_date(row.first_day)}",
            "" if row.refunded or not may or row.line_id is None else _open_href(row),
            row.line_id is None,
        )
        for row in rows
    ]


def check_rows(actor: Actor, rows: Iterable[CheckRow]) -> list[tuple[str, ...]]:
    """Contributions that ended because the service became aftercare: was it aftercare before?"""
    may = bool(policies.contribution_end(actor))
    return [
        (
            row.reference,
            reverse("funding:line_list", kwargs={"ref": row.reference}),
            row.service,
            f"{pounds(row.weekly_pence)} a week since {short_date(row.starts_on)}",
            short_date(row.check_from),
            _open_href(row) if may and row.line_id is not None else "",
            _check_href(row) if may else "",
        )
        for row in rows
    ]


def _check_href(row: CheckRow) -> str:
    where = {"ref": row.reference, "contribution": row.contribution_id}
    return reverse("funding:contribution_check", kwargs=where)


def _open_href(row: WrongRow | CheckRow) -> str:
    path = reverse("funding:refund_open", kwargs={"ref": row.reference, "line": row.line_id})
    return f"{path}?{urlencode({'contribution': row.contribution_id})}"


def refund_rows(rows: Iterable[RefundRow]) -> list[tuple[Any, ...]]:
    """Refunds for the list: person, address, service, days, amount, status."""
    return [
        (
            f"{row.reference}, refund {row.number}",
            reverse("funding:refund_view", kwargs={"ref": row.reference, "refund": row.id}),
            row.service,
            days_words(row.first_day, row.last_day),
            pounds(row.total_pence + row.interest_pence),
            TAGS[row.status],
        )
        for row in rows
    ]


def contribution_rows(
    actor: Actor, case: CaseHeader, services: Sequence[ServiceRow], held: Sequence[Contribution]
) -> list[tuple[str, str, str, str, str]]:
    """What the person pays towards services outside aftercare: service, amount, days, act, its words."""
    may = bool(policies.contribution_record(actor))
    found = [_held(actor, case, row) for row in held]
    paid = {row.service_key for row in held if row.ends_on is None}
    for service in services:
        if may and not service.group.is_aftercare and service.service_key not in paid:
            where = {"ref": case.reference, "service": service.service_key}
            href = reverse("funding:contribution_record", kwargs=where)
            found.append((service.description, "None", " ", href, "Record a contribution"))
    return found


def charge_links(
    actor: Actor, case: CaseHeader, services: Sequence[ServiceRow], held: Sequence[Contribution]
) -> list[tuple[str, str]]:
    """Aftercare services for which a charge that was found may be recorded: service and address."""
    if not policies.contribution_record(actor):
        return []
    charged = {row.service_key for row in held if row.ends_on is None}
    return [
        (row.description, _charge_href(case, row))
        for row in services
        if row.group.is_aftercare and row.service_key not in charged
    ]


def _charge_href(case: CaseHeader, row: ServiceRow) -> str:
    where = {"ref": case.reference, "service": row.service_key}
    return reverse("funding:charge_found", kwargs=where)


def _held(actor: Actor, case: CaseHeader, row: Contribution) -> tuple[str, str, str, str, str]:
    may = row.ends_on is None and policies.contribution_end(actor, row.council_id)
    where = {"ref": case.reference, "contribution": row.id}
    href = reverse("funding:contribution_end", kwargs=where) if may else ""
    amount = f"{pounds(row.weekly_pence)} a week"
    wrong = " (wrongly charged)" if row.existing else f" of {pounds(row.cost_weekly_pence)}"
    return (row.description, amount + wrong, _paid_days(row), href, "End it")


def _paid_days(row: Contribution) -> str:
    if row.ends_on is None:
        return f"Since {short_date(row.starts_on)}"
    return days_words(row.starts_on, row.ends_on) if row.ends_on >= row.starts_on else "Nothing was taken"
