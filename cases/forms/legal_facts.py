"""Leave, conditional discharge, recall, stays, transfers, renewals and tribunals; and correcting any fact."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.forms.fields import HOSPITALS, ClockField, OrganisationField, radios, select, yes_no
from cases.models import ConditionalDischarge, HospitalStay, Leave, Renewal, StatusFact, Tribunal
from s117.web.forms import UI, BaseForm, DatePartsField

# What is said of leaving hospital when it is not asked, or they have not left.
NOT_LEFT: dict[str, Any] = {"left_on": None, "destination": ""}
# Leave ends by itself when the detention does, or at death: only a return is recorded.
LEAVE_ENDS = [
    (Leave.EndReason.RETURNED, Leave.EndReason.RETURNED.label),
    (Leave.EndReason.REVOKED, Leave.EndReason.REVOKED.label),
]
CD_ENDS = [c for c in ConditionalDischarge.EndReason.choices if c[0] != ConditionalDischarge.EndReason.DIED]


def known_from() -> forms.ChoiceField:
    """Where the fact comes from."""
    return radios(StatusFact.Source.choices, "How do you know?")


def person(label: str) -> forms.CharField:
    """Somebody by name."""
    return forms.CharField(max_length=120, label=label, required=False)


def verified_by() -> forms.CharField:
    """Who checked the papers."""
    return person("Who checked the papers?")


def verified_on() -> DatePartsField:
    """When they did."""
    return DatePartsField(label="Date they were checked", required=False, past=True)


class FactForm(BaseForm):
    """A fact of legal status: the answers are its columns, but for a few that only lead to others.

    `told_by` are questions that a column answers: its name, and the answer when it is filled and when it is
    empty. `first` are the first answers to questions that no column keeps; `apart` are the rest of those.
    """

    told_by: ClassVar[dict[str, tuple[str, str, str]]] = {}
    first: ClassVar[dict[str, str]] = {}
    apart: ClassVar[tuple[str, ...]] = ()

    def facts(self) -> dict[str, Any]:
        """The answers that are columns of the fact."""
        left_out = {"correction_reason", *self.apart, *self.told_by, *self.first}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}

    @classmethod
    def answers_of(cls, row: Any) -> dict[str, Any]:
        """A fact on the record as the form shows it first."""
        found = {name: getattr(row, name) for name in cls.base_fields if hasattr(row, name)}
        for question, (column, filled, empty) in cls.told_by.items():
            found[question] = empty if getattr(row, column) is None else filled
        provider = {"provider": row.provider_id} if "provider" in found else {}
        return {**found, **cls.first, **provider}


class ReleaseForm(FactForm):
    """A fact with which a person may leave hospital: when they left and where to are no columns of it."""

    first: ClassVar[dict[str, str]] = {"left": "no"}
    apart: ClassVar[tuple[str, ...]] = ("left_on", "destination")

    def leaving(self) -> dict[str, Any]:
        """The day of leaving hospital and where to, if they have left."""
        return {name: self.cleaned_data.get(name, "") or empty for name, empty in NOT_LEFT.items()}


def correcting(form: type[FactForm], *without: str) -> type[FactForm]:
    """The form to correct a fact with: the same questions, and why. `without` are not asked again."""
    reason = forms.CharField(
        label="Why is the entry being corrected?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why the entry is being corrected"},
    )
    ui = {**form.ui, "correction_reason": UI(rows=3, hint="The entry as it was stays on the record")}
    gone = dict.fromkeys(without)
    return type(f"{form.__name__}Correction", (form,), {"correction_reason": reason, "ui": ui, **gone})


class LeaveForm(FactForm):
    """Section 17 leave overnight, now or long ago."""

    told_by: ClassVar = {"over": ("ends_on", "yes", "no")}

    kind = radios(Leave.Kind.choices, "What kind of leave is it?")
    starts_on = DatePartsField(label="Date the leave began", past=True)
    due_back_on = DatePartsField(label="Date they are due back", required=False)
    place = forms.CharField(max_length=200, label="Where they stay", required=False)
    conditions = forms.CharField(label="Conditions", required=False, widget=forms.Textarea)
    over = yes_no("Is the leave over?")
    ends_on = DatePartsField(label="Date it ended", past=True)
    end_reason = select(Leave.EndReason.choices[:-1], "How did it end?")
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "kind": UI(
            hints={Leave.Kind.LIVING_OUT: "This may be leaving hospital. A decision maker is asked to decide"}
        ),
        "place": UI(width=30),
        "conditions": UI(rows=3),
        "over": UI(reveals={"yes": ("ends_on", "end_reason")}),
        "verified_by": UI(width=30),
    }


class LeaveEndForm(BaseForm):
    """Coming back from leave."""

    ends_on = DatePartsField(label="Date they came back", past=True)
    end_reason = radios(LEAVE_ENDS, "How did the leave end?")


class ConditionalDischargeForm(ReleaseForm):
    """A conditional discharge, now or long ago."""

    told_by: ClassVar = {
        "liberty": ("liberty_condition_from", "yes", "no"),
        "in_force": ("ends_on", "no", "yes"),
    }

    starts_on = DatePartsField(label="Date of the conditional discharge", past=True)
    discharged_by = radios(ConditionalDischarge.By.choices, "Who ordered it?")
    conditions = forms.CharField(label="Conditions", required=False, widget=forms.Textarea)
    liberty = yes_no("Do the conditions deprive them of their liberty?")
    liberty_condition_from = DatePartsField(label="Since when", past=True)
    left = yes_no("Have they left hospital?")
    left_on = DatePartsField(label="Date they left hospital", past=True)
    destination = radios(HospitalStay.Destination.choices[:-1], "Where did they go?")
    in_force = yes_no("Is it still in force?")
    ends_on = DatePartsField(label="Date it ended", past=True)
    end_reason = select(CD_ENDS, "How did it end?")
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "conditions": UI(rows=4),
        "liberty": UI(reveals={"yes": ("liberty_condition_from",)}),
        "left": UI(
            hint="Answer “No” if the day they left is on the record already",
            reveals={"yes": ("left_on", "destination")},
        ),
        "in_force": UI(reveals={"no": ("ends_on", "end_reason")}),
        "verified_by": UI(width=30),
    }


class ConditionalDischargeEndForm(BaseForm):
    """Recall from conditional discharge, or another end."""

    ends_on = DatePartsField(label="Date it ended", past=True)
    end_time = ClockField(label="Time", required=False)
    end_reason = radios(CD_ENDS, "How did it end?")
    hospital = forms.CharField(max_length=120, label="Hospital")
    ward = forms.CharField(max_length=80, label="Ward", required=False)
    provider = OrganisationField(HOSPITALS, "Trust or provider", required=False)

    ui = {
        "end_time": UI(width=10, hint="Like 10:20am or 14:05"),
        "end_reason": UI(reveals={ConditionalDischarge.EndReason.RECALL: ("hospital", "ward", "provider")}),
        "hospital": UI(width=30),
        "ward": UI(width=20),
    }


class RecallForm(FactForm):
    """Recall from a community treatment order."""

    recalled_on = DatePartsField(label="Date they were recalled to hospital", past=True)
    recall_time = ClockField(label="Time they were in hospital", required=False)
    hospital = forms.CharField(max_length=120, label="Hospital")
    ward = forms.CharField(max_length=80, label="Ward", required=False)
    provider = OrganisationField(HOSPITALS, "Trust or provider", required=False)
    responsible_clinician = person("Responsible clinician")
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "recall_time": UI(width=10, hint="Like 10:20am or 14:05. The 72 hours run from here"),
        "hospital": UI(width=30),
        "ward": UI(width=20),
        "responsible_clinician": UI(width=30),
        "verified_by": UI(width=30),
    }


class RecallEndForm(BaseForm):
    """Release from recall."""

    released_on = DatePartsField(label="Date they were released", past=True)
    destination = radios(HospitalStay.Destination.choices[:-1], "Where did they go?")


class StayForm(FactForm):
    """A stay in hospital without detention, or the days of any stay."""

    told_by: ClassVar = {"still_there": ("left_on", "no", "yes")}

    admitted_on = DatePartsField(label="Date of admission", past=True)
    hospital = forms.CharField(max_length=120, label="Hospital")
    ward = forms.CharField(max_length=80, label="Ward", required=False)
    provider = OrganisationField(HOSPITALS, "Trust or provider", required=False)
    still_there = yes_no("Are they still in hospital?")
    left_on = DatePartsField(label="Date they left hospital", past=True)
    destination = radios(HospitalStay.Destination.choices, "Where did they go?")
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "hospital": UI(width=30),
        "ward": UI(width=20),
        "still_there": UI(reveals={"no": ("left_on", "destination")}),
        "verified_by": UI(width=30),
    }


class HospitalMoveForm(FactForm):
    """A transfer to another hospital or ward."""

    moved_on = DatePartsField(label="Date of the transfer", past=True)
    hospital = forms.CharField(max_length=120, label="Hospital they went to")
    ward = forms.CharField(max_length=80, label="Ward", required=False)
    provider = OrganisationField(HOSPITALS, "Trust or provider", required=False)
    responsible_clinician = person("Responsible clinician there")
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "hospital": UI(width=30),
        "ward": UI(width=20),
        "responsible_clinician": UI(width=30),
        "verified_by": UI(width=30),
    }


class RenewalForm(FactForm):
    """A renewal of the detention, or an extension of a community treatment order."""

    what = radios(Renewal.What.choices, "What was renewed?")
    renewed_on = DatePartsField(label="Date of the report that renewed it", past=True)
    runs_to = DatePartsField(label="Last day it now runs to")
    responsible_clinician = person("Responsible clinician")
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {"responsible_clinician": UI(width=30), "verified_by": UI(width=30)}


class TribunalForm(FactForm):
    """A tribunal."""

    heard_on = DatePartsField(label="Date of the hearing", past=True)
    outcome = select(Tribunal.Outcome.choices, "Outcome")
    aftercare_recommendation = forms.CharField(
        label="What the tribunal recommended about aftercare", required=False, widget=forms.Textarea
    )
    source = known_from()
    verified_by = verified_by()
    verified_on = verified_on()

    ui = {
        "outcome": UI(hint="If it ended the detention, record that with the detention as well"),
        "aftercare_recommendation": UI(rows=4, hint="In the tribunal's own words"),
        "verified_by": UI(width=30),
    }


class SetAsideForm(BaseForm):
    """An entry made by mistake."""

    reason = forms.CharField(
        label="Why was the entry a mistake?",
        widget=forms.Textarea,
        error_messages={"required": "Enter why the entry was a mistake"},
    )

    ui = {"reason": UI(rows=4)}
