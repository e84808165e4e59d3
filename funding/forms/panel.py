"""What the pages of a funding panel ask: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from careplans.rules.terms import BatchOf
from funding.forms.application import radios, text
from funding.forms.package import MOST_PENCE, PERCENT, Bodies
from funding.rules.applications import Outcome
from funding.rules.asked import DecisionInput, TermInput
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

Choices = Sequence[tuple[str, str]]
TERMS = (1, 2, 3)


class PanelForm(BaseForm):
    """When a panel sits, where, and with which body."""

    partner = forms.ChoiceField(label="Which body sits with yours?")
    held_on = DatePartsField(label="Date of the panel")
    place = forms.CharField(label="Place or video link", max_length=200)

    def __init__(self, *args: Any, partners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", "Select a body"), *partners]


class AgendaForm(BaseForm):
    """Which applications go on the agenda."""

    applications = forms.MultipleChoiceField(label="Applications", widget=forms.CheckboxSelectMultiple)

    ui = {"applications": UI(hint="Urgent ones first. They come to the panel in this order")}

    def __init__(self, *args: Any, waiting: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applications"].choices = list(waiting)


class MemberForm(BaseForm):
    """Somebody who sits on the panel."""

    person = forms.ChoiceField(label="Member", required=False)
    name = forms.CharField(label="Name, if they are not in the list", max_length=120, required=False)
    body = forms.ChoiceField(label="For which body?")
    role = forms.CharField(label="Their role on the panel", max_length=120)

    ui = {
        "person": UI(mark_optional=False),
        "name": UI(mark_optional=False),
        "role": UI(width=20, hint="For example chair, or commissioner"),
    }

    def __init__(self, *args: Any, people: Choices, bodies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = [("", "Somebody else"), *people]
        self.fields["body"].choices = list(bodies)

    def clean(self) -> dict[str, Any]:
        """Somebody must be named, in one way."""
        found = super().clean()
        if not found.get("person") and not found.get("name"):
            self.add_error("person", "Select a member, or enter a name")
        return found

    def member(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        given = self.cleaned_data
        return {
            "user_id": UUID(given["person"]) if given["person"] else None,
            "name": given["name"],
            "organisation_id": UUID(given["body"]),
            "role": given["role"],
        }


class InterestForm(BaseForm):
    """An interest that a member declared."""

    item = forms.ChoiceField(label="Application")
    member = forms.ChoiceField(label="Member")
    nature = forms.CharField(label="What is the interest?", max_length=300)

    def __init__(self, *args: Any, items: Choices, members: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].choices = list(items)
        self.fields["member"].choices = list(members)


class MinutesForm(BaseForm):
    """What was said."""

    chair = forms.CharField(label="Who chaired?", max_length=120)
    minutes = text("Minutes")

    ui = {"chair": UI(width=30), "minutes": UI(rows=12)}


class PanelDocumentsForm(BaseForm):
    """What is wanted of everybody on the agenda."""

    what = forms.ChoiceField(
        label="Which documents?",
        choices=[
            (BatchOf.LETTERS.value, "Letters kept since each request for funding was made"),
            (BatchOf.PLANS.value, BatchOf.PLANS.words),
        ],
        widget=forms.RadioSelect,
    )


class NothingForm(BaseForm):
    """A button alone."""


class SignForm(BaseForm):
    """A signature. `decision` is the edition that was on the screen."""

    decision = forms.CharField(widget=forms.HiddenInput, max_length=36)
    title = forms.CharField(label="Your role in the decision", max_length=120)
    read = forms.BooleanField(label="I have read the decision above and sign it for my organisation")

    ui = {"title": UI(width=30)}

    def clean_decision(self) -> UUID:
        """The edition's id; nothing that is no id names an edition."""
        try:
            return UUID(self.cleaned_data["decision"])
        except ValueError:
            raise forms.ValidationError("Open the decision again, then sign") from None


