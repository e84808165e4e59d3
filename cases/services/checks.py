"""Dates that cannot be: every fault of a form found at once, beside its field."""

from __future__ import annotations

from datetime import date, datetime

from cases.models import Case
from s117.kernel.dates import london_date
from s117.kernel.refusals import Refused


def day_words(day: date) -> str:
    """A day in a sentence: 7 September 2026."""
    return f"{day.day} {day:%B %Y}"


class Checks:
    """Collects what is wrong with the facts given about one case; `refuse` raises it all together.

    The first fault of a field wins, so call in order of what matters most.
    """

    def __init__(self, case: Case, at: datetime) -> None:
        self.born = case.client.date_of_birth
        self.today = london_date(at)
        self.faults: dict[str, str] = {}

    def fault(self, field: str, message: str) -> None:
        """Note a fault."""
        self.faults.setdefault(field, message)

    def need(self, field: str, given: object, message: str) -> None:
        """The answer must be there."""
        if not given:
            self.fault(field, message)

    def past(self, field: str, day: date | None) -> None:
        """The day cannot be in the future."""
        if day is not None and day > self.today:
            self.fault(field, "The date must be today or in the past")

    def not_before_birth(self, field: str, day: date | None) -> None:
        """The day cannot be before the person was born."""
        if day is not None and day < self.born:
            self.fault(field, f"The date cannot be before the person was born on {day_words(self.born)}")

    def order(self, field: str, later: date | None, earlier: date | None, words: str) -> None:
        """`later` cannot come before `earlier`; `words` end the sentence 'The date cannot be …'."""
        if later is not None and earlier is not None and later < earlier:
            self.fault(field, f"The date cannot be {words}")

    def refuse(self) -> None:
        """Raise every fault found."""
        if self.faults:
            raise Refused(fields=self.faults)
