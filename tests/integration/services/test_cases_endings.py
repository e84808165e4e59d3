"""Aftercare ends only by both bodies, on nobody's word alone, and can be put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from cases import queries
from cases.models import Case, CaseStatusChange, Detention, EndingDecision
from cases.rules.ending_checks import CheckState, Ground
from cases.services import endings, responsibility
from funding.services import packages
from s117.journeys import end_aftercare
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, funding
from tests.builders import endings as build

pytestmark = pytest.mark.django_db

TODAY = accounts.TODAY


def refused(act: Callable[..., Any], *args: Any, **kwargs: Any) -> Refused:
    """What the act is refused with, nothing kept."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return refusal.value


def episodes(case: Case) -> list[tuple[date, date | None, str]]:
    """The runs of the duty that stand, in order."""
    rows = case.episodes.filter(is_current=True).order_by("starts_on")
    return list(rows.values_list("starts_on", "ends_on", "end_reason"))


def state_of(case: Case, title: str, on: date = TODAY) -> CheckState:
    """How one line of the checklist stands."""
    header = queries.case_for(accounts.council_signatory(), case.reference)
    return next(row.state for row in end_aftercare.ending_file(header, on).checks if row.title == title)


def test_both_bodies_and_the_confirmation_end_aftercare_and_the_rules_say_so() -> None:
    case = cases.an_active_case()
    build.a_request(case)
    build.sign(case, accounts.council_signatory())
    assert cases.refreshed(case).status == "active", "one signature ends nothing"
    with pytest.raises(NotAllowed, match="Both bodies must decide"):
        build.confirm(case)
    build.sign(case, accounts.nhs_signatory())
    assert cases.refreshed(case).status == "active", "both signatures wait for the confirmation"
    build.confirm(case)
    assert cases.refreshed(case).status == "ended"
    assert cases.current_determination(case, "entitlement").value == "ended"
    assert episodes(case) == [(cases.LEFT_ON, TODAY, "joint_decision")]
    ended = CaseStatusChange.objects.get(case=case, to_status="ended")
    assert "kept a tenancy" in ended.reason


def test_what_never_suffices_by_itself_is_refused_with_its_rule() -> None:
    case = cases.an_active_case()
    for ground in set(Ground) - {Ground.NEED_GONE}:
        refusal = refused(build.a_request, case, grounds=[ground])
        assert "not enough to end aftercare" in refusal.fields["grounds"]
    build.a_request(case, grounds=[Ground.REFUSES, Ground.NEED_GONE])


def test_nobody_is_left_out_of_the_review_or_charged_untold() -> None:
    case = cases.an_active_case()
    assert "person_invited" in refused(build.a_request, case, person_invited="no").fields
    charged = refused(build.a_request, case, other_care="charged")
    assert set(charged.fields) == {"other_care_details", "charge_told_on"}
    assert "reviewed_on" in refused(build.a_request, case, reviewed_on=date(2026, 10, 1)).fields


def test_a_person_signs_once_for_their_own_body_and_not_on_their_own_request() -> None:
    case = cases.an_active_case()
    build.a_request(case)
    with pytest.raises(NotFound):
        build.sign(case, accounts.stranger())
    with pytest.raises(NotAllowed):
        build.sign(case, accounts.coordinator())
    build.sign(case, accounts.council_signatory())
    with pytest.raises(NotAllowed, match="has decided already"):
        build.sign(case, accounts.council_signatory("gupta"))


def test_a_body_that_is_not_satisfied_closes_the_request_and_aftercare_goes_on() -> None:
    case = cases.an_active_case()
    build.a_request(case)
    build.sign(case, accounts.nhs_signatory(), satisfied=False, reasons="Relapsed twice this year")
    assert queries.ending_for(case.id).status == "refused"
    assert cases.refreshed(case).status == "active"
    with pytest.raises(NotAllowed, match="closed"):
        build.sign(case, accounts.council_signatory())
    build.a_request(case)


def test_a_community_patient_keeps_aftercare() -> None:
    case = cases.an_allocated_case()
    cases.accept(case, "council", accounts.council_signatory())
    cases.accept(case, "nhs_body", accounts.nhs_signatory())
    cases.begin_cto(case)
    build.a_request(case)
    assert state_of(case, "Community treatment order") is CheckState.BLOCKED
    refusal = refused(build.sign, case, accounts.council_signatory())
    assert "community treatment order" in refusal.fields["satisfied"]


def test_a_conditional_discharge_wants_a_reason_from_each_body() -> None:
    case = build.a_conditionally_discharged_case()
    build.a_request(case)
    assert state_of(case, "Conditional discharge") is CheckState.WARNING
    for signatory in (accounts.council_signatory(), accounts.nhs_signatory()):
        refusal = refused(build.sign, case, signatory)
        assert "conditionally discharged" in refusal.fields["discharge_reasons"]
        build.sign(case, signatory, discharge_reasons="Stable for six years")
    build.confirm(case)
    assert cases.refreshed(case).status == "ended"


