"""All plans or letters of a panel in one file: of those on its agenda whom the asker sees (issue C)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from careplans import services as careplans
from careplans.models import DocumentBatchItem, PlanDocument
from careplans.queries import published_services
from careplans.rules.terms import BatchOf, Paper, Variant
from cases.models import Case
from funding.services.panel_documents import request_panel_documents
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, assessments, cases, panels
from tests.builders import careplans as plans
from tests.builders.accounts import NOW

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


@pytest.fixture
def asked() -> tuple[Case, Any]:
    """Somebody on an agenda."""
    application, panel = panels.a_pending_application(cases.an_active_case(family_name="Sahota"))
    return application.case, panel


def a_leaflet(case: Case, *, at: Any = LATER) -> PlanDocument:
    """The rights leaflet, kept on the person's file."""
    return careplans.write_letter(
        actor=accounts.manager(), at=at, case_id=case.id, paper=Paper.LEAFLET, about=case.id,
        variant=Variant.STANDARD,
    )  # fmt: skip


def ask(panel: Any, what: BatchOf, *, by: Any = None) -> list[PlanDocument]:
    """What the batch holds that a decision maker of the council asks for."""
    batch = request_panel_documents(
        actor=by or accounts.council_signatory(), at=LATER, panel_id=panel.id, what=what
    )
    assert batch.words.endswith("funding panel 1 of 20 November 2026")
    return [item.document for item in DocumentBatchItem.objects.filter(batch=batch)]


def test_the_letters_are_those_kept_since_the_request_was_made(asked: tuple[Case, Any]) -> None:
    case, panel = asked
    a_leaflet(case, at=NOW - timedelta(days=2))
    since = a_leaflet(case)
    a_leaflet(cases.an_active_case(family_name="Elsewhere"))

    assert ask(panel, BatchOf.LETTERS) == [since]


def test_the_plans_are_those_in_force_of_everybody_on_the_agenda() -> None:
    case = cases.an_active_case(family_name="Sahota")
    assessments.a_signed_off_assessment(case)
    plan = plans.a_published_plan(case)
    key = next(line.service_key for line in published_services(case.id) if line.group.is_aftercare)
    _, panel = panels.a_pending_application(case, service_key=key)

    (copy,) = ask(panel, BatchOf.PLANS)

    assert (copy.plan_id, copy.paper, copy.draft) == (plan.id, "plan", False)


def test_there_is_no_batch_of_nothing(asked: tuple[Case, Any]) -> None:
    _, panel = asked

    with pytest.raises(Refused) as refusal:
        ask(panel, BatchOf.LETTERS)
    assert "There are none" in refusal.value.fields["what"]
    with pytest.raises(Refused, match="nothing on the agenda"):
        ask(panels.a_panel(held_on=panels.SITTING + timedelta(days=7)), BatchOf.PLANS)


def test_who_runs_panels_but_may_open_no_document_asks_for_none(asked: tuple[Case, Any]) -> None:
    with pytest.raises(NotAllowed):
        ask(asked[1], BatchOf.PLANS, by=panels.panel_administrator())
