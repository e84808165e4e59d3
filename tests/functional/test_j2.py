"""Journey J2: not every section qualifies, an old one may still count, and one person is on the register once.

The Mental Health Act office records in a real browser; every page on the way is checked. The start of the
unbroken detention, for the address before it, follows rule L-6: before the section 2, not the section 3.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from careplans.models import PlanDocument
from cases.models import Case, Client, Determination
from cases.queries import visible_to
from s117.dashboards.queries.measures import numbers
from tests.builders import accounts
from tests.functional.journey import Desk, moment

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 21)
BORN = date(1951, 7, 2)


@pytest.fixture
def staff() -> None:
    """The people of the journey."""
    for make in (
        accounts.manager, accounts.council_signatory, accounts.nhs_signatory, accounts.mha_office,
    ):  # fmt: skip
        make()


@pytest.fixture
def desk(open_page: Callable[..., Page], sign_in: Any, check_page: Any, settings: Any) -> Callable[..., Desk]:
    """`desk("webb")`: the person at their own browser on the day, on their home page."""
    sitting: dict[str, Desk] = {}

    def sit(username: str) -> Desk:
        settings.FIXED_NOW = moment(TODAY)
        if username not in sitting:
            page = open_page()
            sign_in(page, username, to="/")
            sitting[username] = Desk(page, check_page)
        return sitting[username]

    return sit


def register(webb: Desk, family_name: str, number: str = "", lived_since: date = date(1990, 5, 1)) -> str:
    """Add a person by the form; where others are alike, say that it is somebody else. The reference."""
    webb.open("/clients/register/")
    known = {"number_known": "yes", "nhs_number": number} if number else {"number_known": "no"}
    webb.fill(family_name=family_name, given_names="Brian", date_of_birth=BORN, **known)
    if not number:
        webb.fill(nhs_number_unavailable="not_known")
    webb.press("Continue")
    if webb.page.locator('[name="different_person"]').count():
        webb.sees("People who may be the same", "TEALE, Brian")
        webb.fill(different_person=True)
        webb.press("Continue")
    webb.press("Continue")
    webb.fill(
        address_known="yes", address_kind="home", address_line=f"7 Harbour Row, {family_name}",
        address_postcode="NM1 4ML", address_council="Northmoor Council", address_starts_on=lived_since,
        address_settled="yes", gp_known="yes", gp_practice_name="Mill Surgery", gp_practice_code="A82608",
        gp_icb="NHS Northmoor Integrated Care Board", gp_starts_on=lived_since,
    )  # fmt: skip
    webb.press("Continue")
    webb.press("Add to the register")
    webb.sees("Added to the register as S117-2026-")
    return Case.objects.get(client__family_name=family_name).reference


def confirm(webb: Desk) -> None:
    """From the questions over the check page to the record."""
    webb.press("Continue")
    webb.sees("Check your answers")
    webb.save()
    webb.check(webb.page)


def detain(
    webb: Desk, ref: str, section: str, starts_on: date, ends_on: date | None = None, **over: Any
) -> None:
    """Record a detention by the form, over with leaving hospital on the day it ended unless told."""
    webb.open(f"/cases/{ref}/detentions/record/")
    webb.fill(section_code=section, starts_on=starts_on, hospital="Northmoor General", source="file")
    if ends_on is None:
        webb.fill(in_force="yes")
    else:
        webb.fill(in_force="no", ends_on=ends_on, end_reason=over.pop("end_reason", "discharged_by_rc"))
        webb.fill(afterwards=over.pop("afterwards", "left"))
        if webb.page.locator('[name="left_hospital_on_day"]').is_visible():
            webb.fill(left_hospital_on=ends_on)
    webb.fill(**over)
    confirm(webb)


def without_a_plan() -> int:
    """M04 as the manager of Recovery East sees it."""
    counted = {n.measure.id: n for n in numbers(visible_to(accounts.manager()), TODAY)}
    return int(counted["M04"].people)


def standing(ref: str, kind: str) -> Determination:
    return Determination.objects.get(case__reference=ref, kind=kind, is_current=True)


def test_section_2_alone_does_not_qualify_and_an_old_restricted_order_does(
    staff: None, desk: Callable[..., Desk]
) -> None:
    webb = desk("webb")
    ref = register(webb, "Teale", "9990000026")
    detain(webb, ref, "02", date(2026, 10, 2), date(2026, 10, 20))
    webb.sees("Not entitled", "not entitled to aftercare under section 117")
    assert not PlanDocument.objects.exists()

    detain(
        webb, ref, "09", date(2003, 2, 11), date(2005, 6, 30), end_reason="conditional_discharge",
        court="Northmoor Crown Court", order_made_on=date(2003, 2, 11), responsible_clinician="Dr Ray",
    )  # fmt: skip
    webb.sees("The conditional discharge of 30 June 2005 has no entry of its own")
    webb.open(f"/cases/{ref}/conditional-discharges/record/")
    webb.fill(
        starts_on=date(2005, 6, 30), discharged_by="tribunal", liberty="no", left="no", in_force="no",
        ends_on=date(2012, 4, 4), end_reason="absolute_discharge", source="file",
        verified_by="R Webb", verified_on=TODAY,
    )  # fmt: skip
    confirm(webb)
    webb.sees("Entitled to aftercare", "Conditional discharge", "Aftercare owed", "Absolutely discharged")
    webb.page.get_by_text("Show legal status over time as a table").click()
    webb.sees("30 Jun 2005", "4 Apr 2012")
    webb.check(webb.page)

    webb.open(f"/cases/{ref}/determinations/")
    webb.sees("Entitled to aftercare now", "under the law before 1 April 2015")
    assert standing(ref, "entitlement").starts_on == date(2005, 6, 30)
    assert standing(ref, "council").value == "Northmoor Council"
    assert Case.objects.get(reference=ref).status == "active"
    price = desk("price")
    price.open(f"/cases/{ref}/determinations/council/answer/")
    price.fill(reply="accept", decided_on=TODAY)
    confirm(price)
    assert without_a_plan() == 1
    hart = desk("hart")
    hart.open("/manager/without-plan/")
    hart.sees("TEALE, Brian")
    hart.open(f"/cases/{ref}/legal-status/")
    hart.does_not_see("Record a detention", "Correct")


def test_one_person_twice_is_warned_of_merged_and_undone(staff: None, desk: Callable[..., Desk]) -> None:
    webb = desk("webb")
    ref = register(webb, "Teale", "9990000026")
    detain(webb, ref, "02", date(2026, 10, 2), date(2026, 10, 20))
    double = register(webb, "Teal", lived_since=date(2003, 1, 6))
    detain(webb, double, "03", date(2019, 3, 4), date(2019, 6, 3))

    webb.open(f"/cases/{double}/merge/")
    webb.fill(other=ref)
    webb.press("Continue")
    webb.sees("has the NHS number. Keep that entry, and merge this one into it")
    webb.open(f"/cases/{ref}/merge/")
    webb.sees("People who may be the same", double)
    webb.fill(other=double)
    webb.press("Continue")
    webb.sees("What moves to the entry that stays", "Section 3", "7 Harbour Row, Teal", "Nothing is deleted")
    webb.fill(reason="One GP record, checked with the practice")
    webb.press("Continue")
    webb.press("Merge the entries")
    webb.sees("Entries merged", "One GP record, checked with the practice")
    assert Case.objects.get(reference=ref).status == "active"

    webb.open(f"/cases/{double}/")
    webb.sees("This entry was merged into another", f"Open {ref}")
    webb.page.get_by_role("link", name=f"Open {ref}").click()
    webb.sees("TEALE, Brian")
    webb.open(f"/cases/{ref}/details/")
    webb.follow("Undo")
    webb.fill(reason="They are cousins")
    confirm(webb)
    webb.sees("Merge undone", "They are cousins")
    assert Case.objects.get(reference=ref).status == "not_entitled"
    assert Case.objects.get(reference=double).status == "active"


def test_a_number_that_no_check_digit_makes_right_is_refused(staff: None, desk: Callable[..., Desk]) -> None:
    webb = desk("webb")
    webb.open("/clients/register/")
    for last in range(10):
        webb.fill(
            family_name="Teale", given_names="Brian", date_of_birth=BORN, number_known="yes",
            nhs_number=f"999000014{last}",
        )  # fmt: skip
        webb.press("Continue")
        webb.sees("There is a problem", "NHS number")
    assert not Client.objects.exists()


def test_an_order_under_the_insanity_act_waits_for_a_decision_maker_and_a_note(
    staff: None, desk: Callable[..., Desk]
) -> None:
    webb = desk("webb")
    ref = register(webb, "Teale", "9990000026")
    detain(webb, ref, "31", date(2026, 1, 12), date(2026, 6, 1), order_kind="not_confirmed")
    webb.sees("To be checked")
    webb.open(f"/cases/{ref}/determinations/")
    webb.sees("Confirm from the file that it is a hospital order")
    assert Case.objects.get(reference=ref).status == "to_check"
    response = webb.page.goto(f"/cases/{ref}/determinations/entitlement/override/")
    assert response is not None
    assert response.status == 403

    price = desk("price")
    price.open(f"/cases/{ref}/determinations/entitlement/override/")
    price.fill(entitled="yes", left="yes", starts_on=date(2026, 6, 1))
    price.press("Continue")
    price.sees("There is a problem", "Reason")
    assert Case.objects.get(reference=ref).status == "to_check"
    price.fill(reason="Order of 12 January 2026 read: a hospital order under section 5 of the 1964 Act")
    confirm(price)
    assert Case.objects.get(reference=ref).status == "active"
    price.sees("Order of 12 January 2026 read")


def test_of_a_chain_of_sections_only_section_3_qualifies_and_the_address_is_before_the_first(
    staff: None, desk: Callable[..., Desk]
) -> None:
    webb = desk("webb")
    ref = register(webb, "Teale", "9990000026")
    detain(webb, ref, "20", date(2026, 9, 1), date(2026, 9, 2), end_reason="converted", afterwards="stayed")
    detain(webb, ref, "02", date(2026, 9, 2), date(2026, 9, 28), end_reason="converted", afterwards="stayed")
    webb.sees("Not entitled")
    detain(webb, ref, "03", date(2026, 9, 28))

    webb.sees("Entitled on leaving hospital")
    assert standing(ref, "entitlement").starts_on == date(2026, 9, 28)
    council = standing(ref, "council")
    assert council.starts_on == date(2026, 9, 1)
    assert council.value == "Northmoor Council"
    webb.open(f"/cases/{ref}/determinations/")
    webb.sees("Northmoor Council", "1 September 2026")
