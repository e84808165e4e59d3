"""The daily e-mail of new notices: reference numbers and an address, never anything about anybody.

The row comes first and is unique for a person and a day. It is claimed before the mail is handed over, so two
workers cannot both send it; a worker that died in between is taken to have failed after CLAIM_LASTS, and the
mail is sent again: better twice than never.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.db.models.functions import Now

from careplans import queries
from careplans.models import Digest, NoticeSettings
from careplans.rules.reminders import digest_text
from careplans.rules.terms import DigestStatus, NoticeKind
from s117.audit.record import record
from s117.audit.writes import writes
from s117.kernel.actor import Actor
from s117.kernel.dates import LONDON, london_date
from s117.kernel.events import Event

logger = logging.getLogger("s117.notices")

REQUESTED, SENDING = DigestStatus.REQUESTED.value, DigestStatus.SENDING.value
SENT, FAILED = DigestStatus.SENT.value, DigestStatus.FAILED.value
CLAIM_LASTS = timedelta(minutes=10)
MOST_ATTEMPTS = 5
MOST_IN_A_RUN = 200


def send_digests(*, actor: Actor, at: datetime) -> int:
    """Ask for today's e-mails once the hour has come; send those that wait. Returns how many were sent."""
    if at.astimezone(LONDON).hour >= settings.DIGEST_HOUR:
        queue_digests(actor=actor, at=at)
    waiting = queries.unsent_digests(CLAIM_LASTS, MOST_IN_A_RUN)
    return sum(_send(actor, digest_id, status, at) for digest_id, status in waiting)


@writes
def queue_digests(*, actor: Actor, at: datetime) -> int:
    """A row for everybody who wants one and has unread notices newer than their last. Returns how many."""
    day = london_date(at)
    people = sorted(queries.people_to_mail(day))
    rows = [Digest(recipient_id=user_id, day=day, requested_at=at) for user_id in people]
    return len(Digest.objects.insert_new(rows)) if rows else 0


@writes
def save_notice_settings(
    *, actor: Actor, by_email: bool, left_out: tuple[NoticeKind, ...], at: datetime
) -> NoticeSettings:
    """How the actor wants to be told. In the service itself everybody is told of everything."""
    values = {"by_email": by_email, "left_out": sorted(kind.value for kind in left_out)}
    row = NoticeSettings.objects.filter(user=actor.id).first()
    if row is None:
        row = NoticeSettings.objects.create(user_id=actor.id, **values)
    else:
        row.amend(**values)
    record(Event.NOTICES_SET, row)
    return row


def _send(actor: Actor, digest_id: UUID, status: str, at: datetime) -> bool:
    claimed = {"claimed_at": Now(), "attempts": F("attempts") + 1}
    if not Digest.objects.claim(digest_id, "status", status, SENDING, **claimed):
        return False
    digest = Digest.objects.select_related("recipient").get(pk=digest_id)
    references = queries.references_to_mail(digest)
    if not references or not digest.recipient.email:
        return Digest.objects.claim(digest_id, "status", SENDING, SENT, sent_at=at) and False
    subject, words = digest_text(references, settings.SERVICE_ADDRESS)
    try:
        send_mail(subject, words, None, [digest.recipient.email])
    except OSError as fault:
        # The mail server's errors are OSErrors too (smtplib). Nothing of the message is logged.
        logger.warning("e-mail not sent", extra={"digest": str(digest_id), "fault": type(fault).__name__})
        given_up = digest.attempts >= MOST_ATTEMPTS
        Digest.objects.claim(digest_id, "status", SENDING, FAILED if given_up else REQUESTED)
        return False
    return Digest.objects.claim(digest_id, "status", SENDING, SENT, sent_at=at)
