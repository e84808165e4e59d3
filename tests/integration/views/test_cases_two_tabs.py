"""Two pages open at once on what can be decided once: the second is told, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import BodyDecision, Case, Detention, DisputeStep, EndingDecision
from cases.services import endings as ending_services
from cases.services import responsibility
from s117.audit.context import acting_as
from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases, disputes, endings, legal
from tests.builders.accounts import NOW, TODAY
from tests.integration.views.cases_pages import detention, path, text

pytestmark = pytest.mark.django_db

Browse = Callable[[Actor], Client]
HIDDEN = re.compile(r'type="hidden" name="(seen_version|seen_row|submission_id)" value="([^"]*)"')
MINE = "Typed in the second tab and not to be lost"


def opened(client: Client, address: str) -> dict[str, str]:
    """What a page that stays open holds of the record as it was."""
    return dict(HIDDEN.findall(text(client.get(address))))


def sign_page(case: Case) -> str:
    """Where a body decides that aftercare is no longer needed."""
    return reverse("journeys:ending_sign", kwargs={"ref": case.reference})


def signature() -> dict[str, Any]:
    """A decision that aftercare is no longer needed, ready to be saved."""
    typed = {"satisfied": "yes", "reasons": MINE, "title": "Head of service", "stage": "check"}
    return {**typed, **date_parts("decided_on", TODAY)}


def test_an_answer_is_not_given_to_a_proposal_that_has_replaced_the_one_that_was_read(browse: Browse) -> None:
    case = cases.a_detained_case()
    price = browse(accounts.council_signatory())
    address = path("determination_answer", case, kind="council")
    read = opened(price, address)
    responsibility.override_determination(
        actor=accounts.council_signatory("second"), at=NOW, case_id=case.id, kind="council",
        body=accounts.northmoor(), starts_on=date(2026, 9, 1), reason="Read again with the tenancy agreement",
    )  # fmt: skip
    given = BodyDecision.objects.count()

    answers = {
        "reply": "accept_without_prejudice",
        "reason": MINE,
        **date_parts("decided_on", TODAY),
        "stage": "check",
    }
    late = price.post(address, {**read, **answers})

    assert late.status_code == 409
    assert "someone else changed this" in text(late)
    assert MINE in text(late)
    assert BodyDecision.objects.count() == given


def test_an_answer_that_was_changed_meanwhile_is_shown_beside_the_one_that_was_typed(browse: Browse) -> None:
    case = cases.a_detained_case()
    price = browse(accounts.council_signatory())
    address = path("determination_answer", case, kind="council")
    read = opened(price, address)
    cases.accept(case, "council", accounts.council_signatory("second"))

    answers = {"reply": "accept_without_prejudice", "reason": MINE, **date_parts("decided_on", TODAY)}
    late = price.post(address, {**read, **answers, "stage": "check"})

    assert late.status_code == 409
    assert "Accept</td>" in text(late)
    assert "Accept without prejudice</td>" in text(late)


def test_a_second_decision_of_the_same_body_is_told_and_keeps_its_reasons_in_sight(browse: Browse) -> None:
    case = cases.an_active_case()
    endings.a_request(case)
    price = browse(accounts.council_signatory())
    read = opened(price, sign_page(case))
    endings.sign(case, accounts.council_signatory("second"))

    late = price.post(sign_page(case), {**read, **signature()})

    assert late.status_code == 409
    assert "Your organisation has decided already." in text(late)
    assert MINE in text(late)
    assert EndingDecision.objects.count() == 1
    assert price.get(sign_page(case)).status_code == 403


def test_a_decision_written_about_a_request_that_was_withdrawn_is_not_taken_for_the_next(
    browse: Browse,
) -> None:
    case = cases.an_active_case()
    endings.a_request(case)
    price = browse(accounts.council_signatory())
    read = opened(price, sign_page(case))
    ending_services.withdraw_ending(actor=accounts.manager(), at=NOW, case_id=case.id, reason="Too soon")
    endings.a_request(case)

    late = price.post(sign_page(case), {**read, **signature()})

    assert late.status_code == 409
    assert MINE in text(late)
    assert not EndingDecision.objects.exists()


def test_a_step_of_a_dispute_recorded_meanwhile_is_not_recorded_again(browse: Browse) -> None:
    made = disputes.a_dispute(cases.an_active_case())
    price = browse(accounts.council_signatory())
    about = {"ref": made.case.reference, "dispute": made.id, "step": "contacts"}
    address = reverse("cases:dispute_step", kwargs=about)
    read = opened(price, address)
    disputes.take(made, "contacts")

    late = price.post(address, {**read, **date_parts("done_on", TODAY), "note": MINE})

    assert late.status_code == 409
    assert "This step has been recorded already." in text(late)
    assert MINE in text(late)
    assert DisputeStep.objects.get(dispute=made, kind="contacts").note != MINE
    assert price.get(address).status_code == 403


def test_a_determination_recorded_meanwhile_is_called_settled_and_the_letter_is_named(browse: Browse) -> None:
    made = disputes.a_referred_dispute(cases.an_active_case())
    letter = disputes.a_letter(made.case)
    price = browse(accounts.council_signatory())
    address = reverse("cases:dispute_determine", kwargs={"ref": made.case.reference, "dispute": made.id})
    read = opened(price, address)
    made.refresh_from_db()
    with acting_as(accounts.SETTING_UP):
        made.amend(status="determined")

    late = price.post(address, {**read, "letter_id": str(letter.id), "outcome": MINE, "stage": "check"})

    assert late.status_code == 409
    for words in ("This dispute has been settled.", "21 November 2026", MINE):
        assert words in text(late)


def test_a_detention_corrected_meanwhile_shows_the_correction_beside_what_was_typed(browse: Browse) -> None:
    case = cases.a_detained_case()
    row, office = case.detentions.get(), browse(accounts.mha_office())
    address = path("detention_correct", case, row=row.id)
    read = opened(office, address)
    legal.put_right(case, row, ward="Willow")

    typed = detention(ward="Ash", correction_reason=MINE, stage="check")
    late = office.post(address, {**read, **typed})

    assert late.status_code == 409
    assert "Willow" in text(late)
    assert MINE in text(late)
    assert Detention.objects.filter(case=case).count() == 2
