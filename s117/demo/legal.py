"""What happens under the Act after the first detention: leave, extension, recall, tribunal, papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from cases.models import Detention, StatusFact
from cases.services import evidence, leaves, milestones, recalls
from s117.demo.story import HOSPITAL, WARD, Story, moment
from s117.demo.world import REGISTRAR

PAPERS = Path(__file__).with_name("section_papers.pdf")
EXTENDED = timedelta(days=180)


def happen(story: Story) -> None:
    """Tell what else happened to the person under the Act, as far as their story has it."""
    turn = TURNS.get(story.entry.family_name)
    if turn is not None:
        turn(story)


def _office(story: Story, day: date) -> dict[str, Any]:
    """The Mental Health Act office, on the afternoon of the day."""
    return {"actor": story.world.actor(REGISTRAR, day), "at": moment(day, 16), "case_id": story.case_id}


def _days_ago(story: Story, days: int) -> date:
    return story.today - timedelta(days=days)


def _overnight(story: Story) -> None:
    """Two nights at home, due back tomorrow."""
    began = _days_ago(story, 1)
    leave = leaves.LeaveInput(
        kind="short",
        starts_on=began,
        due_back_on=began + timedelta(days=2),
        place="His brother’s flat in Northmoor",
        conditions="To be met by his brother, and to ring the ward each evening.",
    )
    leaves.record_leave(**_office(story, began), leave=leave)


def _living_out(story: Story) -> None:
    """Trial leave in the supported living that is planned. Is it leaving hospital? A person decides."""
    began = _days_ago(story, 6)
    leave = leaves.LeaveInput(
        kind="living_out",
        starts_on=began,
        due_back_on=began + timedelta(days=28),
        place="Quay House supported living, Westerby",
        conditions="To stay at Quay House and see the team twice a week.",
    )
    recorded = leaves.record_leave(**_office(story, began), leave=leave)
    _papers(story, recorded, "leave", "Section 17 leave form")


def _recalled(story: Story) -> None:
    """Back in hospital since yesterday afternoon: release or revocation is due within 72 hours."""
    recalled_on = _days_ago(story, 1)
    recalls.record_recall(
        **_office(story, recalled_on), recalled_on=recalled_on, recall_time=time(14, 20), hospital=HOSPITAL,
        ward=WARD, provider=story.world.bodies["NMT"], responsible_clinician="Dr Sam Rahman",
    )  # fmt: skip


def _extended(story: Story) -> None:
    """The order would have run out about now, and was extended for six months."""
    reported = _days_ago(story, 20)
    renewal = milestones.record_renewal(
        **_office(story, reported), what="cto", renewed_on=reported, runs_to=story.today + EXTENDED,
        responsible_clinician="Dr Helen Abara",
    )  # fmt: skip
    _papers(story, renewal, "renewal", "Extension report, form CTO7")


def _discharged_by_tribunal(story: Story) -> None:
    """The hearing that discharged the person under conditions, and the court's order that it ended."""
    if story.left is None:
        return
    hearing = milestones.record_tribunal(
        **_office(story, story.left), heard_on=story.left, outcome="conditional",
        aftercare_recommendation="That he lives where staff are on hand by day and night.",
    )  # fmt: skip
    _papers(story, hearing, "tribunal", "Decision of the tribunal")
    detention = Detention.objects.get(case=story.case_id, is_current=True)
    _papers(story, detention, "detention", "Hospital order with restrictions")


TURNS: dict[str, Callable[[Story], None]] = {
    "MacAskill": _overnight,
    "Jankowski": _living_out,
    "Dlamini": _recalled,
    "Nasser": _extended,
    "Ferreira": _discharged_by_tribunal,
}


def _papers(story: Story, row: StatusFact, kind: str, title: str) -> None:
    evidence.add_evidence(
        **_office(story, story.today - timedelta(days=1)), fact=(kind, row.id), title=title,
        data=PAPERS.read_bytes(),
    )  # fmt: skip
