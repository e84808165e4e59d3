"""Double-submit protection: claim a submission's id, then remember where it led."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from s117.web.models import Submission

KEPT = timedelta(days=2)


def claim(submission_id: UUID, user_id: UUID, at: datetime) -> bool:
    """True when this is the first time that the form is sent. Call inside the service's transaction.

    ON CONFLICT waits for a first request that is still running: if that one fails and rolls back,
    this one becomes the first.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO web_submission (id, user_id, result_url, made_at) VALUES (%s, %s, '', %s)"
            " ON CONFLICT (id) DO NOTHING",
            [submission_id, user_id, at],
        )
        return cursor.rowcount == 1


def finish(submission_id: UUID, result_url: str) -> None:
    """Remember where the submission led, for a second press of the button."""
    Submission.objects.filter(pk=submission_id).update(result_url=result_url)


def result_of(submission_id: UUID, user_id: UUID) -> str | None:
    """Where the user's earlier submission led; None when the id is not theirs."""
    urls = Submission.objects.filter(pk=submission_id, user_id=user_id).values_list("result_url", flat=True)
    return urls.first()


def forget_old(at: datetime) -> int:
    """Delete rows too old for anybody to press the button again. Returns how many."""
    return Submission.objects.filter(made_at__lt=at - KEPT).delete()[0]
