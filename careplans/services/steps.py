"""Taking a plan from draft to published: sent for agreement, sent back, published, replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from uuid import UUID

from careplans import policies, queries
from careplans.models import CarePlan, PlanStatusChange, PlanVersion
from careplans.rules.coverage import Check, facts_of, missing
from careplans.rules.formats import layouts_to_make
from careplans.rules.lifecycle import PLAN, PlanAction, PlanStatus
from careplans.rules.reclassified import reclassified
from careplans.rules.sections import Stage
from careplans.rules.snapshot import PlanSnapshot, fingerprint, from_json, to_json
from careplans.rules.terms import Variant
from careplans.services.access import locked_plan
from careplans.services.documents import queue_plan
from careplans.services.review_triggers import open_after_reclassification
from careplans.services.reviews import schedule_for_plan
from s117.audit.record import record
from s117.audit.writes import writes
from s117.documents.fonts import undrawable
from s117.jobs.enqueue import enqueue
from s117.jobs.names import Job
from s117.kernel.actor import Actor
from s117.kernel.dates import london_date
from s117.kernel.refusals import Refused, require_version


@dataclass(frozen=True, slots=True)
class PlanPublished:
    """What publishing left behind."""

    plan_id: UUID
    case_id: UUID
    number: int
    document_id: UUID
    sha256: str


@writes
def submit_plan(*, actor: Actor, plan_id: UUID, seen_version: int | None = None, at: datetime) -> CarePlan:
    """Send a draft for agreement, and make a draft copy on paper to talk through with the person.

    Refused while anything is missing, each thing named; IllegalTransition unless it is a draft.
    """
    plan, case = locked_plan(actor, plan_id)
    policies.plan_submit(actor, case).require()
    require_version(plan, seen_version)
    PLAN.after(PlanStatus(plan.status), PlanAction.SUBMIT)
    snapshot = queries.paper_of(plan, case, london_date(at))
    _require_complete(plan, snapshot, Stage.SUBMIT)
    _require_drawable(snapshot)
    _step(plan, PlanAction.SUBMIT, actor, at)
    paper = queries.paper_of(plan, case, london_date(at))
    queue_plan(plan, to_json(paper), Variant.STANDARD, actor, at, draft=True)
    return plan


@writes
def return_plan(
    *, actor: Actor, plan_id: UUID, reason: str, seen_version: int | None = None, at: datetime
) -> CarePlan:
    """Send a plan back to its author, saying why. Refused without a reason."""
    plan, case = locked_plan(actor, plan_id)
    policies.plan_return(actor, case).require()
    require_version(plan, seen_version)
    if not reason.strip():
        raise Refused(fields={"reason": "Say what has to change"})
    _step(plan, PlanAction.RETURN, actor, at, reason)
    return plan


@writes
def publish_plan(
    *, actor: Actor, plan_id: UUID, seen_version: int | None = None, at: datetime
) -> PlanPublished:
    """Publish: freeze the version, replace the one before, schedule the review, ask for the document
    in standard print and in every layout that the person needs.

    Publication is complete at commit; the PDF is a consequence that can be late without changing it.
    Refused while anything is missing, each thing named; a second publish finds nothing to publish.
    """
    plan, case = locked_plan(actor, plan_id)
    policies.plan_publish(actor, case, plan).require()
    PLAN.after(PlanStatus(plan.status), PlanAction.PUBLISH)
    require_version(plan, seen_version)
    before = queries.paper_of(plan, case, london_date(at))
    _require_complete(plan, before, Stage.PUBLISH)
    _require_drawable(before)
    last = _supersede_last(plan, actor, at)
    _step(plan, PlanAction.PUBLISH, actor, at)
    frozen = to_json(queries.paper_of(plan, case, london_date(at)))
    sha256 = fingerprint(frozen)
    PlanVersion.objects.create(
        plan=plan, snapshot=frozen, sha256=sha256, published_at=at, published_by=actor.name
    )
    schedule_for_plan(plan, case, at)
    changed = reclassified(last.services, before.services) if last else ()
    open_after_reclassification(actor=actor, at=at, plan_id=plan.id, case_id=plan.case_id, changed=changed)
    # A service that this version makes aftercare is charged no longer: funding looks, above this app.
    enqueue(Job.CONTRIBUTIONS_END, case_id=plan.case_id)
    layouts = layouts_to_make(queries.format_needs(case).codes)
    documents = [queue_plan(plan, frozen, layout, actor, at) for layout in layouts]
    return PlanPublished(plan.id, plan.case_id, plan.number, documents[-1].id, sha256)


def _supersede_last(plan: CarePlan, actor: Actor, at: datetime) -> PlanSnapshot | None:
    """The version before, as it was published; None for the first."""
    last = CarePlan.objects.filter(case_id=plan.case_id, status=PlanStatus.PUBLISHED.value).first()
    if last is None:
        return None
    _step(last, PlanAction.SUPERSEDE, actor, at)
    version = PlanVersion.objects.filter(plan=last).first()
    return from_json(version.snapshot) if version else None


def _step(plan: CarePlan, action: PlanAction, actor: Actor, at: datetime, reason: str = "") -> None:
    before = PlanStatus(plan.status)
    after = PLAN.after(before, action)
    plan.amend(status=after.value)
    PlanStatusChange.objects.create(
        plan=plan,
        from_status=before.value,
        to_status=after.value,
        by_id=actor.id,
        by_name=actor.name,
        at=at,
        reason=reason,
    )
    record(PLAN.events[action], plan, case_id=plan.case_id)


def _require_complete(plan: CarePlan, snapshot: PlanSnapshot, stage: Stage) -> None:
    lacking = missing(facts_of(snapshot, plan.completed), stage)
    if lacking:
        count = len(lacking)
        things = "1 thing is" if count == 1 else f"{count} things are"
        raise Refused(f"{things} missing before {stage.words}.", fields=_by_field(lacking))


def _by_field(lacking: Iterable[Check]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for check in lacking:
        found[check.field].append(check.text)
    return {field: "; ".join(texts) for field, texts in found.items()}


def _require_drawable(snapshot: PlanSnapshot) -> None:
    characters = undrawable(_text_of(snapshot))
    if characters:
        shown = " ".join(characters)
        raise Refused(f"The printed plan cannot show these characters: {shown}. Take them out and try again.")


def _text_of(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return "".join(_text_of(item) for item in value)
    if is_dataclass(value):
        return "".join(_text_of(getattr(value, field.name)) for field in fields(value))
    return ""
