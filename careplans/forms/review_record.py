"""The ten-minute review: one page, filled in from the published plan.

What is as it was is one answer for all needs and one for all services; each is only asked about by itself
when something is different. A page for a usual plan has 25 places to tab to at most.
"""

from __future__ import annotations

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
from s117.web.forms import UI, BaseForm

SAME = "same"
INTERVALS = {"6": "6 months after this one", "12": "12 months after this one"}
ANOTHER_DAY = "day"


class ReviewForm(BaseForm):
    """What was found at a review (practice 1.4 L)."""

    held_on = day("Day the review was held", past=True, required=True)
    method = one_of("How was it held?", ReviewMethod)
    council_attendee = line("Who attended for the council")
    nhs_attendee = line("Who attended for the NHS body")
    took_part = one_of("Did the person take part?", TookPart)
    persons_views = text("The person’s views", required=True)
    carers_views = text("Views of carers, family and friends")
    working = text("What is working")
    not_working = text("What is not working")
    checked = forms.MultipleChoiceField(
        label="Checked today",
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

    def __init__(self, *args: Any, plan: PlanSnapshot | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.ui = dict(LAYOUT)
        if plan is not None:
            self._ask_all("needs", plan.needs, "Are all the needs still there?", NEED_ANSWERS)
            self._ask_all(
                "services", plan.services, "Do all the services go on as they are?", SERVICE_ANSWERS
            )
            for number, goal in enumerate(plan.goals, 1):
                self.fields[f"goal_{number}"] = one_of(f"Goal: {goal.words}", Progress)
                self.ui[f"goal_{number}"] = UI(inline=True)
        self.order_fields(_order(self.fields))

    def _ask_all(self, name: str, parts: Any, question: str, answers: tuple[type[Any], str, str]) -> None:
        if not parts:
            return
        terms, different, why = answers
        self.fields[name] = forms.ChoiceField(
            label=question,
            choices=[(SAME, "Yes, all of them"), (different, NO[name])],
            widget=forms.RadioSelect,
        )
        revealed = []
        for number, part in enumerate(parts, 1):
            words = part.title if name == "needs" else part.description
            self.fields[f"{name}_{number}"] = one_of(words, terms, required=False)
            self.fields[f"{name}_{number}_why"] = line(f"{why}: {words}", 300)
            self.ui[f"{name}_{number}"] = UI(inline=True, mark_optional=False)
            self.ui[f"{name}_{number}_why"] = UI(size="", mark_optional=False)
            revealed += [f"{name}_{number}", f"{name}_{number}_why"]
        hint = "; ".join(part.title if name == "needs" else part.description for part in parts)
        self.ui[name] = UI(hint=hint, reveals={different: tuple(revealed)}, heading=HEADINGS[name])

    def held(self) -> ReviewInput:
        """What was typed, as the service takes it. After `is_valid` only."""
        data = self.cleaned_data
        chosen = data["next_review"]
        later = data["next_due_on"] if chosen == ANOTHER_DAY else add_months(data["held_on"], int(chosen))
        texts = (
            "council_attendee",
            "nhs_attendee",
            "persons_views",
            "carers_views",
            "working",
            "not_working",
        )
        return ReviewInput(
            held_on=data["held_on"],
            method=ReviewMethod(data["method"]),
            took_part=TookPart(data["took_part"]),
            outcome=ReviewOutcome(data["outcome"]),
            outcome_reason=data["outcome_reason"],
            next_due_on=later,
            needs=self._needs(),
            services=self._services(),
            goals=self._goals(),
            checked=tuple(ReviewCheck(code) for code in data["checked"]),
            **{name: data[name] for name in texts},
        )

    def _said(self, name: str, number: int, unchanged: str) -> tuple[str, str]:
        data = self.cleaned_data
        if data[name] == SAME:
            return unchanged, ""
        said = data[f"{name}_{number}"] or unchanged
        return said, "" if said == unchanged else data[f"{name}_{number}_why"]

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
        goals = self.plan.goals if self.plan else ()
        return tuple(
            GoalFound(goal.id, goal.words, Progress(self.cleaned_data[f"goal_{number}"]))
            for number, goal in enumerate(goals, 1)
        )


NEED_ANSWERS = (NeedStanding, "differ", "Why, if it is no longer there")
SERVICE_ANSWERS = (ServiceStanding, "differ", "What changes, or why it stops")
NO = {"needs": "No, one or more is no longer there", "services": "No, something changes or stops"}
HEADINGS = {"needs": "The plan", "services": ""}
LAYOUT: dict[str, UI] = {
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
    "checked": UI(small=True, hint="The legal status is needed before it can be signed off"),
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


def _order(names: Any) -> list[str]:
    """The parts of the plan come after what was said and before the checks."""
    parts = [name for name in names if name.startswith(("needs", "services", "goal_"))]
    first = [name for name in names if name not in parts]
    place = first.index("checked")
    return [*first[:place], *parts, *first[place:]]
