"""What becomes of services when aftercare ends, and an ending that was confirmed by mistake."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from cases import queries
from cases.models import EndingServiceMove
from cases.services import responsibility
from funding.models import FundedLine
from funding.services import packages
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.journeys import end_aftercare
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, endings, funding
from tests.builders.accounts import NOW, SETTING_UP, TODAY

pytestmark = pytest.mark.django_db


def test_a_service_that_goes_on_outside_aftercare_is_out_of_the_way_and_its_funding_ends_with_it() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    endings.a_signed_request(case)
    with pytest.raises(Refused) as untold, transaction.atomic():
        endings.move(case, line.service_key, told_on=None)
    assert "told_on" in untold.value.fields, "nobody finds out from a bill"
    endings.move(case, line.service_key)
    line.refresh_from_db()
    assert line.ends_on is None, "nothing changes before the ending is confirmed"
    endings.confirm(case)
    line.refresh_from_db()
    assert (line.status, line.ends_on) == ("ended", TODAY)
    assert "outside" in line.end_reason
    header = queries.case_for(accounts.council_signatory(), case.reference)
    moved = end_aftercare.ending_file(header, TODAY).moved
    assert [row.words for row in moved] == [
        "Supported living (may be charged; the person was told on 21 November 2026)"
    ]


def test_a_move_made_by_mistake_is_put_right_and_the_service_is_in_the_way_again() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    endings.a_signed_request(case)
    endings.move(case, line.service_key)
    endings.move(
        case, line.service_key, goes_on="aftercare", told_on=None, at=datetime(2026, 11, 21, 11, tzinfo=UTC)
    )
    with pytest.raises(Refused, match="Supported living still runs"), transaction.atomic():
        endings.confirm(case)
    assert EndingServiceMove.objects.count() == 2, "both stay on the record"


def test_a_service_of_the_plan_stops_on_a_day_and_a_funded_one_only_by_finance() -> None:
    case = cases.an_active_case()
    nurse = funding.a_planned_service(case, group="health", description="Community nurse")
    line = funding.a_funded_line(case)
    endings.a_signed_request(case)
    stops = {"goes_on": "stops", "told_on": None}
    with pytest.raises(Refused) as refusal, transaction.atomic():
        endings.move(case, line.service_key, ends_on=TODAY, **stops)
    assert "Ask finance" in refusal.value.fields["goes_on"]
    endings.move(case, line.service_key)
    with pytest.raises(Refused) as undated, transaction.atomic():
        endings.move(case, nurse, **stops)
    assert "ends_on" in undated.value.fields
    endings.move(case, nurse, ends_on=date(2026, 11, 30), **stops)
    december = datetime(2026, 12, 5, 10, tzinfo=UTC)
    with pytest.raises(Refused) as early, transaction.atomic():
        endings.confirm(case, at=december, effective_on=date(2026, 11, 29))
    assert "before 30 November 2026" in early.value.fields["effective_on"]
    endings.confirm(case, at=december, effective_on=date(2026, 11, 30))


def test_only_a_service_that_the_person_has_is_moved_by_those_who_look_after_them() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    endings.a_request(case)
    with pytest.raises(NotFound):
        endings.move(case, case.id)
    with pytest.raises(NotAllowed):
        endings.move(case, line.service_key, actor=accounts.council_signatory())


def test_the_database_keeps_every_move_and_wants_to_know_when_the_person_was_told() -> None:
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    ending = endings.a_request(case)
    endings.move(case, line.service_key)
    with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
        EndingServiceMove._base_manager.all()._raw_delete("default")
    with (
        pytest.raises(IntegrityError, match="ending_move_was_told"),
        transaction.atomic(),
        acting_as(SETTING_UP),
    ):
        EndingServiceMove.objects.create(
            ending=ending,
            service_key=line.service_key,
            description="Supported living",
            goes_on="charged",
            details="",
            recorded_at=NOW,
            recorded_by_id=accounts.coordinator().id,
        )


def test_an_ending_confirmed_by_mistake_is_undone_and_both_acts_stay_on_the_audit_record() -> None:
    case = endings.an_ended_case(cases.an_active_case())
    endings.undo(case)
    again = cases.refreshed(case)
    assert (again.status, again.reference) == ("active", case.reference)
    runs = case.episodes.filter(is_current=True).values_list("starts_on", "ends_on")
    assert list(runs) == [(cases.LEFT_ON, None)], "the duty never ended"
    acts = AuditEvent.objects.filter(case_id=case.id, event__in=("ending_confirmed", "ending_undone"))
    assert list(acts.order_by("id").values_list("event", flat=True)) == ["ending_confirmed", "ending_undone"]
    titles = [row.title for row in queries.timeline(case.id)]
    assert "Ending undone: it was confirmed by mistake" in titles
    assert FundedLine.objects.count() == 0
    endings.a_request(case, at=datetime(2026, 11, 21, 11, tzinfo=UTC))


def an_ended_package() -> Any:
    """Aftercare ended today; supported living, funded and to be charged for, went on outside it."""
    case = cases.an_active_case()
    line = funding.a_funded_line(case)
    endings.a_signed_request(case)
    endings.move(case, line.service_key)
    endings.confirm(case)
    return case, line


def what_is_left(case: Any) -> end_aftercare.Undoing:
    header = queries.case_for(accounts.council_signatory(), case.reference)
    found = end_aftercare.ending_file(header, TODAY).undoing
    assert found is not None
    return found


def test_undoing_an_ending_puts_its_funding_back_and_says_that_charges_must_stop() -> None:
    case, line = an_ended_package()
    endings.undo(case)
    line.refresh_from_db()
    assert (line.status, line.ends_on, line.end_reason) == ("active", None, "")
    events = AuditEvent.objects.filter(case_id=case.id, event__startswith="line_").order_by("id")
    assert list(events.values_list("event", flat=True))[-2:] == ["line_ended", "line_reopened"]
    left = what_is_left(case)
    assert left.reopens == ("Supported living, with no last day",)
    assert [words.split(":")[1] for words in left.to_do] == [
        " stop any charge to the person, and pay back what was taken since 21 November 2026."
    ]


def test_what_finance_or_a_schedule_did_meanwhile_is_left_to_a_person() -> None:
    case, line = an_ended_package()
    december = datetime(2026, 12, 3, 10, tzinfo=UTC)
    funding.a_frozen_schedule((date(2026, 11, 1), date(2026, 11, 30)), at=december)
    later = datetime(2026, 12, 4, 10, tzinfo=UTC)
    ending = queries.ending_for(case.id)
    assert "went out without the days after 21 November 2026" in end_aftercare.undoing(ending).to_do[0]
    packages.end_line(
        actor=accounts.council_finance(),
        at=later,
        line_id=line.id,
        ends_on=date(2026, 11, 25),
        reason="Notice",
    )
    endings.undo(case, at=later)
    line.refresh_from_db()
    assert (line.status, line.ends_on) == ("ended", date(2026, 11, 25))
    left = what_is_left(case)
    assert left.reopens == ()
    assert "its last day was changed after the ending" in left.to_do[0]


def test_an_ending_of_what_people_had_decided_is_undone_too() -> None:
    case = cases.an_active_case()
    responsibility.override_determination(
        actor=accounts.council_signatory(),
        at=NOW,
        case_id=case.id,
        kind="entitlement",
        entitled=True,
        starts_on=date(2026, 10, 20),
        reason="The leaving date on file is the day after",
    )
    endings.an_ended_case(case)
    endings.undo(case)
    assert cases.refreshed(case).status == "active"
    assert cases.current_determination(case, "entitlement").value == "active"
    assert case.episodes.filter(is_current=True, ends_on__isnull=True).count() == 1


def test_nobody_undoes_what_is_not_ended_or_was_put_back() -> None:
    case = cases.an_active_case()
    endings.a_request(case)
    with pytest.raises(NotAllowed, match="Only an ending that stands"):
        endings.undo(case)
    with pytest.raises(NotAllowed):
        endings.undo(case, actor=accounts.coordinator())


def test_why_aftercare_ended_is_not_told_to_those_who_read_no_clinical_text() -> None:
    case = endings.an_ended_case(cases.an_active_case())
    told = queries.case_for(accounts.council_signatory(), case.reference)
    assert told.ended_on == TODAY
    assert "kept a tenancy" in told.ended_because
    finance = accounts.council_finance()
    assert queries.case_for(finance, case.reference).ended_because == ""
    assert not any("tenancy" in row.detail for row in queries.timeline(case.id, finance))
