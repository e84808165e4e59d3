"""From a planning meeting to a signed off assessment, and what refuses on the way."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from assessments import queries, services
from assessments.models import Assessment, AssessmentStatusChange, MeetingAction, Need
from assessments.rules.lifecycle import AssessmentStatus
from assessments.services import NeedInput
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import assessments as build
from tests.builders.accounts import coordinator, manager, stranger
from tests.builders.cases import an_allocated_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Any:
    return an_allocated_case()


def test_five_aftercare_needs_and_one_other_go_to_the_plan(case: Any) -> None:
    """Journey J1, step 6."""
    build.a_signed_off_assessment(case)
    needs = queries.needs_for_plan(case.id)
    assert [need.is_s117 for need in needs] == [True] * 5 + [False]
    assert all(build.ILLNESS in need.reasons[0] for need in needs[:5])


def test_nothing_goes_to_the_plan_before_sign_off(case: Any) -> None:
    build.a_submitted_assessment(case)
    assert queries.needs_for_plan(case.id) == ()
    assert queries.signed_off_assessment(case.id) is None


def test_the_author_may_not_sign_off_even_as_a_manager(case: Any, at: datetime) -> None:
    both = manager("both")
    submitted = build.a_submitted_assessment(case, by=both)
    with pytest.raises(NotAllowed, match="somebody else"):
        services.sign_off_assessment(actor=both, assessment_id=submitted.id, at=at)
    assert queries.latest_assessment(case.id).status is AssessmentStatus.SUBMITTED


def test_an_incomplete_draft_is_not_sent_and_every_open_section_is_named(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    with pytest.raises(Refused, match="Accommodation") as refusal:
        services.submit_assessment(actor=coordinator(), assessment_id=draft.id, at=at)
    assert "Risk summary" in refusal.value.message


def test_sending_back_wants_a_reason_and_opens_the_draft_again(case: Any, at: datetime) -> None:
    submitted = build.a_submitted_assessment(case)
    with pytest.raises(Refused):
        services.return_assessment(actor=manager(), assessment_id=submitted.id, reason=" ", at=at)
    services.return_assessment(
        actor=manager(), assessment_id=submitted.id, reason="Say more about the flat", at=at
    )
    assert queries.latest_assessment(case.id).status is AssessmentStatus.DRAFT
    services.save_section(
        actor=coordinator(),
        assessment_id=submitted.id,
        section="risk",
        values={"triggers": "Rent"},
        at=at,
    )


def test_a_newer_assessment_replaces_the_one_before_and_carries_it_forward(case: Any, at: datetime) -> None:
    first = build.a_signed_off_assessment(case)
    second = build.a_draft_assessment(case, at=at)
    assert second.number == first.number + 1
    assert list(second.needs.values_list("key")) == list(first.needs.values_list("key"))
    states = queries.section_states(second, list(second.entries.all()), list(second.needs.all()))
    assert not any(state.completed for state in states), "what was carried forward must be confirmed"

    replacement = [build.aftercare("A home of her own", "accommodation")]
    services.withdraw_need(
        actor=coordinator(),
        need_id=second.needs.get(title="A supported home").id,
        reason="Moved",
        at=at,
    )
    _finish(second, replacement, at)
    services.sign_off_assessment(actor=manager(), assessment_id=second.id, at=at)
    assert Assessment.objects.get(id=first.id).status == AssessmentStatus.SUPERSEDED
    titles = {need.title for need in queries.needs_for_plan(case.id)}
    assert "A home of her own" in titles
    assert "A supported home" not in titles
    assert first.needs.filter(title="A supported home").exists(), "the replaced assessment stays as it was"


def _finish(draft: Assessment, needs: list[tuple[str, NeedInput]], at: datetime) -> None:
    who = coordinator()
    for domain, need in needs:
        services.add_need(actor=who, assessment_id=draft.id, domain=domain, need=need, at=at)
    for entry in draft.entries.all():
        services.save_domain(
            actor=who,
            assessment_id=draft.id,
            domain=entry.domain,
            situation=entry.situation,
            person_view=entry.person_view,
            strengths=entry.strengths,
            has_need=entry.has_need,
            at=at,
        )
    for section, values in build.SECTIONS.items():
        services.save_section(actor=who, assessment_id=draft.id, section=section, values=values, at=at)
    services.submit_assessment(actor=who, assessment_id=draft.id, at=at)


def test_one_assessment_is_written_at_a_time(case: Any, at: datetime) -> None:
    build.a_draft_assessment(case)
    with pytest.raises(NotAllowed, match="already being written"):
        services.start_assessment(actor=coordinator(), case_id=case.id, at=at)


def test_a_section_saved_from_an_old_page_is_refused(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    who = coordinator()
    services.save_section(
        actor=who, assessment_id=draft.id, section="risk", values={"triggers": "A"}, seen_version=1, at=at
    )
    with pytest.raises(Stale):
        services.save_section(
            actor=who, assessment_id=draft.id, section="risk", values={"triggers": "B"}, seen_version=1, at=at
        )


def test_two_people_may_write_two_parts_of_life_at_once(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    text = {"person_view": "", "strengths": "", "has_need": "no", "seen_version": 1, "at": at}
    for who, domain in ((coordinator(), "money"), (manager(), "legal")):
        services.save_domain(actor=who, assessment_id=draft.id, domain=domain, situation="Known", **text)
    assert draft.entries.filter(situation="Known").count() == 2


def test_no_need_cannot_be_answered_where_needs_are_recorded(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    domain, need = build.aftercare("A home", "accommodation")
    services.add_need(actor=coordinator(), assessment_id=draft.id, domain=domain, need=need, at=at)
    with pytest.raises(Refused) as refusal:
        services.save_domain(
            actor=coordinator(),
            assessment_id=draft.id,
            domain=domain,
            situation="",
            person_view="",
            strengths="",
            has_need="no",
            at=at,
        )
    assert "has_need" in refusal.value.fields


def test_the_proposal_and_a_persons_own_decision_are_both_kept(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    against = NeedInput(
        title="Dental care",
        arises="no",
        arises_reason="Teeth",
        reduces="yes",
        reduces_reason="Pain has led to crises",
        override="aftercare",
        override_reason="The clozapine caused it",
    )
    need = services.add_need(
        actor=coordinator(), assessment_id=draft.id, domain="physical_health", need=against, at=at
    )
    assert (need.proposed, need.conclusion, need.s117) == ("no", "yes", True)
    assert "clozapine" in need.findings[-1]["text"]
    without = NeedInput(title="Dental care", override="other")
    with pytest.raises(Refused) as refusal:
        services.edit_need(actor=coordinator(), need_id=need.id, need=without, at=at)
    assert "override_reason" in refusal.value.fields


def test_a_signed_off_assessment_is_frozen_by_the_database_too(case: Any, at: datetime) -> None:
    signed = build.a_signed_off_assessment(case)
    need = signed.needs.first()
    with pytest.raises(NotAllowed):
        services.edit_need(actor=coordinator(), need_id=need.id, need=NeedInput(title="New"), at=at)
    for change in ("UPDATE assessments_need SET title = ''", "DELETE FROM assessments_domainentry"):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            _sql(change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _sql("DELETE FROM assessments_assessmentstatuschange")
    assert AssessmentStatusChange.objects.count() == 2


def _sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_every_move_is_audited_for_the_case(case: Any) -> None:
    build.a_full_meeting(case)
    build.a_signed_off_assessment(case)
    events = set(AuditEvent.objects.filter(case_id=case.id).values_list("event", flat=True))
    assert {
        Event.MEETING_RECORDED,
        Event.MEETING_AMENDED,
        Event.ASSESSMENT_STARTED,
        Event.ASSESSMENT_SAVED,
        Event.ASSESSMENT_SUBMITTED,
        Event.ASSESSMENT_SIGNED_OFF,
    } <= events


def test_a_full_meeting_lacks_nothing_and_shows_on_the_timeline(case: Any) -> None:
    meeting = build.a_full_meeting(case)
    assert all(state.completed for state in queries.meeting_states(meeting))
    entry = queries.timeline(case.id)[0]
    assert (entry.on, entry.title) == (date(2026, 10, 6), "Planning meeting")
    assert entry.url.endswith(f"/meetings/{meeting.number}/")


def test_a_meeting_that_has_not_been_held_is_refused(case: Any, at: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        build.a_meeting(case, held_on=at.date() + timedelta(days=1), at=at)
    assert "held_on" in refusal.value.fields


def test_rows_taken_off_a_page_are_taken_off_the_record_and_the_rest_keep_their_history(
    case: Any, at: datetime
) -> None:
    meeting = build.a_full_meeting(case)
    rows = [{"what": "Apply for the flat", "who": "Sam Ali", "due_on": date(2026, 10, 12)}]
    services.amend_meeting(
        actor=coordinator(), meeting_id=meeting.id, section="actions", values={}, rows=rows, at=at
    )
    action = MeetingAction.objects.get(meeting=meeting)
    assert (action.who, action.history.count()) == ("Sam Ali", 2)
    services.amend_meeting(
        actor=coordinator(), meeting_id=meeting.id, section="actions", values={}, rows=[], at=at
    )
    assert not MeetingAction.objects.filter(meeting=meeting).exists()


def test_a_colleague_reads_but_does_not_write_for_another_coordinators_person(
    case: Any, at: datetime
) -> None:
    """Practice 6.1: own caseload to write, the team's to read."""
    colleague = coordinator("reed")
    draft = build.a_draft_assessment(case)
    with pytest.raises(NotAllowed, match="allocated to"):
        services.save_section(actor=colleague, assessment_id=draft.id, section="risk", values={}, at=at)
    with pytest.raises(NotAllowed, match="allocated to"):
        build.a_meeting(case, by=colleague)


