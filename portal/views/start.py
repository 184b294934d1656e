"""The front door: citizens see what they can do here, officers sign in."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator

from portal import audit
from portal.forms import OwnPasswordForm, SignInForm
from portal.models import Role, User


@login_not_required
def start(request: HttpRequest) -> HttpResponse:
    """Citizens get the public front page; an officer goes on to the desk."""
    if request.user.is_authenticated:
        works = request.user.has_role(Role.INTAKE, Role.PROCESSING, Role.LEADER)
        return redirect("dossiers:my-work" if works else "reports:home")
    return render(request, "portal/start_public.html")


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """Đăng nhập; five failures lock the name at that address for a quarter of an hour."""

    template_name = "portal/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form: SignInForm) -> HttpResponse:  # type: ignore[override]
        response = super().form_valid(form)
        audit.record("user.signed_in", by=self.request.user, target=self.request.user)  # type: ignore[arg-type]
        return response


class ChangePassword(PasswordChangeView):
    """Đổi mật khẩu của mình; other open sessions of the account end."""

    template_name = "portal/password_change.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("portal:start")

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:  # type: ignore[override]
        response = super().form_valid(form)
        user = cast(User, self.request.user)
        audit.record("user.password_changed", by=user, target=user, unit=user.unit)
        messages.success(self.request, "Đã đổi mật khẩu. Tài khoản này ở các máy khác phải đăng nhập lại.")
        return response
