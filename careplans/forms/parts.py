"""The forms of a plan's parts: a goal, an answer to a need, a service, a contact, an agreement, a copy."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from careplans.forms.fields import day, line, one_of, pick, text
from careplans.rules.terms import (
    AgreementAnswer,
    Category,
    CopyFormat,
    CostKind,
    CostPer,
    Delivery,
    Funder,
    Group,
    Hours,
    Progress,
    RecipientKind,
    Unit,
)
from s117.web.forms import UI, BaseForm, MoneyField


class GoalForm(BaseForm):
    """One goal."""

    words = text("The goal, in the person’s words", required=True)
    measure = text("How will we know it is reached?")
    target_on = day("By when")
    progress = one_of("How is it going?", Progress)
    rating = forms.IntegerField(
        label="The person’s own rating, 1 to 10", min_value=1, max_value=10, required=False
    )

    ui: ClassVar[dict[str, UI]] = {
        "words": UI(rows=3),
        "measure": UI(rows=3),
        "rating": UI(width=2, hint="1 is not at all, 10 is fully reached"),
    }


class NeedAnswerForm(BaseForm):
    """How the plan answers one need."""

    outcome = text("What do we want to happen?")
    no_service_reason = text("If there is no service for this need, why not?")

    ui: ClassVar[dict[str, UI]] = {
        "outcome": UI(hint="The outcome that the person wants", mark_optional=False),
        "no_service_reason": UI(
            hint="For example the person has declined it. Declining does not end the need",
            mark_optional=False,
        ),
    }


class ServiceForm(BaseForm):
    """One service line (practice 1.4 I)."""

    need_key = pick("Which need does it meet?", [], required=True)
    group = one_of("Is it aftercare, and who arranges it?", Group)
    category = pick("Kind of service", Category.choices(), required=True)
    description = line("What is the service?", 200, required=True)
    provider_id = pick("Provider on our list", [])
    provider_name = line("Provider’s name", 200)
    arranged_by_id = pick("Which organisation arranges it?", [])
    quantity = forms.DecimalField(
        label="How much", max_digits=7, decimal_places=2, min_value=0.01, required=False
    )
    unit = pick("Counted in", Unit.choices())
    frequency = line("When or how often", 200)
    starts_on = day("First day")
    ends_on = day("Last day")
    contact_name = line("Person to ask for")
    contact_phone = line("Their phone number", 40)
    delivery = pick("How it reaches the person", Delivery.choices())
    cqc_location = line("CQC location id", 20)
    quality_note = text("Anything known about its quality")
    ending_outcome = text("If it has ended: what came of it")

    ui: ClassVar[dict[str, UI]] = {
        "group": UI(
            hints={
                Group.OUTSIDE.value: "Only for a need that was assessed as outside aftercare",
                Group.UNIVERSAL.value: "Such as a library or a community group",
            }
        ),
        "description": UI(
            hint="As the person will read it, for example “Supported living with staff at night”"
        ),
        "provider_id": UI(hint="Leave empty and type a name if the provider is not on the list"),
        "provider_name": UI(hint="Needed if no provider is chosen from the list", mark_optional=False),
        "quantity": UI(width=5, hint="A number, for example 1.5"),
        "frequency": UI(hint="For example “Tuesdays at home” or “for 20 weeks”"),
        "ends_on": UI(hint="Leave empty if it goes on"),
        "arranged_by_id": UI(hint="Left empty, it is the responsible body that the group names"),
        "contact_phone": UI(width=20),
        "delivery": UI(heading="More about the service"),
        "cqc_location": UI(width=20, hint="For a care home or home care, as on its CQC page: 1-123456789"),
        "quality_note": UI(rows=3),
        "ending_outcome": UI(rows=3),
    }

    def __init__(
        self, *args: Any, needs: Any = (), providers: Any = (), bodies: Any = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("need_key", needs), ("provider_id", providers), ("arranged_by_id", bodies)):
            self.fields[name].choices = [("", "Choose"), *choices]
        if not providers:
            del self.fields["provider_id"]

    def clean(self) -> dict[str, Any]:
        """A provider is named one way or the other, and a unit goes with a quantity."""
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("provider_id") and not cleaned.get("provider_name"):
            self.add_error("provider_name", "Enter the provider’s name, or choose one from the list")
        if cleaned.get("quantity") and not cleaned.get("unit"):
            self.add_error("unit", "Select what the number counts")
        return cleaned


class ContactForm(BaseForm):
    """Whom to call."""

    name = line("Name of the person or service", required=True)
    role = line("Who they are")
    phone = line("Phone number", 40, required=True)
    hours = one_of("When do they answer?", Hours)

    ui: ClassVar[dict[str, UI]] = {
        "phone": UI(width=20),
        "role": UI(hint="For example “NHS crisis team” or “sister”"),
    }


class CostForm(BaseForm):
    """One part of what the home costs."""

    kind = one_of("Which part of the cost?", CostKind)
    pence = MoneyField(label="How much, if known", required=False)
    per = one_of("What is the price for?", CostPer)
    funder = one_of("Who pays it?", Funder)
    funder_name = line("Their name, if it is somebody else", 200)
    reason = text("Why do they pay it?", required=True)
    starts_on = day("First day")
    ends_on = day("Last day")
    agreed_on = day("Date of the written agreement, for a top-up", past=True)

    ui: ClassVar[dict[str, UI]] = {
        "per": UI(inline=True, small=True),
        "reason": UI(rows=3, hint="For example “The need for this home meets both tests of section 117(6)”"),
        "ends_on": UI(hint="Leave empty if it goes on"),
    }


class AgreementForm(BaseForm):
    """What one party says of the plan."""

    answer = one_of("What do they say?", AgreementAnswer)
    words = text("In their words")
    name = line("Name of who said so", required=True)
    on = day("Date", past=True, required=True)

    ui: ClassVar[dict[str, UI]] = {
        "words": UI(hint="Needed unless they simply agree. Disagreement is recorded, not hidden", rows=3),
    }


class RecipientForm(BaseForm):
    """Who gets a copy."""

    name = line("Name", required=True)
    kind = one_of("Who are they?", RecipientKind)
    format = one_of("Which format do they need?", CopyFormat)


class SentForm(BaseForm):
    """The day a copy was sent."""

    sent_on = day("Day the copy was sent or handed over", past=True, required=True)
    against_reason = forms.CharField(
        max_length=500, label="Why was it sent although the person said no?", widget=forms.Textarea
    )

    ui: ClassVar[dict[str, UI]] = {
        "against_reason": UI(
            rows=4, hint="The law or the risk that outweighs what they said, and who decided it"
        )
    }

    def __init__(self, *args: Any, refused: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not refused:
            del self.fields["against_reason"]
