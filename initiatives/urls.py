"""Pages of this app."""

from django.urls import include, path

from initiatives.views import listing, showing, writing

app_name = "initiatives"
urlpatterns = [
    path("sang-kien/", listing.initiative_list, name="list"),
    path("sang-kien/excel/", listing.export, name="export"),
    path("sang-kien/moi/", writing.begin, name="begin"),
    path("sang-kien/tep/<int:pk>/", showing.attachment, name="attachment"),
    path("sang-kien/tep/<int:pk>/bo/", writing.remove_file, name="remove-file"),
    path("", include("initiatives.views.teams.urls")),
    path("", include("initiatives.views.appraisal.urls")),
    path("sang-kien/<int:pk>/", showing.initiative, name="initiative"),
    path("sang-kien/<int:pk>/viet/", writing.write, name="write"),
    path("sang-kien/<int:pk>/giu/", writing.keep, name="keep"),
    path("sang-kien/<int:pk>/tep/", writing.files, name="files"),
    path("sang-kien/<int:pk>/xoa/", writing.delete, name="delete"),
    path("sang-kien/<int:pk>/buoc/<slug:word>/", showing.move, name="move"),
]
