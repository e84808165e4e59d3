"""The project's own source, read as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("cases", "assessments", "careplans", "funding")
PACKAGES = ("s117", *APPS)
# Where the clock may be read and the outside world met; everything else takes `at` and `on`.
EDGES = (
    "views",
    "tasks",
    "admin",
    "management",
    "web",
    "demo",
    "embedded",
    "settings",
    "api",
    "dashboards",
    "staff",
)


@dataclass(frozen=True)
class Module:
    """One file: where it is, as the project sees it, and its tree."""

    path: Path
    name: str
    text: str
    tree: ast.Module

    @property
    def parts(self) -> tuple[str, ...]:
        """The dotted name in pieces."""
        return tuple(self.name.split("."))

    @property
    def layer(self) -> str:
        """The layer inside an app (`services`, `views` …), or the part of s117 (`web`, `audit` …)."""
        return self.parts[1] if len(self.parts) > 1 else ""

    @property
    def edge(self) -> bool:
        """Whether the module stands at an edge of the project."""
        return bool({*self.parts} & {*EDGES})

    def calls(self) -> Iterator[tuple[int, str]]:
        """Every call as (line, dotted words as written): `(12, "timezone.now")`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield node.lineno, dotted(node.func)

    def imports(self) -> Iterator[tuple[int, str]]:
        """Every import as (line, dotted name)."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module:
                yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def at(self, line: int) -> str:
        """A place in words: `cases/queries.py:12`."""
        return f"{self.path.relative_to(ROOT)}:{line}"


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the project, migrations apart."""
    found = []
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            text = path.read_text()
            relative = path.relative_to(ROOT).with_suffix("")
            name = ".".join(part for part in relative.parts if part != "__init__")
            found.append(Module(path, name, text, ast.parse(text)))
    return tuple(found)


def dotted(node: ast.expr) -> str:
    """An expression as written, as far as it is names and dots."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "()"


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body. Its keywords and its docstring are not counted: they are its manual."""
    body = function.body
    documented = isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)
    if documented:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
