"""Two register entries of one person made one: what moves, what stays, what forbids it, and undoing it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases import presenters, queries
from cases.models import Case, Merge, NearestRelative, Relation
from cases.services import merges, responsibility
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused
from tests.builders import accounts, around, careplans, cases, legal, transfers
from tests.builders.legal import by_webb

pytestmark = pytest.mark.django_db


def two_entries() -> tuple[Case, Case]:
    """Brian Teale with an NHS number and a section 2, and Brian Teal with none and a section 3 of 2019."""
    kept = cases.a_case(family_name="Teale", given_names="Brian", nhs_number="9990000026")
    cases.detain(
        kept, section_code="02", ends_on=date(2026, 9, 20), end_reason="lapsed",
        left_hospital_on=date(2026, 9, 20),
    )  # fmt: skip
    double = cases.a_case(
        family_name="Teal", given_names="Brian", address=cases.home(line="9 Quay Street"), gp=None
    )
    cases.detain(
        double, starts_on=date(2019, 7, 1), ends_on=date(2019, 9, 2), end_reason="discharged_by_rc",
        left_hospital_on=date(2019, 9, 2),
    )  # fmt: skip
    return cases.refreshed(kept), cases.refreshed(double)


def merge(kept: Case, double: Case, **over: Any) -> Merge:
    given = {"other": double.reference, "reason": "One GP record", **over}
    return merges.merge_clients(**by_webb(kept), **given)


def test_facts_move_and_the_duty_of_the_kept_entry_follows() -> None:
    kept, double = two_entries()
    assert kept.status == "not_entitled"

    done = merge(kept, double)

    kept, double = cases.refreshed(kept), cases.refreshed(double)
    assert (kept.status, double.status) == ("active", "entered_in_error")
    assert {row.section_code for row in kept.detentions.filter(is_current=True)} == {"02", "03"}
    assert kept.client.addresses.count() == 2
    assert not double.detentions.exists()
    assert done.facts.count() == 3
    events = AuditEvent.objects.filter(event="client_merged")
    assert {event.case_id for event in events} == {kept.id, double.id}


def test_the_people_around_move_unless_the_kept_entry_has_its_own_and_an_undoing_takes_them_back() -> None:
    kept = cases.an_allocated_case(family_name="Teale", nhs_number="9990000026")
    double = cases.an_allocated_case(family_name="Teal", nhs_number="")
    for case in (kept, double):
        around.add(case, "nearest-relative")
    around.add(double, "relation")

    done = merge(kept, double)

    assert [model.objects.filter(case=kept).count() for model in (Relation, NearestRelative)] == [1, 1]
    assert NearestRelative.objects.filter(case=double, is_current=True).count() == 1
    undone = merges.undo_merge(**by_webb(kept), merge_id=done.id, reason="Two people after all")
    assert undone.undone_at
    assert Relation.objects.get(is_current=True).case_id == double.id


def test_both_references_go_on_leading_to_the_person() -> None:
    kept, double = two_entries()
    merge(kept, double)
    webb = accounts.mha_office()

    assert queries.case_for(webb, double.reference).merged_into == kept.reference
    assert queries.case_for(webb, kept.reference).merged_into == ""
    with pytest.raises(NotAllowed):
        cases.detain(double, starts_on=date(2026, 11, 1))


def test_what_the_kept_entry_has_on_the_same_days_stays_where_it_is() -> None:
    kept, double = two_entries()
    cases.detain(double, starts_on=date(2026, 9, 10), ends_on=date(2026, 9, 12), end_reason="lapsed")

    plan = queries.merge_plan(kept.id, double.id)
    merge(kept, double)

    assert [row.table for row in plan.staying] == ["detention"]
    assert double.detentions.get(is_current=True).starts_on == date(2026, 9, 10)


def test_the_body_that_registered_the_merged_entry_sees_the_kept_one() -> None:
    kept, double = two_entries()
    cases.share_with(double, accounts.southvale())
    with acting_as(accounts.mha_office()):
        double.amend(registered_by=accounts.southvale())

    done = merge(kept, double)
    assert kept.participations.filter(organisation=accounts.southvale(), ends_on__isnull=True).exists()
    merges.undo_merge(**by_webb(kept), merge_id=done.id, reason="Two people")

    assert not kept.participations.filter(organisation=accounts.southvale(), ends_on__isnull=True).exists()


@pytest.mark.parametrize("which", ["itself", "number", "plan", "reason", "birth"])
def test_what_forbids_a_merge_is_said(which: str) -> None:
    kept, double = two_entries()
    other, over, field, words = {
        "itself": (kept, {}, "other", "same entry"),
        "number": (double, {}, "other", "has the NHS number"),
        "plan": (double, {}, "other", "Keep that entry"),
        "reason": (double, {"reason": " "}, "reason", "how you know"),
        "birth": (double, {}, "different_birth", "dates of birth differ"),
    }[which]
    if which == "number":
        kept, other = double, kept
    if which == "plan":
        other = careplans.a_draft_plan().case
    if which == "birth":
        other = cases.a_case(family_name="Teal", date_of_birth=date(1951, 2, 7))

    with pytest.raises(Refused) as refusal:
        merge(kept, other, **over)

    assert words in refusal.value.fields[field]


def test_an_entry_is_merged_once_and_by_those_who_may_see_both() -> None:
    kept, double = two_entries()
    with pytest.raises(NotFound):
        merges.merge_clients(
            actor=accounts.council_signatory(), at=accounts.NOW, case_id=kept.id,
            other=double.reference, reason="One person",
        )  # fmt: skip
    with pytest.raises(NotFound):
        merge(kept, double, other="S117-2026-99999")
    merge(kept, double)
    with pytest.raises((Refused, NotAllowed)):
        merge(kept, double)


def test_undoing_puts_every_fact_back() -> None:
    kept, double = two_entries()
    before = {row.id for row in double.detentions.all()}
    done = merge(kept, double)

    merges.undo_merge(**by_webb(kept), merge_id=done.id, reason="They are brothers")

    kept, double = cases.refreshed(kept), cases.refreshed(double)
    assert {row.id for row in double.detentions.all()} == before
    assert (kept.status, double.status) == ("not_entitled", "active")
    assert queries.case_for(accounts.mha_office(), double.reference).merged_into == ""
    log = queries.merges_of(kept.id)
    assert (log[0].reason, log[0].undo_reason) == ("One GP record", "They are brothers")
    with pytest.raises(NotFound):
        merges.undo_merge(**by_webb(kept), merge_id=done.id, reason="Again")


def test_undoing_leaves_an_entry_that_was_to_be_checked_to_be_checked() -> None:
    _, double = two_entries()
    kept = cases.a_case(family_name="Teale", given_names="Bryan", different_person=True)
    assert kept.status == "to_check"
    done = merge(kept, double)
    assert cases.refreshed(kept).status == "active"

    merges.undo_merge(**by_webb(kept), merge_id=done.id, reason="They are brothers")
    cases.move_home(kept, starts_on=date(2026, 1, 1))

    kept, double = cases.refreshed(kept), cases.refreshed(double)
    assert (kept.status, double.status) == ("to_check", "active")
    assert not kept.episodes.filter(is_current=True).exists()
    assert not kept.determinations.filter(is_current=True).exists()
    assert queries.case_facts(kept.id).detentions == ()


def test_undoing_puts_back_what_a_person_had_decided() -> None:
    _, double = two_entries()
    kept = cases.a_case(family_name="Teale", given_names="Bryan", different_person=True)
    cases.detain(kept, starts_on=date(2026, 9, 1))
    responsibility.override_determination(
        actor=accounts.council_signatory(), at=accounts.NOW, case_id=kept.id, kind="entitlement",
        entitled=False, reason="The section papers are another person’s",
    )  # fmt: skip
    decided = cases.current_determination(kept, "entitlement")
    done = merge(kept, double)
    assert cases.refreshed(kept).status == "prospective"

    merges.undo_merge(**by_webb(kept), merge_id=done.id, reason="They are brothers")

    assert cases.current_determination(kept, "entitlement").id == decided.id
    assert not kept.episodes.filter(is_current=True).exists()
    assert cases.refreshed(kept).status == "not_entitled"


@pytest.mark.parametrize("of_kept", [True, False])
def test_a_transfer_under_way_bars_a_merge(of_kept: bool) -> None:
    kept, double = two_entries()
    moving = cases.an_active_case(family_name="Teal", given_names="B", different_person=True)
    transfers.a_notice(moving)

    with pytest.raises(Refused) as refusal:
        merge(*((moving, double) if of_kept else (kept, moving)))

    assert "being transferred" in refusal.value.fields["other"]


def test_a_merge_is_not_undone_once_something_rests_on_it() -> None:
    kept, double = two_entries()
    done = merge(kept, double)
    legal.informal_stay(kept, date(2026, 11, 1))

    with pytest.raises(Refused, match="since the merge"):
        merges.undo_merge(**by_webb(kept), merge_id=done.id, reason="They are brothers")


def test_what_would_move_is_told_of_an_entry_with_a_community_treatment_order_too() -> None:
    kept, double = two_entries()
    cases.detain(double, starts_on=date(2026, 10, 1))
    cases.begin_cto(double, starts_on=date(2026, 10, 19))

    preview = presenters.merge_preview(queries.merge_plan(kept.id, double.id))

    orders = [line for line in preview["moving"] if line.startswith("Community treatment order")]
    assert ["19 Oct 2026" in line for line in orders] == [True]
