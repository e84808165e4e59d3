"""URLs of the app; full paths, included at the root."""

from django.urls import path

from funding.views import (
    application,
    application_steps,
    budget,
    calendar,
    contract,
    contribution,
    decision,
    direct_payment,
    home,
    invoice,
    ledger,
    limit,
    line_query,
    nursing,
    package,
    panel,
    panel_documents,
    panel_steps,
    payment_run,
    refund,
    refund_steps,
    report,
    schedule,
    schedule_steps,
    terms,
    top_up,
    uplift,
)

app_name = "funding"

LINES = "cases/<str:ref>/funding/"
LINE = f"{LINES}<uuid:line>/"
SCHEDULES = "finance/schedules/"
SCHEDULE = f"{SCHEDULES}<slug:council>/<int:number>/"
DISPUTE = "cases/<str:ref>/disputes/<uuid:dispute>/ledger/"
REFUND = f"{LINES}refunds/<uuid:refund>/"
PAYMENT = f"{LINES}direct-payments/<uuid:direct_payment>/"
RUNS = "finance/direct-payments/"
RUN = f"{RUNS}<int:number>/"
REPORTS = "finance/reports/"
BUDGETS = "finance/budgets/"
UPLIFTS = "finance/uplifts/"
UPLIFT = f"{UPLIFTS}<int:number>/"
LIMITS = "finance/limits/"
CALENDAR = "finance/calendar/"
INVOICES = "finance/invoices/"
INVOICE = f"{INVOICES}<uuid:invoice>/"
QUERIES = "finance/queries/"
QUERY = f"{QUERIES}<uuid:query>/"
APPLICATIONS = f"{LINES}applications/"
APPLICATION = f"{APPLICATIONS}<int:number>/"
PANELS = "panels/"
PANEL = f"{PANELS}<slug:convenor>/<int:number>/"

