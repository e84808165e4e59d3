"""Accounts: what a role gives, for how long, and what a successor body inherits."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from s117.accounts import services
from s117.accounts.models import Membership, Organisation, User
from s117.kernel.decisions import NotAllowed
from s117.kernel.permissions import Permission
from s117.kernel.refusals import Refused
from tests.builders import accounts as people

pytestmark = pytest.mark.django_db


def test_a_role_gives_its_permissions_between_its_dates(at):
    jones = people.user("jones", "care_coordinator", team=people.team())
    services.grant_role(
        actor=people.SETTING_UP,
        at=at,
        user=jones,
        role="team_manager",
        team=people.team(),
        starts_on=date(2026, 12, 1),
    )
    assert not people.actor_of(jones, date(2026, 11, 30)).may(Permission.PLAN_PUBLISH)
    assert people.actor_of(jones, date(2026, 12, 1)).may(Permission.PLAN_PUBLISH)


def test_a_user_who_is_switched_off_may_do_nothing(at):
    jones = people.user("jones", "care_coordinator", team=people.team())
    services.set_active(actor=people.SETTING_UP, at=at, user_id=jones.id, active=False)
    assert people.actor_of(User.objects.get(pk=jones.id)).permissions == frozenset()


def test_a_merged_body_inherits_and_a_split_one_is_left_to_a_person(at):
    old, split, new, other = (
        people.body("icb", code, f"NHS {code}") for code in ("OLD", "SPL", "NEW", "OTH")
    )
    for predecessor, successor in ((old, new), (split, new), (split, other)):
        services.save_succession(
            actor=people.SETTING_UP,
            at=at,
            predecessor=predecessor,
            successor=successor,
            starts_on=date(2026, 4, 1),
        )
    okoro = people.user("okoro", "decision_maker", new)
    assert people.actor_of(okoro).organisation_ids == {new.id, old.id}
    assert people.actor_of(okoro, date(2026, 3, 31)).organisation_ids == {new.id}


def test_nobody_gives_themselves_a_role_and_only_administrators_give_any(at):
    singh = people.administrator()
    with pytest.raises(Refused):
        services.grant_role(actor=singh, at=at, user=User.objects.get(pk=singh.id), role="care_coordinator")
    with pytest.raises(NotAllowed):
        services.grant_role(
            actor=people.coordinator(), at=at, user=people.user("reed"), role="care_coordinator"
        )
    assert not Membership.objects.filter(user__username="reed").exists()


def test_a_user_name_is_taken_whatever_its_case(at):
    people.user("jones")
    with pytest.raises(Refused) as refusal:
        services.create_user(
            actor=people.administrator(),
            at=at,
            username="Jones",
            full_name="Other",
            organisation=people.northmoor(),
        )
    assert "username" in refusal.value.fields


def test_reference_data_loads_the_published_bodies_and_loads_them_once(db):
    call_command("load_reference", verbosity=0, stdout=StringIO())
    call_command("load_reference", verbosity=0, stdout=StringIO())
    councils = Organisation.objects.filter(kind="council")
    boards = Organisation.objects.filter(kind="icb")
    assert (councils.count(), boards.count(), boards.filter(valid_to__isnull=True).count()) == (153, 48, 36)
    frimley = boards.get(code="QNQ")
    assert set(frimley.successions.values_list("successor__code", flat=True)) == {"S0E4D", "S9B9J", "QRL"}
    assert set(frimley.successions.values_list("starts_on", flat=True)) == {date(2026, 4, 1)}
    assert frimley.version == 1
