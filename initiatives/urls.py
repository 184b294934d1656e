"""Pages of this app."""

from django.urls import path

from initiatives.views import showing

app_name = "initiatives"
urlpatterns = [
    path("sang-kien/<int:pk>/", showing.initiative, name="initiative"),
]
