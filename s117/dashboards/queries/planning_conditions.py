"""What was ready when somebody left hospital: the meeting and the plan (practice section 3, M12 and M13)."""

from __future__ import annotations

from datetime import date

from django.db.models import DateField, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from assessments.models import PlanningMeeting
from careplans.models import PlanVersion
from cases.rules.lifecycle import CaseStatus
from s117.dashboards.queries.conditions import ENTITLED, went_home
from s117.kernel.dates import LONDON

LEFT_ENTITLED = (*ENTITLED, CaseStatus.ENDED)


def left_entitled(first: date, last: date) -> Q:
    """Went home between two days, the last one included, and was owed aftercare from then."""
    return Q(status__in=LEFT_ENTITLED) & Q(Exists(went_home(first, last)))


def left_without_meeting(first: date, last: date) -> Q:
    """M12's misses: no planning meeting was held during the stay."""
    during = (OuterRef("admitted_on"), OuterRef("left_on"))
    held = PlanningMeeting.objects.filter(case=OuterRef("case"), held_on__range=during)
    return Q(status__in=LEFT_ENTITLED) & Q(Exists(went_home(first, last).exclude(Exists(held))))


def left_without_plan(first: date, last: date) -> Q:
    """M13's misses: no plan was published by the day of leaving."""
    day = TruncDate("published_at", tzinfo=LONDON, output_field=DateField())
    ready = PlanVersion.objects.annotate(day=day).filter(
        plan__case=OuterRef("case"), day__lte=OuterRef("left_on")
    )
    return Q(status__in=LEFT_ENTITLED) & Q(Exists(went_home(first, last).exclude(Exists(ready))))
