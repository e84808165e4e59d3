"""The command that answers a file of cases, given files that nobody meant to write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

GOOD = """
- {id: G1, kind: rounding, facts: {gross_pence: 5, split: {ICB: "50.00", LA: "50.00"}}}
"""


def answers(tmp_path: Path, capsys: pytest.CaptureFixture[str], cases: str) -> list[dict[str, Any]]:
    """What the command prints of the cases and of a good one after them."""
    file = tmp_path / "cases.yaml"
    file.write_text(f"vectors:\n{cases.strip()}\n{GOOD.strip()}\n", encoding="utf-8")
    call_command("answer_vectors", "finance", str(file))
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (found[-1]["id"], found[-1]["answer"]["pence"]["ICB"]) == ("G1", 3)
    return found[:-1]


@pytest.mark.parametrize(
    "words",
    ["", "[1, 2]", "vectors:", "vectors: {a: 1}", "vectors: words", "7", "vectors: [", "\x00"],
)
@pytest.mark.parametrize("subject", ["law", "finance"])
def test_a_file_without_a_list_of_cases_is_refused_in_one_sentence(
    tmp_path: Path, words: str, subject: str
) -> None:
    file = tmp_path / "odd.yaml"
    file.write_text(words)
    with pytest.raises(CommandError, match="cannot be read as a file of vectors"):
        call_command("answer_vectors", subject, str(file))


def test_a_file_that_is_not_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "odd.yaml"
    file.write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(CommandError, match="cannot be read as a file of vectors"):
        call_command("answer_vectors", "finance", str(file))


def test_rows_that_are_no_cases_are_named_and_cost_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text(f"vectors:\n- words\n- 7\n{GOOD.strip()}\n")
    with pytest.raises(CommandError, match="row 1, row 2"):
        call_command("answer_vectors", "finance", str(file))
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["G1"]


@pytest.mark.parametrize(
    "facts",
    [
        "7",
        "[1]",
        "{period: words}",
        "{period: {from: 2026-04-01}}",
        "{period: {from: 2026-04-30, to: 2026-04-01}, weekly_rate_pence: 1000}",
        "{period: {from: 2026-02-30, to: 2026-03-31}, weekly_rate_pence: 1000}",
        "{period: {from: 2026-04-01, to: 2026-04-30}, weekly_rate_pence: much, split: {LA: '100.00'}}",
        "{period: {from: 2026-04-01, to: 2026-04-30}, weekly_rate_pence: 1e900000000, split: {LA: '100.00'}}",
        "{period: {from: 2026-04-01, to: 2026-04-30}, weekly_rate_pence: 1000.5, split: {LA: '100.00'}}",
        "{period: {from: 2026-04-01, to: 2026-04-30}, weekly_rate_pence: 1000, split: {LA: '33.333'}}",
        "{period: {from: 2026-04-01, to: 9999-12-31}, weekly_rate_pence: 1000, split: {LA: '100.00'}}",
        f"{{period: {{from: 2026-04-01, to: 2026-04-30}}, weekly_rate_pence: {'9' * 5000}}}",
    ],
)
def test_a_case_that_cannot_be_answered_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], facts: str
) -> None:
    (found,) = answers(tmp_path, capsys, f"- {{id: B1, kind: period, facts: {facts}}}")
    assert found["id"] == "B1"
    assert "unanswerable" in found["answer"]


def test_a_case_without_a_name_is_answered_by_its_place_and_one_name_twice_is_answered_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = "kind: units, facts: {units: 2, unit_rate_pence: 50, split: {LA: '100.00'}}"
    found = answers(tmp_path, capsys, f"- {{{case}}}\n- {{id: B1, {case}}}\n- {{id: B1, {case}}}")
    assert [(row["id"], row["answer"]["pence"]["gross"]) for row in found] == [
        ("case 1", 100),
        ("B1", 100),
        ("B1", 100),
    ]


def test_settings_and_kinds_that_are_not_known_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = "period: {from: 2026-04-01, to: 2026-04-07}, weekly_rate_pence: 5, split: {ICB: 50, LA: 50}"
    odd, near = answers(
        tmp_path,
        capsys,
        f"- {{id: B1, kind: moon, config_override: [1], facts: {{}}}}\n"
        f"- {{id: B2, kind: moon, config_override: {{residual: ICB}}, facts: {{{line}}}}}",
    )
    assert odd["answer"] == {"unknown_kind": "moon"}
    assert near["answer"]["unknown_kind"] == "moon"
    assert near["answer"]["pence"] == {"gross": 5, "ICB": 2, "LA": 3}


def test_a_schedule_names_the_lines_that_the_file_does_not_have(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (found,) = answers(tmp_path, capsys, "- {id: B1, kind: schedule, facts: {lines_from: [G1, G9]}}")
    assert found["answer"]["unknown_lines"] == ["G9"]
    assert found["answer"]["pence"] == {"gross": 5, "ICB": 3, "LA": 2}
