"""Whether an actor may do something now, with the reason in words fit for the screen."""

from __future__ import annotations

from dataclasses import dataclass


class NotAllowed(Exception):
    """The actor may not do this. The message is a sentence that can be shown to them."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer of a policy: truthy when allowed; otherwise `reason` says why not."""

    allowed: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Raise NotAllowed with the reason unless this decision allows the act."""
        if not self.allowed:
            raise NotAllowed(self.reason)


ALLOW = Decision(True)


def deny(reason: str) -> Decision:
    """A refusal with the sentence to show."""
    return Decision(False, reason)


def first_refusal(*decisions: Decision) -> Decision:
    """The first refusal among the decisions, or ALLOW when there is none."""
    return next((decision for decision in decisions if not decision), ALLOW)
