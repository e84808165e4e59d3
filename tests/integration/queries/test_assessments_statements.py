"""A page costs as many statements for many rows as for one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import queries, services
from tests.builders import assessments as build
from tests.builders.accounts import coordinator
from tests.builders.cases import an_allocated_case

pytestmark = pytest.mark.django_db


def statements(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as sent:
        assert client.get(path).status_code == 200
    return len(sent)


def page(name: str, case: Any, **more: object) -> str:
    return reverse(f"assessments:{name}", kwargs={"ref": case.reference, **more})


def test_the_list_of_meetings(browse: Callable[[Any], Client]) -> None:
    case, client = an_allocated_case(), browse(coordinator())
    build.a_full_meeting(case)
    one = statements(client, page("meeting_list", case))
    for day in range(1, 6):
        build.a_full_meeting(case, held_on=date(2026, 9, day))
    assert statements(client, page("meeting_list", case)) == one


def test_the_assessment_and_its_list(browse: Callable[[Any], Client]) -> None:
    few, many, client = an_allocated_case(), an_allocated_case(), browse(coordinator())
    build.a_signed_off_assessment(few, needs=build.AMARAS_NEEDS[:1])
    build.a_signed_off_assessment(many, needs=build.AMARAS_NEEDS * 3)
    for name, more in (("assessment_list", {}), ("assessment_view", {"number": 1})):
        assert statements(client, page(name, few, **more)) == statements(client, page(name, many, **more))


def test_what_changed_since_the_last_assessment(browse: Callable[[Any], Client]) -> None:
    few, many, client = an_allocated_case(), an_allocated_case(), browse(coordinator())
    for case, needs in ((few, build.AMARAS_NEEDS[:1]), (many, build.AMARAS_NEEDS * 3)):
        build.a_signed_off_assessment(case, needs=needs)
        build.a_draft_assessment(case)
    found = {statements(client, page("assessment_compare", case, number=2)) for case in (few, many)}
    assert len(found) == 1
    assert found.pop() <= 24


def test_the_timeline_costs_two_statements_and_tells_what_was_found() -> None:
    case = an_allocated_case()
    build.a_full_meeting(case)
    signed = build.a_signed_off_assessment(case)
    with CaptureQueriesContext(connection) as sent:
        entries = queries.timeline(case.id)
    assert len(sent) == 2, "meetings, assessments with their needs counted"
    assert entries[-1].detail == "5 aftercare needs, 1 outside aftercare"
    assert entries[-1].who == "Sam Hart"
    assert entries[-1].url.endswith(f"/assessments/{signed.number}/")
    assert (
        services.start_assessment(actor=coordinator(), case_id=case.id, at=build.ASSESSED_AT).number
        == signed.number + 1
    )
    assert len(queries.timeline(case.id)) == len(entries), "a draft is not yet something that happened"
