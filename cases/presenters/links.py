"""Links that are only there for those who may follow them."""

from __future__ import annotations

from django.urls import reverse

from s117.kernel.decisions import Decision


def href_if(decision: Decision, route: str, reference: str, **kwargs: object) -> str:
    """The address of a page of the case when the decision allows it; '' otherwise."""
    return reverse(route, kwargs={"ref": reference, **kwargs}) if decision else ""
