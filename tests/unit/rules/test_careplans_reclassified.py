"""A service that changes sides between two versions is named; one that is new, or gone, is not."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from careplans.rules.reclassified import reclassified
from careplans.rules.terms import Group
from tests.builders.snapshots import a_snapshot

SERVICE = replace(a_snapshot().services[0], group=Group.OUTSIDE, description="Stair rails")
AFTERCARE = replace(SERVICE, group=Group.SOCIAL_CARE)


def test_a_service_that_changes_sides_is_named_either_way() -> None:
    assert reclassified([SERVICE], [AFTERCARE]) == ("Stair rails became aftercare",)
    assert reclassified([AFTERCARE], [SERVICE]) == ("Stair rails is no longer aftercare",)


def test_a_service_on_the_same_side_a_new_one_and_one_that_is_gone_are_not() -> None:
    moved = replace(AFTERCARE, group=Group.HEALTH)

    assert reclassified([AFTERCARE], [moved]) == ()
    assert reclassified([AFTERCARE], [AFTERCARE, replace(SERVICE, service_key=uuid4())]) == ()
    assert reclassified([SERVICE], []) == ()
