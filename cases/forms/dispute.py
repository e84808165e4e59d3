"""What is asked about a dispute, from raising it to closing it (practice 1.4 N)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from cases.forms.fields import COUNCILS, NHS_BODIES, OrganisationField, radios, select
from cases.models import Dispute, DisputeOutcome
from cases.rules.dispute_steps import KIND_WORDS, SETTLES, DisputeKind
from s117.accounts.models import OrganisationKind
from s117.web.forms import UI, BaseForm, DatePartsField, MoneyField

BODIES = (*COUNCILS, *NHS_BODIES)
ANYBODY = (*BODIES, OrganisationKind.PROVIDER)
_By = DisputeOutcome.By
OUTSIDE = [(each.value, each.label) for each in _By if each is not _By.AGREEMENT]
KIND_HINTS = {
    DisputeKind.COUNCILS: "Where the person was ordinarily resident",
    DisputeKind.NHS_BODIES: "Which body the person came from, by GP or residence",
    DisputeKind.SPLIT: "Not an ordinary residence dispute: local policy, then the ombudsmen or the court",
}
COSTS = [
    (Dispute.Cost.PAYER, "That body bears the cost meanwhile"),
    (Dispute.Cost.SHARED, "The parties share the cost equally meanwhile"),
]


def _text(label: str, *, required: bool = True, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=required, widget=forms.Textarea, **kwargs)


class PositionForm(BaseForm):
    """A party's contact, position and evidence."""

    position = _text("Your organisation’s position, and the facts it rests on")
    evidence = _text("Evidence you rely on", required=False)
    contact_name = forms.CharField(label="Your contact for this dispute", max_length=120)
    contact_details = forms.CharField(label="How to reach them", max_length=200)

    ui: ClassVar[dict[str, UI]] = {
        "position": UI(hint="The other party reads this. Keep legal advice out of it"),
        "evidence": UI(hint="Tenancy, placement agreement, earlier assessments: what, of when, who holds it"),
        "contact_name": UI(width=30),
        "contact_details": UI(hint="Work telephone or email", width=30),
    }


class DisputeRaiseForm(PositionForm):
    """A new dispute. It cannot be raised without an interim payer."""

    kind = radios([(kind.value, words) for kind, words in KIND_WORDS.items()], "What is in dispute?")
    other = OrganisationField(ANYBODY, "The other party", required=False)
    arose_on = DatePartsField(label="Date the dispute arose", past=True)
    services = _text("Services in question")
    stake_pence = MoneyField(label="What they cost a week, if they are not funded here yet", required=False)
    interim_payer = OrganisationField(BODIES, "Who pays meanwhile")
    interim_cost = radios(COSTS, "Who bears the cost meanwhile?")
    interim_from = DatePartsField(label="They pay from")
    interim_reason = _text("Why another body than the rules propose", required=False)
    reservation = _text("Statement")

    field_order = (
        "kind",
        "other",
        "arose_on",
        "services",
        "stake_pence",
        "interim_payer",
        "interim_cost",
        "interim_from",
        "interim_reason",
        "reservation",
        "position",
        "evidence",
        "contact_name",
        "contact_details",
    )
    ui: ClassVar[dict[str, UI]] = {
        **PositionForm.ui,
        "kind": UI(hints=KIND_HINTS),
        "other": UI(hint="Leave empty only if it is the person who disagrees", mark_optional=False),
        "arose_on": UI(hint="The day one body told another that it disagrees. Every clock starts here"),
        "services": UI(hint="What the person receives or needs. It goes on whatever the dispute", rows=3),
        "stake_pence": UI(
            width=10,
            prefix="£",
            mark_optional=False,
            hint="Leave it empty if they are: the money at stake is worked out from the funding",
        ),
        "interim_reason": UI(mark_optional=False, hint="Only if you name another body", rows=3),
        "reservation": UI(hint="It must say “without prejudice”", rows=4),
    }

    def __init__(self, *args: Any, kinds: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k.value, w) for k, w in KIND_WORDS.items() if k.value in set(kinds)]
        missing = "Name who pays meanwhile. A dispute cannot be kept without it, so that services continue"
        self.fields["interim_payer"].error_messages["required"] = missing

    def clean_reservation(self) -> str:
        """Told on the page where it is written, not at the end."""
        words: str = self.cleaned_data["reservation"]
        if "without prejudice" not in words.lower():
            raise forms.ValidationError("The statement must say “without prejudice”")
        return words


class AdviceForm(BaseForm):
    """Privileged legal advice."""

    advice = _text("Legal advice")
    ui: ClassVar[dict[str, UI]] = {
        "advice": UI(hint="Only decision makers of your own organisation can read it")
    }


