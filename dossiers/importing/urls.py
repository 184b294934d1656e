"""Trang nhập bảng tính, below `ho-so/nhap/` and inside the names of the dossiers app."""

from django.urls import path

from dossiers.views import importing

urlpatterns = [
    path("", importing.import_list, name="import-list"),
    path("tai-len/", importing.upload, name="import-upload"),
    path("mau/", importing.template, name="import-template"),
    path("<uuid:key>/", importing.show, name="import-batch"),
    path("<uuid:key>/tien-do/", importing.progress, name="import-progress"),
    path("<uuid:key>/xac-nhan/", importing.confirm, name="import-confirm"),
    path("<uuid:key>/bo/", importing.cancel, name="import-cancel"),
    path("<uuid:key>/bi-tu-choi/", importing.refused, name="import-refused"),
]
