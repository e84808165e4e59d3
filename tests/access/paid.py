"""What the access matrix asks about money: a funded service, schedules, a report, a refund."""

from __future__ import annotations

from datetime import date
from typing import Any

from careplans.models import PlanDocument
from cases.models import Case
from funding.models import FundedLine, SavedFilter
from funding.services import exports
from tests.builders import direct_payments, funding, invoices, panels, uplifts
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.funding import APRIL


def paid(case: Case) -> dict[str, dict[str, Any]]:
    """A person with one funded service, at the stages of money."""
    line: FundedLine = funding.a_funded_line(case)
    unfunded = funding.a_planned_service(case, description="Day centre")
    # Two shares in the month make two lines; the NHS body asks about both.
    funding.share(line, starts_on=date(2026, 4, 16), nhs="60.00", council="40.00")
    frozen = funding.a_frozen_schedule()
    asked, answered = (invoices.a_line_query(frozen, number) for number in (1, 2))
    invoices.answer(answered)
    exports.make_files(actor=SETTING_UP, at=NOW, schedule_id=frozen.id)
    draft = funding.a_draft_schedule(funding.MAY)
    reported = funding.a_report()
    approved, prepared = uplifts.an_approved_uplift(), uplifts.a_prepared_uplift(pence=1_200)
    refund = funding.an_approved_refund(funding.a_refund())
    contribution = funding.a_contribution_to_check(case)
    # An invoice for what is paid to a holder would be a query.
    agreed = invoices.an_invoice((case.reference, 450_000))
    held, top_up = direct_payments.an_arrangement(line), direct_payments.a_top_up(line)
    direct_payments.an_approved_run()
    back, run = direct_payments.a_return(held), direct_payments.a_run(APRIL[1])
    kept = SavedFilter.objects.get()
    queried = invoices.an_invoice(("NMC-999999", 1), number="HH-1002")
    council = frozen.council.code
    name = frozen.files.filter(audience=frozen.council).first().name
    return {
        "paid": {"ref": case.reference, "line": line.id, "service": unfunded},
        "limited": {"limit": panels.a_signing_limit().id},
        "frozen": {
            "council": council,
            "number": frozen.number,
            "name": name,
            "schedule": frozen.id,
            "line": 1,
        },
        "queried": {"query": asked.id},
        "answered": {"query": answered.id},
        "invoiced": {"invoice": queried.id, "line": queried.lines.get().id},
        "agreed invoice": {"invoice": agreed.id},
        "direct payment": {
            "ref": case.reference,
            "line": line.id,
            "direct_payment": held.id,
            "return_id": back.id,
            "top_up": top_up.id,
            "number": run.number,
        },
        "raised": {"number": approved.number},
        "to raise": {"number": prepared.number, "line": prepared.lines.get().id},
        "draft schedule": {"council": council, "number": draft.number},
        "refunded": {
            "ref": case.reference,
            "line": line.id,
            "refund": refund.id,
            "document": PlanDocument.objects.get(about=refund.id).id,
            "service": contribution.service_key,
            "contribution": contribution.id,
        },
        "reported": {
            "report": "recharge",
            "number": reported.number,
            "name": reported.files.get(kind="csv").name,
            "saved": kept.id,
        },
    }
