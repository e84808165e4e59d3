"""The signed-in person's own notices, and how they want to be told."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from careplans import presenters, queries, services
from careplans.forms.notices import NO, YES, NoticeSettingsForm
from careplans.forms.steps import ConfirmForm
from careplans.rules.terms import NoticeKind
from s117.web.views import SIGNED_IN, ActionForm, ScopedList


class NoticeList(ScopedList):
    """What the system has told this person, newest first; what they put away comes last."""

    permission = SIGNED_IN
    template = "careplans/notice_list.html"
    listed = "Notices"
    page_size = 100

    def rows(self) -> dict[str, Any]:
        newest = queries.notices_for(self.actor).order_by("-read_at", "-made_at", "id")
        found = queries.notice_rows(self.actor, newest[: self.page_size])
        return {
            "rows": found,
            "unread": [row for row in found if row.read_at is None],
            "read": [row for row in found if row.read_at is not None],
            "words": {row.id: presenters.notice_words(row) for row in found},
            "hrefs": {row.id: presenters.notice_href(row) for row in found},
        }


class NoticeForm(ActionForm):
    """A form about the actor's own notices, which leads back to them."""

    abstract = True

    def success_url(self, result: Any) -> str:
        return reverse("careplans:notice_list")


class NoticeRead(NoticeForm):
    """Put a notice away."""

    permission = SIGNED_IN
    template = "careplans/notice_read.html"
    form_class = ConfirmForm
    success_message = "Notice put away."

    def load(self) -> Any:
        return queries.notice_for(self.actor, self.kwargs["notice"])

    def present(self, subject: Any) -> dict[str, Any]:
        return {"notice": subject, "words": presenters.notice_words(subject)}

    def perform(self, subject: Any, form: ConfirmForm) -> Any:
        return services.read_notice(actor=self.actor, notice_id=subject.id, at=self.at)


class NoticeClear(NoticeForm):
    """Put all notices away."""

    permission = SIGNED_IN
    template = "careplans/notice_clear.html"
    form_class = ConfirmForm
    success_message = "All notices put away."

    def perform(self, subject: Any, form: ConfirmForm) -> Any:
        return services.read_all_notices(actor=self.actor, at=self.at)


class NoticeSettings(NoticeForm):
    """The daily e-mail and the calendar address."""

    permission = SIGNED_IN
    template = "careplans/notice_settings.html"
    form_class = NoticeSettingsForm
    success_message = "Saved."

    def initial(self, subject: Any) -> dict[str, Any]:
        row = queries.notice_settings_of(self.actor.id)
        left_out = set(row.left_out) if row else set()
        return {
            "by_email": NO if row and not row.by_email else YES,
            "kinds": [kind.value for kind in NoticeKind if kind.value not in left_out],
        }

    def present(self, subject: Any) -> dict[str, Any]:
        return {"calendar": queries.calendar_link_of(self.actor.id)}

    def perform(self, subject: Any, form: NoticeSettingsForm) -> Any:
        by_email = form.cleaned_data["by_email"] == YES
        chosen = form.cleaned_data["kinds"] if by_email else [kind.value for kind in NoticeKind]
        left_out = tuple(kind for kind in NoticeKind if kind.value not in chosen)
        return services.save_notice_settings(
            actor=self.actor, by_email=by_email, left_out=left_out, at=self.at
        )
