"""The only way to start background work: after commit, by name, with ids and nothing else.

Durable work has a row of its own before this is called, and a sweep finds rows that were never
picked up. So a message may be lost: it may not delay or fail the save that caused it.
"""

from __future__ import annotations

import logging
import time
from uuid import UUID

from celery import Task, current_app
from django.conf import settings
from django.db import transaction

from s117.jobs.names import Job

logger = logging.getLogger("s117.jobs")

# After a failed ring the bell is left alone for this long, so that a frozen broker costs the
# first save a fraction of a second and the following ones nothing.
SILENCE_SECONDS = 15.0


def enqueue(job: Job, **ids: UUID) -> None:
    """Ask for the job once the running transaction has committed; nothing happens on rollback."""
    arguments = {name: str(value) for name, value in ids.items()}

    def ring() -> None:  # named, not a partial: Django logs the name of what failed after a commit
        _doorbell.ring(job, arguments)

    transaction.on_commit(ring, robust=True)


class Doorbell:
    """Tells the workers that there is work, or gives up at once."""

    def __init__(self) -> None:
        self.silent_until = 0.0

    def ring(self, job: Job, arguments: dict[str, str]) -> None:
        """Publish the task's message; on any fault of the broker, leave the row to the sweep."""
        task = current_app.tasks[job.value]
        if current_app.conf.task_always_eager:
            task.apply(kwargs=arguments)
        elif time.monotonic() >= self.silent_until:
            self._publish(task, job, arguments)

    def _publish(self, task: Task, job: Job, arguments: dict[str, str]) -> None:
        options = settings.DOORBELL_TRANSPORT_OPTIONS
        try:
            with current_app.connection_for_write(transport_options=options) as connection:
                task.apply_async(kwargs=arguments, connection=connection, retry=False)
        except Exception as error:
            self.silent_until = time.monotonic() + SILENCE_SECONDS
            logger.warning("broker unreachable, %s left to the sweep (%s)", job.value, type(error).__name__)


_doorbell = Doorbell()
