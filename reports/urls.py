"""Pages that show figures: the staff home, the figures and their records, the reports."""

from django.urls import path

from reports.views import figures, home, records

app_name = "reports"
urlpatterns = [
    path("ban-lam-viec/", home.home, name="home"),
    path("bao-cao/so-lieu/", figures.figures, name="figures"),
    path("bao-cao/so-lieu/ho-so/", records.records, name="records"),
]
