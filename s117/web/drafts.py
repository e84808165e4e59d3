"""Half-written answers, kept on the server for their writer alone, one a page.

Nobody else reads a draft and nothing is decided from it: it is text that has not been saved yet. Two people
who write the same page have a draft each; whoever saves second is shown both texts (see s117.web.conflicts).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from s117.web.held import MOST_BYTES, NOT_TYPED
from s117.web.models import Draft, Submission

KEPT = timedelta(days=28)
BUTTONS: Final = ("later", "discard", "add_need", "more")


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as the page opens it. `changed` when somebody saved the page after it was typed."""

    typed: QueryDict
    at: datetime
    changed: bool = False


def keep(user_id: UUID, path: str, data: QueryDict, submission_id: UUID, at: datetime) -> bool:
    """Keep what was typed in place of what was kept before. False when there is too much of it."""
    typed = data.copy()
    for name in (*NOT_TYPED, *BUTTONS):
        typed.pop(name, None)
    text = typed.urlencode()
    if len(text) > MOST_BYTES:
        return False
    row = Draft(user_id=user_id, path=path, fields=text, submission_id=submission_id, kept_at=at)
    Draft.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["user_id", "path"],
        update_fields=["fields", "submission_id", "kept_at"],
    )
    return True


def kept_for(user_id: UUID | None, path: str) -> Kept | None:
    """What this person typed on the page and has not saved, or None."""
    row = _unspent(user_id).filter(path=path).first()
    return Kept(QueryDict(row.fields), row.kept_at) if row is not None else None


def pages_kept(user_id: UUID | None, under: str) -> frozenset[str]:
    """The pages below an address on which this person has something that is not saved."""
    return frozenset(_unspent(user_id).filter(path__startswith=under).values_list("path", flat=True))


def forget(user_id: UUID | None, path: str) -> None:
    """Throw away what this person typed on the page."""
    Draft.objects.filter(user_id=user_id, path=path).delete()


def forget_old(at: datetime) -> int:
    """Delete drafts that nobody came back for, and those whose form was sent. Returns how many."""
    old = Q(kept_at__lt=at - KEPT) | Exists(_done())
    return Draft.objects.filter(old).delete()[0]


def base_of(initial: Mapping[str, Any]) -> str:
    """The fingerprint of what a page showed first, to tell whether anything on it has changed since."""
    text = json.dumps(initial, default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _unspent(user_id: UUID | None) -> QuerySet[Draft]:
    """Drafts whose form was not sent after all: a late autosave never brings back what was saved."""
    return Draft.objects.filter(~Exists(_done()), user_id=user_id)


def _done() -> QuerySet[Submission]:
    return Submission.objects.filter(pk=OuterRef("submission_id"))
