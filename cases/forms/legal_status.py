"""Detentions, hospital and community treatment orders."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.forms.fields import HOSPITALS, ClockField, OrganisationField, radios, select, yes_no
from cases.forms.legal_facts import FactForm, ReleaseForm, known_from, person, verified_by, verified_on
from cases.models import CommunityTreatmentOrder, Detention, HospitalStay, codes
from s117.web.forms import UI, BaseForm, DatePartsField

_Reason = Detention.EndReason
# A community treatment order and a recall end a detention by pages of their own.
OWN_PAGES = (_Reason.CTO, _Reason.RELEASED, _Reason.REVOKED)
END_REASONS = [choice for choice in _Reason.choices if choice[0] not in OWN_PAGES]
# Reasons with which a detention can end on the day that the person leaves hospital.
LEAVING_REASONS = [
    choice
    for choice in END_REASONS
    if choice[0] not in (_Reason.CONVERTED, _Reason.RESTRICTION, _Reason.COURT)
]
DESTINATIONS = HospitalStay.Destination.choices


class DetentionForm(FactForm):
    """A detention, now or long ago."""

    told_by: ClassVar = {"in_force": ("ends_on", "no", "yes")}
    first: ClassVar = {"afterwards": "not_known"}
    apart: ClassVar = ("admitted_on", "left_hospital_on")

    section_code = select([*codes.LEGAL_STATUSES, *codes.RECALLS], "Section or order")
    order_kind = select(Detention.OrderKind.choices, "What did the court order?", required=False)
    restriction = select(Detention.Restriction.choices, "Restrictions", required=False)
    court = forms.CharField(max_length=120, label="Court", required=False)
    order_made_on = DatePartsField(label="Date of the court order", required=False, past=True)
    starts_on = DatePartsField(label="Date it began", past=True)
    start_time = ClockField(label="Time it began", required=False)
    application_made_on = DatePartsField(label="Date the application was made", required=False, past=True)
    hospital = forms.CharField(max_length=120, label="Hospital", required=False)
    ward = forms.CharField(max_length=80, label="Ward", required=False)
    provider = OrganisationField(HOSPITALS, "Trust or provider", required=False)
    responsible_clinician = person("Responsible clinician")
    admitted_on = DatePartsField(label="Date of admission to hospital", required=False, past=True)
    in_force = yes_no("Is it still in force?")
    ends_on = DatePartsField(label="Date it ended", past=True)
    end_reason = select(_Reason.choices, "How did it end?")
    afterwards = radios(
        [
            ("left", "They left hospital"),
            ("stayed", "They are still in hospital"),
            ("not_known", "Not known"),
        ],
        "And then?",
    )
    left_hospital_on = DatePartsField(label="Date they left hospital", past=True)
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "order_kind": UI(hint="Only for a court order, or an Act other than the Mental Health Act"),
        "restriction": UI(hint="Only where the section does not say it, such as an order under another Act"),
        "court": UI(width=30, hint="For sections that a court orders"),
        "start_time": UI(width=10, hint="Like 10:20am or 14:05"),
        "application_made_on": UI(hint="If it was made on another day than the detention began"),
        "hospital": UI(width=30, mark_optional=False, hint="Leave empty only for guardianship"),
        "ward": UI(width=20),
        "responsible_clinician": UI(width=30),
        "admitted_on": UI(
            hint="If they were in hospital before this began, informally or under another section"
        ),
        "in_force": UI(reveals={"no": ("ends_on", "end_reason", "afterwards")}),
        "afterwards": UI(reveals={"left": ("left_hospital_on",)}),
        "verified_by": UI(width=30),
    }

    def stay(self) -> dict[str, Any]:
        """What is known of the stay in hospital it belongs to."""
        ended = self.cleaned_data["in_force"] == "no"
        return {
            "admitted_on": self.cleaned_data["admitted_on"],
            "left_hospital_on": self.cleaned_data["left_hospital_on"] if ended else None,
            "still_in_hospital": ended and self.cleaned_data["afterwards"] == "stayed",
        }


class DetentionEndForm(BaseForm):
    """The end of the detention in force."""

    ends_on = DatePartsField(label="Date the detention ended", past=True)
    end_reason = radios(END_REASONS, "How did it end?")


class HospitalReadyForm(BaseForm):
    """Being clinically ready to leave."""

    ready_on = DatePartsField(label="Date they were clinically ready to leave", past=True)
    delayed = yes_no("Is leaving delayed?")
    delay_reason = select(codes.DELAY_REASONS, "Main reason for the delay")

    ui = {"delayed": UI(reveals={"yes": ("delay_reason",)})}


class HospitalLeaveForm(BaseForm):
    """Leaving hospital; `detained` asks how the detention ended."""

    left_on = DatePartsField(label="Date they left hospital", past=True)
    left_time = ClockField(label="Time they left", required=False)
    destination = radios(HospitalStay.Destination.choices, "Where did they go?")
    end_reason = select(LEAVING_REASONS, "How did the detention end?")

    ui = {
        "left_on": UI(hint="Section 17 leave is not leaving hospital. Do not record it here"),
        "left_time": UI(width=10, hint="Like 2:30pm. The 72 hours for the first contact run from it"),
    }

    def __init__(self, *args: Any, detained: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not detained:
            del self.fields["end_reason"]


class CtoForm(ReleaseForm):
    """A community treatment order, now or long ago."""

    told_by: ClassVar = {"in_force": ("ended_on", "no", "yes")}

    starts_on = DatePartsField(label="Date the order began", past=True)
    expires_on = DatePartsField(label="Last day of the order", required=False)
    responsible_clinician = person("Responsible clinician")
    conditions = forms.CharField(label="Conditions", required=False, widget=forms.Textarea)
    left = yes_no("Have they left hospital?")
    left_on = DatePartsField(label="Date they left hospital", past=True)
    destination = radios(DESTINATIONS[:-1], "Where did they go?")
    in_force = yes_no("Is it still in force?")
    ended_on = DatePartsField(label="Date the order ended", past=True)
    end_reason = select(CommunityTreatmentOrder.EndReason.choices, "How did it end?")
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "expires_on": UI(hint="Before any extension. Leave empty for six months from the day it began"),
        "responsible_clinician": UI(width=30),
        "conditions": UI(rows=4),
        "left": UI(reveals={"yes": ("left_on", "destination")}),
        "in_force": UI(reveals={"no": ("ended_on", "end_reason")}),
        "verified_by": UI(width=30),
    }


class CtoEndForm(BaseForm):
    """The end of a community treatment order."""

    ended_on = DatePartsField(label="Date the order ended", past=True)
    end_reason = radios(CommunityTreatmentOrder.EndReason.choices, "How did it end?")
