"""Which cases a merger, split or abolition of bodies changes, and what was done about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from cases.models import Determination, SuccessionRun, SuccessionStep
from cases.queries.facts import bodies_by_name, succession_facts
from cases.queries.staff import StaffMoves
from cases.rules.facts import SuccessionFact
from cases.rules.lifecycle import CaseStatus
from cases.rules.takeover import Named, Plan, Takeover, Verdict, plan
from s117.accounts.models import Organisation
from s117.kernel.refusals import NotFound

# An ended entry too: aftercare can be put back, by the bodies that answer then.
LIVE = (CaseStatus.TO_CHECK, CaseStatus.PROSPECTIVE, CaseStatus.ACTIVE, CaseStatus.ENDED)
COLUMNS = (
    "id", "case_id", "case__reference", "kind", "origin", "body__name", "payer__name", "starts_on",
    "supersedes_id", "listed",
)  # fmt: skip
_Origin, _Outcome = Determination.Origin, SuccessionStep.Outcome


@dataclass(frozen=True, slots=True)
class Affected:
    """One determination of a live case that the list of successors changes, without a name or a fact of it.

    `listed` when a person has been asked already to choose.
    """

    determination_id: UUID
    case_id: UUID
    reference: str
    kind: str
    named: Named
    plan: Plan
    listed: bool

    @property
    def to_do(self) -> bool:
        """Whether a run has anything to write."""
        return not self.listed

    @property
    def old(self) -> str:
        """The body that is replaced."""
        final = self.plan.takeovers[-1].named if self.plan.takeovers else None
        payer = self.plan.payer_only or (final is not None and final.body == self.named.body)
        return self.named.payer if payer else self.named.body

    @property
    def new(self) -> str:
        """The body that stands in the end; empty where a person must choose."""
        if not self.plan.takeovers:
            return ""
        final = self.plan.takeovers[-1].named
        return final.payer if final.body == self.named.body else final.body

    @property
    def on(self) -> date:
        """The first day of the body that stands in the end, or on which the old one was divided."""
        return self.plan.takeovers[-1].on if self.plan.takeovers else self.plan.divided_on or date.min


def affected(on: date, case_id: UUID | None = None) -> tuple[Affected, ...]:
    """Every question of a live case that a run on the day would change or list, by reference.

    The statements do not grow with the cases, only with the longest row of successors of one body.
    """
    known = succession_facts()
    gone = {row.predecessor for row in known if row.on <= on}
    asked = SuccessionStep.objects.filter(before=OuterRef("pk"), outcome=_Outcome.TO_CHOOSE)
    rows = (
        Determination.objects.filter(
            Q(body__name__in=gone) | Q(payer__name__in=gone) | Q(origin=_Origin.SUCCESSION),
            is_current=True, case__status__in=LIVE, body__isnull=False,
        )
        .exclude(kind=Determination.Kind.ENTITLEMENT)
        .annotate(listed=Exists(asked))
        .order_by("case__reference", "kind")
    )  # fmt: skip
    if case_id is not None:
        rows = rows.filter(case=case_id)
    current = list(rows.values(*COLUMNS))
    before = _before(current)
    found = (_affected(row, before, known, on) for row in current)
    return tuple(row for row in found if row.plan.verdict is not Verdict.UNCHANGED)


def fingerprint(rows: Iterable[Affected], staff: StaffMoves) -> str:
    """The same for the same preview: what a person confirmed is what is applied."""
    words = sorted(
        f"{row.determination_id}{row.listed}{row.plan.takeovers}{row.plan.candidates}" for row in rows
    )
    return sha256("\n".join([*words, staff.key]).encode()).hexdigest()


def coming(on: date) -> tuple[SuccessionFact, ...]:
    """Successions that take effect after the day, soonest first."""
    return tuple(
        sorted((row for row in succession_facts() if row.on > on), key=lambda row: (row.on, row.predecessor))
    )


def succession_run(run_id: UUID) -> SuccessionRun:
    """One run. NotFound if there is none."""
    found = SuccessionRun.objects.select_related("requested_by").filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def latest_runs(limit: int = 10) -> list[SuccessionRun]:
    """The last runs, newest first, each with how many steps it took as `taken`."""
    rows = SuccessionRun.objects.select_related("requested_by").annotate(taken=Count("steps"))
    return list(rows.order_by("-requested_at")[:limit])


def steps_of(run_id: UUID) -> list[dict[str, Any]]:
    """What a run did, counted: one row for each kind, outcome, old body, new body and day."""
    columns = ("kind", "outcome", "old_body__name", "new_body__name", "takes_effect_on")
    rows = SuccessionStep.objects.filter(run=run_id).order_by(*columns)
    return list(rows.values(*columns).annotate(count=Count("pk")))


def choices_of(run_id: UUID) -> list[dict[str, Any]]:
    """The register references that a run listed for a person, with what became of each."""
    rows = SuccessionStep.objects.filter(run=run_id).exclude(outcome=_Outcome.TAKEN_OVER)
    columns = ("case__reference", "kind", "outcome", "old_body__name", "new_body__name", "takes_effect_on")
    return list(rows.order_by("case__reference", "kind").values(*columns, "candidates"))


def open_choices() -> Any:
    """Choices that nobody has made, for as long as the determination that they are about still stands."""
    return SuccessionStep.objects.filter(outcome=_Outcome.TO_CHOOSE, before__is_current=True)


def open_choice(case_id: UUID, kind: str) -> SuccessionStep | None:
    """The choice that waits on one question of one case, or None."""
    rows = open_choices().filter(case=case_id, kind=kind).select_related("old_body", "before", "run")
    return rows.first()


def choices_for(case_id: UUID) -> list[SuccessionStep]:
    """Every choice that waits on one case."""
    return list(open_choices().filter(case=case_id).select_related("old_body").order_by("kind"))


def candidates_of(step: SuccessionStep) -> list[Organisation]:
    """The bodies to choose among, by name."""
    return list(Organisation.objects.filter(pk__in=step.candidates).order_by("name"))


def successors_asked(case_id: UUID) -> set[UUID]:
    """Bodies that were split or may have taken over: they see the case until one is named in their place."""
    named = Determination.objects.filter(
        case=OuterRef("case"), kind=OuterRef("kind"), is_current=True, body__isnull=False
    )
    asked = SuccessionStep.objects.filter(~Exists(named), case=case_id, outcome=_Outcome.TO_CHOOSE)
    found: set[UUID] = set()
    for old, candidates in asked.values_list("old_body_id", "candidates"):
        found |= {old, *candidates}
    return found


def waiting_runs() -> list[UUID]:
    """Runs that are not finished."""
    rows = SuccessionRun.objects.filter(status=SuccessionRun.Status.REQUESTED)
    return list(rows.values_list("pk", flat=True))


def ids_of(names: Iterable[str]) -> list[UUID]:
    """The bodies with these names, in their order."""
    known = bodies_by_name()
    return [known[name] for name in names]


def _before(current: Iterable[Mapping[str, Any]]) -> dict[UUID, Mapping[str, Any]]:
    """What each takeover took the place of, back to what stood before any; one statement a link."""
    found: dict[UUID, Mapping[str, Any]] = {}
    wanted = {row["supersedes_id"] for row in current if row["origin"] == _Origin.SUCCESSION}
    while wanted:
        rows = (
            Determination.objects.filter(pk__in=wanted).annotate(listed=Q(pk__isnull=True)).values(*COLUMNS)
        )
        link = list(rows)
        found |= {row["id"]: row for row in link}
        wanted = {row["supersedes_id"] for row in link if row["origin"] == _Origin.SUCCESSION}
    return found


def _affected(
    row: Mapping[str, Any],
    before: Mapping[UUID, Mapping[str, Any]],
    known: Iterable[SuccessionFact],
    on: date,
) -> Affected:
    base, taken = row, []
    while base["origin"] == _Origin.SUCCESSION:
        taken.append(Takeover(base["starts_on"], _named(base)))
        base = before[base["supersedes_id"]]
    wanted = plan(_named(base), tuple(reversed(taken)), known, on)
    listed = row["listed"] and wanted.verdict is Verdict.CHOOSE
    return Affected(
        row["id"], row["case_id"], row["case__reference"], row["kind"], _named(row), wanted, listed
    )


def _named(row: Mapping[str, Any]) -> Named:
    return Named(row["body__name"], row["payer__name"] or "")
