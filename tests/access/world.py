"""A small world for the access matrix: a person at each stage, one coordinator, and staff of every role.

How a person stands to somebody (their own, a colleague's, another team's, a stranger's) is made by who asks:
the people stay the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.test import Client

from careplans.models import CarePlan, Notice, PlanDocument
from careplans.queries import open_review
from cases.models import Case
from cases.services.successions import continue_run
from funding.services import packs
from s117.accounts import reference_services
from s117.accounts.models import Organisation, User
from s117.audit.context import acting_as
from s117.documents.storage import store_once
from tests.access.paid import paid
from tests.builders import (
    accounts,
    around,
    assessments,
    careplans,
    cases,
    disputes,
    endings,
    funding,
    legal,
    panels,
    successions,
    transfers,
)
from tests.builders.accounts import NOW, SETTING_UP

RELATIONS = ("own", "colleague", "other team", "stranger")
# Roles that know of no person by name: everybody is a stranger to them.
BLIND = ("partner", "ig_auditor", "analyst", "administrator")
# In nobody's name or text but these people's: where they are not to be seen, these words are not to be found.
CANARY = "Zebrawood"
SAID = assessments.RELAPSE


@dataclass(frozen=True)
class Profile:
    """One column of the table: a role, in one kind of body."""

    name: str
    role: str
    body: str

    @property
    def relations(self) -> tuple[str, ...]:
        """The ways in which people can stand to somebody of this profile and make a difference."""
        if self.role == "care_coordinator":
            return RELATIONS
        if self.role == "team_manager":
            return ("own", "other team", "stranger")
        return ("stranger",) if self.role in BLIND else ("own", "stranger")


PROFILES = (
    Profile("care_coordinator", "care_coordinator", "council"),
    Profile("team_manager", "team_manager", "council"),
    Profile("council_decision_maker", "decision_maker", "council"),
    Profile("nhs_decision_maker", "decision_maker", "icb"),
    Profile("panel_administrator", "panel_administrator", "council"),
    Profile("council_finance", "finance", "council"),
    Profile("nhs_finance", "finance", "icb"),
    Profile("mha_office", "mha_office", "trust"),
    Profile("partner", "partner", "provider"),
    Profile("complaints_officer", "complaints_officer", "council"),
    Profile("ig_auditor", "ig_auditor", "council"),
    Profile("analyst", "analyst", "council"),
    Profile("administrator", "administrator", "council"),
)


@dataclass(frozen=True)
class World:
    """The people by stage, their numbers and ids for addresses, and a session for each member of staff."""

    people: Mapping[str, Case]
    arguments: Mapping[str, Mapping[str, Any]]
    sessions: Mapping[tuple[str, str], str]
    canaries: tuple[str, ...]

    def client(self, profile: str, relation: str) -> Client:
        """A browser of somebody of the profile to whom the people stand so; '' is nobody, signed out."""
        client = Client()
        if profile:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[profile, relation]
        return client


def make_world() -> World:
    """Build it all, through the services."""
    people = {
        "ward": _person("ward"),
        "waiting": _person("waiting"),
        "drafted": _person("drafted"),
        "agreed": _person("agreed"),
        "planned": _person("planned", active=True),
        "held": _person("held", active=True),
        "paid": _person("paid", active=True),
        "cto": _person("cto"),
        "asked": _person("asked", active=True),
        "satisfied": _person("satisfied", active=True),
        "ended": _person("ended", active=True),
        "moving": _person("moving", active=True),
        "split": _person("split"),
        "undisputed": _person("undisputed", active=True),
        "disputed": _person("disputed", active=True),
        "escalated": _person("escalated", active=True),
        "referred": _person("referred", active=True),
        "determined": _person("determined", active=True),
        "recalled": _person("recalled"),
        "on leave": _person("on leave"),
        "released": _person("released"),
        **{stage: _person(stage, active=True) for stage in panels.STAGES},
    }
    endings.a_request(people["asked"])
    endings.a_signed_request(people["satisfied"])
    endings.an_ended_case(people["ended"])
    arguments = {
        **_legal(people),
        **_assessed(people),
        **_planned(people),
        **paid(people["paid"]),
        **_applied(people),
        **{stage: {"ref": people[stage].reference} for stage in ("cto", "satisfied", "ended")},
        "asked": {
            "ref": people["asked"].reference,
            "service": funding.a_planned_service(people["asked"]),
        },
        "moving": {"ref": people["moving"].reference, "transfer": _notice_to_westerby(people["moving"])},
        "split": {"ref": people["split"].reference, "kind": "nhs_body", "run": _split(people["split"])},
        "list": {"file": _code_list()},
        **_disputed(people),
    }
    cases.begin_cto(people["cto"])
    numbers = [case.client.nhs_number for case in people.values()]
    spaced = [f"{number[:3]} {number[3:6]} {number[6:]}" for number in numbers]
    return World(people, arguments, _sessions(), (CANARY, CANARY.upper(), SAID, *numbers, *spaced))


def _person(stage: str, *, active: bool = False) -> Case:
    make = cases.an_active_case if active else cases.an_allocated_case
    number = cases.NHS_NUMBERS[Case.objects.count() + 1]
    return make(family_name=f"{CANARY}{stage.title()}", given_names="Amara", nhs_number=number)


def _legal(people: Mapping[str, Case]) -> dict[str, dict[str, Any]]:
    """One person recalled with every kind of fact, one on leave, one conditionally discharged."""
    facts = legal.a_full_record(people["recalled"])
    facts["leave in force"] = legal.on_leave(people["on leave"])
    facts["discharge in force"] = legal.conditionally_discharged(people["released"])
    merge = legal.merged(people["on leave"])
    undo = {"merge": {"ref": people["on leave"].reference, "merge": merge.id}}
    return undo | {
        f"fact {kind}": {"ref": row.case.reference, "row": row.id, "kind": kind}
        for kind, row in facts.items()
    }


def _assessed(people: Mapping[str, Case]) -> dict[str, dict[str, Any]]:
    ward = people["ward"]
    assessments.a_full_meeting(ward)
    draft = assessments.a_draft_assessment(ward)
    domain, need = assessments.aftercare("A supported home", "accommodation")
    services = assessments.services
    services.add_need(
        actor=accounts.coordinator(),
        assessment_id=draft.id,
        domain=domain,
        need=need,
        at=assessments.ASSESSED_AT,
    )
    contact = cases.a_contact(ward, accounts.coordinator())
    doctor = around.a_professional(ward)
    address = ward.client.addresses.get().id
    assessments.a_submitted_assessment(people["waiting"])
    on_ward = {"ref": ward.reference, "number": 1, "section": "risk", "domain": "accommodation", "need": 1}
    return {
        "ward": {
            **on_ward,
            "kind": "council",
            "row": ward.detentions.get().id,
            "evidence": cases.a_file(ward).id,
            "group": "professional",
            "entry": doctor.id,
            "address": address,
        },
        "logged": {"ref": ward.reference, "entry": contact.id},
        "meeting": {"ref": ward.reference, "number": 1, "section": "views"},
        "waiting": {"ref": people["waiting"].reference, "number": 1},
    }


def _planned(people: Mapping[str, Case]) -> dict[str, dict[str, Any]]:
    for stage in ("drafted", "agreed", "planned", "held"):
        assessments.a_signed_off_assessment(people[stage])
    draft = careplans.a_complete_draft(people["drafted"])
    careplans.agree(draft)
    submitted = careplans.a_submitted_plan(people["agreed"])
    plan = careplans.a_published_plan(people["planned"])
    careplans.a_published_plan(people["held"])
    review = careplans.a_held_review(people["held"])
    parts = {
        "number": draft.number,
        "section": "health",
        "party": "person",
        "need": draft.needs.first().need.key,
    }
    return {
        "drafted": {"ref": people["drafted"].reference, **parts},
        "goal": {**_in(draft), "part": draft.goals.first().id},
        "service": {**_in(draft), "part": draft.services.first().id},
        "cost": {**_in(draft), "part": draft.accommodation_costs.first().id},
        "contact": {**_in(draft), "part": draft.crisis_contacts.first().id},
        "recipient": {**_in(draft), "part": draft.recipients.first().id},
        "agreed": {**_in(submitted), "part": submitted.recipients.first().id},
        "planned": {
            **_in(plan),
            "part": plan.recipients.first().id,
            "document": _document(plan),
            "batch": careplans.a_batch(plan).id,
            "paper": "plan_cover",
            "about": plan.id,
            "letter": careplans.a_received_letter(people["planned"]).id,
            "review": open_review(plan.case_id).id,
            "notice": _notice(plan),
            "secret": careplans.services.issue_calendar(actor=accounts.coordinator(), at=NOW),
        },
        "held": {"ref": people["held"].reference, "review": review.id},
    }


def _disputed(people: Mapping[str, Case]) -> dict[str, dict[str, Any]]:
    """Disputes of Northmoor with Westerby, at each stage; nobody of the table is of Westerby."""
    live = disputes.a_dispute(people["disputed"], position=SAID)
    escalated = disputes.a_dispute(people["escalated"])
    disputes.take(escalated, "escalated")
    disputes.state(live)
    referred = disputes.a_referred_dispute(people["referred"])
    letter = disputes.a_letter(people["referred"])
    made = {
        "disputed": live,
        "escalated": escalated,
        "referred": referred,
        "determined": disputes.a_determined_dispute(people["determined"]),
    }
    found = {stage: {"ref": people[stage].reference, "dispute": row.id} for stage, row in made.items()}
    found["disputed"]["step"] = "contacts"
    found["referred"]["letter"] = letter.id
    return {**found, "undisputed": {"ref": people["undisputed"].reference}}


def _in(plan: CarePlan) -> dict[str, Any]:
    return {"ref": plan.case.reference, "number": plan.number}


def _document(plan: CarePlan) -> UUID:
    """The plan's document, as if drawn: drawing has tests of its own."""
    data = b"%PDF-1.7 for the access matrix"
    document = PlanDocument.objects.filter(plan=plan).first()
    with acting_as(SETTING_UP):
        document.amend(status="ready", sha256=store_once(data), pages=1, size=len(data))
    return document.id


