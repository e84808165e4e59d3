"""URLs of the app; full paths, included at the root."""

from django.urls import path

from s117.dashboards.views.audit import AccessReport, AuditDownload, AuditView
from s117.dashboards.views.case import CaseView, TimelineView
from s117.dashboards.views.caseload import CaseloadView
from s117.dashboards.views.finance import FinanceView
from s117.dashboards.views.home import HomeView, WorkList
from s117.dashboards.views.manager import ManagerView, MeasureDownload, MeasureList

app_name = "dashboards"
urlpatterns = [
    path("", HomeView.as_view(), name="home_view"),
    path("work/<slug:kind>/", WorkList.as_view(), name="work_list"),
    path("caseload/", CaseloadView.as_view(), name="caseload_view"),
    path("cases/<str:ref>/", CaseView.as_view(), name="case_view"),
    path("cases/<str:ref>/timeline/", TimelineView.as_view(), name="timeline_view"),
    path("cases/<str:ref>/who-looked/", AccessReport.as_view(), name="access_report"),
    path("audit/", AuditView.as_view(), name="audit_view"),
    path("audit/download/", AuditDownload.as_view(), name="audit_download"),
    path("manager/", ManagerView.as_view(), name="manager_view"),
    path("manager/<slug:measure>/", MeasureList.as_view(), name="measure_list"),
    path("manager/<slug:measure>/download/", MeasureDownload.as_view(), name="measure_download"),
    path("finance/", FinanceView.as_view(), name="finance_view"),
]
