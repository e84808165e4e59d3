"""Record what a panel decided, sign it for a body, and put it in force when every body has signed.

A correction is a new edition and needs every signature again. Rates and cost shares are written by the last
signature, in its transaction, and by nothing before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from funding import policies, queries
from funding.models import (
    Application,
    DecisionService,
    DecisionShare,
    DecisionSignature,
    DecisionTerm,
    FundedLine,
    PanelDecision,
)
from funding.queries import ApplicationFile
from funding.rules.applications import Outcome, TermFact, decision_findings, last_day, quorum_findings
from funding.rules.asked import DecisionInput, TermInput
from funding.rules.lifecycle import APPLICATION, ApplicationAction
from funding.rules.split import Share, basis_points
from funding.services import terms
from funding.services.applications import move
from s117.accounts import queries as accounts
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.findings import Finding
from s117.kernel.refusals import Refused, require_version


@writes
def record_decision(
    *,
    actor: Actor,
    at: datetime,
    application_id: UUID,
    decided: DecisionInput,
    seen_version: int | None = None,
) -> PanelDecision:
    """Record the panel's decision, or put a recorded one right before every body has signed.

    Refused without a quorum of every paying body, before the sitting, for shares that do not come to 100.00
    and for a day before the service starts. Signatures on what stood before count for nothing.
    """
    file = queries.lock_application(actor, application_id)
    item = file.item
    policies.decision_record(actor, item.panel.convenor_id if item else None).require()
    require_version(file.application, seen_version)
    action = ApplicationAction.DECIDE if decided.outcome.is_signed else ApplicationAction.DEFER
    APPLICATION.after(file.status, action)
    if item.panel.held_on > london_date(at):
        raise Refused(f"This panel sits on {item.panel.held_on:%-d %B %Y}. Record its decision afterwards.")
    _check(file, decided)
    decision = _write(actor, at, file, decided)
    move(file, action, reason=decided.reasons)
    return decision


@writes
def sign_decision(
    *, actor: Actor, at: datetime, decision_id: UUID, application_id: UUID, title: str
) -> DecisionSignature:
    """Sign the edition that the actor saw, for their own body. The last signature puts it in force.

    `decision_id` names the edition on the signatory's screen: if it was replaced meanwhile, nothing is
    signed. Nor is it when the care plan or the package has changed so that it can no longer stand as decided.
    """
    file = queries.lock_application(actor, application_id)
    signing = file.signing(actor, london_date(at))
    policies.decision_sign(actor, signing).require()
    decision = file.decision
    if decision is None or decision.id != decision_id:
        raise Refused("The decision was changed after you opened it. Read it again, then sign.")
    _refuse(queries.decision_drift(file), "")
    signature = DecisionSignature.objects.create(
        decision=decision,
        organisation_id=policies.signs_for(actor, signing),
        signed_by_id=actor.id,
        title=title,
        signed_at=at,
    )
    move(file, ApplicationAction.SIGN)
    if signing.parties == signing.signed.keys() | {signature.organisation_id}:
        _bring_into_force(queries.lock_application(actor, application_id), at)
    return signature


def _check(file: ApplicationFile, decided: DecisionInput) -> None:
    if decided.outcome is Outcome.DEFER and not decided.questions.strip():
        raise Refused(fields={"questions": "Enter what the panel asks before it decides"})
    paying = {str(body): name for body, name in _parties(file, decided).items()}
    _refuse(quorum_findings(file.members(), paying), "")
    if not decided.outcome.funds:
        return
    if not decided.rates:
        raise Refused(fields={"services": "Select at least one service that is funded"})
    facts = [TermFact(term.starts_on, _shares(file, term)) for term in decided.terms]
    services = queries.service_facts(file.application, frozenset(decided.rates))
    _refuse(queries.drift(file.application, decided.rates.keys()), "services")
    _refuse(decision_findings(facts, services), "starts_on_1")
    first = min(term.starts_on for term in decided.terms)
    if decided.valid_to is not None and decided.valid_to < first:
        raise Refused(fields={"valid_to": "The decision cannot end before it begins"})


def _parties(file: ApplicationFile, decided: DecisionInput) -> dict[UUID, str]:
    asked = file.application
    found = {asked.council_id: asked.council.name, asked.nhs_body_id: asked.nhs_body.name}
    named = {body for term in decided.terms for body in term.shares} - found.keys()
    return {**found, **accounts.organisation_names(named)}


def _shares(file: ApplicationFile, term: TermInput) -> tuple[Share, ...]:
    payer = file.application.payer_id
    try:
        return tuple(
            Share(str(body), basis_points(percent), body == payer)
            for body, percent in {payer: "0", **term.shares}.items()
        )
    except ValueError:
        message = "Percentages must be numbers with at most two decimals, like 33.33"
        raise Refused(fields={"nhs_percent_1": message}) from None


def _write(actor: Actor, at: datetime, file: ApplicationFile, decided: DecisionInput) -> PanelDecision:
    standing, item = file.decision, file.item
    if standing is not None:
        standing.amend(superseded_at=at)
    panel = item.panel
    decision = PanelDecision.objects.create(
        item=item,
        application=file.application,
        edition=standing.edition + 1 if standing else 1,
        reference=f"{panel.convenor.code} panel {panel.number}/{item.position}",
        outcome=decided.outcome.value,
        conditions=decided.conditions,
        valid_to=decided.valid_to,
        reasons=decided.reasons,
        questions=decided.questions,
        recorded_at=at,
        recorded_by_id=actor.id,
    )
    if decided.outcome.funds:
        _write_terms(decision, file, decided)
    return decision


def _write_terms(decision: PanelDecision, file: ApplicationFile, decided: DecisionInput) -> None:
    for service in file.application.services.all():
        if service.id in decided.rates:
            DecisionService.objects.create(
                decision=decision, service=service, rate_pence=decided.rates[service.id]
            )
    for term in decided.terms:
        row = DecisionTerm.objects.create(decision=decision, starts_on=term.starts_on)
        for body, percent in {file.application.payer_id: "0", **term.shares}.items():
            DecisionShare.objects.create(term=row, organisation_id=body, percent=Decimal(percent))


def _bring_into_force(file: ApplicationFile, at: datetime) -> None:
    decision = file.decision
    outcome = Outcome(decision.outcome)
    decision.amend(effected_at=at)
    if outcome.funds:
        for row in decision.services.all():
            _fund(file, decision, row, at)
    move(file, ApplicationAction.APPROVE if outcome.funds else ApplicationAction.DECLINE)


def _fund(file: ApplicationFile, decision: PanelDecision, row: DecisionService, at: datetime) -> None:
    days = sorted(decision.terms.all(), key=lambda term: term.starts_on)
    line, reason = _line(file, decision, row, days[0].starts_on, at), f"Decision {decision.reference}"
    for term in days:
        # A body without a part needs no share; the one that pays the provider always has one.
        shares = {part.organisation_id: str(part.percent) for part in term.shares.all() if part.percent}
        terms.put_split(
            line,
            at=at,
            starts_on=term.starts_on,
            shares=shares,
            decision_reference=decision.reference,
            interim=decision.outcome == Outcome.INTERIM,
            reason=reason,
            decision=decision,
        )


def _line(
    file: ApplicationFile, decision: PanelDecision, row: DecisionService, first: date, at: datetime
) -> FundedLine:
    found = queries.line_by_service(row.service.service_key)
    if found is None:
        return terms.open_line(
            at=at,
            case_id=file.case.id,
            service_key=row.service.service_key,
            payer_id=file.application.payer_id,
            starts_on=first,
            rate_pence=row.rate_pence,
            unit=row.service.unit,
            ends_on=decision.valid_to,
        )
    line, reason = queries.lock_line(found.id), f"Decision {decision.reference}"
    standing = queries.rate_on(line.id, first)
    if standing is None or standing.pence != row.rate_pence:
        terms.put_rate(line, at=at, starts_on=first, pence=row.rate_pence, reason=reason)
    continues = file.application.kind == Application.Kind.CONTINUE
    ends_on = last_day(line.ends_on, decision.valid_to, continues=continues)
    if ends_on != line.ends_on:
        terms.put_last_day(line, at=at, ends_on=ends_on, reason=reason)
    return line


def _refuse(findings: Sequence[Finding], field: str) -> None:
    if findings:
        words = " ".join(finding.text for finding in findings)
        raise Refused(fields={field: words}) if field else Refused(words)
