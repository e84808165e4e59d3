"""The signed-in person's own notices."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from careplans import presenters, queries, services
from careplans.forms.steps import ConfirmForm
from s117.web.views import SIGNED_IN, ActionForm, ScopedList


class NoticeList(ScopedList):
    """What the system has told this person, newest first; what they put away comes last."""

    permission = SIGNED_IN
    template = "careplans/notice_list.html"
    listed = "Notices"
    page_size = 100

    def rows(self) -> dict[str, Any]:
        found = queries.notice_rows(queries.notices_for(self.actor)[: self.page_size])
        words = {row.id: presenters.notice_words(row) for row in found}
        return {
            "rows": found,
            "unread": [row for row in found if row.read_at is None],
            "read": [row for row in found if row.read_at is not None],
            "words": words,
            "hrefs": {row.id: presenters.notice_href(row) for row in found},
        }


class NoticeRead(ActionForm):
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

    def success_url(self, result: Any) -> str:
        return reverse("careplans:notice_list")
