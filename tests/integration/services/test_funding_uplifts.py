"""A rise of many rates: looked at first, approved by another, new rows only, undone while nothing used it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from funding.models import FundedLine, Rate, UpliftRun
from funding.queries import uplifts as queries
from funding.queries.reports import REPORTS, Filters
from funding.queries.schedules import CLAIM_LASTS
from funding.rules.proration import Unit
from funding.services import packages, schedules, uplifts
from s117.audit.models import AuditEvent
from s117.kernel.actor import Actor
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, cases, funding
from tests.builders.accounts import NOW
from tests.builders.uplifts import FROM, a_prepared_uplift, an_approved_uplift, approve

Browse = Callable[[Actor], Client]
APRIL_2027 = (FROM, date(2027, 4, 30))


def rows_of(run: UpliftRun) -> tuple[queries.UpliftLineRow, ...]:
    return queries.uplift_lines(queries.uplift_for(accounts.council_finance(), run.number))


def rates_of(line: FundedLine) -> list[tuple[date, int, bool]]:
    rows = Rate.objects.filter(line=line).order_by("starts_on", "recorded_at")
    return [(row.starts_on, row.pence, row.superseded_at is None) for row in rows]


def undo(run: UpliftRun) -> UpliftRun:
    return uplifts.undo_uplift(actor=accounts.council_signatory(), at=NOW, run_id=run.id, reason="Wrong year")


@pytest.mark.django_db
class TestAnUplift:
    def test_rounds_to_the_penny_first_and_changes_nothing_before_it_is_approved(self) -> None:
        line = funding.a_funded_line(weekly=123_456)
        hours = funding.a_funded_line(cases.an_active_case(), weekly=2_440, unit=Unit.HOUR)
        run = a_prepared_uplift()
        found = {row.unit: (row.old_pence, row.new_pence, row.annual_pence) for row in rows_of(run)}
        # 1,282.71 x 365 / 7 = 66,884.16; 1,234.56 x 365 / 7 = 64,373.49.
        assert found == {Unit.WEEK: (123_456, 128_271, 251_067), Unit.HOUR: (2_440, 2_535, 0)}
        assert len(rates_of(line)) == len(rates_of(hours)) == 1
        approve(run)
        assert rates_of(line) == [(funding.APRIL[0], 123_456, True), (FROM, 128_271, True)]
        assert AuditEvent.objects.filter(event="rate_recorded", case_id=line.case_id).exists()

    def test_raises_by_an_amount_of_one_kind_and_one_provider(self) -> None:
        wanted = funding.a_funded_line(provider_name="Elm House")
        funding.a_funded_line(cases.an_active_case())
        once = funding.a_funded_line(cases.an_active_case(), provider_name="Elm House", unit=Unit.ONE_OFF)
        run = a_prepared_uplift(pence=1_200, category="accommodation", provider_name="Elm House")
        assert [(row.new_pence, row.now) for row in rows_of(run)] == [(106_200, "")]
        approve(run)
        assert (len(rates_of(wanted)), len(rates_of(once))) == (2, 1)
        with pytest.raises(Refused, match="no such service"):
            a_prepared_uplift(provider_name="Nobody")

    def test_is_approved_by_a_second_person_of_the_body_only(self) -> None:
        funding.a_funded_line()
        run = a_prepared_uplift()
        strangers = (accounts.nhs_signatory(), accounts.nhs_finance(), accounts.coordinator())
        for actor in (accounts.council_finance(), *strangers):
            with pytest.raises(NotAllowed):
                approve(run, actor)
        with pytest.raises(NotFound):
            queries.uplift_for(accounts.nhs_finance(), run.number)
        with pytest.raises(IntegrityError, match="uplift_approved_by_another"), transaction.atomic():
            connection.cursor().execute(
                "UPDATE funding_upliftrun SET approved_by_id = prepared_by_id WHERE id = %s", [run.id]
            )

    def test_tells_of_a_rate_that_changed_since_the_preview_and_leaves_it_alone(self) -> None:
        changed, kept, later = (funding.a_funded_line(cases.an_active_case()) for _ in range(3))
        run = a_prepared_uplift()
        lowe = accounts.council_finance()
        for line, day in ((changed, date(2026, 12, 1)), (later, date(2027, 5, 1))):
            packages.record_rate(actor=lowe, at=NOW, line_id=line.id, starts_on=day, pence=110_000)
        said = sorted(row.now for row in rows_of(run))
        assert said == [
            "", "A rate from 1 May 2027 is recorded already.",
            "Its rate is £1,100.00 now. The preview said £1,050.00.",
        ]  # fmt: skip
        approve(run)
        assert sorted(row.left_out for row in rows_of(run)) == said
        assert [len(rates_of(line)) for line in (changed, kept, later)] == [2, 2, 2]
        assert rates_of(kept)[-1] == (FROM, 109_095, True)

    def test_is_refused_where_nothing_is_left_to_raise(self) -> None:
        line = funding.a_funded_line()
        run = a_prepared_uplift()
        packages.end_line(
            actor=accounts.council_finance(),
            at=NOW,
            line_id=line.id,
            ends_on=date(2027, 3, 31),
            reason="Moves",
        )
        with pytest.raises(Refused, match="No service is left"):
            approve(run)

    def test_leaves_out_a_service_that_was_taken_out_with_its_reason(self) -> None:
        fixed, raised = funding.a_funded_line(), funding.a_funded_line(cases.an_active_case())
        run = a_prepared_uplift()
        row = next(row for row in rows_of(run) if row.case_reference == fixed.case.reference)
        lowe = accounts.council_finance()
        known = {"actor": lowe, "at": NOW, "run_id": run.id, "uplift_line_id": row.id}
        uplifts.exclude_line(**known, reason="Fixed price")
        assert queries.uplift_for(lowe, run.number).raised == 1
        uplifts.include_line(**known)
        assert queries.uplift_for(lowe, run.number).raised == 2
        out = uplifts.exclude_line(**known, reason="Fixed price")
        with pytest.raises(Stale):
            approve(run, seen_version=out.version - 1)
        approve(run, seen_version=out.version)
        assert (len(rates_of(fixed)), len(rates_of(raised))) == (1, 2)
        with pytest.raises(IllegalTransition):
            uplifts.exclude_line(**known, reason="Too late")
        titles = [column.heading for column in REPORTS["uplifts"].columns]
        found = REPORTS["uplifts"].rows(lowe, Filters(FROM, FROM)).values
        told = [dict(zip(titles, row, strict=True)) for row in found]
        assert {(row["Taken out because"], row["Annual effect (365 days)"]) for row in told} == {
            ("Fixed price", 0), ("", 213_525)
        }  # fmt: skip

    def test_is_undone_before_use_and_the_old_rate_holds_again(self) -> None:
        line = funding.a_funded_line()
        run = an_approved_uplift()
        undo(run)
        assert rates_of(line) == [(funding.APRIL[0], 105_000, True), (FROM, 109_095, False)]
        with pytest.raises(IllegalTransition):
            undo(run)
        assert approve(a_prepared_uplift()).status == "approved"

    def test_a_rate_that_somebody_replaced_since_stays_when_it_is_undone(self) -> None:
        line = funding.a_funded_line()
        run = an_approved_uplift()
        packages.record_rate(
            actor=accounts.council_finance(),
            at=NOW,
            line_id=line.id,
            starts_on=FROM,
            pence=1,
            reason="Typing",
        )
        undo(run)
        assert rates_of(line)[-1] == (FROM, 1, True)

    def test_is_not_undone_once_a_schedule_has_used_it(self) -> None:
        funding.a_funded_line()
        funding.a_frozen_schedule()
        run = an_approved_uplift()
        draft = funding.a_draft_schedule(APRIL_2027)
        with pytest.raises(Refused, match="Schedule 2 has used the new rates and is a draft"):
            undo(run)
        schedules.withdraw_schedule(
            actor=accounts.council_finance(), at=NOW, schedule_id=draft.id, reason="Uplift was wrong"
        )
        undo(run)

    def test_is_withdrawn_before_it_is_approved(self) -> None:
        funding.a_funded_line()
        run = a_prepared_uplift()
        uplifts.withdraw_uplift(
            actor=accounts.council_finance(), at=NOW, run_id=run.id, reason="Wrong percentage"
        )
        with pytest.raises(IllegalTransition):
            approve(run)

    def test_a_worker_records_the_rates_by_the_hundred_and_the_next_one_goes_on(
        self, browse: Browse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(3):
            funding.a_funded_line(cases.an_active_case())
        run = a_prepared_uplift()
        price = accounts.council_signatory()
        uplifts.approve_uplift(actor=price, at=NOW, run_id=run.id)
        with pytest.raises(IllegalTransition):
            uplifts.approve_uplift(actor=price, at=NOW, run_id=run.id)
        monkeypatch.setattr(uplifts, "AT_ONCE", 2)
        raise_some, hundreds = uplifts._raise_some, []

        def dies_after_one(**known: object) -> bool:
            if hundreds:
                raise SystemError("the worker is gone")
            hundreds.append(raise_some(**known))
            return True

        with monkeypatch.context() as killed:
            killed.setattr(uplifts, "_raise_some", dies_after_one)
            with pytest.raises(SystemError):
                uplifts.apply_uplift(at=NOW, run_id=run.id)
        page = browse(price).get(f"/finance/uplifts/{run.number}/").content.decode()
        assert "2 of 3 new rates recorded" in page
        assert not uplifts.apply_uplift(at=NOW, run_id=run.id)
        later = NOW + timedelta(minutes=11)
        assert queries.waiting_uplifts(later - CLAIM_LASTS) == (run.id,)
        assert uplifts.apply_uplift(at=later, run_id=run.id)
        assert queries.uplift_for(price, run.number).status == "approved"
        made = Rate.objects.filter(starts_on=FROM)
        assert sorted(made.values_list("pence", flat=True)) == [109_095] * 3
        assert {row.history_actor for row in Rate.history.filter(starts_on=FROM)} == {price.name}

    def test_a_hundred_services_take_no_more_statements_than_one(self) -> None:
        counts = []
        for many in (1, 6):
            for _ in range(many - FundedLine.objects.count()):
                funding.a_funded_line(cases.an_active_case())
            run = a_prepared_uplift()
            steps = (approve, undo)
            sent = []
            for step in steps:
                with CaptureQueriesContext(connection) as found:
                    step(run)
                sent.append(len(found))
            counts.append(sent)
        assert counts[0] == counts[1]

    def test_its_page_costs_the_same_for_one_service_and_for_many(self, browse: Browse) -> None:
        client = browse(accounts.council_signatory())
        funding.a_funded_line()
        one = a_prepared_uplift()
        for _ in range(3):
            funding.a_funded_line(cases.an_active_case())
        many = a_prepared_uplift()
        counts = []
        for run in (one, one, many):
            with CaptureQueriesContext(connection) as sent:
                page = client.get(f"/finance/uplifts/{run.number}/").content.decode()
            counts.append(len(sent))
        assert counts[1] == counts[2] <= 9
        assert "Check and approve" in page
        assert "£1,090.95 a week" in page

    def test_the_form_asks_for_one_way_to_raise(self, browse: Browse) -> None:
        funding.a_funded_line()
        client = browse(accounts.council_finance())
        day = {"effective_on_day": "1", "effective_on_month": "4", "effective_on_year": "2027"}
        given = {"how": "percent", "percent": "0.00", "pence": "5.00", "reason": "Letter", **day}
        refused = client.post("/finance/uplifts/prepare/", given)
        assert refused.status_code == 422
        assert "above 0 and below 100" in refused.content.decode()
        for sent in ({**given, "percent": "3.9"}, {**given, "how": "pence"}):
            assert client.post("/finance/uplifts/prepare/", sent).status_code == 302
        rises = [row.rise.words for row in queries.uplifts_for(accounts.council_finance())]
        assert rises == ["£5.00 on each rate", "3.90%"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_approve_at_once_one_does() -> None:
    line = funding.a_funded_line()
    run = a_prepared_uplift()
    second = accounts.actor_of(accounts.user("second", "finance"))
    actors = (accounts.council_signatory(), second)

    def press(actor: Actor) -> str:
        try:
            return approve(run, actor).status
        except IllegalTransition:
            return "too late"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as people:
        said = list(people.map(press, actors))
    assert sorted(said) == ["approved", "too late"]
    assert len(rates_of(line)) == 2
