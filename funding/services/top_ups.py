"""A top-up for a dearer home: recorded when every condition of section 117A is met, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from funding import policies, queries
from funding.models import FundedLine, TopUp
from funding.queries import direct_payments
from funding.rules.direct_payments import BudgetKind
from funding.rules.top_ups import TopUpFacts, TopUpPayer, TopUpRoute, conditions
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.events import Event
from s117.kernel.refusals import NotFound, Refused, require_version

FIELD_OF = {
    "top_up_no_difference": "chosen_pence",
    "top_up_without_option": "option_at_usual",
    "top_up_agreement": "agreed_on",
    "top_up_review": "review_on",
    "top_up_afford": "able_to_pay",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TopUpInput:
    """The agreement as it was signed. Pence a week."""

    usual_pence: int
    chosen_pence: int
    option_at_usual: bool
    option: str
    preferred: str
    payer: TopUpPayer
    payer_name: str
    able_to_pay: bool
    affordability: str
    consequence: str
    route: TopUpRoute
    agreed_on: date
    review_on: date
    starts_on: date


@writes
def record_top_up(*, actor: Actor, at: datetime, line_id: UUID, given: TopUpInput) -> TopUp:
    """Record a top-up, refused with each condition that is not met. It stands in no body's share (F11)."""
    line = queries.lock_line(line_id)
    policies.top_up_record(actor, line.payer_id).require()
    _require_lawful(line, given)
    if TopUp.objects.filter(line=line, ends_on__isnull=True).exists():
        raise Refused("This service has a top-up already. End that one first.")
    kept = (
        "usual_pence", "chosen_pence", "option", "preferred", "payer", "payer_name", "affordability",
        "consequence", "route", "agreed_on", "review_on", "starts_on",
    )  # fmt: skip
    made = TopUp.objects.create(
        line=line,
        weekly_pence=given.chosen_pence - given.usual_pence,
        recorded_at=at,
        **{name: getattr(given, name) for name in kept},
    )
    record(Event.TOP_UP_RECORDED, made, case_id=line.case_id)
    return made


@writes
def end_top_up(
    *,
    actor: Actor,
    at: datetime,
    top_up_id: UUID,
    ends_on: date,
    reason: str,
    seen_version: int | None = None,
) -> TopUp:
    """Record the last day of a top-up."""
    held = TopUp.objects.select_for_update(of=("self",)).select_related("line").filter(pk=top_up_id).first()
    if held is None:
        raise NotFound
    policies.top_up_record(actor, held.line.payer_id).require()
    require_version(held, seen_version)
    if ends_on < held.starts_on:
        raise Refused(fields={"ends_on": "The last day must be on or after the first day"})
    held.amend(ends_on=ends_on, end_reason=reason)
    record(Event.TOP_UP_ENDED, held, case_id=held.line.case_id, reason=reason)
    return held


def _require_lawful(line: FundedLine, given: TopUpInput) -> None:
    arrangement = direct_payments.open_for_line(line.id)
    kind = BudgetKind(arrangement.kind) if arrangement is not None else BudgetKind.COUNCIL
    facts = TopUpFacts(
        usual_pence=given.usual_pence,
        chosen_pence=given.chosen_pence,
        option_at_usual=given.option_at_usual,
        accommodation=line.category == "accommodation",
        payer_is_council=line.payer.kind == "council",
        health_budget=kind.is_health_budget,
        wheelchair=kind is BudgetKind.WHEELCHAIR,
        born=line.case.client.date_of_birth,
        starts_on=given.starts_on,
        agreed_on=given.agreed_on,
        review_on=given.review_on,
        able_to_pay=given.able_to_pay,
    )
    found = conditions(facts)
    beside = {FIELD_OF[row.rule.id]: row.text for row in found if row.rule.id in FIELD_OF}
    rest = " ".join(row.text for row in found if row.rule.id not in FIELD_OF)
    if given.starts_on < line.starts_on:
        beside["starts_on"] = f"The service starts on {line.starts_on:%-d %B %Y}"
    if given.payer is TopUpPayer.OTHER and not given.payer_name.strip():
        beside["payer_name"] = "Say who pays"
    if rest or beside:
        raise Refused(rest, fields=beside)
