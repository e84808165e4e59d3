"""Reads the facts of a finance vector into what the funding rules take. Every key read is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from fractions import Fraction
from typing import Any, TypeVar

from funding.rules.lines import AbsenceFact, LineFact, PayerFact, RateFact, SplitFact, Terms
from funding.rules.proration import EndRule, charged_days, financial_year
from funding.rules.split import Share, basis_points
from s117.kernel.periods import Period

DEFAULT_RESIDUAL = "LA"
T = TypeVar("T")


Answer = dict[str, Any]


class Facts:
    """A mapping that knows which of its keys were asked for, so that none is ignored in silence.

    A value of the wrong shape (words where a day should be) counts as not given, and is reported.
    """

    def __init__(self, values: Any, path: str = "") -> None:
        told = isinstance(values, Mapping)
        self._values = {str(key): value for key, value in values.items()} if told else {}
        self._path = path
        self._read: set[str] = set()
        self._odd: set[str] = set() if told or values is None else {path.rstrip(".") or "facts"}
        self._children: dict[str, list[Facts]] = {}

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """The names of the facts given, read or not."""
        return tuple(self._values)

    def get(self, key: str, default: Any = None) -> Any:
        """The value, remembered as read."""
        self._read.add(key)
        return self._values.get(key, default)

    def inner(self, key: str) -> Facts:
        """A mapping inside this one (an empty one where it is absent)."""
        given = self.get(key) or {}
        return self._inside(key, [given if isinstance(given, Mapping) else self._set_aside(key, {})])[0]

    def rows(self, key: str) -> list[Facts]:
        """A list of mappings inside this one."""
        given = list(self._listed(key))
        rows = [row for row in given if isinstance(row, Mapping)]
        if len(rows) < len(given):
            self._set_aside(key, ())
        return self._inside(key, rows)

    def several(self, key: str) -> list[Facts]:
        """The mappings under a key, whether the file gives one, a list of them or none."""
        if isinstance(self.get(key), list):
            return self.rows(key)
        return [self.inner(key)] if self.get(key) else []

    def day(self, key: str) -> date | None:
        """A date, however the file's reader gave it."""
        given = self.get(key)
        try:
            return as_day(given)
        except ValueError:
            self._set_aside(key, None)
            return None

    def first_day(self, *keys: str) -> date | None:
        """The first date given under any of the keys, all of which count as read."""
        return next((day for day in [self.day(key) for key in keys] if day is not None), None)

    def word(self, *keys: str) -> str:
        """The first words given under any of the keys, all of which count as read; else ''."""
        given = [self._as_word(key) for key in keys]
        return next((word for word in given if word), "")

    def truth(self, key: str) -> bool | None:
        """Yes, no, or nothing said."""
        given = self.get(key)
        return given if given is None or isinstance(given, bool) else self._set_aside(key, None)

    def whole(self, key: str, default: int) -> int:
        """A whole number of a size that months and hours can have."""
        given = self.get(key)
        sensible = isinstance(given, int) and not isinstance(given, bool) and 0 <= given < 10_000
        return given if sensible else default if given is None else self._set_aside(key, default)

    def one_of(self, key: str, known: Mapping[str, T], default: T) -> T:
        """What a word stands for."""
        given = self.get(key)
        if given is not None and str(given) not in known:
            self._set_aside(key, default)
        return known.get(str(given), default)

    def days(self, key: str) -> list[date]:
        """The dates of a list."""
        found = []
        for given in self._listed(key):
            try:
                found.append(as_day(given))
            except ValueError:
                self._set_aside(key, None)
        return [day for day in found if day is not None]

    def words(self, key: str) -> list[str]:
        """The words of a list."""
        return [str(given) for given in self._listed(key)]

    def period(self, key: str = "") -> Period:
        """`from` and `to`, both inclusive, of this mapping or of one inside it."""
        where = self.inner(key) if key else self
        first, last = where.day("from"), where.day("to")
        return Period.inclusive(first or date.min, last)

    def remaining(self) -> Iterator[tuple[str, Any]]:
        """Keys not asked for yet, each remembered as read once it is given out."""
        for key in [key for key in self._values if key not in self._read]:
            yield key, self.get(key)

    def unread(self) -> list[str]:
        """Paths of the keys that nothing asked for."""
        own = [f"{self._path}{key}" for key in self._values if key not in self._read]
        inside = (child for rows in self._children.values() for child in rows)
        return sorted(own + [path for child in inside for path in child.unread()])

    def unreadable(self) -> list[str]:
        """Paths of the values that were of the wrong shape, so were set aside."""
        inside = (child for rows in self._children.values() for child in rows)
        return sorted({*self._odd, *(path for child in inside for path in child.unreadable())})

    def _listed(self, key: str) -> Iterable[Any]:
        given = self.get(key) or ()
        return given if isinstance(given, list | tuple) else self._set_aside(key, ())

    def _as_word(self, key: str) -> str:
        given = self.get(key)
        if isinstance(given, list | tuple | Mapping):
            return self._set_aside(key, "")
        return "" if given is None else str(given)

    def _set_aside(self, key: str, instead: Any) -> Any:
        self._odd.add(f"{self._path}{key}")
        return instead

    def _inside(self, key: str, rows: Iterable[Mapping[str, Any]]) -> list[Facts]:
        """The same mappings however often they are asked for, so that what one reader read stays read."""
        return self._children.setdefault(key, [Facts(row, f"{self._path}{key}.") for row in rows])


