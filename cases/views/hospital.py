"""Being ready to leave hospital, and leaving it."""

from __future__ import annotations

from typing import Any

from cases import policies, queries
from cases.forms.legal_status import HospitalLeaveForm, HospitalReadyForm
from cases.queries import CaseHeader
from cases.services import hospital
from cases.views.base import CaseForm, CheckedCaseForm
from s117.kernel.decisions import Decision
from s117.kernel.permissions import Permission


class HospitalReady(CaseForm):
    """Record that the person is clinically ready to leave hospital."""

    permission = Permission.HOSPITAL_READY
    template = "cases/hospital_ready.html"
    form_class = HospitalReadyForm
    done = "cases:legal_status_view"
    success_message = "Ready to leave hospital recorded"

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.hospital_ready(self.actor, subject)

    def initial(self, subject: CaseHeader) -> dict[str, Any]:
        """What was recorded before."""
        stay = queries.legal_record(subject.id).open_stay
        if stay is None or stay.ready_on is None:
            return {}
        delayed = "yes" if stay.delay_reason else "no"
        return {"ready_on": stay.ready_on, "delayed": delayed, "delay_reason": stay.delay_reason}

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the stay."""
        stay = queries.legal_record(subject.id).open_stay
        return stay.version if stay else None

    def perform(self, subject: CaseHeader, form: HospitalReadyForm) -> Any:
        """Record it."""
        return hospital.record_ready(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            ready_on=form.cleaned_data["ready_on"],
            delay_reason=form.cleaned_data["delay_reason"],
            seen_version=form.seen_version,
        )


class HospitalLeave(CheckedCaseForm):
    """Record that the person has left hospital: the duty begins."""

    permission = Permission.HOSPITAL_LEAVE
    template = "cases/hospital_leave.html"
    form_class = HospitalLeaveForm
    done = "dashboards:case_view"
    success_message = "Leaving hospital recorded. Entitlement has been worked out again."

    def decide(self, subject: CaseHeader) -> Decision:
        """Role, state and relation."""
        return policies.hospital_leave(self.actor, subject)

    def form_kwargs(self, subject: CaseHeader) -> dict[str, Any]:
        """How the detention ended is asked of somebody who is detained."""
        return {"detained": subject.detained}

    def seen_version(self, subject: CaseHeader) -> int | None:
        """The version of the stay."""
        stay = queries.legal_record(subject.id).open_stay
        return stay.version if stay else None

    def perform(self, subject: CaseHeader, form: HospitalLeaveForm) -> Any:
        """Record it."""
        return hospital.record_leaving(
            actor=self.actor,
            at=self.at,
            case_id=subject.id,
            seen_version=form.seen_version,
            **form.cleaned_data,
        )
