"""The check of stored schedules against the reconciliation rules passes what is sound and names what is not."""

from __future__ import annotations

from datetime import date

import pytest

from funding.models import Schedule
from funding.rules.reconcile import InvoiceMatch
from funding.services import packages
from funding.services.drafting import Draft
from tests.builders import accounts, funding, reconciliation
from tests.builders.accounts import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_a_correction_that_waits_explains_a_difference_and_nothing_else_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    line = funding.a_funded_line(weekly=126_000)
    schedule = funding.a_frozen_schedule()
    assert reconciliation.breaches(TODAY) == []
    packages.record_rate(
        actor=accounts.council_finance(), at=NOW, line_id=line.id, starts_on=date(2026, 4, 1), pence=120_600,
        reason="Two figures changed places",
    )  # fmt: skip
    assert reconciliation.breaches(TODAY) == []
    monkeypatch.setattr(reconciliation, "work_out", lambda _: Draft((), (), ()))
    monkeypatch.setattr(reconciliation, "hash_of", lambda _: "another")
    monkeypatch.setattr(reconciliation, "match_invoice", lambda *_: InvoiceMatch("", 0))
    said = {text.partition(":")[0] for text in reconciliation.breaches(TODAY)}
    assert said == {"rule 4", "rule 5", "rule 6", "rule 9"}
    assert Schedule.objects.get() == schedule
