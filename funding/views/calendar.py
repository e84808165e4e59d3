"""How often the actor's council settles: the calendars with the days to come, and setting one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from funding import presenters, settling_policies
from funding.forms.calendar import CalendarForm
from funding.queries import calendars as queries
from funding.services import calendars
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedList


class CalendarList(ScopedList):
    """The council's calendars, and the periods that come next."""

    permission = Permission.CALENDAR_RECORD
    template = "funding/calendar_list.html"
    listed = "SettlementCalendar"

    def decide(self, subject: None) -> Decision:
        return settling_policies.calendar_record(self.actor, self.actor.organisation_id)

    def rows(self) -> dict[str, Any]:
        council = self.actor.organisation_id
        days = queries.days_to_settle(council, self.today)
        return {
            "rows": presenters.calendar_rows(queries.calendars_for(self.actor), self.today),
            "coming": presenters.coming_rows(days, queries.calendars_of(council), self.today),
            "left_out": presenters.left_out(days),
            "may_produce": self.actor.may(Permission.SCHEDULE_PRODUCE),
        }


class CalendarRecord(ActionForm):
    """Set how often from a day on."""

    permission = Permission.CALENDAR_RECORD
    template = "funding/calendar_record.html"
    form_class = CalendarForm
    success_message = "Calendar set."

    def decide(self, subject: None) -> Decision:
        return settling_policies.calendar_record(self.actor, self.actor.organisation_id)

    def perform(self, subject: None, form: CalendarForm) -> Any:
        body = self.actor.organisation_id
        return calendars.record_calendar(
            actor=self.actor, at=self.at, organisation_id=body, **form.cleaned_data
        )

    def success_url(self, result: Any) -> str:
        return reverse("funding:calendar_list")
