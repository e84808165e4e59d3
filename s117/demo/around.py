"""Who is around the people of the demo world, what they need to be told things, and with whom they share."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.services import around, clients
from s117.demo.story import Story

Fact = tuple[str, dict[str, Any]]


def _relation(name: str, tie: str, phone: str, **more: Any) -> Fact:
    return "relation", {"name": name, "tie": tie, "phone": phone, "source": "person", **more}


def _carer(name: str, tie: str, phone: str, answer: str = "", **more: Any) -> Fact:
    offered = {"assessment_offered_on": "day", "assessment_answer": answer} if answer else {}
    return _relation(name, tie, phone, is_carer=True, call_first=True, **offered, **more)


def _nearest(name: str, tie: str, phone: str, basis: str = "section_26") -> Fact:
    facts = {"name": name, "tie": tie, "phone": phone, "basis": basis, "consulted_on": "day"}
    return "nearest-relative", {**facts, "source": "document"}


def _professional(role: str, name: str, phone: str, organisation: str) -> Fact:
    facts = {"role": role, "name": name, "phone": phone, "organisation_name": organisation}
    return "professional", {**facts, "source": "professional"}


def _advocate(kind: str, reply: str, name: str = "") -> Fact:
    answered = {} if reply == "undecided" else {"replied_on": "day"}
    facts = {"kind": kind, "reply": reply, "name": name, "source": "professional", **answered}
    return "advocate", {**facts, "organisation_name": "Voice First", "phone": "01632 960 455" if name else ""}


def _authority(kind: str, name: str, phone: str, *, seen: bool = True) -> Fact:
    facts = {"kind": kind, "name": name, "phone": phone, "document_seen_on": "day" if seen else None}
    return "authority", {**facts, "source": "document" if seen else "family"}


def _consent(recipient: str, level: str, words: str = "", name: str = "") -> Fact:
    return "consent", {
        "recipient": recipient,
        "level": level,
        "note": words,
        "name": name,
        "source": "person",
    }


_RC = _professional("rc", "Dr Sam Rahman", "01632 960 310", "Rowan Unit")
_CONSULTANT = _professional("consultant", "Dr Helen Abara", "01632 960 318", "Community mental health team")

# By family name. "day" stands for the day on which the coordinator first met the person.
AROUND: dict[str, tuple[Fact, ...]] = {
    "Wynn": (
        _carer("Siân Wynn", "parent", "01632 960 401", "accepted"),
        _nearest("Siân Wynn", "parent", "01632 960 401"),
        _CONSULTANT,
        _professional("key_worker", "Tom Elsdon", "01632 960 512", "Stepping Stones Support"),
        _advocate("imha", "accepted", "Lee Foster"),
        _consent("carer", "full", "Mum can know everything.", "Siân Wynn"),
        _consent("gp", "full"),
        _consent("housing", "none", "I do not want the landlord to know that I was in hospital."),
    ),
    "Sahota": (
        _carer("Manjit Sahota", "partner", "01632 960 402", "declined", lives_with=True),
        _nearest("Manjit Sahota", "partner", "01632 960 402"),
        _RC,
        _professional("supervisor", "Grace Otieno", "01632 960 330", "Northmoor Council"),
        _consent("provider", "limited", "What helps me and who to ring. Not what happened before."),
    ),
    "Marr": (
        _relation("Ruth Marr", "child", "01632 960 403", call_first=True),
        _authority("attorney_finance", "Ruth Marr", "01632 960 403"),
        _authority("attorney_health", "Ruth Marr", "01632 960 403", seen=False),
        _advocate("imca", "instructed", "Priya Nair"),
        _professional("key_worker", "Dawn Ellis", "01632 960 520", "Larch House Residential Care"),
    ),
    "Grant": (
        _relation("Adaeze Grant", "sibling", "01632 960 404", call_first=True),
        _nearest("Chidi Grant", "parent", "01632 960 405", "delegated"),
        _consent("carer", "limited", "Only that I am well and where I live.", "Adaeze Grant"),
    ),
    "Pryce": (
        (
            "safeguarding",
            {
                "about": "A visitor borrows her money and does not give it back",
                "enquiry_by": "Northmoor Council",
                "source": "professional",
            },
        ),
        _authority("appointee", "Northmoor Council, client finance", "01632 960 700"),
        _professional("housing", "Ben Carrow", "01632 960 610", "Northmoor Homes"),
        _consent("housing", "full"),
    ),
    "Malik": (
        _carer("Sadia Malik", "parent", "01632 960 406", "undecided"),
        _professional("nurse", "Joan Petty", "01632 960 340", "Early Intervention"),
        _advocate("care_act", "declined"),
    ),
    "Vale": (
        _RC,
        _professional("probation", "Neil Sandford", "01632 960 620", "Probation Service"),
        _advocate("imha", "undecided"),
        _nearest("Marta Vale", "parent", "01632 960 407", "court"),
    ),
    "Eriksson": (_relation("Lars Eriksson", "partner", "01632 960 408", lives_with=True), _RC),
    "MacAskill": (_professional("amhp", "Fiona Breck", "01632 960 350", "Northmoor Council"), _RC),
    "Aldous": (
        _relation("Pat Aldous", "child", "01632 960 409", call_first=True),
        _consent("carer", "full", name="Pat Aldous"),
        _consent("gp", "full"),
    ),
    "Dlamini": (
        _carer("Nomsa Dlamini", "partner", "01632 960 410"),
        _CONSULTANT,
        _consent("carer", "none", "She worries too much. Tell her nothing.", "Nomsa Dlamini"),
    ),
}
NEEDS: dict[str, dict[str, Any]] = {
    "Wynn": {"accessible_formats": ["easy_read"], "contact_method": "text", "phone": "07700 900211",
             "communication_note": "Short sentences. One question at a time."},
    "Marr": {"accessible_formats": ["large_print"], "contact_method": "in_person",
             "communication_note": "Hearing aid in the left ear: sit on that side."},
    "Grant": {"contact_method": "phone", "phone": "07700 900212", "safe_to_leave_message": False},
    "Malik": {"interpreter_needed": True, "first_language": "Urdu", "contact_method": "through"},
    "Aldous": {"accessible_formats": ["large_print", "audio"], "contact_method": "letter"},
    "Eriksson": {"accessible_formats": ["bsl"], "sign_language": "bsl", "contact_method": "text",
                 "phone": "07700 900213", "safe_to_leave_message": True},
}  # fmt: skip


def surround(story: Story) -> None:
    """Record who is around the person and what they need, as the coordinator found on first meeting them."""
    day = story.when("allocated").date() if story.entry.coordinator else None
    if day is None:
        return
    for group, facts in AROUND.get(story.entry.family_name, ()):
        around.add_around(
            **_who(story),
            group=group,
            starts_on=day,
            **{name: _on(value, day) for name, value in facts.items()},
        )
    needs = NEEDS.get(story.entry.family_name)
    if needs:
        clients.amend_client(
            **_who(story), communication_asked_on=day, communication_source="person", **needs
        )


def _who(story: Story) -> dict[str, Any]:
    return {"actor": story.coordinator, "at": story.when("allocated"), "case_id": story.case_id}


def _on(value: Any, day: date) -> Any:
    return day if value == "day" else value
