"""What can be true of a case on a day, each said once as a database condition.

Every number, list, card and file on these pages is made from these conditions, so that a count and the
list behind it cannot differ. Each takes the day and returns an expression over `Case`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from assessments.models import Assessment, PlanningMeeting
from assessments.rules.lifecycle import AssessmentStatus
from careplans import queries as careplans
from careplans.models import CarePlan, PlanStatusChange, Review, ServiceLine
from careplans.rules.lifecycle import PlanStatus, ReviewStatus
from careplans.rules.terms import Group
from cases.models import (
    Allocation,
    BodyDecision,
    CommunityTreatmentOrder,
    ContactLog,
    Detention,
    Determination,
    Dispute,
    DisputeOutcome,
    EndingRequest,
    HospitalStay,
    SuccessionStep,
)
from cases.queries.clocks import NOT_THE_COMMUNITY
from cases.rules.lifecycle import ENTITLED, LIVE_DISPUTE, MAY_BE_OWED, CaseStatus
from funding.models import Rate, Split
from s117.kernel.dates import LONDON
from s117.kernel.findings import Answer

UNHELD = (ReviewStatus.DUE, ReviewStatus.BOOKED)
FOLLOW_UP_DAYS = 3
THIS_CASE = OuterRef("pk")


def active() -> Q:
    """Entitled to aftercare now."""
    return Q(status=CaseStatus.ACTIVE)


def prospective() -> Q:
    """Entitled on leaving hospital."""
    return Q(status=CaseStatus.PROSPECTIVE)


def is_open() -> Q:
    """Still somebody's responsibility, or still to be checked."""
    return Q(status__in=MAY_BE_OWED)


def to_check() -> Q:
    """On the register with a legal status that a person must look at."""
    return Q(status=CaseStatus.TO_CHECK)


def allocated_to(user_id: UUID | None) -> Q:
    """The user coordinates the case now."""
    return Q(Exists(_allocations().filter(coordinator=user_id)))


def in_teams(team_ids: frozenset[UUID]) -> Q:
    """With one of these teams now."""
    return Q(Exists(_allocations().filter(team__in=team_ids)))


def unallocated() -> Q:
    """Entitled or about to be, with no coordinator; not those whom a manager keeps on the review list."""
    known = Q(coordinator__isnull=False) | Q(review_only=True)
    return Q(status__in=ENTITLED) & ~Q(Exists(_allocations().filter(known)))


def no_active_team() -> Q:
    """Entitled, and closed to active work: on the review list only, the team's manager answering."""
    return is_open() & Q(Exists(_allocations().filter(review_only=True)))


def coordinator_inactive() -> Q:
    """M41: open, and the coordinator's account is switched off."""
    return is_open() & Q(Exists(_allocations().filter(coordinator__is_active=False)))


def plan_published() -> Q:
    """There is a published plan."""
    return Q(Exists(_plans(PlanStatus.PUBLISHED)))


def plan_missing() -> Q:
    """M04: entitled now, with no published plan. One from before aftercare was put back does not count."""
    put_back = EndingRequest.objects.filter(
        case=OuterRef("case"), reinstated_on__isnull=False, reinstated_on__gt=OuterRef("effective_from")
    )
    return active() & ~Q(Exists(_plans(PlanStatus.PUBLISHED).exclude(Exists(put_back))))


def plan_drafted() -> Q:
    """A plan is being written."""
    return Q(Exists(_plans(PlanStatus.DRAFT)))


def plan_submitted() -> Q:
    """A plan waits for agreement and publication."""
    return Q(Exists(_plans(PlanStatus.SUBMITTED)))


def review_overdue(on: date) -> Q:
    """M06: the open review's due date has passed (careplans.queries.overdue says it, for everybody)."""
    return Q(Exists(careplans.overdue(on).filter(case=THIS_CASE)))


def review_due_soon(on: date) -> Q:
    """The open review falls due today or within the days that the council's policy calls soon."""
    return Q(Exists(careplans.due_soon(on).filter(case=THIS_CASE)))


def review_later(on: date) -> Q:
    """The open review falls due after 'due soon'."""
    later = careplans.open_reviews().filter(due_on__gte=on, case=THIS_CASE)
    return Q(Exists(later)) & ~review_due_soon(on)


def review_none() -> Q:
    """No review is scheduled."""
    return ~Q(Exists(open_reviews()))


def delayed(on: date) -> Q:
    """M14: clinically ready to leave hospital by the day, and not left."""
    return Q(Exists(stays().filter(ready_on__lte=on, left_on__isnull=True)))


