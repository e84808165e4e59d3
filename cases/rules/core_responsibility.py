"""Which NHS body has core responsibility on a day: the GP practice's, or that of the usual residence."""

from __future__ import annotations

from datetime import date

from cases.rules.facts import CaseFacts, GpFact
from cases.rules.history import day_after, day_before, ordered, start_of
from cases.rules.residence import home_before
from cases.rules.words import day

WHERE_REGISTERED = "the GP registration, or the usual residence, on the day that counts"


def core_responsibility(known: CaseFacts, on: date) -> tuple[str | None, str]:
    """The body on a day, and the sentence that says why; (None, …) when it cannot be told."""
    registration = registration_at(known, on)
    if registration is not None:
        practice = registration.body or "a body that is not recorded"
        text = f"On {day(on)} the person was registered with a GP practice of {practice}."
        return registration.body or None, text
    if known.usual_residence_body:
        body = known.usual_residence_body
        return body, f"On {day(on)} the person had no GP, and usually lived in the area of {body}."
    area = home_before(known, day_after(on)).area
    body = dict(known.area_nhs_bodies).get(area, "")
    if body:
        return body, f"On {day(on)} no GP was recorded; the person lived in the area of {area}, in {body}."
    return None, f"On {day(on)} neither a GP registration nor a usual residence is recorded."


def registration_at(known: CaseFacts, on: date) -> GpFact | None:
    """The GP registration on a day.

    On the day of a change it is the new one; one that ended that very day counts if there is no other.
    """
    begun = [row for row in ordered(known).gps if start_of(row) <= on]
    running = [row for row in begun if row.ends_on is None or row.ends_on > on]
    ended_that_day = [row for row in begun if row.ends_on == on]
    return next(reversed(running or ended_that_day), None)


def before_custody(known: CaseFacts, on: date) -> date | None:
    """The day before custody when the person was in prison on the day, else None (N-15)."""
    for prison in ordered(known).prisons:
        if start_of(prison) < on and (prison.ends_on is None or prison.ends_on >= on):
            return day_before(start_of(prison))
    return None
