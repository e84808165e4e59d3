"""Journey J7's money: what was paid without prejudice is recovered to the penny, and the ledger comes to nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from cases.models import Case, Dispute
from cases.queries import dispute_for
from funding.models import FundedLine, Recharge
from funding.queries.ledger import ledger_of
from funding.queries.reports import REPORTS, Filters
from funding.rules.ledger import by_year, still_to_recover
from funding.services import packages, recharges
from s117.accounts.models import Organisation
from s117.kernel.actor import Actor
from s117.kernel.dates import add_months
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, disputes, funding
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db
FEBRUARY = date(2026, 2, 1)


def freeze(first: date, months: int) -> None:
    """Northmoor's schedules of so many months, frozen one after the other."""
    for month in range(months):
        start = add_months(first, month)
        last = date.fromordinal(add_months(start, 1).toordinal() - 1)
        funding.a_frozen_schedule((start, last))


def paid_for(case: Case, months: int = 8) -> FundedLine:
    """£1,300.00 a week from 1 February 2026, halved with the NHS body, on frozen schedules."""
    line = funding.a_funded_line(case, weekly=130_000, starts_on=FEBRUARY)
    freeze(FEBRUARY, months)
    return line


def decided(case: Case, body: Organisation | None = None) -> Dispute:
    """Determined: Westerby Council is responsible from 1 February 2026."""
    made = disputes.a_referred_dispute(case)
    body = body or disputes.westerby()
    return disputes.determine(made, disputes.a_letter(case).id, body=body, effective_from=FEBRUARY)


def issue(dispute: Dispute, actor: Actor | None = None) -> Recharge:
    return recharges.issue_recharge(
        actor=actor or accounts.council_finance(),
        at=NOW,
        ref=dispute.case.reference,
        dispute_id=dispute.id,
        reference="INV 117",
    )


def ledger(dispute: Dispute, actor: Actor | None = None) -> list:
    actor = actor or accounts.council_finance()
    found = ledger_of(actor, dispute_for(actor, dispute.case.reference, dispute.id))
    return [row.paid for row in found.rows]


def test_eight_months_paid_meanwhile_are_recovered_as_they_were_issued() -> None:
    """F19: £22,471.41, of which £5,478.57 in 2025/26; not half of the gross."""
    case = cases.an_active_case()
    paid_for(case)
    dispute = decided(case)
    assert by_year(ledger(dispute)) == {"2025/26": 547_857, "2026/27": 1_699_284}
    made = issue(dispute)
    assert (made.row_count, made.total_pence, made.to_body) == (8, 2_247_141, disputes.westerby())
    assert still_to_recover(ledger(dispute)) == 0
    told = disputes.refreshed(dispute)
    assert (told.status, told.recharge_pence, told.recharge_reference) == ("recharged", 2_247_141, "INV 117")
    with pytest.raises(Refused, match="has been recharged"):
        issue(dispute)
    (row,) = REPORTS["ledger"].rows(accounts.council_finance(), Filters(FEBRUARY, NOW.date())).values
    assert row[-4:-1] == (2_247_141, 2_247_141, 0)
    lines = list(
        REPORTS["dispute_recharge"].rows(accounts.council_finance(), Filters(FEBRUARY, NOW.date())).values
    )
    assert sum(line[14] for line in lines) == 2_247_141


def test_a_correction_after_the_recharge_comes_into_the_next_one() -> None:
    case = cases.an_active_case()
    line = paid_for(case, months=2)
    dispute = decided(case)
    issue(dispute)
    packages.record_rate(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        starts_on=FEBRUARY,
        pence=120_000,
        reason="Wrong",
    )
    freeze(date(2026, 4, 1), 1)
    assert still_to_recover(ledger(dispute)) == 257_143 - 20_000 - 22_143
    again = issue(dispute)
    assert again.number == 2
    assert still_to_recover(ledger(dispute)) == 0
    assert sum(row.pence for row in ledger(dispute)) == 547_857 + again.total_pence
    assert disputes.refreshed(dispute).recharge_pence == 547_857


