"""Every component in every state, in development only."""

from __future__ import annotations

from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from s117.kernel.dates import LONDON
from s117.kernel.timeline import TimelineEntry
from s117.web import errors
from s117.web.conflicts import Conflict, Difference
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField, NhsNumberField
from s117.web.paging import Page


class ExampleForm(BaseForm):
    """A field of every kind."""

    name = forms.CharField(label="Full name", max_length=80)
    nhs_number = NhsNumberField(label="NHS number")
    held_on = DatePartsField(label="When did the review take place?", past=True)
    kind = forms.ChoiceField(
        label="What type of review was it?",
        widget=forms.RadioSelect,
        choices=[("first", "First review"), ("annual", "Annual review"), ("unplanned", "Unplanned review")],
    )
    setting = forms.ChoiceField(
        label="Where does the person live?",
        choices=[("", "Choose a setting"), ("home", "Own home"), ("supported", "Supported living")],
    )
    needs = forms.MultipleChoiceField(
        label="Which needs are met under section 117?",
        widget=forms.CheckboxSelectMultiple,
        choices=[("home", "Accommodation"), ("care", "Personal care"), ("therapy", "Psychological therapy")],
    )
    agreed = forms.ChoiceField(
        label="Has funding been agreed?",
        widget=forms.RadioSelect,
        choices=[("yes", "Yes, agreed by both bodies"), ("no", "No, in dispute")],
    )
    cost = MoneyField(label="Agreed weekly cost")
    share = forms.DecimalField(label="Council share", max_value=100, min_value=0, required=False)
    summary = forms.CharField(label="Summary of the discussion", widget=forms.Textarea, max_length=500)
    present = forms.BooleanField(label="The person was there")

    ui = {
        "nhs_number": UI(width=10, hint="10 numbers, like 999 123 4567"),
        "held_on": UI(hint="For example, 27 3 2026"),
        "kind": UI(hints={"first": "Within 6 weeks of leaving hospital"}),
        "needs": UI(hint="Select all that apply"),
        "agreed": UI(reveals={"yes": ("cost",)}, heading="Money"),
        "share": UI(width=5, suffix="%"),
        "summary": UI(hint="Include the person’s own views", count=500),
    }


EXAMPLE_CASE = SimpleNamespace(
    id=UUID(int=1),
    reference="S117-2026-00042",
    status="active",
    status_words="Aftercare active",
    display_name="EXAMPLE, Isla",
    preferred_name="Izzy",
    date_of_birth=date(1967, 10, 6),
    nhs_number="9991651284",
    section_words="3",
    coordinator_name="Jo Bennett",
    in_hospital=True,
    on_cto=False,
    alerts=("Review overdue",),
)

EXAMPLE_TIMELINE = (
    TimelineEntry(
        date(2026, 11, 20), time(8, 0), "Review reminder sent", "Sent to Alex Morgan.", "automatic reminder"
    ),
    TimelineEntry(
        date(2026, 11, 3), time(14, 15), "Cost share recorded", "Half each.", "Priti Shah", "#timeline"
    ),
    TimelineEntry(date(2026, 3, 4), None, "Added to the register", "", "Alex Morgan"),
)

EXAMPLE_FILTERS = [
    {
        "name": "review",
        "label": "Review status",
        "options": [
            {"value": "overdue", "label": "Overdue", "count": 21, "chosen": True},
            {"value": "soon", "label": "Due soon", "count": 13, "chosen": False},
        ],
    },
    {
        "name": "order",
        "label": "Order",
        "single": True,
        "options": [
            {"value": "name", "label": "Name", "count": None, "chosen": False},
            {"value": "due", "label": "Next review", "count": None, "chosen": True},
        ],
    },
]

BARS = [
    ("North community team", (6, 0, 7)),
    ("South community team", (5, 4, 9)),
    ("Early intervention", (4, 4, 4)),
]
LINE = [("Dec", 61), ("Mar", 66), ("Jun", 70), ("Sep", 75), ("Nov", 74)]


class Styleguide(View):
    """The page; 404 outside development."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Each component; `?state=errors` sends the form empty, `?state=conflict` adds a conflict."""
        if not settings.STYLEGUIDE:
            return errors.not_found(request)
        state = request.GET.get("state", "")
        return render(
            request, "styleguide/index.html", _context(state), status=422 if state == "errors" else 200
        )


def _context(state: str) -> dict[str, Any]:
    form = ExampleForm({"held_on_day": "31", "held_on_month": "feb", "held_on_year": "2026", "agreed": "yes"})
    extra: dict[str, Any] = {}
    if state == "conflict":
        when = datetime(2026, 11, 20, 15, 4, tzinfo=LONDON)
        extra["conflict"] = Conflict(
            "Priti Shah", when, (Difference("Full name", "Isla Example", "Isla M Example"),)
        )
    return {
        "form": form if state == "errors" else ExampleForm(seen_version=3),
        "case": EXAMPLE_CASE,
        "entries": EXAMPLE_TIMELINE,
        "groups": EXAMPLE_FILTERS,
        "page": Page((), "?after=S117-2026-00042", "?"),
        "bar_rows": BARS,
        "line_rows": LINE,
        **extra,
    }
