"""The actor and the request that the running code works for, held in context variables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from s117.kernel.actor import Actor


class NoActor(Exception):
    """A tracked row was written with nobody to attribute it to."""


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """What the audit record keeps of a web request: its id and the caller's address."""

    request_id: str = ""
    ip: str = ""


_actor: ContextVar[Actor | None] = ContextVar("actor", default=None)
_request: ContextVar[RequestInfo | None] = ContextVar("request_info", default=None)


@contextmanager
def acting_as(actor: Actor) -> Iterator[Actor]:
    """Attribute every write inside the block to the actor."""
    token = _actor.set(actor)
    try:
        yield actor
    finally:
        _actor.reset(token)


@contextmanager
def serving(info: RequestInfo) -> Iterator[None]:
    """Note the request that everything inside the block belongs to."""
    token = _request.set(info)
    try:
        yield
    finally:
        _request.reset(token)


def current_actor() -> Actor:
    """The actor of the running write; NoActor if there is none."""
    actor = _actor.get()
    if actor is None:
        raise NoActor("This write has no actor: it must go through a service.")
    return actor


def current_request() -> RequestInfo:
    """The request being served; blanks in background work."""
    return _request.get() or RequestInfo()
