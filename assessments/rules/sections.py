"""The pages of a planning meeting record (practice 1.4 F) and of an assessment (1.4 G), domains apart."""

from __future__ import annotations

from assessments.rules.completeness import Required, Section

ASSESSMENT_SECTIONS: tuple[Section, ...] = (
    Section(
        "about",
        "About this assessment",
        (
            "assessor_name",
            "assessor_profession",
            "registration_number",
            "assessed_from",
            "assessed_to",
            "method",
            "capacity",
            "capacity_note",
            "consent",
            "consent_note",
        ),
        (
            Required("assessor_name", "who assessed"),
            Required("assessor_profession", "the assessor's profession"),
            Required("registration_number", "the assessor's registration number"),
            Required("assessed_from", "the date of the assessment"),
            Required("method", "how the assessment was done"),
            Required("capacity", "whether the person has capacity to take part"),
            Required(
                "capacity_note",
                "how the person was supported to take part",
                "capacity",
                ("lacks", "fluctuates"),
            ),
            Required("consent", "whether the person agrees to be assessed"),
            Required(
                "consent_note",
                "what the person does not agree to, or why it is in their best interests",
                "consent",
                ("in_part", "refused", "best_interests"),
            ),
        ),
    ),
    Section(
        "risk",
        "Risk summary",
        ("risk_summary", "triggers", "warning_signs", "protective_factors"),
        (
            Required("risk_summary", "the risk summary"),
            Required("triggers", "the triggers"),
            Required("warning_signs", "the early warning signs"),
            Required("protective_factors", "the protective factors"),
        ),
    ),
    Section(
        "carer",
        "Carers",
        ("carer_assessment", "carer_impact"),
        (
            Required("carer_assessment", "whether there is a carer and an assessment was offered"),
            Required(
                "carer_impact",
                "the effect on the carer",
                "carer_assessment",
                ("accepted", "declined", "not_offered"),
            ),
        ),
    ),
    Section(
        "summary",
        "Conclusions",
        ("aftercare_summary", "other_summary", "care_act_conclusion", "care_act_reason"),
        (
            Required("aftercare_summary", "the summary of aftercare needs"),
            Required("other_summary", "the summary of needs outside aftercare", "has_other_needs", ("yes",)),
            Required("care_act_conclusion", "the Care Act conclusion"),
            Required(
                "care_act_reason",
                "the reason for the Care Act conclusion",
                "care_act_conclusion",
                ("eligible", "not_eligible"),
            ),
        ),
    ),
)

MEETING_SECTIONS: tuple[Section, ...] = (
    Section(
        "basics",
        "Date, place and chair",
        ("held_on", "held_at", "place", "method", "chair_name", "chair_role"),
        (
            Required("held_on", "the date"),
            Required("place", "the place"),
            Required("chair_name", "who was in the chair"),
        ),
    ),
    Section(
        "attendance",
        "Who was invited and who came",
        (
            "attendance",
            "rc_present",
            "person_present",
            "person_absent_reason",
            "representative_present",
            "representative_absent_reason",
            "advocate_present",
            "advocate_absent_reason",
        ),
        (
            Required("attendance", "who was invited"),
            Required("rc_present", "whether the responsible clinician or a deputy was there"),
            Required("person_present", "whether the person was there"),
            Required("person_absent_reason", "why the person was not there", "person_present", ("no",)),
            Required("representative_present", "whether a representative was there"),
            Required("advocate_present", "whether an advocate was there"),
        ),
    ),
    Section(
        "views",
        "Views and papers",
        ("person_views", "carer_views", "papers_seen", "documents_seen"),
        (Required("person_views", "the person's views in their own words"),),
    ),
    Section(
        "leaving",
        "Legal status and leaving hospital",
        (
            "legal_status",
            "change_expected",
            "legal_change_expected",
            "likely_discharge_on",
            "clinically_ready_on",
        ),
        (
            Required("legal_status", "the legal status discussed"),
            Required("change_expected", "what change of legal status is expected"),
        ),
    ),
    Section(
        "needs",
        "Needs discussed",
        ("needs_discussed",),
        (Required("needs_discussed", "an answer for every part of life"),),
    ),
    Section(
        "accommodation",
        "Accommodation",
        ("accommodation_need", "accommodation_reason"),
        (
            Required("accommodation_need", "whether accommodation is an aftercare need"),
            Required("accommodation_reason", "the reason", "accommodation_need", ("yes", "no", "undecided")),
        ),
    ),
    Section(
        "risks",
        "Risks and contingency",
        ("risks", "contingency"),
        (Required("risks", "the risks"), Required("contingency", "the contingency plan")),
    ),
    Section(
        "services",
        "Coordinator and services agreed",
        ("coordinator_name", "services"),
        (
            Required("coordinator_name", "the care coordinator confirmed"),
            Required("services", "the services agreed, each with its responsible body and funder"),
        ),
    ),
    Section(
        "actions",
        "Actions and disagreements",
        ("actions", "disagreements"),
        (Required("actions", "the actions, each with who and by when"),),
    ),
    Section(
        "checks",
        "Checks and copies",
        ("chc_checklist", "benefits_advice", "benefits_owner", "copies_to", "copy_sent_to", "copy_sent_on"),
        (
            Required("chc_checklist", "whether a continuing healthcare checklist is needed"),
            Required("benefits_advice", "whether advice on benefits was given"),
            # P-11: fault was found where nobody owned the promise of help with benefits.
            Required("benefits_owner", "who will help with benefits", "benefits_advice", ("arranged",)),
            Required("copies_to", "who was sent a copy"),
        ),
    ),
)

_ASSESSMENT = {section.code: section for section in ASSESSMENT_SECTIONS}
_MEETING = {section.code: section for section in MEETING_SECTIONS}


def assessment_section(code: str) -> Section | None:
    """The assessment's section with the code, or None."""
    return _ASSESSMENT.get(code)


def meeting_section(code: str) -> Section | None:
    """The meeting record's section with the code, or None."""
    return _MEETING.get(code)
