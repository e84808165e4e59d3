"""Funding a service, its rates and its cost shares: what is refused, what is replaced, what is kept."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from funding import queries
from funding.models import Rate, Split
from funding.rules.proration import Unit
from funding.services import packages
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW
from tests.builders.funding import APRIL

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def test_a_funded_service_keeps_the_plan_s_words_and_its_first_rate() -> None:
    case = cases.an_active_case()
    line = funding.a_line_without_share(case, weekly=105_000)
    row = queries.lines_of(case.id)[0]
    assert (row.description, row.provider_name, row.payer_name) == (
        "Supported living",
        "Harbour Homes",
        "Northmoor Council",
    )
    assert [(rate.starts_on, rate.pence) for rate in row.rates] == [(APRIL[0], 105_000)]
    assert AuditEvent.objects.filter(event="line_funded", subject_id=line.id, case_id=case.id).count() == 1


@pytest.mark.parametrize("group", ["outside", "universal"])
def test_only_aftercare_is_shared(group: str) -> None:
    case = cases.an_active_case()
    key = funding.a_planned_service(case, group=group)
    with pytest.raises(Refused, match="Only aftercare is shared"):
        _fund(case, key)


def test_a_service_is_funded_once_and_only_from_the_published_plan() -> None:
    case = cases.an_active_case()
    key = funding.a_planned_service(case)
    _fund(case, key)
    with pytest.raises(Refused, match="funded already"):
        _fund(case, key)
    with pytest.raises(NotFound):
        _fund(case, uuid4())


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        (("50.00", "49.99"), "come to 99.99%"),
        (("50.01", "50.00"), "come to 100.01%"),
        (("-10.00", "110.00"), "below zero"),
        (("33.333", "66.667"), "two decimals"),
    ],
)
def test_shares_that_are_not_a_hundred_are_refused_by_name(shares: tuple[str, str], words: str) -> None:
    line = funding.a_line_without_share()
    with pytest.raises(Refused) as refusal:
        funding.share(line, starts_on=APRIL[0], nhs=shares[0], council=shares[1])
    assert words in refusal.value.fields["shares"]
    assert not Split.objects.filter(line=line).exists()


def test_a_decision_dated_before_the_service_is_refused() -> None:
    line = funding.a_line_without_share()
    before = APRIL[0] - timedelta(days=1)
    with pytest.raises(Refused) as refusal:
        funding.share(line, starts_on=before)
    assert "1 April 2026" in refusal.value.fields["starts_on"]


def test_a_share_needs_a_decision_or_to_be_interim() -> None:
    line = funding.a_line_without_share()
    with pytest.raises(Refused) as refusal:
        funding.share(line, starts_on=APRIL[0], decision="")
    assert "decision_reference" in refusal.value.fields
    funding.share(line, starts_on=APRIL[0], decision="", interim=True)


def test_the_body_that_pays_the_provider_is_residual_even_with_no_share() -> None:
    line = funding.a_line_without_share()
    packages.record_split(
        actor=accounts.council_finance(),
        at=NOW,
        line_id=line.id,
        starts_on=APRIL[0],
        shares={accounts.northmoor_icb().id: "100.00"},
        decision_reference="PANEL-1",
    )
    shares = queries.lines_of(line.case_id)[0].splits[0].shares
    assert {(share.code, share.percent, share.residual) for share in shares} == {
        ("NMI", "100.00", False),
        ("NMC", "0.00", True),
    }


def test_a_rate_for_the_same_day_replaces_the_old_one_only_with_a_reason() -> None:
    line = funding.a_funded_line()

    def correct(reason: str) -> Rate:
        return packages.record_rate(
            actor=accounts.council_finance(),
            at=LATER,
            line_id=line.id,
            starts_on=APRIL[0],
            pence=120_600,
            reason=reason,
        )

    with pytest.raises(Refused) as refusal:
        correct("")
    assert "reason" in refusal.value.fields
    correct("Typed wrongly")
    assert [rate.pence for rate in queries.lines_of(line.case_id)[0].rates] == [120_600]
    kept = [(rate.pence, rate.superseded_at) for rate in queries.lines_of(line.case_id)[0].replaced]
    assert kept == [(105_000, LATER)]


def test_only_the_body_that_pays_the_provider_changes_its_terms() -> None:
    line = funding.a_funded_line()
    for act, facts in (
        (packages.record_rate, {"starts_on": date(2026, 5, 1), "pence": 1}),
        (packages.end_line, {"ends_on": date(2026, 5, 1), "reason": "Moved"}),
        (packages.amend_line, {"cost_centre": "X", "subjective_code": "", "po_reference": ""}),
    ):
        for outsider in (accounts.nhs_finance(), accounts.coordinator()):
            with pytest.raises(NotAllowed):
                act(actor=outsider, at=NOW, line_id=line.id, **facts)


def test_two_editors_of_one_line_are_told_of_each_other() -> None:
    line = funding.a_funded_line()
    actor = accounts.council_finance()
    packages.amend_line(
        actor=actor, at=NOW, line_id=line.id, cost_centre="A1", subjective_code="", po_reference="",
        seen_version=line.version,
    )  # fmt: skip
    with pytest.raises(Stale):
        packages.end_line(
            actor=actor, at=NOW, line_id=line.id, ends_on=date(2026, 5, 1), reason="Moved",
            seen_version=line.version,
        )  # fmt: skip


def test_units_are_recorded_only_for_a_service_paid_by_the_unit() -> None:
    weekly, hourly = funding.a_funded_line(), funding.a_funded_line(unit=Unit.HOUR, weekly=2_440)
    given = {"service_from": date(2026, 5, 1), "service_to": date(2026, 5, 31), "units": Decimal("42.25")}
    with pytest.raises(Refused):
        packages.record_delivery(actor=accounts.council_finance(), at=NOW, line_id=weekly.id, **given)
    packages.record_delivery(actor=accounts.council_finance(), at=NOW, line_id=hourly.id, **given)
    deliveries = queries.lines_of(hourly.case_id)[0].deliveries
    assert [str(delivery.units) for delivery in deliveries] == ["42.25"]


def _fund(case: object, key: object) -> None:
    packages.fund_line(
        actor=accounts.council_finance(),
        at=NOW,
        case_id=case.id,
        service_key=key,
        payer_id=accounts.northmoor().id,
        starts_on=APRIL[0],
        rate_pence=105_000,
    )
