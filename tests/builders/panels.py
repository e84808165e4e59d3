"""Requests for funding and panels at each stage, made through the services as the staff of journey J4."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cases.models import Case
from funding.models import Application, Panel, PanelDecision
from funding.rules.applications import Outcome
from funding.rules.asked import ApplicationInput, DecisionInput, OptionInput, ServiceInput, TermInput
from funding.rules.proration import Unit
from funding.services import applications, decisions, limits, panels
from s117.accounts.models import SigningLimit
from s117.kernel.actor import Actor
from tests.builders import accounts
from tests.builders import cases as people
from tests.builders.accounts import NOW
from tests.builders.funding import a_planned_service

START = date(2026, 12, 1)
SITTING = date(2026, 11, 20)
STAGES = ("applied", "pending", "deferred", "decided", "approved")


def panel_administrator(username: str = "frost") -> Actor:
    """Northmoor Council's panel administrator."""
    return accounts.actor_of(accounts.user(username, "panel_administrator", accounts.northmoor()))


def asked(service_key: UUID, **over: Any) -> ApplicationInput:
    """£1,400.00 a week, halved, for one service."""
    known: dict[str, Any] = {
        "services": [ServiceInput(service_key, 140_000, Unit.WEEK)],
        "options": [
            OptionInput("Harbour Homes", 140_000, "yes"),
            OptionInput("Larch House", 165_000, "partly", note="No room before March"),
        ],
        "scores": [("A supported home", 3, 3)],
        "urgency": "routine",
        "kind": "new",
        "starts_on": START,
        "payer_id": accounts.northmoor().id,
        "council_id": accounts.northmoor().id,
        "nhs_body_id": accounts.northmoor_icb().id,
        "council_percent": "50.00",
        "nhs_percent": "50.00",
        "split_rationale": "Health and social needs weigh the same",
        "alternatives": "Larch House has no room before March",
        "least_restrictive": "",
        "statement": "A home with staff close by",
        "previous_decisions": "",
        "documents": "",
        "out_of_area": False,
        "out_of_area_reason": "",
        "host_notified_on": None,
    }
    return ApplicationInput(**{**known, **over})


def an_application(
    case: Case | None = None, *, actor: Actor | None = None, at: datetime = NOW, **over: Any
) -> Application:
    """Asked for by the coordinator."""
    case = case or people.an_active_case()
    key = over.pop("service_key", None) or a_planned_service(case, starts_on=START)
    return applications.make_application(
        actor=actor or accounts.coordinator(), at=at, case_id=case.id, asked=asked(key, **over)
    )


def recommend(application: Application, *, at: datetime = NOW, actor: Actor | None = None) -> Application:
    """The manager supports it."""
    return applications.recommend_application(
        actor=actor or accounts.manager(),
        at=at,
        application_id=application.id,
        advice="support",
        reasons="Fits",
    )


def a_panel(*, held_on: date = SITTING, at: datetime = NOW) -> Panel:
    """Northmoor Council and NHS Northmoor ICB sit together."""
    return panels.arrange_panel(
        actor=panel_administrator(),
        at=at,
        convenor_id=accounts.northmoor().id,
        partner_id=accounts.northmoor_icb().id,
        held_on=held_on,
        place="Town Hall",
    )


def sit(panel: Panel, *usernames: str, at: datetime = NOW) -> None:
    """Members with accounts, by user name; the two signatories unless told otherwise."""
    signatories = {"price": accounts.council_signatory, "okoro": accounts.nhs_signatory}
    for username in usernames or tuple(signatories):
        member = signatories[username]()
        panels.record_member(
            actor=panel_administrator(),
            at=at,
            panel_id=panel.id,
            organisation_id=member.organisation_id,
            user_id=member.id,
            role="Decision maker",
        )


def schedule(panel: Panel, *wanted: Application, at: datetime = NOW) -> None:
    """Put the applications on the agenda."""
    panels.schedule_applications(
        actor=panel_administrator(), at=at, panel_id=panel.id, application_ids=[row.id for row in wanted]
    )


def a_pending_application(case: Case | None = None, **over: Any) -> tuple[Application, Panel]:
    """On the agenda of a panel with a quorum."""
    application = recommend(an_application(case, **over))
    panel = a_panel()
    sit(panel)
    schedule(panel, application)
    return Application.objects.get(pk=application.pk), panel


def term(starts_on: date = START, nhs: str = "50.00", council: str = "50.00") -> TermInput:
    """Shares of the two Northmoor bodies from a day on."""
    shares = {accounts.northmoor_icb().id: nhs, accounts.northmoor().id: council}
    return TermInput(starts_on, shares)


def decide(
    application: Application,
    *terms: TermInput,
    outcome: Outcome = Outcome.APPROVE,
    at: datetime = NOW,
    rate: int = 140_000,
    actor: Actor | None = None,
    **over: Any,
) -> PanelDecision:
    """The panel approves as asked, unless told otherwise."""
    funded = {row.id: rate for row in application.services.all()} if outcome.funds else {}
    known = {
        "reasons": "The needs are met",
        "rates": funded,
        "terms": list(terms) or [term()] if outcome.funds else [],
    }
    return decisions.record_decision(
        actor=actor or panel_administrator(),
        at=at,
        application_id=application.id,
        decided=DecisionInput(outcome=outcome, **{**known, **over}),
    )


def sign(application: Application, *actors: Actor, at: datetime = NOW) -> None:
    """Sign what stands, by both signatories unless told otherwise."""
    for actor in actors or (accounts.council_signatory(), accounts.nhs_signatory()):
        open_ones = PanelDecision.objects.filter(
            application=application, superseded_at=None, effected_at=None
        )
        standing = open_ones.exclude(outcome="defer").get()
        decisions.sign_decision(
            actor=actor,
            at=at,
            decision_id=standing.id,
            application_id=application.id,
            title="Head of service",
        )


def an_approved_application(case: Case | None = None, **over: Any) -> Application:
    """Approved as asked and signed by both bodies."""
    application, _ = a_pending_application(case, **over)
    decide(application)
    sign(application)
    return Application.objects.get(pk=application.pk)


def at_each_stage(people: Mapping[str, Case]) -> tuple[dict[str, Application], Panel]:
    """A request of each of the people named by STAGES, and the one panel that all but the first are before."""
    asked = {stage: an_application(people[stage]) for stage in STAGES}
    panel = a_panel()
    sit(panel)
    schedule(panel, *(recommend(asked[stage]) for stage in STAGES[1:]))
    decide(asked["deferred"], outcome=Outcome.DEFER, questions="Is nursing needed?")
    decide(asked["decided"])
    decide(asked["approved"])
    sign(asked["approved"])
    return asked, panel


def a_signing_limit(weekly_pence: int = 500_000) -> SigningLimit:
    """Everybody who signs for Northmoor Council signs for at most so many pence a week, from today."""
    body = accounts.northmoor().id
    return limits.record_limit(
        actor=accounts.administrator(), at=NOW, organisation_id=body, user_id=None,
        weekly_pence=weekly_pence, once_pence=None, starts_on=accounts.TODAY,
    )  # fmt: skip
