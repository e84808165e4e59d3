"""The table of reports: one place that says what each is, read by the pages and by the writer of files."""

from funding.queries.reports import (
    charged,
    cld,
    decisions,
    direct_payments,
    disputes,
    invoices,
    payments,
    refunds,
    register,
    services,
    uplifts,
)
from funding.queries.reports.base import Filters, Report, Rows

REPORTS: dict[str, Report] = {
    report.key: report
    for report in (
        *charged.REPORTS,
        *payments.REPORTS,
        *services.REPORTS,
        *decisions.REPORTS,
        *invoices.REPORTS,
        *disputes.REPORTS,
        *refunds.REPORTS,
        *direct_payments.REPORTS,
        *register.REPORTS,
        *cld.REPORTS,
        *uplifts.REPORTS,
    )
}

__all__ = ["REPORTS", "Filters", "Report", "Rows"]