def _notice(plan: CarePlan) -> UUID:
    """A notice to the coordinator."""
    with acting_as(SETTING_UP):
        made = Notice.objects.create(
            recipient=User.objects.get(pk=accounts.coordinator().id),
            case=plan.case,
            kind="review",
            subject_id=plan.id,
            due_on=date(2026, 11, 30),
            step="due_soon",
            made_at=NOW,
        )
    return made.id


def _notice_to_westerby(case: Case) -> UUID:
    """Notice to a third council, which has nobody in the table: to everybody else it is what they see of it."""
    westerby = accounts.body("council", "WBC", "Westerby Council")
    accounts.user("gale", "decision_maker", westerby)
    accounts.team("Westerby Community", westerby)
    return transfers.a_notice(case, to_body=westerby).id


def _split(case: Case) -> UUID:
    """The NHS body was another, which was split between Northmoor's and one that has nobody in the table."""
    old, other = successions.icb("ODM", "NHS Oldmoor"), successions.icb("FEN", "NHS Fenmoor")
    with acting_as(SETTING_UP):
        cases.current_determination(case, "nhs_body").amend(body=old, payer=old)
    for heir in (accounts.northmoor_icb(), other):
        successions.merge(old, heir)
    run = successions.run()
    continue_run(actor=SETTING_UP, at=NOW, run_id=run.id)
    return run.id


