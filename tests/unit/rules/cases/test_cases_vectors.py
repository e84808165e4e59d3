"""Every open law vector, answered from its facts by the rules that cases are decided with."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from s117.management.commands import answer_vectors
from s117.management.vectors.law import answer

FOLDER = Path(__file__).parents[3] / "vectors"
DOCUMENT, OWN = (
    yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) for name in ("law.yaml", "law_own.yaml")
)
VECTORS, OWN_VECTORS = (
    {vector["id"]: vector for vector in document["vectors"]} for document in (DOCUMENT, OWN)
)
NOT_COVERED: dict[str, str] = {}
"""Vectors that the rules do not answer as expected, by name with the reason."""


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _agrees(key: str, wanted: Any, got: Any) -> bool:
    return set(wanted) <= set(got or ()) if key.endswith("_includes") else wanted == got


def _differences(vector: dict[str, Any], document: dict[str, Any] = DOCUMENT) -> dict[str, Any]:
    blind = {key: value for key, value in vector.items() if key != "expected"}
    given = answer(blind, document)
    wanted = _plain(vector["expected"])
    found = {key: (w, given.get(key)) for key, w in wanted.items() if not _agrees(key, w, given.get(key))}
    return found | {key: given[key] for key in ("unknown_facts", "unreadable_facts") if key in given}


# What every name in the open vectors becomes, so that no answer can be keyed on one.
_OTHER_NAMES = {
    "LA_A": "Alder", "LA_B": "Bracken", "LA_C": "Clover", "LA_D": "Dogwood", "LA_E": "Elder", "LA_F": "Fern",
    "LA_G": "Gorse", "LA_H": "Hazel", "CCG_A": "CCG_51", "CCG_B": "CCG_52", "CCG_C": "CCG_53",
    "ICB_A": "NHS Alder ICB", "ICB_B": "ICB_62", "ICB_C": "ICB_63", "ICB_D": "ICB_64", "ICB_OLD": "QZ1",
    "ICB_NEW": "QZ2", "OLD_COUNTY": "Oldshire", "NEW_UNITARY_WEST": "West Oldshire", "PCT_A": "PCT_9",
    "Worcestershire": "Oakshire", "Swindon": "Elmtown", "Sutton": "Ashton", "Wiltshire": "Rowanshire",
    "la_a_liable": "alder_liable", "la_b_liable": "bracken_liable",
}  # fmt: skip
_NAMED = re.compile("|".join(sorted(_OTHER_NAMES, key=len, reverse=True)))


def _renamed(value: Any) -> Any:
    if isinstance(value, dict):
        return {_renamed(key): _renamed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner) for inner in value]
    if not isinstance(value, str):
        return value
    return _NAMED.sub(lambda found: _OTHER_NAMES[found[0]], value)


def _backwards(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _backwards(inner) for key, inner in value.items()}
    return [_backwards(inner) for inner in reversed(value)] if isinstance(value, list) else value


@pytest.mark.parametrize("name", VECTORS)
def test_vector(name: str) -> None:
    differences = _differences(VECTORS[name])
    if name in NOT_COVERED:
        assert differences, f"{name} is answered now: take it off the list of those not covered"
    else:
        assert not differences


@pytest.mark.parametrize("name", OWN_VECTORS)
def test_vector_of_our_own(name: str) -> None:
    assert not _differences(OWN_VECTORS[name], OWN)


@pytest.mark.parametrize("name", sorted(set(VECTORS) - set(NOT_COVERED)))
def test_no_answer_turns_on_a_name_or_on_the_order_of_the_rows(name: str) -> None:
    renamed = {**_renamed(VECTORS[name]), "id": name, "rule": VECTORS[name]["rule"]}
    backwards = {**renamed, "facts": _backwards(renamed["facts"])}

    assert not _differences(backwards, {**DOCUMENT, "meta": _renamed(DOCUMENT["meta"])})


def test_a_value_of_the_wrong_shape_is_reported_and_costs_no_answer() -> None:
    facts = {"detentions": [{"section": 3, "start": "soon"}, "a word"], "person": ["x"], "gp": 7}

    given = answer({"id": "Z1", "group": "duty", "facts": facts}, DOCUMENT)

    assert given["unreadable_facts"] == ["detentions", "detentions.start", "gp", "person"]
    assert (given["engine"], given["qualifies"]) == ("manual_review", "manual")


def test_a_fact_that_nobody_reads_is_reported() -> None:
    facts = {
        "detentions": [{"section": "3", "start": dt.date(2025, 1, 10), "colour": "blue"}],
        "mood": "calm",
    }

    assert answer({"id": "Z1", "group": "duty", "facts": facts}, DOCUMENT)["unknown_facts"] == [
        "detentions.colour",
        "mood",
    ]


def test_a_case_without_a_group_is_answered_by_what_its_facts_ask() -> None:
    without = {key: value for key, value in VECTORS["N01"].items() if key not in ("group", "expected")}

    assert answer(without, DOCUMENT)["engine"] == "determine"


def test_the_command_prints_one_answer_a_line_and_never_sees_an_expected_value(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "vectors.yaml"
    file.write_text(
        yaml.safe_dump(
            {"meta": DOCUMENT["meta"], "vectors": [{**VECTORS["D01"], "expected": {"duty": "none"}}]}
        )
    )

    call_command("answer_vectors", "law", str(file))

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["id"], line["answer"]["duty"], line["answer"]["duty_from"]) for line in lines] == [
        ("D01", "active", "2025-03-01")
    ]


def test_odd_settings_and_an_odd_day_are_reported_and_the_case_is_answered() -> None:
    odd = {"DISPUTE_REFERRAL_MONTHS": "soon", "IMPRISONMENT_ENDS_DUTY": "perhaps", "COLOUR": "blue"}
    case = {**VECTORS["X01"], "config_override": odd, "ask": {"date": "tomorrow"}}

    given = answer(case, DOCUMENT)

    assert given["referral_due"] == "2026-05-31"
    assert given["unknown_facts"] == ["config_override.COLOUR"]
    assert given["unreadable_facts"] == [
        "ask.date",
        "config_override.DISPUTE_REFERRAL_MONTHS",
        "config_override.IMPRISONMENT_ENDS_DUTY",
    ]


def test_a_case_that_cannot_be_read_costs_none_of_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def answered(vector: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
        if vector["id"] == "Z1":
            raise ValueError("a fault of the program")
        return answer(vector, document)

    monkeypatch.setitem(answer_vectors.SUBJECTS, "law", answered)
    file = tmp_path / "vectors.yaml"
    file.write_text(yaml.safe_dump({"vectors": [{**VECTORS["X01"], "id": "Z1"}, VECTORS["D01"]]}))

    with pytest.raises(CommandError, match="Z1"):
        call_command("answer_vectors", "law", str(file))

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["id"], "error" in line["answer"]) for line in lines] == [("Z1", True), ("D01", False)]


def test_the_command_refuses_a_file_that_holds_no_vectors(tmp_path: Path) -> None:
    file = tmp_path / "other.yaml"
    file.write_text("just words")

    with pytest.raises(CommandError, match="cannot be read"):
        call_command("answer_vectors", "law", str(file))


def test_a_ruling_dated_before_section_117_stands_for_no_history() -> None:
    """The words of L33 stand for detentions and homes of the years before the ruling."""
    facts = {**VECTORS["L33"]["facts"]}
    facts["determination"] = {**facts["determination"], "date": dt.date.min}
    assert isinstance(answer({**VECTORS["L33"], "facts": facts}, DOCUMENT), dict)
