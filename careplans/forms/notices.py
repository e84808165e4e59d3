"""How a person wants to be told."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from careplans.rules.terms import NoticeKind
from s117.web.forms import UI, BaseForm

YES, NO = "yes", "no"


class NoticeSettingsForm(BaseForm):
    """The daily e-mail. In the service everybody is told of everything."""

    by_email = forms.ChoiceField(
        label="Do you want an e-mail when there are new notices?",
        choices=[(YES, "Yes, once a day"), (NO, "No")],
        widget=forms.RadioSelect,
    )
    kinds = forms.MultipleChoiceField(
        label="About what?",
        choices=NoticeKind.choices(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    ui: ClassVar[dict[str, UI]] = {
        "by_email": UI(
            hint="It holds reference numbers and a link, never a name. It comes in the morning.",
            reveals={YES: ("kinds",)},
        ),
        "kinds": UI(hint="What you leave out is still in your notices here"),
    }
