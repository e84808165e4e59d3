"""Every background job there is. A job's value is also its Celery task name."""

from enum import StrEnum


class Job(StrEnum):
    """One name per task; a test holds the two lists together."""

    DOCUMENT_RENDER = "careplans.document_render"
    BATCH_MAKE = "careplans.batch_make"
    DOCUMENTS_SWEEP = "careplans.documents_sweep"
    REMINDERS_SEND = "careplans.reminders_send"
    REVIEWS_OPEN = "careplans.reviews_open"
    DIGESTS_SEND = "careplans.digests_send"
    SCHEDULE_PRODUCE = "funding.schedule_produce"
    EXPORT_PRODUCE = "funding.export_produce"
    UPLIFT_APPLY = "funding.uplift_apply"
    REPORT_MAKE = "funding.report_make"
    PACK_RENDER = "funding.pack_render"
    PACKS_SWEEP = "funding.packs_sweep"
    CONTRIBUTIONS_END = "funding.contributions_end"
    SCHEDULES_SWEEP = "funding.schedules_sweep"
    SUCCESSION_CONTINUE = "cases.succession_continue"
    SUCCESSIONS_SWEEP = "cases.successions_sweep"
    FORMS_FORGET = "web.forms_forget"
