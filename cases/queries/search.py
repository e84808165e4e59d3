"""Finding people: by NHS number however spaced, by name however spelt, by date of birth however typed.

Within the actor's scope, and capped. What is typed is never part of a pattern:
wildcards are escaped, and names are compared without case, accents or apostrophes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import CharField, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat, Replace

from cases.models import Case, Client
from cases.queries.header import register_rows
from cases.queries.scope import visible_to
from s117.kernel.actor import Actor

MOST_RESULTS = 50
MOST_WORDS = 6
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REFERENCE = re.compile(r"s117-\d{4}-\d{5,}", re.IGNORECASE | re.ASCII)
_DATE = re.compile(
    r"\b(?:(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"
    r"|(?P<day>\d{1,2})[\s./-]+(?P<month>\d{1,2}|[a-z]{3,9})[\s./-]+(?P<year>\d{4}|\d{2}))\b",
    re.IGNORECASE | re.ASCII,
)


class Plain(Func):
    """A name as the search compares it (the SQL function cases_plain)."""

    function = "cases_plain"
    arity = 1
    output_field = CharField()


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, taken apart. `born` holds both centuries when the year had two digits."""

    nhs_number: str = ""
    reference: str = ""
    born: tuple[date, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """True when one person at most can fit."""
        return bool(self.nhs_number or self.reference)

    @property
    def local_number(self) -> str:
        """What may be the number by which a council, a trust or an NHS body knows the person."""
        alone = len(self.words) == 1 and not self.born
        return self.words[0] if alone and any(c.isdigit() for c in self.words[0]) else ""

    @property
    def empty(self) -> bool:
        """True when there is nothing to look for."""
        return not (self.nhs_number or self.reference or self.born or self.words)


def understand(text: str) -> Typed:
    """Take a search apart: a number of ten digits, a reference, or any of a date of birth and names."""
    text = text.strip()[:200]
    digits = re.sub(r"[\s\-\u2010-\u2015]", "", text)
    if re.fullmatch(r"\d{10}", digits, re.ASCII):
        return Typed(nhs_number=digits)
    if found := _REFERENCE.fullmatch(text):
        return Typed(reference=found.group().upper())
    born: tuple[date, ...] = ()
    if found := _DATE.search(text):
        born = _dates(found)
        text = text[: found.start()] + " " + text[found.end() :] if born else text
    words = (word for word in re.split(r"[\s,;]+", text) if any(c.isalnum() for c in word))
    return Typed(born=born, words=tuple(words)[:MOST_WORDS])


def _dates(found: re.Match[str]) -> tuple[date, ...]:
    part = found.groupdict()
    names = ("y", "m", "d") if part["y"] else ("year", "month", "day")
    year, month, day = (part[name] for name in names)
    number = int(month) if month.isdigit() else _month(month)
    years = (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
    return tuple(real for y in years if (real := _real(y, number, int(day))) is not None)


def _month(word: str) -> int:
    short = word[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def search(actor: Actor, text: str) -> list[dict[str, Any]]:
    """The people in the actor's scope who fit, best first, at most MOST_RESULTS.

    Each row is a register row with `near`. One word with a digit in it is looked for among the numbers
    of the bodies first. One statement finds those of whom every word begins a name; only when there are
    none, a second one looks for names that are spelt alike, and `near` is true.
    """
    typed = understand(text)
    if typed.empty:
        return []
    cases = visible_to(actor)
    if typed.nhs_number:
        cases = cases.filter(client__nhs_number=typed.nhs_number)
    if typed.reference:
        cases = cases.filter(reference=typed.reference)
    if typed.born:
        cases = cases.filter(client__date_of_birth__in=typed.born)
    if typed.local_number and (known := _rows(cases.filter(_local(typed.local_number)), [], [], near=False)):
        return known
    terms = [Plain(Value(word)) for word in typed.words]
    found = _rows(cases, [reduce(and_, map(_begins_with, terms))] if terms else [], terms, near=False)
    if found or not terms:
        return found
    return _rows(cases, [reduce(or_, map(_like, terms))], terms, near=True)


def _rows(cases: QuerySet[Case], names: list[Q], terms: list[Plain], *, near: bool) -> list[dict[str, Any]]:
    """The people are picked by the name indexes first, in a subquery, and only they are scored."""
    for condition in names:
        people = Client.objects.alias(
            family=Plain("family_name"),
            given=Plain("given_names"),
            preferred=Plain("preferred_name"),
            other=Plain(Replace("other_names", Value("\n"), Value(" "))),
        ).filter(condition)
        cases = cases.filter(client__in=people.values("pk"))
    likeness = reduce(add, map(_likeness, terms)) if terms else Value(0)
    scored = cases.annotate(near=Value(near), likeness=likeness)
    in_order = (
        "-likeness",
        "client__family_name",
        "client__given_names",
        "client__date_of_birth",
        "reference",
    )
    return list(register_rows(scored, "near", "likeness").order_by(*in_order)[:MOST_RESULTS])


def _local(number: str) -> Q:
    names = ("council_number", "trust_number", "icb_number")
    return reduce(or_, [Q(**{f"client__{name}__iexact": number}) for name in names])


def _begins_with(term: Plain) -> Q:
    """A word of one of the names begins as typed."""
    inner = Concat(Value(" "), term)
    names = ("family", "given", "preferred", "other")
    return reduce(or_, [Q(**{f"{n}__startswith": term}) | Q(**{f"{n}__contains": inner}) for n in names])


def _like(term: Plain) -> Q:
    """A name is spelt much like what was typed, or begins so."""
    return _begins_with(term) | Q(family__trigram_similar=term) | Q(given__trigram_similar=term)


def _likeness(term: Plain) -> Combinable:
    """How like a word is to the names, the last name counting double: it is the one people search by."""
    family = TrigramSimilarity(Plain("client__family_name"), term)
    return family * 2 + TrigramSimilarity(Plain("client__given_names"), term)
