"""Queries about lines of frozen schedules: the list, asking, answering, closing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from funding import queries, settling_policies
from funding.forms.line_query import YES, AnswerForm, CloseForm, QueryForm
from funding.presenters.line_queries import query_href, query_page, query_state
from funding.queries import ScheduleRow
from funding.queries import line_queries as reading
from funding.queries.line_queries import QueryRow
from funding.rules.lifecycle import LINE_QUERY, ScheduleStatus
from funding.rules.settling import Answer, QueryAction
from funding.services import line_queries
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedDetail, ScopedList


class LineQueryList(ScopedList):
    """What other bodies ask the actor's body, and what it asks them, newest first."""

    permission = Permission.LINE_QUERY_VIEW
    template = "funding/line_query_list.html"
    listed = "LineQuery"

    def rows(self) -> dict[str, Any]:
        found = reading.queries_for(self.actor, after=self.after(), limit=self.page_size + 1)
        return {
            "page": self.page(found, lambda row: row.key),
            "states": {row.id: query_state(row, self.today) for row in found},
            "hrefs": {row.id: query_href(row.id) for row in found},
            "own": self.actor.organisation_ids,
        }


class LineQueryRaise(ActionForm):
    """Ask about one line of another body's frozen schedule."""

    permission = Permission.LINE_QUERY_RAISE
    template = "funding/line_query_raise.html"
    form_class = QueryForm
    success_message = "Query sent."

    def load(self) -> ScheduleRow:
        found = queries.schedule_by_number(self.actor, self.kwargs["council"], self.kwargs["number"])
        self.line = reading.line_to_query(self.actor, found, self.kwargs["line"])
        return found

    def decide(self, subject: ScheduleRow) -> Decision:
        frozen = subject.status is ScheduleStatus.FROZEN
        return settling_policies.line_query_raise(self.actor, subject.council_id, frozen=frozen)

    def present(self, subject: ScheduleRow) -> dict[str, Any]:
        return {"schedule": subject, "line": self.line}

    def accessed(self, subject: ScheduleRow) -> tuple[str, UUID, None]:
        return ("Schedule", subject.id, None)

    def perform(self, subject: ScheduleRow, form: QueryForm) -> Any:
        told = {"schedule_id": subject.id, "number": self.line.number, "words": form.cleaned_data["words"]}
        return line_queries.raise_query(actor=self.actor, at=self.at, **told)

    def success_url(self, result: Any) -> str:
        return query_href(result.id)


class LineQueryView(ScopedDetail):
    """One query: the line, what was said, and what has corrected it since."""

    permission = Permission.LINE_QUERY_VIEW
    template = "funding/line_query_view.html"

    def load(self) -> QueryRow:
        return reading.query_for(self.actor, self.kwargs["query"])

    def present(self, subject: QueryRow) -> dict[str, Any]:
        line = reading.line_of_query(subject)
        about = [
            row
            for row in reading.queries_about(self.actor, subject.line_id)
            if row.body_id == subject.body_id
        ]
        corrections = reading.corrections_of(line)
        return {"page": query_page(self.actor, subject, line, about, corrections, self.today)}

    def accessed(self, subject: QueryRow) -> tuple[str, UUID, UUID]:
        return ("LineQuery", subject.id, subject.case_id)


class LineQueryStep(ActionForm):
    """A step of one query, which leads back to its page."""

    abstract = True
    action: QueryAction

    def load(self) -> QueryRow:
        return reading.query_for(self.actor, self.kwargs["query"])

    def seen_version(self, subject: QueryRow) -> int:
        return subject.version

    def present(self, subject: QueryRow) -> dict[str, Any]:
        LINE_QUERY.after(subject.status, self.action)
        line = reading.line_of_query(subject)
        return {"page": query_page(self.actor, subject, line, [subject], (), self.today)}

    def accessed(self, subject: QueryRow) -> tuple[str, UUID, UUID]:
        return ("LineQuery", subject.id, subject.case_id)

    def keys(self, subject: QueryRow, form: BaseForm) -> dict[str, Any]:
        """What every service about a query takes."""
        seen = form.seen_version
        return {"actor": self.actor, "at": self.at, "query_id": subject.id, "seen_version": seen}

    def success_url(self, result: Any) -> str:
        return query_href(result.id)


class LineQueryAnswer(LineQueryStep):
    """Answer for the council: explain, or correct."""

    permission = Permission.LINE_QUERY_ANSWER
    template = "funding/line_query_answer.html"
    form_class = AnswerForm
    success_message = "Answer sent."
    action = QueryAction.ANSWER

    def decide(self, subject: QueryRow) -> Decision:
        return settling_policies.line_query_answer(self.actor, subject.council_id)

    def perform(self, subject: QueryRow, form: AnswerForm) -> Any:
        given = form.cleaned_data
        told = {"answer": Answer(given["answer"]), "words": given["words"]}
        return line_queries.answer_query(**self.keys(subject, form), **told)


class LineQueryClose(LineQueryStep):
    """Close it, or ask again."""

    permission = Permission.LINE_QUERY_CLOSE
    template = "funding/line_query_close.html"
    form_class = CloseForm
    success_message = "Saved."
    action = QueryAction.CLOSE

    def decide(self, subject: QueryRow) -> Decision:
        return settling_policies.line_query_close(self.actor, subject.body_id)

    def perform(self, subject: QueryRow, form: CloseForm) -> Any:
        given = form.cleaned_data
        told = {"content": given["content"] == YES, "words": given["words"] or ""}
        return line_queries.close_query(**self.keys(subject, form), **told)


class LineQueryWithdraw(LineQueryStep):
    """Take it back before it is answered."""

    permission = Permission.LINE_QUERY_WITHDRAW
    template = "funding/line_query_withdraw.html"
    success_message = "Query withdrawn."
    action = QueryAction.WITHDRAW

    def decide(self, subject: QueryRow) -> Decision:
        return settling_policies.line_query_withdraw(self.actor, subject.body_id)

    def perform(self, subject: QueryRow, form: BaseForm) -> Any:
        return line_queries.withdraw_query(**self.keys(subject, form))
