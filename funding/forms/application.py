"""What a request for funding asks, page by page, and what is said on it afterwards: shape only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django import forms

from funding.forms.package import MOST_PENCE, PERCENT, UNITS, YES_NO, Bodies
from funding.models import Application, ApplicationOption
from funding.rules.applications import Cost, Score, suggested_share
from funding.rules.asked import ApplicationInput, OptionInput, ServiceInput
from funding.rules.proration import Unit
from funding.rules.split import Share, apportion, basis_points, percent_words, share_findings
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

OPTIONS = (1, 2, 3)
WEIGHT = 10
PLAIN = (
    "urgency", "kind", "starts_on", "split_rationale", "alternatives", "least_restrictive", "statement",
    "previous_decisions", "documents", "out_of_area_reason", "host_notified_on", "nhs_percent",
    "council_percent",
)  # fmt: skip


def text(label: str, *, required: bool = True) -> forms.CharField:
    """A few sentences."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea)


def radios(choices: Sequence[tuple[str, str]], label: str, *, required: bool = True) -> forms.ChoiceField:
    """One of a few."""
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=required)


@dataclass(frozen=True, slots=True)
class Offered:
    """A service of the plan that may be asked for: `unit` when it is funded already, its rate in pence."""

    key: str
    words: str
    unit: str = Unit.WEEK.value
    rate_pence: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the answers so far come to, in pence; percentages of the NHS body as words."""

    weekly: int
    annual: int
    parts: tuple[tuple[str, int], ...]
    suggestion: str


class ApplicationForm(BaseForm):
    """The whole request. Questions about services, options and needs are made for the person."""

    urgency = radios(Application.Urgency.choices, "How soon is it needed?")
    kind = radios(Application.Kind.choices, "What do you ask for?")
    starts_on = DatePartsField(label="First day to be funded")
    services = forms.MultipleChoiceField(
        label="Which services of the care plan?", widget=forms.CheckboxSelectMultiple
    )
    alternatives = text("What else was considered, and why it was rejected")
    least_restrictive = text("Why this is the least restrictive way", required=False)
    statement = text("Coordinator’s statement: why the person needs this")
    previous_decisions = text("Earlier decisions on funding", required=False)
    documents = text("Documents the panel should read, and where they are kept", required=False)
    out_of_area = radios(YES_NO, "Is any of it outside the council’s area?")
    out_of_area_reason = text("Why it is outside the area")
    host_notified_on = DatePartsField(label="Date the host area was told", past=True, required=False)
    nhs_body = forms.ChoiceField(label="NHS body")
    nhs_percent = forms.CharField(label="NHS body’s share", max_length=6, validators=[PERCENT])
    council = forms.ChoiceField(label="Council")
    council_percent = forms.CharField(label="Council’s share", max_length=6, validators=[PERCENT])
    payer = radios(
        [("council", "The council"), ("nhs_body", "The NHS body")], "Which body will pay the provider?"
    )
    split_rationale = text("Why the cost should be shared in this way")

    ui = {
        "services": UI(hint="Only aftercare can be shared. Select all that this request is about"),
        "statement": UI(hint="In words that somebody who does not know the person understands"),
        "out_of_area": UI(inline=True, reveals={"yes": ("out_of_area_reason", "host_notified_on")}),
        "host_notified_on": UI(mark_optional=False),
        "nhs_percent": UI(width=5, suffix="%"),
        "council_percent": UI(width=5, suffix="%"),
        "payer": UI(hint="It takes the odd penny"),
        "documents": UI(rows=3),
        "previous_decisions": UI(rows=3),
        "least_restrictive": UI(rows=3),
    }

    def __init__(
        self, *args: Any, offered: Sequence[Offered], needs: Sequence[str], bodies: Bodies, **kwargs: Any
    ) -> None:
        self.offered, self.needs = tuple(offered), tuple(needs)
        self.ui = dict(type(self).ui)
        super().__init__(*args, **kwargs)
        self._ask_costs()
        self._ask_options()
        self._ask_scores()
        self.fields["nhs_body"].choices = list(bodies.nhs)
        self.fields["council"].choices = list(bodies.councils)

    def _ask_costs(self) -> None:
        self.fields["services"].choices = [(row.key, row.words) for row in self.offered]
        reveals = {}
        for place, row in enumerate(self.offered, start=1):
            names = (f"rate_{place}", f"unit_{place}", f"quantity_{place}")
            rate = MoneyField(label="Rate", minimum=1, maximum=MOST_PENCE, initial=row.rate_pence)
            self.fields[names[0]] = rate
            self.fields[names[1]] = forms.ChoiceField(label="Paid", choices=UNITS, initial=row.unit)
            self.fields[names[2]] = forms.DecimalField(
                label="How many a week",
                max_digits=7,
                decimal_places=2,
                min_value=Decimal("0.01"),
                required=False,
            )
            self.ui[names[2]] = UI(width=5, hint="For hours, nights or sessions", mark_optional=False)
            reveals[row.key] = names
            for name in names:
                self.fields[name].error_messages.setdefault("required", f"Enter the rate of {row.words}")
            rate.error_messages["required"] = f"Enter the rate of {row.words}"
        self.ui["services"] = UI(hint=type(self).ui["services"].hint, reveals=reveals)

    def _ask_options(self) -> None:
        for place in OPTIONS:
            needed = place == 1
            which = "the one you ask for" if needed else "if there was one"
            self.ui[f"provider_{place}"] = UI(heading=f"Option {place}, {which}")
            self.fields[f"provider_{place}"] = forms.CharField(
                label="Provider", max_length=200, required=needed
            )
            self.fields[f"weekly_{place}"] = MoneyField(
                label="Cost a week", maximum=MOST_PENCE, required=needed
            )
            self.fields[f"meets_{place}"] = radios(
                ApplicationOption.Meets.choices, "Does it meet the needs?", required=needed
            )
            self.fields[f"miles_{place}"] = forms.DecimalField(
                label="Miles from home", max_digits=6, decimal_places=1, min_value=0, required=False
            )
            self.fields[f"available_{place}"] = DatePartsField(label="Free from", required=False)
            self.fields[f"note_{place}"] = forms.CharField(label="Note", max_length=500, required=False)
            self.ui[f"meets_{place}"] = UI(inline=True)

    def _ask_scores(self) -> None:
        for place, need in enumerate(self.needs, start=1):
            self.ui[f"health_{place}"] = UI(width=3, heading=need)
            for kind, words in (("health", "Health weight"), ("social", "Social weight")):
                self.fields[f"{kind}_{place}"] = forms.IntegerField(
                    label=words, min_value=0, max_value=WEIGHT, required=False
                )

    def names_of(self, stage: str) -> tuple[str, ...]:
        """The questions of one page that were made for the person."""
        if stage == "services":
            places = range(1, len(self.offered) + 1)
            return tuple(f"{name}_{place}" for place in places for name in ("rate", "unit", "quantity"))
        if stage == "options":
            kinds = ("provider", "weekly", "meets", "miles", "available", "note")
            return tuple(f"{name}_{place}" for place in OPTIONS for name in kinds)
        places = range(1, len(self.needs) + 1)
        return tuple(f"{name}_{place}" for place in places for name in ("health", "social"))

    def clean(self) -> dict[str, Any]:
        """Whole options, units a week where they are paid, and shares that come to exactly 100.00."""
        found = super().clean()
        for place, row in enumerate(self.offered, start=1):
            by_unit = found.get(f"unit_{place}") in {Unit.HOUR, Unit.NIGHT, Unit.SESSION}
            if row.key in found.get("services", ()) and by_unit and not found.get(f"quantity_{place}"):
                self.add_error(f"quantity_{place}", f"Enter how many a week of {row.words}")
        for place in OPTIONS[1:]:
            self._check_option(place)
        for share in self._shares():
            for finding in share_findings(share):
                self.add_error("nhs_percent", finding.text)
        return found

    def _check_option(self, place: int) -> None:
        """An option has a provider, a cost and an answer; what was typed of half of one is never dropped."""
        given, provider = self.cleaned_data, f"provider_{place}"
        names = [f"{name}_{place}" for name in ("weekly", "meets", "miles", "available", "note")]
        typed = [name for name in names if given.get(name) not in (None, "")]
        if given.get(provider):
            for name, words in zip(
                names[:2], ("Enter its cost a week", "Select whether it meets the needs"), strict=True
            ):
                if name not in typed and name not in self.errors:
                    self.add_error(name, words)
        elif typed and provider not in self.errors:
            self.add_error(provider, "Enter the provider of this option, or empty the rest of it")

    def _shares(self) -> list[tuple[Share, Share]]:
        given = self.cleaned_data
        if not {"nhs_percent", "council_percent"} <= given.keys():
            return []
        nhs, council = (basis_points(given[name]) for name in ("nhs_percent", "council_percent"))
        pays = given.get("payer") == "nhs_body"
        return [(Share("NHS body", nhs, pays), Share("Council", council, not pays))]

    def figures(self) -> Figures | None:
        """What the answers so far come to; None before there is a service with a rate."""
        if not self.is_bound or not self._chosen():
            return None
        costs = [
            Cost(row.rate_pence, row.unit, Fraction(row.quantity)) for row in self._chosen() if row.rate_pence
        ]
        weekly = sum(cost.weekly for cost in costs)
        shares = [pair for pair in self._shares() if not share_findings(pair)]
        names = {"NHS body": self._body("nhs_body"), "Council": self._body("council")}
        parts = apportion(weekly, shares[0]) if shares else {}
        points = suggested_share(Score(*row) for row in self._scores())
        return Figures(
            weekly=weekly,
            annual=sum(cost.annual for cost in costs),
            parts=tuple((names[who], pence) for who, pence in parts.items()),
            suggestion="" if points is None else percent_words(points),
        )

    def _body(self, name: str) -> str:
        return dict(self.fields[name].choices).get(self.cleaned_data.get(name), "")

    def _chosen(self) -> list[ServiceInput]:
        given = self.cleaned_data
        return [
            ServiceInput(
                UUID(row.key),
                given.get(f"rate_{place}") or 0,
                Unit(given.get(f"unit_{place}") or row.unit),
                given.get(f"quantity_{place}") or Decimal(1),
            )
            for place, row in enumerate(self.offered, start=1)
            if row.key in given.get("services", ())
        ]

    def _scores(self) -> list[tuple[str, int, int]]:
        given = self.cleaned_data
        rows = [
            (need, given.get(f"health_{place}") or 0, given.get(f"social_{place}") or 0)
            for place, need in enumerate(self.needs, start=1)
        ]
        return [row for row in rows if row[1] or row[2]]

    def asked(self) -> ApplicationInput:
        """The answers as the service takes them."""
        given = self.cleaned_data
        options = [
            OptionInput(
                given[f"provider_{place}"],
                given[f"weekly_{place}"],
                given[f"meets_{place}"],
                given[f"miles_{place}"],
                given[f"available_{place}"],
                given[f"note_{place}"],
            )
            for place in OPTIONS
            if given[f"provider_{place}"]
        ]
        return ApplicationInput(
            services=self._chosen(),
            options=options,
            scores=self._scores(),
            payer_id=UUID(given[given["payer"]]),
            council_id=UUID(given["council"]),
            nhs_body_id=UUID(given["nhs_body"]),
            out_of_area=given["out_of_area"] == "yes",
            **{name: given[name] for name in PLAIN},
        )


class RecommendForm(BaseForm):
    """The manager's advice."""

    advice = radios(Application.Advice.choices, "Your recommendation")
    reasons = text("Reasons")

    ui = {"advice": UI(hints={"against": "The application still goes to the panel, with your reasons"})}


class ResubmitForm(BaseForm):
    """The answers to a panel's questions."""

    answers = text("Answers to the panel’s questions")


class WithdrawForm(BaseForm):
    """Why a request is taken back."""

    reason = text("Why is it withdrawn?")


class TellForm(BaseForm):
    """How the person was told."""

    told_on = DatePartsField(label="Date the person was told", past=True)
    appeal_given = radios(YES_NO, "Were they told how to appeal or complain?")

    ui = {"appeal_given": UI(inline=True)}

    def told(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return {**self.cleaned_data, "appeal_given": self.cleaned_data["appeal_given"] == "yes"}
