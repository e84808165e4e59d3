"""The columns that every list of cases shares, and the header that every page about a person shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery

from cases.models import (
    Case,
    CaseStatusChange,
    Determination,
    HospitalStay,
    Merge,
    SafeguardingConcern,
)
from cases.models.codes import FORMATS, section_words
from cases.models.register import STATUS_WORDS
from cases.queries.scope import known_to, visible_to
from cases.rules.lifecycle import CaseStatus
from s117.accounts.models import OrganisationKind
from s117.kernel.actor import Actor
from s117.kernel.letters import listed_name
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound

# An alert for those who work with the person: who pays or audits is not told.
SAFEGUARDING = "Safeguarding concern"


@dataclass(frozen=True, slots=True)
class CaseHeader:
    """What every page about a person shows of them, and what policies decide on."""

    id: UUID
    reference: str
    client_id: UUID
    status: str
    family_name: str
    given_names: str
    preferred_name: str
    date_of_birth: date
    date_of_death: date | None
    nhs_number: str
    section_words: str
    coordinator_id: UUID | None
    coordinator_name: str
    team_id: UUID | None
    team_name: str
    council_id: UUID | None
    council_name: str
    nhs_body_id: UUID | None
    nhs_body_name: str
    detained: bool
    in_hospital: bool
    left_hospital_on: date | None
    on_cto: bool
    on_leave: bool
    conditionally_discharged: bool
    alerts: tuple[str, ...]
    ended_on: date | None = None
    ended_because: str = ""
    summary_only: bool = False
    merged_into: str = ""
    in_wales: bool = False

    @property
    def display_name(self) -> str:
        """The name as lists and banners show it: OBI, Amara."""
        return listed_name(self.family_name, self.given_names)

    @property
    def status_words(self) -> str:
        """The status in words."""
        return STATUS_WORDS[CaseStatus(self.status)]


# The columns that lists and headers share: output name -> where it comes from.
REGISTER_COLUMNS = {
    "family_name": F("client__family_name"),
    "given_names": F("client__given_names"),
    "preferred_name": F("client__preferred_name"),
    "date_of_birth": F("client__date_of_birth"),
    "date_of_death": F("client__date_of_death"),
    "nhs_number": F("client__nhs_number"),
    "first_language": F("client__first_language"),
    "interpreter_needed": F("client__interpreter_needed"),
    "accessible_formats": F("client__accessible_formats"),
    "section_code": F("detention_now__section_code"),
    "admitted_on": F("stay_now__admitted_on"),
    "cto_from": F("cto_now__starts_on"),
    "leave_from": F("leave_now__starts_on"),
    "discharged_from": F("discharge_now__starts_on"),
    "coordinator_id": F("allocation_now__coordinator_id"),
    "coordinator_name": F("allocation_now__coordinator__full_name"),
    "team_id": F("allocation_now__team_id"),
    "team_name": F("allocation_now__team__name"),
    "council_id": F("council_now__body_id"),
    "council_name": F("council_now__body__name"),
    "council_answer": F("council_now__answer"),
    "nhs_body_id": F("nhs_body_now__body_id"),
    "nhs_body_name": F("nhs_body_now__body__name"),
    "nhs_body_kind": F("nhs_body_now__body__kind"),
    "nhs_body_answer": F("nhs_body_now__answer"),
}
OWN_COLUMNS = ("id", "reference", "status", "client_id", "registered_on")


def register_rows(cases: QuerySet[Case], *extra: str) -> QuerySet[Case, dict[str, Any]]:
    """One row a case as a dict, for lists, dashboards and exports: OWN_COLUMNS, REGISTER_COLUMNS,
    left_hospital_on, and `extra`, names that the caller annotated.

    One statement. `section_code`, `admitted_on`, `cto_from`, `leave_from` and `discharged_from` are None
    unless detained, in hospital, on a community treatment order, on leave or conditionally discharged now.
    Filter and order on these names or on the case's own columns.
    """
    standing = {
        "detention_now": FilteredRelation(
            "detentions",
            condition=Q(detentions__ends_on__isnull=True, detentions__is_current=True),
        ),
        "stay_now": FilteredRelation(
            "stays", condition=Q(stays__left_on__isnull=True, stays__is_current=True)
        ),
        "cto_now": FilteredRelation("ctos", condition=Q(ctos__ended_on__isnull=True, ctos__is_current=True)),
        "leave_now": FilteredRelation(
            "leaves", condition=Q(leaves__ends_on__isnull=True, leaves__is_current=True)
        ),
        "discharge_now": FilteredRelation(
            "conditional_discharges",
            condition=Q(
                conditional_discharges__ends_on__isnull=True, conditional_discharges__is_current=True
            ),
        ),
        "allocation_now": FilteredRelation("allocations", condition=Q(allocations__ends_on__isnull=True)),
        "council_now": _current_determination("council"),
        "nhs_body_now": _current_determination("nhs_body"),
    }
    last_left = (
        HospitalStay.objects.filter(case=OuterRef("pk"), is_current=True, left_on__isnull=False)
        .order_by("-left_on")
        .values("left_on")[:1]
    )
    return (
        cases.alias(**standing)
        .annotate(left_hospital_on=Subquery(last_left))
        .values(*OWN_COLUMNS, "left_hospital_on", *extra, **REGISTER_COLUMNS)
    )


def council_now(case: object) -> QuerySet[Determination]:
    """The determination that names the case's council now, to be part of another statement."""
    return Determination.objects.filter(case=case, kind="council", is_current=True)


