"""Task lists, checklists and actions of the care plan as words and addresses, worked out before drawing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from careplans import policies, queries
from careplans.queries.documents import DocumentRow
from careplans.queries.plans import PlanFile
from careplans.rules.accommodation import cost_question
from careplans.rules.checklist import Point, points
from careplans.rules.completion import SectionStatus, status_of
from careplans.rules.coverage import COMPLETED_FIELD, Check, PlanFacts, checks, facts_of
from careplans.rules.lifecycle import PlanStatus
from careplans.rules.paper import considered, groups_of, needs_with_services, price_words
from careplans.rules.sections import Section, Stage
from careplans.rules.snapshot import CostPart, PlanSnapshot, check_reference
from careplans.rules.terms import Paper, Party, Reader
from cases.queries import CaseHeader
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.documents import DocumentStatus
from s117.web.filters import date as date_words
from s117.web.filters import plural

STATUS_COLOURS = {
    PlanStatus.DRAFT: "blue",
    PlanStatus.SUBMITTED: "yellow",
    PlanStatus.PUBLISHED: "green",
    PlanStatus.SUPERSEDED: "grey",
}
DOCUMENT_COLOURS = {
    DocumentStatus.REQUESTED: "blue",
    DocumentStatus.RENDERING: "blue",
    DocumentStatus.READY: "green",
    DocumentStatus.FAILED: "red",
}
TASK_COLOURS = {
    SectionStatus.NOT_STARTED: "grey",
    SectionStatus.INCOMPLETE: "blue",
    SectionStatus.COMPLETED: "",
}
LEFT_HINT = "You said that you would come back to it"
DRAFT_HINT = "You typed something here that is not saved yet"
# Sections that are lists have a page of their own; the others are one form.
LIST_ROUTES = {
    Section.GOALS: "careplans:goal_list",
    Section.SERVICES: "careplans:service_list",
    Section.ACCOMMODATION: "careplans:cost_list",
    Section.CONTACTS: "careplans:contact_list",
    Section.AGREEMENT: "careplans:agreement_list",
    Section.COPIES: "careplans:recipient_list",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the task list."""

    name: str
    href: str
    status: str
    colour: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing still missing, with the page where it is put right (empty when it cannot be now)."""

    text: str
    where: str
    href: str
    rule: str


@dataclass(frozen=True, slots=True)
class Action:
    """A step that may be taken now, as a button."""

    words: str
    href: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """One part of the cost in words, what a person still has to settle about it, and where to change it."""

    kind: str
    price: str
    funder: str
    reason: str
    when: str
    question: str
    edit_href: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """What the pages about one version show."""

    number: int
    status: PlanStatus
    colour: str
    plan: PlanSnapshot
    groups: tuple[Any, ...]
    costs: tuple[CostRow, ...]
    needs: tuple[Any, ...]
    considered: tuple[str, ...]
    check: str
    tasks: tuple[Task, ...]
    before_submit: tuple[Gap, ...]
    before_publish: tuple[Gap, ...]
    points: tuple[Point, ...]
    actions: tuple[Action, ...]
    returned: str


def plan_sheet(actor: Actor, file: PlanFile, kept: Collection[str] = ()) -> PlanSheet:
    """The version with its tasks, gaps and the steps that this actor may take. `kept` are the pages on which
    the reader has a draft."""
    is_open = file.status in {PlanStatus.DRAFT, PlanStatus.SUBMITTED}
    facts = facts_of(file.snapshot, file.completed)
    found = checks(facts) if is_open else ()
    return PlanSheet(
        number=file.plan.number,
        status=file.status,
        colour=STATUS_COLOURS[file.status],
        plan=file.snapshot,
        groups=groups_of(file.snapshot),
        costs=cost_rows(file),
        needs=needs_with_services(file.snapshot),
        considered=considered(file.snapshot.factors_considered),
        check=check_reference(file.sha256) if file.sha256 else "",
        tasks=tuple(_task(actor, file, section, facts, found, kept) for section in Section)
        if is_open
        else (),
        before_submit=_gaps(actor, file, found, Stage.SUBMIT),
        before_publish=_gaps(actor, file, found, Stage.PUBLISH),
        points=points(facts) if is_open else (),
        actions=_actions(actor, file),
        returned=queries.reason_returned(file.plan) if file.status is PlanStatus.DRAFT else "",
    )


def section_url(file: PlanFile, section: Section) -> str:
    """Where a section is written."""
    where = {"ref": file.case.reference, "number": file.plan.number}
    if section in LIST_ROUTES:
        return reverse(LIST_ROUTES[section], kwargs=where)
    return reverse("careplans:section_edit", kwargs={**where, "section": section.value})


def completed_answer(file: PlanFile, section: Section) -> dict[str, str]:
    """How "Have you completed this section?" stands: as it was answered, or as what is written shows."""
    if section in file.completed:
        return {"completed": "yes" if file.completed[section] else "no"}
    facts = facts_of(file.snapshot)
    done = status_of(section, facts, checks(facts), {}) is SectionStatus.COMPLETED
    return {"completed": "yes"} if done else {}


def _tasks(
    actor: Actor, file: PlanFile, facts: PlanFacts, found: Sequence[Check], kept: Collection[str]
) -> tuple[Task, ...]:
    return tuple(_task(actor, file, section, facts, found, kept) for section in Section)


def _task(
    actor: Actor,
    file: PlanFile,
    section: Section,
    facts: PlanFacts,
    found: Sequence[Check],
    kept: Collection[str],
) -> Task:
    open_now = bool(policies.plan_edit(actor, file.case, file.plan, section))
    href = section_url(file, section) if open_now else ""
    if href and any(page.startswith(start) for page in kept for start in _starts(href, section)):
        return Task(section.words, href, "Draft kept", "yellow", DRAFT_HINT)
    status = status_of(section, facts, found, file.completed)
    return Task(section.words, href, status.words, TASK_COLOURS[status], _hint(section, facts, found))


def _hint(section: Section, facts: PlanFacts, found: Iterable[Check]) -> str:
    mine = [check for check in found if check.section is section and not check.met]
    lacking = [check for check in mine if check.field != COMPLETED_FIELD]
    missing = plural(len(lacking), "thing") + " missing" if lacking else ""
    return missing or (LEFT_HINT if section in facts.left_open else "")


def _starts(href: str, section: Section) -> tuple[str, ...]:
    """How the addresses begin on which a section is written: its own, its parts', an answer to a need."""
    needs = href.replace("/services/", "/needs/")
    return (href, needs) if section is Section.SERVICES else (href,)


