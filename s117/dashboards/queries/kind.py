"""What a sort of work is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission as P


@dataclass(frozen=True, slots=True)
class Kind:
    """One sort of work. `card` follows a number of people, one or many, so it reads the same after both.

    `where` says when it is there, `since` on which day it fell due or began to wait. `mine` limits it to
    the people allocated to the actor; urgent work is listed first. `why` is followed by the day.
    """

    slug: str
    card: str
    heading: str
    why: str
    next_step: str
    route: str
    permission: P
    where: Callable[[Actor, date], Q]
    since: Callable[[], object]
    mine: bool = False
    urgent: bool = False
