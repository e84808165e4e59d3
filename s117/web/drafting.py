"""A form that may be left half written: by the button, or because the browser, the line or the day ended."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict

from s117.kernel.refusals import Refused, Stale
from s117.web import drafts
from s117.web.actions import ActionForm
from s117.web.drafts import Kept
from s117.web.filters import time as time_words
from s117.web.forms import BaseForm, typed_values

KEPT_WORDS = "Kept as you typed it. It is not part of the record until you come back and save it."
TOO_LONG = "This is too much text to keep for later. Shorten it, or save it in parts."


class DraftedForm(ActionForm):
    """ActionForm with drafts on the server.

    "Save and come back later" saves what can be saved, and keeps what cannot as a draft of the writer's own.
    A script sends the same form every few seconds with the header X-Draft, which only keeps. Opening the page
    again shows the draft, says so, and offers to throw it away. Where saving is an act of its own, such as
    recording that a review was held, `later_saves` is False: leaving the page keeps and never saves.
    """

    abstract = True
    later_saves: ClassVar[bool] = True
    kept: Kept | None = None

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page, with what this person typed there before."""
        if "held" not in request.GET:
            self.kept = drafts.kept_for(self.actor.id, request.path)
        return super().get(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep, throw away, leave for later, or save."""
        if request.headers.get("X-Draft"):
            return self._keep_quietly()
        if "discard" in request.POST:
            drafts.forget(self.actor.id, request.path)
            return HttpResponseRedirect(request.path)
        return self._leave() if "later" in request.POST else super().post(request)

    def later_url(self) -> str:
        """Where "Save and come back later" leads when the text could only be kept."""
        raise NotImplementedError

    def for_later(self, data: QueryDict) -> QueryDict:
        """What is sent when the page is left for later; a page may answer its own last question."""
        return data

    def make_form(self, data: Any = None) -> BaseForm:
        """The form. While nothing on the page has changed, a save of another part is no clash."""
        form = super().make_form(data)
        form.base = drafts.base_of(form.initial)
        if data is not None and data.get("base") == form.base:
            form.seen_version = self.seen_version(self.subject)
        return form

    def opened_form(self, typed: Any) -> BaseForm:
        """The form with the draft in it, not checked yet: it was never finished."""
        if typed is not None or self.kept is None:
            return super().opened_form(typed)
        sent = self.make_form(self.kept.typed)
        form = self.make_form()
        form.initial = {**form.initial, **typed_values(sent)}
        form.seen_version = sent.seen_version
        before = self.kept.typed.get("base", "")
        self.kept = replace(self.kept, changed=before != form.base)
        form.base = before
        return form

    def _keep_quietly(self) -> HttpResponse:
        form = self.make_form(self.request.POST)
        done = drafts.keep(self.actor.id, self.request.path, self.request.POST, form.submission_id, self.at)
        return JsonResponse({"kept": time_words(self.at) if done else ""})

    def _leave(self) -> HttpResponse:
        form = self.make_form(self.for_later(self.request.POST))
        try:
            if self.later_saves and form.is_valid():
                return self._do_once(form)
        except (Refused, Stale):
            pass
        if not drafts.keep(self.actor.id, self.request.path, self.request.POST, form.submission_id, self.at):
            form.add_error(None, TOO_LONG)
            return self._show(form, 422)
        messages.success(self.request, KEPT_WORDS)
        return HttpResponseRedirect(self.later_url())

    def _do(self, form: BaseForm) -> HttpResponse:
        answer = super()._do(form)
        drafts.forget(self.actor.id, self.request.path)
        return answer

    def _show(self, form: BaseForm, status: int = 200, **extra: Any) -> HttpResponse:
        if self.kept is not None and not form.is_bound:
            extra = {"draft_kept": self.kept, **extra}
        return super()._show(form, status, **extra)
