"""The responsibility page: what the rules or a person found, in words, and what may be done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases import policies
from cases.presenters.facts_told import facts_relied_on
from cases.presenters.links import href_if
from cases.queries import CaseHeader
from cases.rules.answers import Firmness
from s117.kernel.actor import Actor
from s117.web.filters import first_lower

HEADINGS = {
    "entitlement": "Entitlement",
    "council": "Responsible council",
    "nhs_body": "Responsible NHS body",
}
AS_A_START = ", as a starting point"
ENTITLED = {
    "none": "No duty to provide aftercare",
    "pending": "Entitled on leaving hospital",
    "active": "Entitled to aftercare now",
    "ended": "The duty has ended",
}
BASIS = {
    "s117(3)(a)": "Ordinarily resident there immediately before detention: section 117(3)(a)",
    "s117(3)(b)": "Ordinarily resident there, in Wales, immediately before detention: section 117(3)(b)",
    "s117(3)(c)": "Resident there, or sent there on discharge: section 117(3)(c)",
    "s117(3) before 1 April 2015": "Resident there before detention, under the law before 1 April 2015",
    "determination of ordinary residence": "A determination of ordinary residence",
    "earlier register": "Taken over from an earlier register",
    "originating_body": "Originating body: the GP practice when the application for detention was made",
    "s117(3)": "Ordinarily resident in its area immediately before detention: section 117(3)",
    "gp_registration": "The GP practice the person was registered with",
    "frozen_on_1_april_2016": "Responsible on 31 March 2016, and so it stays",
    "local_health_board": "Local health board of the area in Wales",
    "earlier_register": "Taken over from an earlier register",
    "confirm_order_is_a_s37_type_hospital_order": "Confirm from the file that it is a hospital order",
    "check_the_order_on_file": "Check the order on file",
    "active_from_leave": "Decide whether living out on leave is leaving hospital",
    "keep_open_flag_contested": "The law is contested here: keep the entry open until a person decides",
    "reinstate_by_joint_decision": "Both bodies decide whether to reinstate aftercare",
    "correct_the_dates": "Correct the dates of the detention",
    "confirm_whether_in_hospital": "Confirm whether the person is in hospital",
}
STANDING = {
    Firmness.DETERMINED: ("Worked out by the rules", "blue"),
    Firmness.PROPOSED: ("Proposed: to be confirmed", "orange"),
    Firmness.OPEN: ("Open: a person must decide", "orange"),
}
REPLIES = {
    "accept": ("Accepted", "green"),
    "accept_without_prejudice": ("Accepted without prejudice", "aqua-green"),
    "dispute": ("Disputed", "orange"),
}


@dataclass(frozen=True, slots=True)
class Reply:
    """A body's answer in words."""

    words: str
    colour: str
    body: str
    who: str
    on: date
    reason: str
    current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One of the three questions as it stands: the answer, why, and what may be done."""

    kind: str
    heading: str
    answer: str
    tag: str
    colour: str
    basis: str
    reason: str
    made_at: datetime
    ruleset: str
    rows: tuple[tuple[str, Any], ...]
    findings: Sequence[Mapping[str, str]]
    facts: tuple[str, ...]
    missing: Sequence[str]
    alternatives: Sequence[str]
    replies: tuple[Reply, ...]
    fact_words: str
    fact_href: str
    answer_href: str
    override_href: str


def responsibility_page(actor: Actor, case: CaseHeader, rows: Iterable[Any]) -> dict[str, Any]:
    """The three questions as they stand, and what was found before."""
    rows = list(rows)
    current = {row.kind: row for row in rows if row.is_current}
    questions = [question(actor, case, current[kind]) for kind in HEADINGS if kind in current]
    earlier = [question(actor, case, row) for row in rows if not row.is_current]
    return {"questions": questions, "earlier": earlier}


def question(actor: Actor, case: CaseHeader, row: Any) -> Question:
    """One determination in words."""
    tag, colour = _standing(row)
    ref = case.reference
    may_answer = policies.determination_answer(actor, case, row)
    may_decide = may_answer
    if row.is_current:
        may_decide = policies.determination_override(actor, case, row.kind, ruled=row.origin == "ruling")
    return Question(
        kind=row.kind,
        heading=HEADINGS[row.kind],
        answer=_answer(row),
        tag=tag,
        colour=colour,
        basis=BASIS.get(row.basis, row.basis),
        reason=row.reason,
        made_at=row.made_at,
        ruleset=row.ruleset,
        rows=_rows(row),
        findings=row.findings,
        facts=facts_relied_on(row.facts),
        missing=row.missing,
        alternatives=[alternative_words(row.kind, words) for words in row.alternatives],
        replies=tuple(_reply(answer) for answer in row.answers),
        **_missing_fact(actor, case, row),
        answer_href=href_if(may_answer, "cases:determination_answer", ref, kind=row.kind),
        override_href=href_if(may_decide, "cases:determination_override", ref, kind=row.kind),
    )


def alternative_words(kind: str, words: str) -> str:
    """Another reading; what it makes of entitlement in words."""
    reading, _, state = words.rpartition(": ")
    return (
        f"{reading}: {first_lower(ENTITLED[state])}" if kind == "entitlement" and state in ENTITLED else words
    )


def _missing_fact(actor: Actor, case: CaseHeader, row: Any) -> dict[str, str]:
    """The page that records what the rules lack to name a body, for those who may record it."""
    wanted = {
        "council": ("Record an address", "cases:address_record", policies.address_record),
        "nhs_body": ("Record a GP", "cases:gp_record", policies.gp_record),
    }
    if row.kind not in wanted or row.body_id is not None or not row.is_current:
        return {"fact_words": "", "fact_href": ""}
    words, route, policy = wanted[row.kind]
    return {"fact_words": words, "fact_href": href_if(policy(actor, case), route, case.reference)}


# What was looked at on the first day of an answer: by the question, and the basis where it matters.
_TESTED = {
    "entitlement": {"": "From"},
    "council": {"": "Residence tested on", "earlier register": "Responsible from"},
    "nhs_body": {
        "": "GP registration tested on",
        "s117(3)": "Residence tested on",
        "local_health_board": "Residence tested on",
        "earlier_register": "Responsible from",
    },
}


def _answer(row: Any) -> str:
    if row.kind == "entitlement":
        open_to_a_person = row.answer == "cannot_tell" and row.origin == "rules"
        return ENTITLED.get(row.value, row.value) + (AS_A_START if open_to_a_person else "")
    if row.body is None:
        return "Not known yet"
    return f"{row.body.name}{AS_A_START}" if row.firmness == Firmness.OPEN else str(row.body.name)


def _rows(row: Any) -> tuple[tuple[str, Any], ...]:
    """The answer's particulars, those that there are."""
    # A duty to come has no first day yet, and the day of the one before it would mislead.
    to_come = row.kind == "entitlement" and row.value == "pending"
    tested = _TESTED[row.kind].get(row.basis, _TESTED[row.kind][""])
    decided, ruled = row.origin == "person", row.origin == "ruling"
    fixed = row.origin in ("person", "succession", "ruling")
    paid = row.payer is not None and row.payer_id != row.body_id
    rows = (
        (
            "Responsible from" if fixed and row.kind != "entitlement" else tested,
            "" if to_come else row.starts_on,
        ),
        ("Basis", BASIS.get(row.basis, row.basis)),
        ("Paid by", row.payer.name if paid else ""),
        ("Decided by", row.made_by.full_name if decided and row.made_by else ""),
        ("Recorded by", row.made_by.full_name if ruled and row.made_by else ""),
        ("Reason", row.reason),
    )
    return tuple(pair for pair in rows if pair[1])


def _standing(row: Any) -> tuple[str, str]:
    reply = next((answer for answer in row.answers if answer.is_current), None)
    if reply is not None:
        return REPLIES[reply.reply]
    if row.origin == "ruling":
        return "Determined in a dispute", "blue"
    if row.origin == "person":
        return "Decided by a person", "blue"
    if row.accepted_before:
        return "Accepted by the body before it", "green"
    if row.kind == "entitlement" and row.answer == "cannot_tell":
        return STANDING[Firmness.OPEN]
    words, colour = STANDING[Firmness(row.firmness)]
    waiting = row.kind != "entitlement" and row.firmness != Firmness.OPEN
    return ("Waiting for their answer", "orange") if waiting else (words, colour)


def _reply(row: Any) -> Reply:
    words, colour = REPLIES[row.reply]
    title = f", {row.decided_by_title}" if row.decided_by_title else ""
    who = f"{row.decided_by.full_name}{title}"
    return Reply(words, colour, row.organisation.name, who, row.decided_on, row.reason, row.is_current)