urlpatterns = [
    path(LINES, package.LineList.as_view(), name="line_list"),
    path(f"{LINES}services/<uuid:service>/fund/", package.LineFund.as_view(), name="line_fund"),
    path(f"{LINE}amend/", package.LineAmend.as_view(), name="line_amend"),
    path(f"{LINE}home-difference/name/", home.HomeDifferenceName.as_view(), name="home_difference_name"),
    path(f"{LINE}contract/amend/", contract.ContractAmend.as_view(), name="contract_amend"),
    path(f"{LINE}absences/record/", contract.AbsenceRecord.as_view(), name="absence_record"),
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
    path(CALENDAR, calendar.CalendarList.as_view(), name="calendar_list"),
    path(f"{CALENDAR}record/", calendar.CalendarRecord.as_view(), name="calendar_record"),
    path(REPORTS, report.ReportList.as_view(), name="report_list"),
    path(f"{REPORTS}run/<slug:report>/", report.ReportRun.as_view(), name="report_run"),
    path(f"{REPORTS}filters/<uuid:saved>/drop/", report.FilterDrop.as_view(), name="filter_drop"),
    path(f"{REPORTS}<int:number>/", report.ReportView.as_view(), name="report_view"),
    path(f"{REPORTS}<int:number>/files/<str:name>/", report.ReportDownload.as_view(), name="report_download"),
    path(BUDGETS, budget.BudgetView.as_view(), name="budget_view"),
    path(f"{BUDGETS}record/", budget.BudgetRecord.as_view(), name="budget_record"),
    path(f"{BUDGETS}load/", budget.BudgetLoad.as_view(), name="budget_load"),
    path(UPLIFTS, uplift.UpliftList.as_view(), name="uplift_list"),
    path(f"{UPLIFTS}prepare/", uplift.UpliftPrepare.as_view(), name="uplift_prepare"),
    path(UPLIFT, uplift.UpliftView.as_view(), name="uplift_view"),
    path(f"{UPLIFT}lines/<uuid:line>/exclude/", uplift.UpliftExclude.as_view(), name="uplift_exclude"),
    path(f"{UPLIFT}lines/<uuid:line>/include/", uplift.UpliftInclude.as_view(), name="uplift_include"),
    path(f"{UPLIFT}approve/", uplift.UpliftApprove.as_view(), name="uplift_approve"),
    path(f"{UPLIFT}withdraw/", uplift.UpliftWithdraw.as_view(), name="uplift_withdraw"),
    path(f"{UPLIFT}undo/", uplift.UpliftUndo.as_view(), name="uplift_undo"),
    path(LIMITS, limit.LimitList.as_view(), name="limit_list"),
    path(f"{LIMITS}record/", limit.LimitRecord.as_view(), name="limit_record"),
    path(f"{LIMITS}<uuid:limit>/end/", limit.LimitEnd.as_view(), name="limit_end"),
    path(INVOICES, invoice.InvoiceList.as_view(), name="invoice_list"),
    path(f"{INVOICES}record/", invoice.InvoiceRecord.as_view(), name="invoice_record"),
    path(INVOICE, invoice.InvoiceView.as_view(), name="invoice_view"),
    path(f"{INVOICE}match/", invoice.InvoiceMatch.as_view(), name="invoice_match"),
    path(f"{INVOICE}lines/<uuid:line>/settle/", invoice.InvoiceSettle.as_view(), name="invoice_settle"),
    path(f"{INVOICE}approve/", invoice.InvoiceApprove.as_view(), name="invoice_approve"),
    path(f"{INVOICE}withdraw/", invoice.InvoiceWithdraw.as_view(), name="invoice_withdraw"),
    path(f"{SCHEDULE}lines/<int:line>/query/", line_query.LineQueryRaise.as_view(), name="line_query_raise"),
    path(QUERIES, line_query.LineQueryList.as_view(), name="line_query_list"),
    path(QUERY, line_query.LineQueryView.as_view(), name="line_query_view"),
    path(f"{QUERY}answer/", line_query.LineQueryAnswer.as_view(), name="line_query_answer"),
    path(f"{QUERY}close/", line_query.LineQueryClose.as_view(), name="line_query_close"),
    path(f"{QUERY}withdraw/", line_query.LineQueryWithdraw.as_view(), name="line_query_withdraw"),
    path(DISPUTE, ledger.LedgerView.as_view(), name="ledger_view"),
    path(f"{DISPUTE}recharge/", ledger.RechargeIssue.as_view(), name="recharge_issue"),
    path(APPLICATIONS, application.ApplicationList.as_view(), name="application_list"),
    path(f"{APPLICATIONS}make/", application.ApplicationMake.as_view(), name="application_make"),
    path(APPLICATION, application.ApplicationView.as_view(), name="application_view"),
    path(
        f"{APPLICATION}recommend/",
        application_steps.ApplicationRecommend.as_view(),
        name="application_recommend",
    ),
    path(
        f"{APPLICATION}resubmit/",
        application_steps.ApplicationResubmit.as_view(),
        name="application_resubmit",
    ),
    path(
        f"{APPLICATION}withdraw/",
        application_steps.ApplicationWithdraw.as_view(),
        name="application_withdraw",
    ),
    path(f"{APPLICATION}decision/record/", decision.DecisionRecord.as_view(), name="decision_record"),
    path(f"{APPLICATION}decision/sign/", decision.DecisionSign.as_view(), name="decision_sign"),
    path(f"{APPLICATION}decision/tell/", application_steps.DecisionTell.as_view(), name="decision_tell"),
    path(PANELS, panel.PanelList.as_view(), name="panel_list"),
    path(f"{PANELS}arrange/", panel.PanelArrange.as_view(), name="panel_arrange"),
    path(PANEL, panel.PanelView.as_view(), name="panel_view"),
    path(f"{PANEL}agenda/add/", panel_steps.ApplicationSchedule.as_view(), name="application_schedule"),
    path(
        f"{PANEL}agenda/<uuid:item>/remove/",
        panel_steps.ApplicationUnschedule.as_view(),
        name="application_unschedule",
    ),
    path(f"{PANEL}members/record/", panel_steps.MemberRecord.as_view(), name="member_record"),
    path(f"{PANEL}members/<uuid:member>/remove/", panel_steps.MemberRemove.as_view(), name="member_remove"),
    path(f"{PANEL}interests/record/", panel_steps.InterestRecord.as_view(), name="interest_record"),
    path(f"{PANEL}minutes/", panel_steps.PanelMinute.as_view(), name="panel_minute"),
    path(f"{PANEL}documents/", panel_documents.PanelDocuments.as_view(), name="panel_documents"),
    path(f"{PANEL}pack/", panel.PackRequest.as_view(), name="pack_request"),
    path(f"{PANEL}packs/<uuid:pack>/", panel.PackDownload.as_view(), name="pack_download"),
    path(
        f"{LINES}services/<uuid:service>/contribution/",
        contribution.ContributionRecord.as_view(),
        name="contribution_record",
    ),
    path(
        f"{LINES}contributions/<uuid:contribution>/end/",
        contribution.ContributionEnd.as_view(),
        name="contribution_end",
    ),
    path(
        f"{LINES}contributions/<uuid:contribution>/check/",
        contribution.ContributionCheck.as_view(),
        name="contribution_check",
    ),
    path(
        f"{LINES}services/<uuid:service>/charge-found/",
        contribution.ChargeFound.as_view(),
        name="charge_found",
    ),
    path(
        f"{LINE}direct-payment/record/",
        direct_payment.DirectPaymentRecord.as_view(),
        name="direct_payment_record",
    ),
    path(PAYMENT, direct_payment.DirectPaymentView.as_view(), name="direct_payment_view"),
    path(f"{PAYMENT}end/", direct_payment.DirectPaymentEnd.as_view(), name="direct_payment_end"),
    path(f"{PAYMENT}returns/record/", direct_payment.ReturnRecord.as_view(), name="return_record"),
    path(
        f"{PAYMENT}returns/<uuid:return_id>/reclaim/",
        direct_payment.ReclaimSettle.as_view(),
        name="reclaim_settle",
    ),
    path(RUNS, payment_run.PaymentRunList.as_view(), name="payment_run_list"),
    path(f"{RUNS}make/", payment_run.PaymentRunMake.as_view(), name="payment_run_make"),
    path(RUN, payment_run.PaymentRunView.as_view(), name="payment_run_view"),
    path(f"{RUN}approve/", payment_run.PaymentRunApprove.as_view(), name="payment_run_approve"),
    path(f"{RUN}withdraw/", payment_run.PaymentRunWithdraw.as_view(), name="payment_run_withdraw"),
    path(f"{LINE}nursing/record/", nursing.NursingRecord.as_view(), name="nursing_record"),
    path(f"{LINE}top-up/record/", top_up.TopUpRecord.as_view(), name="top_up_record"),
    path(f"{LINES}top-ups/<uuid:top_up>/end/", top_up.TopUpEnd.as_view(), name="top_up_end"),
    path("finance/refunds/", refund.RefundList.as_view(), name="refund_list"),
    path(f"{LINE}refund/", refund.RefundOpen.as_view(), name="refund_open"),
    path(REFUND, refund.RefundView.as_view(), name="refund_view"),
    path(f"{REFUND}letters/<uuid:document>/", refund.RefundLetter.as_view(), name="refund_letter"),
    path(f"{REFUND}approve/", refund_steps.RefundApprove.as_view(), name="refund_approve"),
    path(f"{REFUND}pay/", refund_steps.RefundPay.as_view(), name="refund_pay"),
    path(f"{REFUND}withdraw/", refund_steps.RefundWithdraw.as_view(), name="refund_withdraw"),
]
