"""Journey J4 in a real browser: funding applied for, deferred, approved with a change in the month, signed by
both bodies, and charged; and everything that must not work on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from funding.models import Application, DecisionSignature, FundedLine, Schedule, Split
from funding.services import schedules
from s117.audit.models import AccessEvent
from tests.builders import accounts, cases, funding, panels
from tests.builders.accounts import NOW, SETTING_UP
from tests.functional.journey import Desk

pytestmark = [pytest.mark.django_db(transaction=True)]
START, MID_MAY = date(2026, 5, 1), date(2026, 5, 15)
APPLY, DEFER, ANSWER, APPROVE = date(2026, 4, 20), date(2026, 4, 27), date(2026, 5, 4), date(2026, 5, 11)
As = Callable[..., Any]
On = Callable[[date], None]


@pytest.fixture
def on(settings: Any) -> On:
    """`on(date)`: the site's clock stands at ten in the morning of the day."""

    def run(day: date) -> None:
        settings.FIXED_NOW = datetime(day.year, day.month, day.day, 10, 0, tzinfo=UTC)

    return run


@pytest.fixture
def at_desk(open_page: Callable[..., Page], sign_in: Any, check_page: Callable[..., None]) -> As:
    """`with at_desk("jones", path) as desk`: somebody at their browser.

    Width and accessibility are asked of each page once, by the test of every page; the journey asks them of its
    first pages, its check page and of a page with faults on it.
    """

    @contextmanager
    def run(username: str, path: str, width: int = 1280, **options: Any) -> Iterator[Desk]:
        page = open_page(width, **options)
        sign_in(page, username, to=path)
        # Without scripts the checks, which are scripts, do not come to an end.
        if options.get("javascript", True):
            check_page(page)
        yield Desk(page, _has_arrived)
        page.context.clear_cookies()

    return run


def _has_arrived(page: Page) -> None:
    """The page is there, and is a page of ours."""
    expect(page.locator("h1")).to_have_count(1)


@pytest.fixture
def person(settings: Any, tmp_path: Any) -> Case:
    """D, whose published plan has a supported home from 1 May 2026 that nobody pays for yet."""
    settings.DOCUMENT_ROOT = tmp_path
    for make in (accounts.manager, accounts.council_finance, accounts.stranger, panels.panel_administrator):
        make()
    case = cases.an_active_case(family_name="Sahota")
    funding.a_planned_service(case, description="Supported home", starts_on=START)
    return case


def apply(desk: Desk, case: Case, check_page: Callable[[Page], None]) -> None:
    """Six pages and the answers to check; first with shares that do not come to 100."""
    desk.open(f"/cases/{case.reference}/funding/applications/make/")
    desk.fill(urgency="routine", kind="new", starts_on=START)
    desk.press("Continue")
    desk.fill(services=[str(service_key(case))], rate_1="1,400.00", unit_1="week")
    desk.press("Continue")
    desk.sees("£1,400.00 a week, £73,000.00 in a year of 365 days")
    desk.fill(provider_1="Harbour Homes", weekly_1="1400", meets_1="yes", miles_1="2.5")
    desk.fill(provider_2="Larch House", weekly_2="1650", meets_2="partly", note_2="No room before August")
    desk.fill(alternatives="Larch House costs more and has no room", least_restrictive="An own front door")
    desk.press("Continue")
    desk.fill(statement="Needs staff close by at night", out_of_area="no")
    desk.press("Continue")
    desk.fill(
        nhs_percent="70", council_percent="20", split_rationale="Health and social needs weigh the same"
    )
    desk.press("Continue")
    desk.sees("The shares come to 90.00%, not 100.00%")
    check_page(desk.page)
    desk.fill(nhs_percent="50", council_percent="50")
    desk.press("Continue")
    check_page(desk.page)
    desk.sees("Check your answers", "NHS Northmoor Integrated Care Board: £700.00 a week")
    desk.press("Send to the manager")
    desk.sees("Waiting for the manager", "Larch House")


def service_key(case: Case) -> Any:
    from careplans.queries import published_services

    return published_services(case.id)[0].service_key


def arrange(desk: Desk, day: date, members: tuple[str, ...]) -> str:
    """A sitting with these members and everything that waits on its agenda; answers with its address."""
    desk.open("/panels/arrange/")
    desk.fill(partner="NHS Northmoor Integrated Care Board", held_on=day, place="Town Hall")
    desk.press("Arrange the panel")
    path = desk.page.url
    desk.press("Add to the agenda")
    desk.page.locator("[name=applications]").first.check()
    desk.press("Add to the agenda")
    desk.sees("SAHOTA")
    for name in members:
        sit(desk, path, name)
    return path


def sit(desk: Desk, path: str, name: str) -> None:
    desk.open(f"{path}members/record/")
    option = desk.page.locator("[name=person] option", has_text=name).get_attribute("value")
    desk.fill(person=option, role="Decision maker")
    desk.press("Record the member")


def decide(desk: Desk, path: str, *terms: tuple[date, str, str], last: str = "Record the decision") -> None:
    """Approve with these shares, as far as the button `last`."""
    desk.open(f"{path}decision/record/")
    desk.fill(outcome="approve", reasons="The home meets the needs at the usual cost")
    desk.press("Continue")
    for place, (day, nhs, council) in enumerate(terms, start=1):
        desk.fill(
            **{f"starts_on_{place}": day, f"nhs_percent_{place}": nhs, f"council_percent_{place}": council}
        )
    desk.press("Continue")
    if last != "Continue":
        desk.press(last)


