"""The addresses of the pages about one dispute."""

from __future__ import annotations

from django.urls import reverse

from cases.queries import DisputeFile
from s117.kernel.decisions import Decision


def dispute_href_if(may: Decision, route: str, file: DisputeFile, **kwargs: object) -> str:
    """The address of a page of the dispute when the decision allows it; '' otherwise."""
    return dispute_href(route, file.case.reference, file.dispute.id, **kwargs) if may else ""


def dispute_href(route: str, reference: str, dispute_id: object, **kwargs: object) -> str:
    """The address of a page of the dispute."""
    return reverse(f"cases:{route}", kwargs={"ref": reference, "dispute": dispute_id, **kwargs})
