"""Transfers between hospitals, renewals and tribunals."""

from __future__ import annotations

from typing import Any

from cases.forms.legal_facts import FactForm, HospitalMoveForm, RenewalForm, TribunalForm, correcting
from cases.queries import CaseHeader
from cases.services import milestones
from cases.views.legal_facts import FactCorrect, FactRecord
from s117.kernel.permissions import Permission

NOTHING_CHANGES = "It changes neither entitlement nor who is responsible."


class HospitalMoveRecord(FactRecord):
    """Record a transfer to another hospital or ward."""

    permission = Permission.HOSPITAL_MOVE_RECORD
    form_class = HospitalMoveForm
    heading = "Record a transfer to another hospital"
    intro = "A transfer is not leaving hospital: detention and the stay go on."
    effect = NOTHING_CHANGES
    success_message = "Transfer recorded"

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Record it."""
        return milestones.record_hospital_move(**self.common(subject), **form.facts())


class HospitalMoveCorrect(FactCorrect):
    """Correct a transfer."""

    permission = Permission.HOSPITAL_MOVE_RECORD
    form_class = correcting(HospitalMoveForm)
    kind = "transfer"
    effect = NOTHING_CHANGES

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Put a corrected entry in its place."""
        given = form.facts()
        return milestones.record_hospital_move(
            **self.common(subject), correction=self.correction(form), **given
        )


class RenewalRecord(FactRecord):
    """Record a renewal or an extension."""

    permission = Permission.RENEWAL_RECORD
    form_class = RenewalForm
    heading = "Record a renewal or extension"
    intro = "Detention renewed under section 20, or a community treatment order extended under section 20A."
    effect = f"{NOTHING_CHANGES} Reminders follow the new last day."
    success_message = "Renewal recorded"

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Record it."""
        return milestones.record_renewal(**self.common(subject), **form.facts())


class RenewalCorrect(FactCorrect):
    """Correct a renewal or an extension."""

    permission = Permission.RENEWAL_RECORD
    form_class = correcting(RenewalForm)
    kind = "renewal"
    effect = NOTHING_CHANGES

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Put a corrected entry in its place."""
        given = form.facts()
        return milestones.record_renewal(**self.common(subject), correction=self.correction(form), **given)


class TribunalRecord(FactRecord):
    """Record a tribunal."""

    permission = Permission.TRIBUNAL_RECORD
    form_class = TribunalForm
    heading = "Record a tribunal"
    effect = NOTHING_CHANGES
    success_message = "Tribunal recorded"

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Record it."""
        return milestones.record_tribunal(**self.common(subject), **form.facts())


class TribunalCorrect(FactCorrect):
    """Correct a tribunal."""

    permission = Permission.TRIBUNAL_RECORD
    form_class = correcting(TribunalForm)
    kind = "tribunal"
    effect = NOTHING_CHANGES

    def perform(self, subject: CaseHeader, form: FactForm) -> Any:
        """Put a corrected entry in its place."""
        given = form.facts()
        return milestones.record_tribunal(**self.common(subject), correction=self.correction(form), **given)
