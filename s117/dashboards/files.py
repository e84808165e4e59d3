"""The people of a list as a file."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from s117.dashboards.queries.people import PersonRow
from s117.documents.columns import Column, Kind
from s117.documents.csv import write_csv

PEOPLE_COLUMNS = (
    Column("Reference", Kind.TEXT),
    Column("Family name", Kind.TEXT),
    Column("Given names", Kind.TEXT),
    Column("Date of birth", Kind.DATE),
    Column("NHS number", Kind.TEXT),
    Column("Status", Kind.TEXT),
    Column("Coordinator", Kind.TEXT),
    Column("Team", Kind.TEXT),
    Column("Last left hospital", Kind.DATE),
    Column("Next review due", Kind.DATE),
    Column("Published plan version", Kind.INTEGER),
)
WHY = Column("Why", Kind.TEXT)


def people_csv(people: Sequence[PersonRow], *, name: str, why: bool = False) -> HttpResponse:
    """A CSV download of the people, one row each, in the order of the list; `why` adds the reasons for which
    each is on it."""
    rows = (
        (
            person.reference,
            person.family_name,
            person.given_names,
            person.date_of_birth,
            person.nhs_number,
            person.status_words,
            person.coordinator_name or "",
            person.team_name or "",
            person.left_hospital_on,
            person.review_due_on,
            person.plan_number,
            *(("; ".join(person.why),) if why else ()),
        )
        for person in people
    )
    response = HttpResponse(
        write_csv((*PEOPLE_COLUMNS, *((WHY,) if why else ())), rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