def sign(desk: Desk, path: str) -> None:
    desk.open(f"{path}decision/sign/")
    desk.fill(title="Head of service", read=True)
    desk.press(desk.page.locator("main form button[type=submit]").inner_text())


def test_j4_funding_is_deferred_approved_signed_by_both_and_charged(
    person: Case, at_desk: As, on: On, check_page: Callable[[Page], None]
) -> None:
    ref = person.reference
    path = f"/cases/{ref}/funding/applications/1/"
    on(APPLY)
    with at_desk("jones", f"/cases/{ref}/funding/applications/") as jones:
        apply(jones, person, check_page)
    with at_desk("hart", path, 390) as hart:
        hart.press("Recommend")
        hart.fill(advice="support", reasons="The usual cost, close to her sister")
        hart.press("Record the recommendation")
        hart.sees("Ready for a panel")

    # (c) A panel without a member of the NHS body decides nothing.
    with at_desk("frost", "/panels/") as frost:
        frost.sees("1 application waits")
        first = arrange(frost, DEFER, ("Sam Price",))
        frost.sees("No quorum: NHS Northmoor Integrated Care Board has no member present")
        on(DEFER)
        decide(frost, path, (START, "50", "50"), last="Continue")
        frost.sees("No quorum: NHS Northmoor Integrated Care Board")
        sit(frost, first, "Sam Okoro")
        frost.open(f"{path}decision/record/")
        frost.fill(outcome="defer", questions="Is nursing needed at night?", reasons="Not enough is known")
        frost.press("Continue")
        frost.press("Record the decision")
        frost.sees("The panel asks: Is nursing needed at night?")
    on(ANSWER)
    with at_desk("jones", "/") as jones:
        jones.sees("A panel asks for more")
        jones.open(f"{path}resubmit/")
        jones.fill(answers="Assessed on 1 May: no nursing is needed")
        jones.press("Send the answers")

    on(APPROVE)
    second = panels.a_panel(held_on=APPROVE)
    panels.sit(second)
    panels.schedule(second, Application.objects.get())
    with at_desk("frost", "/panels/NMC/2/") as frost:
        # (e) A day before the service starts is refused.
        decide(frost, path, (date(2026, 4, 30), "50", "50"), last="Continue")
        frost.sees("the decision cannot start before 1 May 2026")
        decide(frost, path, (START, "50", "50"), (MID_MAY, "60", "40"))
        frost.sees("Decided, to be signed")
        assert not FundedLine.objects.exists(), "nothing is funded before every body has signed"

    # (b) A coordinator approves nothing, and the attempt is on the record.
    with at_desk("jones", path) as jones:
        assert jones.page.goto(f"{path}decision/sign/").status == 403
        denied = AccessEvent.objects.filter(kind="denied", subject_type="funding/decision_sign")
        assert denied.filter(actor_id=accounts.coordinator().id, case_id=person.id).exists()
    with at_desk("vale", "/account/") as vale:
        assert vale.page.goto(f"{path}decision/sign/").status == 404
    # (d) The NHS body signs, then the share is changed: the signature is void and both sign again.
    with at_desk("okoro", "/") as okoro:
        okoro.sees("Your organisation has not signed")
        sign(okoro, path)
        okoro.sees("Waiting for Northmoor Council to sign")
        assert okoro.page.goto(f"{path}decision/sign/").status == 403, "nobody signs twice"
    with at_desk("frost", path) as frost:
        decide(frost, path, (START, "50", "50"), (MID_MAY, "70", "30"))
        frost.sees("Void: edition 1 was changed")
    with at_desk("price", path) as price:
        sign(price, path)
        price.sees("Waiting for NHS Northmoor Integrated Care Board to sign")
        assert not Split.objects.exists(), "a stale signature counts for nothing"

    # J10 (a): a schedule of these days cannot be frozen and names the person.
    with at_desk("lowe", "/finance/schedules/") as lowe:
        schedule = funding.a_draft_schedule(funding.MAY)
        lowe.open(f"/finance/schedules/NMC/{schedule.number}/")
        lowe.sees("Not ready to freeze", ref, "The decision makers of both bodies")
    with at_desk("okoro", path, 390, javascript=False) as okoro:
        sign(okoro, path)
        okoro.sees("Approved and signed")
    assert DecisionSignature.objects.count() == 3

    with at_desk("lowe", f"/finance/schedules/NMC/{schedule.number}/") as lowe:
        schedules.request_again(actor=accounts.council_finance(), at=NOW, schedule_id=schedule.id)
        schedules.produce_schedule(actor=SETTING_UP, at=NOW, schedule_id=schedule.id)
        lowe.open(f"/finance/schedules/NMC/{schedule.number}/")
        lowe.sees("£2,800.00", "£3,400.00", "£6,200.00", "£3,780.00", "£2,420.00")
        lowe.open(f"/cases/{ref}/funding/")
        lowe.sees("NMC panel 2/1")
    assert Schedule.objects.get(pk=schedule.pk).gross_pence == 620_000

    with at_desk("jones", path) as jones:
        jones.press("Record that the person was told")
        jones.fill(told_on=APPROVE, appeal_given="yes")
        jones.press("Record it")
        jones.sees("The person was told on 11 May 2026, and how to appeal")
