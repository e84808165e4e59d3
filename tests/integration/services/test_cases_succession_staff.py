"""The teams and accounts of a body that was replaced go to its successor: with its work, once, and never guessed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cases import queries
from cases.models import SuccessionRun
from cases.services import successions
from s117.accounts.models import OrganisationSuccession, PracticeSettings, Team, User
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.kernel.refusals import Refused
from tests.builders import accounts, cases, transfers
from tests.builders import successions as build
from tests.builders.accounts import NOW, SETTING_UP, TODAY
from tests.builders.successions import APRIL

pytestmark = pytest.mark.django_db


@pytest.fixture
def at_once() -> Any:
    """What is enqueued after a commit is done at once."""
    return TestCase.captureOnCommitCallbacks


@pytest.fixture
def qmj() -> Any:
    return build.icb("QMJ", "NHS North Central London Integrated Care Board")


@pytest.fixture
def heir() -> Any:
    return build.icb("Z9B2Z", "NHS West and North London Integrated Care Board")


def apply(at_once: Any) -> SuccessionRun:
    with at_once(execute=True):
        run = build.run()
    return SuccessionRun.objects.get(pk=run.pk)


def staff_of(body: Any, team: str = "Recovery", name: str = "ward") -> tuple[Any, Any]:
    """A team of a body, with somebody of its own in it."""
    made = accounts.team(team, body)
    return made, accounts.user(name, "team_manager", body, made)


def test_the_staff_of_a_merged_body_go_with_its_work_once_and_keep_roles_and_sight(at_once, qmj, heir):
    team, ward = staff_of(qmj)
    staff_of(heir, name="other")
    case = build.a_case_of(qmj)
    build.merge(qmj, heir)
    shown = queries.staff_moves(TODAY)
    assert [(row.name, row.new_name, row.on) for row in shown.teams] == [
        ("Recovery", f"Recovery ({qmj.short_name})", APRIL)
    ]
    assert [row.new for row in shown.accounts] == [heir.name]
    run = apply(at_once)
    team.refresh_from_db()
    ward = User.objects.get(pk=ward.pk)
    assert (team.organisation, ward.organisation) == (heir, heir)
    assert [held.team for held in ward.memberships.all()] == [team]
    assert queries.visible_to(accounts.actor_of(ward)).filter(pk=case.pk).exists()
    assert queries.staff_moves(TODAY).to_do == 0
    moved = queries.moves_of_run(run.pk)
    assert [(row.name_before, row.from_body, row.to_body) for row in moved] == [
        ("Recovery", qmj, heir), ("", qmj, heir)
    ]  # fmt: skip
    assert AuditEvent.objects.filter(event="staff_moved").count() == 2
    with pytest.raises(Refused, match="nothing to change"):
        build.run()


def test_a_run_that_has_only_staff_to_move_may_be_confirmed_and_a_changed_preview_not(at_once, qmj, heir):
    staff_of(qmj)
    build.merge(qmj, heir)
    stale = queries.fingerprint(queries.affected(TODAY), queries.staff_moves(TODAY))
    staff_of(qmj, "Outreach", "late")
    with pytest.raises(Refused, match="changed since you looked"):
        successions.start_run(actor=accounts.administrator(), at=NOW, preview=stale, reason="Orders of 2026")
    assert apply(at_once).status == "done"


def test_a_wrong_successor_takes_its_staff_along_when_it_is_put_right(at_once, qmj, heir):
    team, _ = staff_of(qmj)
    build.merge(qmj, heir)
    apply(at_once)
    right = build.icb("Z1", "NHS Right Integrated Care Board")
    with acting_as(SETTING_UP):
        OrganisationSuccession.objects.get(successor=heir).amend(withdrawn=True)
    build.merge(qmj, right)
    apply(at_once)
    team.refresh_from_db()
    assert team.organisation == right


def test_of_a_split_body_an_administrator_places_the_teams_and_people_follow(at_once):
    frimley, east, west = (
        build.icb(code, f"NHS {code} Integrated Care Board") for code in ("QNQ", "EAST", "WEST")
    )
    team, ward = staff_of(frimley)
    for body in (east, west):
        build.merge(frimley, body)
    shown = queries.staff_moves(TODAY)
    assert shown.to_do == 0
    assert [row.candidates for row in shown.teams_to_place] == [
        ("NHS EAST Integrated Care Board", "NHS WEST Integrated Care Board")
    ]
    assert [row.id for row in shown.accounts_to_place] == [ward.pk]
    with acting_as(SETTING_UP):
        team.amend(organisation=east)
    assert [(row.id, row.new) for row in queries.staff_moves(TODAY).accounts] == [(ward.pk, east.name)]
    apply(at_once)
    assert User.objects.get(pk=ward.pk).organisation == east


def test_a_transfer_to_a_body_that_merged_is_completed_by_the_staff_that_moved(at_once):
    case = cases.an_active_case()
    made = transfers.a_notice(case)
    transfers.accept(made)
    new = accounts.body("council", "NEW", "Newvale Council", short_name="Newvale Council")
    build.merge(accounts.southvale(), new)
    apply(at_once)
    manager = accounts.actor_of(User.objects.get(username="lund"))
    assert manager.organisation_name == "Newvale Council"
    done = transfers.complete(
        made, actor=manager, team=Team.objects.get(name="Southvale Community"),
        coordinator=User.objects.get(username="nowak"),
    )  # fmt: skip
    assert done.status == "completed"


def test_review_clocks_of_its_own_are_named_because_they_do_not_carry_over(qmj, heir):
    with acting_as(SETTING_UP):
        PracticeSettings.objects.create(organisation=qmj, reason="Local policy")
    build.merge(qmj, heir)
    assert queries.staff_moves(TODAY).settings_left == ((qmj.name, heir.name),)


def test_what_staff_would_move_asks_no_more_for_many_than_for_one(qmj, heir, django_assert_num_queries):
    build.merge(qmj, heir)
    staff_of(qmj)
    with CaptureQueriesContext(connection) as one:
        queries.staff_moves(TODAY)
    for number in range(4):
        staff_of(qmj, f"Team {number}", f"ward{number}")
    with django_assert_num_queries(len(one)):
        assert queries.staff_moves(TODAY).to_do == 10
