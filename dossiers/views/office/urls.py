"""Pages on which an office is run: hours and days, settings, offered procedures, staff, reorganisation."""

from django.urls import path

from dossiers.views.office import calendar, offers, people, reorganising, settings, work

urlpatterns = [
    path("quan-tri/lich/", calendar.calendar_days, name="calendar-days"),
    path("quan-tri/lich/<int:pk>/bo/", calendar.remove_day, name="calendar-day-remove"),
    path("quan-tri/don-vi/thiet-lap/", settings.office_list, name="office-list"),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/", settings.office, name="office"),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/gio-lam-viec/", settings.office_hours, name="office-hours"),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/thu-tuc/", offers.offers, name="office-offers"),
    path(
        "quan-tri/don-vi/thiet-lap/<int:pk>/thu-tuc/<str:code>/",
        offers.offer_terms,
        name="office-offer",
    ),
    path("quan-tri/don-vi/thiet-lap/<int:pk>/can-bo/", people.staff, name="office-staff"),
    path(
        "quan-tri/don-vi/thiet-lap/<int:pk>/can-bo/niem-yet/", people.list_staff, name="office-staff-listed"
    ),
    path(
        "quan-tri/don-vi/thiet-lap/<int:pk>/can-bo/cong-khai/",
        people.public_staff,
        name="office-public-staff",
    ),
    path("quan-tri/nguoi-dung/<int:pk>/linh-vuc/", people.competences, name="competences"),
    path("quan-tri/nguoi-dung/<int:pk>/nghi/", people.account_absences, name="account-absences"),
    path("quan-tri/don-vi/sap-xep/", reorganising.reorganising, name="reorganising"),
    path("quan-tri/viec/<int:pk>/", work.work, name="office-work"),
    path("nghi-uy-quyen/", people.own_absences, name="own-absences"),
    path("nghi-uy-quyen/<int:pk>/bo/", people.remove_absence, name="absence-remove"),
    path(
        "quan-tri/don-vi/thiet-lap/<int:pk>/muc/<slug:slug>/",
        settings.office_section,
        name="office-section",
    ),
]
