"""Background work of funding: ids in, one service call."""

from __future__ import annotations

from uuid import UUID

from funding.services import contributions, exports, packs, reports, schedules, uplifts
from s117.jobs.names import Job
from s117.jobs.task import job
from s117.kernel.actor import system_actor
from s117.web.clock import now


@job(Job.SCHEDULE_PRODUCE)
def schedule_produce(*, schedule_id: str, **_: object) -> None:
    """Work a requested schedule out."""
    actor = system_actor("celery:schedule-produce")
    schedules.produce_schedule(actor=actor, schedule_id=UUID(schedule_id), at=now())


@job(Job.EXPORT_PRODUCE, soft_time_limit=1500, time_limit=1560)
def export_produce(*, schedule_id: str, **_: object) -> None:
    """Make the files of a frozen schedule, line by line."""
    actor = system_actor("celery:export-produce")
    exports.make_files(actor=actor, schedule_id=UUID(schedule_id), at=now())


@job(Job.REPORT_MAKE, soft_time_limit=1500, time_limit=1560)
def report_make(*, run_id: str, **_: object) -> None:
    """Make the files of a report, row by row."""
    actor = system_actor("celery:report-make")
    reports.make_report(actor=actor, run_id=UUID(run_id), at=now())


@job(Job.UPLIFT_APPLY)
def uplift_apply(*, run_id: str, **_: object) -> None:
    """Record the new rates of an approved rise."""
    uplifts.apply_uplift(run_id=UUID(run_id), at=now())


@job(Job.CONTRIBUTIONS_END)
def contributions_end(**_: object) -> None:
    """End what people pay towards services that have become aftercare."""
    contributions.end_contributions_on_aftercare(actor=system_actor("celery:contributions-end"), at=now())


@job(Job.SCHEDULES_SWEEP)
def schedules_sweep(**_: object) -> None:
    """Ring again for schedules, reports and rises of rates that nobody works on, and for frozen schedules
    without files."""
    schedules.ring_again(at=now())
    reports.queue_unfinished_reports(actor=system_actor("celery:schedules-sweep"), at=now())
    uplifts.ring_again(at=now())


@job(Job.PACK_RENDER)
def pack_render(*, pack_id: str, **_: object) -> None:
    """Make the papers of a panel."""
    packs.render_pack(actor=system_actor("celery:pack-render"), pack_id=UUID(pack_id), at=now())


@job(Job.PACKS_SWEEP)
def packs_sweep(**_: object) -> None:
    """Ring again for papers that were never made, or that a dead worker held."""
    packs.queue_unfinished_packs(actor=system_actor("celery:packs-sweep"), at=now())
