"""Pages of a signed-in actor: about one thing (ScopedDetail) or many (ScopedList)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views import View

from s117.audit.record import record_access
from s117.kernel.actor import Actor
from s117.kernel.decisions import ALLOW, Decision, NotAllowed
from s117.kernel.lifecycle import IllegalTransition
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web import clock, errors, held
from s117.web.paging import Page, page_of

SIGNED_IN: Final = "signed_in"
"""Permission of a page that is for everybody who is signed in."""

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
            return self.answered_before(request) or self._answer(request)
        except NotFound:
            record_access(self.actor, "denied", self.stem, None)
            return errors.not_found(request)
        except NotAllowed as refusal:
            record_access(self.actor, "denied", self.stem, None, self._case_id())
            return self.refused(request, refusal)
        except IllegalTransition as refusal:
            return self.impossible(request, refusal)

    def refused(self, request: HttpRequest, refusal: NotAllowed) -> HttpResponse:
        """The page that says why not."""
        return errors.forbidden(request, reason=str(refusal))

    def impossible(self, request: HttpRequest, refusal: IllegalTransition) -> HttpResponse:
        """The page that says that the record has moved on."""
        return errors.conflict(request, reason=str(refusal))

    def answered_before(self, request: HttpRequest) -> HttpResponse | None:
        """An answer that needs no loading; see ActionForm."""
        return None

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

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        self.subject = self.load()
        self.decide(self.subject).require()
        return getattr(self, str(request.method).lower())(request)

    def _case_id(self) -> UUID | None:
        """The case that the page is about, as far as it got: a refusal is recorded with it."""
        subject = getattr(self, "subject", None)
        case = getattr(subject, "case", subject)
        return case.id if hasattr(case, "reference") else None

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