def _gaps(actor: Actor, file: PlanFile, found: Iterable[Check], stage: Stage) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            check.text,
            check.section.words,
            section_url(file, check.section)
            if policies.plan_edit(actor, file.case, file.plan, check.section)
            else "",
            check.rule.citation,
        )
        for check in found
        if not check.met and check.stage is stage
    )


def _actions(actor: Actor, file: PlanFile) -> tuple[Action, ...]:
    case, plan = file.case, file.plan
    draft, waiting = file.status is PlanStatus.DRAFT, file.status is PlanStatus.SUBMITTED
    offered = (
        ("Write the plan", "plan_edit", draft and policies.plan_edit(actor, case, plan)),
        ("Check and send for agreement", "plan_submit", draft and policies.plan_submit(actor, case)),
        ("Publish", "plan_publish", waiting and policies.plan_publish(actor, case, plan)),
        ("Record views and agreement", "plan_edit", waiting and policies.plan_edit(actor, case, plan)),
        ("Send back", "plan_return", waiting and policies.plan_return(actor, case)),
    )
    where = {"ref": case.reference, "number": plan.number}
    return tuple(
        Action(words, reverse(f"careplans:{name}", kwargs=where))
        for words, name, allowed in offered
        if allowed
    )


def agreement_rows(file: PlanFile) -> tuple[tuple[Party, Any, str], ...]:
    """Each party with what they said (or None) and where to record it."""
    where = {"ref": file.case.reference, "number": file.plan.number}
    return tuple(
        (
            party,
            file.snapshot.agreement_of(party),
            reverse("careplans:agreement_record", kwargs={**where, "party": party.value}),
        )
        for party in Party
    )


def cost_rows(file: PlanFile) -> tuple[CostRow, ...]:
    """The parts of what the home costs."""
    where = {"ref": file.case.reference, "number": file.plan.number}
    home = file.snapshot.home
    return tuple(
        CostRow(
            kind=cost.kind.words,
            price=price_words(cost),
            funder=", ".join(filter(None, (cost.funder.words, cost.funder_name))),
            reason=cost.reason,
            when=_cost_dates(cost),
            question=cost_question(cost.kind, cost.funder, home.need or ""),
            edit_href=reverse("careplans:cost_edit", kwargs={**where, "part": cost.id}),
            remove_href=reverse("careplans:cost_remove", kwargs={**where, "part": cost.id}),
        )
        for cost in home.costs
    )


def _cost_dates(cost: CostPart) -> str:
    first = f"from {date_words(cost.starts_on)}" if cost.starts_on else ""
    last = f"until {date_words(cost.ends_on)}" if cost.ends_on else ""
    return " ".join(filter(None, (first, last)))


def document_name(document: DocumentRow) -> str:
    """What a document is called in a list."""
    if document.paper is not Paper.PLAN:
        return f"{document.paper.words}, {document.variant.words.lower()}"
    whom = f", copy for {document_reader(document)}" if document.reader is not Reader.PERSON else ""
    return f"{document.variant.words}{', draft' if document.draft else ''}{whom}"


def document_reader(document: DocumentRow) -> str:
    """For whom a copy was made, in words."""
    return document.reader_name or document.reader.short_words


def document_heading(document: DocumentRow, number: int | None) -> str:
    """The heading of a document's page."""
    if document.paper is not Paper.PLAN:
        return f"{document.paper.words} of {date_words(london_date(document.requested_at))}"
    return f"Care plan version {number} on paper"


def file_name(reference: str, number: int | None, document: DocumentRow) -> str:
    """The name a download is saved under: the reference and the version, nothing personal."""
    if document.paper is not Paper.PLAN:
        day = london_date(document.requested_at).isoformat()
        return f"{reference}-{_slug(document.paper)}-{day}-{_slug(document.variant)}.pdf"
    kind = "draft-plan" if document.draft else "plan"
    copy = "" if document.reader is Reader.PERSON else f"-{document.reader.value}"
    return f"{reference}-{kind}-v{number}-{_slug(document.variant)}{copy}.pdf"


def _slug(term: str) -> str:
    return str(term).replace("_", "-")


def body_choices(case: CaseHeader, actor: Actor) -> list[tuple[str, str]]:
    """The organisations that may arrange a service: the two responsible bodies and the actor's own."""
    bodies: dict[UUID, str] = {}
    for body_id, name in (
        (case.council_id, case.council_name),
        (case.nhs_body_id, case.nhs_body_name),
        (actor.organisation_id, actor.organisation_name),
    ):
        if body_id is not None:
            bodies.setdefault(body_id, name)
    return [(str(body_id), name) for body_id, name in bodies.items()]
