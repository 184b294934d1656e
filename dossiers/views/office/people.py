"""Cán bộ của đơn vị: who does what, who is away; fields in charge; one's own absence and delegation."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import assigning
from dossiers.forms.staff import AbsenceForm, CompetenceForm
from dossiers.models import Absence
from dossiers.views.office.settings import reached
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES, Reach
from portal.errors import DomainError
from portal.models import Role, User
from portal.workbook import CONTENT_TYPE, workbook


@role_required(*ADMIN_ROLES)
@require_GET
def staff(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bảng cán bộ: who does what, who is away today."""
    unit = reached(request, pk).unit
    rows = assigning.staff_of(unit, timezone.localdate())
    context = {"unit": unit, "rows": rows, "listed": assigning.listed_ids(unit)}
    return render(request, "dossiers/office/staff.html", context)


@role_required(*ADMIN_ROLES)
@require_POST
def list_staff(request: OfficerRequest, pk: int) -> HttpResponse:
    """Niêm yết những người được đánh dấu on the office's public page."""
    unit = reached(request, pk).unit
    ticked = {int(one) for one in request.POST.getlist("listed") if one.isdecimal() and len(one) < 18}
    count = assigning.set_listed(unit, users=ticked, by=request.user)
    messages.success(request, f"Đã ghi: {count} người được niêm yết trên trang công khai.")
    return redirect("dossiers:office-staff", pk=pk)


@role_required(*ADMIN_ROLES)
@require_GET
def public_staff(request: OfficerRequest, pk: int) -> HttpResponse:
    """Danh sách công khai (NĐ 61/2018/NĐ-CP, Điều 9 khoản 7), as an Excel file."""
    unit = reached(request, pk).unit
    rows = [
        (row["name"], row["position"], "; ".join(row["fields"]), row["phone"])
        for row in assigning.public_staff(unit, timezone.localdate())
    ]
    head = ("Họ và tên", "Chức vụ, chức danh", "Lĩnh vực công tác", "Điện thoại")
    response = HttpResponse(workbook("Cán bộ Một cửa", head, rows), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="can-bo-mot-cua.xlsx"'
    return response


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def competences(request: OfficerRequest, pk: int) -> HttpResponse:
    """Lĩnh vực phụ trách of an account, in its own unit."""
    account = get_object_or_404(Reach(request.user).accounts, pk=pk)
    if account.unit is None:
        raise Http404
    form = CompetenceForm(request.POST or None, user=account, unit=account.unit)
    if request.method == "POST" and form.is_valid():
        try:
            assigning.set_competences(account, account.unit, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi lĩnh vực phụ trách của {account}.")
            return redirect("portal:admin-account", pk=pk)
    return render(request, "dossiers/office/competences.html", {"account": account, "form": form})


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def account_absences(request: OfficerRequest, pk: int) -> HttpResponse:
    """Nghỉ, ủy quyền of an account, written by its administrator."""
    account = get_object_or_404(Reach(request.user).accounts, pk=pk)
    return _absences(request, account, "dossiers:account-absences", pk)


@role_required(*Role)
@require_http_methods(["GET", "POST"])
def own_absences(request: OfficerRequest) -> HttpResponse:
    """Nghỉ, ủy quyền của mình."""
    return _absences(request, request.user, "dossiers:own-absences")


@role_required(*Role)
@require_POST
def remove_absence(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ một lần nghỉ: one's own, or of somebody within the administrator's reach."""
    absence = get_object_or_404(Absence.objects.select_related("user__unit"), pk=pk)
    is_own = absence.user_id == request.user.pk
    if not is_own and not request.user.has_role(*ADMIN_ROLES):
        raise PermissionDenied
    if not is_own and not Reach(request.user).accounts.filter(pk=absence.user_id).exists():
        raise Http404
    assigning.remove_absence(absence, by=request.user)
    messages.success(request, f"Đã bỏ lần nghỉ {absence}.")
    if is_own:
        return redirect("dossiers:own-absences")
    return redirect("dossiers:account-absences", pk=absence.user_id)


def _absences(request: OfficerRequest, account: User, name: str, *arguments: int) -> HttpResponse:
    form = AbsenceForm(request.POST or None, user=account)
    if request.method == "POST" and form.is_valid():
        try:
            made = assigning.set_absence(account, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi: nghỉ {made}.")
            return redirect(name, *arguments)
    today = timezone.localdate()
    context = {
        "account": account,
        "form": form,
        "is_own": account.pk == request.user.pk,
        "absences": account.absences.filter(to_on__gte=today).select_related("delegate"),
        "past": account.absences.filter(to_on__lt=today).select_related("delegate").order_by("-from_on")[:20],
    }
    return render(request, "dossiers/office/absences.html", context)
