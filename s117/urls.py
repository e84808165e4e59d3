"""The only file that includes other URLconfs."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# One door: the admin site's own sign-in page would let passwords be tried without being counted or recorded.
admin.site.login = secure_admin_login(admin.site.login)

urlpatterns = [
    path("", include("s117.dashboards.urls")),
    path("", include("cases.urls")),
    path("", include("assessments.urls")),
    path("", include("careplans.urls")),
    path("", include("funding.urls")),
    path("", include("s117.journeys.urls")),
    path("", include("s117.references.urls")),
    path("", include("s117.web.urls")),
    path("api/v1/", include("s117.api.urls")),
    path("account/", include("s117.web.account_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "s117.web.errors.bad_request"
handler403 = "s117.web.errors.forbidden"
handler404 = "s117.web.errors.not_found"
handler429 = "s117.web.errors.too_many_requests"
handler500 = "s117.web.errors.server_error"
