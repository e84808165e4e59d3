"""The pages of a plan that are one form. A draft may be saved half written: only whether it is complete is
required. The home is asked about on the page that also lists what it costs."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from careplans.forms.fields import day, line, one_of, text
from careplans.rules.factors import Factor
from careplans.rules.sections import Section
from careplans.rules.terms import HomeKind, HomeNeed
from s117.web.completing import CompletedForm
from s117.web.forms import UI, BaseForm


class AboutMeForm(CompletedForm):
    """The person, in their own words."""

    what_matters = text("What matters to me")
    how_i_communicate = text("How I communicate")
    please_do = text("Please do")
    please_dont = text("Please don’t")
    strengths = text("My strengths")
    preferences = text("My preferences")
    aspirations = text("My hopes")
    my_part = text("What I will do")
    carers_part = text("What my carers, family and friends will do")

    ui: ClassVar[dict[str, UI]] = {
        "what_matters": UI(
            hint="People, places, beliefs and routines. Use the person’s words", mark_optional=False
        ),
        "how_i_communicate": UI(hint="Language, hearing, reading, what makes it easier", rows=3),
        "please_do": UI(rows=3, hint="One thing a line"),
        "please_dont": UI(rows=3, hint="One thing a line"),
        "strengths": UI(rows=3, hint="What the person is good at and what has helped", mark_optional=False),
        "preferences": UI(rows=3, hint="How, when and by whom help is given", mark_optional=False),
        "aspirations": UI(rows=3),
        "my_part": UI(rows=3, heading="What we will each do"),
        "carers_part": UI(rows=3),
    }


class AccommodationForm(BaseForm):
    """Where the person is to live."""

    need = one_of("Is accommodation itself an aftercare need?", HomeNeed, required=False)
    reason = text("Why?")
    kind = one_of("Where is the person to live?", HomeKind, required=False)
    address = text("Address")
    landlord = line("Landlord or provider", 200)
    starts_on = day("From")
    preference = text("Which home the person would prefer")
    move_on = text("Where the person could move on to, and what happens if this home ends")

    ui: ClassVar[dict[str, UI]] = {
        "need": UI(
            mark_optional=False,
            hint="It is when the need for this accommodation arises from the mental disorder, and meeting it"
            " reduces the risk of going back to hospital. Rent and service charge are then free.",
        ),
        "reason": UI(mark_optional=False, hint="Against both tests of section 117(6)"),
        "kind": UI(mark_optional=False, small=True),
        "address": UI(rows=3),
        "preference": UI(rows=3, hint="The person may choose among suitable homes (section 117A)"),
        "move_on": UI(rows=3, hint="Who gives notice, how long it is, where the person would go"),
    }


class MoneyForm(CompletedForm):
    """Help with benefits and money."""

    benefits_help = text("Help with benefits and money that is promised")
    benefits_owner = line("Who will give it")
    benefits_by = day("By when")

    ui: ClassVar[dict[str, UI]] = {
        "benefits_help": UI(hint="For example a claim for universal credit. Leave empty if none is promised"),
        "benefits_owner": UI(hint="A name or a team: a promise without an owner is how claims are missed"),
    }


class HealthForm(CompletedForm):
    """Medication, physical health, conditions and decisions."""

    medication = text("Medication")
    physical_health = text("Physical health")
    conditions = text("Conditions the person has to keep to")
    capacity = text("Mental capacity and best interests")

    ui: ClassVar[dict[str, UI]] = {
        "medication": UI(
            hint="What, how much, how often, who prescribes and supplies it. Write “None” if there is none",
            mark_optional=False,
        ),
        "physical_health": UI(hint="Conditions, checks due, who treats them"),
        "conditions": UI(hint="Of a community treatment order, conditional discharge or court order"),
        "capacity": UI(hint="Decision by decision (Mental Capacity Act 2005)"),
    }

    def __init__(self, *args: Any, conditions_of: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if conditions_of:
            hint = f"The register shows a {conditions_of}: write down each of its conditions"
            self.ui = {**self.ui, "conditions": UI(hint=hint, mark_optional=False)}


class CrisisForm(CompletedForm):
    """Staying well, and what to do when things go wrong."""

    keeping_well = text("What keeps me well")
    triggers = text("What can make me unwell")
    early_signs = text("Early signs that I am becoming unwell")
    first_steps = text("First steps")
    what_helps = text("What helps me in a crisis")
    advance_choices = text("Choices I have made in advance")
    admission_preference = text("If I have to go into hospital")
    home_pets_children = text("My home, pets and children")
    contingency = text("If a service or my home breaks down")
    risks = text("Risks and how they are managed")

    ui: ClassVar[dict[str, UI]] = {
        "keeping_well": UI(rows=3, heading="Staying well"),
        "triggers": UI(rows=3),
        "early_signs": UI(hint="One sign a line", mark_optional=False),
        "first_steps": UI(
            hint="What to do first, and who does it", heading="Crisis plan", mark_optional=False
        ),
        "what_helps": UI(rows=3),
        "advance_choices": UI(rows=3, hint="Advance decisions, statements and nominated people"),
        "admission_preference": UI(rows=3),
        "home_pets_children": UI(rows=3, hint="Who has a key, who looks after whom"),
        "contingency": UI(
            rows=3, hint="Who steps in, and where the person could go at short notice", mark_optional=False
        ),
        "risks": UI(
            hint="To the person, to others and from others. Write “None known” if so", mark_optional=False
        ),
    }


class FactorsForm(CompletedForm):
    """Factors of the Code that no need covers: thought about, and nothing needed now."""

    factors_considered = forms.MultipleChoiceField(
        label="We talked about these and nothing is needed now",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    factors_note = text("Notes")

    ui: ClassVar[dict[str, UI]] = {
        "factors_considered": UI(
            hint="Tick each only when you have talked about it with the person. If something is needed, "
            "add it to the needs assessment instead",
            mark_optional=False,
        ),
        "factors_note": UI(rows=3),
    }

    def __init__(self, *args: Any, factors: tuple[Factor, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(factor.code, factor.words[:1].upper() + factor.words[1:]) for factor in factors]
        self.fields["factors_considered"].choices = choices
        if not choices:
            del self.fields["factors_considered"]


class DatesForm(CompletedForm):
    """From when the plan applies and by when it is reviewed."""

    effective_from = day("Plan applies from")
    review_due_on = day("Review the plan by")

    ui: ClassVar[dict[str, UI]] = {
        "effective_from": UI(hint="For example the day the person leaves hospital", mark_optional=False),
        "review_due_on": UI(mark_optional=False),
    }

    def __init__(self, *args: Any, review_hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ui = {**self.ui, "review_due_on": UI(hint=review_hint, mark_optional=False)}


class ViewsForm(CompletedForm):
    """What the person and those around them say of the plan."""

    persons_views = text("The person’s views, in their own words")
    carers_views = text("Views of carers, family and friends")
    sharing_wishes = text("What the person says about sharing this plan")

    ui: ClassVar[dict[str, UI]] = {
        "persons_views": UI(
            hint="If they could not be asked, say why and what is known of their wishes", mark_optional=False
        ),
        "sharing_wishes": UI(rows=3, hint="Who may see all of it, part of it or none of it"),
    }


SECTION_FORMS: dict[Section, type[BaseForm]] = {
    Section.ABOUT_ME: AboutMeForm,
    Section.ACCOMMODATION: AccommodationForm,
    Section.MONEY: MoneyForm,
    Section.HEALTH: HealthForm,
    Section.CRISIS: CrisisForm,
    Section.FACTORS: FactorsForm,
    Section.DATES: DatesForm,
    Section.VIEWS: ViewsForm,
}