def left_within(first: date, last: date) -> Q:
    """M16's denominator: went home from hospital between two days, the last one included."""
    return Q(Exists(went_home(first, last)))


def not_followed_up(first: date, last: date) -> Q:
    """M16's misses: went home between two days and was not seen on day 1, 2 or 3 after."""
    return Q(Exists(went_home(first, last).exclude(Exists(_follow_up()))))


def contact_awaited(on: date) -> Q:
    """Went home today or in the three days before, and has not been seen since the day after."""
    return not_followed_up(on - timedelta(days=FOLLOW_UP_DAYS), on)


def planning_to_begin() -> Q:
    """In hospital, and no planning meeting has been held (planning begins on admission, Code 33.10)."""
    return prospective() & ~Q(Exists(PlanningMeeting.objects.filter(case=THIS_CASE)))


def assessment_to_start() -> Q:
    """In hospital, met, and nobody has begun to assess the needs."""
    met = Q(Exists(PlanningMeeting.objects.filter(case=THIS_CASE)))
    return prospective() & met & ~Q(Exists(Assessment.objects.filter(case=THIS_CASE)))


def plan_to_start() -> Q:
    """In hospital, assessed and signed off, and no plan has been begun."""
    signed_off = Assessment.objects.filter(case=THIS_CASE, status=AssessmentStatus.SIGNED_OFF)
    return prospective() & Q(Exists(signed_off)) & ~Q(Exists(CarePlan.objects.filter(case=THIS_CASE)))


def assessment_unfinished() -> Q:
    """A needs assessment is being written."""
    return Q(Exists(Assessment.objects.filter(case=THIS_CASE, status=AssessmentStatus.DRAFT)))


def assessment_submitted() -> Q:
    """A needs assessment waits for the manager's signature."""
    return Q(Exists(Assessment.objects.filter(case=THIS_CASE, status=AssessmentStatus.SUBMITTED)))


def disputed() -> Q:
    """M19: a dispute about responsibility is not settled."""
    live = [state.value for state in LIVE_DISPUTE]
    return is_open() & Q(Exists(Dispute.objects.filter(case=THIS_CASE, status__in=live)))


def midnight(day: date) -> datetime:
    """The first instant of a London day."""
    return datetime.combine(day, time.min, tzinfo=LONDON)


def awaits_answer_of(organisation_ids: frozenset[UUID]) -> Q:
    """A settled proposal names one of these bodies, and that body has not answered."""
    proposed = bodies().filter(body__in=organisation_ids, answer=Answer.YES, accepted_before=False)
    proposed = proposed.exclude(Exists(rulings()))
    return is_open() & Q(Exists(proposed.exclude(Exists(_own_answer()))))


def needs_a_person(organisation_kind: str) -> Q:
    """The rules could not tell which body is responsible, on the side that this kind of body decides."""
    side = Determination.Kind.COUNCIL if organisation_kind == "council" else Determination.Kind.NHS_BODY
    undecided = bodies().filter(kind=side, answer=Answer.CANNOT_TELL)
    return Q(status__in=ENTITLED) & Q(Exists(undecided))


def splits() -> QuerySet:
    """The splits that wait for a person on the case, the latest first."""
    waiting = SuccessionStep.objects.filter(case=THIS_CASE, outcome=SuccessionStep.Outcome.TO_CHOOSE)
    return waiting.filter(before__is_current=True).order_by("-takes_effect_on")


def successor_to_choose(organisation_ids: frozenset[UUID]) -> Q:
    """A body of the case was split, and one of these bodies is to say which successor answers."""
    open_choices = splits().filter(
        Q(candidates__overlap=list(organisation_ids)) | Q(old_body__in=organisation_ids)
    )
    return Q(Exists(open_choices))


def detention_left_open() -> Q:
    """Has left hospital, and a detention is still recorded as running without a community treatment order."""
    running = Detention.objects.filter(case=THIS_CASE, is_current=True, ends_on__isnull=True)
    in_hospital = stays().filter(left_on__isnull=True)
    return active() & Q(Exists(running)) & ~Q(Exists(in_hospital)) & ~on_cto()


def on_cto() -> Q:
    """A community treatment order is in force."""
    return Q(
        Exists(CommunityTreatmentOrder.objects.filter(case=THIS_CASE, is_current=True, ended_on__isnull=True))
    )


