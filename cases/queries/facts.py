"""From rows to the frozen facts that the rules of law are asked with. Bodies go by their names.

Names, because the rules' findings are sentences that people read; `bodies_by_name` leads back to the rows.
A row's `ends_on` for an address or a GP registration is the last day; a fact's is the day it stopped.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from cases.models import (
    Address,
    Case,
    CommunityTreatmentOrder,
    ConditionalDischarge,
    Detention,
    EndingDecision,
    EndingRequest,
    HospitalStay,
)
from cases.models.codes import CTO_RECALL, RECALL_CODES
from cases.rules import facts as f
from cases.rules.lifecycle import EndingStatus
from cases.rules.rulesets import Nation
from s117.accounts.models import Organisation, OrganisationKind
from s117.accounts.queries import successions_in_use
from s117.kernel.periods import Period, gaps

_Reason, _Fact = Detention.EndReason, f.EndReason
END_REASONS = {
    _Reason.RC: _Fact.DISCHARGED,
    _Reason.TRIBUNAL: _Fact.DISCHARGED,
    _Reason.MANAGERS: _Fact.DISCHARGED,
    _Reason.RELATIVE: _Fact.DISCHARGED,
    _Reason.ABSOLUTE: _Fact.DISCHARGED,
    _Reason.LAPSED: _Fact.LAPSED,
    _Reason.CONVERTED: _Fact.CONVERTED,
    _Reason.RESTRICTION: _Fact.CONVERTED,
    _Reason.CTO: _Fact.CTO,
    _Reason.CONDITIONAL: _Fact.CONDITIONAL_DISCHARGE,
}
SETTLED = {Address.Settled.YES: True, Address.Settled.NO: False, Address.Settled.UNKNOWN: None}
# Rows that say where somebody was, not that they made a home there.
NOT_A_HOME = (Address.Kind.NONE, Address.Kind.PRISON, Address.Kind.HOSPITAL)


def case_facts(case_id: UUID) -> f.CaseFacts:
    """Everything the register knows of one person that the rules may ask, in a fixed number of statements."""
    case = Case.objects.select_related("client").get(pk=case_id)
    addresses = list(case.client.addresses.select_related("council", "arranging_body").order_by("starts_on"))
    detentions = list(case.detentions.filter(is_current=True).order_by("starts_on"))
    stays = list(case.stays.filter(is_current=True).order_by("admitted_on"))
    ended = _ended(case_id)
    homeless = [row for row in addresses if row.kind == Address.Kind.NONE]
    return f.CaseFacts(
        detentions=tuple(_detention(row) for row in detentions),
        stays=tuple(_voluntary(stays, detentions)),
        leavings=tuple(_leaving(row, addresses) for row in stays if _left_alive(row)),
        leave=tuple(
            f.LeaveFact(kind=f.LeaveKind(row.kind), starts_on=row.starts_on, ends_on=row.ends_on)
            for row in case.leaves.filter(is_current=True).order_by("starts_on")
        ),
        ctos=tuple(_cto(row, detentions) for row in case.ctos.filter(is_current=True).order_by("starts_on")),
        conditional_discharges=tuple(_conditional_discharges(case, detentions)),
        residences=tuple(_residence(row) for row in addresses if row.kind not in NOT_A_HOME),
        prisons=tuple(
            f.PrisonFact(starts_on=row.starts_on, ends_on=_day_after(row.ends_on), area=_area(row))
            for row in addresses
            if row.kind == Address.Kind.PRISON
        ),
        gps=tuple(
            f.GpFact(body=row.icb.name, starts_on=row.starts_on, ends_on=_day_after(row.ends_on))
            for row in case.client.gp_registrations.select_related("icb").order_by("starts_on")
        ),
        endings=tuple(fact for row in ended for fact in _decisions(row)),
        notices=tuple(_notice(row) for row in ended),
        reinstatements=tuple(
            f.ReinstatementFact(on=row.reinstated_on) for row in ended if row.reinstated_on is not None
        ),
        successions=succession_facts(),
        died_on=case.client.date_of_death,
        date_of_birth=case.client.date_of_birth,
        no_residence=bool(homeless) and len(homeless) == len(addresses),
        present_in_area=_area(homeless[-1]) if homeless else "",
        no_recourse=bool(case.client.no_recourse),
    )


def bodies_by_name() -> dict[str, UUID]:
    """The councils and NHS bodies that an answer of the rules may name."""
    kinds = (OrganisationKind.COUNCIL, OrganisationKind.ICB, OrganisationKind.LHB)
    return dict(Organisation.objects.filter(kind__in=kinds).values_list("name", "id"))


def bodies_to_choose() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Councils and NHS bodies as (name, words), by name. One that has closed says so. One statement."""
    councils: list[tuple[str, str]] = []
    nhs: list[tuple[str, str]] = []
    kinds = (OrganisationKind.COUNCIL, OrganisationKind.ICB, OrganisationKind.LHB)
    rows = (
        Organisation.objects.filter(kind__in=kinds).order_by("name").values_list("kind", "name", "valid_to")
    )
    for kind, name, closed_on in rows:
        words = name if closed_on is None else f"{name} (closed {closed_on.year})"
        (councils if kind == OrganisationKind.COUNCIL else nhs).append((name, words))
    return councils, nhs


