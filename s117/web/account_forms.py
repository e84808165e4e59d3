"""allauth's forms in our words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account import forms

from s117.web.ui import UI


class SignInForm(forms.LoginForm):
    """User name and password."""

    ui: ClassVar[dict[str, UI]] = {"login": UI(width=20, spellcheck=False), "password": UI(width=20)}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name"
        self.fields["password"].help_text = ""
        self.fields["login"].error_messages["required"] = "Enter your user name"
        self.fields["password"].error_messages["required"] = "Enter your password"


class ChangePasswordForm(forms.ChangePasswordForm):
    """The password one has, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword="Password you have now",
            password1="New password",
            password2="New password again",
        )


class ResetPasswordForm(forms.ResetPasswordForm):
    """The e-mail address on the account."""

    ui: ClassVar[dict[str, UI]] = {"email": UI(width=30, spellcheck=False, autocomplete="email")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, email="Email address")


class ResetPasswordKeyForm(forms.ResetPasswordKeyForm):
    """The new password twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password1="New password", password2="New password again")


def _plain(form: Any, **labels: str) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = ""
        field.error_messages["required"] = f"Enter {label[:1].lower()}{label[1:]}"
