"""A dispute's ledger in words."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from funding import policies
from funding.presenters.days import days_words
from funding.queries.ledger import LedgerFile, LedgerRow, bodies_in
from funding.rules.corrections import PostingKind
from funding.rules.ledger import by_year, still_to_recover
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision
from s117.kernel.money import pounds
from s117.web.filters import date_time


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The ledger of one body in one dispute: sums, lines, recharges, and whether it may recharge now."""

    start: str
    debtor: str
    rows: tuple[tuple[str, ...], ...]
    years: tuple[tuple[str, str], ...]
    paid: str
    balance: str
    settled: bool
    recharges: tuple[tuple[str, ...], ...]
    issue_href: str
    why_not: str


def ledger_page(actor: Actor, found: LedgerFile) -> LedgerPage:
    """The page as the actor's body may see it."""
    paid = [row.paid for row in found.rows]
    balance = still_to_recover(paid)
    debtor = found.debtor
    may = may_recharge(actor, found)
    where = {"ref": found.case.reference, "dispute": found.file.dispute.id}
    waiting = any(not row.recharged for row in paid)
    return LedgerPage(
        start=found.start,
        debtor=debtor.name if debtor is not None else "",
        rows=tuple(_row(row) for row in found.rows),
        years=tuple((year, pounds(pence)) for year, pence in by_year(paid).items()),
        paid=pounds(sum(row.pence for row in paid)),
        balance=pounds(balance),
        settled=bool(paid) and not waiting,
        recharges=tuple(
            (
                f"Recharge {row.number}",
                row.from_name,
                row.to_name,
                date_time(row.issued_at),
                row.reference or " ",
                str(row.rows),
                pounds(row.pence),
            )
            for row in found.recharges
        ),
        issue_href=reverse("funding:recharge_issue", kwargs=where) if may and waiting else "",
        why_not=may.reason if paid and not may else "",
    )


def may_recharge(actor: Actor, found: LedgerFile) -> Decision:
    """Whether the actor may issue a recharge in the dispute as it stands."""
    debtor = found.debtor.id if found.debtor is not None else None
    return policies.recharge_issue(actor, bodies_in(found.file), debtor)


def _row(row: LedgerRow) -> tuple[str, ...]:
    days = row.paid.days
    return (
        row.service,
        row.provider,
        days_words(days.start, days.last_day or days.start),
        f"{row.council} {row.schedule}, line {row.line}: {PostingKind(row.kind).words.lower()}"
        + (f", without prejudice ({row.interim})" if row.interim else ""),
        pounds(row.paid.pence),
        f"Recharge {row.recharge}" if row.recharge else "Not yet",
    )
