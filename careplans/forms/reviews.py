"""Forms of reviews: opening, booking, not held, signing off. Recording one is in review_record."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from careplans.forms.fields import day, line, one_of, text
from careplans.rules.terms import Invitee, MissedReason, ReviewMethod, TriggerKind, Variant
from s117.web.forms import UI, BaseForm

NO_LETTER = "none"
TIMES = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%H"]
# What the record shows by itself opens a review by itself; the rest is for a person to say.
ASKED = [(kind.value, kind.words) for kind in TriggerKind if not kind.is_found]


def letter_field() -> forms.ChoiceField:
    """Which layout of the letter to make, or none."""
    choices = [*Variant.choices(), (NO_LETTER, "No letter")]
    return forms.ChoiceField(label="Letter to the person", choices=choices, widget=forms.RadioSelect)


def letter_of(form: BaseForm) -> Variant | None:
    """The layout chosen, or None for no letter."""
    chosen = form.cleaned_data["letter"]
    return None if chosen == NO_LETTER else Variant(chosen)


class OpenForm(BaseForm):
    """Why a review is wanted before its date."""

    kind = forms.ChoiceField(label="What happened?", choices=ASKED, widget=forms.RadioSelect)
    happened_on = day("When?", past=True, required=True)
    asked_by = line("Who asked or told you?")
    words = text("In a few words", required=True)

    ui: ClassVar[dict[str, UI]] = {
        "kind": UI(
            hint="Going into hospital, a recall, a move and a safeguarding concern on the People page open a "
            "review by themselves"
        ),
        "words": UI(rows=3),
    }


class BookForm(BaseForm):
    """When and how the review is to be held, and who is asked."""

    booked_for = day("Day of the review", future=True, required=True)
    booked_time = forms.TimeField(label="Time", required=False, input_formats=TIMES)
    method = one_of("How will it be held?", ReviewMethod)
    place = line("Where", 200)
    invited = forms.MultipleChoiceField(
        label="Who is asked?", choices=Invitee.choices(), widget=forms.CheckboxSelectMultiple, required=False
    )
    letter = letter_field()

    ui: ClassVar[dict[str, UI]] = {
        "booked_time": UI(width=10, hint="For example 2pm or 14:30"),
        "place": UI(hint="Printed in the letter, for example “Rowan House, 2 Park Road”"),
        "letter": UI(
            hint="The invitation. It says what the review is for and who can help the person speak up"
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["booked_time"].error_messages["invalid"] = "Enter a time, like 2pm or 14:30"


class MissForm(BaseForm):
    """Why the review was not held."""

    on = day("When was it to be held?", past=True, required=True)
    method = one_of("How was it tried?", ReviewMethod)
    reason = one_of("Why was it not held?", MissedReason)
    tried = text("What was tried", required=True)
    next_step = text("What happens next", required=True)
    letter = letter_field()

    ui: ClassVar[dict[str, UI]] = {
        "tried": UI(rows=3, hint="Visits, calls and messages, and whether anybody else was asked"),
        "next_step": UI(rows=3, hint="Printed in the letter to the person, so write it to them"),
        "letter": UI(hint="It says that aftercare goes on"),
    }


class SignOffForm(BaseForm):
    """The letter that tells the person what was decided."""

    letter = letter_field()
