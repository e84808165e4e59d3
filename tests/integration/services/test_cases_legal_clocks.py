"""What legal status tells the timeline, the clocks and the flags, renewals and extensions included."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from careplans.queries.clocks import running_clocks
from careplans.rules.terms import NoticeKind
from cases import queries
from cases.queries.legal_timeline import legal_events
from cases.services import conditional_discharges, legal_facts, milestones
from s117.kernel.refusals import Refused
from tests.builders import cases, legal
from tests.builders.legal import by_webb

pytestmark = pytest.mark.django_db


def test_the_timeline_tells_every_kind_of_fact_that_stands_in_two_statements(
    django_assert_num_queries: Any,
) -> None:
    case = cases.a_detained_case(section_code="09", starts_on=date(2026, 2, 2))
    legal.on_leave(
        case, kind="short", starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 4), end_reason="returned"
    )
    released = legal.conditionally_discharged(case, starts_on=date(2026, 4, 1))
    conditional_discharges.end_conditional_discharge(
        **by_webb(case), discharge_id=released.id, ends_on=date(2026, 5, 1), end_reason="absolute_discharge"
    )
    other = cases.a_detained_case()
    legal.a_full_record(other)

    with django_assert_num_queries(2):
        told = {entry.title: entry for entry in legal_events(other.id)}
    told |= {entry.title: entry for entry in legal_events(case.id)}

    assert {
        "Section 17 leave began", "Section 17 leave ended", "Moved to another hospital or ward",
        "Tribunal: Not discharged", "Community treatment order began", "Left hospital",
        "Recalled from a community treatment order", "Conditional discharge ended",
    } <= set(told)  # fmt: skip
    assert told["Section 17 leave ended"].on == date(2026, 3, 4)
    assert told["Conditionally discharged"].detail == "By the tribunal"
    assert told["Community treatment order extended"].detail == "Runs to 18 October 2027"


def test_a_renewal_moves_the_day_an_order_or_a_section_runs_out_in_every_clock() -> None:
    on_order, held = cases.a_detained_case(starts_on=date(2026, 5, 4)), cases.a_detained_case()
    cases.begin_cto(on_order, starts_on=date(2026, 6, 1))
    due = {NoticeKind.CTO_EXPIRY: date(2026, 11, 30), NoticeKind.SECTION_EXPIRY: date(2027, 3, 6)}
    assert expiries() == due

    renewals = ((on_order, "cto", date(2027, 5, 31)), (held, "detention", date(2027, 9, 6)))
    for case, what, runs_to in renewals:
        renewed = {"what": what, "renewed_on": date(2026, 11, 2), "runs_to": runs_to}
        milestones.record_renewal(**by_webb(case), **renewed)
    assert expiries() == {NoticeKind.SECTION_EXPIRY: date(2027, 9, 6)}
    assert not queries.orders_running_out(date(2027, 5, 30)).exists()
    assert expiries(date(2027, 5, 20))[NoticeKind.CTO_EXPIRY] == date(2027, 5, 31)

    row = on_order.renewals.get()
    legal_facts.set_aside_fact(**by_webb(on_order), kind="renewal", row_id=row.id, reason="Another person's")
    assert expiries()[NoticeKind.CTO_EXPIRY] == date(2026, 11, 30)


def expiries(on: date = date(2026, 11, 21)) -> dict[NoticeKind, date]:
    kinds = (NoticeKind.CTO_EXPIRY, NoticeKind.SECTION_EXPIRY)
    return {clock.kind: clock.due_on for clock in running_clocks(on) if clock.kind in kinds}


def test_a_renewal_to_before_it_would_have_run_out_is_refused() -> None:
    case = cases.a_detained_case()

    with pytest.raises(Refused) as refusal:
        milestones.record_renewal(
            **by_webb(case), what="detention", renewed_on=date(2026, 11, 2), runs_to=date(2027, 3, 6)
        )

    assert refusal.value.fields["runs_to"] == "It ran to 6 March 2027 already. A renewal runs to a later day"


def test_an_accepted_answer_stays_flagged_through_one_new_proposal_after_another() -> None:
    case = cases.an_active_case()
    accepted = cases.current_determination(case, "council")
    row = case.detentions.get()

    for starts_on in (date(2019, 3, 4), date(2019, 3, 5)):
        row = legal.put_right(case, row, starts_on=starts_on, start_time=None)

    changed = next(found for found in queries.changed_answers(case.id) if found.kind == "council")
    assert (changed.was, changed.was_since) == (accepted.value, accepted.starts_on)


def test_a_proposal_that_names_another_body_is_flagged_though_nobody_had_answered_the_first() -> None:
    case = cases.a_detained_case()
    assert queries.changed_answers(case.id) == ()

    legal.put_right(case, case.detentions.get(), starts_on=date(2019, 3, 4), start_time=None)

    assert "council" in [found.kind for found in queries.changed_answers(case.id)]
