"""The dated terms of a funded service: rates, cost shares, units delivered."""

from __future__ import annotations

from typing import Any

from funding import policies
from funding.forms.package import Bodies, DeliveryForm, RateForm, SplitForm
from funding.queries import LineFile
from funding.services import packages
from funding.views.of_line import OfLine
from s117.accounts.queries import NHS_BODY_KINDS, open_organisations
from s117.kernel.permissions import Permission


class RateRecord(OfLine):
    """Record a rate from a day on."""

    permission = Permission.RATE_RECORD
    may = staticmethod(policies.rate_record)
    template = "funding/rate_record.html"
    form_class = RateForm
    success_message = "Rate recorded."

    def present(self, subject: LineFile) -> dict[str, Any]:
        line = subject.line
        later = [row for row in line.rates if row.starts_on > self.today]
        return {"case": subject.case, "line": line, "rate": line.rate_on(self.today), "later": later}

    def perform(self, subject: LineFile, form: RateForm) -> Any:
        seen = form.seen_version
        return packages.record_rate(
            actor=self.actor, at=self.at, line_id=subject.id, seen_version=seen, **form.cleaned_data
        )


class SplitRecord(OfLine):
    """Record how the cost is shared from a day on."""

    permission = Permission.SPLIT_RECORD
    may = staticmethod(policies.split_record)
    template = "funding/split_record.html"
    form_class = SplitForm
    success_message = "Cost share recorded."

    def form_kwargs(self, subject: LineFile) -> dict[str, Any]:
        councils = [(str(body.id), body.name) for body in open_organisations("council", on=self.today)]
        nhs = [(str(body.id), body.name) for body in open_organisations(*NHS_BODY_KINDS, on=self.today)]
        return {"bodies": Bodies(councils, nhs), "payer_id": subject.line.payer_id}

    def initial(self, subject: LineFile) -> dict[str, Any]:
        first = {"council": subject.case.council_id, "nhs_body": subject.case.nhs_body_id}
        fresh = not subject.line.splits
        return {**first, "starts_on": subject.line.starts_on if fresh else None, "decision": "decision"}

    def present(self, subject: LineFile) -> dict[str, Any]:
        line = subject.line
        later = [row for row in line.splits if row.starts_on > self.today]
        return {"case": subject.case, "line": line, "split": line.split_on(self.today), "later": later}

    def perform(self, subject: LineFile, form: SplitForm) -> Any:
        given = {name: form.cleaned_data[name] for name in TERMS}
        return packages.record_split(
            actor=self.actor, at=self.at, line_id=subject.id, seen_version=form.seen_version, **given
        )


TERMS = ("starts_on", "shares", "decision_reference", "interim", "reason")


class DeliveryRecord(OfLine):
    """Record the hours, nights or sessions that were delivered."""

    permission = Permission.DELIVERY_RECORD
    may = staticmethod(policies.delivery_record)
    template = "funding/delivery_record.html"
    form_class = DeliveryForm
    success_message = "Units recorded."

    def perform(self, subject: LineFile, form: DeliveryForm) -> Any:
        seen = form.seen_version
        return packages.record_delivery(
            actor=self.actor, at=self.at, line_id=subject.id, seen_version=seen, **form.cleaned_data
        )