class StepForm(BaseForm):
    """A step taken."""

    done_on = DatePartsField(label="Date it was done", past=True)
    note = _text("What was done, and with whom")


class StatementForm(BaseForm):
    """The statement of facts of regulation 4."""

    nature = _text("What the dispute is about", required=False)
    chronology = _text("What happened, in order of date", required=False)
    needs = _text("The person’s needs since the dispute began", required=False)
    met_by = _text("Who has met the needs, how, and under which power", required=False)
    residences = _text("Where the person has lived, with dates and the kind of home", required=False)
    capacity = _text("The person’s capacity to decide where to live", required=False)
    correspondence = _text("Letters and messages between the parties", required=False)
    letter_on = DatePartsField(label="Date of the lead authority’s letter", required=False, past=True)

    ui: ClassVar[dict[str, UI]] = {
        **{
            name: UI(mark_optional=False) for name in ("nature", "needs", "met_by", "residences", "letter_on")
        },
        "chronology": UI(mark_optional=False, hint="The day the dispute arose is added for you"),
        "capacity": UI(mark_optional=False, hint="Who assessed it and when, or that it is not in doubt"),
        "correspondence": UI(mark_optional=False, hint="List each with its date. The referral encloses all"),
    }


class ReferForm(BaseForm):
    """The referral."""

    referred_on = DatePartsField(label="Date of the referral", past=True)
    referred_to = forms.CharField(label="Referred to", max_length=200)
    reference = forms.CharField(label="Their reference", max_length=80, required=False)

    ui: ClassVar[dict[str, UI]] = {"reference": UI(width=20)}


class _NamesBody(BaseForm):
    """A form that may name the body responsible; only where the dispute is over that."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        side = SETTLES.get(DisputeKind(kind))
        if side is None:
            del self.fields["body"]
        else:
            of_kind = COUNCILS if side == "council" else NHS_BODIES
            self.fields["body"].queryset = OrganisationField(of_kind, "").queryset


class DetermineForm(_NamesBody):
    """The determination, as its letter gives it."""

    letter_id = select((), "Letter it rests on")
    decided_by = radios(OUTSIDE, "Who determined it?")
    decided_on = DatePartsField(label="Date of the determination", past=True)
    body = OrganisationField(BODIES, "Found responsible")
    effective_from = DatePartsField(label="Effective from", past=True)
    outcome = _text("What was determined")
    facts_relied_on = _text("Facts it relies on")

    def __init__(self, *args: Any, letters: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["letter_id"].choices = [("", "Select the letter"), *letters]


class AgreeForm(_NamesBody):
    """Terms that a party would settle on."""

    body = OrganisationField(BODIES, "Responsible")
    effective_from = DatePartsField(label="From", past=True)
    terms = _text("Terms, the sums to be paid back included")
    title = forms.CharField(label="Your role in the decision", max_length=120)

    ui: ClassVar[dict[str, UI]] = {"title": UI(width=30)}


class WithdrawForm(BaseForm):
    """Why a dispute is withdrawn."""

    reason = _text("Why is the dispute withdrawn?")


class RechargeForm(BaseForm):
    """What was recovered."""

    pence = MoneyField(label="Sum recovered by the interim payer")
    recharged_on = DatePartsField(label="Date", past=True)
    reference = forms.CharField(label="Invoice or schedule reference", max_length=80)

    ui: ClassVar[dict[str, UI]] = {"pence": UI(width=10, prefix="£"), "reference": UI(width=20)}


class CloseForm(BaseForm):
    """The end of it."""

    reason = _text("How the money was settled, or why there was none to settle")
    lessons = _text("What was learnt", required=False)


class LetterForm(BaseForm):
    """A determination letter."""

    dated_on = DatePartsField(label="Date of the letter", past=True)
    received_on = DatePartsField(label="Date received", past=True)
    sender = forms.CharField(label="From", max_length=200)
    reference = forms.CharField(label="Their reference", max_length=80)
    summary = _text("What it determines")

    ui: ClassVar[dict[str, UI]] = {
        "sender": UI(hint="For example Department of Health and Social Care"),
        "reference": UI(width=20),
        "summary": UI(hint="Check that it names this person before you save it", rows=4),
    }


class LetterMoveForm(BaseForm):
    """Where a letter belongs, and why it was here."""

    to_reference = forms.CharField(label="Reference of the right person", max_length=20)
    reason = _text("How it came to be on the wrong file, and how you know whose it is", min_length=20)

    ui: ClassVar[dict[str, UI]] = {
        "to_reference": UI(width=20, hint="As it stands at the top of their file"),
        "reason": UI(hint="Do not name the other person: this file keeps the reason", rows=4),
    }
