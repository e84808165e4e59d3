"""The ten-minute review: one page, filled in from the published plan.

What is as it was is one answer for all needs, one for all services, one for all goals, one for the checks;
each is only asked about by itself when something is different. So the page has 20 places to tab to however
long the plan is, and 25, the most there may be, where one service of two changes and one goal of two moved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms

from careplans.forms.fields import day, line, one_of, text
from careplans.rules.review_record import GoalFound, NeedFound, ReviewInput, ServiceFound
from careplans.rules.snapshot import PlanSnapshot
from careplans.rules.terms import (
    NeedStanding,
    Progress,
    ReviewCheck,
    ReviewMethod,
    ReviewOutcome,
    ServiceStanding,
    TookPart,
)
from s117.kernel.dates import add_months
from s117.kernel.terms import Term
from s117.web.filters import date as date_words
from s117.web.forms import UI, BaseForm

SAME, DIFFER = "same", "differ"
ALL, SOME = "all", "some"
INTERVALS = {"6": "6 months after this one", "12": "12 months after this one"}
ANOTHER_DAY = "day"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question about all the parts of a kind; when something differs, each part is asked about by itself.
    `why` maps an answer to what is asked when it is chosen."""

    question: str
    no: str
    terms: type[Term]
    why: Mapping[str, str] = field(default_factory=dict)
    heading: str = ""


ASKED = {
    "needs": Asked(
        "Are all the needs still there?",
        "No, one or more is no longer there",
        NeedStanding,
        {NeedStanding.GONE.value: "Why it is no longer there"},
        "The plan",
    ),
    "services": Asked(
        "Do all the services go on as they are?",
        "No, something changes or stops",
        ServiceStanding,
        {ServiceStanding.CHANGE.value: "What changes", ServiceStanding.STOP.value: "Why it stops"},
    ),
    "goals": Asked("Are the goals where they were?", "No, one or more has moved", Progress),
}


