"""The pages of a needs assessment."""

from __future__ import annotations

from typing import Any, ClassVar

from assessments.forms.fields import PageForm, SectionForm, day, line, one_of, pick, text
from assessments.models.choices import (
    Capacity,
    CareActConclusion,
    CarerAssessment,
    Consent,
    Decided,
    LimbChoice,
    Method,
    OtherRoute,
    YesNo,
)
from s117.web.forms import UI


class AboutForm(SectionForm):
    """Who assessed, when and how."""

    assessor_name = line("Assessor's name")
    assessor_profession = line("Assessor's profession")
    registration_number = line("Professional registration number", 40)
    assessed_from = day("Date of the assessment, or its first day", past=True)
    assessed_to = day("Last day, if it took more than one", past=True)
    method = one_of("How was it done?", Method.choices)
    capacity = one_of("Can the person take part?", Capacity.choices)
    capacity_note = text("How was the person supported to take part?")
    consent = one_of("Does the person agree to be assessed?", Consent.choices)
    consent_note = text("What do they not agree to, or why is it in their best interests?")
    may_stay_empty = ("assessed_to",)

    ui: ClassVar[dict[str, UI]] = {
        "registration_number": UI(width=20),
        "assessor_profession": UI(hint="For example social worker, nurse or occupational therapist"),
        "capacity": UI(hint="Capacity for this decision, at this time (Mental Capacity Act 2005)"),
        "capacity_note": UI(hint="Needed when capacity is lacking or changes from time to time"),
        "consent": UI(hint="A person who refuses is still owed aftercare: say what could be assessed"),
        "consent_note": UI(hint="Needed unless the person simply agrees", rows=3),
    }

    def clean(self) -> dict[str, Any]:
        """The last day may not come before the first."""
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("assessed_from"), cleaned.get("assessed_to")
        if last and (not first or last < first):
            self.add_error("assessed_to", "The last day must be on or after the first day")
        return cleaned


class RiskForm(SectionForm):
    """What could go wrong, how it shows, and what protects."""

    risk_summary = text("Risk summary")
    triggers = text("Triggers")
    warning_signs = text("Early warning signs")
    protective_factors = text("Protective factors")

    ui: ClassVar[dict[str, UI]] = {
        "risk_summary": UI(hint="To the person, to others and from others, with how likely and how serious"),
        "triggers": UI(hint="What has come before a crisis in the past"),
        "warning_signs": UI(hint="What the person and others notice first"),
        "protective_factors": UI(hint="What and who keeps the person well"),
    }


class CarerForm(SectionForm):
    """Carers and the effect on them."""

    carer_assessment = one_of(
        "Is there a carer, and were they offered an assessment?", CarerAssessment.choices
    )
    carer_impact = text("What does caring mean for the carer?")

    ui: ClassVar[dict[str, UI]] = {
        "carer_assessment": UI(
            hint="A carer has a right to their own assessment (Care Act 2014, section 10)"
        ),
        "carer_impact": UI(hint="Leave empty if there is no carer"),
    }


class SummaryForm(SectionForm):
    """What follows from the assessment."""

    aftercare_summary = text("Summary of aftercare needs")
    other_summary = text("Summary of needs outside aftercare")
    care_act_conclusion = one_of("What follows under the Care Act?", CareActConclusion.choices)
    care_act_reason = text("Reason")

    ui: ClassVar[dict[str, UI]] = {
        "aftercare_summary": UI(
            hint="In words the person can use; services that meet these are free of charge"
        ),
        "other_summary": UI(hint="Services for these may be charged"),
        "care_act_reason": UI(hint="Not needed if a Care Act assessment is not needed"),
    }


class DomainForm(SectionForm):
    """One part of the person's life."""

    situation = text("What is happening now?")
    person_view = text("The person's view and hopes")
    strengths = text("Strengths")
    has_need = one_of("Is there a need here?", YesNo.choices)
    may_stay_empty = ("strengths",)

    ui: ClassVar[dict[str, UI]] = {
        "person_view": UI(hint="In their own words. If they could not or would not say, write that"),
        "strengths": UI(hint="What the person can do, and who or what already helps"),
        "has_need": UI(inline=True),
    }


class NeedForm(PageForm):
    """One need, tested by both limbs of section 117(6)."""

    title = line("The need", 200, required=True)
    arises = one_of("Does the need arise from, or is it related to, the mental disorder?", LimbChoice.choices)
    arises_reason = text("Why?")
    reduces = one_of(
        "Does meeting the need reduce the risk of getting worse, and so of going back to hospital?",
        LimbChoice.choices,
    )
    reduces_reason = text("Why?")
    override = one_of("Your conclusion", [("follow", "Follow the two answers"), *Decided.choices])
    override_reason = text("Reason for your own decision")
    care_act_eligible = one_of("Is the need eligible under the Care Act?", YesNo.choices)
    other_route = pick("If it is not an aftercare need, who may have to meet it?", OtherRoute.choices)
    may_stay_empty = ("care_act_eligible", "other_route")

    ui: ClassVar[dict[str, UI]] = {
        "title": UI(hint="A few words, for example “Support to keep a tenancy”. A need, not a service"),
        "arises": UI(heading="Test 1: section 117(6)(a)", hint="It need not be the only cause"),
        "arises_reason": UI(hint="Say how it is, or is not, connected with the disorder", rows=3),
        "reduces": UI(
            heading="Test 2: section 117(6)(b)",
            hint="Think of what happened before, and of what is likely if nothing is done",
        ),
        "reduces_reason": UI(hint="Say what would follow if the need were not met", rows=3),
        "override": UI(
            heading="Conclusion",
            hint="Two yes answers make an aftercare need; one no makes it a need outside aftercare. Decide"
            " yourself only when that is not right or the answers do not settle it.",
        ),
        "override_reason": UI(rows=3, hint="Only if you decide yourself"),
        "care_act_eligible": UI(inline=True),
    }

    def clean_override(self) -> str:
        """Following the two answers is no decision of one's own."""
        chosen = self.cleaned_data["override"]
        return "" if chosen == "follow" else chosen


class WithdrawForm(PageForm):
    """Why a need is taken out."""

    reason = text("Why is this need withdrawn?", required=True)


class ReturnForm(PageForm):
    """What the author should change."""

    reason = text("What should the author change?", required=True)


class ConfirmForm(PageForm):
    """Nothing to fill in: the act itself is the answer."""


SECTION_FORMS: dict[str, type[PageForm]] = {
    "about": AboutForm,
    "risk": RiskForm,
    "carer": CarerForm,
    "summary": SummaryForm,
}
