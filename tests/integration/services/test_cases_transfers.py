"""Transfers between areas: who may do what, what moves, and that nobody goes a day without a coordinator."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from cases import queries
from cases.models import Allocation, Determination, Transfer
from cases.services import allocation, clients, transfers
from s117.accounts.models import User
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.periods import Period, gaps, overlaps
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, careplans, cases, endings
from tests.builders import transfers as build
from tests.builders.accounts import NOW, SETTING_UP, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Any:
    return cases.an_active_case(family_name="Zebrawood")


def sees(actor: Any, case: Any) -> bool:
    try:
        queries.case_for(actor, case.reference)
    except NotFound:
        return False
    return True


def bodies(case: Any) -> list[Any]:
    rows = Determination.objects.filter(case=case, is_current=True).order_by("kind")
    return list(rows.values_list("id", "version", "body"))


def test_a_transfer_moves_the_coordinator_and_never_the_duty(case):
    before = bodies(case)
    coordinates = build.receiving()[2]
    made = build.a_notice(case)
    assert (made.status, made.answer_due_on) == ("proposed", date(2026, 12, 4))
    build.accept(made)
    done = build.complete(made)
    assert (done.status, done.allocation.coordinator_id) == ("completed", coordinates.id)
    assert bodies(case) == before, "no determination, no change of who is responsible"
    rows = [Period(row.starts_on, row.ends_on) for row in case.allocations.order_by("starts_on")]
    assert gaps(rows, Period(rows[0].start)) == overlaps(rows) == ()
    events = AuditEvent.objects.filter(case_id=case.id, event__startswith="transfer_").order_by("id")
    assert [e.event for e in events] == ["transfer_proposed", "transfer_accepted", "transfer_completed"]
    titles = [entry.title for entry in queries.timeline(case.id)]
    assert "Transfer completed: Northmoor Council to Southvale Council" in titles
    assert sees(accounts.coordinator(), case), "the coordinator before reads it for 90 days"


def test_the_record_is_closed_to_the_other_body_until_it_accepts(case):
    signs, manages, coordinates = build.receiving()
    made = build.a_notice(case)
    assert queries.transfer_for(signs, made.id).pack["sections"]
    assert not any(sees(actor, case) for actor in (signs, manages, coordinates))
    with pytest.raises(NotFound):
        queries.transfer_for(coordinates, made.id)
    build.accept(made)
    assert sees(signs, case)
    assert sees(manages, case)
    assert not sees(coordinates, case)
    build.complete(made)
    assert sees(coordinates, case)


def test_a_person_who_moves_back_is_no_longer_seen_by_the_body_in_between(case):
    signs, manages, _ = build.receiving()
    accounts.council_signatory()
    build.complete(build.accept(build.a_notice(case)))
    back = build.a_notice(case, actor=manages, to_body=accounts.northmoor())
    build.accept(back, actor=accounts.council_signatory())
    over = {"team": accounts.team(), "coordinator": User.objects.get(username="jones")}
    build.complete(back, actor=accounts.manager(), **over)
    assert not sees(signs, case)
    assert sees(accounts.council_signatory(), case)


def test_until_the_other_body_has_allocated_the_old_coordinator_stays(case):
    made = build.a_notice(case, planned_on=TODAY)
    build.accept(made)
    current = Allocation.objects.get(case=case, ends_on=None)
    assert current.coordinator_id == accounts.coordinator().id


def test_the_notice_and_its_summary_are_frozen_words(case):
    made = build.a_notice(case, pack_contents=["person", "bodies"])
    headings = [section["heading"] for section in made.pack["sections"]]
    assert headings == ["The person", "Who is responsible"]
    assert "ZEBRAWOOD, Amara" in made.pack["sections"][0]["lines"]
    with transaction.atomic(), acting_as(SETTING_UP), pytest.raises(IntegrityError, match="does not change"):
        made.amend(pack={})


def test_the_summary_draws_on_the_plan_and_the_assessment():
    published = careplans.a_published_plan(careplans.a_planned_case())
    case = cases.refreshed(published.case_id)
    lines = {s["heading"]: s["lines"] for s in build.a_notice(case).pack["sections"]}
    assert lines["Services of the plan in force"] != ["Nothing is recorded"]
    assert lines["Needs, from the last signed off assessment"] != ["Nothing is recorded"]
    assert any(line.startswith("Early signs") for line in lines["Crisis plan"])


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"services_continuing": " "}, "services_continuing"),
        ({"told": []}, "told"),
        ({"pack_contents": []}, "pack_contents"),
        ({"told_on": TODAY + timedelta(days=1)}, "told_on"),
        ({"planned_on": TODAY - timedelta(days=1)}, "planned_on"),
        ({"money_cut_over_on": date(2020, 1, 1)}, "money_cut_over_on"),
    ],
)
def test_a_notice_that_lacks_something_is_refused(case, over, field):
    with pytest.raises(Refused) as refusal:
        build.a_notice(case, **over)
    assert set(refusal.value.fields) == {field}


def test_notice_goes_to_another_body_that_can_answer_and_allocate(case):
    for body in (accounts.northmoor(), accounts.southvale_icb()):
        with pytest.raises(Refused, match="another body"):
            build.a_notice(case, to_body=body)


def test_only_the_body_that_coordinates_gives_notice_and_once(case):
    with pytest.raises(NotAllowed, match="Only the body that coordinates"):
        build.a_notice(case, actor=accounts.nhs_signatory())
    with pytest.raises(NotAllowed, match="role"):
        build.a_notice(case, actor=accounts.coordinator())
    with pytest.raises(NotAllowed, match="Nobody coordinates"):
        build.a_notice(cases.a_detained_case(), actor=accounts.council_signatory())
    build.a_notice(case)
    with pytest.raises(NotAllowed, match="under way"):
        build.a_notice(case)


def test_nobody_answers_for_another_body(case):
    made = build.a_notice(case)
    for actor in (accounts.council_signatory(), accounts.nhs_signatory()):
        with pytest.raises(NotAllowed, match="cannot sign for another"):
            build.accept(made, actor=actor)
    with pytest.raises(NotAllowed, match="role"):
        build.accept(made, actor=build.receiving()[1])


def test_declining_needs_a_reason_and_leaves_everything(case):
    made = build.a_notice(case)
    with pytest.raises(Refused, match="declines"):
        build.accept(made, accepted=False)
    with pytest.raises(Refused, match="before notice"):
        build.accept(made, answered_on=TODAY - timedelta(days=1))
    with pytest.raises(Stale):
        build.accept(made, seen_version=7)
    declined = build.accept(made, accepted=False, reason="No team in that area")
    assert (declined.status, declined.allocation) == ("declined", None)
    assert not sees(build.receiving()[0], case)
    assert build.a_notice(case).status == "proposed", "another notice may follow"


def test_withdrawing_closes_the_record_again(case):
    made = build.a_notice(case)
    build.accept(made)
    withdraw = {"at": NOW, "transfer_id": made.id}
    with pytest.raises(NotAllowed, match="gave notice"):
        transfers.withdraw_transfer(actor=accounts.nhs_signatory(), reason="x", **withdraw)
    with pytest.raises(Refused, match="reason"):
        transfers.withdraw_transfer(actor=accounts.manager(), reason=" ", **withdraw)
    transfers.withdraw_transfer(actor=accounts.manager(), reason="The tenancy fell through", **withdraw)
    signs, manages, _ = build.receiving()
    assert not sees(signs, case)
    assert not sees(manages, case)
    with pytest.raises(NotAllowed, match="closed"):
        transfers.withdraw_transfer(actor=accounts.manager(), reason="Again", **withdraw)


def died(case: Any) -> None:
    clients.amend_client(actor=accounts.mha_office(), at=NOW, case_id=case.id, date_of_death=TODAY)


def aftercare_ends(case: Any) -> None:
    endings.an_ended_case(case)


@pytest.mark.parametrize(("event", "because"), [(died, "died"), (aftercare_ends, "Aftercare ended")])
def test_nothing_is_left_to_take_over_once_the_person_died_or_aftercare_ended(case, event, because):
    made = build.a_notice(case)
    build.accept(made)
    event(case)
    made.refresh_from_db()
    assert (made.status, made.closed_on) == ("lapsed", TODAY)
    assert because in made.closing_reason
    signs, manages, _ = build.receiving()
    assert not sees(manages, case), "the record is closed to the body that was asked"
    assert queries.transfer_for(signs, made.id).status == "lapsed", "and it is told why"
    assert queries.open_transfer_of(case.id) is None
    assert AuditEvent.objects.get(event="transfer_lapsed").case_id == case.id
    assert "Notice of transfer closed" in {entry.title for entry in queries.timeline(case.id)}
    with pytest.raises(NotAllowed):
        build.a_notice(case)


def test_taking_over_names_an_active_coordinator_of_the_receiving_body(case):
    made = build.a_notice(case)
    with pytest.raises(NotAllowed, match="after the transfer is accepted"):
        build.complete(made)
    build.accept(made)
    for over, field in (
        ({"team": accounts.team()}, "team"),
        ({"coordinator": None}, "coordinator"),
        ({"coordinator": User.objects.get(username="jones")}, "coordinator"),
        ({"starts_on": TODAY - timedelta(days=1)}, "starts_on"),
        ({"starts_on": TODAY + timedelta(days=1)}, "starts_on"),
        ({"reason": ""}, "reason"),
    ):
        with pytest.raises(Refused) as refusal:
            build.complete(made, **over)
        assert field in refusal.value.fields
    with pytest.raises(NotAllowed, match="receiving body"):
        build.complete(made, actor=accounts.manager())


def test_what_waits_for_whom_is_counted(case):
    signs, manages, coordinates = build.receiving()
    made = build.a_notice(case)
    assert [queries.transfers_waiting(a) for a in (signs, manages, coordinates)] == [1, 0, 0]
    assert queries.waits_for(signs, made)
    build.accept(made)
    assert [queries.transfers_waiting(a) for a in (signs, manages, accounts.manager())] == [0, 1, 0]


def test_the_list_asks_no_more_for_many_than_for_one(django_assert_num_queries):
    signs = build.receiving()[0]
    for _ in range(2):
        build.a_notice(cases.an_active_case())
        with django_assert_num_queries(1):
            assert list(queries.open_transfers(signs))


class TestTheDatabase:
    def refuses(self, name: str, change: Any) -> None:
        def commit() -> None:
            with transaction.atomic(), acting_as(SETTING_UP), connection.cursor() as cursor:
                change()
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

        with pytest.raises(IntegrityError, match=name):
            commit()

    def test_refuses_a_day_without_a_coordinator(self, case):
        current = case.allocations.get()
        self.refuses("ends only on the day", lambda: current.amend(ends_on=TODAY))

    def test_refuses_a_gap_between_two(self, case):
        current = case.allocations.get()

        def change() -> None:
            current.amend(ends_on=TODAY - timedelta(days=5))
            Allocation.objects.create(case=case, team=current.team, starts_on=TODAY, reason="Late")

        self.refuses("ends only on the day", change)

    def test_refuses_two_at_once(self, case):
        current = case.allocations.get()

        def change() -> None:
            current.amend(ends_on=TODAY)
            Allocation.objects.create(
                case=case, team=current.team, starts_on=current.starts_on, ends_on=TODAY, reason="Twice"
            )

        self.refuses("allocation_no_overlap", change)

    def test_allows_handing_over_on_the_day_of_the_one_before(self, case):
        for username in ("reed", "jones"):
            allocation.make_allocation(
                actor=accounts.manager(),
                at=NOW,
                case_id=case.id,
                team=accounts.team(),
                coordinator=User.objects.get(pk=accounts.coordinator(username).id),
                starts_on=TODAY,
                reason="Cover",
            )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    def test_refuses_a_transfer_completed_by_somebody_of_another_body(self, case):
        made = build.a_notice(case)
        build.accept(made)
        made = Transfer.objects.get(pk=made.pk)
        mine = case.allocations.get()
        self.refuses("completed by a coordinator", lambda: made.amend(status="completed", allocation=mine))

    def test_refuses_two_open_transfers_of_one_person(self, case):
        made = build.a_notice(case)
        fields = [f.attname for f in Transfer._meta.concrete_fields if f.attname not in ("id", "version")]
        copy = {name: getattr(made, name) for name in fields}
        self.refuses("transfer_one_open", lambda: Transfer.objects.create(**copy))
