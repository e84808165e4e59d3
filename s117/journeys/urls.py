"""URLs of the journeys that span the apps; full paths, included at the root."""

from django.urls import path

from s117.journeys.views import ending, ending_decision

app_name = "journeys"

ENDING = "cases/<str:ref>/ending/"

urlpatterns = [
    path(ENDING, ending.EndingView.as_view(), name="ending_view"),
    path(f"{ENDING}request/", ending.EndingRequest.as_view(), name="ending_request"),
    path(f"{ENDING}withdraw/", ending.EndingWithdraw.as_view(), name="ending_withdraw"),
    path(f"{ENDING}sign/", ending_decision.EndingSign.as_view(), name="ending_sign"),
    path(f"{ENDING}confirm/", ending_decision.EndingConfirm.as_view(), name="ending_confirm"),
    path(f"{ENDING}reinstate/", ending_decision.EndingReinstate.as_view(), name="ending_reinstate"),
    path(
        f"{ENDING}services/<uuid:service>/move/",
        ending.EndingServiceMove.as_view(),
        name="ending_service_move",
    ),
    path(f"{ENDING}undo/", ending_decision.EndingUndo.as_view(), name="ending_undo"),
    path(f"{ENDING}notice/", ending.EndingNotice.as_view(), name="ending_notice"),
]
