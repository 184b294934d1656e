"""Pages of posted codes."""

from django.urls import path

from dossiers.views import posters, posting, ready_prints

urlpatterns = [
    path("thu-tuc/ma-qr/", posting.posted_codes, name="posted-codes"),
    path("thu-tuc/ma-qr/thong-ke/", posting.scan_statistics, name="scan-statistics"),
    path("thu-tuc/ma-qr/to-roi/", ready_prints.leaflet_words, name="leaflet"),
    path("thu-tuc/ma-qr/in-san/<str:what>/", ready_prints.print_ready, name="ready-print"),
    path("thu-tuc/ma-qr/in-san/<str:what>.pdf", ready_prints.ready_file, name="ready-file"),
    path("thu-tuc/ma-qr/in/", posters.print_many, name="posters-order"),
    path("thu-tuc/ma-qr/in/so/", posters.print_booklet, name="booklet-order"),
    path("thu-tuc/ma-qr/ban-in/<int:pk>/", posters.poster_print, name="poster-print"),
    path("thu-tuc/ma-qr/ban-in/<int:pk>.pdf", posters.poster_file, name="poster-file"),
    path("thu-tuc/ma-qr/<str:short>/in/", posters.print_one, name="posted-code-print"),
    path("thu-tuc/ma-qr/<str:short>/", posting.posted_code, name="posted-code"),
    path("thu-tuc/ma-qr/<str:short>/go/", posting.posted_code_hang, name="posted-code-hang"),
    path("thu-tuc/ma-qr/<str:short>/ma-qr.<str:ending>", posting.posted_picture, name="posted-picture"),
]
