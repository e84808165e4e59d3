"""The one place where a transaction and the actor of a write are opened, together."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from s117.audit.context import acting_as
from s117.kernel.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")


def writes(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction, every history row of it attributed to its `actor`.

    Because both open together, history can be neither unattributed nor left behind by a failure:
    the refusal of an unattributed write comes after the INSERT, so it must be undone with it.
    """

    @wraps(service)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = kwargs["actor"]
        if not isinstance(actor, Actor):
            raise TypeError("a service takes its actor as a keyword")
        with transaction.atomic(), acting_as(actor):
            return service(*args, **kwargs)

    return run
