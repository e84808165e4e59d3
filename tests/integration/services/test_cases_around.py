"""The people around a person: what stands, what was, and what nobody can overwrite."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases import queries
from cases.models import ContactLog, NearestRelative, Relation, SharingConsent
from cases.services import contacts, places
from s117.audit.context import acting_as
from s117.audit.models import AuditEvent
from s117.kernel.decisions import NotAllowed
from s117.kernel.refusals import NotFound, Refused, Stale
from tests.builders import accounts, around, cases
from tests.builders.accounts import NOW, SETTING_UP, TODAY
from tests.builders.around import SINCE

pytestmark = pytest.mark.django_db


def refused(act: Callable[..., Any], *args: Any, **kwargs: Any) -> dict[str, str]:
    """The fields that the act is refused for, nothing kept."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        act(*args, **kwargs)
    return refusal.value.fields


def test_a_correction_supersedes_and_the_first_entry_stays_as_it_was() -> None:
    case = cases.an_allocated_case()
    first = around.add(case, "relation", phone="01632 960 401")
    second = around.amend(case, "relation", first, phone="01632 960 999", change_reason="Wrong number")
    rows = {row.phone: row for row in Relation.objects.filter(case=case)}
    assert (rows["01632 960 401"].is_current, rows["01632 960 999"].is_current) == (False, True)
    assert second.supersedes_id == first.id
    assert second.change_reason == "Wrong number"
    assert [
        e.event
        for e in AuditEvent.objects.filter(case_id=case.id, event__startswith="people_").order_by("at", "id")
    ] == [
        "people_added",
        "people_amended",
    ]
    with pytest.raises(Stale):
        around.amend(case, "relation", first, phone="1")
    assert "change_reason" in refused(around.amend, case, "relation", second, change_reason=" ")


def test_there_is_one_nearest_relative_and_a_new_one_ends_the_one_before() -> None:
    case = cases.an_allocated_case()
    around.add(case, "nearest-relative")
    around.add(case, "nearest-relative", name="Uche Obi", starts_on=date(2026, 11, 1), basis="delegated")
    spans = NearestRelative.objects.filter(case=case).order_by("starts_on")
    assert list(spans.values_list("name", "ends_on")) == [
        ("Ngozi Obi", date(2026, 10, 31)),
        ("Uche Obi", None),
    ]
    assert "starts_on" in refused(around.add, case, "nearest-relative", starts_on=date(2026, 10, 15))
    assert "basis" in refused(around.add, case, "nearest-relative", basis="nominated", starts_on=TODAY)


def test_the_nominated_person_takes_the_place_from_the_day_the_law_names(settings: Any) -> None:
    settings.MHA2025_S24_COMMENCED_ON = "2026-11-01"
    case = cases.an_allocated_case()
    around.add(case, "nearest-relative")
    after = date(2026, 11, 2)
    assert "basis" in refused(around.add, case, "nearest-relative", starts_on=after)
    around.add(case, "nearest-relative", name="Uche Obi", basis="nominated", starts_on=after)


@pytest.mark.parametrize(
    ("group", "over"),
    [
        ("nearest-relative", {"basis": "court"}),
        ("authority", {"kind": "appointee"}),
        ("professional", {"role": "rc"}),
        ("consent", {"name": "", "level": "full"}),
    ],
)
def test_the_database_itself_lets_only_one_stand(group: str, over: dict[str, str]) -> None:
    case = cases.an_allocated_case()
    row = around.add(case, group)
    fields = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}
    with acting_as(SETTING_UP), pytest.raises(IntegrityError), transaction.atomic():
        type(row).objects.create(**{**fields, **over, "starts_on": TODAY})


def test_others_may_stand_beside_each_other() -> None:
    case = cases.an_allocated_case()
    for _ in range(2):
        around.add(case, "relation")
        around.add(case, "professional", role="key_worker")
        around.add(case, "authority", kind="attorney_health")
        around.add(case, "advocate")
    around.add(case, "consent")
    around.add(case, "consent", name="Northmoor Homes")
    assert SharingConsent.objects.filter(case=case, is_current=True, ends_on=None).count() == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_relation SET name = 'X'",
        "UPDATE cases_relation SET starts_on = starts_on - 1",
        "UPDATE cases_sharingconsent SET level = 'full'",
        "UPDATE cases_relation SET is_current = true",
        "UPDATE cases_advocate SET ends_on = NULL",
        "DELETE FROM cases_professional",
    ],
)
def test_the_database_refuses_to_overwrite_or_delete_an_entry(statement: str) -> None:
    case = cases.an_allocated_case()
    around.everybody(case)
    row = Relation.objects.get(case=case)
    around.amend(case, "relation", row)
    advocate = queries.people_around(case.client_id, case.id).rows["advocate"][0]
    around.end(case, "advocate", advocate)
    with pytest.raises(DatabaseError, match=r"is never|cannot stand|has ended"), transaction.atomic():
        connection.cursor().execute(statement)


