"""Every page that any role can reach by links from "Your work": sound, accessible, and no link is dead.

The world holds people at each stage. Each role starts at its home page and follows the links it is shown; one
page of each route is opened in Chromium and checked at three widths. A route without a link is named below.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page

from careplans.services import documents
from careplans.tasks import reminders_send
from cases.models import Case
from funding.rules.proration import Unit
from s117.accounts import reference_services
from s117.accounts.models import User
from s117.management.commands.load_reference import REFERENCE
from tests.architecture.routes import routes
from tests.builders import (
    accounts,
    around,
    assessments,
    careplans,
    cases,
    direct_payments,
    disputes,
    endings,
    funding,
    invoices,
    legal,
    panels,
    successions,
    transfers,
    uplifts,
)
from tests.functional.walk import Walker, walk

pytestmark = pytest.mark.django_db(transaction=True)

ROLES = ("jones", "hart", "price", "okoro", "webb", "lowe", "may", "frost", "singh", "quill", "day")
# Not reached by a link: posts only, downloads, other people's doors, pages outside the signed-in service.
NOT_LINKED = {
    "funding:pack_download": "a file",
    "account_login": "the sign-in page, tested by itself",
    "account_logout": "a button; its page is for those without one",
    "account_inactive": "for accounts that are switched off",
    "account_signup": "only says that it is closed",
    "account_reauthenticate": "asked for by the server",
    "account_reset_password": "from the sign-in page",
    "account_reset_password_done": "after asking for a new password",
    "account_reset_password_from_key": "from an e-mail",
    "account_reset_password_from_key_done": "after choosing a new password",
    "assessments:need_add": "a button of the page of its domain",
    "careplans:calendar_view": "a file for calendar programs",
    "careplans:batch_download": "a file",
    "careplans:document_download": "a file",
    "funding:report_download": "a file",
    "careplans:document_retry": "when a document could not be made",
    "journeys:transfer_accept": "of the receiving body; in the transfers' journey",
    "journeys:transfer_decline": "of the receiving body; in the transfers' journey",
    "journeys:transfer_complete": "of the receiving body; in the transfers' journey",
    "web:demo_sign_in": "a button of the demonstration",
    "web:session_left": "asked by script",
    "web:session_extend": "asked by script",
    "web:styleguide": "development only, tested by itself",
}


@pytest.fixture
def world(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """People at each stage of the line, and money for one of them. Documents stay on their way."""
    settings.DOCUMENT_ROOT = tmp_path
    monkeypatch.setattr(documents, "enqueue", lambda *args, **ids: None)
    for make in (
        accounts.administrator,
        accounts.nhs_finance,
        accounts.council_signatory,
        accounts.nhs_signatory,
        accounts.auditor,
        accounts.complaints_officer,
    ):
        make()
    accounts.manager()
    cases.a_case(family_name="Checked")
    cases.a_file(cases.a_detained_case(family_name="Detained"), actor=accounts.mha_office())
    assessments.a_meeting(cases.an_allocated_case(family_name="Met"))
    assessments.a_complete_draft(cases.an_allocated_case(family_name="Assessed"))
    assessments.a_submitted_assessment(cases.an_allocated_case(family_name="Submitted"))
    careplans.a_complete_draft(careplans.a_planned_case(family_name="Drafted"))
    careplans.a_submitted_plan(careplans.a_planned_case(family_name="Waiting"))
    published = careplans.a_published_plan(careplans.a_planned_case(family_name="Published"))
    case = cases.refreshed(published.case_id)
    cases.accept(case, "council", accounts.council_signatory())
    cases.accept(case, "nhs_body", accounts.nhs_signatory())
    cases.leave(case)
    careplans.a_draft_plan(published.case_id)
    assessments.a_draft_assessment(published.case_id)
    careplans.a_batch(published)
    reminders_send()
    careplans.services.issue_calendar(actor=accounts.coordinator(), at=accounts.NOW)
    careplans.a_held_review(case)
    careplans.a_received_letter(case)
    cases.a_contact(case, accounts.coordinator())
    cases.a_file(case)
    around.everybody(case)
    cases.begin_cto(cases.an_allocated_case(family_name="Ordered"))
    legal.a_full_record(cases.an_allocated_case(family_name="Recalled"))
    legal.on_leave(cases.an_allocated_case(family_name="Leave"))
    legal.merged(cases.an_allocated_case(family_name="Twice"))
    legal.conditionally_discharged(cases.an_allocated_case(family_name="Released"))
    asked = cases.an_active_case(family_name="Asked")
    funding.a_planned_service(asked)
    endings.a_request(asked)
    endings.a_signed_request(cases.an_active_case(family_name="Satisfied"))
    endings.an_ended_case(cases.an_active_case(family_name="Ended"))
    begun = disputes.a_dispute(cases.an_active_case(family_name="Disputed"))
    disputes.state(begun)
    disputes.take(disputes.a_dispute(cases.an_active_case(family_name="Escalated")), "escalated")
    disputes.a_letter(disputes.a_referred_dispute(cases.an_active_case(family_name="Referred")).case)
    paid_meanwhile(cases.an_active_case(family_name="Determined"))
    paid = funding.a_funded_line(cases.an_active_case(family_name="Funded"))
    funding.a_funded_line(cases.an_active_case(family_name="Unasked"))
    funding.a_funded_line(
        cases.an_active_case(family_name="Sessions"), unit=Unit.SESSION, starts_on=date(2026, 6, 1)
    )
    transfers.a_notice(cases.an_active_case(family_name="Moving"))
    a_split()
    frozen = funding.a_frozen_schedule()
    funding.a_draft_schedule(funding.MAY)
    funding.a_report()
    uplifts.an_approved_uplift()
    panels.a_signing_limit()
    prepared = uplifts.a_prepared_uplift(pence=1_200)
    uplifts.a_service_taken_out(prepared)
    invoices.an_invoice(("NMC-999999", 10_000))
    invoices.an_invoice((paid.case.reference, 450_000), number="HH-1002")
    invoices.answer(invoices.a_line_query(frozen, 1))
    invoices.a_line_query(frozen, 2)
    # The parts of a home that do not come to its rate.
    funding.a_line_without_share(cases.an_active_case(family_name="Apart"), costs=(("rent", 18_500),))
    funding_at_each_stage()


def funding_at_each_stage() -> None:
    """Requests for funding at each stage: one panel has decided on some, another waits for its day."""
    panels.at_each_stage({stage: cases.an_active_case(family_name=stage) for stage in panels.STAGES})
    panels.recommend(panels.an_application(cases.an_active_case(family_name="Ready")))
    panels.a_pending_application(cases.an_active_case(family_name="Waiting"))
    funding.a_refund()
    funding.an_approved_refund(
        funding.a_refund(funding.a_funded_line(cases.an_active_case(family_name="Owed")))
    )
    held = direct_payments.an_arrangement(funding.a_funded_line(cases.an_active_case(family_name="Direct")))
    direct_payments.an_approved_run()
    direct_payments.a_return(held)
    direct_payments.a_run(funding.APRIL[1])
    topped = funding.a_funded_line(cases.an_active_case(family_name="Topping"))
    direct_payments.a_top_up(topped)
    direct_payments.nursing_care(topped)
    funding.a_charge_found(funding.a_funded_line(cases.an_active_case(family_name="Charged")))
    contributing = cases.an_active_case(family_name="Contributing")
    funding.a_contribution(contributing)
    funding.a_planned_service(contributing, group="outside", description="Shopping")
    funding.a_contribution_to_check(cases.an_active_case(family_name="Checking"))


def paid_meanwhile(case: Case) -> None:
    """A dispute that was determined for another council, with something to recharge to it."""
    funding.a_funded_line(case)
    dispute = disputes.a_referred_dispute(case)
    disputes.determine(dispute, disputes.a_letter(case).id, effective_from=funding.APRIL[0])


def a_split() -> None:
    """A code list that may be loaded, one that was carried in, and one more body to carry in."""
    reference_services.check_reference(
        actor=accounts.administrator(),
        at=accounts.NOW,
        kind="icb",
        name="icbs.csv",
        data=(REFERENCE / "icbs.csv").read_bytes(),
    )
    old, later = successions.icb("ODM", "NHS Oldmoor"), successions.icb("FEN", "NHS Fenmoor")
    successions.a_case_of(old, family_name="Divided")
    successions.a_case_of(later, family_name="Merged")
    for heir in (accounts.northmoor_icb(), accounts.southvale_icb()):
        successions.merge(old, heir)
    successions.run()
    successions.merge(later, accounts.southvale_icb())


def client_of(username: str) -> Client:
    """A test client signed in as the user."""
    client = Client()
    client.force_login(
        User.objects.get(username=username), backend=django_settings.AUTHENTICATION_BACKENDS[0]
    )
    return client


def test_every_page_is_sound_for_somebody_and_no_link_is_dead(
    world: None, open_page: Any, sign_in: Callable[..., None], check_page: Callable[..., None]
) -> None:
    linked = {route.name for route in routes() if "get" in route.methods} - set(NOT_LINKED)
    linked = {name for name in linked if not name.startswith(("api:", "health"))}
    reached: set[str] = set()
    checked: set[str] = set()
    pages: dict[str, Page] = {}
    faults: list[str] = []
    for username, route, path in walk([Walker(name, client_of(name)) for name in ROLES], linked):
        if path and route not in checked:
            checked.add(route)
            if username not in pages:
                pages[username] = open_page()
                sign_in(pages[username], username)
            page = pages[username]
            page.goto(path)
            try:
                check_page(page)
            except AssertionError as fault:
                faults.append(f"{route}: {fault}")
        reached.add(route)
    assert not faults, "\n".join(faults)
    assert not linked - reached, f"no role can reach: {sorted(linked - reached)}"
