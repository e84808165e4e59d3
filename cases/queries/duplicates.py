"""Who in the register may be the person that somebody is about to add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Q, Value

from cases.models import Client
from cases.queries.header import register_rows
from cases.queries.scope import visible_to
from cases.queries.search import Plain
from s117.kernel.actor import Actor

MOST_SHOWN = 10
ALIKE = 0.3
VERY_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Duplicates:
    """`rows` are the register rows that the actor may see; `number_taken` says that the NHS number is on
    the register, in or out of their sight. Nothing says who else knows the person."""

    rows: tuple[dict[str, Any], ...]
    number_taken: bool

    @property
    def hidden(self) -> bool:
        """The number is taken by somebody the actor may not know of."""
        return self.number_taken and not any(row["same_number"] for row in self.rows)


def duplicates_for(
    actor: Actor, *, nhs_number: str, family_name: str, given_names: str, date_of_birth: date
) -> Duplicates:
    """People with the same NHS number; with the same date of birth and a name alike; or with a name very
    much alike and a birth date that a slip would explain (the same year, or day and month swapped)."""
    family, given = Plain(Value(family_name)), Plain(Value(given_names))
    named = visible_to(actor).annotate(
        family_alike=TrigramSimilarity(Plain("client__family_name"), family),
        given_alike=TrigramSimilarity(Plain("client__given_names"), given),
    )
    same_number = Q(client__nhs_number=nhs_number) & ~Q(client__nhs_number="")
    alike = Q(family_alike__gte=ALIKE) | Q(given_alike__gte=ALIKE)
    very_alike = Q(family_alike__gte=VERY_ALIKE, given_alike__gte=VERY_ALIKE)
    fits = (
        same_number
        | Q(client__date_of_birth=date_of_birth) & alike
        | Q(client__date_of_birth__in=_slips(date_of_birth)) & very_alike
        | Q(client__date_of_birth__year=date_of_birth.year) & very_alike
    )
    likeness = F("family_alike") + F("given_alike")
    rows = register_rows(named.filter(fits), "family_alike", "given_alike").order_by(-likeness)[:MOST_SHOWN]
    found = ({**row, "same_number": nhs_number != "" and row["nhs_number"] == nhs_number} for row in rows)
    taken = bool(nhs_number) and Client.objects.filter(nhs_number=nhs_number).exists()
    return Duplicates(tuple(sorted(found, key=lambda row: not row["same_number"])), taken)


def _slips(born: date) -> tuple[date, ...]:
    if born.day > 12:
        return ()
    return (date(born.year, born.day, born.month),)
