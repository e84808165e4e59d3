"""URLs of the journeys that span the apps; full paths, included at the root."""

from django.urls import path

from s117.journeys.views import ending, ending_decision, transfer, transfer_steps

app_name = "journeys"

TRANSFER = "transfers/<uuid:transfer>/"
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
    path("transfers/", transfer.TransferList.as_view(), name="transfer_list"),
    path("cases/<str:ref>/transfers/", transfer.TransferHistory.as_view(), name="transfer_history"),
    path("cases/<str:ref>/transfers/propose/", transfer.TransferPropose.as_view(), name="transfer_propose"),
    path(TRANSFER, transfer.TransferView.as_view(), name="transfer_view"),
    path(f"{TRANSFER}summary/", transfer.TransferPack.as_view(), name="transfer_pack"),
    path(f"{TRANSFER}accept/", transfer_steps.TransferAccept.as_view(), name="transfer_accept"),
    path(f"{TRANSFER}decline/", transfer_steps.TransferDecline.as_view(), name="transfer_decline"),
    path(f"{TRANSFER}complete/", transfer_steps.TransferComplete.as_view(), name="transfer_complete"),
    path(f"{TRANSFER}withdraw/", transfer_steps.TransferWithdraw.as_view(), name="transfer_withdraw"),
]
