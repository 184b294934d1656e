"""Addresses of appointments at the desk."""

from django.urls import path

from dossiers.views import appointments

urlpatterns = [
    path("ho-so/lich-hen/", appointments.appointments, name="appointments"),
    path("ho-so/lich-hen/in/", appointments.print_day, name="appointments-print"),
    path("ho-so/lich-hen/dat/", appointments.book, name="appointment-book"),
    path("ho-so/lich-hen/vuong/", appointments.displaced, name="appointments-displaced"),
    path("ho-so/lich-hen/<int:pk>/", appointments.appointment, name="appointment"),
    path("ho-so/lich-hen/<int:pk>/doi/", appointments.move, name="appointment-move"),
    path("ho-so/lich-hen/<int:pk>/huy/", appointments.cancel, name="appointment-cancel"),
    path("ho-so/lich-hen/<int:pk>/da-den/", appointments.keep, name="appointment-keep"),
    path("ho-so/lich-hen/<int:pk>/khong-den/", appointments.miss, name="appointment-miss"),
]
