"""The referral bundle of regulation 4 (rule X-5): what it needs, what is there, who agreed the statement."""

from __future__ import annotations

from typing import Any

from cases import dispute_policies as policies
from cases.presenters.dispute_links import dispute_href, dispute_href_if
from cases.queries import DisputeFile
from cases.rules.dispute_steps import NO_ROUTE, ROUTE_WORDS
from s117.kernel.actor import Actor
from s117.web.filters import date as day_words


def statement_words(file: DisputeFile) -> dict[str, Any]:
    """The bundle of regulation 4: each part, whether it is there, and who has agreed the statement."""
    known, dispute = file.statement, file.dispute
    version = known.version if known is not None else 0
    parts = [
        ("The lead authority’s letter", _dated(known)),
        ("What the dispute is about", known and known.nature),
        ("What happened, in order of date", known and known.chronology),
        ("The person’s needs", known and known.needs),
        ("Who met the needs, and under which power", known and known.met_by),
        ("Where the person has lived", known and known.residences),
        ("Capacity", known and known.capacity),
        ("Correspondence between the parties", known and known.correspondence),
    ]
    agreed = [
        (party.organisation.name, party.agreed_version == version and version > 0, party.agreed_on)
        for party in file.parties
    ]
    return {
        "parts": [(words, value or "") for words, value in parts],
        "missing": [words for words, value in parts if not value],
        "agreed": agreed,
        "version": version,
        "arose": dispute.arose_on,
    }


def _dated(known: Any) -> str:
    return f"Dated {day_words(known.letter_on)}" if known is not None and known.letter_on else ""


def bundle_page(actor: Actor, file: DisputeFile) -> dict[str, Any]:
    """The referral bundle: checklist and printable statement."""
    dispute = file.dispute
    route, authority = ROUTE_WORDS.get(dispute.route, NO_ROUTE)
    may = policies.dispute_statement(actor, file.case, dispute)
    own = next((party for party in file.parties if party.organisation_id in actor.organisation_ids), None)
    known = file.statement
    to_agree = known is not None and own is not None and own.agreed_version != known.version
    return {
        "case": file.case,
        "file": file,
        "dispute": dispute,
        "route": f"{route} ({authority})",
        "statement": statement_words(file),
        "edit_href": dispute_href_if(may, "dispute_statement", file),
        "agree_href": dispute_href_if(may, "dispute_statement_agree", file) if to_agree else "",
        "steps": [step for step in file.steps if step.done_on is not None],
        "view_href": dispute_href("dispute_view", file.case.reference, dispute.id),
    }


def missing_rows(file: DisputeFile) -> list[tuple[str, Any]]:
    """What the bundle lacks, for the page that records its sending."""
    words = statement_words(file)
    waiting = [name for name, agreed, _ in words["agreed"] if not agreed]
    rows = [("Not in the bundle yet", words["missing"]), ("Have not agreed the statement", waiting)]
    return [row for row in rows if row[1]]
