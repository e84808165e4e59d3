"""The pages of the register, as a browser asks for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from s117.kernel.actor import Actor
from s117.web.forms import date_parts
from tests.builders import accounts, cases

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]

PAGES = ("client_view", "legal_status_view", "determination_view", "contact_view")
WHO = {
    "family_name": "Obi",
    "given_names": "Amara",
    **date_parts("date_of_birth", date(1988, 3, 14)),
    "number_known": "yes",
    "nhs_number": "999 000 0018",
}


def post(client: Client, name: str, data: dict[str, Any], **kwargs: Any) -> Any:
    return client.post(reverse(f"cases:{name}", kwargs=kwargs or None), data)


@pytest.mark.parametrize("page", PAGES)
def test_each_page_of_the_record_opens_for_its_coordinator(browse: Browse, page: str) -> None:
    jones = accounts.coordinator()
    case = cases.an_active_case(coordinator=jones)
    cases.a_contact(case, jones)

    response = browse(jones).get(reverse(f"cases:{page}", kwargs={"ref": case.reference}))

    assert response.status_code == 200
    assert case.reference in response.content.decode()