def _detention(row: Detention) -> f.DetentionFact:
    revived = row.section_code in RECALL_CODES
    return f.DetentionFact(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        code="" if revived else row.section_code,
        section="recall" if revived else "",
        order_kind=_order_kind(row.order_kind),
        end_reason=END_REASONS.get(row.end_reason, _Fact.OTHER) if row.end_reason else None,
        application_made_on=row.application_made_on,
    )


def _ended(case_id: UUID) -> list[EndingRequest]:
    """The requests that both bodies brought to an end. One that is still open has no effect yet."""
    closed = (EndingStatus.ENDED, EndingStatus.REINSTATED)
    rows = EndingRequest.objects.filter(case=case_id, status__in=closed)
    return list(rows.select_related("notice").prefetch_related("decisions").order_by("effective_on"))


def _decisions(row: EndingRequest) -> Iterable[f.EndingFact]:
    """Each body's decision. It takes effect on the day that was confirmed, and services ran until then.

    The body is not named: only the one that signed for its side could decide, whatever the rules propose.
    """
    sides = {EndingDecision.Side.COUNCIL: f.Side.COUNCIL, EndingDecision.Side.NHS_BODY: f.Side.NHS}
    for decision in row.decisions.all():
        if decision.question == EndingDecision.Question.END:
            yield f.EndingFact(
                side=sides[decision.side],
                decided_on=row.effective_on,
                satisfied=decision.satisfied,
            )


def _notice(row: EndingRequest) -> f.NoticeFact:
    return f.NoticeFact(given_on=row.notice.given_on, in_writing=True, joint=row.notice.joint)


def _order_kind(kind: str) -> f.OrderKind | None:
    return f.OrderKind(kind) if kind in {known.value for known in f.OrderKind} else None


def _voluntary(stays: Iterable[HospitalStay], detentions: Iterable[Detention]) -> Iterable[f.StayFact]:
    """The stretches of each stay that no detention covers."""
    held = [Period(row.starts_on, row.ends_on) for row in detentions]
    for stay in stays:
        for free in gaps(held, Period(stay.admitted_on, stay.left_on)):
            yield f.StayFact(starts_on=free.start, ends_on=free.end)


def _left_alive(stay: HospitalStay) -> bool:
    return stay.left_on is not None and stay.destination != HospitalStay.Destination.DIED


def _leaving(stay: HospitalStay, addresses: Iterable[Address]) -> f.LeavingFact:
    sent_to = next((_area(row) for row in addresses if row.starts_on == stay.left_on), "")
    return f.LeavingFact(left_on=stay.left_on, sent_to_area=sent_to)


def _conditional_discharges(
    case: Case, detentions: Iterable[Detention]
) -> Iterable[f.ConditionalDischargeFact]:
    """Those on the record, and those of which only the end of the detention tells."""
    known = set()
    for row in case.conditional_discharges.filter(is_current=True).order_by("starts_on"):
        known.add(row.starts_on)
        recalled = row.end_reason == ConditionalDischarge.EndReason.RECALL
        yield f.ConditionalDischargeFact(
            starts_on=row.starts_on, ends_on=row.ends_on, recalled_on=row.ends_on if recalled else None
        )
    for detention in detentions:
        if detention.end_reason == _Reason.CONDITIONAL and detention.ends_on not in known:
            yield f.ConditionalDischargeFact(starts_on=detention.ends_on)


def _cto(row: CommunityTreatmentOrder, detentions: Iterable[Detention]) -> f.CtoFact:
    """The order, with the last day on which the person was recalled under it."""
    revoked = row.end_reason == row.EndReason.REVOKED
    period = Period(row.starts_on, row.ended_on)
    recalls = (d.starts_on for d in detentions if d.section_code == CTO_RECALL)
    return f.CtoFact(
        starts_on=row.starts_on,
        recalled_on=max((day for day in recalls if period.contains(day)), default=None),
        ends_on=None if revoked else row.ended_on,
        revoked_on=row.ended_on if revoked else None,
    )


def _residence(row: Address) -> f.ResidenceFact:
    return f.ResidenceFact(
        area=_area(row),
        starts_on=row.starts_on,
        ends_on=_day_after(row.ends_on),
        settled=SETTLED[row.settled],
        nation=Nation(row.country),
        kind=row.kind,
        arranged_by=row.arranging_body.name if row.arranging_body else "",
        power=f.Power(row.arranged_under),
    )


def _area(row: Address) -> str:
    return row.council.name if row.council else ""


def _day_after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def succession_facts() -> tuple[f.SuccessionFact, ...]:
    """Every body that another took over from, by name."""
    rows = list(successions_in_use())
    heirs: dict[str, int] = {}
    for row in rows:
        heirs[row.predecessor.name] = heirs.get(row.predecessor.name, 0) + 1
    return tuple(
        f.SuccessionFact(
            predecessor=row.predecessor.name,
            successor=row.successor.name,
            on=row.starts_on,
            by_area=heirs[row.predecessor.name] > 1,
        )
        for row in rows
    )
