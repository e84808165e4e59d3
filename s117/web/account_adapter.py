"""How allauth is bound to our accounts: no self-registration, our words, and every sign-in recorded."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from s117.accounts import services
from s117.accounts.actors import actor_for
from s117.accounts.models import User
from s117.kernel.actor import system_actor
from s117.kernel.events import Event
from s117.web import clock


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Check your user name and password: they do not match an account here",
        "too_many_login_attempts": "Too many wrong passwords. Wait 5 minutes, then try again",
        "incorrect_password": "This is not the password that you have now",
        "rate_limited": "This was tried too often. Wait a few minutes, then try again",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed."""
        return False

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign in, and record it."""
        super().login(request, user)
        actor = actor_for(user, clock.today())
        services.note_sign_in(actor=actor, at=clock.now(), event=Event.SIGNED_IN, user_id=user.pk)

    def logout(self, request: HttpRequest) -> None:
        """Record it, and sign out."""
        user = request.user
        if user.is_authenticated:
            actor = actor_for(user, clock.today())
            services.note_sign_in(actor=actor, at=clock.now(), event=Event.SIGNED_OUT, user_id=user.pk)
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password against the account it was tried on, if there is one."""
        name = str(credentials.get("username", "")).replace("\x00", "")[:60]
        user = User.objects.filter(username__iexact=name).first()
        if user is not None:
            actor = system_actor("sign-in page")
            services.note_sign_in(actor=actor, at=clock.now(), event=Event.SIGN_IN_FAILED, user_id=user.pk)
