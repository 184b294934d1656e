"""Pages that need no other app: start, sign-in, health, administration."""

from django.contrib.auth import views as auth
from django.urls import path

from portal.views import accounts, administration, health, notices, start

app_name = "portal"
urlpatterns = [
    path("", start.start, name="start"),
    path("dang-nhap/", start.SignIn.as_view(), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", start.ChangePassword.as_view(), name="password-change"),
    path("quan-tri/", administration.overview, name="admin"),
    path("quan-tri/nguoi-dung/", accounts.accounts, name="admin-accounts"),
    path("quan-tri/nguoi-dung/them/", accounts.new_account, name="admin-account-new"),
    path("quan-tri/nguoi-dung/<int:pk>/", accounts.account, name="admin-account"),
    path("quan-tri/nguoi-dung/<int:pk>/vai-tro/", accounts.give_role, name="admin-role-give"),
    path(
        "quan-tri/nguoi-dung/<int:pk>/vai-tro/<int:assignment_pk>/bo/",
        accounts.take_role,
        name="admin-role-take",
    ),
    path("quan-tri/nguoi-dung/<int:pk>/mat-khau/", accounts.password, name="admin-password"),
    path("quan-tri/nguoi-dung/<int:pk>/hoat-dong/", accounts.set_active, name="admin-active"),
    path("quan-tri/don-vi/", administration.units, name="admin-units"),
    path("quan-tri/don-vi/<int:pk>/", administration.unit, name="admin-unit"),
    path("quan-tri/nhat-ky/", administration.trail, name="admin-trail"),
    path("thong-bao/", notices.notices, name="notices"),
    path("thong-bao/mo/", notices.open_notice, name="notice-open"),
    path("thong-bao/da-doc/", notices.read_all, name="notices-read"),
    path("thong-bao/thu/", notices.mail_wish, name="notices-mail"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]
