"""Reviews of one person's plan: the list, opening, booking, not held."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.reviews import BookForm, MissForm, OpenForm, letter_of
from careplans.queries.reviews import ReviewFile
from careplans.rules.lifecycle import REVIEW, ReviewAction
from careplans.rules.terms import Invitee, MissedReason, ReviewMethod, TriggerKind
from careplans.views.plan import CasePage
from cases.queries import CaseHeader
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import ActionForm, ScopedDetail, ScopedView


class ReviewList(CasePage, ScopedDetail):
    """The next review, why it is due, the tries that failed, the letters, and the ones that were held."""

    permission = Permission.REVIEW_VIEW
    template = "careplans/review_list.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        rows = queries.reviews_of(subject, self.today)
        coming = next((row for row in rows if row.is_open), None)
        return {
            "case": subject,
            "next": coming,
            "triggers": queries.triggers_of(coming.id) if coming else (),
            "attempts": queries.attempts_of(coming.id) if coming else (),
            "letters": presenters.letter_rows(
                subject.reference, queries.letters_of(subject.id, of_reviews=True)
            ),
            "held": [row for row in rows if not row.is_open],
            "standing": {row.id: presenters.review_words(row) for row in rows},
            "can": presenters.review_actions(self.actor, subject, coming),
        }

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        return ("Reviews", subject.id, subject.id)


class ReviewOpen(CasePage, ActionForm):
    """Open a review because somebody asked or something happened."""

    permission = Permission.REVIEW_OPEN
    template = "careplans/review_open.html"
    form_class = OpenForm
    success_message = "Review opened."

    def decide(self, subject: CaseHeader) -> Decision:
        return policies.review_open(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        return {"happened_on": self.today}

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        return {"case": subject}

    def perform(self, subject: CaseHeader, form: OpenForm) -> Any:
        told = {**form.cleaned_data, "kind": TriggerKind(form.cleaned_data["kind"])}
        return services.open_review(actor=self.actor, case_id=subject.id, at=self.at, **told)

    def success_url(self, result: Any) -> str:
        return reverse("careplans:review_list", kwargs={"ref": self.kwargs["ref"]})


class ReviewPage(ScopedView):
    """A page about one review."""

    abstract = True

    def load(self) -> Any:
        return queries.review_for(self.actor, self.kwargs["ref"], self.kwargs["review"], self.today)


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

    def letter(self, subject: ReviewFile) -> str:
        """The layout that the person's communication needs ask for."""
        return queries.format_needs(subject.case).layout.value

    def call(self, form: Any) -> dict[str, Any]:
        """The keywords that every service about a review takes."""
        seen = form.seen_version
        return {"actor": self.actor, "review_id": self.subject.id, "seen_version": seen, "at": self.at}


class ReviewBook(ReviewForms):
    """Book the day of a review and invite to it."""

    permission = Permission.REVIEW_BOOK
    template = "careplans/review_book.html"
    action = ReviewAction.BOOK
    form_class = BookForm
    success_message = "Review booked."

    def decide(self, subject: ReviewFile) -> Decision:
        return policies.review_book(self.actor, subject.case)

    def initial(self, subject: ReviewFile) -> dict[str, Any]:
        review = subject.review
        usual = [Invitee.PERSON.value, Invitee.COUNCIL.value, Invitee.NHS.value]
        return {
            "booked_for": review.booked_for,
            "booked_time": queries.time_words(review.booked_time),
            "method": review.booked_method,
            "place": review.place,
            "invited": review.invited or usual,
            "letter": self.letter(subject),
        }

    def perform(self, subject: ReviewFile, form: BookForm) -> Any:
        data = form.cleaned_data
        booking = services.Booking(
            booked_for=data["booked_for"],
            booked_time=data["booked_time"],
            method=ReviewMethod(data["method"]),
            place=data["place"],
            invited=tuple(Invitee(who) for who in data["invited"]),
            letter=letter_of(form),
        )
        return services.book_review(**self.call(form), booking=booking)


class ReviewMiss(ReviewForms):
    """Record that a review was not held."""

    permission = Permission.REVIEW_MISS
    template = "careplans/review_miss.html"
    action = ReviewAction.MISS
    form_class = MissForm
    success_message = "Recorded. Aftercare goes on, and the review is still due."

    def decide(self, subject: ReviewFile) -> Decision:
        return policies.review_miss(self.actor, subject.case)

    def initial(self, subject: ReviewFile) -> dict[str, Any]:
        review = subject.review
        on = min(review.booked_for or self.today, self.today)
        return {"on": on, "method": review.booked_method, "letter": self.letter(subject)}

    def perform(self, subject: ReviewFile, form: MissForm) -> Any:
        data = form.cleaned_data
        missed = services.Missed(
            on=data["on"],
            method=ReviewMethod(data["method"]),
            reason=MissedReason(data["reason"]),
            tried=data["tried"],
            next_step=data["next_step"],
            letter=letter_of(form),
        )
        return services.miss_review(**self.call(form), missed=missed)
