"""Reading notices: each person's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Now

from careplans.models import Digest, Notice, NoticeSettings
from careplans.rules.terms import NEWS, DigestStatus, NoticeKind, NoticeStep
from cases import queries as cases
from s117.kernel.actor import Actor
from s117.kernel.refusals import NotFound

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as its reader sees it."""

    id: UUID
    reference: str
    display_name: str
    kind: NoticeKind
    step: NoticeStep
    due_on: date
    made_at: datetime
    read_at: datetime | None
    version: int


def notices_for(actor: Actor) -> QuerySet[Notice]:
    """The actor's own notices, newest first. Of people they no longer see the row says nothing."""
    return Notice.objects.filter(recipient_id=actor.id)


def notice_rows(actor: Actor, notices: QuerySet[Notice]) -> tuple[NoticeRow, ...]:
    """Notices as rows. One statement. Of a dispute, a body that shares the summary alone is told too."""
    of_disputes = Q(kind__in=(NoticeKind.DISPUTE_STEP.value, NoticeKind.DISPUTE_REFERRAL.value))
    known = of_disputes & Exists(cases.known_to(actor).filter(pk=OuterRef("case")))
    seen = Q(Exists(cases.visible_to(actor).filter(pk=OuterRef("case")))) | known
    return tuple(_row(notice) for notice in notices.annotate(seen=seen).select_related("case__client"))


def notice_for(actor: Actor, notice_id: UUID) -> NoticeRow:
    """One of the actor's own notices; else NotFound."""
    row = next(iter(notice_rows(actor, notices_for(actor).filter(pk=notice_id))), None)
    if row is None:
        raise NotFound
    return row


def notice_settings_of(user_id: UUID | None) -> NoticeSettings | None:
    """How a person wants to be told, or None where nothing was changed."""
    return NoticeSettings.objects.filter(user=user_id).first()


def people_to_mail(day: date) -> set[UUID]:
    """Everybody with an e-mail address, who wants one, and who has unread notices newer than their last
    e-mail. One statement."""
    wants_none = NoticeSettings.objects.filter(user=OuterRef("recipient"), by_email=False)
    has_today = Digest.objects.filter(recipient=OuterRef("recipient"), day=day)
    unread = Notice.objects.filter(
        read_at__isnull=True,
        case__isnull=False,
        recipient__is_active=True,
        made_at__gt=_last_mailed(OuterRef("recipient")),
    ).exclude(recipient__email="")
    found = unread.filter(~Exists(wants_none), ~Exists(has_today))
    return set(found.order_by().values_list("recipient", flat=True).distinct())


def references_to_mail(digest: Digest) -> tuple[str, ...]:
    """The reference numbers of a digest, in order, without the kinds its reader left out. Two statements."""
    chosen = notice_settings_of(digest.recipient_id)
    earlier = Digest.objects.filter(recipient=digest.recipient_id, day__lt=digest.day)
    last = earlier.aggregate(at=Max("requested_at"))["at"] or LONG_AGO
    new = Notice.objects.filter(
        recipient=digest.recipient_id,
        read_at__isnull=True,
        case__isnull=False,
        made_at__gt=last,
        made_at__lte=digest.requested_at,
    ).exclude(kind__in=chosen.left_out if chosen else [])
    return tuple(new.order_by("case__reference").values_list("case__reference", flat=True).distinct())


def unsent_digests(lease: timedelta, most: int) -> tuple[tuple[UUID, str], ...]:
    """E-mails that wait, or that a worker took and never finished: (id, status), oldest first."""
    dropped = Q(status=DigestStatus.SENDING.value, claimed_at__lt=Now() - lease)
    found = Digest.objects.filter(Q(status=DigestStatus.REQUESTED.value) | dropped).order_by("requested_at")
    return tuple(found.values_list("id", "status")[:most])


def _last_mailed(recipient: object) -> Coalesce:
    last = Digest.objects.filter(recipient=recipient).order_by("-day").values("requested_at")[:1]
    return Coalesce(Subquery(last), Value(LONG_AGO))


def _row(notice: Notice) -> NoticeRow:
    kind = NoticeKind(notice.kind)
    client = notice.case.client if notice.seen else None
    name = str(client) if client is not None else ""
    return NoticeRow(
        id=notice.id,
        reference=notice.case.reference if notice.seen else "",
        display_name=name or (kind.words if kind in NEWS else ""),
        kind=kind,
        step=NoticeStep(notice.step),
        due_on=notice.due_on,
        made_at=notice.made_at,
        read_at=notice.read_at,
        version=notice.version,
    )
