"""Journey J12, its part on bodies: the administrator loads the code list, and people move to the successors."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import Case
from s117.accounts import code_lists
from s117.accounts.models import Organisation
from tests.builders import accounts, cases
from tests.builders import successions as build
from tests.builders.successions import APRIL
from tests.functional.journey import Desk

pytestmark = [pytest.mark.django_db(transaction=True)]
REFERENCE = Path(code_lists.__file__).parent / "reference"
ICBS, COUNCILS = REFERENCE / "icbs.csv", REFERENCE / "local_authorities.csv"
NAME = "Zebrawood"


@pytest.fixture
def desk(
    open_page: Callable[..., Page], sign_in: Callable[..., None], check_page: Callable[..., None]
) -> Any:
    """`desk("singh", "/")`: somebody's browser, every page of which is checked."""

    def run(username: str, path: str, *, javascript: bool = True) -> Desk:
        page = open_page(javascript=javascript)
        sign_in(page, username, to=path)
        return Desk(page, check_page if javascript else lambda page: None)

    return run


def send(desk: Desk, kind: str, file: Path | dict[str, Any]) -> None:
    """Send a file to be checked."""
    desk.open("/reference-data/send/")
    desk.fill(kind=kind)
    desk.page.locator("[name=file]").set_input_files(file)
    desk.press("Check the file")


def people() -> tuple[Case, Case]:
    """Of QMJ, accepted, and of QNQ; found responsible before anybody knew of a merger."""
    names = {
        "QMJ": "NHS North Central London Integrated Care Board",
        "QNQ": "NHS Frimley Integrated Care Board",
    }
    bodies = {code: build.icb(code, name) for code, name in names.items()}
    merged, split = (
        build.a_case_of(body, family_name=NAME, given_names=code) for code, body in bodies.items()
    )
    cases.accept(merged, "nhs_body", build.signatory_of(bodies["QMJ"]))
    return merged, split


def test_the_list_is_loaded_and_people_move_to_their_successors(desk: Any) -> None:
    merged, split = people()
    accounts.administrator()
    singh = desk("singh", "/reference-data/")
    send(singh, "icb", ICBS)
    singh.sees("48 rows, 36 open", "Loading it makes 46 new and changes 2")
    singh.press("Load this list")
    singh.press("Load the list")
    singh.sees("48 rows loaded: 46 new, 2 changed, 0 unchanged")
    assert Organisation.objects.filter(kind="icb", valid_to=None).exclude(code="NMI").count() == 36
    singh.press("Load it again")
    singh.press("Load the list")
    singh.sees("48 rows loaded: 0 new, 0 changed, 48 unchanged")

    singh.press("See what it changes for people")
    singh.sees(
        "NHS North Central London", "NHS West and North London", "1 April 2026", "J-8", split.reference
    )
    singh.does_not_see(NAME, merged.reference)
    singh.press("Apply to the register")
    singh.fill(reason="Mergers of 1 April 2026")
    singh.press("Apply to 2 answers and move 1 team or account")
    singh.sees("2 of 2 done", "Finished", split.reference, "Waiting for a decision maker")
    singh.does_not_see(NAME)
    assert build.named(merged) == ("Z9B2Z", APRIL)
    assert build.named(split)[0] == "QNQ", "never guessed"
    singh.open("/mergers/")
    singh.sees("There is nothing to change", "listed already")

    for path in ("", "determinations/", "determinations/nhs_body/successor/"):
        response = singh.page.goto(f"/cases/{merged.reference}/{path}")
        assert response is not None
        assert response.status == 404


def test_a_decision_maker_chooses_among_three_and_gives_the_reason(desk: Any) -> None:
    _, split = people()
    accounts.administrator()
    singh = desk("singh", "/reference-data/")
    send(singh, "icb", ICBS)
    singh.press("Load this list")
    singh.press("Load the list")
    singh.open("/mergers/apply/")
    singh.fill(reason="Mergers of 1 April 2026")
    singh.press("Apply to 2 answers and move 1 team or account")
    heirs = Organisation.objects.filter(inheritances__predecessor__code="QNQ").order_by("name")
    assert len(heirs) == 3
    chooser = build.signatory_of(heirs[1])
    desk_of_heir = desk(f"signs.{heirs[1].code.lower()}", "/", javascript=False)
    desk_of_heir.sees("with a successor body to choose")
    assert chooser.organisation_id == heirs[1].id
    desk_of_heir.open("/work/successors/")
    desk_of_heir.follow("Choose the successor")
    desk_of_heir.press("Choose the successor")
    for body in heirs:
        desk_of_heir.sees(body.name)
    desk_of_heir.fill(body=str(heirs[1].id))
    desk_of_heir.press("Continue")
    desk_of_heir.sees("Enter reason, and the evidence you rely on")
    desk_of_heir.fill(reason="The practice at the time of detention is in its area")
    desk_of_heir.press("Continue")
    desk_of_heir.press("Record the successor")
    desk_of_heir.sees("Successor recorded", "1 April 2026", "Accepted")
    assert build.named(split) == (heirs[1].code, APRIL)


HOSTILE = {
    "152 of 153 councils": (
        "council",
        lambda: COUNCILS.read_bytes().rsplit(b"\n", 2)[0] + b"\n",
        "has 152 rows",
    ),
    "another encoding": ("icb", lambda: ICBS.read_text().encode("utf-16"), "not a CSV file in UTF-8"),
    "latin letters": ("icb", lambda: b"name\nCaf\xe9\n", "not in UTF-8"),
    "far too large": ("icb", lambda: b"x" * 1_500_000, "larger than 1 MB"),
    "empty": ("icb", lambda: b"", "Missing: ods_code"),
    "never closed": ("icb", lambda: ICBS.read_bytes() + b'"open', "never closed"),
    "a formula": ("icb", lambda: ICBS.read_bytes().replace(b"NHS Black", b"=cmd NHS Black"), "Line 4"),
    "a script": ("icb", lambda: b"<script>alert(1)</script>", "Missing: ods_code"),
    "code twice": ("icb", lambda: ICBS.read_bytes().replace(b"QHL,", b"QOX,", 1), "Line 3"),
    "no such day": ("icb", lambda: ICBS.read_bytes().replace(b"2022-07-01", b"2022-07-41", 1), "Line 2"),
    "unknown successor": ("icb", lambda: ICBS.read_bytes().replace(b"Z9B2Z", b"Z9XXX", 1), "not in the file"),
}


def test_a_file_that_cannot_be_loaded_says_why_by_line_and_changes_nothing(desk: Any) -> None:
    accounts.administrator()
    singh = desk("singh", "/reference-data/")
    before = Organisation.objects.count()
    for name, (kind, data, said) in HOSTILE.items():
        send(singh, kind, {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": data()})
        singh.sees("This file cannot be loaded", said)
        expect(singh.page.get_by_role("button", name="Load this list")).to_have_count(0)
        response = singh.page.goto(singh.page.url + "load/")
        assert response is not None
        assert response.status == 403, name
    assert Organisation.objects.count() == before
    singh.open("/reference-data/send/")
    singh.press("Check the file")
    singh.sees("Choose a CSV file")
