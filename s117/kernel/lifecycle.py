"""Lifecycle tables: which action leads from which state to which, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from s117.kernel.events import Event
from s117.kernel.permissions import Permission

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)


class IllegalTransition(Exception):
    """The action does not exist from this state. The message is fit for the screen."""


@dataclass(frozen=True, slots=True)
class Lifecycle(Generic[S, A]):
    """A closed table of moves. `start` are the states a record may be created in."""

    name: str
    start: frozenset[S]
    moves: Mapping[tuple[S, A], S]
    permissions: Mapping[A, Permission]
    events: Mapping[A, Event]

    def after(self, state: S, action: A) -> S:
        """The state that the action leads to; IllegalTransition if it may not be done from here."""
        try:
            return self.moves[(state, action)]
        except KeyError:
            raise IllegalTransition(
                f"This {self.name} is {_words(state)}, so it cannot be changed in that way."
            ) from None

    def actions_from(self, state: S) -> tuple[A, ...]:
        """The actions that exist from the state, in table order."""
        return tuple(action for (source, action) in self.moves if source == state)

    def states(self) -> frozenset[S]:
        """Every state that the table names."""
        targets = set(self.moves.values())
        return frozenset(self.start | targets | {source for source, _ in self.moves})

    def reachable(self) -> frozenset[S]:
        """Every state that some sequence of actions leads to from a start."""
        seen: set[S] = set(self.start)
        frontier = list(self.start)
        while frontier:
            state = frontier.pop()
            for action in self.actions_from(state):
                target = self.moves[(state, action)]
                if target not in seen:
                    seen.add(target)
                    frontier.append(target)
        return frozenset(seen)

    def terminal(self) -> frozenset[S]:
        """States that no action leaves."""
        return frozenset(state for state in self.states() if not self.actions_from(state))


def _words(state: StrEnum) -> str:
    return state.value.replace("_", " ")
