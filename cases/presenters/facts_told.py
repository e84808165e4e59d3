"""The facts that an answer rests on, as sentences: nothing that was stored is relied on unseen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from cases.queries import section_words
from cases.rules.facts import Power
from cases.rules.rulesets import Nation
from s117.web.filters import date as day_words

Row = Mapping[str, Any]

UNDER = {
    Power.SECTION_117: "section 117 aftercare",
    Power.CARE_ACT: "the Care Act 2014",
    Power.CHILDREN_ACT: "the Children Act 1989",
    Power.NHS: "an NHS placement",
    Power.CTO_CONDITION: "a condition of a community treatment order",
    Power.DISCHARGE_CONDITION: "a condition of conditional discharge",
    Power.OTHER: "another power",
}
OUTSIDE = {
    Nation.SCOTLAND: "in Scotland",
    Nation.NORTHERN_IRELAND: "in Northern Ireland",
    Nation.ELSEWHERE: "outside the United Kingdom",
}
NATIONS = {**OUTSIDE, Nation.ENGLAND: "in England", Nation.WALES: "in Wales"}
SIDES = {"council": "council", "nhs": "NHS body", "other": "body"}
LEAVE = {"short": "Short section 17 leave", "living_out": "Living out on section 17 leave"}


def facts_relied_on(facts: Any) -> tuple[str, ...]:
    """The facts stored with an answer, as sentences, in the order that they are read."""
    return tuple(_told(facts)) if isinstance(facts, dict) else ()


def _told(facts: Row) -> Iterator[str]:
    for name, sentence in ROWS.items():
        yield from (sentence(row) for row in facts.get(name, ()))
    for name, words in ONCE.items():
        if facts.get(name):
            yield words(facts[name])


def _detention(row: Row) -> str:
    name = section_words(row["code"]) if row.get("code") else row.get("section") or "Recall to hospital"
    order = {"guardianship_order": ", a guardianship order", "hospital_order": ", a hospital order"}
    applied = f", applied for on {_day(row['application_made_on'])}" if row.get("application_made_on") else ""
    bed = ", in a bed that NHS England commissioned" if row.get("nhs_england_bed") else ""
    name = "Recall to hospital" if name == "recall" else name
    return f"{name}{_dates(row)}{order.get(row.get('order_kind', ''), '')}{applied}{bed}"


def _leaving(row: Row) -> str:
    sent = f", sent to the area of {row['sent_to_area']}" if row.get("sent_to_area") else ""
    return f"Left hospital on {_day(row['left_on'])}{sent}"


def _stay(row: Row) -> str:
    where = f" in the area of {row['hospital_area']}" if row.get("hospital_area") else ""
    return f"In hospital{where} without detention{_dates(row)}"


def _residence(row: Row) -> str:
    settled = {True: ", settled", False: ", not settled", None: ""}[row.get("settled")]
    by = f", arranged by {row['arranged_by']}" if row.get("arranged_by") else ""
    power = row.get("power")
    under = f", under {UNDER[Power(power)]}" if power else ""
    chosen = {True: ", chosen for them for settled purposes", False: ", chosen for them for the time being"}
    decided = chosen.get(row.get("decision_maker_settled"), "")
    return f"Lived {_where(row)}{_dates(row)}{settled}{by}{under}{decided}"


def _where(row: Row) -> str:
    """The area, or the nation that has no council which this Act reaches."""
    if row.get("nation") in OUTSIDE:
        return OUTSIDE[row["nation"]]
    return f"in the area of {row.get('area') or 'no known council'}"


def _prison(row: Row) -> str:
    return f"In prison{' in the area of ' + row['area'] if row.get('area') else ''}{_dates(row)}"


def _ending(row: Row) -> str:
    still = "no longer needed" if row.get("satisfied") else "still needed"
    return f"The {SIDES[row['side']]} decided on {_day(row['decided_on'])} that aftercare was {still}"


def _notice(row: Row) -> str:
    how = "jointly in writing" if row.get("joint") and row.get("in_writing") else "not jointly in writing"
    return f"Notice to the person on {_day(row['given_on'])}, {how}"


def _ruling(row: Row) -> str:
    when = f" on {_day(row['decided_on'])}" if row.get("decided_on") else ""
    return f"Determined by ministers{when} to be the responsibility of {row['area']}"


def _register(row: Row) -> str:
    since = f" since {_day(row['since'])}" if row.get("since") else ""
    return f"Named as the responsible {SIDES[row['side']]} by an earlier register{since}: {row['body']}"


ROWS: dict[str, Callable[[Row], str]] = {
    "detentions": _detention,
    "leavings": _leaving,
    "stays": _stay,
    "leave": lambda row: f"{LEAVE[row['kind']]}{_dates(row)}",
    "ctos": lambda row: f"Community treatment order{_dates(row)}{_recalled(row)}",
    "conditional_discharges": lambda row: f"Conditional discharge{_dates(row)}{_recalled(row)}",
    "residences": _residence,
    "gps": lambda row: f"GP practice in {row.get('body') or 'no known NHS body'}{_dates(row)}",
    "prisons": _prison,
    "endings": _ending,
    "notices": _notice,
    "flawed_endings": lambda row: "The ending of aftercare was found to be flawed",
    "reinstatements": lambda row: f"Aftercare put back by both bodies from {_day(row['on'])}",
    "episodes": lambda row: f"Aftercare on an earlier register{_dates(row)}",
    "responsible": _register,
    "determinations": _ruling,
    "moves": lambda row: f"Went to live {NATIONS[row['nation']]} on {_day(row['on'])}",
    "paid_by": lambda row: f"{row[1]} paid for aftercare on {_day(row[0])}",
    "commissioned_by": lambda row: f"{row[1]} commissioned aftercare on {_day(row[0])}",
}
ONCE: dict[str, Callable[[Any], str]] = {
    "no_residence": lambda _: "No home of any kind is on the record",
    "sent_to_area": lambda area: f"Sent by the hospital to the area of {area}",
    "present_in_area": lambda area: f"Now in the area of {area}",
    "usual_residence_body": lambda body: f"Usually lived in the area of {body}",
    "looked_after_by": lambda council: f"A looked-after child of {council}",
    "date_of_birth": lambda born: f"Born on {_day(born)}",
    "no_recourse": lambda _: "No recourse to public funds",
    "primary_care_trust": lambda body: f"Primary care trust that answered: {body}",
    "cross_border_category": lambda words: f"In a category of the regulations: {words}",
    "died_on": lambda on: f"Died on {_day(on)}",
}


def _recalled(row: Row) -> str:
    return f", recalled on {_day(row['recalled_on'])}" if row.get("recalled_on") else ""


def _dates(row: Row) -> str:
    start, end = row.get("starts_on"), row.get("ends_on") or row.get("revoked_on")
    return (f" from {_day(start)}" if start else "") + (f" to {_day(end)}" if end else "")


def _day(text: str) -> str:
    return day_words(date.fromisoformat(text))
