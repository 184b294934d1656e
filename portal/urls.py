"""The URL map. Paths are Vietnamese without marks, names English."""

from django.urls import include, path

urlpatterns = [
    path("", include("portal.routes")),
    path("", include("dossiers.urls")),
    path("", include("reports.urls")),
]
