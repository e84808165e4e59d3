"""Forms of reviews."""

from __future__ import annotations

from typing import ClassVar

from careplans.forms.fields import day, line, one_of, text
from careplans.rules.terms import ReviewMethod, ReviewOutcome
from s117.web.forms import UI, BaseForm


class BookForm(BaseForm):
    """When the review is to be held."""

    booked_for = day("Day of the review", future=True, required=True)
    method = one_of("How will it be held?", ReviewMethod)


class ReviewForm(BaseForm):
    """What was found at a review (practice 1.4 L)."""

    held_on = day("Day the review was held", past=True, required=True)
    method = one_of("How was it held?", ReviewMethod)
    council_attendee = line("Who attended for the council", required=True)
    nhs_attendee = line("Who attended for the NHS body", required=True)
    attended = text("Who else attended")
    persons_views = text("The person’s views", required=True)
    carers_views = text("Views of carers, family and friends")
    working = text("What is working")
    not_working = text("What is not working")
    outcome = one_of("What does the review recommend?", ReviewOutcome)
    outcome_reason = text("Why?", required=True)
    next_due_on = day("Next review due", required=True)

    ui: ClassVar[dict[str, UI]] = {
        "council_attendee": UI(heading="Who was there"),
        "attended": UI(rows=3),
        "persons_views": UI(hint="If they could not be asked, say why", heading="What was said"),
        "carers_views": UI(rows=3),
        "working": UI(rows=3),
        "not_working": UI(rows=3),
        "outcome": UI(
            heading="Outcome",
            hints={
                ReviewOutcome.RECOMMEND_ENDING.value: "Aftercare goes on until the council and the NHS body "
                "both decide that it is no longer needed"
            },
        ),
        "outcome_reason": UI(rows=3),
    }
