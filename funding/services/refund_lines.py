"""What a council gave back for aftercare, as lines of its next schedule: others owe it their part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from uuid import UUID

from funding.models import Refund, Schedule, ScheduleLine, ScheduleShare
from funding.rules.corrections import PostingKind
from funding.rules.proration import Unit
from funding.rules.split import percent_words
from s117.kernel.letters import initials
from s117.kernel.periods import Period


def refund_lines(
    schedule: Schedule, refund: Refund, with_nhs_number: bool
) -> Iterator[tuple[ScheduleLine, list[ScheduleShare]]]:
    """Unsaved lines with their shares, one for each year and cost share, in the figures fixed in the refund.

    Interest is not among them: the body that took the money bears it.
    """
    line, client = refund.line, refund.line.case.client
    for piece in refund.pieces:
        days = Period.inclusive(date.fromisoformat(piece["first"]), date.fromisoformat(piece["last"]))
        row = ScheduleLine(
            schedule=schedule,
            kind=PostingKind.REFUND.value,
            refund=refund,
            line=line,
            case_reference=line.case.reference,
            initials=initials(client.given_names, client.family_name),
            birth_year=client.date_of_birth.year,
            nhs_number=client.nhs_number if with_nhs_number else "",
            provider_name=line.provider_name,
            category=line.category,
            description=line.description,
            service_from=days.start,
            service_to=days.last_day,
            days=days.days,
            unit=Unit.WEEK.value,
            rate_pence=refund.weekly_pence,
            gross_pence=piece["pence"],
            decision_reference=f"Refund {refund.number}",
            po_reference=line.po_reference,
            cost_centre=line.cost_centre,
            subjective_code=line.subjective_code,
            note="Given back to the person, who had paid for aftercare",
        )
        yield (
            row,
            [
                ScheduleShare(
                    line=row,
                    organisation_id=UUID(share["body"]),
                    percent=Decimal(percent_words(share["points"])),
                    amount_pence=share["pence"],
                    residual=share["residual"],
                )
                for share in piece["shares"]
            ],
        )
