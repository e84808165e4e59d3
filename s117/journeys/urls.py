"""URLs of the journeys that span the apps; full paths, included at the root."""

from django.urls import path

from s117.journeys import views

app_name = "journeys"

ENDING = "cases/<str:ref>/ending/"

urlpatterns = [
    path(ENDING, views.EndingView.as_view(), name="ending_view"),
    path(f"{ENDING}request/", views.EndingRequest.as_view(), name="ending_request"),
    path(f"{ENDING}withdraw/", views.EndingWithdraw.as_view(), name="ending_withdraw"),
    path(f"{ENDING}sign/", views.EndingSign.as_view(), name="ending_sign"),
    path(f"{ENDING}confirm/", views.EndingConfirm.as_view(), name="ending_confirm"),
    path(f"{ENDING}reinstate/", views.EndingReinstate.as_view(), name="ending_reinstate"),
    path(f"{ENDING}notice/", views.EndingNotice.as_view(), name="ending_notice"),
]
