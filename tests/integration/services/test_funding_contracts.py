"""Days away and the last days are paid as the contract says, on schedules too; codes look as the settings say."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Client
from funding import queries
from funding.models import Absence, FundedLine
from funding.rules.absences import AbsenceKind
from funding.services import contracts, packages
from funding.services.contracts import AbsenceInput, ContractInput
from s117.audit.context import acting_as
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import Refused
from tests.builders import accounts, funding
from tests.builders.accounts import NOW, SETTING_UP

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=2)


def contract(line: FundedLine, **over: Any) -> FundedLine:
    known: dict[str, Any] = {
        "leaving_day_charged": True,
        "days_after_death": 0,
        "full_weeks": 0,
        "retained_percent": Decimal(100),
        "retained_weeks": None,
    }
    given = ContractInput(**{**known, **over})
    return contracts.amend_contract(actor=accounts.council_finance(), at=LATER, line_id=line.id, given=given)


def away(
    line: FundedLine, first: date, last: date | None = None, kind: AbsenceKind = AbsenceKind.HOSPITAL
) -> FundedLine:
    given = AbsenceInput(kind=kind, first_day=first, last_day=last, note="")
    return contracts.record_absence(actor=accounts.council_finance(), at=LATER, line_id=line.id, given=given)


def charged(schedule: Any) -> list[tuple[str, int, int]]:
    return [(row.kind, row.days, row.gross_pence) for row in queries.lines_of_schedule(schedule.id)]


def test_a_place_held_in_hospital_is_paid_at_the_retainer_and_then_not_at_all() -> None:
    """£1,050.00 a week, 80% for one week of an absence from 8 to 21 April, then nothing."""
    line = funding.a_funded_line()
    contract(line, retained_percent=Decimal("80.00"), retained_weeks=1)
    away(line, date(2026, 4, 8), date(2026, 4, 21))
    assert charged(funding.a_draft_schedule()) == [
        ("charge", 7, 105_000), ("charge", 7, 84_000), ("charge", 9, 135_000),
    ]  # fmt: skip


def test_an_absence_told_after_the_month_was_frozen_is_put_right_on_the_next_schedule() -> None:
    line = funding.a_funded_line()
    contract(line, retained_percent=Decimal("50.00"))
    funding.a_frozen_schedule(at=LATER)
    away(line, date(2026, 4, 24), date(2026, 4, 30))
    may = funding.a_draft_schedule(funding.MAY, at=LATER + timedelta(hours=2))
    assert charged(may)[:3] == [
        ("reversal", 30, -450_000),
        ("replacement", 23, 345_000),
        ("replacement", 7, 52_500),
    ]


def test_an_absence_gets_its_last_day_and_no_day_is_in_two() -> None:
    line = funding.a_funded_line()
    away(line, date(2026, 4, 8))
    with pytest.raises(Refused) as refused:
        away(line, date(2026, 5, 1), date(2026, 5, 9))
    assert "its last day first" in refused.value.fields["first_day"]
    away(line, date(2026, 4, 8), date(2026, 4, 21))
    away(line, date(2026, 5, 1), date(2026, 5, 9))
    standing = Absence.objects.filter(superseded_at__isnull=True)
    assert [row.last_day for row in standing] == [date(2026, 4, 21), date(2026, 5, 9)]
    with acting_as(SETTING_UP), pytest.raises(IntegrityError, match="absence_day_once"), transaction.atomic():
        Absence.objects.create(line=line, kind="other", first_day=date(2026, 5, 9), recorded_at=NOW)
    for first, last, field in (
        (date(2026, 3, 1), date(2026, 3, 2), "first_day"),
        (date(2026, 6, 2), date(2026, 6, 1), "last_day"),
    ):
        with pytest.raises(Refused) as refused:
            away(line, first, last)
        assert list(refused.value.fields) == [field]
    with pytest.raises(NotAllowed):
        contracts.record_absence(
            actor=accounts.coordinator(), at=NOW, line_id=line.id,
            given=AbsenceInput(kind=AbsenceKind.OTHER, first_day=date(2026, 6, 1), last_day=None, note=""),
        )  # fmt: skip


def test_an_absence_recorded_by_mistake_is_taken_back() -> None:
    line = funding.a_funded_line()
    contract(line, retained_percent=Decimal("50.00"))
    away(line, date(2026, 4, 8), date(2026, 4, 21))
    away(line, date(2026, 4, 8), kind=AbsenceKind.NONE)
    assert charged(funding.a_draft_schedule()) == [("charge", 30, 450_000)]
    with pytest.raises(Refused) as refused:
        away(line, date(2026, 4, 8), kind=AbsenceKind.NONE)
    assert refused.value.fields == {"first_day": "No absence begins on this day"}


def test_after_a_death_the_days_of_the_contract_are_paid_and_no_more() -> None:
    """F15: death on 12 August at £980.00 a week: 15 days with three after it, £2,100.00."""
    line = funding.a_funded_line(weekly=98_000, starts_on=date(2026, 8, 1))
    contract(line, days_after_death=3)
    with acting_as(SETTING_UP):
        Client.objects.get(pk=line.case.client_id).amend(date_of_death=date(2026, 8, 12))
    with pytest.raises(Refused) as refused:
        end(line, date(2026, 8, 16))
    assert "died on 12 August 2026 and the contract pays 3 days after that" in refused.value.fields["ends_on"]
    end(line, date(2026, 8, 15))
    august = funding.a_draft_schedule((date(2026, 8, 1), date(2026, 8, 31)), at=LATER)
    assert charged(august) == [("charge", 15, 210_000)]


def end(line: FundedLine, ends_on: date) -> FundedLine:
    return packages.end_line(
        actor=accounts.council_finance(), at=LATER, line_id=line.id, ends_on=ends_on, reason="Died"
    )


def test_a_code_looks_as_the_settings_say_and_a_missing_one_holds_nobody_up(settings: Any) -> None:
    line = funding.a_funded_line()
    settings.FINANCE_CODE_PATTERNS = {**settings.FINANCE_CODE_PATTERNS, "cost_centre": r"MH\d{3}"}

    def coded(**codes: str) -> FundedLine:
        known = {"cost_centre": "", "subjective_code": "", "po_reference": ""}
        return packages.amend_line(
            actor=accounts.council_finance(), at=NOW, line_id=line.id, **{**known, **codes}
        )

    with pytest.raises(Refused) as refused:
        coded(cost_centre="MH11")
    assert refused.value.fields == {
        "cost_centre": "This does not look like a cost centre here. Check it against the ledger"
    }
    assert coded(cost_centre="MH117", vat_code="OS", project_code="P 1").vat_code == "OS"
    assert coded().cost_centre == ""
