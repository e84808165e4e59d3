"""The page of the people around a person: each entry beside its dates, who said so and who wrote it down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from cases import policies
from cases.models import codes
from cases.models.around import (
    AROUND,
    Advocate,
    AroundRow,
    Authority,
    NearestRelative,
    Professional,
    Relation,
    SafeguardingConcern,
    SharingConsent,
)
from cases.presenters.links import href_if
from cases.queries import CaseHeader, PeopleAround
from cases.rules.nominated_person import representative_words
from cases.rules.rulesets import Law
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date

LEVEL_COLOURS = {"full": "green", "limited": "orange", "none": "red"}


@dataclass(frozen=True, slots=True)
class Words:
    """How one kind of entry is called: the heading of its part, one of them, and why the part is empty."""

    heading: str
    one: str
    empty: str


WORDS = {
    "relation": Words(
        "Family, friends and carers", "family, a friend or a carer", "Nobody has been recorded."
    ),
    "nearest-relative": Words("Nearest relative", "the nearest relative", "Nobody has been recorded."),
    "authority": Words(
        "Attorneys, deputies and appointee", "an attorney, deputy or appointee", "None is recorded."
    ),
    "advocate": Words("Advocates", "an advocate", "No advocate has been offered, as far as is recorded."),
    "professional": Words("Professionals", "a professional", "No professional has been recorded."),
    "consent": Words(
        "What may be shared, and with whom",
        "what the person says of sharing",
        "The person has not been asked, as far as is recorded.",
    ),
    "safeguarding": Words("Safeguarding", "a safeguarding concern", "No concern is recorded."),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One entry."""

    title: str
    tag: str
    colour: str
    rows: tuple[tuple[str, Any], ...]
    foot: str
    amend_href: str = ""
    end_href: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Every entry of one kind: those of now, and those that ended or were corrected."""

    words: Words
    add_href: str
    now: tuple[Card, ...]
    earlier: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One line of who to call."""

    role: str
    name: str
    phone: str
    note: str


def around_words(kind: str, law: Law, on: date) -> Words:
    """How the kind is called on the day."""
    if kind != "nearest-relative":
        return WORDS[kind]
    words = representative_words(law, on)
    return Words(words, f"the {words.lower()}", WORDS[kind].empty)


def people_page(actor: Actor, case: CaseHeader, found: PeopleAround, today: date, law: Law) -> dict[str, Any]:
    """Who to call first, then every kind of entry."""
    may = bool(policies.people_record(actor, case))
    parts = tuple(_part(case, kind, found.rows[kind], today, law, may=may) for kind in AROUND)
    return {
        "calls": tuple(_calls(case, found, today)),
        "parts": parts,
        "needs": communication_rows(found.client),
        "needs_asked": asked_words(
            found.client.communication_asked_on, found.client.get_communication_source_display()
        ),
        "needs_href": href_if(
            policies.client_amend(actor, case), "cases:communication_amend", case.reference
        ),
    }


def communication_rows(client: Any) -> list[tuple[str, Any]]:
    """How to reach the person and tell them things."""
    return [
        ("Best way to reach them", client.get_contact_method_display()),
        ("Phone", _phone(client.phone, client.safe_to_leave_message)),
        ("Another phone", _phone(client.other_phone, client.other_phone_safe)),
        ("Email", client.email),
        ("Formats they need", [codes.FORMATS[code] for code in client.accessible_formats]),
        ("First language", client.first_language),
        ("Interpreter needed", client.interpreter_needed),
        ("Sign language", client.get_sign_language_display()),
        ("What else helps", client.communication_note),
    ]


def asked_words(on: date | None, source: str) -> str:
    """When the person was asked and who answered, or that nobody has."""
    if on is None:
        return "When this was asked is not recorded."
    return f"Asked on {_day(on)}. Told by: {source.lower() or 'not recorded'}."


def _phone(number: str, safe: bool | None) -> str:
    if not number:
        return ""
    words = {True: "safe to leave a message", False: "do not leave a message"}
    return f"{number} ({words.get(safe, 'not asked whether a message is safe')})"


def _part(
    case: CaseHeader, kind: str, rows: Sequence[AroundRow], today: date, law: Law, *, may: bool
) -> Part:
    now = [row for row in rows if _stands(row, today)]
    earlier = [row for row in rows if not _stands(row, today)]
    add = reverse("cases:people_add", kwargs={"ref": case.reference, "group": kind}) if may else ""
    return Part(
        words=around_words(kind, law, today),
        add_href=add,
        now=tuple(_card(case, kind, row, law, may=may) for row in now),
        earlier=tuple(_card(case, kind, row, law, may=False) for row in earlier),
    )


def _stands(row: AroundRow, today: date) -> bool:
    return row.is_current and (row.ends_on is None or row.ends_on >= today)


def _card(case: CaseHeader, kind: str, row: Any, law: Law, *, may: bool) -> Card:
    title, tag, colour, rows = _FACES[kind](row, law)
    if not row.is_current:
        tag, colour = "Corrected", "grey"
    where = {"ref": case.reference, "group": kind, "entry": row.id}
    return Card(
        title=title,
        tag=tag,
        colour=colour,
        rows=tuple(rows),
        foot=_foot(row),
        amend_href=reverse("cases:people_amend", kwargs=where) if may else "",
        end_href=reverse("cases:people_end", kwargs=where) if may and row.ends_on is None else "",
    )


