"""NHS-funded nursing care beside aftercare: a weekly sum by band that the NHS pays the home, in no share.

Whether it may stand beside aftercare is not settled (law M-10): where section 117 covers the nursing home,
one reading is that nothing is layered on it, another that it is paid as for anybody. So it is a council's
setting, off until its policy says otherwise, and never assumed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from funding.rules import refs
from funding.rules.beside import Beside
from funding.rules.proration import Track, cut, steps
from funding.rules.refs import finding
from s117.kernel.findings import Finding
from s117.kernel.periods import Period
from s117.kernel.terms import Term


class NursingBand(Term):
    """What the NHS pays for from a day on."""

    STANDARD = "standard", "Standard rate"
    HIGHER = "higher", "Higher rate"
    NONE = "none", "Nothing from this day on"


Rates = Mapping[str, Mapping[str, int]]
"""Pence a week by band, by the ISO day from which they hold: they change each April."""


def rates_of(rates: Rates) -> Track:
    """The national rates as a track."""
    return steps((date.fromisoformat(day), bands) for day, bands in rates.items())


def nursing_paid(served: Period, bands: Iterable[tuple[date, str]], rates: Rates) -> tuple[Beside, ...]:
    """What the NHS pays on the days served, band by band and year by year (F12)."""
    found = []
    for piece in cut(served, steps(bands), rates_of(rates)):
        band, weekly = piece.values
        if weekly is not None and band in weekly:
            found.append(Beside(weekly[band], piece.days))
    return tuple(found)


def nursing_findings(*, setting_on: bool, accommodation: bool) -> tuple[Finding, ...]:
    """Why it may not be recorded; nothing when it may."""
    checks = ((not setting_on, refs.NURSING_SETTING), (not accommodation, refs.NURSING_HOME))
    return tuple(finding(rule) for broken, rule in checks if broken)
