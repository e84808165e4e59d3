"""ActionForm: a form, and the one service call that it leads to."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token

from s117.audit.record import record_access
from s117.kernel.decisions import NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.refusals import NotFound, Refused, Stale
from s117.web import conflicts, errors, held, submissions
from s117.web.forms import BaseForm
from s117.web.scoped import Accessed, ScopedView

TRIES = 3
PASSING: Final = frozenset({"40P01", "40001"})
"""PostgreSQL's codes for a deadlock and a serialisation failure: nothing was done, so try again."""


class ActionForm(ScopedView):
    """A form and the one service call that it leads to."""

    abstract = True
    http_method_names: ClassVar[list[str]] = ["get", "post"]
    form_class: ClassVar[type[BaseForm]] = BaseForm
    success_message: ClassVar[str] = ""
    sent: BaseForm | None = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form as things are now, or with what was typed before the session ended."""
        typed = held.held_for(self.actor.id, request.path, request.GET.get("held", ""))
        if typed is not None:
            messages.info(
                request, "You were signed out before this was saved. Check what you typed and save it."
            )
        seen = self.accessed(self.subject)
        if seen is not None:
            record_access(self.actor, "view", *seen)
        return self._show(self.opened_form(typed))

    def opened_form(self, typed: Any) -> BaseForm:
        """The form as it is first shown: `typed` is what was held when the session ended, or None."""
        return self.make_form(typed)

    def accessed(self, subject: Any) -> Accessed | None:
        """(subject type, its id, case id). A form shows the record as it stands, so opening it is a look.

        Works for a case's header and for anything that has one as `case`; else None.
        """
        case = getattr(subject, "case", subject)
        return (self.stem, case.id, case.id) if hasattr(case, "reference") else None

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check the shape, do the work once, and go on."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            self.require_seen(form)
            return self._do_once(form)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self._show(form, 422)
        except Stale as stale:
            return self._show(form, 409, conflict=self.clash(form, stale))

    def require_seen(self, form: BaseForm) -> None:
        """Stale when the form was opened about another record than the one that stands here now."""
        row = self.seen_row(self.subject)
        if row is not None and form.seen_row not in ("", str(row.pk)):
            raise Stale(row)

    def clash(self, form: BaseForm, stale: Stale) -> conflicts.Conflict:
        """What differs from the record as it is now; the form is held to that from here on."""
        self.subject = self.load()
        form.seen_version = stale.record.version
        form.seen_row = form.seen_row and str(stale.record.pk)
        return conflicts.conflict(form, self.saved(self.subject), stale.record)

    def refused(self, request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
        """A 403; a 409 that shows what was typed where the record has moved on since the form was opened."""
        form = self._overtaken(request)
        if form is None:
            return super().refused(request, refusal)
        return errors.conflict(request, reason=str(refusal), typed=conflicts.typed_words(form))

    def impossible(self, request: HttpRequest, refusal: IllegalTransition) -> HttpResponse:
        """The record has moved on, so the action no longer exists; what was typed is shown once more."""
        typed = conflicts.typed_words(self.sent) if self.sent is not None else ()
        return errors.conflict(request, reason=str(refusal), typed=typed)

    def _overtaken(self, request: HttpRequest) -> BaseForm | None:
        """The form that was sent, if its sender's role may act and what it was opened about has changed."""
        if request.method != "POST" or not hasattr(self, "subject"):
            return None
        try:
            self.subject = self.load()
        except NotFound:
            return None
        row = self.seen_row(self.subject)
        if row is None or not ScopedView.decide(self, self.subject):
            return None
        form = self.make_form(request.POST)
        another = form.seen_row not in ("", str(row.pk))
        moved = another or (form.seen_version or 0) not in (0, self.seen_version(self.subject))
        return form if moved else None

    def answered_before(self, request: HttpRequest) -> HttpResponse | None:
        """Where the same submission of the same person led before, when the button is pressed twice.

        Asked before loading: what the first press did may well forbid doing it again.
        """
        if request.method != "POST":
            return None
        try:
            submission_id = UUID(request.POST.get("submission_id", ""))
        except ValueError:
            return None
        earlier = submissions.result_of(submission_id, self.actor.id)
        return HttpResponseRedirect(earlier) if earlier else None

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Choices and the like for the form's constructor."""
        return {}

    def initial(self, subject: Any) -> dict[str, Any]:
        """What the form shows first."""
        return {}

    def saved(self, subject: Any) -> dict[str, Any]:
        """What is saved now, to show beside what was typed; by custom what the form shows first."""
        return self.initial(subject)

    def seen_version(self, subject: Any) -> int | None:
        """The version of what is being changed, for the stale check; None for something new."""
        return None

    def seen_row(self, subject: Any) -> Any:
        """The record whose version that is, where another may stand in its place by the time the form is
        sent, or the act may have been done; else None."""
        return None

    def perform(self, subject: Any, form: Any) -> Any:
        """ONE service call, with actor=self.actor, at=self.at and seen_version=form.seen_version."""
        raise NotImplementedError

    def success_url(self, result: Any) -> str:
        """Where to go when it is done."""
        raise NotImplementedError

    def message_for(self, result: Any) -> str:
        """The sentence shown when it is done."""
        return self.success_message

    def make_form(self, data: Any = None) -> BaseForm:
        """The form, empty or with what was sent."""
        form = self.form_class(
            data,
            initial=self.initial(self.subject),
            seen_version=self.seen_version(self.subject),
            **self.form_kwargs(self.subject),
        )
        row = self.seen_row(self.subject)
        if data is None and row is not None:
            form.seen_row = str(row.pk)
        if data is not None:
            self.sent = form
        form.csrf_token = get_token(self.request)
        form.owner = held.owner_mark(self.actor.id)
        return form

    def _show(self, form: BaseForm, status: int = 200, **extra: Any) -> HttpResponse:
        return self.render({**self.present(self.subject), "form": form, **extra}, status)

    def _do_once(self, form: BaseForm) -> HttpResponse:
        for _ in range(TRIES - 1):
            try:
                return self._do(form)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") not in PASSING:
                    raise
        return self._do(form)

    def _do(self, form: BaseForm) -> HttpResponse:
        with transaction.atomic():
            if not submissions.claim(form.submission_id, self.actor.id, self.at):
                return self._done_before(form)
            result = self.perform(self.subject, form)
            target = self.success_url(result)
            submissions.finish(form.submission_id, target)
        if text := self.message_for(result):
            messages.success(self.request, text)
        return HttpResponseRedirect(target)

    def _done_before(self, form: BaseForm) -> HttpResponse:
        earlier = submissions.result_of(form.submission_id, self.actor.id)
        return HttpResponseRedirect(earlier) if earlier else errors.bad_request(self.request)


def add_refusal(form: BaseForm, refusal: Refused) -> None:
    """Put a service's refusal beside the fields it names, and on the form as a whole."""
    for name, text in refusal.fields.items():
        form.add_error(name if name in form.fields else None, text)
    if refusal.message or not refusal.fields:
        form.add_error(None, refusal.message or str(refusal))
