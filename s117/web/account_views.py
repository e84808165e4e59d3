"""allauth's pages in our clothes: a failed form answers 422, and what we do not offer has no address."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views import View

from s117.accounts.roles import ROLES
from s117.web import demo
from s117.web.views import SIGNED_IN, ScopedDetail


class FailsWith422:
    """A form that was sent with a mistake is not a success, for tests and for scripts."""

    def form_invalid(self, form: Any) -> HttpResponse:
        """The same page with its messages."""
        response = super().form_invalid(form)  # type: ignore[misc]
        response.status_code = 422
        return response


class SignIn(FailsWith422, views.LoginView):
    """User name and password; in the demonstration also a list of accounts."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With the demonstration's accounts."""
        return super().get_context_data(**kwargs) | {"demo_people": demo.people()}


class ChangePassword(FailsWith422, views.PasswordChangeView):
    """Change one's own password."""


class ResetPassword(FailsWith422, views.PasswordResetView):
    """Ask for a link to choose a new password."""


class ResetPasswordFromKey(FailsWith422, views.PasswordResetFromKeyView):
    """Choose a new password by the link."""


class Reauthenticate(FailsWith422, views.ReauthenticateView):
    """Type the password again before something sensitive."""


class SignUpClosed(View):
    """Accounts are made by administrators, so this page only says so."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page."""
        return render(request, "account/signup_closed.html", status=403)


class AccountView(ScopedDetail):
    """One's own account."""

    permission = SIGNED_IN
    template = "account/account_view.html"

    def present(self, subject: Any) -> dict[str, Any]:
        """Who one is here, and in which roles."""
        roles = [role.label for key, role in ROLES.items() if key in self.actor.roles]
        return {"user": self.request.user, "roles": roles}


class SessionLeft(View):
    """How long the session has left, asked by the page itself. Not activity (X-Poll)."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Seconds; 0 when signed out."""
        if not request.user.is_authenticated:
            return JsonResponse({"left": 0})
        return JsonResponse({"left": request.session_left})


class SessionExtend(View):
    """The person pressed "Stay signed in"."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Counts as activity like any request; answers with the seconds that are left now."""
        if not request.user.is_authenticated:
            return JsonResponse({"left": 0})
        return JsonResponse({"left": request.session_left})
