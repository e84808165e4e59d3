"""Planning meetings and needs assessments, made through the services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from assessments import services
from assessments.models import Assessment, PlanningMeeting
from assessments.rules.domains import DOMAINS
from assessments.services import NeedInput
from s117.kernel.actor import Actor
from tests.builders.accounts import coordinator, manager

MEETING_ON = date(2026, 10, 6)
ASSESSED_AT = datetime(2026, 10, 8, 10, 0, tzinfo=UTC)

ILLNESS = "Schizophrenia, with voices that tell her not to eat or sleep"
RELAPSE = "Three admissions followed the loss of this support"


def aftercare(title: str, domain: str) -> tuple[str, NeedInput]:
    """A need that meets both limbs of section 117(6)."""
    return domain, NeedInput(
        title=title, arises="yes", arises_reason=ILLNESS, reduces="yes", reduces_reason=RELAPSE
    )


def other(title: str, domain: str) -> tuple[str, NeedInput]:
    """A need that has nothing to do with the mental disorder."""
    return domain, NeedInput(
        title=title,
        arises="no",
        arises_reason="An old football injury",
        reduces="no",
        reduces_reason="It has never led to an admission",
        care_act_eligible="yes",
    )


# Journey J1: five aftercare needs and an old knee injury that is not one.
AMARAS_NEEDS = (
    aftercare("A supported home", "accommodation"),
    aftercare("Help to keep taking medication", "medication"),
    aftercare("Someone who notices early signs", "treatment"),
    aftercare("Support to cook and shop", "daily_living"),
    aftercare("Something to get up for", "daytime"),
    other("Help with stairs after a knee injury", "physical_health"),
)


def a_meeting(
    case: Any, *, by: Actor | None = None, held_on: date = MEETING_ON, at: datetime = ASSESSED_AT
) -> PlanningMeeting:
    """A planning meeting with only its date, place and chair."""
    return services.record_meeting(
        actor=by or coordinator(),
        case_id=_id(case),
        held_on=held_on,
        place="Rowan ward",
        chair_name="Dr Sam Rahman",
        chair_role="Responsible clinician",
        at=at,
    )


def a_full_meeting(
    case: Any, *, by: Actor | None = None, held_on: date = MEETING_ON, at: datetime = ASSESSED_AT
) -> PlanningMeeting:
    """A planning meeting with every page of its record filled, as in journey J1 step 5."""
    who = by or coordinator()
    meeting = a_meeting(case, by=who, held_on=held_on, at=at)
    for section, values in MEETING_PAGES.items():
        rows = values.get("rows")
        services.amend_meeting(
            actor=who, meeting_id=meeting.id, section=section, values=values, rows=rows, at=at
        )
    return PlanningMeeting.objects.get(id=meeting.id)


def a_draft_assessment(case: Any, *, by: Actor | None = None, at: datetime = ASSESSED_AT) -> Assessment:
    """An assessment just started."""
    return services.start_assessment(actor=by or coordinator(), case_id=_id(case), at=at)


def a_complete_draft(
    case: Any,
    *,
    by: Actor | None = None,
    needs: Sequence[tuple[str, NeedInput]] = AMARAS_NEEDS,
    at: datetime = ASSESSED_AT,
) -> Assessment:
    """A draft that lacks nothing. `needs` are pairs of a domain's code and what is said of the need."""
    who = by or coordinator()
    draft = a_draft_assessment(case, by=who, at=at)
    for domain, need in needs:
        services.add_need(actor=who, assessment_id=draft.id, domain=domain, need=need, at=at)
    with_needs = set(draft.needs.values_list("domain", flat=True))
    for item in DOMAINS:
        services.save_domain(
            actor=who,
            assessment_id=draft.id,
            domain=item.code,
            situation=f"{item.title}: talked through on the ward",
            person_view="I want my own front door",
            strengths="Her sister visits",
            has_need="yes" if item.code in with_needs else "no",
            at=at,
        )
    for section, values in SECTIONS.items():
        services.save_section(actor=who, assessment_id=draft.id, section=section, values=values, at=at)
    return Assessment.objects.get(id=draft.id)


