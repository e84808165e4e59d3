"""The pages about disputes in words: where each stands, what is next and by when, what this reader may do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases import dispute_policies as policies
from cases import queries
from cases.presenters.dispute_bundle import statement_words
from cases.presenters.dispute_links import dispute_href, dispute_href_if
from cases.presenters.dispute_stake import stake_words
from cases.presenters.links import href_if
from cases.queries import CaseHeader, DisputeFile, DisputeRow
from cases.rules.dispute_steps import (
    NO_ROUTE,
    ROUTE_WORDS,
    Clock,
    countdown,
    limit_words,
    next_clock,
)
from cases.rules.disputes import review_must_begin_by
from cases.rules.lifecycle import LIVE_DISPUTE, DisputeStatus
from cases.rules.words import capital
from s117.kernel.actor import Actor
from s117.kernel.decisions import Decision
from s117.kernel.money import pounds
from s117.kernel.permissions import Permission
from s117.web.filters import date as day_words

COLOURS = {
    "raised": "orange",
    "local_resolution": "yellow",
    "escalated": "red",
    "referred": "purple",
    "determined": "blue",
    "recharged": "green",
    "closed": "grey",
}
STATUS_WORDS = {
    "raised": "Raised",
    "local_resolution": "Being settled locally",
    "escalated": "Escalated",
    "referred": "Referred",
    "determined": "Determined",
    "recharged": "Recharged",
    "closed": "Closed",
}
KINDS_OF = {
    "council": (
        "councils",
        "split",
        "entitlement",
        "accommodation",
        "continuing_care",
        "provider",
        "person",
    ),
    "icb": ("nhs_bodies", "split", "entitlement", "accommodation", "continuing_care", "provider", "person"),
}
RESERVED = (
    "{payer} pays meanwhile without prejudice to who is responsible. It reserves the right to recover what "
    "it pays from the body found responsible."
)


@dataclass(frozen=True, slots=True)
class Act:
    """Something this reader may do now."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step with its target, what was done, and where to record it."""

    name: str
    hint: str
    tag: str
    colour: str
    href: str


@dataclass(frozen=True, slots=True)
class Said:
    """A party's own words."""

    body: str
    own: bool
    contact: str
    position: str
    evidence: str
    by: str
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """A dispute as a list shows it."""

    name: str
    href: str
    reference: str
    kind: str
    parties: str
    payer: str
    status: str
    colour: str
    since: date
    age: int
    next_words: str
    next_colour: str
    delayed: bool


def kinds_open_to(actor: Actor) -> tuple[str, ...]:
    """What a body of the actor's kind may dispute."""
    return KINDS_OF["council" if actor.organisation_kind == "council" else "icb"]


def next_of(dispute: Any, steps: Any, determined_on: date | None) -> Clock:
    """The next thing to do, by the rules."""
    return next_clock(DisputeStatus(dispute.status), steps, dispute.refer_by, determined_on)


def clock_words(clock: Clock, on: date) -> str:
    """The next thing with its day as a countdown: "Refer it by 9 June 2026: 17 days left"."""
    return limit_words(on, clock.due, clock.words) if clock.due is not None else clock.words


def dispute_lines(rows: Iterable[DisputeRow], on: date) -> list[Line]:
    """A page of the list of disputes."""
    return [_line(row, on) for row in rows]


def _line(row: DisputeRow, on: date) -> Line:
    clock = next_of(row, row.steps, row.determined_on)
    return Line(
        name=row.display_name,
        href=dispute_href("dispute_view", row.reference, row.id),
        reference=row.reference,
        kind=row.kind,
        parties=" and ".join(row.parties),
        payer=row.interim_payer,
        status=STATUS_WORDS[row.status],
        colour=COLOURS[row.status],
        since=row.arose_on,
        age=(on - row.arose_on).days,
        next_words=clock_words(clock, on),
        next_colour="red" if clock.late(on) else "",
        delayed=row.delayed and row.status in LIVE_DISPUTE,
    )


def disputes_beside(actor: Actor, case: CaseHeader, rows: Sequence[Any]) -> dict[str, Any]:
    """What the responsibility page says of disputes: those that live, and where to see or raise one."""
    may = actor.may(Permission.DISPUTE_VIEW)
    live = [row for row in rows if row.is_live] if may else []
    return {
        "live_disputes": [_living(row, case.reference) for row in live],
        "disputes_href": reverse("cases:case_disputes", kwargs={"ref": case.reference}) if may else "",
        "disputes_count": len(rows),
        "raise_href": href_if(policies.dispute_raise(actor, case), "cases:dispute_raise", case.reference),
    }


