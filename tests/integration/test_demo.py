"""The demo world: who is in it, that it refuses real services, and that every sort of story can be told."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from nhs_number import is_valid

from careplans.models import CarePlan, DocumentBatch, ReceivedLetter, Review
from cases.models import Case, Client, Dispute, EndingRequest, Evidence
from cases.queries import register_rows
from funding.models import (
    Application,
    Contribution,
    MonitoringReturn,
    PaymentRun,
    Refund,
    Schedule,
    Split,
    TopUp,
)
from s117.accounts.models import User
from s117.accounts.roles import ROLES
from s117.audit.models import AuditEvent
from s117.demo import build
from s117.demo.mergers import PEOPLE as REPLACED
from s117.demo.people import ACCOUNTS, BODIES, TEAMS
from s117.demo.register import REGISTER, Answers, Ends, Stage, nhs_numbers
from tests.builders.accounts import TODAY
from tests.builders.reconciliation import breaches


def test_the_cast_covers_every_role_body_and_stage():
    assert {account.role for account in ACCOUNTS} == set(ROLES)
    assert Counter(body.kind for body in BODIES)["council"] == 3
    assert Counter(body.kind for body in BODIES)["icb"] == 2
    assert len(TEAMS) == 5
    assert {entry.stage for entry in REGISTER} == set(Stage)
    assert {entry.answers for entry in REGISTER} == set(Answers)
    assert {entry.ends for entry in REGISTER} == set(Ends)
    assert 60 <= len(REGISTER) <= 80


def test_every_nhs_number_is_valid_unique_and_never_issued():
    generated = nhs_numbers()
    numbers = [entry.nhs_number or next(generated) for entry in REGISTER]
    assert len(set(numbers)) == len(REGISTER)
    for number in numbers:
        assert number.startswith("999")
        assert is_valid(number)


def test_nobody_is_in_two_places_at_once():
    for entry in REGISTER:
        detained = entry.day(entry.detained, TODAY)
        assert entry.born < detained <= TODAY
        assert entry.left is None or detained < entry.day(entry.left, TODAY) <= TODAY


@pytest.mark.django_db
def test_the_demo_is_refused_where_its_switch_is_off(settings):
    settings.DEMO_MODE = False
    with pytest.raises(CommandError, match="DEMO_MODE"):
        call_command("seed_demo")
    assert not User.objects.exists()


@pytest.mark.django_db
def test_a_story_of_each_kind_is_told_once_through_the_services(settings, monkeypatch, capsys):
    settings.DEMO_MODE = True
    reviewed = {"Begum": "booked", "Yeboah": "due", "Fairbrother": "held", "Sahota": "due"}
    wanted = {
        "Teale",
        "Wynn",
        "Pryce",
        "Marr",
        "Quigley",
        "Kirabo",
        "Gutiérrez",
        "Thwaite",
        "Yilmaz",
        "Ashby",
        "Brennan",
        "Castle",
        "Grant",
        "Unsworth",
        "Ferreira",
        "Dlamini",
        "Jankowski",
        *reviewed,
    }
    told = tuple(entry for entry in REGISTER if entry.family_name in wanted)
    monkeypatch.setattr(build, "REGISTER", told)
    call_command("seed_demo")
    assert Case.objects.count() == len(told) + len(REPLACED)
    states = dict(Case.objects.values_list("client__family_name", "status"))
    assert states["Teale"] == "not_entitled"
    assert states["Thwaite"] == "to_check"
    assert states["Wynn"] == "active"
    standing = register_rows(
        Case.objects.filter(client__family_name__in=("Ferreira", "Dlamini", "Jankowski"))
    )
    names = ("section_code", "cto_from", "leave_from", "discharged_from")
    told_of = {row["family_name"]: {name for name in names if row[name]} for row in standing}
    assert told_of == {
        "Ferreira": {"discharged_from"},
        "Dlamini": {"section_code", "cto_from"},
        "Jankowski": {"section_code", "leave_from"},
    }
    assert Evidence.objects.filter(kind="legal_status").count() == 3
    endings = EndingRequest.objects.values_list("case__client__family_name", "status")
    assert dict(endings) == {"Ashby": "open", "Brennan": "ended", "Castle": "reinstated"}
    assert (states["Ashby"], states["Brennan"], states["Castle"]) == ("active", "ended", "active")
    disputes = Dispute.objects.values_list("case__client__family_name", "status", "interim_payer__code")
    assert set(disputes) == {("Grant", "referred", "NMC"), ("Unsworth", "local_resolution", "NMC")}
    reviews = Review.objects.exclude(status="signed_off").filter(case__client__family_name__in=reviewed)
    assert dict(reviews.values_list("case__client__family_name", "status")) == reviewed
    standing = CarePlan.objects.exclude(status="superseded").exclude(case__client__family_name__in=reviewed)
    plans = dict(standing.values_list("case__client__family_name", "status"))
    ending = dict.fromkeys(("Ashby", "Brennan", "Castle", "Grant", "Unsworth"), "published")
    lawful = {"Ferreira": "published", "Dlamini": "published", "Jankowski": "draft"}
    assert plans == {
        "Wynn": "published", "Yilmaz": "published", "Pryce": "published", "Marr": "published",
        "Kirabo": "submitted", "Quigley": "draft", **ending, **lawful,
    }  # fmt: skip
    assert ReceivedLetter.objects.get().case.client.family_name == "Wynn"
    assert DocumentBatch.objects.get().items.count() == 3
    northmoor = Schedule.objects.filter(council__code="NMC")
    assert sorted(northmoor.values_list("status", flat=True)) == ["draft", "frozen", "frozen"]
    assert breaches(TODAY) == []
    assert not Contribution.objects.filter(existing=False).exclude(case__client__family_name="Pryce").exists()
    assert Contribution.objects.get(existing=True).case.client.family_name == "Wynn"
    assert PaymentRun.objects.filter(status="approved").count() == 2
    assert MonitoringReturn.objects.get().reclaim_status == "asked"
    assert TopUp.objects.get().line.case.client.family_name == "Marr"
    assert Refund.objects.get().postings.filter(schedule__status="frozen").count() == 1
    asked = Application.objects.values_list("case__client__family_name", "status")
    assert dict(asked) == {
        "Sahota": "approved", "Wynn": "panel_pending", "Pryce": "panel_pending", "Yilmaz": "proposed"
    }  # fmt: skip
    shares = Split.objects.filter(line__case__client__family_name="Sahota").order_by("starts_on")
    assert [split.starts_on.isoformat() for split in shares] == ["2026-05-01", "2026-05-15"]
    assert not User.objects.get(username="marsh").is_active
    assert AuditEvent.objects.exists()
    before = AuditEvent.objects.count()
    call_command("seed_demo")
    assert "already" in capsys.readouterr().out
    assert AuditEvent.objects.count() == before
    assert Client.objects.count() == len(told) + len(REPLACED)


def test_the_leaver_still_has_people():
    leavers = {account.username for account in ACCOUNTS if account.leaves_days_ago is not None}
    assert leavers
    assert any(entry.coordinator in leavers for entry in REGISTER)