def test_a_service_that_runs_on_is_in_the_way_until_it_ends() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    build.a_signed_request(case)
    assert state_of(case, "Aftercare services") is CheckState.BLOCKED
    assert "still runs" in refused(build.confirm, case).fields["effective_on"]
    later = datetime(2027, 2, 20, 10, tzinfo=UTC)
    finance = accounts.council_finance()
    packages.end_line(actor=finance, at=later, line_id=line.id, ends_on=date(2027, 2, 14), reason="Moved on")
    early = refused(build.confirm, case, at=later, effective_on=date(2027, 2, 10))
    assert "before 14 February 2027" in early.fields["effective_on"]
    ahead = refused(build.confirm, case, at=later, effective_on=date(2027, 3, 1))
    assert "today or in the past" in ahead.fields["effective_on"]
    build.confirm(case, at=later, effective_on=date(2027, 2, 15))
    assert episodes(case)[-1][1] == date(2027, 2, 15)


def test_once_the_2025_act_commences_only_joint_notice_ends_it_on_its_day(settings: Any) -> None:
    settings.MHA2025_S46_2_COMMENCED_ON = {"england": "2026-11-01", "wales": None}
    case = cases.an_active_case()
    build.a_signed_request(case)
    assert state_of(case, "Notice to the person") is CheckState.WAITING
    assert "notice_joint" in refused(build.confirm, case, notice_joint=False).fields
    assert "notice_on" in refused(build.confirm, case, notice_on=date(2026, 11, 20)).fields
    build.confirm(case)
    assert episodes(case) == [(cases.LEFT_ON, TODAY, "joint_notice")]


def test_both_bodies_put_it_back_from_the_same_day_under_the_same_number() -> None:
    case = build.an_ended_case(cases.an_active_case())
    later, day = datetime(2027, 5, 3, 10, tzinfo=UTC), date(2027, 5, 2)
    build.reinstate(case, accounts.council_signatory(), at=later, effective_on=day, decided_on=day)
    assert cases.refreshed(case).status == "ended", "one body alone puts nothing back"
    other = refused(build.reinstate, case, accounts.nhs_signatory(), at=later, effective_on=date(2027, 5, 1))
    assert "Agree the day" in other.fields["effective_on"]
    build.reinstate(case, accounts.nhs_signatory(), at=later, effective_on=day, decided_on=day)
    again = cases.refreshed(case)
    assert (again.status, again.reference) == ("active", case.reference)
    assert episodes(case) == [(cases.LEFT_ON, TODAY, "joint_decision"), (day, None, "")]
    assert "Relapse signs" in CaseStatusChange.objects.filter(case=case).latest("recorded_at").reason
    titles = [row.title for row in queries.timeline(case.id)]
    assert "Aftercare ended by both bodies" in titles
    assert "Aftercare put back by both bodies" in titles


def test_where_people_decided_the_entitlement_the_bodies_end_it_and_put_it_back() -> None:
    case = cases.an_active_case()
    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=accounts.NOW,
        case_id=case.id,
        kind="entitlement",
        entitled=True,
        starts_on=date(2026, 10, 20),
        reason="The leaving date on file is the day after",
    )
    build.an_ended_case(case)
    assert cases.refreshed(case).status == "ended"
    assert cases.current_determination(case, "entitlement").value == "ended"
    assert all(end is not None for _, end, _ in episodes(case))


def test_a_withdrawn_request_ends_nothing_and_a_new_one_starts_afresh() -> None:
    case = cases.an_active_case()
    build.a_request(case)
    build.sign(case, accounts.council_signatory())
    endings.withdraw_ending(
        actor=accounts.coordinator(), at=accounts.NOW, case_id=case.id, reason="Unwell again"
    )
    build.a_request(case, at=datetime(2026, 11, 21, 11, tzinfo=UTC))
    with pytest.raises(NotAllowed, match="Both bodies must decide"):
        build.confirm(case)


def test_detained_again_after_an_ending_the_person_is_entitled_on_leaving() -> None:
    case = build.an_ended_case(cases.an_active_case())
    later = datetime(2027, 1, 10, 10, tzinfo=UTC)
    cases.detain(case, starts_on=date(2027, 1, 9), at=later)
    assert cases.refreshed(case).status == "prospective"
    with pytest.raises(NotAllowed, match="both bodies have ended"):
        build.reinstate(case, accounts.council_signatory(), at=later)


def test_detained_again_the_open_request_closes_and_its_decisions_end_nothing_that_begins_later() -> None:
    case = cases.an_active_case()
    made = build.a_signed_request(case)
    later = datetime(2027, 1, 10, 10, tzinfo=UTC)
    cases.detain(case, starts_on=date(2027, 1, 9), at=later)
    made.refresh_from_db()
    assert (made.status, made.closing_reason) == (
        "withdrawn",
        "The person was detained again on 9 January 2027.",
    )
    cases.leave(case, left_on=date(2027, 1, 12), at=datetime(2027, 1, 12, 10, tzinfo=UTC))
    assert cases.refreshed(case).status == "active"
    with pytest.raises(NotAllowed, match="closed"):
        build.confirm(case, at=datetime(2027, 1, 13, 10, tzinfo=UTC), effective_on=date(2027, 1, 13))


def test_decisions_cannot_be_changed_or_taken_away() -> None:
    case = cases.an_active_case()
    build.a_request(case)
    build.sign(case, accounts.council_signatory())
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        EndingDecision._base_manager.all()._raw_delete("default")


def test_the_record_of_detentions_is_left_as_it_was() -> None:
    case = cases.an_active_case()
    before = list(Detention.objects.filter(case=case).values())
    build.an_ended_case(case)
    assert list(Detention.objects.filter(case=case).values()) == before
