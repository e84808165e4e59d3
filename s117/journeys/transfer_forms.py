"""What is asked to hand a person over to another area, and to take over (practice 1.4 Q)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from cases.services.transfers import TransferInput
from s117.accounts.models import Organisation, Team, User
from s117.web.fields import RowField
from s117.web.forms import UI, BaseForm, DatePartsField

CAUSES = [
    ("moves", "The person moves, or has moved, to the other area"),
    ("placed", "The person’s placement is in the other area"),
    ("detained", "The person was detained again from the other area"),
    ("agreed", "Both bodies agree that the other is better placed"),
]
TOLD = [
    ("person", "The person"),
    ("carer", "Carer or nearest relative"),
    ("advocate", "Advocate"),
    ("gp", "GP"),
    ("providers", "Providers of services"),
    ("council", "The responsible council"),
    ("nhs_body", "The responsible NHS body"),
]
CONTENTS = [
    ("person", "Who the person is"),
    ("legal", "Legal status and entitlement"),
    ("bodies", "Who is responsible, and why"),
    ("coordination", "Who coordinates care now"),
    ("needs", "Needs from the last assessment"),
    ("services", "Services of the plan in force"),
    ("crisis", "Crisis plan and risks"),
    ("reviews", "Next review"),
]


def text(label: str, **kwargs: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea, **kwargs)


def ticks(choices: list[tuple[str, str]], label: str) -> forms.MultipleChoiceField:
    """Any of a few answers."""
    return forms.MultipleChoiceField(
        choices=choices, label=label, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": f"Select at least one: {label.lower().rstrip('?')}"},
    )  # fmt: skip


class TransferProposeForm(BaseForm):
    """The notice."""

    to_body = RowField(
        Organisation.objects.none(), label="Which body is asked to take over?", empty_label="Select an answer"
    )
    cause = forms.ChoiceField(choices=CAUSES, label="Why now?", widget=forms.RadioSelect)
    reason = text("Reason")
    planned_on = DatePartsField(label="Planned date")
    told = ticks(TOLD, "Who has been told?")
    told_on = DatePartsField(label="Date they were told", past=True)
    pack_contents = ticks(CONTENTS, "What goes in the summary?")
    services_continuing = text("Services that go on")
    money_cut_over_on = DatePartsField(label="Payment arrangements change from", required=False)
    open_actions = text("Open actions", required=False)

    ui: ClassVar[dict[str, UI]] = {
        "to_body": UI(heading="The transfer", hint="Bodies that work in this register"),
        "reason": UI(rows=3),
        "planned_on": UI(hint="The coordinator stays until the other body has allocated one"),
        "told": UI(heading="Notice", hint="Select all that apply"),
        "pack_contents": UI(
            heading="Summary for the other body",
            hint="It is all that the other body sees until it accepts. Select what it needs",
        ),
        "services_continuing": UI(heading="What goes on"),
        "money_cut_over_on": UI(hint="Agreed date, if there is one. Funding itself is not changed here"),
        "open_actions": UI(hint="What is still to be done, by whom and by when"),
    }

    def __init__(self, *args: Any, bodies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_body"].offer(bodies)

    def notice(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        data = dict(self.cleaned_data)
        return {"to_body": data.pop("to_body"), "notice": TransferInput(**data)}


class TransferAcceptForm(BaseForm):
    """One body's acceptance."""

    reason = text("Anything agreed with it", required=False)
    answered_on = DatePartsField(label="Date of the decision", past=True)
    title = forms.CharField(label="Your role in the decision", max_length=120)

    ui: ClassVar[dict[str, UI]] = {"reason": UI(rows=3), "title": UI(width=30)}


class TransferDeclineForm(TransferAcceptForm):
    """One body's refusal, with its reason."""

    reason = text("Why does your organisation decline?")


class TransferWithdrawForm(BaseForm):
    """Why notice is withdrawn."""

    reason = text("Why is notice withdrawn?")


class TransferCompleteForm(BaseForm):
    """Who takes over."""

    team = RowField(Team.objects.none(), label="Team", empty_label="Select an answer")
    coordinator = RowField(User.objects.none(), label="Coordinator", empty_label="Select an answer")
    starts_on = DatePartsField(label="Takes over on", past=True)
    reason = text("Reason for the choice")

    ui: ClassVar[dict[str, UI]] = {
        "starts_on": UI(hint="The coordinator before ends on the same day"),
        "reason": UI(rows=3, hint="For example: agreed at the hand-over meeting"),
    }

    def __init__(
        self, *args: Any, teams: Iterable[Team], coordinators: Iterable[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].offer(teams)
        self.fields["coordinator"].offer(coordinators)