class Ticked(forms.CheckboxSelectMultiple):
    """Boxes of a later page: what is ticked first stays ticked until that page has been sent."""

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing was sent: the page has not been reached, or nothing was ticked on it."""
        return name not in data


class DecisionForm(BaseForm):
    """What a panel decided: the outcome, then, where it funds, at which rate and in which shares."""

    outcome = radios(Outcome.choices(), "What did the panel decide?")
    questions = text("What does the panel ask?")
    reasons = text("Reasons")
    conditions = text("Conditions", required=False)
    valid_to = DatePartsField(label="Last day it is approved for", required=False)
    services = forms.MultipleChoiceField(label="Which services are funded?", widget=Ticked, required=False)
    other_body = forms.ChoiceField(label="Another body, if three share the cost", required=False)

    ui = {
        "outcome": UI(
            reveals={"defer": ("questions",)},
            hints={
                "interim": "The services run and the bodies pay these shares until it is settled who owes",
                "defer": "The application goes back to the coordinator",
            },
        ),
        "reasons": UI(hint="The person is told these"),
        "conditions": UI(rows=3),
        "services": UI(mark_optional=False),
    }

    def __init__(
        self, *args: Any, asked: Sequence[Any], names: tuple[str, str], bodies: Bodies, **kwargs: Any
    ):
        self.asked = tuple(asked)
        self.ui = dict(type(self).ui)
        super().__init__(*args, **kwargs)
        self.bodies = bodies
        self._ask_services()
        others = [*bodies.councils, *bodies.nhs]
        self.fields["other_body"].choices = [("", "No other body"), *others]
        for place in TERMS:
            self._ask_term(place, names)

    def _ask_services(self) -> None:
        self.fields["services"].choices = [(str(row.id), row.description) for row in self.asked]
        reveals = {}
        for place, row in enumerate(self.asked, start=1):
            label = f"Rate, {row.get_unit_display()}"
            self.fields[f"rate_{place}"] = MoneyField(label=label, minimum=1, maximum=MOST_PENCE)
            reveals[str(row.id)] = (f"rate_{place}",)
        self.ui["services"] = UI(reveals=reveals, mark_optional=False)

    def _ask_term(self, place: int, names: tuple[str, str]) -> None:
        words = "How the cost is shared" if place == 1 else f"Change {place - 1}, if the share changes later"
        self.fields[f"starts_on_{place}"] = DatePartsField(label="From", required=False)
        self.ui[f"starts_on_{place}"] = UI(heading=words, mark_optional=place > 1)
        shares = (("nhs", names[0]), ("council", names[1]), ("other", "The other body"))
        for who, name in shares:
            self.fields[f"{who}_percent_{place}"] = forms.CharField(
                label=name, max_length=6, required=False, validators=[PERCENT]
            )
            self.ui[f"{who}_percent_{place}"] = UI(
                width=5, suffix="%", mark_optional=place > 1 or who == "other"
            )

    def names_of_terms(self) -> tuple[str, ...]:
        """The questions of the page about money, in order."""
        rates = tuple(f"rate_{place}" for place in range(1, len(self.asked) + 1))
        parts = ("starts_on", "nhs_percent", "council_percent", "other_percent")
        terms = tuple(f"{part}_{place}" for place in TERMS for part in parts)
        return ("services", *rates, *terms, "other_body")

    def clean(self) -> dict[str, Any]:
        """Where the outcome funds: a service with its rate, and whole terms."""
        found = super().clean()
        if not self._funds() or "starts_on_1" not in self.data_names():
            return found
        if not found.get("services"):
            self.add_error("services", "Select at least one service")
        for place in TERMS:
            self._check_term(place)
        self._check_other()
        return found

    def data_names(self) -> frozenset[str]:
        """The questions that were answered so far: the page about money may not have been reached."""
        return frozenset(key.removesuffix("_day") for key in self.data)

    def _check_term(self, place: int) -> None:
        given = self.cleaned_data
        begins = given.get(f"starts_on_{place}")
        named = [f"{who}_percent_{place}" for who in ("nhs", "council")]
        if place == 1 and begins is None and f"starts_on_{place}" not in self.errors:
            self.add_error(f"starts_on_{place}", "Enter the first day")
        for name in named:
            if begins is not None and not given.get(name) and name not in self.errors:
                self.add_error(name, "Enter the share, 0 if there is none")
        if begins is None and any(given.get(name) for name in named):
            self.add_error(f"starts_on_{place}", "Enter the day from which these shares hold")

    def _check_other(self) -> None:
        """A third body and its share belong together: neither is dropped without a word."""
        given = self.cleaned_data
        shares = [given.get(f"other_percent_{place}") for place in TERMS]
        if any(shares) and not given.get("other_body"):
            self.add_error("other_body", "Select whose share this is, or take the percentage out")
        if given.get("other_body") and not any(shares) and not self.errors:
            self.add_error("other_percent_1", "Enter its share, or choose no other body")

    def _funds(self) -> bool:
        outcome = self.cleaned_data.get("outcome")
        return bool(outcome) and Outcome(outcome).funds

    def decided(self, nhs_body: UUID, council: UUID) -> DecisionInput:
        """The answers as the service takes them."""
        given, funds = self.cleaned_data, self._funds()
        rates = {
            row.id: given[f"rate_{place}"]
            for place, row in enumerate(self.asked, start=1)
            if funds and str(row.id) in given["services"]
        }
        return DecisionInput(
            outcome=Outcome(given["outcome"]),
            rates=rates,
            terms=[self._term(place, nhs_body, council) for place in TERMS if given[f"starts_on_{place}"]]
            if funds
            else [],
            **{name: given[name] for name in ("reasons", "questions", "conditions", "valid_to")},
        )

    def _term(self, place: int, nhs_body: UUID, council: UUID) -> TermInput:
        given = self.cleaned_data
        shares = {nhs_body: given[f"nhs_percent_{place}"], council: given[f"council_percent_{place}"]}
        if given["other_body"] and given[f"other_percent_{place}"]:
            shares[UUID(given["other_body"])] = given[f"other_percent_{place}"]
        return TermInput(given[f"starts_on_{place}"], shares)
