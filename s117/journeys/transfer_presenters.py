"""The words of the pages about transfers between areas."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from cases import handover_policies as policies
from cases import queries
from cases.queries import CaseHeader
from cases.rules.transfers import Handover, moves, stays
from s117.journeys.transfer_forms import CONTENTS, TOLD
from s117.kernel.actor import Actor

COLOURS = {
    "proposed": "yellow",
    "accepted": "blue",
    "completed": "green",
    "declined": "orange",
    "withdrawn": "grey",
    "lapsed": "grey",
}


def transfer_rows(row: Any) -> list[tuple[str, Any]]:
    """The notice, as rows of a summary list."""
    title = f", {row.answered_by_title}" if row.answered_by_title else ""
    answered = f"{row.answered_by}{title}" if row.answered_on else "Not yet"
    facts = [
        ("From", row.from_body.name),
        ("To", row.to_body.name),
        ("Why now", row.get_cause_display()),
        ("Reason", row.reason),
        ("Planned date", row.planned_on),
        ("Told", _words(TOLD, row.told)),
        ("Told on", row.told_on),
        ("Services that go on", row.services_continuing),
        ("Payment arrangements change from", row.money_cut_over_on),
        ("Open actions", row.open_actions or "None recorded"),
        ("Notice given by", row.proposed_by.full_name),
        ("Answered by", answered),
    ]
    if row.answered_on:
        facts += [("Answered on", row.answered_on), ("Answer", row.answer_reason or row.get_status_display())]
    if row.allocation is not None:
        who = f"{row.allocation.coordinator}, {row.allocation.team}"
        facts += [("Taken over by", who), ("Taken over on", row.allocation.starts_on)]
    if row.closing_reason:
        how = "Withdrawn because" if row.status == "withdrawn" else "Closed because"
        facts.append((how, row.closing_reason))
    return facts


def _words(choices: list[tuple[str, str]], keys: list[str]) -> list[str]:
    return [words for key, words in choices if key in keys]


def pack_checklist(row: Any) -> list[tuple[str, bool]]:
    """What may go in a summary, and whether it is in this one."""
    return [(words, key in row.pack_contents) for key, words in CONTENTS]


def effects(known: Handover) -> dict[str, Any]:
    """What moves and what stays."""
    return {"moves": moves(known), "stays": stays(known)}


def acts(actor: Actor, row: Any) -> list[tuple[str, str]]:
    """What this reader may do next, the main thing first."""
    wanted = (
        (policies.transfer_accept, "Accept", "journeys:transfer_accept"),
        (policies.transfer_accept, "Decline", "journeys:transfer_decline"),
        (policies.transfer_complete, "Allocate a coordinator", "journeys:transfer_complete"),
        (policies.transfer_withdraw, "Withdraw the notice", "journeys:transfer_withdraw"),
    )
    return [
        (words, reverse(route, kwargs={"transfer": row.pk}))
        for may, words, route in wanted
        if may(actor, row)
    ]


def transfer_list(actor: Actor, rows: list[Any], today: date) -> dict[str, Any]:
    """Those that wait for this reader first, then the others that are under way."""
    mine = [row for row in rows if queries.waits_for(actor, row)]
    return {
        "mine": mine,
        "others": [row for row in rows if row not in mine],
        "today": today,
        "colours": COLOURS,
    }


def person_of(row: Any) -> str:
    """The name as lists show it."""
    return str(row.case.client)


def propose_href(actor: Actor, case: CaseHeader, last: Any, coordinating: Any) -> str:
    """Where notice is given, for those who may."""
    may = policies.transfer_propose(actor, case, last, coordinating.id if coordinating else None)
    return reverse("journeys:transfer_propose", kwargs={"ref": case.reference}) if may else ""
