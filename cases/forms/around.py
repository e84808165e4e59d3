"""One short form for each kind of entry about the people around a person."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms

from cases.forms.fields import radios, select
from cases.models import (
    Advocate,
    AroundRow,
    Authority,
    NearestRelative,
    Professional,
    Relation,
)
from cases.rules.sharing import ConsentLevel, ConsentRecipient
from s117.web.forms import UI, BaseForm, DatePartsField


def _name(label: str = "Name", **kwargs: Any) -> forms.CharField:
    return forms.CharField(max_length=120, label=label, **kwargs)


class AroundForm(BaseForm):
    """What every entry asks at its end: from when, until when, who said so; when correcting, why."""

    starts_on = DatePartsField(label="Since", past=True)
    ends_on = DatePartsField(label="Last day", required=False, past=True)
    source = radios(AroundRow.Source.choices, "Who told you, or how do you know?")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    change_reason = forms.CharField(max_length=200, label="Why are you changing this?")

    ui: ClassVar[dict[str, UI]] = {
        "starts_on": UI(hint="The day it began, or the day you were told"),
        "ends_on": UI(hint="Leave empty while it goes on"),
        "note": UI(rows=3),
        "change_reason": UI(hint="The entry that you are correcting stays on the record"),
    }
    asks: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, correcting: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not correcting:
            del self.fields["change_reason"]
        self.order_fields([*self.asks, "starts_on", "ends_on", "source", "note", "change_reason"])

    def facts(self) -> dict[str, Any]:
        """The answers as the service takes them."""
        return dict(self.cleaned_data)


class ReachForm(AroundForm):
    """Somebody with a phone number and an email address."""

    phone = forms.CharField(max_length=40, required=False, label="Phone number")
    email = forms.EmailField(required=False, label="Email address")

    ui: ClassVar[dict[str, UI]] = {
        **AroundForm.ui,
        "name": UI(width=30, autocomplete="off", spellcheck=False),
        "phone": UI(width=20, autocomplete="off"),
        "email": UI(width=30, autocomplete="off"),
        "organisation_name": UI(width=30),
    }


class RelationForm(ReachForm):
    """Family, a friend or a carer."""

    name = _name()
    tie = select(Relation.Tie.choices, "Who are they to the person?")
    lives_with = forms.BooleanField(required=False, label="They live with the person")
    call_first = forms.BooleanField(required=False, label="Call them first in an emergency")
    is_carer = radios([("True", "Yes"), ("False", "No")], "Do they care for the person?")
    assessment_offered_on = DatePartsField(label="Carer’s assessment offered on", required=False, past=True)
    assessment_answer = select(Relation.Assessment.choices, "What did the carer say?", required=False)
    assessed_on = DatePartsField(label="Carer’s assessment done on", required=False, past=True)

    asks = (
        "name", "tie", "phone", "email", "lives_with", "call_first", "is_carer", "assessment_offered_on",
        "assessment_answer", "assessed_on",
    )  # fmt: skip
    ui: ClassVar[dict[str, UI]] = {
        **ReachForm.ui,
        "is_carer": UI(reveals={"True": ("assessment_offered_on", "assessment_answer", "assessed_on")}),
        "assessment_offered_on": UI(hint="A carer has a right to an assessment of their own (Care Act 2014)"),
    }

    def clean_is_carer(self) -> bool:
        """Whether they care for the person."""
        return bool(self.cleaned_data["is_carer"] == "True")


class NearestRelativeForm(ReachForm):
    """Who holds the rights that the Act gives to one relative; how they came to them."""

    name = _name()
    tie = select(Relation.Tie.choices, "Who are they to the person?")
    basis = radios(NearestRelative.Basis.choices, "How did they come to be that?")
    consulted_on = DatePartsField(label="Last told or consulted on", required=False, past=True)

    asks = ("name", "tie", "basis", "phone", "email", "consulted_on")

    def __init__(self, *args: Any, bases: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(code, words) for code, words in NearestRelative.Basis.choices if code in bases]
        self.fields["basis"].choices = choices


class AuthorityForm(ReachForm):
    """An attorney, a deputy or an appointee."""

    kind = radios(Authority.Kind.choices, "What are they?")
    name = _name()
    document_seen_on = DatePartsField(label="Document seen on", required=False, past=True)
    reference = forms.CharField(max_length=60, required=False, label="Reference on the document")

    asks = ("kind", "name", "phone", "email", "document_seen_on", "reference")
    ui: ClassVar[dict[str, UI]] = {
        **ReachForm.ui,
        "document_seen_on": UI(hint="The registered power, the court’s order or the letter about benefits. "
                               "Leave empty if nobody has seen it"),
        "reference": UI(width=20),
    }  # fmt: skip


class AdvocateForm(ReachForm):
    """An advocate that was offered."""

    kind = radios(Advocate.Kind.choices, "Which advocate?")
    reply = radios(Advocate.Reply.choices, "What became of the offer?")
    replied_on = DatePartsField(label="Date of the answer", required=False, past=True)
    name = _name(required=False)
    organisation_name = forms.CharField(max_length=120, required=False, label="Organisation")

    asks = ("kind", "starts_on", "reply", "replied_on", "name", "organisation_name", "phone", "email")
    ui: ClassVar[dict[str, UI]] = {
        **ReachForm.ui,
        "starts_on": UI(),
        "replied_on": UI(mark_optional=False, hint="Leave empty until there is an answer"),
        "name": UI(width=30, hint="Leave empty until one is named", autocomplete="off", spellcheck=False),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].label = "Offered on"


class ProfessionalForm(ReachForm):
    """A professional who works with the person."""

    role = select(Professional.Role.choices, "What do they do?")
    role_words = forms.CharField(max_length=80, required=False, label="Job title")
    name = _name()
    organisation_name = forms.CharField(max_length=120, required=False, label="Organisation or team")

    asks = ("role", "role_words", "name", "organisation_name", "phone", "email")
    ui: ClassVar[dict[str, UI]] = {**ReachForm.ui, "role_words": UI(width=30)}


class ConsentForm(AroundForm):
    """What the person says of sharing with one recipient."""

    recipient = select(ConsentRecipient.choices(), "With whom?")
    name = _name(required=False)
    level = radios(ConsentLevel.choices(), "What does the person say?")

    asks = ("recipient", "name", "level", "note", "starts_on")
    ui: ClassVar[dict[str, UI]] = {
        **AroundForm.ui,
        "name": UI(width=30, hint="Leave empty if it goes for all of them", spellcheck=False),
        "note": UI(rows=4, mark_optional=False, hint="Needed when they may have part of it: say which part"),
        "starts_on": UI(),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].label = "Date they said so"
        self.fields["note"].label = "In their words"


class SafeguardingForm(AroundForm):
    """A safeguarding concern."""

    about = forms.CharField(max_length=200, label="What is the concern?")
    enquiry_by = forms.CharField(max_length=120, required=False, label="Which council makes the enquiries")

    asks = ("about", "enquiry_by", "starts_on", "ends_on")
    ui: ClassVar[dict[str, UI]] = {
        **AroundForm.ui,
        "enquiry_by": UI(width=30, hint="The council of the area where the person is (Care Act section 42)"),
        "starts_on": UI(hint="A concern opens a review of the care plan by itself"),
        "ends_on": UI(hint="Leave empty while it is open"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].label = "Day it was raised"
        self.fields["ends_on"].label = "Day it was closed"


class EndForm(BaseForm):
    """The last day, and why."""

    ends_on = DatePartsField(label="Last day", past=True)
    end_reason = forms.CharField(max_length=200, required=False, label="Reason")

    ui: ClassVar[dict[str, UI]] = {"ends_on": UI(hint="The last day on which this was so")}


AROUND_FORMS: dict[str, type[AroundForm]] = {
    "relation": RelationForm,
    "nearest-relative": NearestRelativeForm,
    "authority": AuthorityForm,
    "advocate": AdvocateForm,
    "professional": ProfessionalForm,
    "consent": ConsentForm,
    "safeguarding": SafeguardingForm,
}
