"""Signatures on a decision: whose counts, what voids one, and what the database refuses by itself."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from funding.models import Application, DecisionSignature, FundedLine, PanelDecision, Split
from funding.rules.applications import Outcome
from funding.rules.asked import ServiceInput
from funding.services import decisions, panels
from s117.accounts.models import SigningLimit
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, cases, funding
from tests.builders import panels as make
from tests.builders.accounts import NOW, SETTING_UP

pytestmark = pytest.mark.django_db


def status(application: Application) -> str:
    return Application.objects.get(pk=application.pk).status


def splits(application: Application) -> list[Split]:
    keys = application.services.values_list("service_key", flat=True)
    return list(Split.objects.filter(line__service_key__in=keys, superseded_at=None).order_by("starts_on"))


def _forged(application: Application, actor: Actor, body: Any) -> None:
    standing = PanelDecision.objects.get(application=application, superseded_at=None)
    with transaction.atomic(), acting_as(SETTING_UP):
        DecisionSignature.objects.create(
            decision=standing, organisation=body, signed_by_id=actor.id, title="Forged", signed_at=NOW
        )


def test_a_changed_decision_voids_the_signature_and_both_sign_again() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.nhs_signatory())
    make.decide(application, make.term(nhs="60.00", council="40.00"))
    make.sign(application, accounts.council_signatory())
    assert status(application) == "decided", "the signature on the earlier edition counts for nothing"
    assert splits(application) == []
    make.sign(application, accounts.nhs_signatory())
    assert status(application) == "approved"
    assert {share.percent for share in splits(application)[0].shares.all()} == {Decimal(60), Decimal(40)}
    assert DecisionSignature.objects.count() == 3, "the voided signature stays on the record"


def test_the_decision_that_was_on_the_screen_is_signed_or_none() -> None:
    application, _ = make.a_pending_application()
    seen = make.decide(application)
    make.decide(application, make.term(nhs="60.00", council="40.00"))
    with pytest.raises(Refused, match="changed after you opened it"):
        decisions.sign_decision(
            actor=accounts.nhs_signatory(),
            at=NOW,
            decision_id=seen.id,
            application_id=application.id,
            title="Head",
        )


def test_nothing_changes_in_a_decision_that_is_in_force() -> None:
    application = make.an_approved_application()
    with pytest.raises(IllegalTransition):
        make.decide(application, make.term(nhs="60.00", council="40.00"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE funding_paneldecision SET reasons = 'others'",
        "UPDATE funding_paneldecision SET outcome = 'decline'",
        "DELETE FROM funding_paneldecision",
        "UPDATE funding_decisionshare SET percent = 50.00",
        "DELETE FROM funding_decisionshare",
        "UPDATE funding_decisionterm SET starts_on = '2020-01-01'",
        "UPDATE funding_decisionservice SET rate_pence = 1",
        "UPDATE funding_decisionsignature SET title = 'Other'",
        "DELETE FROM funding_decisionsignature",
        "UPDATE funding_paneldecision SET effected_at = now()",
        "UPDATE funding_application SET council_percent = 40.00, nhs_percent = 60.00",
        "UPDATE funding_application SET statement = 'Other'",
        "UPDATE funding_applicationservice SET rate_pence = 1",
        "DELETE FROM funding_applicationoption",
        "UPDATE funding_applicationscore SET health = 10",
    ],
)
def test_the_database_rewrites_nothing_decided_or_signed(statement: str) -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.nhs_signatory())
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_writes_no_share_on_a_stale_signature() -> None:
    """Both signed, but one of them an edition that was replaced: the insert itself is refused."""
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.nhs_signatory())
    decision = make.decide(application, make.term(nhs="60.00", council="40.00"))
    make.sign(application, accounts.council_signatory())
    line = funding.a_line_without_share(cases.an_active_case(family_name="Other"))
    with (
        pytest.raises(IntegrityError, match="every body has signed"),
        transaction.atomic(),
        acting_as(SETTING_UP),
    ):
        Split.objects.create(
            line=line, starts_on=line.starts_on, decision=decision, decision_reference="x", recorded_at=NOW
        )


def test_the_database_refuses_a_second_signature_of_one_person_and_ones_own() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    with pytest.raises(IntegrityError, match="signed_once_a_person"):
        _forged(application, accounts.council_signatory(), accounts.northmoor_icb())
    with pytest.raises(IntegrityError, match="applied for or recommended"):
        _forged(application, accounts.coordinator(), accounts.northmoor_icb())
    with pytest.raises(IntegrityError, match="only a body that the decision binds"):
        _forged(application, accounts.stranger(), accounts.southvale())


def test_a_signature_is_given_once_for_ones_own_body_and_never_on_ones_own_request() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    with pytest.raises(NotAllowed, match="Nobody signs for two bodies"):
        make.sign(application, accounts.council_signatory())
    with pytest.raises(NotAllowed, match="for your organisation already"):
        make.sign(application, accounts.council_signatory("second"))
    with pytest.raises(NotFound):
        make.sign(application, accounts.stranger())
    with pytest.raises(NotAllowed, match="Your role does not let you sign"):
        make.sign(application, accounts.coordinator())


def test_a_member_with_an_interest_makes_no_quorum_and_signs_nothing() -> None:
    application, panel = make.a_pending_application()
    okoro = panel.members.get(name="Sam Okoro")
    panels.record_interest(
        actor=make.panel_administrator(),
        at=NOW,
        panel_id=panel.id,
        item_id=application.items.get().id,
        member_id=okoro.id,
        nature="His sister works for the provider",
    )
    with pytest.raises(Refused, match="No quorum"):
        make.decide(application)
    other = accounts.nhs_signatory("obi")
    panels.record_member(
        actor=make.panel_administrator(), at=NOW, panel_id=panel.id, organisation_id=other.organisation_id,
        user_id=other.id, role="Deputy",
    )  # fmt: skip
    make.decide(application)
    with pytest.raises(NotAllowed, match="declared an interest"):
        make.sign(application, accounts.nhs_signatory())
    with pytest.raises(IntegrityError, match="declared an interest"):
        _forged(application, accounts.nhs_signatory(), accounts.northmoor_icb())
    make.sign(application, other, accounts.council_signatory())
    assert status(application) == "approved"


def test_nobody_signs_for_more_than_their_limit() -> None:
    application, _ = make.a_pending_application()
    make.decide(application)
    with acting_as(SETTING_UP):
        limit = SigningLimit.objects.create(
            organisation=accounts.northmoor_icb(), weekly_pence=139_999, starts_on=date(2026, 1, 1)
        )
    with pytest.raises(NotAllowed, match=r"Your limit is £1,399.99 a week and this decision is £1,400.00"):
        make.sign(application, accounts.nhs_signatory())
    with acting_as(SETTING_UP):
        SigningLimit.objects.create(
            organisation=accounts.northmoor_icb(), user_id=accounts.nhs_signatory().id, weekly_pence=140_000,
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
    make.sign(application, accounts.nhs_signatory())
    assert limit.user is None


def test_a_large_single_payment_has_a_limit_of_its_own() -> None:
    case = cases.an_active_case()
    key = funding.a_planned_service(case, starts_on=make.START)
    once = [ServiceInput(key, 500_000, funding.Unit.ONE_OFF)]
    application, _ = make.a_pending_application(case, service_key=key, services=once)
    make.decide(application, rate=500_000)
    with acting_as(SETTING_UP):
        SigningLimit.objects.create(
            organisation=accounts.northmoor_icb(), weekly_pence=1, once_pence=499_999,
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
    with pytest.raises(NotAllowed, match=r"£4,999.99 in single payments and this decision is £5,000.00"):
        make.sign(application, accounts.nhs_signatory())


def test_a_plan_that_changed_after_the_decision_is_signed_by_nobody() -> None:
    """The last signature would fund a service that the plan no longer has."""
    application, _ = make.a_pending_application()
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    key = application.services.get().service_key
    funding.a_planned_service(application.case, service_key=key, provider_name="Elm House")
    with pytest.raises(Refused, match=r"The care plan now says .*Elm House"):
        make.sign(application, accounts.nhs_signatory())
    with pytest.raises(Refused, match="was applied for"):
        make.decide(application)
    make.decide(application, outcome=Outcome.DEFER, questions="Which home is it now?")
    assert (status(application), FundedLine.objects.count()) == ("deferred", 0)


def test_a_share_that_finance_records_meanwhile_must_be_decided_on_before_the_last_signature() -> None:
    line = funding.a_funded_line()
    application, _ = make.a_pending_application(line.case, service_key=line.service_key, kind="change")
    make.decide(application)
    make.sign(application, accounts.council_signatory())
    funding.share(line, starts_on=date(2027, 1, 1), nhs="80.00", council="20.00")
    with pytest.raises(Refused, match="another share stands from 1 January 2027"):
        make.sign(application, accounts.nhs_signatory())
