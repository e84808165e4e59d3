"""A panel's papers as one document: asked for in a transaction, made outside one, kept once by its hash.

The row is the job. Its words are frozen when it is asked for; a change of the agenda calls for new papers.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string

from funding import policies, queries
from funding.models import PanelPack
from funding.queries import ApplicationFile
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents.making import PaperWork
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.documents import WAITING
from s117.kernel.events import Event
from s117.kernel.money import pounds
from s117.kernel.refusals import Refused
from s117.web.filters import date as date_words
from s117.web.filters import nhs_number, short_date


@writes
def request_pack(*, actor: Actor, at: datetime, panel_id: UUID) -> PanelPack:
    """Ask for the papers of a sitting; while they are being made, asking again is the same row."""
    policies.panel_view(actor).require()
    panel = queries.lock_panel(panel_id)
    file = queries.panel_file(actor, panel.convenor.code, panel.number)
    if not file.agenda:
        raise Refused("There is nothing on the agenda yet.")
    waiting = PanelPack.objects.filter(panel=panel, status__in=WAITING).first()
    if waiting is not None:
        return waiting
    pack = PanelPack.objects.create(
        panel=panel, snapshot=snapshot_of(file), requested_at=at, requested_by=actor.name
    )
    record(Event.PACK_REQUESTED, pack)
    PACKS.ring(pack.id)
    return pack


def snapshot_of(file: queries.PanelFile) -> dict[str, Any]:
    """Everything the papers say, in words, so that nothing changes them afterwards."""
    panel = file.panel
    return {
        "title": f"Funding panel {panel.number}",
        "bodies": f"{panel.convenor.name} and {panel.partner.name}",
        "held_on": date_words(panel.held_on),
        "place": panel.place,
        "members": [[row.name, row.role, row.organisation.name] for row in file.members],
        "cases": [entry.case.reference for _, entry in file.agenda],
        "items": [_item(item.position, entry) for item, entry in file.agenda],
    }


def _item(position: int, file: ApplicationFile) -> dict[str, Any]:
    asked, case = file.application, file.case
    return {
        "position": position,
        "person": case.display_name,
        "ident": f"{case.display_name}, {case.reference}",
        "facts": f"Born {short_date(case.date_of_birth)}   NHS {nhs_number(case.nhs_number)}",
        "number": asked.number,
        "facts_rows": _facts(file),
        "services": [
            [row.description, row.provider_name, f"{pounds(row.rate_pence)} {row.get_unit_display()}",
             pounds(cost.weekly), pounds(cost.annual)]
            for row, cost in file.costs
        ],
        "totals": [pounds(file.weekly), pounds(file.annual)],
        "options": [
            [row.provider_name, "" if row.miles is None else str(row.miles), pounds(row.weekly_pence),
             short_date(row.available_on) if row.available_on else "Not known", row.get_meets_needs_display(),
             row.note]
            for row in asked.options.all()
        ],
        "shares": [
            [body.name, f"{percent}%", f"{pounds(part)} a week"] for body, percent, part in file.proposed
        ],
        "suggestion": file.suggested_percent,
        "scores": [[row.need, str(row.health), str(row.social)] for row in asked.scores.all()],
        "texts": [[words, said] for words, said in _texts(file) if said],
    }  # fmt: skip


def _facts(file: ApplicationFile) -> list[list[str]]:
    asked = file.application
    advice = asked.get_advice_display() if asked.advice else "None yet"
    manager = f"{advice}, {asked.recommended_by}" if asked.recommended_by else advice
    return [
        ["Asked for", asked.get_kind_display()],
        ["How soon", asked.get_urgency_display()],
        ["From", date_words(asked.starts_on)],
        ["Applied by", f"{asked.applied_by}"],
        ["Manager’s recommendation", manager],
        ["Legal status", file.case.section_words or "Not detained"],
        ["Out of area", "Yes" if asked.out_of_area else "No"],
    ]


def _texts(file: ApplicationFile) -> list[tuple[str, str]]:
    asked = file.application
    return [
        ("Coordinator’s statement", asked.statement),
        ("What else was considered", asked.alternatives),
        ("Why this is the least restrictive way", asked.least_restrictive),
        ("Why the cost should be shared in this way", asked.split_rationale),
        ("Why it is outside the area", asked.out_of_area_reason),
        ("Manager’s reasons", asked.advice_reasons),
        ("Earlier decisions", asked.previous_decisions),
        ("An earlier panel’s questions", _questions(file)),
        ("Answers to an earlier panel’s questions", asked.answers),
        ("Documents", asked.documents),
    ]


def _questions(file: ApplicationFile) -> str:
    """What earlier panels asked before they decided."""
    rows = file.application.decisions.all()
    return "\n".join(row.questions for row in rows if row.questions and row.superseded_at is None)


def render_pack(*, actor: Actor, pack_id: UUID, at: datetime) -> bool:
    """Make one; False when it was not made, or is made already."""
    return PACKS.attempt(pack_id, actor=actor, at=at)


def pack_html(pack: PanelPack) -> str:
    """The document's page, from the words frozen when it was asked for."""
    context = {"pack": pack.snapshot, "made": date_words(pack.requested_at)}
    return render_to_string("documents/panel_pack.html", context)


def queue_unfinished_packs(*, actor: Actor, at: datetime) -> int:
    """The sweep: take back what a dead worker held, give up on what failed too often, ring for the rest."""
    return PACKS.sweep(actor=actor, at=at)


class PackWork(PaperWork):
    """How a sitting's papers are made."""

    rows = PanelPack
    job = Job.PACK_RENDER
    id_name = "pack_id"

    def html(self, row: PanelPack) -> str:
        """The page of the papers."""
        return pack_html(row)

    def finished(self, row: PanelPack, made: object, *, actor: Actor, at: datetime) -> None:
        """With the file's fingerprint."""
        record(Event.PACK_RENDERED, row, detail={"sha256": row.sha256})

    def failed(self, row: PanelPack, *, actor: Actor, at: datetime) -> None:
        """The panel's page says why."""
        record(Event.PACK_FAILED, row)


PACKS = PackWork()
