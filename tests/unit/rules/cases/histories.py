"""Short ways to write a person's history in tests. Days are ISO words."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.rules import facts as f


def day(words: str) -> date:
    """'2025-03-01' as a date."""
    return date.fromisoformat(words)


def detained(start: str, end: str | None = None, section: str = "3", **more: Any) -> f.DetentionFact:
    """A detention, under section 3 unless said otherwise."""
    return f.DetentionFact(section=section, starts_on=day(start), ends_on=day(end) if end else None, **more)


def lived(area: str, start: str, end: str | None = None, **more: Any) -> f.ResidenceFact:
    """An address, settled unless said otherwise."""
    more = {"settled": True, **more}
    return f.ResidenceFact(area=area, starts_on=day(start), ends_on=day(end) if end else None, **more)


def left(on: str, sent_to: str = "") -> f.LeavingFact:
    """Leaving hospital."""
    return f.LeavingFact(left_on=day(on), sent_to_area=sent_to)


def registered(body: str, start: str, end: str | None = None) -> f.GpFact:
    """A GP registration."""
    return f.GpFact(body=body, starts_on=day(start), ends_on=day(end) if end else None)


def stayed(start: str, end: str | None = None, area: str = "") -> f.StayFact:
    """An informal stay in hospital."""
    return f.StayFact(starts_on=day(start), ends_on=day(end) if end else None, hospital_area=area)


def on_cto(start: str, **ends: str) -> f.CtoFact:
    """A community treatment order; `ends_on`, `recalled_on` or `revoked_on` as ISO words."""
    return f.CtoFact(starts_on=day(start), **{name: day(words) for name, words in ends.items()})


def satisfied(side: f.Side, on: str, body: str = "", still_needed: bool = False) -> f.EndingFact:
    """A body's decision that aftercare is no longer needed, or that it still is."""
    return f.EndingFact(side=side, decided_on=day(on), satisfied=not still_needed, body=body)


def discharged(**more: Any) -> f.CaseFacts:
    """Section 3 from 10 January to 1 March 2025, home before it in LA_A, GP in ICB_A, left hospital."""
    facts: dict[str, Any] = {
        "detentions": (detained("2025-01-10", "2025-03-01"),),
        "leavings": (left("2025-03-01"),),
        "residences": (lived("LA_A", "2015-06-01", "2025-01-10"),),
        "gps": (registered("ICB_A", "2016-06-01"),),
        **more,
    }
    return f.CaseFacts(**facts)
