"""What every Celery task is made with."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from celery import shared_task

from s117.jobs.names import Job

logger = logging.getLogger("s117.jobs")


def job(name: Job, **limits: int) -> Callable[[Callable[..., None]], Any]:
    """Register a function as the task of a job.

    The function takes keywords only and accepts ones it does not know, so that a worker of the
    last release can take a message of this one. It loads nothing but ids and calls one service. `limits` are
    Celery's, in seconds, for work that is longer than most.
    """

    def register(work: Callable[..., None]) -> Any:
        @wraps(work)
        def timed(**ids: str) -> None:
            started = time.monotonic()
            try:
                work(**ids)
            finally:
                elapsed = round((time.monotonic() - started) * 1000)
                logger.info("%s ran in %d ms", name.value, elapsed)

        return shared_task(name=name.value, **limits)(timed)

    return register
