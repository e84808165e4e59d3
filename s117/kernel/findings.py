"""How a rule answers: yes, no, or cannot tell, always with its findings and their citations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Answer(StrEnum):
    """The three answers a rule of law may give. CANNOT_TELL is a normal answer, not an error."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class RuleRef:
    """One statutory test: its id in the rulebook, its words and where they come from."""

    id: str
    words: str
    citation: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule made of the facts, in a sentence a coordinator can read."""

    rule: RuleRef
    text: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """A rule's answer with every finding that led to it.

    `value` is what was worked out (a status, a body code, a period); for an answer that goes to a
    person it is the default to show, never a decision. `missing` names the facts that would settle
    a CANNOT_TELL; `alternatives` are the other readings when the law is contested.
    """

    answer: Answer
    value: T | None
    findings: tuple[Finding, ...]
    ruleset: str
    missing: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = field(default=())

    @property
    def manual_review(self) -> bool:
        """True when a person must decide: the facts are missing or the law is contested."""
        return self.answer is Answer.CANNOT_TELL

    @property
    def reasons(self) -> tuple[str, ...]:
        """The findings' sentences, in the order they were made."""
        return tuple(finding.text for finding in self.findings)


def cited(findings: Iterable[Finding]) -> tuple[str, ...]:
    """The ids of the rules that the findings rest on, each once, in order."""
    return tuple(dict.fromkeys(finding.rule.id for finding in findings))
