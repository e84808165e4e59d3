"""Who is to have a copy, with what the person says of sharing with them and which form they need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from careplans.models import Recipient
from careplans.rules.formats import first_layout, to_arrange
from careplans.rules.snapshot import RecipientPart
from careplans.rules.terms import RecipientKind, Variant
from cases import queries as cases
from cases.queries import CaseHeader
from cases.rules.sharing import Consent, ConsentLevel, standing_consent


@dataclass(frozen=True, slots=True)
class CopyRow:
    """One recipient with what the person said of them; `consent` is None for the person, and while nobody
    has asked."""

    recipient: RecipientPart
    consent: Consent | None
    sent_on: date | None
    against_reason: str

    @property
    def asks(self) -> bool:
        """Whether the person has to be asked about this recipient."""
        return self.recipient.kind is not RecipientKind.PERSON

    @property
    def refused(self) -> bool:
        """Whether the person said that the recipient may have nothing."""
        return self.consent is not None and self.consent.level is ConsentLevel.NONE


@dataclass(frozen=True, slots=True)
class FormatNeeds:
    """The codes of the forms that the person needs, and the words of those that somebody must arrange."""

    codes: tuple[str, ...]
    words: tuple[str, ...]
    to_arrange: tuple[str, ...]

    @property
    def layout(self) -> Variant:
        """The layout in which documents for the person are made."""
        return first_layout(self.codes)


def copy_rows(
    case: CaseHeader, plan_id: object, recipients: tuple[RecipientPart, ...], on: date
) -> tuple[CopyRow, ...]:
    """Each recipient in order. Two statements, however many there are."""
    consents = cases.consents_of(case.id, on)
    rows = {row.id: row for row in Recipient.objects.filter(plan_id=plan_id)}
    return tuple(
        CopyRow(
            recipient=part,
            consent=consent_for(consents, part.kind.value, part.name),
            sent_on=rows[part.id].sent_on if part.id in rows else None,
            against_reason=rows[part.id].against_reason if part.id in rows else "",
        )
        for part in recipients
    )


def consent_for(consents: tuple[Consent, ...], kind: str, name: str) -> Consent | None:
    """What the person said of the recipient; of their own copy nobody asks."""
    return None if kind == RecipientKind.PERSON else standing_consent(consents, kind, name)


def format_needs(case: CaseHeader) -> FormatNeeds:
    """The forms in which the person needs what is written to them. One statement."""
    codes = cases.formats_needed(case.client_id)
    return FormatNeeds(
        codes=codes,
        words=tuple(cases.FORMATS[code] for code in codes),
        to_arrange=tuple(cases.FORMATS[code] for code in to_arrange(codes)),
    )
