"""Ending aftercare: the checklist, the notice, the request and its withdrawal."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse

from careplans import presenters as careplans
from cases import policies, queries
from cases.queries import CaseHeader
from cases.services import endings
from s117.journeys import end_aftercare, presenters
from s117.journeys.forms import EndingRequestForm, EndingServiceMoveForm, EndingWithdrawForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission
from s117.kernel.refusals import NotFound
from s117.web.forms import BaseForm
from s117.web.views import ActionForm, ScopedDetail


class EndingView(ScopedDetail):
    """The latest request with its checklist, decisions and what may be done next."""

    permission = Permission.ENDING_VIEW
    template = "journeys/ending_view.html"

    def load(self) -> CaseHeader:
        """The case, if the actor may know of it."""
        return queries.case_for(self.actor, self.kwargs["ref"])

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The page in words."""
        return presenters.ending_page(self.actor, end_aftercare.ending_file(subject, self.today))

    def accessed(self, subject: CaseHeader) -> tuple[str, UUID, UUID]:
        """Which record was looked at."""
        return "Case", subject.id, subject.id


class EndingNotice(EndingView):
    """The notice of ending, to print. It exists only once aftercare has ended."""

    template = "journeys/ending_notice.html"

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """What the notice says."""
        file = end_aftercare.ending_file(subject, self.today)
        if file.ending is None or file.ending.effective_on is None or file.ending.undone_on is not None:
            raise NotFound
        told = {
            "signed": presenters.signed_rows(file.ending),
            "moved": [row.words_to_person for row in file.moved],
            "kept": careplans.letter_rows(subject.reference, end_aftercare.notices(subject.id)),
        }
        return {"case": subject, "ending": file.ending, **told}


class EndingForm(ActionForm):
    """A form about the ending of one person's aftercare."""

    abstract = True
    success_message: ClassVar[str]

    def load(self) -> CaseHeader:
        """The case and its latest request."""
        case = queries.case_for(self.actor, self.kwargs["ref"])
        self.ending = queries.ending_for(case.id)
        return case

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """The case and the way back."""
        rows = presenters.request_rows(self.ending) if self.ending is not None else []
        return {"case": subject, "back_href": self.success_url(None), "rows": rows}

    def success_url(self, result: Any) -> str:
        """The page of the ending."""
        return reverse("journeys:ending_view", kwargs={"ref": self.kwargs["ref"]})


class EndingRequest(EndingForm):
    """Ask both bodies to end aftercare."""

    permission = Permission.ENDING_REQUEST
    template = "journeys/ending_request.html"
    form_class = EndingRequestForm
    success_message = "Asked both bodies to decide. Services continue meanwhile."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.ending_request(self.actor, subject, self.ending)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """The coordinator, who usually writes the opinion."""
        return {"coordinator_name": subject.coordinator_name}

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """The needs that each want a reason."""
        return {"needs": end_aftercare.earlier_needs(subject.id)}

    def perform(self, subject: CaseHeader, form: EndingRequestForm) -> Any:
        """Ask."""
        return endings.request_ending(actor=self.actor, at=self.at, case_id=subject.id, ending=form.ending())


class OpenEndingForm(EndingForm):
    """A form about a request that has been made; `done` says of which question its decisions are."""

    abstract = True
    question: ClassVar[str] = "end"

    def load(self) -> CaseHeader:
        """The case and the request, which must exist."""
        case = super().load()
        if self.ending is None:
            raise NotFound
        self.signed = [row for row in self.ending.decisions.all() if row.question == self.question]
        return case

    def seen_version(self, subject: CaseHeader) -> int:
        """The version of the request."""
        return self.ending.version

    def seen_row(self, subject: CaseHeader) -> Any:
        """The request: a new one may have been made since."""
        return self.ending

    def keywords(self, subject: CaseHeader, form: BaseForm) -> dict[str, Any]:
        """What every service of an ending is told."""
        told = {"actor": self.actor, "at": self.at, "case_id": subject.id}
        return {**told, "seen_version": form.seen_version}


class EndingWithdraw(OpenEndingForm):
    """Withdraw a request."""

    permission = Permission.ENDING_WITHDRAW
    template = "journeys/ending_withdraw.html"
    form_class = EndingWithdrawForm
    success_message = "Request withdrawn. Aftercare goes on."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role and state."""
        return policies.ending_withdraw(self.actor, subject, self.ending)

    def perform(self, subject: CaseHeader, form: EndingWithdrawForm) -> Any:
        """Withdraw it."""
        return endings.withdraw_ending(**self.keywords(subject, form), **form.cleaned_data)


class EndingServiceMove(OpenEndingForm):
    """Say what becomes of one service that runs on."""

    permission = Permission.ENDING_SERVICE_MOVE
    template = "journeys/ending_service_move.html"
    form_class = EndingServiceMoveForm
    success_message = "Recorded. Nothing changes for the person until the ending is confirmed."

    def load(self) -> CaseHeader:
        """The case, the request, and the service, which must be one that the person has."""
        case = super().load()
        self.service = end_aftercare.live_service(case.id, self.kwargs["service"])
        return case

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, relation and state."""
        return policies.ending_service_move(self.actor, subject, self.ending)

    def present(self, subject: CaseHeader) -> dict[str, Any]:
        """Which service."""
        return {**super().present(subject), "service": self.service}

    def perform(self, subject: CaseHeader, form: EndingServiceMoveForm) -> Any:
        """Record it."""
        service = {"service_key": self.kwargs["service"], **form.cleaned_data}
        return end_aftercare.move_service(**self.keywords(subject, form), **service)
