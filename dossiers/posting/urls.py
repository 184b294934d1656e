"""Pages of posted codes."""

from django.urls import path

from dossiers.views import posting

urlpatterns = [
    path("thu-tuc/ma-qr/", posting.posted_codes, name="posted-codes"),
    path("thu-tuc/ma-qr/thong-ke/", posting.scan_statistics, name="scan-statistics"),
    path("thu-tuc/ma-qr/<str:short>/", posting.posted_code, name="posted-code"),
    path("thu-tuc/ma-qr/<str:short>/go/", posting.posted_code_hang, name="posted-code-hang"),
    path("thu-tuc/ma-qr/<str:short>/ma-qr.<str:ending>", posting.posted_picture, name="posted-picture"),
]
