"""Mergers and splits of bodies, and runs that carry them into the register."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases import queries
from cases.models import Case, SuccessionRun
from cases.services import successions
from s117.accounts import services
from s117.accounts.models import Organisation
from s117.kernel.actor import Actor
from tests.builders import accounts, cases
from tests.builders.accounts import LONG_AGO, NOW, SETTING_UP, TODAY

APRIL = date(2026, 4, 1)


def icb(code: str, name: str) -> Organisation:
    """An integrated care board."""
    return accounts.body("icb", code, name, short_name=name)


def merge(old: Organisation, new: Organisation, starts_on: date = APRIL) -> None:
    """The one took over from the other on 1 April 2026."""
    services.save_succession(
        actor=SETTING_UP, at=LONG_AGO, predecessor=old, successor=new, starts_on=starts_on
    )


def a_case_of(icb: Organisation, **over: Any) -> Case:
    """Detained since 7 September 2025, when the GP was in the area of the board."""
    case = cases.a_case(gp=cases.practice(icb=icb), **over)
    cases.detain(case, starts_on=date(2025, 9, 7))
    return cases.refreshed(case)


def signatory_of(body: Organisation) -> Actor:
    """The body's authorised decision maker."""
    return accounts.actor_of(accounts.user(f"signs.{body.code.lower()}", "decision_maker", body))


def run(actor: Actor | None = None) -> SuccessionRun:
    """Confirm the preview of today; tasks run at once in tests."""
    by = actor or accounts.administrator()
    preview = queries.fingerprint(queries.affected(TODAY), queries.staff_moves(TODAY))
    return successions.start_run(actor=by, at=NOW, preview=preview, reason="The orders of 2026")


def named(case: Case, kind: str = "nhs_body") -> tuple[str, date | None]:
    """The body that stands for a question, and since when."""
    row = cases.current_determination(case, kind)
    return row.body.code if row.body else "", row.starts_on