def _current_determination(kind: str) -> FilteredRelation:
    return FilteredRelation(
        "determinations", condition=Q(determinations__kind=kind, determinations__is_current=True)
    )


def case_for(actor: Actor, ref: str, *, reads: Permission | None = None) -> CaseHeader:
    """The header of a case the actor may see, by its reference, in one statement. NotFound otherwise.

    For a role that may not see legal status (finance), or why aftercare ended, the header does not hold it.
    `reads` is what lets one know of the thing that is asked for: to a role without it, such as finance before
    an assessment, there is none (practice J10 d).
    """
    if reads is not None and not actor.may(reads):
        raise NotFound
    header = _only(visible_to(actor).filter(reference=ref))
    if not actor.may(Permission.ENDING_VIEW):
        header = replace(header, ended_because="")
    return _as_seen(actor, header)


def header_for(actor: Actor, case_id: UUID) -> CaseHeader:
    """The header of a case the actor may see, by its id, for services to decide on. NotFound otherwise."""
    return _only(visible_to(actor).filter(pk=case_id))


def summary_for(actor: Actor, ref: str) -> CaseHeader:
    """The header of a case that the actor sees whole or in summary, for the pages about responsibility.

    `summary_only` says which; in summary the header names nobody of the care. NotFound otherwise.
    """
    return _known(actor, Q(reference=ref))


def known_header(actor: Actor, case_id: UUID) -> CaseHeader:
    """The same by the case's id, for services to decide on."""
    return _known(actor, Q(pk=case_id))


def _known(actor: Actor, which: Q) -> CaseHeader:
    whole = Exists(visible_to(actor).filter(pk=OuterRef("pk")))
    row = _first(known_to(actor).filter(which), whole=whole)
    header = _header(row)
    if not row["whole"]:
        hidden = {"coordinator_name": "", "team_name": "", "alerts": ()}
        return replace(header, summary_only=True, **hidden)
    return _as_seen(actor, header)


def headers_for(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, CaseHeader]:
    """Headers by case id, of those that the actor may see. One statement."""
    rows = _headers().filter(pk__in=visible_to(actor).filter(pk__in=case_ids).values("pk"))
    return {row["id"]: _as_seen(actor, _header(row)) for row in rows}


