"""URLs of the API, under /api/v1/."""

from django.urls import path

from s117.api.document import ApiView as ApiPage
from s117.api.document import SchemaView
from s117.api.views import CaseDetail, CaseList, PlanList, ReviewDueList, ScheduleLineList, ScheduleList

app_name = "api"
urlpatterns = [
    path("", ApiPage.as_view(), name="api_view"),
    path("schema/", SchemaView.as_view(), name="schema_view"),
    path("cases/", CaseList.as_view(), name="case_list"),
    path("cases/<str:ref>/", CaseDetail.as_view(), name="case_detail"),
    path("plans/", PlanList.as_view(), name="plan_list"),
    path("reviews-due/", ReviewDueList.as_view(), name="review_due_list"),
    path("schedules/", ScheduleList.as_view(), name="schedule_list"),
    path("schedules/<uuid:schedule>/lines/", ScheduleLineList.as_view(), name="schedule_line_list"),
]
