"""URLs of the reference data; full paths, included at the root."""

from django.urls import path

from s117.references import views

app_name = "references"

urlpatterns = [
    path("reference-data/", views.ReferenceList.as_view(), name="reference_list"),
    path("reference-data/send/", views.ReferenceSend.as_view(), name="reference_send"),
    path("reference-data/<uuid:file>/", views.ReferenceView.as_view(), name="reference_view"),
    path("reference-data/<uuid:file>/load/", views.ReferenceLoad.as_view(), name="reference_load"),
]