def _code_list() -> UUID:
    """The councils as they are kept here, too few to be loaded."""
    sent = reference_services.check_reference(
        actor=accounts.administrator(), at=NOW, kind="icb", name="icbs.csv", data=b"name\n"
    )
    return sent.id


def _applied(people: Mapping[str, Case]) -> dict[str, dict[str, Any]]:
    """A request for funding at each stage, and the panel that they are before."""
    asked, panel = panels.at_each_stage(people)
    data = b"%PDF-1.7 for the access matrix"
    pack = packs.request_pack(actor=panels.panel_administrator(), at=NOW, panel_id=panel.id)
    with acting_as(SETTING_UP):
        pack.amend(status="ready", sha256=store_once(data), pages=1, size=len(data))
    ids = {"item": asked["pending"].items.get().id, "member": panel.members.first().id, "pack": pack.id}
    return {
        **{stage: {"ref": people[stage].reference, "number": 1} for stage in panels.STAGES},
        "panel": {"convenor": "NMC", "number": panel.number, **ids},
    }


def _sessions() -> dict[tuple[str, str], str]:
    """One signed-in session for each profile and relation."""
    found = {}
    for profile in PROFILES:
        for relation in profile.relations:
            client = Client()
            client.force_login(_member(profile, relation), backend=settings.AUTHENTICATION_BACKENDS[0])
            found[profile.name, relation] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return found


def _member(profile: Profile, relation: str) -> User:
    body = _body(profile.body, strange=relation == "stranger")
    if profile.role not in ("care_coordinator", "team_manager"):
        return accounts.user(f"{profile.name}.{relation}"[:60], profile.role, body)
    if relation == "own":
        username = {"care_coordinator": "jones", "team_manager": "hart"}[profile.role]
        return accounts.user(username, profile.role, body, accounts.team())
    team = accounts.team() if relation == "colleague" else accounts.team(f"Team of {relation}", body)
    return accounts.user(f"{profile.name}.{relation}".replace(" ", "_"), profile.role, body, team)


def _body(kind: str, *, strange: bool) -> Organisation:
    known = {
        "council": (accounts.northmoor, accounts.southvale),
        "icb": (accounts.northmoor_icb, accounts.southvale_icb),
        "trust": (accounts.northmoor_trust, lambda: accounts.body("trust", "SVT", "Southvale NHS Trust")),
        "provider": (
            lambda: accounts.body("provider", "ROWAN", "Rowan House"),
            lambda: accounts.body("provider", "ELM", "Elm House"),
        ),
    }
    return known[kind][1 if strange else 0]()
