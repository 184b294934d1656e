"""The URL map. Paths are Vietnamese without marks, names English."""

from django.urls import include, path

handler500 = "portal.views.failing.failed"
urlpatterns = [
    path("", include("portal.routes")),
    path("", include("dossiers.urls")),
    path("", include("initiatives.urls")),
    path("", include("reports.urls")),
]
