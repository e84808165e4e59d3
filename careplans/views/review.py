"""Reviews of one person's plan."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.reviews import BookForm, ReviewForm
from careplans.forms.steps import ConfirmForm
from careplans.queries.reviews import ReviewFile
from careplans.rules.lifecycle import REVIEW, ReviewAction
from careplans.rules.reviews import next_review_due
from careplans.rules.terms import ReviewMethod, ReviewOutcome
from careplans.views.plan import CasePage
from cases.queries import CaseHeader
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail, ScopedView


class ReviewList(CasePage, ScopedDetail):
    """The next review and the ones that were held."""

    permission = Permission.REVIEW_VIEW
    template = "careplans/review_list.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        rows = queries.reviews_of(subject.id, self.today)
        return {
            "case": subject,
            "next": next((row for row in rows if row.is_open), None),
            "held": [row for row in rows if not row.is_open],
            "standing": {row.id: presenters.review_words(row) for row in rows},
            "can_book": bool(policies.review_book(self.actor, subject)),
            "can_record": bool(policies.review_record(self.actor, subject)),
        }

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("Reviews", subject.id, subject.id)


class ReviewPage(ScopedView):
    """A page about one review."""

    abstract = True

    def load(self) -> Any:
        return queries.review_for(self.actor, self.kwargs["ref"], self.kwargs["review"], self.today)


class ReviewView(ReviewPage, ScopedDetail):
    """One review, to read."""

    permission = Permission.REVIEW_VIEW
    template = "careplans/review_view.html"

    def present(self, subject: ReviewFile) -> dict[str, Any]:
        review = subject.review
        sign_off = policies.review_sign_off(
            self.actor, subject.case, status=review.status, recorded_by_id=review.recorded_by_id
        )
        return {
            "case": subject.case,
            "review": review,
            "row": subject.row,
            "standing": presenters.review_words(subject.row),
            "can_sign_off": bool(sign_off) and review.status == "held",
        }

    def accessed(self, subject: ReviewFile) -> tuple[str, UUID, UUID]:
        return ("Review", subject.id, subject.case.id)


class ReviewForms(ReviewPage, ActionForm):
    """A form that takes one review a step on."""

    abstract = True
    action: ClassVar[ReviewAction]

    def get(self, request: HttpRequest) -> HttpResponse:
        """The page, when the review can take the step now; otherwise a page that says why not."""
        REVIEW.after(self.subject.row.status, self.action)
        return super().get(request)

    def seen_version(self, subject: ReviewFile) -> int:
        return subject.review.version

    def present(self, subject: ReviewFile) -> dict[str, Any]:
        return {"case": subject.case, "row": subject.row, "review": subject.review}

    def success_url(self, result: Any) -> str:
        return reverse("careplans:review_list", kwargs={"ref": self.kwargs["ref"]})

    def call(self, form: Any) -> dict[str, Any]:
        """The keywords that every service about a review takes."""
        seen = form.seen_version
        return {"actor": self.actor, "review_id": self.subject.id, "seen_version": seen, "at": self.at}


class ReviewBook(ReviewForms):
    """Book the day of a review."""

    permission = Permission.REVIEW_BOOK
    template = "careplans/review_book.html"
    action = ReviewAction.BOOK
    form_class = BookForm
    success_message = "Review booked."

    def decide(self, subject: ReviewFile) -> Decision:
        return policies.review_book(self.actor, subject.case)

    def initial(self, subject: ReviewFile) -> dict[str, Any]:
        return {"booked_for": subject.review.booked_for, "method": subject.review.booked_method}

    def perform(self, subject: ReviewFile, form: BookForm) -> Any:
        method = ReviewMethod(form.cleaned_data["method"])
        return services.book_review(
            **self.call(form), booked_for=form.cleaned_data["booked_for"], method=method
        )


class ReviewRecord(ReviewForms):
    """Record a review that was held."""

    permission = Permission.REVIEW_RECORD
    template = "careplans/review_record.html"
    action = ReviewAction.HOLD
    form_class = ReviewForm
    success_message = "Review recorded. The next one is in the diary."

    def decide(self, subject: ReviewFile) -> Decision:
        return policies.review_record(self.actor, subject.case)

    def initial(self, subject: ReviewFile) -> dict[str, Any]:
        held = min(subject.review.booked_for or self.today, self.today)
        proposed = next_review_due(held, queries.review_clocks())
        return {"held_on": held, "method": subject.review.booked_method, "next_due_on": proposed}

    def perform(self, subject: ReviewFile, form: ReviewForm) -> Any:
        data = form.cleaned_data
        terms = {"method": ReviewMethod(data["method"]), "outcome": ReviewOutcome(data["outcome"])}
        return services.record_review(**self.call(form), held=services.ReviewInput(**{**data, **terms}))


class ReviewSignOff(ReviewForms):
    """Sign off a review that was held."""

    permission = Permission.REVIEW_SIGN_OFF
    template = "careplans/review_sign_off.html"
    action = ReviewAction.SIGN_OFF
    form_class = ConfirmForm
    success_message = "Review signed off."

    def decide(self, subject: ReviewFile) -> Decision:
        review = subject.review
        return policies.review_sign_off(
            self.actor, subject.case, status=review.status, recorded_by_id=review.recorded_by_id
        )

    def perform(self, subject: ReviewFile, form: ConfirmForm) -> Any:
        return services.sign_off_review(**self.call(form))
