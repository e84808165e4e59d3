"""One review: to read, to record, to sign off."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse

from careplans import policies, presenters, queries, services
from careplans.forms.review_record import ReviewForm
from careplans.forms.reviews import SignOffForm, letter_of
from careplans.queries.reviews import ReviewFile
from careplans.rules.lifecycle import ReviewAction
from careplans.rules.review_record import sign_off_lacks
from careplans.views.review import ReviewForms, ReviewPage
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.web.views import DraftedForm, ScopedDetail


class ReviewView(ReviewPage, ScopedDetail):
    """One review, to read, with what follows from it."""

    permission = Permission.REVIEW_VIEW
    template = "careplans/review_view.html"

    def present(self, subject: ReviewFile) -> dict[str, Any]:
        review = subject.review
        return {
            "case": subject.case,
            "review": review,
            "row": subject.row,
            "parts": queries.parts_of_review(review.id),
            "checked": presenters.checked_words(review.checked),
            "invited": presenters.invited_words(review.invited),
            "triggers": queries.triggers_of(review.id),
            "attempts": queries.attempts_of(review.id),
            "standing": presenters.review_words(subject.row),
            "lacking": sign_off_lacks(review.council_attendee, review.nhs_attendee, review.checked),
            "can": presenters.review_steps(self.actor, subject),
        }

    def accessed(self, subject: ReviewFile) -> tuple[str, UUID, UUID]:
        return ("Review", subject.id, subject.case.id)


class ReviewRecord(ReviewForms, DraftedForm):
    """The ten-minute review: record one that was held, or correct the record before it is signed off."""

    permission = Permission.REVIEW_RECORD
    template = "careplans/review_record.html"
    action = ReviewAction.HOLD
    form_class = ReviewForm
    later_saves = False
    success_message = "Review recorded. The next one is in the diary."

    def decide(self, subject: ReviewFile) -> Decision:
        return policies.review_record(self.actor, subject.case)

    def form_kwargs(self, subject: ReviewFile) -> dict[str, Any]:
        review = subject.review
        return {
            "plan": queries.plan_under_review(review.plan_id),
            "today": self.today,
            "booked_for": review.booked_for,
            "invited": presenters.invited_words(review.invited),
        }

    def initial(self, subject: ReviewFile) -> dict[str, Any]:
        clocks = queries.review_clocks(subject.case.council_id)
        plan = queries.plan_under_review(subject.review.plan_id)
        if subject.review.held_on:
            return presenters.recorded_review(subject.review, queries.parts_of_review(subject.id), plan)
        return presenters.prefilled_review(self.actor, subject, plan, clocks, self.today)

    def perform(self, subject: ReviewFile, form: ReviewForm) -> Any:
        return services.record_review(**self.call(form), held=form.held())

    def later_url(self) -> str:
        return reverse("careplans:review_list", kwargs={"ref": self.kwargs["ref"]})

    def success_url(self, result: Any) -> str:
        return reverse(
            "careplans:review_view", kwargs={"ref": self.kwargs["ref"], "review": self.kwargs["review"]}
        )


class ReviewSignOff(ReviewForms):
    """Sign off a review that was held."""

    permission = Permission.REVIEW_SIGN_OFF
    template = "careplans/review_sign_off.html"
    action = ReviewAction.SIGN_OFF
    form_class = SignOffForm
    success_message = "Review signed off."

    def decide(self, subject: ReviewFile) -> Decision:
        review = subject.review
        return policies.review_sign_off(
            self.actor, subject.case, status=review.status, recorded_by_id=review.recorded_by_id
        )

    def initial(self, subject: ReviewFile) -> dict[str, Any]:
        return {"letter": self.letter(subject)}

    def present(self, subject: ReviewFile) -> dict[str, Any]:
        parts = queries.parts_of_review(subject.id)
        return {**super().present(subject), "different": presenters.what_differs(parts)}

    def perform(self, subject: ReviewFile, form: SignOffForm) -> Any:
        return services.sign_off_review(**self.call(form), letter=letter_of(form))
