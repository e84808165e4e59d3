"""The periodic jobs, a line each. Each is idempotent: two schedulers, or none for an hour, change
nothing but the delay."""

from s117.jobs.names import Job

BEAT_SCHEDULE = {
    "documents sweep": {"task": Job.DOCUMENTS_SWEEP.value, "schedule": 60.0},
    "charges for aftercare": {"task": Job.CONTRIBUTIONS_END.value, "schedule": 300.0},
    "schedules sweep": {"task": Job.SCHEDULES_SWEEP.value, "schedule": 60.0},
    "successions sweep": {"task": Job.SUCCESSIONS_SWEEP.value, "schedule": 60.0},
    "reviews after changes": {"task": Job.REVIEWS_OPEN.value, "schedule": 60.0},
    "daily e-mails": {"task": Job.DIGESTS_SEND.value, "schedule": 300.0},
    "packs sweep": {"task": Job.PACKS_SWEEP.value, "schedule": 60.0},
    "reminders": {"task": Job.REMINDERS_SEND.value, "schedule": 300.0},
    "old forms": {"task": Job.FORMS_FORGET.value, "schedule": 3600.0},
}
