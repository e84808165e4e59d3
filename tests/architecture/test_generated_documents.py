"""Documents printed from tables in the code equal what is committed."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from s117.management import diagrams, rulebook

ROOT = Path(settings.BASE_DIR)


def test_the_rulebook_says_what_the_code_applies() -> None:
    committed = (ROOT / "docs" / "rulebook.md").read_text(encoding="utf-8")

    assert committed == rulebook.render(ROOT / "tests" / "vectors"), "run manage.py render_rulebook"


def test_the_lifecycle_diagrams_are_those_of_the_tables() -> None:
    committed = (ROOT / "docs" / "lifecycles.md").read_text(encoding="utf-8")

    assert committed == diagrams.render(), "run manage.py render_diagrams"


def test_the_page_of_the_rulebook_names_the_test_cases_there_are() -> None:
    committed = (ROOT / "cases" / "presenters" / "rule_cases.json").read_text(encoding="utf-8")

    assert committed == rulebook.render_cases(ROOT / "tests" / "vectors"), "run manage.py render_rule_cases"


@pytest.mark.parametrize("command", ["render_rulebook", "render_diagrams"])
def test_the_commands_write_under_docs(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)

    call_command(command)

    (written,) = (tmp_path / "docs").iterdir()
    assert written.read_bytes() == (ROOT / "docs" / written.name).read_bytes()
