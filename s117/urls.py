"""The only file that includes other URLconfs."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("s117.dashboards.urls")),
    path("", include("cases.urls")),
    path("", include("assessments.urls")),
    path("", include("careplans.urls")),
    path("", include("funding.urls")),
    path("", include("s117.web.urls")),
    path("api/v1/", include("s117.api.urls")),
    path("account/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
]