def _living(row: Any, reference: str) -> dict[str, str]:
    return {
        "words": row.get_kind_display(),
        "payer": row.interim_payer.name,
        "href": dispute_href("dispute_view", reference, row.id),
    }


def case_disputes_page(actor: Actor, case: CaseHeader, on: date) -> dict[str, Any]:
    """Every dispute about one person, and the determination letters on their file."""
    rows = queries.disputes_of(case.id)
    letters = queries.letters_of(case.id)
    may_move = policies.letter_move(actor, case)
    return {
        "case": case,
        "rows": [
            {
                "words": row.get_kind_display(),
                "href": dispute_href("dispute_view", case.reference, row.id),
                "tag": STATUS_WORDS[row.status],
                "colour": COLOURS[row.status],
                "parties": " and ".join(sorted(party.organisation.name for party in row.parties.all())),
                "payer": row.interim_payer.name if row.is_live else "",
                "since": row.arose_on,
            }
            for row in rows
        ],
        "letters": [(letter, _move_href(may_move, case, letter)) for letter in letters],
        "moved_away": queries.letters_moved_away(case.id),
        "raise_href": href_if(policies.dispute_raise(actor, case), "cases:dispute_raise", case.reference),
        "letter_href": href_if(policies.letter_record(actor, case), "cases:letter_record", case.reference),
    }


def _move_href(may: Decision, case: CaseHeader, letter: Any) -> str:
    return href_if(may, "cases:letter_move", case.reference, letter=letter.id)


def dispute_page(actor: Actor, file: DisputeFile, on: date) -> dict[str, Any]:
    """One dispute for this reader."""
    dispute, case = file.dispute, file.case
    steps = queries.step_facts(file.steps)
    clock = next_of(dispute, steps, file.outcome.decided_on if file.outcome else None)
    route, authority = ROUTE_WORDS.get(dispute.route, NO_ROUTE)
    return {
        "case": case,
        "file": file,
        "dispute": dispute,
        "heading": dispute.get_kind_display(),
        "tag_words": STATUS_WORDS[dispute.status],
        "colour": COLOURS[dispute.status],
        "next": clock_words(clock, on),
        "next_late": clock.late(on),
        "limit": _limit(dispute, on),
        "rows": _rows(file, on),
        "route": f"{route} ({authority})",
        "steps": [_step(actor, file, step, on) for step in file.steps],
        "said": [_said(actor, file, party) for party in file.parties],
        "acts": _acts(actor, file),
        "advice_href": dispute_href_if(policies.dispute_advice(actor, case, dispute), "dispute_advice", file),
        "statement": statement_words(file),
        "bundle_href": dispute_href("dispute_bundle", case.reference, dispute.id),
        "review_by": _review(file, on),
        "outcome_rows": _outcome_rows(file.outcome),
        "waiting": _waiting(actor, file),
    }


def _limit(dispute: Any, on: date) -> str:
    """The four months, shown until the dispute is referred (X-3)."""
    if dispute.refer_by is None or dispute.status not in LIVE_DISPUTE[:3]:
        return ""
    return limit_words(on, dispute.refer_by, "It must be referred")


def _rows(file: DisputeFile, on: date) -> list[tuple[str, Any]]:
    dispute = file.dispute
    cost = dispute.get_interim_cost_display()
    rows: list[tuple[str, Any]] = [
        ("Arose on", dispute.arose_on),
        ("Raised by", f"{dispute.raised_by.full_name} for {dispute.raised_for.name}"),
        ("Parties", [party.organisation.name for party in file.parties]),
        ("Services in question", dispute.services),
        ("Money at stake", stake_words(file, on)),
        ("Pays meanwhile", f"{dispute.interim_payer.name}, from {day_words(dispute.interim_from)}. {cost}."),
        ("What the rules proposed", dispute.interim_basis),
        ("Why another body pays", dispute.interim_reason),
        ("Statement", dispute.reservation),
        ("Code in finance files", dispute.code),
    ]
    if file.referral is not None:
        referral = file.referral
        to = f"{referral.referred_to}, {day_words(referral.referred_on)}"
        rows.append(("Referred to", f"{to} ({referral.reference})" if referral.reference else to))
    if dispute.recharge_pence is not None:
        on, reference = day_words(dispute.recharged_on), dispute.recharge_reference
        rows.append(("Recovered", f"{pounds(dispute.recharge_pence)} on {on} ({reference})"))
    rows += [("Closed because", dispute.closing_reason), ("What was learnt", dispute.lessons)]
    return [row for row in rows if row[1]]