def _foot(row: AroundRow) -> str:
    """From when to when, who said so, who wrote it down and when."""
    to = f" to {_day(row.ends_on)}" if row.ends_on else ""
    said = [f"{'From' if row.ends_on else 'Since'} {_day(row.starts_on)}{to}."]
    if row.end_reason:
        said.append(f"Ended: {row.end_reason}.")
    said.append(f"Source: {row.get_source_display().lower()}.")
    who = row.recorded_by.full_name if row.recorded_by else "the system"
    said.append(f"Recorded by {who} on {_day(london_date(row.recorded_at))}.")
    if row.change_reason:
        said.append(f"Corrects an earlier entry: {row.change_reason}.")
    return " ".join(said)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


Face = tuple[str, str, str, list[tuple[str, Any]]]


def _relation(row: Relation, law: Law) -> Face:
    rows = _reach(row)
    if row.lives_with:
        rows.append(("Lives with the person", True))
    if row.is_carer:
        rows.append(("Carer’s assessment", _assessment(row)))
    tag = "Carer" if row.is_carer else "Call first" if row.call_first else ""
    return f"{row.name}, {row.get_tie_display().lower()}", tag, "blue", _noted(rows, row)


def _assessment(row: Relation) -> str:
    if row.assessment_offered_on is None:
        return "Not offered yet"
    done = f", done on {_day(row.assessed_on)}" if row.assessed_on else ""
    return (
        f"Offered on {_day(row.assessment_offered_on)}: {row.get_assessment_answer_display().lower()}{done}"
    )


def _nearest(row: NearestRelative, law: Law) -> Face:
    rows = [("How", row.get_basis_display()), *_reach(row), ("Last told or consulted", row.consulted_on)]
    words = representative_words(law, row.starts_on)
    return f"{row.name}, {row.get_tie_display().lower()}", words, "blue", _noted(rows, row)


def _authority(row: Authority, law: Law) -> Face:
    seen = f"Seen on {_day(row.document_seen_on)}" if row.document_seen_on else "Not seen"
    reference = f", reference {row.reference}" if row.reference else ""
    rows = [("What they are", row.get_kind_display()), ("Document", seen + reference), *_reach(row)]
    tag, colour = ("Document seen", "green") if row.document_seen_on else ("Document not seen", "orange")
    return row.name, tag, colour, _noted(rows, row)


def _advocate(row: Advocate, law: Law) -> Face:
    reply = row.get_reply_display() + (f", {_day(row.replied_on)}" if row.replied_on else "")
    rows = [
        ("Offered", row.starts_on),
        ("Answer", reply),
        ("Advocate", ", ".join(part for part in (row.name, row.organisation_name) if part)),
        *_reach(row),
    ]
    colours = {"accepted": "green", "instructed": "green", "declined": "grey", "undecided": "orange"}
    return (
        row.get_kind_display(),
        row.get_reply_display().split(" for ")[0],
        colours[row.reply],
        _noted(rows, row),
    )


def _professional(row: Professional, law: Law) -> Face:
    rows = [("Organisation or team", row.organisation_name), *_reach(row)]
    return f"{row.name}, {_role(row).lower()}", "", "", _noted(rows, row)


def _consent(row: SharingConsent, law: Law) -> Face:
    kind = row.get_recipient_display()
    title = f"{row.name}, {kind.lower()}" if row.name else f"{kind}: all of them"
    rows = [("What the person says", row.get_level_display()), ("In their words", row.note)]
    return title, row.get_level_display(), LEVEL_COLOURS[row.level], rows


def _safeguarding(row: SafeguardingConcern, law: Law) -> Face:
    tag, colour = ("Closed", "grey") if row.ends_on else ("Open", "red")
    rows = [("Council that makes the enquiries", row.enquiry_by)]
    return row.about, tag, colour, _noted(rows, row)


_FACES: dict[str, Callable[[Any, Law], Face]] = {
    "relation": _relation,
    "nearest-relative": _nearest,
    "authority": _authority,
    "advocate": _advocate,
    "professional": _professional,
    "consent": _consent,
    "safeguarding": _safeguarding,
}


def _role(row: Professional) -> str:
    return row.role_words or row.get_role_display()


def _reach(row: Any) -> list[tuple[str, Any]]:
    return [("Phone", row.phone), *([("Email", row.email)] if row.email else [])]


def _noted(rows: list[tuple[str, Any]], row: AroundRow) -> list[tuple[str, Any]]:
    return [*rows, *([("Note", row.note)] if row.note else [])]


def _calls(case: CaseHeader, found: PeopleAround, today: date) -> Iterable[Call]:
    """Who answers for the person now: professionals, GP, advocates, then family to call first and carers."""
    yield Call("Care coordinator", case.coordinator_name or "Not allocated", "", case.team_name)
    for row in found.rows["professional"]:
        if _stands(row, today):
            yield Call(_role(row), row.name, row.phone, row.organisation_name)
    if found.gp is not None:
        yield Call("GP practice", found.gp.practice_name, "", "")
    for row in found.rows["advocate"]:
        if _stands(row, today) and row.name:
            yield Call(row.get_kind_display(), row.name, row.phone, row.organisation_name)
    for row in found.rows["relation"]:
        if _stands(row, today) and (row.call_first or row.is_carer):
            note = "Call first in an emergency" if row.call_first else "Carer"
            yield Call(row.get_tie_display(), row.name, row.phone, note)
