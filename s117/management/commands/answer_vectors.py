"""Answer a file of test vectors, one JSON object a line. Needs no database and reads no expected value."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError

from s117.management.vectors import finance, law

SUBJECTS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], dict[str, Any]]] = {
    "law": law.answer,
    "finance": finance.answer,
}
# What an answer may be made of. Expected values stay unread because they are never handed over.
QUESTION = ("id", "group", "kind", "facts", "ask", "config_override")


class Command(BaseCommand):
    help = "Answer the vectors of a YAML file, one JSON object a line."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("subject", choices=sorted(SUBJECTS))
        parser.add_argument("file", type=Path)

    def handle(self, *, subject: str, file: Path, **_: object) -> None:
        document, failed = read(file)
        for place, vector in enumerate(document["vectors"], start=1):
            name = vector.get("id", f"case {place}")
            try:
                line = json.dumps({"id": name, "answer": SUBJECTS[subject](vector, document)}, default=str)
            except Exception as fault:  # a case that cannot be read must not cost the answers after it
                line = json.dumps({"id": str(name), "answer": {"error": f"{type(fault).__name__}: {fault}"}})
                failed.append(str(name))
            self.stdout.write(line)
        if failed:
            raise CommandError(f"Could not be read: {', '.join(failed)}")


class _Reader(yaml.SafeLoader):
    """Reads a day or a number that cannot be as the words it is written in, so that one case alone is odd."""


def _as_it_can_be(reader: _Reader, node: yaml.Node) -> Any:
    read_as = yaml.SafeLoader.yaml_constructors[node.tag]
    try:
        return read_as(reader, node)
    except ValueError:
        return reader.construct_scalar(node)


for _tag in ("timestamp", "int", "float"):
    _Reader.add_constructor(f"tag:yaml.org,2002:{_tag}", _as_it_can_be)


def _listed(rows: Any) -> list[Any]:
    if not isinstance(rows, list):
        raise TypeError("its vectors are not a list")
    return rows


def read(file: Path) -> tuple[dict[str, Any], list[str]]:
    """A vector file with nothing left in it but what a case may be answered from, and the rows of it that
    are no cases, by their place. CommandError for a file that holds no list of cases."""
    try:
        document = yaml.load(file.read_text(encoding="utf-8"), Loader=_Reader)  # noqa: S506 -- a SafeLoader
        rows = _listed(document["vectors"])
        given = [row for row in rows if isinstance(row, dict)]
    except (OSError, ValueError, yaml.YAMLError, KeyError, TypeError, RecursionError) as fault:
        raise CommandError(f"{file} cannot be read as a file of vectors: {fault}") from fault
    asked = [{key: case[key] for key in QUESTION if key in case} for case in given]
    odd = [f"row {n}" for n, row in enumerate(rows, start=1) if not isinstance(row, dict)]
    return {**document, "vectors": asked}, odd