def _outcome_rows(outcome: Any) -> list[tuple[str, Any]]:
    if outcome is None:
        return []
    rows = [
        ("Decided by", outcome.get_decided_by_display()),
        ("Decided on", outcome.decided_on),
        ("Responsible", outcome.body.name if outcome.body else ""),
        ("Effective from", outcome.effective_from),
        ("What was decided", outcome.outcome),
        ("Facts relied on", outcome.facts_relied_on),
        ("Letter", str(outcome.letter) if outcome.letter else ""),
        ("Recorded by", outcome.recorded_by.full_name),
    ]
    return [row for row in rows if row[1]]


def _review(file: DisputeFile, on: date) -> str:
    """The three months in which a review may begin (X-5), only for a minister's determination."""
    outcome = file.outcome
    if outcome is None or outcome.decided_by not in ("secretary_of_state", "welsh_ministers"):
        return ""
    due = review_must_begin_by(outcome.decided_on)
    return limit_words(on, due, "A review of the determination must begin")


def _step(actor: Actor, file: DisputeFile, step: Any, on: date) -> StepWords:
    if step.done_on is not None:
        by = f" ({step.done_by.full_name})" if step.done_by else ""
        return StepWords(
            step.get_kind_display(), f"{day_words(step.done_on)}{by}: {step.note}", "Done", "green", ""
        )
    may = policies.dispute_step(actor, file.case, file.dispute)
    due = f"Target {day_words(step.due_on)}: {countdown(step.due_on, on)}"
    waits = file.dispute.status in LIVE_DISPUTE
    late = waits and step.due_on < on
    tag, colour = ("Late", "red") if late else ("To do", "blue") if waits else ("Not taken", "grey")
    href = dispute_href_if(may, "dispute_step", file, step=step.kind)
    return StepWords(step.get_kind_display(), due if waits else "", tag, colour, href)


def _said(actor: Actor, file: DisputeFile, party: Any) -> Said:
    own = party.organisation_id in actor.organisation_ids
    may = own and policies.dispute_position(actor, file.case, file.dispute)
    contact = ", ".join(part for part in (party.contact_name, party.contact_details) if part)
    by = f"{party.position_by.full_name}, {day_words(party.position_at)}" if party.position_by else ""
    href = dispute_href("dispute_position", file.case.reference, file.dispute.id) if may else ""
    return Said(party.organisation.name, own, contact, party.position, party.evidence, by, href)


def _acts(actor: Actor, file: DisputeFile) -> list[Act]:
    case, dispute = file.case, file.dispute
    offered = (
        ("Record the referral", "dispute_refer", policies.dispute_refer),
        ("Record the determination", "dispute_determine", policies.dispute_determine),
        ("Record what was recovered", "dispute_recharge", policies.dispute_recharge),
        ("Close the dispute", "dispute_close", policies.dispute_close),
        ("Settle it by agreement", "dispute_agree", policies.dispute_agree),
        ("Withdraw the dispute", "dispute_withdraw", policies.dispute_withdraw),
    )
    found = [(words, route) for words, route, policy in offered if policy(actor, case, dispute)]
    acts = [Act(words, dispute_href(route, case.reference, dispute.id)) for words, route in found]
    return [*_ledger(actor, file), *acts]


def _ledger(actor: Actor, file: DisputeFile) -> list[Act]:
    """For finance staff of the bodies in dispute: what was paid meanwhile, and its recharge."""
    bodies = {*file.dispute.party_ids, file.dispute.interim_payer_id}
    if not actor.may(Permission.LEDGER_VIEW) or not bodies & actor.organisation_ids:
        return []
    where = {"ref": file.case.reference, "dispute": file.dispute.id}
    return [Act("What was paid without prejudice", reverse("funding:ledger_view", kwargs=where))]


def _waiting(actor: Actor, file: DisputeFile) -> list[str]:
    """Terms that one party agreed and another has not."""
    if file.dispute.status not in LIVE_DISPUTE:
        return []
    return [_terms(row) for row in file.agreements]


def _terms(row: Any) -> str:
    who = f"{row.body.name} is responsible from" if row.body else "From"
    by = f"{row.organisation.name} ({row.agreed_by.full_name}, {row.agreed_by_title})"
    return f"{by} would settle: {who} {day_words(row.effective_from)}. {row.terms}"


def referred_to(dispute: Any) -> str:
    """Where the rules send the dispute, as the form offers it."""
    words, _ = ROUTE_WORDS.get(dispute.route, NO_ROUTE)
    return capital(words)


def agreed_rows(file: DisputeFile) -> list[tuple[str, Any]]:
    """The terms agreed so far."""
    return [("Agreed so far", [_terms(row) for row in file.agreements])] if file.agreements else []


def reserved_words(payer: str) -> str:
    """The statement that the form offers."""
    return RESERVED.format(payer=payer or "The interim payer")
