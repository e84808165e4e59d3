"""The Jinja2 environment: what every template may use, and nothing else.

Undefined names raise (a misspelt name must not print an empty space where a fact belongs), everything
is escaped, and markup comes in only through `caller()` or another macro.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, StrictUndefined

from s117.accounts.roles import ROLES
from s117.kernel.actor import Actor
from s117.web import charts, clock
from s117.web.filters import FILTERS, age_on
from s117.web.navigation import navigation_for, record_links, search_href
from s117.web.tables import Column


def url(name: str, /, **kwargs: Any) -> str:
    """The path of a named route: `url("cases:detention_record", ref=case.reference)`."""
    return reverse(name, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """The environment that Django's Jinja2 backend asks for."""
    options.update(undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    env = Environment(**options)  # noqa: S701 - autoescape is set on the line above
    env.globals.update(
        url=url,
        static=static,
        service_name=settings.SERVICE_NAME,
        age=lambda born: age_on(born, clock.today()),
        bars=charts.bars,
        bullets=charts.bullets,
        line=charts.line,
        lanes=charts.lanes,
        column=Column,
        table_column=Column,
        record_links=record_links,
    )
    env.filters.update(FILTERS)
    env.tests["day"] = lambda value: isinstance(value, date)
    return env


def role_words(actor: Actor) -> str:
    """The actor's roles as people say them."""
    return ", ".join(role.label for key, role in ROLES.items() if key in actor.roles)


def page_context(request: HttpRequest) -> dict[str, Any]:
    """What base.html needs on every page: the actor, their navigation, messages, the path and the nonce.

    `csp_nonce` has the name that Django 6 gives it, so that its own policy becomes a settings change.
    """
    actor = getattr(request, "actor", None)
    signed_in = actor is not None and actor.id is not None
    return {
        "actor": actor if signed_in else None,
        "actor_roles": role_words(actor) if signed_in else "",
        "navigation": navigation_for(actor, request.path) if signed_in else (),
        "search_href": search_href(actor) if signed_in else "",
        "messages": get_messages(request),
        "current_path": request.path,
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "session_left": getattr(request, "session_left", 0),
        "session_warning": int(settings.SESSION_WARNING.total_seconds()),
    }
