"""What else the home page shows: the people looked at last.

They are checked again against the reader's scope today: having seen somebody once gives no right to see them.
"""

from __future__ import annotations

from dataclasses import dataclass

from cases.queries import visible_to
from s117.audit.queries import cases_opened_by
from s117.kernel.actor import Actor
from s117.kernel.letters import listed_name
from s117.kernel.permissions import Permission

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Recent:
    """Somebody whose page was opened lately."""

    reference: str
    display_name: str


def recently_viewed(actor: Actor) -> tuple[Recent, ...]:
    """The last people whose file the actor opened and may still open. Two statements."""
    if actor.id is None or not actor.may(Permission.CASE_VIEW):
        return ()
    opened = cases_opened_by(actor.id, limit=SHOWN)
    visible = visible_to(actor).filter(pk__in=opened)
    rows = visible.values_list("pk", "reference", "client__family_name", "client__given_names")
    found = {
        pk: Recent(reference, listed_name(family_name, given_names))
        for pk, reference, family_name, given_names in rows
    }
    return tuple(found[pk] for pk in opened if pk in found)