def test_two_nhs_bodies_share_meanwhile_and_one_recovers_its_half() -> None:
    """F20: £1,750.00 a week in July 2026, 60% NHS, halved by two bodies; NHS Northmoor recovers £2,325.00."""
    case = cases.an_active_case()
    north, south = accounts.northmoor_icb(), accounts.southvale_icb()
    line = funding.a_line_without_share(case, weekly=175_000, starts_on=date(2026, 7, 1))
    packages.record_split(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        starts_on=date(2026, 7, 1),
        shares={north.id: "30.00", south.id: "30.00", accounts.northmoor().id: "40.00"},
        interim=True,
    )
    freeze(date(2026, 7, 1), 1)
    made = disputes.a_dispute(
        case,
        actor=accounts.nhs_signatory(),
        kind="nhs_bodies",
        other=south,
        interim_payer=north,
        interim_cost="shared",
        interim_reason="Agreed between the bodies",
    )
    disputes.take(made, "escalated", actor=accounts.nhs_signatory())
    disputes.dispute_outcomes.refer_dispute(
        actor=accounts.nhs_signatory(),
        at=NOW,
        case_id=case.id,
        dispute_id=made.id,
        referred_on=NOW.date(),
        referred_to="NHS England",
    )
    letter = disputes.a_letter(case)
    made = disputes.determine(
        disputes.refreshed(made),
        letter.id,
        actor=accounts.nhs_signatory(),
        body=south,
        decided_by="nhs_england",
        effective_from=date(2026, 7, 1),
    )
    assert issue(made, accounts.nhs_finance()).total_pence == 232_500
    assert still_to_recover(ledger(made, accounts.nhs_finance())) == 0


def test_what_a_panel_decided_without_prejudice_belongs_to_a_dispute_raised_later() -> None:
    """Approved for now from April; the dispute is raised in November."""
    case = cases.an_active_case()
    line = funding.a_line_without_share(case)
    funding.share(line, starts_on=line.starts_on, decision="NMC-2026-9", interim=True)
    freeze(date(2026, 4, 1), 2)
    made = disputes.a_dispute(case)
    file = dispute_for(accounts.council_finance(), case.reference, made.id)
    found = ledger_of(accounts.council_finance(), file)
    assert found.start == date(2026, 4, 1)
    assert [(row.interim, row.paid.pence) for row in found.rows] == [
        ("NMC-2026-9", 225_000), ("NMC-2026-9", 232_500),
    ]  # fmt: skip
    funding.share(line, starts_on=line.starts_on, decision="NMC-2026-10", reason="Agreed after all")
    assert ledger_of(accounts.council_finance(), file).rows == ()


def test_who_may_recharge_and_when() -> None:
    case = cases.an_active_case()
    paid_for(case, months=1)
    open_dispute = disputes.a_dispute(case)
    with pytest.raises(NotAllowed, match="Nobody has been found responsible yet"):
        issue(open_dispute)
    with pytest.raises(NotAllowed, match="Only a body that paid in the dispute"):
        issue(open_dispute, accounts.nhs_finance())
    with pytest.raises(NotAllowed, match="Your role does not let you"):
        issue(open_dispute, accounts.council_signatory())
    with pytest.raises(NotFound):
        issue(open_dispute, accounts.stranger())


def test_the_body_that_was_found_responsible_keeps_what_it_paid() -> None:
    case = cases.an_active_case()
    paid_for(case, months=1)
    with pytest.raises(NotAllowed, match="what it paid stays with it"):
        issue(decided(case, accounts.northmoor()))


@pytest.mark.parametrize("table", ["funding_recharge", "funding_rechargeline"])
def test_an_issued_recharge_never_changes(table: str) -> None:
    case = cases.an_active_case()
    paid_for(case, months=1)
    issue(decided(case))
    for statement in (f"UPDATE {table} SET number = 9", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            connection.cursor().execute(statement)
