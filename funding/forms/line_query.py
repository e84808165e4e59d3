"""What the pages about queries on schedule lines ask for: shape only."""

from __future__ import annotations

from django import forms

from funding.rules.settling import Answer
from s117.web.forms import UI, BaseForm

YES, NO = "yes", "no"


class QueryForm(BaseForm):
    """What is asked."""

    words = forms.CharField(label="Your question", max_length=2000, widget=forms.Textarea)

    ui = {
        "words": UI(
            rows=4, hint="For example: our record says that the rate fell to £1,206.00 a week from 1 May"
        )
    }


class AnswerForm(BaseForm):
    """The council's answer."""

    answer = forms.ChoiceField(label="Is the line right?", choices=Answer.choices(), widget=forms.RadioSelect)
    words = forms.CharField(label="Your answer in words", max_length=2000, widget=forms.Textarea)

    ui = {"words": UI(rows=4, hint="The other body reads this")}


class CloseForm(BaseForm):
    """Whether the answer settles it."""

    content = forms.ChoiceField(
        label="Does the answer settle it?",
        choices=[(YES, "Yes, close the query"), (NO, "No, ask again")],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label="What is still wrong?", max_length=2000, widget=forms.Textarea)

    ui = {"content": UI(reveals={NO: ("words",)}), "words": UI(rows=4)}
