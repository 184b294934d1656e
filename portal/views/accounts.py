"""Người dùng: accounts of the administrator's units, their roles, passwords, and whether they work."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal import administration
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES, Reach
from portal.errors import DomainError
from portal.forms.administration import (
    AccountFilters,
    AccountForm,
    NewAccountForm,
    PasswordForm,
    RoleForm,
)
from portal.models import User
from portal.paging import CappedPaginator

PAGE = 50


@role_required(*ADMIN_ROLES)
@require_GET
def accounts(request: OfficerRequest) -> HttpResponse:
    """Người dùng of all units within reach."""
    filters = AccountFilters(request.GET)
    text = filters.cleaned_data.get("q", "") if filters.is_valid() else ""
    found = Reach(request.user).accounts.order_by("-is_active", "full_name", "pk")
    if text:
        found = found.filter(Q(full_name__icontains=text) | Q(username__icontains=text))
    page = CappedPaginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/admin_accounts.html", {"filters": filters, "page_obj": page, "q": text})


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def new_account(request: OfficerRequest) -> HttpResponse:
    """Lập tài khoản with its first roles and password."""
    form = NewAccountForm(
        request.POST or None, reach=Reach(request.user), initial={"unit": request.user.unit_id}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = administration.open_account(by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã lập tài khoản {made.username} cho {made}.")
            return redirect("portal:admin-account", pk=made.pk)
    return render(request, "portal/admin_account_new.html", {"form": form})


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def account(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một tài khoản: what is known of it, what it may do."""
    reach, found = Reach(request.user), _found(request, pk)
    initial = {name: getattr(found, name) for name in ("full_name", "position", "phone", "email", "unit")}
    form = AccountForm(request.POST or None, reach=reach, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            administration.change_account(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã sửa thông tin của {found}.")
            return redirect("portal:admin-account", pk=found.pk)
    context = {
        "account": found,
        "form": form,
        "role_form": RoleForm(reach=reach, initial={"unit": found.unit_id}),
        "why_not": reach.why_not(found),
        "is_oneself": found.pk == request.user.pk,
    }
    return render(request, "portal/admin_account.html", context)


@role_required(*ADMIN_ROLES)
@require_POST
def give_role(request: OfficerRequest, pk: int) -> HttpResponse:
    """Giao vai trò."""
    found, form = _found(request, pk), RoleForm(request.POST, reach=Reach(request.user))
    if form.is_valid():
        try:
            administration.give_role(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"Đã giao vai trò “{form.cleaned_data['role'].label}” cho {found}.")
    else:
        messages.error(request, "Chọn vai trò và đơn vị trong danh sách.")
    return redirect("portal:admin-account", pk=found.pk)


@role_required(*ADMIN_ROLES)
@require_POST
def take_role(request: OfficerRequest, pk: int, assignment_pk: int) -> HttpResponse:
    """Thôi giao vai trò."""
    found = _found(request, pk)
    assignment = get_object_or_404(found.assignments.select_related("user", "unit"), pk=assignment_pk)
    try:
        administration.take_role(assignment, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{found} thôi vai trò “{assignment.get_role_display()}”.")
    return redirect("portal:admin-account", pk=found.pk)


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def password(request: OfficerRequest, pk: int) -> HttpResponse:
    """Đặt mật khẩu cho một tài khoản."""
    found = _found(request, pk)
    form = PasswordForm(request.POST or None, account=found)
    if request.method == "POST" and form.is_valid():
        try:
            administration.set_password(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã đặt mật khẩu mới cho {found}. Nhắc họ đổi sau khi đăng nhập.")
            return redirect("portal:admin-account", pk=found.pk)
    return render(request, "portal/admin_password.html", {"account": found, "form": form})


@role_required(*ADMIN_ROLES)
@require_POST
def set_active(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ngừng hoặc mở lại một tài khoản."""
    found = _found(request, pk)
    is_active = request.POST.get("is_active") == "yes"
    try:
        administration.set_active(found, is_active=is_active, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Đã {'mở lại' if is_active else 'ngừng'} tài khoản {found.username}.")
    return redirect("portal:admin-account", pk=found.pk)


def _found(request: OfficerRequest, pk: int) -> User:
    return get_object_or_404(Reach(request.user).accounts, pk=pk)