def test_an_entry_ends_once_on_a_day_that_can_be() -> None:
    case = cases.an_allocated_case()
    row = around.add(case, "relation")
    assert "ends_on" in refused(around.end, case, "relation", row, ends_on=SINCE - timedelta(days=1))
    assert "ends_on" in refused(around.end, case, "relation", row, ends_on=TODAY + timedelta(days=1))
    around.end(case, "relation", row, end_reason="Moved away")
    assert "ends_on" in refused(around.end, case, "relation", row)


@pytest.mark.parametrize(
    ("group", "over", "field"),
    [
        ("relation", {"starts_on": TODAY + timedelta(days=1)}, "starts_on"),
        ("relation", {"is_carer": True, "assessment_offered_on": SINCE}, "assessment_answer"),
        ("relation", {"is_carer": True, "assessment_answer": "accepted"}, "assessment_offered_on"),
        (
            "relation",
            {"is_carer": True, "assessment_offered_on": SINCE, "assessment_answer": "declined",
             "assessed_on": TODAY},
            "assessed_on",
        ),
        ("advocate", {"reply": "accepted"}, "replied_on"),
        ("advocate", {"reply": "declined", "replied_on": SINCE - timedelta(days=1)}, "replied_on"),
        ("professional", {"role": "other"}, "role_words"),
        ("consent", {"level": "limited", "note": " "}, "note"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_beside_its_field(group: str, over: dict[str, Any], field: str) -> None:
    assert field in refused(around.add, cases.an_allocated_case(), group, **over)


def test_entries_are_for_those_who_keep_the_record_and_of_this_person() -> None:
    case, other = cases.an_allocated_case(), cases.an_allocated_case()
    for actor in (accounts.council_finance(), accounts.council_signatory()):
        with pytest.raises(NotAllowed):
            around.add(case, "relation", actor=actor)
    with pytest.raises(NotFound):
        around.add(case, "relation", actor=accounts.stranger())
    row = around.add(other, "relation")
    with pytest.raises(NotFound):
        around.end(case, "relation", row)


def test_consents_that_stand_on_the_day_are_the_ones_that_count() -> None:
    case = cases.an_allocated_case()
    around.add(case, "consent", level="full", note="")
    around.add(case, "consent", level="none", starts_on=date(2026, 11, 1))
    assert [row.level for row in queries.consents_of(case.id, date(2026, 10, 15))] == ["full"]
    assert [row.level for row in queries.consents_of(case.id, TODAY)] == ["none"]


# ------------------------------------------------------------------------------- contacts and addresses


def correct(contact: ContactLog, **over: Any) -> ContactLog:
    known = {
        "happened_at": contact.happened_at,
        "kind": "phone",
        "with_whom": "family",
        "attended": "yes",
        "note": "It was the sister, by phone.",
        "correction_reason": "Written down as a visit",
        "actor": accounts.coordinator(),
    }
    case = {"case_id": contact.case_id, "contact_id": contact.id}
    return contacts.correct_contact(at=NOW, **case, **{**known, **over})


def test_a_corrected_contact_stays_but_its_correction_counts() -> None:
    case = cases.an_active_case()
    visit = cases.a_contact(case, accounts.coordinator())
    standing = queries.follow_up_of(case.id, TODAY)
    assert standing is not None
    assert standing.met_on == date(2026, 10, 21)
    correct(visit)
    standing = queries.follow_up_of(case.id, TODAY)
    assert standing is not None
    assert standing.met_on is None, "a call to the sister is no contact with the person"
    assert [row.with_whom for row in queries.follow_ups(case.id, cases.LEFT_ON)] == ["family"]
    assert ContactLog.objects.get(pk=visit.id).kind == "face_to_face"
    with pytest.raises(NotAllowed, match="corrected already"):
        correct(visit)


def test_a_restricted_note_is_corrected_only_by_those_who_may_read_it() -> None:
    case = cases.an_active_case()
    contact = cases.a_contact(case, accounts.coordinator(), restricted=True)
    with pytest.raises(NotAllowed):
        correct(contact, actor=accounts.council_signatory())
    assert correct(contact).restricted is False


def test_an_address_is_kept_from_others_with_its_reason_and_its_council_stays_in_sight() -> None:
    case = cases.an_allocated_case()
    address = case.client.addresses.get()
    keep = {"actor": accounts.coordinator(), "at": NOW, "case_id": case.id, "address_id": address.id}
    assert "reason" in refused(places.restrict_address, **keep, restricted=True, reason=" ")
    places.restrict_address(**keep, restricted=True, reason="An ex-partner is looking for her")
    shown = {
        who.name: queries.client_record(case.client_id, case.id, who).addresses[0]
        for who in (accounts.coordinator(), accounts.council_finance())
    }
    seen, kept = shown.values()
    assert seen.place == "4 Mill Lane, Northmoor, NM1 4ML"
    assert (kept.place, kept.restricted_reason) == ("Kept from others", "")
    assert seen.area == kept.area == "Northmoor Council"
