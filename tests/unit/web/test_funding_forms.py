"""Finance forms of several parts: an answer that is half there is asked for, never dropped without a word."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from funding.forms.application import ApplicationForm, Offered
from funding.forms.package import Bodies, SplitForm
from funding.forms.panel import DecisionForm
from s117.web.forms import date_parts
from tests.builders.funding import APRIL

NHS, COUNCIL, OTHER = (str(uuid4()) for _ in range(3))
BODIES = Bodies([(COUNCIL, "Northmoor Council"), (OTHER, "Westerby Council")], [(NHS, "NHS Northmoor")])
HALVED = {"nhs_percent": "50", "council_percent": "50"}


def split(**over: str) -> SplitForm:
    given = {
        **date_parts("starts_on", APRIL[0]),
        **HALVED,
        "nhs_body": NHS,
        "council": COUNCIL,
        "decision": "interim",
        **over,
    }
    return SplitForm(given, bodies=BODIES, payer_id=uuid4())


def decision(**over: str) -> DecisionForm:
    service = SimpleNamespace(id=uuid4(), description="Supported living", get_unit_display=lambda: "a week")
    given = {
        "outcome": "approve",
        "reasons": "Agreed",
        "services": [str(service.id)],
        "rate_1": "1400",
        **date_parts("starts_on_1", APRIL[0]),
        **{f"{name}_1": share for name, share in HALVED.items()},
        **over,
    }
    return DecisionForm(given, asked=[service], names=("NHS Northmoor", "Northmoor Council"), bodies=BODIES)


@pytest.mark.parametrize(("form", "percent"), [(split, "other_percent"), (decision, "other_percent_1")])
def test_a_third_body_and_its_share_belong_together(form: Any, percent: str) -> None:
    assert form().errors == {}
    assert "whose share" in form(**{percent: "10"}).errors["other_body"][0]
    assert "its share" in form(other_body=OTHER).errors[percent][0]


def test_an_option_without_a_provider_is_asked_for() -> None:
    def wrong(**given: str) -> dict[str, Any]:
        form = ApplicationForm(given, offered=[], needs=[], bodies=BODIES)
        return {name: found for name, found in form.errors.items() if name.endswith("_2")}

    assert wrong() == {}
    assert list(wrong(weekly_2="900")) == ["provider_2"]
    assert list(wrong(provider_2="Elm House", weekly_2="900")) == ["meets_2"]
    assert list(wrong(provider_2="E" * 201, weekly_2="900")) == ["provider_2"]


def test_questions_made_for_the_person_have_the_words_and_limits_of_all_others() -> None:
    offered = [Offered("1", "Supported living")]
    given = {"services": ["1"], "note_1": "a\x01b"}
    errors = ApplicationForm(given, offered=offered, needs=["Sleep"], bodies=BODIES).errors
    assert errors["provider_1"] == ["Enter provider"]
    assert errors["weekly_1"] == ["Enter cost a week"]
    assert errors["rate_1"] == ["Enter the rate of Supported living"]
    assert errors["meets_1"] == ["Answer “Does it meet the needs?”"]
    assert "cannot be kept" in errors["note_1"][0]
    assert "This field is required." not in str(errors)
