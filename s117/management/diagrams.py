"""Every lifecycle as a state diagram, drawn from the tables that the services obey."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from s117.kernel.lifecycle import Lifecycle

APPS = ("cases", "assessments", "careplans", "funding")
INTRODUCTION = """\
# Lifecycles

Drawn by `manage.py render_diagrams` from the tables in each app's `rules/lifecycle.py`. A test fails when
the two differ. Each action names the permission it needs and the audit event it leaves.
"""


def lifecycles() -> Iterator[tuple[str, str, Lifecycle[Any, Any]]]:
    """Every lifecycle there is, with its app and the name of its table."""
    for app in APPS:
        module = import_module(f"{app}.rules.lifecycle")
        for name, table in sorted(vars(module).items()):
            if isinstance(table, Lifecycle):
                yield app, name, table


def render() -> str:
    """The whole document as Markdown with Mermaid diagrams."""
    return "\n".join([INTRODUCTION, *(line for found in lifecycles() for line in _section(*found))])


def _section(app: str, name: str, table: Lifecycle[Any, Any]) -> Iterator[str]:
    yield from (f"## {table.name.capitalize()} (`{app}`, `{name}`)", "", "```mermaid", "stateDiagram-v2")
    for state in sorted(table.start):
        yield f"    [*] --> {state}"
    for (source, action), target in table.moves.items():
        yield f"    {source} --> {target}: {_words(action)}"
    for state in sorted(table.terminal()):
        yield f"    {state} --> [*]"
    yield from ("```", "", "| Action | Permission | Audit event |", "| --- | --- | --- |")
    for action in dict.fromkeys(action for _, action in table.moves):
        permission, event = table.permissions[action], table.events[action]
        yield f"| {_words(action)} | {permission.value} | {event.value} |"
    yield ""


def _words(value: str) -> str:
    return str(value).replace("_", " ")
