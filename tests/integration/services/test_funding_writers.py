"""Two writers at once: shares always come to 100.00, and of two who freeze together one wins."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from funding.models import Schedule, Share, Split
from funding.services import schedules
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import Refused
from tests.builders import accounts, funding
from tests.builders.accounts import NOW
from tests.builders.funding import APRIL

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts: Callable[[], object]) -> list[str]:
    """Run the acts at the same moment on their own connections; 'done' or the refusal's name of each."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> str:
        try:
            barrier.wait(timeout=10)
            act()
        except (Refused, IllegalTransition, IntegrityError) as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def raw_share(split: UUID, body: UUID, percent: str, residual: bool) -> Callable[[], None]:
    """Swap a split's shares for one of the whole cost, past every service."""

    def insert() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO funding_share (id, version, split_id, organisation_id, percent, residual)"
                " VALUES (gen_random_uuid(), 1, %s, %s, %s, %s)",
                [split, body, percent, residual],
            )

    return insert


def test_the_database_refuses_two_halves_that_make_more_than_a_whole() -> None:
    line = funding.a_line_without_share()
    bodies = [accounts.northmoor().id, accounts.northmoor_icb().id, accounts.southvale_icb().id]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO funding_split"
            " (id, version, line_id, starts_on, recorded_at, reason, decision_reference, interim)"
            " VALUES (gen_random_uuid(), 1, %s, %s, now(), '', 'P', false) RETURNING id",
            [line.id, APRIL[0]],
        )
        split = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        raw_share(split, bodies[0], "100.00", True)()
    found = together(raw_share(split, bodies[1], "50.00", False), raw_share(split, bodies[2], "50.00", False))
    assert found == ["IntegrityError", "IntegrityError"]
    assert [str(share.percent) for share in Share.objects.filter(split=split)] == ["100.00"]


def test_writers_of_one_split_never_commit_a_bad_total_together() -> None:
    """Each moves a part to a third body; whoever comes second sums what the first one left."""
    line = funding.a_funded_line()
    split = Split.objects.get(line=line)
    other = accounts.southvale_icb().id

    def move(body: UUID, percent: str) -> Callable[[], None]:
        def act() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE funding_share SET percent = percent - %s"
                    " WHERE split_id = %s AND organisation_id = %s",
                    [percent, split.id, body],
                )
                cursor.execute(
                    "INSERT INTO funding_share (id, version, split_id, organisation_id, percent, residual)"
                    " VALUES (gen_random_uuid(), 1, %s, %s, %s, false)"
                    " ON CONFLICT (split_id, organisation_id) DO UPDATE SET percent ="
                    " funding_share.percent + excluded.percent",
                    [split.id, other, percent],
                )

        return act

    together(move(accounts.northmoor().id, "20.00"), move(accounts.northmoor_icb().id, "30.00"))
    assert sum(share.percent for share in Share.objects.filter(split=split)) == 100


def test_a_split_without_shares_and_a_negative_one_are_refused_at_commit() -> None:
    line = funding.a_funded_line()
    split = Split.objects.get(line=line)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM funding_share WHERE split_id = %s", [split.id])
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE funding_share SET percent = -percent WHERE split_id = %s", [split.id])


def test_two_decisions_for_one_day_leave_one_standing() -> None:
    line = funding.a_line_without_share()

    def decide(nhs: str, council: str) -> Callable[[], None]:
        return lambda: funding.share(line, starts_on=APRIL[0], nhs=nhs, council=council)

    accounts.council_finance(), accounts.northmoor_icb()
    assert together(decide("50.00", "50.00"), decide("70.00", "30.00")) == ["Refused", "done"]
    standing = Split.objects.get(line=line, superseded_at__isnull=True)
    assert sum(share.percent for share in standing.shares.all()) == 100


def test_of_two_who_freeze_together_one_wins() -> None:
    funding.a_funded_line()
    schedule = funding.a_draft_schedule()
    actor = accounts.council_finance()

    def freeze() -> None:
        schedules.freeze_schedule(
            actor=actor, at=NOW + timedelta(hours=1), schedule_id=schedule.id, seen_version=schedule.version
        )

    assert together(freeze, freeze) == ["IllegalTransition", "done"]
    assert Schedule.objects.get(pk=schedule.pk).status == "frozen"


def test_of_two_who_start_a_schedule_together_one_wins() -> None:
    actor, council = accounts.council_finance(), accounts.northmoor().id

    def start() -> None:
        schedules.start_schedule(
            actor=actor, at=NOW, council_id=council, period_from=APRIL[0], period_to=APRIL[1]
        )

    assert together(start, start) == ["Refused", "done"]


def test_a_frozen_schedule_gets_its_files_and_a_request_its_figures_without_being_asked() -> None:
    funding.a_funded_line()
    actor, council = accounts.council_finance(), accounts.northmoor().id
    made = schedules.start_schedule(
        actor=actor, at=NOW, council_id=council, period_from=APRIL[0], period_to=APRIL[1]
    )
    schedule = Schedule.objects.get(pk=made.pk)
    assert (schedule.status, schedule.row_count) == ("draft", 1)
    schedules.freeze_schedule(actor=actor, at=NOW, schedule_id=schedule.id)
    assert schedule.files.count() == 8


def test_the_sweep_finds_what_was_never_picked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    funding.a_funded_line()
    actor, council = accounts.council_finance(), accounts.northmoor().id
    with monkeypatch.context() as broker_down:
        broker_down.setattr(schedules, "enqueue", lambda *args, **kwargs: None)
        made = schedules.start_schedule(
            actor=actor, at=NOW, council_id=council, period_from=APRIL[0], period_to=APRIL[1]
        )
    assert Schedule.objects.get(pk=made.pk).status == "requested"
    schedules.ring_again(at=NOW)
    assert Schedule.objects.get(pk=made.pk).status == "draft"
