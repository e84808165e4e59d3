"""The steps of a schedule that is not frozen: work it out again, freeze it, withdraw it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from funding import policies, presenters, queries
from funding.forms.schedule import FreezeForm, WithdrawForm
from funding.queries import ScheduleRow
from funding.services import schedules
from funding.views.schedule import schedule_url
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.views import ActionForm


class ScheduleRenew(ActionForm):
    """Work a draft out again."""

    permission = Permission.SCHEDULE_PRODUCE
    template = "funding/schedule_renew.html"
    form_class = BaseForm
    success_message = "The schedule is being worked out again."

    def load(self) -> ScheduleRow:
        return queries.schedule_by_number(self.actor, self.kwargs["council"], self.kwargs["number"])

    def decide(self, subject: ScheduleRow) -> Decision:
        return policies.schedule_produce(self.actor, subject.council_id)

    def seen_version(self, subject: ScheduleRow) -> int:
        return subject.version

    def present(self, subject: ScheduleRow) -> dict[str, Any]:
        return {"schedule": subject}

    def perform(self, subject: ScheduleRow, form: BaseForm) -> Any:
        seen = form.seen_version
        return schedules.request_again(
            actor=self.actor, at=self.at, schedule_id=subject.id, seen_version=seen
        )

    def success_url(self, result: Any) -> str:
        return schedule_url(self.kwargs["council"], result.number)


class ScheduleFreeze(ActionForm):
    """Check the figures, then freeze them for ever."""

    permission = Permission.SCHEDULE_FREEZE
    template = "funding/schedule_freeze.html"
    form_class = FreezeForm
    success_message = "Schedule frozen. Its files are being made."

    def load(self) -> ScheduleRow:
        return queries.schedule_by_number(self.actor, self.kwargs["council"], self.kwargs["number"])

    def decide(self, subject: ScheduleRow) -> Decision:
        return policies.schedule_freeze(self.actor, subject.council_id)

    def seen_version(self, subject: ScheduleRow) -> int:
        return subject.version

    def present(self, subject: ScheduleRow) -> dict[str, Any]:
        sums = queries.sums_seen_by(self.actor, subject)
        return {
            "page": presenters.schedule_page(self.actor, subject, sums),
            "unfinished": self._unfinished(subject),
        }

    def form_kwargs(self, subject: ScheduleRow) -> dict[str, Any]:
        return {"unfinished": self._unfinished(subject)}

    def perform(self, subject: ScheduleRow, form: FreezeForm) -> Any:
        return schedules.freeze_schedule(
            actor=self.actor,
            at=self.at,
            schedule_id=subject.id,
            early=form.cleaned_data.get("early", False),
            seen_version=form.seen_version,
        )

    def _unfinished(self, subject: ScheduleRow) -> bool:
        return self.today <= subject.period_to

    def success_url(self, result: Any) -> str:
        return schedule_url(self.kwargs["council"], result.number)


class ScheduleWithdraw(ActionForm):
    """Drop a schedule from which nothing was issued."""

    permission = Permission.SCHEDULE_WITHDRAW
    template = "funding/schedule_withdraw.html"
    form_class = WithdrawForm
    success_message = "Schedule withdrawn."

    def load(self) -> ScheduleRow:
        return queries.schedule_by_number(self.actor, self.kwargs["council"], self.kwargs["number"])

    def decide(self, subject: ScheduleRow) -> Decision:
        return policies.schedule_withdraw(self.actor, subject.council_id)

    def seen_version(self, subject: ScheduleRow) -> int:
        return subject.version

    def present(self, subject: ScheduleRow) -> dict[str, Any]:
        return {"schedule": subject}

    def perform(self, subject: ScheduleRow, form: WithdrawForm) -> Any:
        return schedules.withdraw_schedule(
            actor=self.actor,
            at=self.at,
            schedule_id=subject.id,
            reason=form.cleaned_data["reason"],
            seen_version=form.seen_version,
        )

    def success_url(self, result: Any) -> str:
        return reverse("funding:schedule_list")
