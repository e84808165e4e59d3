"""Money as words and figures for the pages."""

from funding.presenters.budgets import budget_page, budget_rows, chosen, kinds, offered
from funding.presenters.calendars import calendar_rows, coming_rows, left_out, period_words, year_rows
from funding.presenters.days import days_words
from funding.presenters.direct_payments import (
    arrangement_rows,
    direct_payment_page,
    payment_run_page,
    run_rows,
    top_up_rows,
)
from funding.presenters.homes import home_apart, home_part_rows, home_rows
from funding.presenters.ledger import ledger_page, may_recharge
from funding.presenters.nursing import nursing_rows
from funding.presenters.package import (
    MEDIA_TYPES,
    STATUS_TAGS,
    line_words,
    money_page,
    schedule_page,
    split_words,
    standing_schedule,
)
from funding.presenters.refunds import (
    charge_links,
    check_rows,
    contribution_rows,
    refund_page,
    refund_rows,
    wrong_rows,
)
from funding.presenters.reports import COLUMN_KINDS, RunPage, run_page, saved_filters
from funding.presenters.uplifts import uplift_page

__all__ = [
    "COLUMN_KINDS",
    "MEDIA_TYPES",
    "STATUS_TAGS",
    "RunPage",
    "arrangement_rows",
    "budget_page",
    "budget_rows",
    "calendar_rows",
    "charge_links",
    "check_rows",
    "chosen",
    "coming_rows",
    "contribution_rows",
    "days_words",
    "direct_payment_page",
    "home_apart",
    "home_part_rows",
    "home_rows",
    "kinds",
    "ledger_page",
    "left_out",
    "line_words",
    "may_recharge",
    "money_page",
    "nursing_rows",
    "offered",
    "payment_run_page",
    "period_words",
    "refund_page",
    "refund_rows",
    "run_page",
    "run_rows",
    "saved_filters",
    "schedule_page",
    "split_words",
    "standing_schedule",
    "top_up_rows",
    "uplift_page",
    "wrong_rows",
    "year_rows",
]
