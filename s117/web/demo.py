"""One-click sign-in for the demonstration: only with DEMO_MODE on, which production settings never are."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from s117.accounts.models import User
from s117.accounts.roles import ROLES
from s117.web import errors


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One account on the sign-in page."""

    username: str
    name: str
    roles: str
    organisation: str


def people() -> tuple[DemoPerson, ...]:
    """The accounts that can be chosen, in the order of the table of roles; none outside the demo."""
    if not settings.DEMO_MODE:
        return ()
    order = {role: number for number, role in enumerate(ROLES)}
    found = []
    for user in User.objects.filter(is_active=True, is_service=False).prefetch_related("memberships"):
        held = sorted({m.role for m in user.memberships.all() if m.ends_on is None}, key=order.__getitem__)
        if held:
            words = ", ".join(ROLES[role].label for role in held)
            person = DemoPerson(user.username, user.full_name, words, str(user.organisation))
            found.append((order[held[0]], user.full_name, person))
    return tuple(person for _, _, person in sorted(found, key=lambda row: row[:2]))


class DemoSignIn(View):
    """Sign in as a demonstration account by pressing its button."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign in and go to the page that was asked for; 404 whenever the demo is off."""
        user = User.objects.filter(username=request.POST.get("username", "")[:60], is_active=True).first()
        if not settings.DEMO_MODE or user is None:
            return errors.not_found(request)
        get_adapter(request).login(request, user)
        back = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        return HttpResponseRedirect(back if safe else resolve_url(settings.LOGIN_REDIRECT_URL))
