"""A person's private calendar address: made, switched off, and what it answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from careplans import presenters, queries, services
from careplans.forms.steps import ConfirmForm
from s117.audit.record import record_access
from s117.documents.ical import ical
from s117.kernel.refusals import NotFound
from s117.web import clock, errors
from s117.web.views import SIGNED_IN, ActionForm


class CalendarIssue(ActionForm):
    """Make a private address; the one before stops."""

    permission = SIGNED_IN
    template = "careplans/calendar_issue.html"
    form_class = ConfirmForm

    def present(self, subject: Any) -> dict[str, Any]:
        return {"calendar": queries.calendar_link_of(self.actor.id)}

    def perform(self, subject: Any, form: ConfirmForm) -> Any:
        return services.issue_calendar(actor=self.actor, at=self.at)

    def success_url(self, result: Any) -> str:
        return reverse("careplans:notice_settings")

    def message_for(self, result: Any) -> str:
        """The address itself, this once: only its digest is kept."""
        address = f"{settings.SERVICE_ADDRESS}{reverse('careplans:calendar_view', kwargs={'secret': result})}"
        return f"Copy this address into your calendar now. It is not shown again: {address}"


class CalendarRevoke(ActionForm):
    """Switch the address off."""

    permission = SIGNED_IN
    template = "careplans/calendar_revoke.html"
    form_class = ConfirmForm
    success_message = "The calendar address is switched off."

    def perform(self, subject: Any, form: ConfirmForm) -> Any:
        return services.revoke_calendar(actor=self.actor, at=self.at)

    def success_url(self, result: Any) -> str:
        return reverse("careplans:notice_settings")


class CalendarView(View):
    """The file a calendar program reads. The secret in the address is all the sign-in there is, so the file
    holds reference numbers only, and everything that is not right is 404."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        """Whose calendar it is, what is in it; recorded before it is sent."""
        try:
            owner = queries.calendar_owner(secret, clock.today())
        except NotFound:
            return errors.not_found(request)
        entries = queries.calendar_entries(owner, clock.today())
        record_access(owner, "list", "Calendar", None, count=len(entries))
        events = (presenters.ical_event(entry) for entry in entries)
        data = ical("S117 reviews", events, clock.now())
        response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
        response["Cache-Control"] = "private, no-store"
        return response
