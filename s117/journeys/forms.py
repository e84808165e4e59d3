"""What is asked to end aftercare and to put it back (practice 1.4 M)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from cases.rules.ending_checks import GROUND_WORDS, Ground, insufficient
from cases.services.endings import EndingInput
from s117.web.forms import UI, BaseForm, DatePartsField

AGREES = [
    ("yes", "Agrees"),
    ("in_part", "Agrees in part"),
    ("no", "Does not agree"),
    ("not_able", "Not able to say"),
]
INVITED = [("took_part", "Yes, and took part"), ("did_not", "Yes, and did not take part"), ("no", "No")]
OTHER_CARE = [
    ("none", "No other care"),
    ("free", "Other care, without charge"),
    ("charged", "Other care, which may be charged"),
]
NOTICE_FORMS = [
    ("letter", "Letter"),
    ("easy_read", "Easy read letter"),
    ("email", "Email"),
    ("in_person", "Handed over in person, in writing"),
]
YES_NO = [("yes", "Yes"), ("no", "No")]


def radios(choices: Sequence[tuple[str, str]], label: str, **kwargs: Any) -> forms.ChoiceField:
    """One of a few answers, each with a round button."""
    return forms.ChoiceField(choices=list(choices), label=label, widget=forms.RadioSelect, **kwargs)


def text(label: str, *, required: bool = True) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea)


def line(label: str) -> forms.CharField:
    """One line of text."""
    return forms.CharField(label=label, max_length=120)


class EndingRequestForm(BaseForm):
    """The review and its reasons. Each earlier need gets a question of its own, ahead of the rest."""

    reviewed_on = DatePartsField(label="Date of the review", past=True)
    person_invited = radios(INVITED, "Was the person invited to the review?")
    grounds = forms.MultipleChoiceField(
        choices=[(ground.value, words) for ground, words in GROUND_WORDS.items()],
        label="Why should aftercare end?",
        widget=forms.CheckboxSelectMultiple,
    )
    person_view = text("The person’s view")
    person_agrees = radios(AGREES, "Does the person agree?")
    carer_view = text("View of the carer or advocate", required=False)
    rc_name = line("Responsible clinician or other doctor")
    rc_opinion = text("The doctor’s opinion")
    rc_opinion_on = DatePartsField(label="Date of the doctor’s opinion", past=True)
    coordinator_name = line("Care coordinator")
    coordinator_opinion = text("The care coordinator’s opinion")
    coordinator_opinion_on = DatePartsField(label="Date of the care coordinator’s opinion", past=True)
    panel_minute = text("Minute of the panel or meeting of both bodies", required=False)
    step_down = text("How services step down", required=False)
    other_care = radios(OTHER_CARE, "What care goes on outside section 117?")
    other_care_details = text("The other care", required=False)
    charge_told_on = DatePartsField(
        label="Date the person was told they may be charged", required=False, past=True
    )
    complaint_information_on = DatePartsField(
        label="Date the person was told how to complain or challenge the decision", past=True
    )
    come_back = text("How the person can come back if they become unwell")

    ui: ClassVar[dict[str, UI]] = {
        "reviewed_on": UI(heading="The review"),
        "grounds": UI(
            heading="Reasons",
            hint="Select all that apply",
            hints={Ground.NEED_GONE: "Without this, the others together are not enough to end aftercare"},
        ),
        "person_view": UI(heading="Views", hint="In their own words where you can"),
        "rc_name": UI(heading="Opinions", width=30),
        "coordinator_name": UI(width=30),
        "panel_minute": UI(hint="Leave this out if neither body’s panel has met", rows=3),
        "step_down": UI(heading="Afterwards"),
        "other_care": UI(reveals={"charged": ("charge_told_on",)}),
        "other_care_details": UI(mark_optional=False, hint="Leave this out if there is none"),
        "charge_told_on": UI(mark_optional=False),
        "come_back": UI(hint="Who to contact and how, and that aftercare can be put back"),
    }

    def __init__(self, *args: Any, needs: Sequence[str], **kwargs: Any) -> None:
        self.needs = tuple(needs) or ("Aftercare as a whole",)
        super().__init__(*args, **kwargs)
        for place, title in enumerate(self.needs, start=1):
            self.fields[f"need_{place}"] = text(f"Why no aftercare is needed any more for: {title}")
            self.fields[f"need_{place}"].error_messages["required"] = f"Enter the reason for: {title}"
        asked = [f"need_{place}" for place in range(1, len(self.needs) + 1)]
        names = list(self.base_fields)
        after = names.index("grounds") + 1
        self.order_fields([*names[:after], *asked, *names[after:]])

    def clean_grounds(self) -> list[str]:
        """What never ends aftercare by itself is told at once, whatever else is still to be answered."""
        given: list[str] = self.cleaned_data["grounds"]
        lacking = insufficient(given)
        if lacking is not None:
            raise ValidationError(f"{lacking.text} ({lacking.rule.citation})")
        return given

    def ending(self) -> EndingInput:
        """The answers as the service takes them."""
        data = {name: self.cleaned_data[name] for name in self.base_fields}
        reasons = [
            (title, self.cleaned_data[f"need_{place}"]) for place, title in enumerate(self.needs, start=1)
        ]
        return EndingInput(needs=reasons, **data)


class EndingSignForm(BaseForm):
    """One body's decision."""

    satisfied = radios(
        [("yes", "Yes, aftercare is no longer needed"), ("no", "No, aftercare is still needed")],
        "Is your organisation satisfied that this person no longer needs aftercare?",
    )
    reasons = text("Reasons, in terms of the person’s needs")
    discharge_reasons = text("Why, although the person is conditionally discharged", required=False)
    decided_on = DatePartsField(label="Date of the decision", past=True)
    title = line("Your role in the decision")

    ui: ClassVar[dict[str, UI]] = {
        "satisfied": UI(hints={"no": "The request closes and aftercare goes on"}),
        "discharge_reasons": UI(mark_optional=False),
        "title": UI(width=30),
    }

    def __init__(self, *args: Any, conditionally_discharged: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not conditionally_discharged:
            del self.fields["discharge_reasons"]

    def decision(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return {**self.cleaned_data, "satisfied": self.cleaned_data["satisfied"] == "yes"}


class EndingConfirmForm(BaseForm):
    """The day aftercare ended, and how the person was told."""

    effective_on = DatePartsField(label="Aftercare ended on", past=True)
    notice_on = DatePartsField(label="Date the person was given notice", past=True)
    notice_form = radios(NOTICE_FORMS, "How was notice given?")
    notice_joint = radios(YES_NO, "Did both bodies give the notice together?")
    recipients = text("Who else was told")

    ui: ClassVar[dict[str, UI]] = {
        "effective_on": UI(
            hint="Not before both bodies decided, nor before the last aftercare service ended"
        ),
        "notice_on": UI(heading="Notice to the person"),
        "notice_joint": UI(
            hint="One notice from both bodies. Two separate letters are unlikely to be a joint notice"
        ),
        "recipients": UI(hint="The GP, the carer, the advocate and the providers", rows=3),
    }

    def confirmation(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return {**self.cleaned_data, "notice_joint": self.cleaned_data["notice_joint"] == "yes"}


class EndingServiceMoveForm(BaseForm):
    """What becomes of one service."""

    goes_on = radios(
        [
            ("charged", "It goes on outside aftercare, and may be charged"),
            ("free", "It goes on outside aftercare, without charge"),
            ("stops", "It stops"),
            ("aftercare", "It is still aftercare"),
        ],
        "What becomes of this service when aftercare ends?",
    )
    told_on = DatePartsField(label="Date the person was told", required=False, past=True)
    ends_on = DatePartsField(label="Last day of the service")
    details = text("What was agreed, and with whom")

    ui: ClassVar[dict[str, UI]] = {
        "goes_on": UI(
            hints={"aftercare": "It must end before aftercare can. Choose this to put a mistake right"},
            reveals={"stops": ("ends_on",)},
        ),
        "told_on": UI(
            mark_optional=False,
            hint="That it goes on outside aftercare, and of any charge. Leave this out if it stops",
        ),
    }


class EndingUndoForm(BaseForm):
    """Why an ending is undone."""

    reason = text("What was wrong with the ending?")

    ui: ClassVar[dict[str, UI]] = {
        "reason": UI(
            hint="For example: confirmed for the wrong person, or while a decision was being taken back"
        )
    }


class EndingWithdrawForm(BaseForm):
    """Why the request is withdrawn."""

    reason = text("Why is the request withdrawn?")


class EndingReinstateForm(BaseForm):
    """One body's decision that aftercare is needed again."""

    reasons = text("Why aftercare is needed again")
    effective_on = DatePartsField(label="Aftercare starts again on", past=True)
    decided_on = DatePartsField(label="Date of the decision", past=True)
    title = line("Your role in the decision")

    ui: ClassVar[dict[str, UI]] = {
        "reasons": UI(hint="What has changed, and what may happen without aftercare"),
        "title": UI(width=30),
    }
