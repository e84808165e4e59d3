"""Every document there is, as the page that is drawn: no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from django.template.loader import render_to_string

from careplans.rules.letters import (
    BodyChange,
    Decided,
    DisputeHolding,
    EndingConsidered,
    EndingNotice,
    Entitlement,
    Invitation,
    Leaflet,
    Letter,
    Missed,
    Outcome,
    PlanCover,
    RefundOwed,
    RefundYear,
    letter_context,
)
from careplans.rules.paper import paper_context
from careplans.rules.snapshot import PlanSnapshot, check_reference, fingerprint, to_json
from careplans.rules.terms import Paper, Reader, Variant
from tests.builders.snapshots import a_snapshot

SAID: dict[Paper, Any] = {
    Paper.ENTITLEMENT: Entitlement(date(2026, 10, 19), ("Depot clinic", "Supported living"), date(2026, 11, 30)),
    Paper.PLAN_COVER: PlanCover(2, date(2026, 10, 16), date(2026, 11, 30), ("Mill Lane Surgery (GP practice)",)),
    Paper.INVITATION: Invitation(date(2026, 11, 30), "2pm", "At home", "Rowan House, 2 Park Road", ("Advocate", "Council")),
    Paper.MISSED: Missed(date(2026, 11, 30), "Beth will ring you on Thursday to find a better day."),
    Paper.OUTCOME: Outcome(date(2026, 11, 30), "modify", "You want to live nearer your sister.",
                           ("Support hours at home will change: two more hours a week",), date(2027, 5, 31)),
    Paper.ENDING_CONSIDERED: EndingConsidered(date(2026, 11, 20), ("A supported home: has kept a tenancy since June",),
                                              "Visits spaced out since summer", "I want to get on with my life"),
    Paper.ENDING_NOTICE: EndingNotice(
        effective_on=date(2026, 12, 1), given_on=date(2026, 12, 1), joint=True,
        reasons=("A supported home: has kept a tenancy without help since June",),
        decided=(Decided("Northmoor Council", "Ruth Price", "Head of service", date(2026, 11, 28), "No need remains."),
                 Decided("NHS Northmoor ICB", "Chidi Okoro", "Associate director", date(2026, 11, 29), "In remission.")),
        person_view="I am ready.", other_care="Other free care: the GP goes on prescribing",
        charge_told_on=date(2026, 11, 20), moved=("Library group, without charge",),
        come_back="Call Recovery East on 01632 960 201.",
    ),
    Paper.BODY_CHANGE: BodyChange("council", "Northmoor Council", "Westvale Council", date(2026, 11, 1)),
    Paper.DISPUTE_HOLDING: DisputeHolding("Northmoor Council", date(2026, 11, 1)),
    Paper.REFUND: RefundOwed("Northmoor Council", "Supported living", date(2024, 4, 1), date(2026, 3, 31), 11_235,
                             (RefundYear("2024/25", 585_825, 76_912), RefundYear("2025/26", 585_825, 30_046))),
    Paper.LEAFLET: Leaflet(),
}  # fmt: skip


def a_letter(paper: Paper, *, plan: PlanSnapshot | None = None, **changes: Any) -> Letter:
    """A letter of each kind to Amara Obi."""
    known: dict[str, Any] = {
        "person": (plan or a_snapshot()).person,
        "address": ("Flat 2, Rowan House", "2 Park Road", "Northmoor", "NM1 2AB"),
        "written_on": date(2026, 11, 2),
        "signed_by": "Megan Jones",
        "phone": "01632 960 201",
        "note": "",
        "said": SAID[paper],
    }
    return Letter(**{**known, **changes})


def letter_page(paper: Paper, variant: Variant, **changes: Any) -> str:
    """The page of a letter."""
    letter = a_letter(paper, **changes)
    check = check_reference(fingerprint(to_json(letter)))
    return render_to_string("documents/letter.html", letter_context(letter, paper, variant, check))


def plan_page(
    plan: PlanSnapshot,
    variant: Variant = Variant.STANDARD,
    reader: Reader = Reader.PERSON,
    name: str = "",
    *,
    draft: bool = False,
) -> str:
    """The page of a plan."""
    context = paper_context(plan, to_json(plan), variant, draft=draft, reader=reader, reader_name=name)
    easy = variant is Variant.EASY_READ
    return render_to_string("documents/care_plan_easy.html" if easy else "documents/care_plan.html", context)


def every_page(**person: Any) -> dict[str, str]:
    """The page of every kind of document in every layout and for every reader, by a name."""
    plan = a_snapshot()
    plan = replace(plan, person=replace(plan.person, **person))
    pages = {
        f"{paper}-{variant}": letter_page(paper, variant, plan=plan)
        for paper in Paper
        if paper is not Paper.PLAN
        for variant in Variant
    }
    pages |= {f"plan-{variant}": plan_page(plan, variant) for variant in Variant}
    pages |= {
        f"plan-{reader}": plan_page(
            plan, reader=reader, name="Rowan House Supported Living" if reader is Reader.PROVIDER else ""
        )
        for reader in Reader
    }
    return pages | {"plan-draft": plan_page(plan, draft=True)}