Case = tuple[Facts, Mapping[str, Any], Mapping[str, Any]]
"""Facts, configuration, and the whole file (a schedule case names other cases of it)."""


def year_key(day: date) -> str:
    """The financial year of a day as the vectors' keys spell it: 2026_27."""
    return financial_year(day).replace("/", "_")


def as_day(value: Any) -> date | None:
    """A date from a date, an instant or ISO words. ValueError for anything else."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    return datetime.fromisoformat(str(value)).date()


def number(value: Any) -> Fraction:
    """An exact number from an integer or from decimal words."""
    return Fraction(str(value))


def shares(given: Mapping[str, Any] | Facts, residual: str) -> tuple[Share, ...]:
    """Shares in the order given. The residual party is the named one, or else the last listed."""
    pairs = list(given.remaining() if isinstance(given, Facts) else given.items())
    names = [name for name, _ in pairs]
    takes_rest = residual if residual in names else names[-1]
    return tuple(Share(name, basis_points(str(percent)), name == takes_rest) for name, percent in pairs)


def residual_of(facts: Facts, config: Mapping[str, Any]) -> str:
    """Who takes the odd penny: the facts' word, then the configuration's, then the council."""
    return str(facts.get("residual") or config.get("residual") or DEFAULT_RESIDUAL)


def splits(facts: Facts, residual: str, period: Period) -> tuple[SplitFact, ...]:
    """`splits` with their dates, or one `split` for the whole period."""
    if "split" in facts:
        return (SplitFact(period.start, Terms(shares(facts.inner("split"), residual), "vector")),)
    found = []
    for row in facts.rows("splits"):
        starts_on = row.day("from") or period.start
        row.get("to")
        found.append(SplitFact(starts_on, Terms(shares(row, residual), "vector")))
    return tuple(found)


def rates(facts: Facts, weekly_pence: int | None, period: Period) -> tuple[RateFact, ...]:
    """`rates` with their dates, or one weekly rate throughout."""
    if "rates" in facts:
        return tuple(
            RateFact(row.day("from") or period.start, int(row.get("weekly_rate_pence")))
            for row in facts.rows("rates")
        )
    return () if weekly_pence is None else (RateFact(date.min, weekly_pence),)


def line(facts: Facts, weekly_pence: int | None, config: Mapping[str, Any]) -> LineFact:
    """The funded line that a vector describes."""
    period = facts.period("period")
    service = Period.inclusive(facts.day("line_from") or period.start, facts.day("line_to"))
    leaving_day = facts.get("end_day_charged", config.get("end_day_charged", True))
    split_rows = splits(facts, residual_of(facts, config), period)
    return LineFact(
        key="vector",
        service=charged_days(service, EndRule(leaving_day_charged=bool(leaving_day))),
        rates=rates(facts, weekly_pence, period),
        splits=split_rows,
        payers=tuple(_payer(row) for row in facts.rows("payers")),
        absences=tuple(map(_absence, _absences(facts))),
    )


def _absences(facts: Facts) -> list[Facts]:
    """Times away with the place kept, however many the file gives and by whichever of their names."""
    names = ("absences", "absence", "hospital_absences", "hospital_absence")
    return [row for name in names for row in facts.several(name)]


def _absence(row: Facts) -> AbsenceFact:
    names = ("retainer_percent", "retained_percent", "charged_percent")
    kept = next((percent for name in names if (percent := row.get(name)) is not None), "100")
    return AbsenceFact(row.period(), basis_points(str(kept)))


def _payer(row: Facts) -> PayerFact:
    return PayerFact(str(row.get("role")), row.period(), str(row.get("code")))
