"""Pages of phí, lệ phí."""

from django.urls import path

from dossiers.views import fees

urlpatterns = [
    path("ho-so/<str:code>/phi/", fees.fees, name="fees"),
]
