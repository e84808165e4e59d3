"""Handing a person over to another area: the summary that goes with the notice, from all the apps.

The register keeps the notice and who coordinates; what is in the plan and the assessment is gathered here and
handed down in frozen words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from assessments import queries as assessments
from careplans import queries as careplans
from cases import queries as cases
from cases.queries import CaseHeader
from cases.rules.transfers import Handover
from cases.services import transfers
from cases.services.transfers import TransferInput
from s117.accounts.models import Organisation
from s117.audit.writes import writes
from s117.journeys.end_aftercare import live_services
from s117.kernel.actor import Actor
from s117.web.filters import date as day_words
from s117.web.filters import nhs_number

Section = tuple[str, list[str]]


def handover(case: CaseHeader, *, to_body: str, on: date | None, cause: str, money: date | None) -> Handover:
    """What the rule on what moves and what stays is asked with."""
    plan = careplans.published_plan(case.id)
    return Handover(
        coordinator=case.coordinator_name,
        team=case.team_name,
        to_body=to_body,
        planned_on=on,
        council=case.council_name,
        nhs_body=case.nhs_body_name,
        plan=f"Care plan version {plan.number}" if plan else "",
        detained_again=cause == "detained",
        money_from=money,
    )


def handover_of(row: Any) -> Handover:
    """The same, of a notice that was given. The bodies and the coordinator are those of today."""
    case = cases.header_by_id(row.case_id)
    return handover(
        case, to_body=row.to_body.name, on=row.planned_on, cause=row.cause, money=row.money_cut_over_on
    )


def services_that_go_on(case: CaseHeader) -> str:
    """The aftercare services that run, a line each, to start the notice with."""
    running = [row.description for row in live_services(case.id) if row.ends_on is None]
    return "\n".join(running)


@writes
def propose_transfer(
    *, actor: Actor, at: datetime, case: CaseHeader, to_body: Organisation, notice: TransferInput
) -> Any:
    """Give notice, with the summary as the record stands under the lock."""
    cases.lock_case(case.id)
    current = cases.header_for(actor, case.id)
    pack = {"made_at": at.isoformat(), "sections": summary(actor, current, notice.pack_contents)}
    return transfers.propose_transfer(
        actor=actor, at=at, case_id=case.id, to_body=to_body, notice=notice, pack=pack
    )


def summary(actor: Actor, case: CaseHeader, contents: Iterable[str]) -> list[dict[str, Any]]:
    """The parts of the summary that were ticked, each a heading and its lines."""
    ticked = set(contents)
    found = [PARTS[name](actor, case) for name in PARTS if name in ticked]
    return [{"heading": heading, "lines": lines or ["Nothing is recorded"]} for heading, lines in found]


def _person(actor: Actor, case: CaseHeader) -> Section:
    number = nhs_number(case.nhs_number) if case.nhs_number else "not recorded"
    lines = [case.display_name, f"Born {day_words(case.date_of_birth)}", f"NHS number {number}"]
    return "The person", [*lines, *case.alerts]


def _legal(actor: Actor, case: CaseHeader) -> Section:
    left = [f"Left hospital on {day_words(case.left_hospital_on)}"] if case.left_hospital_on else []
    return "Legal status and entitlement", [case.section_words, case.status_words, *left]


def _bodies(actor: Actor, case: CaseHeader) -> Section:
    lines = []
    for kind, words in (("council", "Council"), ("nhs_body", "NHS body")):
        row = cases.current_determination(case.id, kind)
        if row is not None and row.body is not None:
            cited = ", ".join(dict.fromkeys(each["citation"] for each in row.findings))
            lines.append(f"{words}: {row.body.name} ({cited or 'decided by a person'})")
    return "Who is responsible", lines


def _coordination(actor: Actor, case: CaseHeader) -> Section:
    return "Care coordination", [f"{case.coordinator_name}, {case.team_name}"]


def _needs(actor: Actor, case: CaseHeader) -> Section:
    rows = assessments.needs_for_plan(case.id)
    words = [f"{row.domain_title}: {row.title}{' (aftercare)' if row.is_s117 else ''}" for row in rows]
    return "Needs, from the last signed off assessment", words


def _services(actor: Actor, case: CaseHeader) -> Section:
    rows = careplans.published_services(case.id)
    words = [f"{row.description}{f', {row.provider_name}' if row.provider_name else ''}" for row in rows]
    return "Services of the plan in force", words


def _crisis(actor: Actor, case: CaseHeader) -> Section:
    plan = careplans.published_plan(case.id)
    if plan is None:
        return "Crisis plan", []
    crisis = careplans.plan_for(actor, case.reference, plan.number).snapshot.crisis
    parts = (
        ("Early signs", crisis.early_signs),
        ("First steps", crisis.first_steps),
        ("What helps", crisis.what_helps),
        ("Risks", crisis.risks),
    )
    return "Crisis plan", [f"{words}: {text}" for words, text in parts if text]


def _reviews(actor: Actor, case: CaseHeader) -> Section:
    review = careplans.open_review(case.id)
    return "Next review", [f"Due on {day_words(review.due_on)}"] if review is not None else []


PARTS: dict[str, Callable[[Actor, CaseHeader], Section]] = {
    "person": _person,
    "legal": _legal,
    "bodies": _bodies,
    "coordination": _coordination,
    "needs": _needs,
    "services": _services,
    "crisis": _crisis,
    "reviews": _reviews,
}