def test_a_stranger_finds_nothing_to_write_on(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    with pytest.raises(NotFound):
        services.save_section(actor=stranger(), assessment_id=draft.id, section="risk", values={}, at=at)
    with pytest.raises(NotFound):
        build.a_meeting(case, by=stranger())


def test_unknown_sections_and_withdrawn_needs_are_not_found(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    who = coordinator()
    with pytest.raises(NotFound):
        services.save_section(actor=who, assessment_id=draft.id, section="status", values={}, at=at)
    domain, need = build.aftercare("A home", "accommodation")
    added = services.add_need(actor=who, assessment_id=draft.id, domain=domain, need=need, at=at)
    services.withdraw_need(actor=who, need_id=added.id, reason="Twice", at=at)
    with pytest.raises(NotFound):
        services.edit_need(actor=who, need_id=added.id, need=need, at=at)
    assert Need.objects.filter(withdrawn=True, withdrawn_reason="Twice").exists()


def test_a_section_takes_its_own_fields_only(case: Any, at: datetime) -> None:
    draft = build.a_draft_assessment(case)
    values = {"triggers": "Rent", "status": "signed_off", "number": 99}
    saved = services.save_section(
        actor=coordinator(), assessment_id=draft.id, section="risk", values=values, at=at
    )
    assert (saved.triggers, saved.status, saved.number) == ("Rent", "draft", 1)