def a_submitted_assessment(
    case: Any, *, by: Actor | None = None, at: datetime = ASSESSED_AT, **draft: Any
) -> Assessment:
    """A complete assessment that waits for its sign-off."""
    who = by or coordinator()
    complete = a_complete_draft(case, by=who, at=at, **draft)
    return services.submit_assessment(actor=who, assessment_id=complete.id, at=at)


def a_signed_off_assessment(
    case: Any,
    *,
    by: Actor | None = None,
    signer: Actor | None = None,
    at: datetime = ASSESSED_AT,
    **draft: Any,
) -> Assessment:
    """An assessment that a care plan can be written from. `by` wrote it, `signer` signed it off."""
    submitted = a_submitted_assessment(case, by=by, at=at, **draft)
    return services.sign_off_assessment(actor=signer or manager(), assessment_id=submitted.id, at=at)


def _id(case: Any) -> UUID:
    return case if isinstance(case, UUID) else case.id


SECTIONS: dict[str, dict[str, Any]] = {
    "about": {
        "assessor_profession": "Social worker",
        "registration_number": "SW12345",
        "assessed_from": date(2026, 10, 7),
        "method": "in_person",
        "capacity": "has",
        "consent": "given",
    },
    "risk": {
        "risk_summary": "Stops eating when unwell",
        "triggers": "Missed medication, arguments about money",
        "warning_signs": "Sleeps less than four hours",
        "protective_factors": "Her sister, her faith",
    },
    "carer": {"carer_assessment": "accepted", "carer_impact": "Her sister misses work"},
    "summary": {
        "aftercare_summary": "A supported home, medication, someone to notice early signs, days with a shape",
        "other_summary": "Stairs, because of an old knee injury",
        "care_act_conclusion": "eligible",
        "care_act_reason": "Two outcomes cannot be reached because of the knee",
    },
}

MEETING_PAGES: dict[str, dict[str, Any]] = {
    "attendance": {
        "rc_present": "yes",
        "person_present": "yes",
        "representative_present": "yes",
        "advocate_present": "yes",
        "rows": [
            {
                "name": "Amara Obi",
                "role": "The person",
                "organisation_name": "",
                "attendance": "attended",
            },
            {
                "name": "Ngozi Obi",
                "role": "Sister",
                "organisation_name": "",
                "attendance": "attended",
            },
            {
                "name": "Lee Foster",
                "role": "Advocate",
                "organisation_name": "Voice First",
                "attendance": "attended",
            },
            {
                "name": "Dr Priya Shah",
                "role": "GP",
                "organisation_name": "Mill Lane Surgery",
                "attendance": "apologies",
            },
        ],
    },
    "views": {
        "person_views": "I want to be near my sister and not back on the ward",
        "carer_views": "She is well when somebody is about",
        "documents_seen": "Risk assessment, occupational therapy report",
    },
    "leaving": {
        "legal_status": "Section 3",
        "change_expected": "ends",
        "legal_change_expected": "Discharge without a community treatment order",
        "likely_discharge_on": date(2026, 10, 19),
    },
    "needs": {"needs_discussed": {item.code: "aftercare" for item in DOMAINS}},
    "accommodation": {
        "accommodation_need": "yes",
        "accommodation_reason": "Living alone she stops taking medication; staff on site prevent it",
    },
    "risks": {
        "risks": "Stops eating when unwell",
        "contingency": "Crisis bed at Elm House for up to 14 days",
    },
    "services": {
        "coordinator_name": "Sam Jones",
        "rows": [{"description": "Supported living", "arranged_by": "council", "paid_by": "joint"}],
    },
    "actions": {
        "disagreements": "None",
        "rows": [{"what": "Apply for the flat", "who": "Sam Jones", "due_on": date(2026, 10, 12)}],
    },
    "checks": {
        "chc_checklist": "not_needed",
        "benefits_advice": "arranged",
        "benefits_owner": "Welfare rights, ward",
        "copies_to": ["person", "gp", "ward"],
        "copy_sent_on": date(2026, 10, 7),
    },
}
