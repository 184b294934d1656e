"""Pages that need no other app: start, sign-in, health, administration."""

from django.contrib.auth import views as auth
from django.urls import path, reverse_lazy

from portal.views import health, start

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("dang-nhap/", start.SignIn.as_view(), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path(
        "doi-mat-khau/",
        auth.PasswordChangeView.as_view(
            template_name="portal/password_change.html", success_url=reverse_lazy("portal:start")
        ),
        name="password-change",
    ),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
