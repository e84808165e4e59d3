"""The three view bases. A view names its permission, loads through queries and makes one service call.

Order in every request: signed in (else the sign-in page) → method allowed (else 405) → `load` (NotFound
is a 404, recorded as denied) → `decide` (a refusal is a 403 with the reason) → the method. What a service
refuses while a form is sent: `Refused` is shown beside the fields (422), `Stale` is the same page with
both texts (409), `IllegalTransition` is a page that says why (409).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.contrib import messages
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views import View

from s117.audit.record import record_access
from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound, Refused, Stale
from s117.web import clock, conflicts, errors, held, submissions
from s117.web.forms import BaseForm
from s117.web.paging import Page, page_of

SIGNED_IN: Final = "signed_in"
"""Permission of a page that is for everybody who is signed in."""

TRIES = 3
PASSING: Final = frozenset({"40P01", "40001"})
"""PostgreSQL's codes for a deadlock and a serialisation failure: nothing was done, so try again."""

Accessed = tuple[str, UUID | None, UUID | None]


class ScopedView(View):
    """A page for a signed-in actor with a declared permission."""

    abstract = True
    permission: ClassVar[Permission | str]
    template: ClassVar[str]
    http_method_names: ClassVar[list[str]] = ["get"]

    actor: Actor
    at: datetime
    today: date

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.__dict__.get("abstract", False) and not hasattr(cls, "permission"):
            raise TypeError(f"{cls.__module__}.{cls.__name__} declares no permission")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Who, when and which day, fixed once for the whole request."""
        super().setup(request, *args, **kwargs)
        self.actor = request.actor
        self.at = clock.now()
        self.today = clock.today()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Load, authorise, then run the method; refusals become pages."""
        if not request.user.is_authenticated:
            return held.sign_in_again(request)
        if str(request.method).lower() not in self.http_method_names:
            return errors.method_not_allowed(request, self.http_method_names)
        try:
            self.subject = self.load()
            self.decide(self.subject).require()
            return getattr(self, str(request.method).lower())(request)
        except NotFound:
            record_access(self.actor, "denied", self.stem, None)
            return errors.not_found(request)
        except NotAllowed as refusal:
            return errors.forbidden(request, reason=str(refusal))
        except IllegalTransition as refusal:
            return errors.conflict(request, reason=str(refusal))

    @property
    def stem(self) -> str:
        """The page's name for access events: `careplans/plan_view`."""
        return self.template.removesuffix(".html")

    def load(self) -> Any:
        """The thing that the page is about, within the actor's scope. NotFound otherwise."""
        return None

    def decide(self, subject: Any) -> Decision:
        """Whether the actor may. By default: one of their roles holds the permission."""
        return ALLOW if isinstance(self.permission, str) and self.permission == SIGNED_IN else self._holds()

    def present(self, subject: Any) -> dict[str, Any]:
        """The template's context. Every query happens here, none while rendering."""
        return {}

    def render(self, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
        """The view's template."""
        return render(self.request, self.template, dict(context), status=status)

    def _holds(self) -> Decision:
        return self.actor.holds(Permission(self.permission))


class ScopedDetail(ScopedView):
    """A page about one thing. `accessed` names it for the access record ("view")."""

    abstract = True

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the thing and record who looked at it."""
        context = self.present(self.subject)
        seen = self.accessed(self.subject)
        if seen is not None:
            record_access(self.actor, "view", *seen)
        return self.render(context)

    def accessed(self, subject: Any) -> Accessed | None:
        """(subject type, its id, case id), or None for a page that shows nobody's record."""
        return None


class ScopedList(ScopedView):
    """A list. `rows` returns the context; `listed` names what is listed for the access record ("list")."""

    abstract = True
    listed: ClassVar[str] = ""
    page_size: ClassVar[int] = 50

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list and record how many rows were shown."""
        context = self.rows()
        if self.listed:
            record_access(self.actor, "list", self.listed, None, count=self.counted(context))
        return self.render(context)

    def rows(self) -> dict[str, Any]:
        """The context: by custom `page`, made by `self.page(...)`, or `rows`."""
        raise NotImplementedError

    def after(self) -> str | None:
        """The key of the last row of the page before, from the address."""
        return self.request.GET.get("after", "")[:100] or None

    def page(self, rows: Sequence[Any], key: Any) -> Page:
        """One page from up to `page_size + 1` rows that follow `after()`; `key(row)` goes in the next link.

        The key must not be personal (an id or a reference): it stands in the address.
        """
        return page_of(rows, self.page_size, key, self.request.GET, first=self.after() is None)

    def counted(self, context: Mapping[str, Any]) -> int:
        """How many rows the page shows."""
        return len(context["page"].rows if "page" in context else context.get("rows", ()))


class ActionForm(ScopedView):
    """A form and the one service call that it leads to."""

    abstract = True
    http_method_names: ClassVar[list[str]] = ["get", "post"]
    form_class: ClassVar[type[BaseForm]] = BaseForm
    success_message: ClassVar[str] = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form as things are now, or with what was typed before the session ended."""
        typed = held.held_for(self.actor.id, request.path, request.GET.get("held", ""))
        if typed is not None:
            messages.info(
                request, "You were signed out before this was saved. Check what you typed and save it."
            )
        return self._show(self.make_form(typed))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Check the shape, do the work once, and go on."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show(form, 422)
        try:
            return self._do_once(form)
        except Refused as refusal:
            add_refusal(form, refusal)
            return self._show(form, 422)
        except Stale as stale:
            self.subject = self.load()
            panel = conflicts.conflict(form, self.initial(self.subject), stale.record)
            form.seen_version = stale.record.version
            return self._show(form, 409, conflict=panel)

    def form_kwargs(self, subject: Any) -> dict[str, Any]:
        """Choices and the like for the form's constructor."""
        return {}

    def initial(self, subject: Any) -> dict[str, Any]:
        """What the form shows first."""
        return {}

    def seen_version(self, subject: Any) -> int | None:
        """The version of what is being changed, for the stale check; None for something new."""
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
