"""Journey J3 in a real browser: needs split between aftercare and what may be charged, and a need that changes
sides. The money of December is counted in test_funding_contributions.py."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from careplans import services
from careplans.models import CarePlan, PlanDocument
from careplans.queries import needs_of, published_services
from careplans.services.documents import paper_html
from funding.models import Contribution
from funding.tasks import contributions_end
from tests.builders import accounts, cases
from tests.builders import careplans as plans
from tests.functional.journey import Desk, moment

pytestmark = pytest.mark.django_db(transaction=True)

TODAY, RECLASSIFIED = date(2026, 12, 1), date(2026, 12, 15)


@pytest.fixture
def grace(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> CarePlan:
    """G: at home, with aftercare services and one that meets a need outside aftercare. No document is drawn."""
    settings.DOCUMENT_ROOT = tmp_path
    monkeypatch.setattr("careplans.services.documents.enqueue", lambda *args, **ids: None)
    for make in (accounts.manager, accounts.council_finance):
        make()
    plan = plans.a_published_plan(plans.a_planned_case(family_name="Grace"))
    cases.accept(plan.case, "council", accounts.council_signatory())
    cases.accept(plan.case, "nhs_body", accounts.nhs_signatory())
    cases.leave(plan.case)
    return CarePlan.objects.select_related("case").get(pk=plan.id)


@pytest.fixture
def desk(open_page: Callable[..., Page], sign_in: Any, check_page: Any, settings: Any) -> Callable[..., Desk]:
    """`desk("jones", day, path)`: somebody at their own browser on that day; their first page is checked."""

    def sit(username: str, day: date, path: str) -> Desk:
        settings.FIXED_NOW = moment(day)
        page = open_page()
        sign_in(page, username, to=path)
        check_page(page)
        return Desk(page, lambda page: None)

    return sit


def contribute(lowe: Desk, plan: CarePlan, service: str) -> None:
    """Finance records what the person pays towards a service of the plan."""
    key = next(row.service_key for row in published_services(plan.case_id) if row.description == service)
    lowe.open(f"/cases/{plan.case.reference}/funding/services/{key}/contribution/")
    lowe.fill(cost_weekly_pence="200.00", weekly_pence="85.30", starts_on=TODAY)
    lowe.press("Record the contribution")


def test_aftercare_is_not_charged_for_and_a_need_that_changes_sides_is_looked_at_again(
    grace: CarePlan, desk: Callable[..., Desk]
) -> None:
    case = grace.case
    lowe = desk("lowe", TODAY, f"/cases/{case.reference}/funding/")
    contribute(lowe, grace, "Supported living with staff at night")
    lowe.sees("Section 117 services cannot be charged.")
    contribute(lowe, grace, "Stair rails")
    lowe.sees("Contribution recorded.", "£85.30")
    printed = paper_html(PlanDocument.objects.filter(plan=grace, draft=False).first())
    assert "May be charged" in printed
    assert "This need is outside aftercare" in printed

    jones = desk("jones", RECLASSIFIED, f"/cases/{case.reference}/plans/start/")
    jones.press("Start")
    draft = CarePlan.objects.get(case=case, status="draft")
    base = f"/cases/{case.reference}/plans/{draft.number}/"
    rails = draft.services.get(description="Stair rails")
    aftercare = next(need for need in needs_of(draft) if need.is_s117)
    jones.open(f"{base}services/{rails.id}/edit/")
    jones.fill(group="social_care")
    jones.save()
    jones.sees("This need was assessed as outside aftercare")
    jones.fill(need_key=str(aftercare.key))
    jones.save()
    _publish(draft)
    contributions_end()

    jones.open(f"/cases/{case.reference}/reviews/")
    jones.sees("A service became aftercare, or stopped being aftercare", "Stair rails became aftercare")
    assert Contribution.objects.get().ends_on == date(2026, 12, 14)
    lowe = desk("lowe", RECLASSIFIED, "/finance/refunds/")
    lowe.sees("Stair rails")


def _publish(draft: CarePlan) -> None:
    """The rest of the way, which J1 walks in the browser."""
    at = moment(RECLASSIFIED)
    who = {"actor": accounts.coordinator(), "plan_id": draft.id, "at": at}
    services.save_section(**who, section=plans.Section.DATES, values={"effective_from": RECLASSIFIED})
    services.submit_plan(**who)
    plans.agree(draft, at=at, review_on=date(2027, 1, 29))
    services.publish_plan(actor=accounts.manager(), plan_id=draft.id, at=at)
