"""URLs of the app; full paths, included at the root."""

from django.urls import path

from funding.views import ledger, package, report, schedule, schedule_steps, terms

app_name = "funding"

LINES = "cases/<str:ref>/funding/"
LINE = f"{LINES}<uuid:line>/"
SCHEDULES = "finance/schedules/"
SCHEDULE = f"{SCHEDULES}<slug:council>/<int:number>/"
DISPUTE = "cases/<str:ref>/disputes/<uuid:dispute>/ledger/"
REPORTS = "finance/reports/"

urlpatterns = [
    path(LINES, package.LineList.as_view(), name="line_list"),
    path(f"{LINES}services/<uuid:service>/fund/", package.LineFund.as_view(), name="line_fund"),
    path(f"{LINE}amend/", package.LineAmend.as_view(), name="line_amend"),
    path(f"{LINE}end/", package.LineEnd.as_view(), name="line_end"),
    path(f"{LINE}rates/record/", terms.RateRecord.as_view(), name="rate_record"),
    path(f"{LINE}splits/record/", terms.SplitRecord.as_view(), name="split_record"),
    path(f"{LINE}deliveries/record/", terms.DeliveryRecord.as_view(), name="delivery_record"),
    path(SCHEDULES, schedule.ScheduleList.as_view(), name="schedule_list"),
    path(f"{SCHEDULES}produce/", schedule.ScheduleProduce.as_view(), name="schedule_produce"),
    path(SCHEDULE, schedule.ScheduleView.as_view(), name="schedule_view"),
    path(f"{SCHEDULE}renew/", schedule_steps.ScheduleRenew.as_view(), name="schedule_renew"),
    path(f"{SCHEDULE}freeze/", schedule_steps.ScheduleFreeze.as_view(), name="schedule_freeze"),
    path(f"{SCHEDULE}withdraw/", schedule_steps.ScheduleWithdraw.as_view(), name="schedule_withdraw"),
    path(f"{SCHEDULE}files/<str:name>/", schedule.ScheduleDownload.as_view(), name="schedule_download"),
    path(REPORTS, report.ReportList.as_view(), name="report_list"),
    path(f"{REPORTS}run/<slug:report>/", report.ReportRun.as_view(), name="report_run"),
    path(f"{REPORTS}filters/<uuid:saved>/drop/", report.FilterDrop.as_view(), name="filter_drop"),
    path(f"{REPORTS}<int:number>/", report.ReportView.as_view(), name="report_view"),
    path(f"{REPORTS}<int:number>/files/<str:name>/", report.ReportDownload.as_view(), name="report_download"),
    path(DISPUTE, ledger.LedgerView.as_view(), name="ledger_view"),
    path(f"{DISPUTE}recharge/", ledger.RechargeIssue.as_view(), name="recharge_issue"),
]
