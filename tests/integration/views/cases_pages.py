"""Asking the register's pages as a browser does: addresses, answers and what came back."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from cases.models import Case
from s117.web.forms import date_parts

WHO = {
    "family_name": "Obi",
    "given_names": "Amara",
    **date_parts("date_of_birth", date(1988, 3, 14)),
    "number_known": "yes",
    "nhs_number": "999 000 0018",
}


def path(name: str, case: Case | None = None, **kwargs: object) -> str:
    """The address of a page of the register."""
    return reverse(f"cases:{name}", kwargs={**({"ref": case.reference} if case else {}), **kwargs} or None)


def send(client: Client, address: str, answers: dict[str, Any], stage: str) -> Any:
    """Send a page of a staged form, as somebody who has just opened it."""
    opened = re.search(r'name="seen_version" value="(\d+)"', text(client.get(address)))
    seen = {"seen_version": opened[1]} if opened else {}
    return client.post(address, {**seen, **answers, "stage": stage})


def text(response: Any) -> str:
    """The page's source."""
    return response.content.decode()


def detention(**over: Any) -> dict[str, Any]:
    """The answers about the section 3 of journey J1."""
    return {
        "section_code": "03",
        **date_parts("starts_on", date(2026, 9, 7)),
        "start_time": "10:20am",
        "hospital": "Rowan Unit",
        "ward": "Rowan",
        "in_force": "yes",
        "source": "papers",
        **over,
    }
