"""Signing limits of the actor's body: the list, setting one, ending one."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from funding import policies
from funding.forms.limit import EVERYBODY, LimitEndForm, LimitForm
from funding.queries import limits as queries
from funding.queries.limits import LimitRow
from funding.services import limits
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedList


class LimitList(ScopedList):
    """Who may sign for how much: now and to come, and what held before."""

    permission = Permission.LIMIT_VIEW
    template = "funding/limit_list.html"
    listed = "SigningLimit"

    def rows(self) -> dict[str, Any]:
        found = queries.limits_for(self.actor)
        limited = {row.user_id for row in found if row.holds_on(self.today)}
        signatories = queries.signatories_of(self.actor, self.today)
        return {
            "rows": [row for row in found if not row.over_on(self.today)],
            "past": [row for row in found if row.over_on(self.today)],
            "unlimited": []
            if None in limited
            else [name for pk, name in signatories if pk not in {str(one) for one in limited}],
            "everybody": EVERYBODY,
            "today": self.today,
            "may_record": {
                row.id: bool(policies.limit_record(self.actor, row.organisation_id, row.user_id))
                for row in found
            },
            "may_add": policies.limit_record(self.actor, self.actor.organisation_id, None),
        }


class LimitRecord(ActionForm):
    """Set a limit from a day on."""

    permission = Permission.LIMIT_RECORD
    template = "funding/limit_record.html"
    form_class = LimitForm
    success_message = "Signing limit recorded."

    def decide(self, subject: None) -> Decision:
        return policies.limit_record(self.actor, self.actor.organisation_id, None)

    def form_kwargs(self, subject: None) -> dict[str, Any]:
        people = queries.signatories_of(self.actor, self.today)
        return {"people": [one for one in people if one[0] != str(self.actor.id)]}

    def initial(self, subject: None) -> dict[str, Any]:
        return {"starts_on": self.today}

    def perform(self, subject: None, form: LimitForm) -> Any:
        body = self.actor.organisation_id
        return limits.record_limit(actor=self.actor, at=self.at, organisation_id=body, **form.cleaned_data)

    def success_url(self, result: Any) -> str:
        return reverse("funding:limit_list")


class LimitEnd(ActionForm):
    """Give a limit its last day."""

    permission = Permission.LIMIT_RECORD
    template = "funding/limit_end.html"
    form_class = LimitEndForm
    success_message = "The limit has its last day."

    def load(self) -> LimitRow:
        return queries.limit_for(self.actor, self.kwargs["limit"])

    def decide(self, subject: LimitRow) -> Decision:
        return policies.limit_record(self.actor, subject.organisation_id, subject.user_id)

    def seen_version(self, subject: LimitRow) -> int:
        return subject.version

    def present(self, subject: LimitRow) -> dict[str, Any]:
        return {"limit": subject, "everybody": EVERYBODY}

    def perform(self, subject: LimitRow, form: LimitEndForm) -> Any:
        return limits.end_limit(
            actor=self.actor,
            at=self.at,
            limit_id=subject.id,
            ends_on=form.cleaned_data["ends_on"],
            seen_version=form.seen_version,
        )

    def success_url(self, result: Any) -> str:
        return reverse("funding:limit_list")
