"""Forms that were sent: done once, held because the session had ended, or kept while half written."""

from __future__ import annotations

import uuid

from django.db import models


class Submission(models.Model):
    """A form that was sent and done. Not a domain record: it holds no fact about a person.

    Inserted in the same transaction as the service's own writes; a second request with the same id
    waits on the primary key, then is sent to where the first one went.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.UUIDField()
    result_url = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class HeldForm(models.Model):
    """What a person had typed when their session ended, until they come back for it or two days pass."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.UUIDField()
    path = models.CharField(max_length=500)
    fields = models.TextField()
    held_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.id)


class Draft(models.Model):
    """What a person has typed on one page and not finished: theirs alone until they save it, throw it away
    or four weeks pass. `submission_id` is the form's: once that was done, the draft is spent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user_id = models.UUIDField()
    path = models.CharField(max_length=500)
    fields = models.TextField()
    submission_id = models.UUIDField()
    kept_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user_id", "path"], name="draft_once_per_page")]

    def __str__(self) -> str:
        return str(self.id)