def service_unfunded(on: date) -> Q:
    """M28: a service arranged by social care has started, and no rate or no cost share holds on the day."""
    funded = Q(has_rate(on)) & Q(has_split(on))
    return is_open() & Q(Exists(started_services(on).filter(plan__case=THIS_CASE).exclude(funded)))


def started_services(on: date) -> QuerySet[ServiceLine]:
    """Aftercare services of published plans that social care arranges, started by the day and not ended."""
    return ServiceLine.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on),
        plan__status=PlanStatus.PUBLISHED,
        group__in=[group for group in Group if group.wants_rate],
        starts_on__lte=on,
    )


def has_rate(on: date) -> Exists:
    """Over a service line: a rate holds on the day for the funded service of the same key."""
    return Exists(_in_force(Rate, on))


def has_split(on: date) -> Exists:
    """Over a service line: a cost share holds on the day for the funded service of the same key."""
    return Exists(_in_force(Split, on))


def open_reviews() -> QuerySet[Review]:
    """The one review of a case that is due or booked and not held."""
    return Review.objects.filter(case=THIS_CASE, status__in=UNHELD)


def plans_in(status: PlanStatus) -> QuerySet[CarePlan]:
    """The plan of a case in a status; the database allows one at most of each."""
    return _plans(status)


def plan_sent_at() -> QuerySet:
    """When the plan that waits for agreement was sent, as a subquery of one column."""
    sent = PlanStatusChange.objects.filter(
        plan__case=THIS_CASE, plan__status=PlanStatus.SUBMITTED, to_status=PlanStatus.SUBMITTED
    )
    return sent.order_by("-at").values("at")[:1]


def unfinished_assessments() -> QuerySet[Assessment]:
    """The assessment of a case that is not signed off yet."""
    return Assessment.objects.filter(
        case=THIS_CASE, status__in=(AssessmentStatus.DRAFT, AssessmentStatus.SUBMITTED)
    )


def _in_force(dated: type[Rate] | type[Split], on: date) -> QuerySet:
    return dated.objects.filter(
        line__service_key=OuterRef("service_key"), starts_on__lte=on, superseded_at__isnull=True
    )


def _allocations() -> QuerySet[Allocation]:
    return Allocation.objects.filter(case=THIS_CASE, ends_on__isnull=True)


def _plans(status: PlanStatus) -> QuerySet[CarePlan]:
    return CarePlan.objects.filter(case=THIS_CASE, status=status)


def stays() -> QuerySet[HospitalStay]:
    """Every stay in hospital of a case."""
    return HospitalStay.objects.filter(case=THIS_CASE, is_current=True)


def bodies() -> QuerySet[Determination]:
    """What stands on which council and which NHS body is responsible."""
    return Determination.objects.filter(case=THIS_CASE, is_current=True).exclude(
        kind=Determination.Kind.ENTITLEMENT
    )


def rulings() -> QuerySet[DisputeOutcome]:
    """What made the determination is the outcome of a dispute: it binds, and no answer is awaited."""
    return DisputeOutcome.objects.filter(made=OuterRef("pk"), is_current=True)


def _own_answer() -> QuerySet[BodyDecision]:
    return BodyDecision.objects.filter(determination=OuterRef("pk"), side=OuterRef("kind"), is_current=True)


def went_home(first: date, last: date) -> QuerySet[HospitalStay]:
    """Stays that ended in the period, transfers to another hospital and to prison and deaths left out."""
    transfer = HospitalStay.objects.filter(
        case=OuterRef("case"),
        is_current=True,
        admitted_on__gte=OuterRef("left_on"),
        admitted_on__lte=OuterRef("left_on") + timedelta(days=1),
    ).exclude(pk=OuterRef("pk"))
    return (
        stays()
        .filter(left_on__range=(first, last))
        .exclude(destination__in=NOT_THE_COMMUNITY)
        .exclude(Exists(transfer))
        .exclude(case__client__date_of_death__lte=F("left_on") + timedelta(days=FOLLOW_UP_DAYS))
    )


def _follow_up() -> QuerySet[ContactLog]:
    """Attended contacts with the person on day 1 to 3 after leaving; the day itself does not count."""
    day = TruncDate("happened_at", tzinfo=LONDON, output_field=DateField())
    return ContactLog.objects.annotate(day=day).filter(
        case=OuterRef("case"),
        attended=ContactLog.Attended.YES,
        with_whom=ContactLog.With.PERSON,
        corrected_by__isnull=True,
        day__gt=OuterRef("left_on"),
        day__lte=OuterRef("left_on") + timedelta(days=FOLLOW_UP_DAYS),
    )
