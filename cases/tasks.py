"""Background work of the register: ids in, one service call."""

from __future__ import annotations

from uuid import UUID

from cases.services import successions
from s117.jobs.names import Job
from s117.jobs.task import job
from s117.kernel.actor import system_actor
from s117.web.clock import now


@job(Job.SUCCESSION_CONTINUE)
def succession_continue(*, run_id: str, **_: object) -> None:
    """Take a run one piece further."""
    actor = system_actor("celery:succession-continue")
    successions.continue_run(actor=actor, run_id=UUID(run_id), at=now())


@job(Job.SUCCESSIONS_SWEEP)
def successions_sweep(**_: object) -> None:
    """Ring again for runs that are not finished."""
    successions.ring_again()
