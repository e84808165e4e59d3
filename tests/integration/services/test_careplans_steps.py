"""From a draft to a published plan, and what stops it on the way (journey J1, steps 7 to 10)."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from careplans import queries, services
from careplans.models import CarePlan, Goal, PlanDocument, PlanStatusChange, PlanVersion, Review, ServiceLine
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.sections import Section
from careplans.rules.snapshot import fingerprint
from careplans.rules.terms import Group
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.events import Event
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import careplans as plans
from tests.builders.accounts import coordinator, manager, stranger
from tests.builders.careplans import PUBLISHED_AT, WRITTEN_AT

pytestmark = pytest.mark.django_db


def test_an_empty_draft_is_not_sent_for_agreement_and_every_gap_is_named() -> None:
    plan = plans.a_draft_plan()
    with pytest.raises(Refused) as refused:
        services.submit_plan(actor=coordinator(), plan_id=plan.id, at=WRITTEN_AT)
    assert {"what_matters", "goals", "medication", "early_signs", "contacts"} <= set(refused.value.fields)
    assert CarePlan.objects.get(pk=plan.id).status == PlanStatus.DRAFT


def test_publishing_without_the_persons_views_is_blocked_and_the_fields_are_named() -> None:
    plan = plans.a_submitted_plan(agreed=False)
    with pytest.raises(Refused) as refused:
        services.publish_plan(actor=manager(), plan_id=plan.id, at=PUBLISHED_AT)
    assert "persons_views" in refused.value.fields
    assert "agreement_person" in refused.value.fields
    assert not PlanVersion.objects.filter(plan=plan).exists()


def test_publishing_freezes_the_version_schedules_the_review_and_asks_for_the_document() -> None:
    plan = plans.a_published_plan()
    version = PlanVersion.objects.get(plan=plan)
    assert version.sha256 == fingerprint(version.snapshot)
    assert plan.status == PlanStatus.PUBLISHED
    review = Review.objects.get(case_id=plan.case_id)
    assert (review.due_on, review.kind, review.counted_from) == (
        date(2026, 11, 30),
        "first",
        date(2026, 10, 19),
    )
    assert PlanDocument.objects.filter(plan=plan, draft=False).count() == 1
    events = set(AuditEvent.objects.filter(case_id=plan.case_id).values_list("event", flat=True))
    assert {Event.PLAN_PUBLISHED, Event.REVIEW_SCHEDULED, Event.DOCUMENT_REQUESTED} <= events


def test_funding_sees_the_services_of_the_plan_in_force_under_lasting_keys() -> None:
    plan = plans.a_published_plan()
    first = {row.description: row.service_key for row in queries.published_services(plan.case_id)}
    assert first.keys() == {service["description"] for service in plans.SERVICES.values()}
    second = services.draft_plan(actor=coordinator(), case_id=plan.case_id, at=PUBLISHED_AT)
    copied = ServiceLine.objects.filter(plan=second).values_list("description", "service_key")
    assert dict(copied) == first
    assert queries.published_plan(plan.case_id).number == 1


def test_a_new_version_replaces_the_old_one_and_asks_for_views_again() -> None:
    first = plans.a_published_plan()
    second = services.draft_plan(actor=coordinator(), case_id=first.case_id, at=PUBLISHED_AT)
    assert (second.number, second.persons_views, second.what_matters) == (2, "", first.what_matters)
    services.save_section(
        actor=coordinator(), plan_id=second.id, section=Section.DATES,
        values={"effective_from": date(2026, 11, 2)}, at=PUBLISHED_AT,
    )  # fmt: skip
    services.submit_plan(actor=coordinator(), plan_id=second.id, at=PUBLISHED_AT)
    plans.agree(second)
    services.publish_plan(actor=manager(), plan_id=second.id, at=PUBLISHED_AT)
    statuses = dict(CarePlan.objects.filter(case_id=first.case_id).values_list("number", "status"))
    assert statuses == {1: "superseded", 2: "published"}
    assert Review.objects.filter(case_id=first.case_id).count() == 1


def test_the_author_does_not_publish_their_own_plan() -> None:
    plan = plans.a_submitted_plan(by=manager())
    with pytest.raises(NotAllowed, match="somebody else"):
        services.publish_plan(actor=manager(), plan_id=plan.id, at=PUBLISHED_AT)


def test_a_second_publish_finds_nothing_to_publish() -> None:
    plan = plans.a_published_plan()
    with pytest.raises(IllegalTransition):
        services.publish_plan(actor=manager(), plan_id=plan.id, at=PUBLISHED_AT)
    assert PlanStatusChange.objects.filter(plan=plan, to_status="published").count() == 1


def test_a_returned_plan_is_a_draft_again_with_the_reason_kept() -> None:
    plan = plans.a_submitted_plan()
    with pytest.raises(Refused):
        services.return_plan(actor=manager(), plan_id=plan.id, reason=" ", at=PUBLISHED_AT)
    services.return_plan(
        actor=manager(), plan_id=plan.id, reason="Say who visits at weekends", at=PUBLISHED_AT
    )
    assert CarePlan.objects.get(pk=plan.id).status == PlanStatus.DRAFT
    entries = queries.timeline(plan.case_id)
    assert any("sent back" in entry.title and "weekends" in entry.detail for entry in entries)


def test_while_it_waits_for_agreement_the_text_stands_still_and_views_are_still_written() -> None:
    plan = plans.a_submitted_plan(agreed=False)
    with pytest.raises(NotAllowed):
        services.save_section(
            actor=coordinator(),
            plan_id=plan.id,
            section=Section.ABOUT_ME,
            values={"strengths": "x"},
            at=WRITTEN_AT,
        )
    services.save_section(
        actor=coordinator(), plan_id=plan.id, section=Section.VIEWS, values=plans.VIEWS, at=WRITTEN_AT
    )
    assert CarePlan.objects.get(pk=plan.id).persons_views == plans.VIEWS["persons_views"]


def test_two_people_writing_one_section_do_not_overwrite_each_other() -> None:
    plan = plans.a_draft_plan()
    services.save_section(
        actor=coordinator(),
        plan_id=plan.id,
        section=Section.HEALTH,
        values={"medication": "None"},
        at=WRITTEN_AT,
    )
    with pytest.raises(Stale):
        services.save_section(
            actor=manager(), plan_id=plan.id, section=Section.HEALTH, values={"medication": "Clozapine"},
            seen_version=plan.version, at=WRITTEN_AT,
        )  # fmt: skip
    assert CarePlan.objects.get(pk=plan.id).medication == "None"


def test_only_one_version_is_written_at_a_time() -> None:
    plan = plans.a_draft_plan()
    with pytest.raises(NotAllowed, match="already being written"):
        services.draft_plan(actor=manager(), case_id=plan.case_id, at=WRITTEN_AT)


def test_an_aftercare_need_cannot_be_met_by_a_service_that_is_charged_for() -> None:
    plan = plans.a_draft_plan()
    need = next(need for need in queries.needs_of(plan) if need.is_s117)
    with pytest.raises(Refused) as refused:
        plans.add_a_service(plan, need.key, group=Group.OUTSIDE)
    assert "cannot be charged" in refused.value.fields["group"]


def test_characters_that_paper_cannot_show_are_named_before_the_plan_goes_on() -> None:
    plan = plans.a_complete_draft()
    services.save_section(
        actor=coordinator(), plan_id=plan.id, section=Section.ABOUT_ME, values={"what_matters": "Łukasz 🐈"},
        at=WRITTEN_AT,
    )  # fmt: skip
    with pytest.raises(Refused, match="🐈"):
        services.submit_plan(actor=coordinator(), plan_id=plan.id, at=WRITTEN_AT)


def test_a_colleague_reads_but_does_not_write_and_a_stranger_finds_nothing() -> None:
    plan = plans.a_draft_plan()
    colleague = coordinator("reed")
    with pytest.raises(NotAllowed, match="allocated to"):
        services.save_section(
            actor=colleague,
            plan_id=plan.id,
            section=Section.HEALTH,
            values={"medication": "x"},
            at=WRITTEN_AT,
        )
    with pytest.raises(NotFound):
        services.save_section(
            actor=stranger(),
            plan_id=plan.id,
            section=Section.HEALTH,
            values={"medication": "x"},
            at=WRITTEN_AT,
        )


@pytest.mark.parametrize(
    "table", ["careplan", "goal", "serviceline", "crisisplan", "agreement", "planversion"]
)
def test_the_database_itself_keeps_a_published_plan_as_it_was(table: str) -> None:
    plans.a_published_plan()
    statement = f"UPDATE careplans_{table} SET version = version + 1, id = gen_random_uuid()"
    with pytest.raises(DatabaseError, match=r"does not change|append-only"), transaction.atomic():
        _run(statement)


def test_a_goal_taken_out_of_a_draft_leaves_its_history() -> None:
    plan = plans.a_complete_draft()
    goal = Goal.objects.get(plan=plan)
    services.remove_part(actor=coordinator(), part="goal", part_id=goal.id, at=WRITTEN_AT)
    assert not Goal.objects.filter(plan=plan).exists()
    assert Goal.history.filter(id=goal.id, history_type="-", history_actor="Sam Jones").exists()


def _run(statement: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