class ReviewForm(BaseForm):
    """What was found at a review (practice 1.4 L)."""

    day_held = forms.ChoiceField(label="When was the review held?", widget=forms.RadioSelect)
    held_on = day("Day the review was held", past=True, required=True)
    method = one_of("How was it held?", ReviewMethod)
    council_attendee = line("Who attended for the council")
    nhs_attendee = line("Who attended for the NHS body")
    attended = line("Who else was there", 500)
    took_part = one_of("Did the person take part?", TookPart)
    persons_views = text("The person’s views", required=True)
    carers_views = text("Views of carers, family and friends")
    working = text("What is working")
    not_working = text("What is not working")
    checks = forms.ChoiceField(
        label="Were all of these checked?",
        choices=[(ALL, "Yes, all of them"), (SOME, "No, only some of them")],
        widget=forms.RadioSelect,
    )
    checked = forms.MultipleChoiceField(
        label="Which were checked?",
        choices=ReviewCheck.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    outcome = one_of("What does the review decide?", ReviewOutcome)
    outcome_reason = text("Why?", required=True)
    next_review = forms.ChoiceField(
        label="When is the next review?",
        choices=[*INTERVALS.items(), (ANOTHER_DAY, "On another day")],
        widget=forms.RadioSelect,
    )
    next_due_on = day("Next review due", required=True)

    def __init__(
        self,
        *args: Any,
        plan: PlanSnapshot | None,
        today: date,
        booked_for: date | None = None,
        invited: str = "",
        **kwargs: Any,
    ) -> None:
        self.plan = plan
        self.ui = dict(LAYOUT)
        if invited:
            self.ui["attended"] = UI(hint=f"Asked to come: {invited}")
        self.base_fields = self._with_the_plan(type(self).base_fields)
        super().__init__(*args, **kwargs)
        self._offer_days(today, booked_for)

    def _offer_days(self, today: date, booked_for: date | None) -> None:
        """Today, the day that was booked, and the day that was already said: on paper yesterday, or before
        midnight. Any other is typed."""
        days = {today: f"Today, {date_words(today)}"}
        said = self["day_held"].value()
        for on, words in ((booked_for, "as it was booked"), (_day(said), "")):
            if on is not None and on < today and on not in days:
                days[on] = ", ".join(part for part in (date_words(on), words) if part)
        offered = [(on.isoformat(), words) for on, words in sorted(days.items(), reverse=True)]
        self.fields["day_held"].choices = [*offered, (ANOTHER_DAY, "On another day")]

    def _with_the_plan(self, own: Mapping[str, forms.Field]) -> dict[str, forms.Field]:
        """The questions, those about the plan after what was said and before the checks."""
        names = list(own)
        place = names.index("checks")
        placed = {name: own[name] for name in names[:place]}
        for name in ASKED:
            placed |= self._ask_all(name)
        return placed | {name: own[name] for name in names[place:]}

    def _ask_all(self, name: str) -> dict[str, forms.Field]:
        parts, asked = self._parts(name), ASKED[name]
        if not parts:
            return {}
        found: dict[str, forms.Field] = {}
        found[name] = forms.ChoiceField(
            label=asked.question,
            choices=[(SAME, "Yes, all of them"), (DIFFER, asked.no)],
            widget=forms.RadioSelect,
        )
        for number, (words, _) in enumerate(parts, 1):
            part = f"{name}_{number}"
            found[part] = one_of(words, asked.terms, required=False)
            for answer, why in asked.why.items():
                found[f"{part}_{answer}"] = line(f"{why}: {words}", 300)
                self.ui[f"{part}_{answer}"] = UI(size="", mark_optional=False)
            opens = {answer: (f"{part}_{answer}",) for answer in asked.why}
            self.ui[part] = UI(inline=not opens, mark_optional=False, reveals=opens)
        each = tuple(f"{name}_{number}" for number, _ in enumerate(parts, 1))
        hint = "; ".join(f"{words}: {now}" if now else words for words, now in parts)
        self.ui[name] = UI(hint=hint, reveals={DIFFER: each}, heading=asked.heading)
        return found

    def _parts(self, name: str) -> list[tuple[str, str]]:
        """The parts of a kind, each with what the plan says of it where that is asked."""
        if self.plan is None:
            return []
        return {
            "needs": [(need.title, "") for need in self.plan.needs],
            "services": [(row.description, "") for row in self.plan.services],
            "goals": [(goal.words, goal.progress.words.lower()) for goal in self.plan.goals],
        }[name]

    def held(self) -> ReviewInput:
        """What was typed, as the service takes it. After `is_valid` only."""
        data = self.cleaned_data
        held_on = data["held_on"] if data["day_held"] == ANOTHER_DAY else _day(data["day_held"])
        chosen = data["next_review"]
        later = data["next_due_on"] if chosen == ANOTHER_DAY else add_months(held_on, int(chosen))
        checked = tuple(ReviewCheck) if data["checks"] == ALL else map(ReviewCheck, data["checked"])
        return ReviewInput(
            held_on=held_on,
            method=ReviewMethod(data["method"]),
            took_part=TookPart(data["took_part"]),
            outcome=ReviewOutcome(data["outcome"]),
            outcome_reason=data["outcome_reason"],
            next_due_on=later,
            needs=self._needs(),
            services=self._services(),
            goals=self._goals(),
            checked=tuple(checked),
            **{name: data[name] for name in TEXTS},
        )

    def _said(self, name: str, number: int, unchanged: str) -> tuple[str, str]:
        data, part = self.cleaned_data, f"{name}_{number}"
        if data[name] == SAME or not data[part]:
            return unchanged, ""
        return data[part], data.get(f"{part}_{data[part]}", "")

    def _needs(self) -> tuple[NeedFound, ...]:
        found = []
        for number, need in enumerate(self.plan.needs if self.plan else (), 1):
            said, why = self._said("needs", number, NeedStanding.PRESENT.value)
            found.append(NeedFound(need.key, need.title, need.is_aftercare, NeedStanding(said), why))
        return tuple(found)

    def _services(self) -> tuple[ServiceFound, ...]:
        found = []
        for number, row in enumerate(self.plan.services if self.plan else (), 1):
            said, why = self._said("services", number, ServiceStanding.CONTINUE.value)
            found.append(ServiceFound(row.service_key, row.description, ServiceStanding(said), why))
        return tuple(found)

    def _goals(self) -> tuple[GoalFound, ...]:
        found = []
        for number, goal in enumerate(self.plan.goals if self.plan else (), 1):
            said, _ = self._said("goals", number, goal.progress.value)
            found.append(GoalFound(goal.id, goal.words, Progress(said)))
        return tuple(found)


TEXTS = (
    "council_attendee", "nhs_attendee", "attended", "persons_views", "carers_views", "working", "not_working",
)  # fmt: skip
LAYOUT: dict[str, UI] = {
    "day_held": UI(reveals={ANOTHER_DAY: ("held_on",)}),
    "method": UI(inline=True),
    "council_attendee": UI(
        heading="Who was there",
        hint="Without one name for each body it cannot be signed off",
        mark_optional=False,
    ),
    "nhs_attendee": UI(mark_optional=False),
    "took_part": UI(inline=True),
    "persons_views": UI(
        rows=3, hint="In their own words. If they could not be asked, say why", heading="What was said"
    ),
    "carers_views": UI(rows=2),
    "working": UI(rows=2),
    "not_working": UI(rows=2),
    "checks": UI(hint="; ".join(check.words for check in ReviewCheck), reveals={SOME: ("checked",)}),
    "checked": UI(
        small=True, mark_optional=False, hint="The legal status is needed before it can be signed off"
    ),
    "outcome": UI(
        heading="Outcome",
        hints={
            ReviewOutcome.MODIFY.value: "A draft of the next version is started for you",
            ReviewOutcome.RECOMMEND_ENDING.value: "Aftercare goes on until the council and the NHS body "
            "both decide that it is no longer needed",
        },
    ),
    "outcome_reason": UI(rows=3),
    "next_review": UI(inline=True, reveals={ANOTHER_DAY: ("next_due_on",)}),
}


def _day(said: Any) -> date | None:
    """The day of an answer that is one of the days offered; None for any other answer."""
    try:
        return date.fromisoformat(str(said))
    except ValueError:
        return None
