"""Whose people a page counts."""

from __future__ import annotations

from dataclasses import replace

from django.db.models import QuerySet

from cases.models import Case
from cases.queries import visible_to
from s117.kernel.actor import Actor
from s117.kernel.permissions import Permission

SIGHTS = (Permission.CASE_VIEW_OWN, Permission.CASE_VIEW_TEAM, Permission.CASE_VIEW_ORGANISATION)


def counted_for(actor: Actor) -> QuerySet[Case]:
    """The cases whose numbers the actor may read: those they may see or, for an analyst who may see none,
    those of their organisation. Numbers only: lists and files always go through `visible_to`."""
    if any(actor.may(sight) for sight in SIGHTS):
        return visible_to(actor)
    if actor.may(Permission.MANAGER_VIEW):
        whole = actor.permissions | {Permission.CASE_VIEW_ORGANISATION}
        return visible_to(replace(actor, permissions=whole))
    return Case.objects.none()
