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
        document = read(file)
        failed = []
        for vector in document["vectors"]:
            try:
                answer = SUBJECTS[subject](vector, document)
            except Exception as fault:  # a case that cannot be read must not cost the answers after it
                answer = {"error": f"{type(fault).__name__}: {fault}"}
                failed.append(vector["id"])
            self.stdout.write(json.dumps({"id": vector["id"], "answer": answer}, default=str))
        if failed:
            raise CommandError(f"Could not be read: {', '.join(failed)}")


def read(file: Path) -> dict[str, Any]:
    """A vector file with nothing left in it but what a case may be answered from."""
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        asked = [{key: case[key] for key in QUESTION if key in case} for case in document["vectors"]]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as fault:
        raise CommandError(f"{file} cannot be read as a file of vectors: {fault}") from fault
    return {**document, "vectors": asked}
