"""Funding panels: one story from the application to both signatures, and the panels of last and next week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from careplans.queries import published_services
from cases.models import Case
from funding.models import Application, Panel
from funding.queries import line_by_service, lines_of
from funding.rules.applications import Outcome
from funding.rules.asked import ApplicationInput, DecisionInput, OptionInput, ServiceInput, TermInput
from funding.rules.proration import Unit
from funding.services import applications, decisions, packages, panels
from s117.demo.packages import PACKAGES
from s117.demo.register import REGISTER, Entry
from s117.demo.story import Story, moment
from s117.demo.world import FINANCE_OF, NHS_BODY_OF, SIGNATORY_OF, World
from s117.kernel.actor import Actor
from s117.kernel.dates import add_months

CLERK = "frost"
TITLES = {"price": "Head of adult mental health", "okoro": "Head of mental health commissioning"}
APPLIED, DEFERRED, ANSWERED, DECIDED = (
    date(2026, 4, 20), date(2026, 4, 27), date(2026, 5, 4), date(2026, 5, 11),
)  # fmt: skip
FIRST_DAY, NEW_SHARE = date(2026, 5, 1), date(2026, 5, 15)
REASONS = {
    "asked": "Without staff who know the early signs, both earlier relapses ended in hospital.",
    "advice": "The usual cost for this support, and close to family.",
    "approved": "The needs are met at the usual cost, in the least restrictive setting that is safe.",
}


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody's coordinator asks of a panel: the part of the NHS body, and how soon it is needed."""

    family_name: str
    kind: str
    nhs_percent: int
    urgency: str = "routine"


LAST_WEEK = (Ask("Aldous", "change", 50), Ask("MacAskill", "new", 70, "soon"))
NEXT_WEEK = (Ask("Wynn", "change", 60), Ask("Pryce", "change", 70, "urgent"))
WITH_MANAGER = Ask("Yilmaz", "change", 50)


def fund_by_panel(story: Story) -> None:
    """Journey J4: deferred for a nursing assessment, then approved with a change of shares in the month."""
    world, entry = story.world, story.entry
    ask = Ask(entry.family_name, "new", 50)
    made = _apply(world, entry, story.case_id, ask, moment(APPLIED, 10), FIRST_DAY)
    _recommend(story.manager, made, moment(APPLIED + timedelta(days=1), 11))
    first = _panel(world, DEFERRED, APPLIED + timedelta(days=2), made)
    _decide(world, made, DEFERRED, Outcome.DEFER, questions="Does he need nursing at night? Please assess.")
    _minute(world, first, DEFERRED, "Deferred: the papers do not say whether nursing is needed at night.")
    applications.resubmit_application(
        actor=story.coordinator,
        at=moment(ANSWERED, 12),
        application_id=made.id,
        answers="Assessed on 1 May. No nursing is needed; staff who are awake at night are.",
    )
    second = _panel(world, DECIDED, ANSWERED + timedelta(days=1), made)
    _decide(world, made, DECIDED, Outcome.APPROVE, (FIRST_DAY, 50), (NEW_SHARE, 70))
    _minute(world, second, DECIDED, "Approved. The share changes when the new therapy begins on 15 May.")
    _sign(world, made, moment(DECIDED, 16), "price", "okoro")
    applications.tell_person(
        actor=story.coordinator,
        at=moment(DECIDED + timedelta(days=1), 10),
        application_id=made.id,
        told_on=DECIDED + timedelta(days=1),
        appeal_given=True,
    )
    for line in lines_of(story.case_id):
        packages.amend_line(
            actor=world.actor(FINANCE_OF[entry.council], story.today), at=moment(DECIDED, 17),
            line_id=line.id, cost_centre="MH117", subjective_code="4410", po_reference="",
        )  # fmt: skip


def wait_for_panels(world: World, today: date) -> None:
    """Last week's panel left one decision to sign and one question; next week's has an agenda and members."""
    asked, starts_on = moment(today - timedelta(days=16), 10), add_months(today.replace(day=1), 1)
    ready = {ask: _ready(world, ask, asked, starts_on) for ask in (*LAST_WEEK, *NEXT_WEEK)}
    sat_on, sits_on = today - timedelta(days=5), today + timedelta(days=6)
    approved, deferred = (ready[ask] for ask in LAST_WEEK)
    panel = _panel(world, sat_on, sat_on - timedelta(days=7), approved, deferred)
    if approved:
        _decide(world, approved, sat_on, Outcome.APPROVE, (starts_on, 50))
        _sign(world, approved, moment(sat_on, 15), "okoro")
    if deferred:
        _decide(world, deferred, sat_on, Outcome.DEFER, questions="Which other homes were asked, and when?")
    _minute(world, panel, sat_on, "One application approved, one sent back with a question.")
    _panel(world, sits_on, today - timedelta(days=1), *(ready[ask] for ask in NEXT_WEEK))
    _made(world, WITH_MANAGER, moment(today - timedelta(days=1), 14), starts_on)


def _made(world: World, ask: Ask, at: datetime, starts_on: date) -> Application | None:
    """The request, where the register told has the person: tests build a smaller world."""
    case = Case.objects.filter(client__family_name=ask.family_name).first()
    entry = next((row for row in REGISTER if row.family_name == ask.family_name), None)
    return _apply(world, entry, case.id, ask, at, starts_on) if case and entry else None


