"""Pages on which an office is run: hours and days, settings, offered procedures, staff, reorganisation."""

from django.urls import path

from dossiers.views.office import calendar, settings

urlpatterns = [
    path("quan-tri/lich/", calendar.calendar_days, name="calendar-days"),
    path("quan-tri/lich/<int:pk>/bo/", calendar.remove_day, name="calendar-day-remove"),
    path("quan-tri/don-vi/thiet-lap/", settings.office_list, name="office-list"),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/", settings.office, name="office"),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/gio-lam-viec/", settings.office_hours, name="office-hours"),
    path(
        "quan-tri/don-vi/thiet-lap/<int:pk>/muc/<slug:slug>/",
        settings.office_section,
        name="office-section",
    ),
]
