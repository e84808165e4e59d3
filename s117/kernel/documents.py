"""Where something stands that a worker makes: a letter, a plan's copy, a panel's papers, a report."""

from __future__ import annotations

from s117.kernel.terms import Term


class DocumentStatus(Term):
    """Where a document stands; a row moves on by itself through the worker."""

    REQUESTED = "requested", "Waiting to be made"
    RENDERING = "rendering", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"

    @property
    def waiting(self) -> bool:
        """Whether it is still to come."""
        return self in WAITING


WAITING = (DocumentStatus.REQUESTED, DocumentStatus.RENDERING)