def _as_seen(actor: Actor, header: CaseHeader) -> CaseHeader:
    if not actor.may(Permission.PEOPLE_VIEW):
        shown = tuple(alert for alert in header.alerts if alert != SAFEGUARDING)
        header = replace(header, alerts=shown)
    if actor.may(Permission.LEGAL_STATUS_VIEW):
        return header
    return replace(header, section_words="", on_cto=False, on_leave=False, conditionally_discharged=False)


def _only(cases: QuerySet[Case]) -> CaseHeader:
    return _header(_first(cases))


def _first(cases: QuerySet[Case], **also: Exists) -> dict[str, Any]:
    row = _headers().annotate(**also).filter(pk__in=cases.values("pk")).first()
    if row is None:
        raise NotFound
    return row


@cache
def _headers() -> QuerySet[Case, dict[str, Any]]:
    """The statement behind every header, to be narrowed: building it takes longer than running it."""
    ended = CaseStatusChange.objects.filter(case=OuterRef("pk"), to_status=CaseStatus.ENDED)
    last = ended.order_by("-recorded_at")
    merged = Merge.objects.filter(merged=OuterRef("pk"), undone_at__isnull=True)
    concern = SafeguardingConcern.objects.filter(case=OuterRef("pk"), is_current=True, ends_on__isnull=True)
    asked = {
        "ended_on": Subquery(last.values("on")[:1]),
        "ended_because": Subquery(last.values("reason")[:1]),
        "merged_reference": Subquery(merged.values("kept__reference")[:1]),
        "safeguarding": Exists(concern),
    }
    return register_rows(Case.objects.annotate(**asked), *asked)


def _header(row: dict[str, Any]) -> CaseHeader:
    same = ("preferred_name", "date_of_birth", "date_of_death", "nhs_number", "left_hospital_on")
    bodies = ("coordinator_id", "team_id", "council_id", "nhs_body_id")
    names = ("coordinator_name", "team_name", "council_name", "nhs_body_name")
    return CaseHeader(
        **{name: row[name] for name in ("id", "reference", "client_id", "status", *same, *bodies)},
        **{name: row[name] or "" for name in ("family_name", "given_names", *names)},
        section_words=_legal_words(row),
        detained=row["section_code"] is not None,
        in_hospital=row["admitted_on"] is not None,
        on_cto=row["cto_from"] is not None,
        on_leave=row["leave_from"] is not None,
        conditionally_discharged=row["discharged_from"] is not None,
        alerts=_alerts(row),
        ended_on=row["ended_on"] if row["status"] == CaseStatus.ENDED else None,
        ended_because=(row["ended_because"] or "") if row["status"] == CaseStatus.ENDED else "",
        merged_into=row["merged_reference"] or "",
        in_wales=row["nhs_body_kind"] == OrganisationKind.LHB,
    )


def _legal_words(row: dict[str, Any]) -> str:
    if row["section_code"] is not None:
        leave = ", on leave" if row["leave_from"] is not None else ""
        return section_words(row["section_code"]) + leave
    if row["cto_from"] is not None:
        return "Community treatment order"
    if row["discharged_from"] is not None:
        return "Conditionally discharged"
    return "Informal patient" if row["admitted_on"] is not None else "Not detained"


def _alerts(row: dict[str, Any]) -> tuple[str, ...]:
    found = []
    if row["date_of_death"]:
        found.append("Died")
    if row["safeguarding"]:
        found.append(SAFEGUARDING)
    if row["interpreter_needed"]:
        found.append(f"Interpreter needed: {row['first_language'] or 'language not recorded'}")
    if row["accessible_formats"]:
        found.append("Needs: " + ", ".join(FORMATS[code] for code in row["accessible_formats"]))
    if "cannot_tell" in (row["council_answer"], row["nhs_body_answer"]):
        found.append("Responsible body to be decided")
    return tuple(found)
