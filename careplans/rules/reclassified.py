"""Services that are aftercare in one version of a plan and not in the one before, or the other way round."""

from __future__ import annotations

from collections.abc import Iterable

from careplans.rules.snapshot import ServicePart

BECAME = {True: "became aftercare", False: "is no longer aftercare"}


def reclassified(before: Iterable[ServicePart], after: Iterable[ServicePart]) -> tuple[str, ...]:
    """Each such service in words. Whether its need is an aftercare need decides what may be charged (law M-1,
    P-2), so the reasons for that have to be looked at again."""
    was = {service.service_key: service.group.is_aftercare for service in before}
    return tuple(
        f"{service.description} {BECAME[service.group.is_aftercare]}"
        for service in after
        if was.get(service.service_key, service.group.is_aftercare) != service.group.is_aftercare
    )
