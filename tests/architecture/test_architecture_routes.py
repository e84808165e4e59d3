"""Deny by default: every page declares who may see it; every name in use leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from django.urls import get_resolver

from s117.kernel.permissions import Permission
from s117.web.views import SIGNED_IN
from tests.architecture.routes import Route, routes
from tests.architecture.source import APPS, ROOT, modules

# Pages that nobody has to sign in for, each with its reason.
PUBLIC = {
    "web:accessibility": "the law asks for it to be readable by anyone",
    "web:privacy": "as above",
    "web:help": "who to ask when signing in fails",
    "web:session_left": "says how long a session has; nothing to those without one",
    "web:session_extend": "as above",
    "web:demo_sign_in": "one-click sign-in, refused unless the demo is on",
    "web:styleguide": "components with invented content, in development only",
    "careplans:calendar_view": "a calendar program cannot sign in: the secret in the address is the sign-in",
    "account_login": "signing in",
    "account_logout": "signing out",
    "account_inactive": "says that an account is closed",
    "account_signup": "says that accounts are made by an administrator",
    "account_reauthenticate": "asks for the password again",
    "account_reset_password": "forgotten password",
    "account_reset_password_done": "forgotten password",
    "account_reset_password_from_key": "forgotten password",
    "account_reset_password_from_key_done": "forgotten password",
    "account_change_password": "allauth's own page; asks for sign-in itself",
}
TEMPLATES = ROOT / "templates"
NAME_IN_TEMPLATE = re.compile(r"\burl\(\s*[\"']([a-z_:]+)[\"']")
NAME_IN_PYTHON = re.compile(r"\breverse(?:_lazy)?\(\s*f?[\"']([a-z_:{}]+)[\"']")


def test_every_page_declares_a_permission_or_is_public_for_a_reason() -> None:
    undeclared = {
        route.name for route in routes() if getattr(route.view, "permission", None) is None
    } - PUBLIC.keys()
    assert undeclared == set()


def test_the_public_list_names_pages_that_exist() -> None:
    assert PUBLIC.keys() - {route.name for route in routes()} == set()


def test_a_page_about_a_person_is_for_a_permission_not_for_everyone_signed_in() -> None:
    found = [route.name for route in routes() if "ref" in route.arguments and not _permission(route)]
    assert found == []


def test_one_stem_names_the_address_the_view_and_the_template() -> None:
    """`detention_record` → DetentionRecord → cases/detention_record.html (architecture, section 8).

    A template that several pages share (one form page for every part of a plan) has a name of its own.
    """
    ours = [route for route in routes() if route.app in (*APPS, "dashboards")]
    shared = Counter(getattr(route.view, "template", None) for route in ours)
    found = []
    for route in ours:
        camel = "".join(word.capitalize() for word in route.stem.split("_"))
        template = getattr(route.view, "template", None)
        if route.view.__name__ != camel:
            found.append(f"{route.name}: {route.view.__name__} should be {camel}")
        if template and template != f"{route.app}/{route.stem}.html" and shared[template] == 1:
            found.append(f"{route.name}: {template} should be {route.app}/{route.stem}.html")
    assert found == []


def test_every_name_used_in_code_and_templates_leads_to_a_page() -> None:
    """URL names may point up the line, so only this test notices a dead one."""
    known = {str(name) for name in _names()}
    used = {(path, name) for path, text in _texts() for name in _used(path, text)}
    assert sorted(f"{path.relative_to(ROOT)}: {name}" for path, name in used if name not in known) == []


def test_every_template_is_somebodys() -> None:
    """A page that nothing shows is dead code."""
    everything = "\n".join(text for _, text in _texts())
    shown = {getattr(route.view, "template", None) for route in routes()}
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        name = path.relative_to(TEMPLATES).as_posix()
        library = name.startswith(("account/", "errors/", "forms/"))
        if (
            not library
            and name not in shown
            and f'"{name}"' not in everything
            and f"'{name}'" not in everything
        ):
            found.append(name)
    assert found == []


def test_changes_are_posted() -> None:
    """Nothing but GET and POST. (allauth's pages take a form by PUT as well, as Django's form views do.)"""
    ours = [route for route in routes() if not route.name.startswith("account_")]
    odd = [route.name for route in ours if set(route.methods) - {"get", "post"}]
    assert odd == []


def _permission(route: Route) -> Permission | None:
    declared = getattr(route.view, "permission", None)
    return None if declared in (None, SIGNED_IN) else Permission(declared)


def _names() -> set[str]:
    resolver = get_resolver()
    found = {name for name in resolver.reverse_dict if isinstance(name, str)}
    for space, (_, inner) in resolver.namespace_dict.items():
        found |= {f"{space}:{name}" for name in inner.reverse_dict if isinstance(name, str)}
    return found | {route.name for route in routes()}


def _texts() -> list[tuple[Path, str]]:
    pages = [(path, path.read_text()) for path in TEMPLATES.rglob("*.html")]
    return pages + [(module.path, module.text) for module in modules()]


def _used(path: Path, text: str) -> set[str]:
    pattern = NAME_IN_TEMPLATE if path.suffix == ".html" else NAME_IN_PYTHON
    return {name for name in pattern.findall(text) if "{" not in name}
