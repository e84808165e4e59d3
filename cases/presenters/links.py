"""Links that are only there for those who may follow them."""

from __future__ import annotations

from django.urls import reverse

from s117.kernel.decisions import Decision


def question_href(reference: str, kind: str) -> str:
    """The page of one question: `entitlement`, `council` or `nhs_body`, or `legal_status` of the facts."""
    if kind == "legal_status":
        return reverse("cases:legal_status_view", kwargs={"ref": reference})
    if kind == "entitlement":
        return reverse("cases:entitlement_view", kwargs={"ref": reference})
    return reverse("cases:responsible_body_view", kwargs={"ref": reference, "kind": kind})


def href_if(decision: Decision, route: str, reference: str, **kwargs: object) -> str:
    """The address of a page of the case when the decision allows it; '' otherwise."""
    return reverse(route, kwargs={"ref": reference, **kwargs}) if decision else ""
