"""Đơn giản hóa thủ tục: proposals with what they cut, dossiers since, days saved for citizens."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import simplifying
from dossiers.models import Simplification
from dossiers.models.simplification import PROPOSERS
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, UnitKind, User
from portal.models.user import FIGURE_ROLES
from reports.forms.simplification import SimplificationForm
from reports.letterhead import REPORTING_KINDS
from reports.simplified import effects

PAGE = 50
_COLUMNS = ("summary", "days_cut", "papers_cut", "fee_cut", "decision_number", "decision_on", "from_on")


@role_required(*FIGURE_ROLES)
@require_GET
def simplification_list(request: OfficerRequest) -> HttpResponse:
    """Danh sách phương án; the sums are of all, not of the page."""
    user, today = request.user, timezone.localdate()
    found = Simplification.objects.visible_to(user).select_related("unit", "procedure__field")
    rows = effects(found, today=today, tree=user.tree)
    context = {
        "page_obj": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "dossiers": sum(row.dossiers or 0 for row in rows),
        "days_saved": sum(row.days_saved or 0 for row in rows),
        "money_saved": sum(row.money_saved or 0 for row in rows),
        "may_propose": user.has_role(*PROPOSERS),
        "today": today,
    }
    return render(request, "reports/simplifications.html", context)


@role_required(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def new(request: OfficerRequest) -> HttpResponse:
    """Đề xuất phương án."""
    form = SimplificationForm(request.POST or None, units=_units(request.user))
    if form.is_valid():
        try:
            made = simplifying.propose(by=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, f"Đã ghi phương án đơn giản hóa thủ tục {made.procedure.code}.")
            return redirect("reports:simplifications")
    return render(request, "reports/simplification.html", {"form": form, "simplification": None})


@role_required(*PROPOSERS)
@require_http_methods(["GET", "POST"])
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Sửa phương án, ghi quyết định."""
    found = _writable(request.user, pk)
    initial: dict[str, Any] = {name: getattr(found, name) for name in _COLUMNS}
    form = SimplificationForm(
        request.POST or None, units=[], initial=initial | {"procedure": found.procedure.code}
    )
    if form.is_valid():
        simplifying.change(found, by=request.user, **form.cleaned_data)
        messages.success(request, "Đã ghi phương án.")
        return redirect("reports:simplifications")
    return render(request, "reports/simplification.html", {"form": form, "simplification": found})


@role_required(*PROPOSERS)
@require_POST
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Bỏ một phương án chưa có quyết định."""
    try:
        simplifying.drop(_writable(request.user, pk), by=request.user)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Đã bỏ phương án.")
    return redirect("reports:simplifications")


def _writable(user: User, pk: int) -> Simplification:
    found = Simplification.objects.writable_by(user).select_related("unit", "procedure")
    return get_object_or_404(found, pk=pk)


def _units(user: User) -> list[Unit]:
    """Living local governments that the user proposes for, the widest first."""
    today = timezone.localdate()
    units = [
        unit for unit in user.tree.pick(sorted(user.unit_ids(PROPOSERS))) if unit.kind in REPORTING_KINDS
    ]
    return sorted(
        (unit for unit in units if unit.is_valid_on(today)),
        key=lambda unit: (REPORTING_KINDS.index(UnitKind(unit.kind)), unit.code),
    )