def _ready(world: World, ask: Ask, at: datetime, starts_on: date) -> Application | None:
    made = _made(world, ask, at, starts_on)
    if made:
        _recommend(world.actor("hart", at.date()), made, at + timedelta(days=1))
    return made


def _apply(world: World, entry: Entry, case_id: UUID, ask: Ask, at: datetime, starts_on: date) -> Application:
    council, nhs = world.bodies[entry.council], world.bodies[NHS_BODY_OF[entry.council]]
    package = PACKAGES[entry.package]
    paid = {row.description: row for row in package.services if row.weekly_pence is not None}
    planned = [row for row in published_services(case_id) if row.description in paid]
    weekly = sum(paid[row.description].weekly_pence or 0 for row in planned)
    asked = ApplicationInput(
        services=[_service(row.service_key, paid[row.description].weekly_pence or 0) for row in planned],
        options=[
            OptionInput(planned[0].provider_name, weekly, "yes", note="Known to the person"),
            OptionInput(
                "Another provider in the area", weekly + 21_000, "partly", note="No room before spring"
            ),
        ],
        scores=[(need.title, 6, 4) for need in package.needs if need.aftercare],
        urgency=ask.urgency,
        kind=ask.kind,
        starts_on=starts_on,
        payer_id=council.id,
        council_id=council.id,
        nhs_body_id=nhs.id,
        council_percent=f"{100 - ask.nhs_percent}.00",
        nhs_percent=f"{ask.nhs_percent}.00",
        split_rationale="Most of what staff do is to notice relapse early and keep treatment going.",
        alternatives="Support at home was tried last year and ended in an admission.",
        least_restrictive="An own front door, and staff who are called when they are wanted.",
        statement=REASONS["asked"],
        previous_decisions="",
        documents="Care plan and needs assessment, on this record.",
        out_of_area=False,
        out_of_area_reason="",
        host_notified_on=None,
    )
    actor = world.actor(entry.coordinator, at.date())
    return applications.make_application(actor=actor, at=at, case_id=case_id, asked=asked)


def _service(service_key: UUID, weekly_pence: int) -> ServiceInput:
    """The service at its rate; one that is funded already goes on at the rate it has."""
    line = line_by_service(service_key)
    unit = Unit(line.unit) if line else Unit.WEEK
    return ServiceInput(service_key, weekly_pence, unit)


def _recommend(manager: Actor, made: Application, at: datetime) -> None:
    applications.recommend_application(
        actor=manager, at=at, application_id=made.id, advice="support", reasons=REASONS["advice"]
    )


def _panel(world: World, held_on: date, arranged_on: date, *wanted: Application | None) -> Panel:
    """A sitting of Northmoor's council and NHS body with both signatories, and its agenda."""
    clerk, at = world.actor(CLERK, arranged_on), moment(arranged_on, 13)
    panel = panels.arrange_panel(
        actor=clerk,
        at=at,
        convenor_id=world.bodies["NMC"].id,
        partner_id=world.bodies["NMI"].id,
        held_on=held_on,
        place="Town Hall, room 4, and by video",
    )
    for body in ("NMC", "NMI"):
        user = world.users[SIGNATORY_OF[body]]
        panels.record_member(
            actor=clerk, at=at, panel_id=panel.id, organisation_id=user.organisation_id, user_id=user.id,
            role="Chair" if body == "NMC" else "Commissioner",
        )  # fmt: skip
    ids = [row.id for row in wanted if row]
    panels.schedule_applications(actor=clerk, at=at, panel_id=panel.id, application_ids=ids)
    return panel


def _decide(
    world: World,
    made: Application,
    on: date,
    outcome: Outcome,
    *shares: tuple[date, int],
    questions: str = "",
) -> None:
    bodies = (world.bodies["NMI"].id, world.bodies["NMC"].id)
    decisions.record_decision(
        actor=world.actor(CLERK, on),
        at=moment(on, 14),
        application_id=made.id,
        decided=DecisionInput(
            outcome=outcome,
            reasons=REASONS["approved"] if outcome.funds else "The papers leave a question open.",
            questions=questions,
            rates={row.id: row.rate_pence for row in made.services.all()} if outcome.funds else {},
            terms=_terms(bodies, shares),
        ),
    )


def _terms(bodies: tuple[UUID, UUID], shares: Sequence[tuple[date, int]]) -> list[TermInput]:
    nhs, council = bodies
    return [TermInput(day, {nhs: f"{part}.00", council: f"{100 - part}.00"}) for day, part in shares]


def _minute(world: World, panel: Panel, on: date, words: str) -> None:
    panels.minute_panel(
        actor=world.actor(CLERK, on),
        at=moment(on, 17),
        panel_id=panel.id,
        chair=world.users["price"].full_name,
        minutes=words,
    )


def _sign(world: World, made: Application, at: datetime, *usernames: str) -> None:
    for username in usernames:
        standing = made.decisions.get(superseded_at=None, outcome=Outcome.APPROVE)
        decisions.sign_decision(
            actor=world.actor(username, at.date()),
            at=at,
            decision_id=standing.id,
            application_id=made.id,
            title=TITLES[username],
        )
