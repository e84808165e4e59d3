"""What the columns of the reports say (practice 4.1), and that none is worked out row by row."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from careplans.models import Accommodation, CarePlan
from cases.models import Case
from cases.services import clients
from funding.models import Split
from funding.queries.reports import REPORTS, Filters
from funding.rules.applications import Outcome
from funding.rules.nursing import NursingBand
from funding.rules.top_ups import TopUpPayer, TopUpRoute
from funding.services import exports, packages
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.kernel.refusals import Refused
from tests.builders import accounts, around, cases, direct_payments, disputes, funding, panels
from tests.builders.accounts import NOW, SETTING_UP
from tests.builders.funding import APRIL, MAY

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 4, 1), date(2027, 3, 31))
THIRD = date(2026, 4, 11)


def told(
    report: str, *headings: str, days: tuple[date, date] = YEAR, actor: Actor | None = None
) -> list[Any]:
    """Those columns of each row."""
    found = REPORTS[report]
    places = [[column.heading for column in found.columns].index(heading) for heading in headings]
    rows = found.rows(actor or accounts.council_finance(), Filters(*days)).values
    return [tuple(row[place] for place in places) for row in rows]


MONEY = ("Type", "Gross", "Top-up", "Net to the provider")


def test_a_payment_shows_the_top_up_of_its_days_and_what_the_home_is_paid() -> None:
    """F11: shared £4,500.00, top-up £642.86, the home £5,142.86; taken back, all three are taken back."""
    line = funding.a_funded_line()
    direct_payments.a_top_up(line)
    funding.a_frozen_schedule()
    assert told("provider_payments", *MONEY) == [("charge", 450_000, 64_286, 514_286)]
    funding.share(line, starts_on=APRIL[0], nhs="60.00", council="40.00", reason="Wrong decision")
    funding.a_frozen_schedule(MAY)
    assert told("provider_payments", *MONEY)[1:] == [
        ("reversal", -450_000, -64_286, -514_286),
        ("replacement", 450_000, 64_286, 514_286),
        ("charge", 465_000, 66_429, 531_429),
    ]


def test_a_top_up_that_the_home_collects_is_not_paid_by_the_council() -> None:
    line = funding.a_funded_line()
    direct_payments.a_top_up(line, route=TopUpRoute.PROVIDER, starts_on=THIRD, agreed_on=APRIL[0])
    funding.a_frozen_schedule()
    assert told("provider_payments", *MONEY) == [("charge", 450_000, 42_857, 450_000)]


def test_nursing_care_stands_beside_the_payment_and_the_vendor_is_named(settings: Any) -> None:
    """F12: £1,147.20 for April, which the NHS pays the home itself; no bank account is anywhere."""
    line = funding.a_funded_line(vendor_number="V0117", weekly=123_232)
    direct_payments.nursing_care(line)
    schedule = funding.a_frozen_schedule()
    columns = ("Gross", "Net to the provider", "Funded nursing care", "Vendor number")
    assert told("provider_payments", *columns) == [(528_137, 528_137, 114_720, "V0117")]
    assert schedule.outside["nursed"] == 114_720
    with pytest.raises(Refused) as refused:
        direct_payments.nursing_care(line, NursingBand.NONE)
    assert "reason" in refused.value.fields
    direct_payments.nursing_care(line, NursingBand.NONE, reason="Assessed again")
    assert told("provider_payments", "Funded nursing care") == [(0,)]
    settings.FUNDED_NURSING_COUNCILS = frozenset()
    with pytest.raises(Refused, match="has not set"):
        direct_payments.nursing_care(line, starts_on=MAY[0])


@pytest.mark.parametrize("day", [date(2026, 3, 31), date(2026, 5, 1)])
def test_nursing_care_begins_while_the_service_runs(day: date) -> None:
    line = funding.a_funded_line(ends_on=APRIL[1])
    with pytest.raises(Refused) as refused:
        direct_payments.nursing_care(line, starts_on=day)
    assert "starts_on" in refused.value.fields


def test_a_line_paid_in_a_dispute_carries_its_code_and_others_none() -> None:
    case = cases.an_active_case()
    funding.a_funded_line(case)
    funding.a_funded_line(cases.an_active_case())
    funding.a_frozen_schedule()
    disputes.a_dispute(case, interim_from=THIRD, arose_on=THIRD)
    code = f"{case.reference}-D1"
    assert told("recharge", "Local reference", "Dispute code") == [
        (row, code if row == case.reference else None)
        for row, _ in told("recharge", "Local reference", "Days")
    ]
    assert told("ledger", "Dispute code") == [(code,)]
    assert told("recharge", "Dispute code", days=APRIL).count((code,)) == 1


SPLITS = ("Splits that disagree", "Which, and why")


def test_the_register_names_the_splits_that_disagree() -> None:
    agreed, bare, later = (cases.an_active_case() for _ in range(3))
    funding.a_funded_line(agreed)
    funding.a_line_without_share(bare)
    line = funding.a_funded_line(later)
    packages.record_split(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        starts_on=MAY[0],
        shares={accounts.southvale().id: "100.00", accounts.northmoor().id: "0.00"},
        interim=True,
    )
    assert told("register", "Local reference", *SPLITS) == [
        (agreed.reference, 0, ""),
        (bare.reference, 1, "Supported living: no split holds"),
        (
            later.reference,
            1,
            "Supported living: paid for now, without prejudice, shared by a body that is not responsible now",
        ),
    ]


def test_the_register_compares_a_split_with_what_both_bodies_signed() -> None:
    application = panels.an_approved_application()
    assert told("register", *SPLITS) == [(0, "")]
    line = Split.objects.get().line
    funding.share(
        line, starts_on=panels.START, nhs="60.00", council="40.00", decision="By telephone", reason="Agreed"
    )
    assert told("register", *SPLITS) == [(1, f"{line.description}: not what both bodies signed")]
    assert told(
        "panel_decisions", "Application", "Outcome", "Annual value (365 days)", "From", "Signed by"
    ) == [(application.number, "Approve", 7_300_000, panels.START, "NMC; NMI")]
    assert set(told("decisions", "From", "To", "Application", "Annual value (365 days)")) == {
        (panels.START, None, application.number, 7_300_000),
        (panels.START, None, None, 7_300_000),
    }


def test_a_share_holds_until_the_day_before_the_next_and_a_deferral_is_on_the_log() -> None:
    line = funding.a_funded_line()
    funding.share(line, starts_on=MAY[0], nhs="60.00", council="40.00")
    assert set(told("decisions", "From", "To")) == {(APRIL[0], APRIL[1]), (MAY[0], None)}
    application, _ = panels.a_pending_application()
    panels.decide(application, outcome=Outcome.DEFER, questions="Is nursing needed?")
    assert told("panel_decisions", "Outcome", "Rate", "From") == [("Defer with questions", None, None)]


def test_a_payment_to_a_person_shows_the_week_and_what_the_last_return_left() -> None:
    held = direct_payments.an_arrangement(funding.a_funded_line())
    direct_payments.an_approved_run()
    direct_payments.a_return(held)
    weekly, balance, last = told(
        "direct-payments", "Net weekly", "Left at the last return", "Last return to"
    )[0]
    assert (weekly, last) == (105_000, date(2026, 4, 28))
    assert balance == held.returns.get().closing_pence


def test_the_client_level_data_holds_what_the_record_holds() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    headings = ("Accommodation_Status", "Has_Unpaid_Carer", "Visual_Impairment", "Hearing_Impairment",
                "Client_Funding_Status", "Service_Type", "Delivery_Mechanism", "Event_Outcome")  # fmt: skip
    free, community = "Fully Social Care Funded", "Long Term Support: Community"
    assert told("cld", *headings) == [("Unknown", "", "", "", free, community, "", "")]
    around.add(case, "relation", is_carer=True, starts_on=APRIL[0])
    clients.amend_client(actor=accounts.coordinator(), at=NOW, case_id=case.id, **disabled(case, "09"))
    plan_home(case, "nursing")
    direct_payments.a_top_up(line, payer=TopUpPayer.PERSON, payer_name="")
    direct_payments.an_arrangement(line)
    assert told("cld", *headings) == [
        (
            "Registered nursing home", "Yes", "Yes", "No", "Joint Client and Social Care Funded",
            "Long Term Support: Nursing Care", "Direct Payment", "",
        )
    ]  # fmt: skip


def disabled(case: Case, *codes: str) -> dict[str, Any]:
    return {"disabilities": list(codes), "circumstances_source": "person"}


def plan_home(case: Case, kind: str) -> None:
    """The next version of the plan, which names the home."""
    with acting_as(SETTING_UP):
        last = CarePlan.objects.get(case=case, status="published")
        plan = CarePlan.objects.create(
            case=case, number=last.number + 1, status="draft", started_at=NOW, effective_from=APRIL[0]
        )
        Accommodation.objects.create(plan=plan, kind=kind)
        last.amend(status="superseded")
        plan.amend(status="published")


def somebody_with_everything(number: int) -> None:
    """One more person with a row in nearly every report."""
    case = cases.an_active_case()
    line = funding.a_funded_line(case, weekly=250_000)
    direct_payments.a_top_up(line)
    direct_payments.nursing_care(line)
    funding.a_refund(line)
    funding.a_contribution(case)
    disputes.a_dispute(case, interim_from=THIRD, arose_on=THIRD)
    direct_payments.a_return(direct_payments.an_arrangement(line))
    panels.an_application(case)


def test_the_files_of_a_schedule_are_made_by_one_worker_at_a_time() -> None:
    funding.a_funded_line()
    schedule = funding.a_frozen_schedule()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [schedule.id.int % 2**63])
        assert exports.make_files(actor=SETTING_UP, at=NOW, schedule_id=schedule.id) == 0
    other.close()
    assert exports.make_files(actor=SETTING_UP, at=NOW, schedule_id=schedule.id) == 8
    assert exports.make_files(actor=SETTING_UP, at=NOW, schedule_id=schedule.id) == 0


def test_no_report_asks_the_database_more_for_many_people_than_for_one() -> None:
    """What grows with the rows would be the first to fail with three hundred thousand lines."""
    somebody_with_everything(1)
    funding.a_frozen_schedule()
    one = statements()
    somebody_with_everything(2)
    somebody_with_everything(3)
    funding.a_frozen_schedule(MAY)
    assert statements() == one


def statements() -> dict[str, int]:
    counted = {}
    for key, report in REPORTS.items():
        with CaptureQueriesContext(
            connection,
        ) as asked:
            list(report.rows(accounts.council_finance(), Filters(*YEAR)).values)
        counted[key] = len(asked)
    return counted
