"""Every route there is, walked from the resolver."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.urls import URLResolver, get_resolver

# Libraries' own pages: the admin site answers for itself (test_architecture_admin).
LIBRARIES = ("admin:",)


@dataclass(frozen=True)
class Route:
    """One route: its full name, its pattern, the methods its view has, and what answers."""

    name: str
    pattern: str
    methods: tuple[str, ...]
    callback: Callable[..., Any]

    @property
    def view(self) -> Any:
        """The class behind the route, DRF's included; None for a function."""
        return getattr(self.callback, "view_class", None) or getattr(self.callback, "cls", None)

    @property
    def arguments(self) -> frozenset[str]:
        """The names in the pattern: `ref`, `number` …"""
        return frozenset(_names(self.pattern))

    @property
    def app(self) -> str:
        """The namespace, or empty."""
        return self.name.rpartition(":")[0]

    @property
    def stem(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(":")[2]


@cache
def routes() -> tuple[Route, ...]:
    """Every route, the libraries' own left out, in the resolver's order."""
    found = walk(get_resolver().url_patterns)
    return tuple(route for route in found if not route.name.startswith(LIBRARIES))


def walk(patterns: Iterable[Any], prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[Route]:
    """The routes under some patterns, nested includes and routers too."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from walk(pattern.url_patterns, route, inner)
            continue
        callback = pattern.callback
        yield Route(":".join((*spaces, pattern.name or "")), route, _methods(callback), callback)


def _methods(callback: Any) -> tuple[str, ...]:
    view = getattr(callback, "view_class", None) or getattr(callback, "cls", None)
    actions = getattr(callback, "actions", None)
    if actions:
        return tuple(sorted(actions))
    allowed = getattr(view, "http_method_names", ("get", "post", "put", "patch", "delete"))
    return tuple(
        method
        for method in ("get", "post", "put", "patch", "delete")
        if method in allowed and (view is None or hasattr(view, method))
    )


def _names(pattern: str) -> Iterator[str]:
    for piece in pattern.split("<")[1:]:
        inside = piece.split(">")[0]
        yield inside.rpartition(":")[2]
