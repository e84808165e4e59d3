"""Forgetting what forms no longer need: ids of submissions, and typed text that nobody came back for."""

from __future__ import annotations

from s117.jobs.names import Job
from s117.jobs.task import job
from s117.web import clock, held, submissions


@job(Job.FORMS_FORGET)
def forms_forget(**_: object) -> None:
    """Delete rows older than two days."""
    submissions.forget_old(clock.now())
    held.forget_old(clock.now())
