"""The words of the pages about ending aftercare."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases import policies
from cases.rules.ending_checks import GROUND_WORDS, CheckState, Ground
from s117.journeys.end_aftercare import EndingFile
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision, deny

STATES = {
    CheckState.CLEAR: ("Clear", "green"),
    CheckState.BLOCKED: ("Blocked", "red"),
    CheckState.WAITING: ("Waiting", "yellow"),
    CheckState.WARNING: ("Needs a reason", "orange"),
}
COLOURS = {
    "open": "yellow",
    "ended": "grey",
    "refused": "blue",
    "withdrawn": "grey",
    "reinstated": "green",
    "undone": "orange",
}


@dataclass(frozen=True, slots=True)
class CheckWords:
    """A line of the checklist as the page shows it."""

    title: str
    tag: str
    colour: str
    text: str
    citation: str
    rule: str
    who: str


@dataclass(frozen=True, slots=True)
class Signed:
    """One body's decision as the page shows it."""

    heading: str
    words: str
    colour: str
    body: str
    by: str
    on: date
    reasons: str
    discharge_reasons: str


def ending_page(actor: Actor, file: EndingFile) -> dict[str, Any]:
    """The request in words, the checklist while it is open, and what this reader may do next."""
    ending = file.ending
    live = ending is not None and ending.status == "open"
    return {
        "case": file.case,
        "ending": ending,
        "state": waiting_words(file) if live else "",
        "colour": COLOURS[ending.status] if ending is not None else "",
        "checks": [_check(row) for row in file.checks] if live or ending is None else [],
        "rows": request_rows(ending) if ending is not None else [],
        "signed": signed_rows(ending) if ending is not None else [],
        "acts": _acts(actor, file),
        "services": _service_links(actor, file) if live else [],
        "moved": [row.words for row in file.moved],
        "earlier": file.earlier,
        "undoing": file.undoing,
    }


def waiting_words(file: EndingFile) -> str:
    """Where an open request stands, in one sentence."""
    said = {row.side for row in file.ending.decisions.all() if row.satisfied}
    missing = [
        words
        for side, words in (("council", "the council"), ("nhs_body", "the NHS body"))
        if side not in said
    ]
    if missing:
        return f"Awaiting {' and '.join(missing)}. Services continue meanwhile."
    if _blocked(file):
        return "Both bodies are satisfied. Something below is still in the way. Services continue meanwhile."
    return "Both bodies are satisfied and nothing is in the way. The ending can be confirmed."


def _blocked(file: EndingFile) -> bool:
    return any(row.state is CheckState.BLOCKED for row in file.checks)


def _confirm(actor: Actor, file: EndingFile, signed: Collection[Any]) -> Decision:
    """Offered once nothing is in the way any more: before that it would only be refused."""
    if _blocked(file):
        return deny("Something is still in the way.")
    return policies.ending_confirm(actor, file.case, file.ending, signed)


def request_rows(ending: Any) -> list[tuple[str, Any]]:
    """What the review found, as rows of a summary list."""
    grounds = "; ".join(GROUND_WORDS[Ground(ground)] for ground in ending.grounds)
    needs = [(f"Need: {row.title}", row.reason) for row in sorted(ending.needs.all(), key=_position)]
    other = ending.get_other_care_display()
    return [
        ("Asked for by", f"{ending.requested_by}"),
        ("Reviewed on", ending.reviewed_on),
        ("Person invited", ending.get_person_invited_display()),
        ("Reasons", grounds),
        *needs,
        ("The person’s view", f"{ending.person_view} ({ending.get_person_agrees_display()})"),
        ("Carer’s or advocate’s view", ending.carer_view or "None recorded"),
        ("Doctor’s opinion", f"{ending.rc_name}: {ending.rc_opinion}"),
        ("Care coordinator’s opinion", _opinion(ending)),
        ("Panel minute", ending.panel_minute or "None recorded"),
        ("How services step down", ending.step_down or "Not recorded"),
        ("Other care", f"{other}: {ending.other_care_details}" if ending.other_care_details else other),
        ("Told how to complain", ending.complaint_information_on),
        ("How to come back", ending.come_back),
    ]


def _opinion(ending: Any) -> str:
    said = ending.coordinator_opinion
    return f"{ending.coordinator_name}: {said}" if ending.coordinator_name else said


def _service_links(actor: Actor, file: EndingFile) -> list[tuple[str, str]]:
    """The services in the way, each with the page that says what becomes of it, for those who may say."""
    if not policies.ending_service_move(actor, file.case, file.ending):
        return []
    ref = file.case.reference
    return [
        (row.description, reverse("journeys:ending_service_move", kwargs={"ref": ref, "service": row.key}))
        for row in file.running
    ]


def _position(row: Any) -> int:
    return row.position


def signed_rows(ending: Any) -> list[Signed]:
    """Each body's decision, earliest first."""
    rows = sorted(ending.decisions.all(), key=lambda row: row.recorded_at)
    return [_signed(row) for row in rows]


def _signed(row: Any) -> Signed:
    if row.question == "reinstate":
        words, colour = "Needed again", "blue"
    elif row.satisfied:
        words, colour = "No longer needed", "green"
    else:
        words, colour = "Still needed", "red"
    return Signed(
        heading=row.get_side_display(),
        words=words,
        colour=colour,
        body=str(row.organisation),
        by=f"{row.decided_by}, {row.decided_by_title}",
        on=row.decided_on,
        reasons=row.reasons,
        discharge_reasons=row.discharge_reasons,
    )


def _check(check: Any) -> CheckWords:
    tag, colour = STATES[check.state]
    rule = check.finding.rule
    who = check.who if check.state is not CheckState.CLEAR else ""
    return CheckWords(check.title, tag, colour, check.finding.text, rule.citation, rule.id, who)


def _acts(actor: Actor, file: EndingFile) -> list[tuple[str, str]]:
    """What this reader may do next: (words, href)."""
    case, ending = file.case, file.ending
    offered: list[tuple[str, str, Decision]] = [
        ("Ask to end aftercare", "ending_request", policies.ending_request(actor, case, ending))
    ]
    if ending is not None:
        signed = [row for row in ending.decisions.all() if row.question == "end"]
        again = [row for row in ending.decisions.all() if row.question == "reinstate"]
        own = f"Decide for {actor.organisation_name}"
        offered += [
            (own, "ending_sign", policies.ending_sign(actor, case, ending, signed)),
            ("Confirm the ending", "ending_confirm", _confirm(actor, file, signed)),
            ("Withdraw the request", "ending_withdraw", policies.ending_withdraw(actor, case, ending)),
            ("Put aftercare back", "ending_reinstate", policies.ending_reinstate(actor, case, ending, again)),
            ("Undo: it was a mistake", "ending_undo", policies.ending_undo(actor, case, ending)),
        ]
    found = [
        (words, reverse(f"journeys:{route}", kwargs={"ref": case.reference}))
        for words, route, decision in offered
        if decision
    ]
    if ending is not None and ending.effective_on is not None and ending.undone_on is None:
        found.append(("Notice to print", reverse("journeys:ending_notice", kwargs={"ref": case.reference})))
    return found
