"""Forgetting what forms no longer need: ids of submissions, drafts and text nobody came back for."""

from __future__ import annotations

from s117.jobs.names import Job
from s117.jobs.task import job
from s117.web import clock, drafts, held, submissions


@job(Job.FORMS_FORGET)
def forms_forget(**_: object) -> None:
    """Delete drafts after four weeks, the rest after two days. Drafts first: they ask what was sent."""
    drafts.forget_old(clock.now())
    submissions.forget_old(clock.now())
    held.forget_old(clock.now())
