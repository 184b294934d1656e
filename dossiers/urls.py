"""Pages of this app."""

app_name = "dossiers"
urlpatterns: list[object] = []
