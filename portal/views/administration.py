"""Quản trị: the overview, the units with their identifiers, and the audit trail."""

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from portal import administration
from portal.access import OfficerRequest, role_required
from portal.administration import ADMIN_ROLES, Reach
from portal.errors import DomainError
from portal.forms.administration import IdentifierForm, TrailFilters
from portal.models import AuditEvent, Role, Unit
from portal.paging import CappedPaginator
from portal.trail import words

PAGE = 50


@dataclass(frozen=True)
class UnitRow:
    """One unit of the tree, with how deep it hangs below the administrator's own."""

    unit: Unit
    indent: range
    is_living: bool
    successor: Unit | None


@dataclass(frozen=True)
class TrailRow:
    event: AuditEvent
    words: str


@role_required(*ADMIN_ROLES)
@require_GET
def overview(request: OfficerRequest) -> HttpResponse:
    """Quản trị: what there is to look after, in numbers."""
    reach = Reach(request.user)
    today = timezone.localdate()
    context = {
        "accounts": reach.accounts.filter(is_active=True).count(),
        "idle_accounts": reach.accounts.filter(is_active=False).count(),
        "units": reach.units.valid_on(today).count(),
        "unnamed_units": reach.units.valid_on(today).filter(identifier="", kind="commune").count(),
        "reorganises": reach.is_system_wide,
        "looks_after_one": request.user.has_role(Role.UNIT_ADMIN),
        "lines_today": reach.trail.filter(at__date=today).count(),
    }
    return render(request, "portal/admin_overview.html", context)


@role_required(*ADMIN_ROLES)
@require_GET
def units(request: OfficerRequest) -> HttpResponse:
    """Đơn vị: the tree as it was and is, with what each unit became."""
    reach, tree, today = Reach(request.user), request.user.tree, timezone.localdate()
    rows: list[UnitRow] = []

    def walk(pk: int, depth: int) -> None:
        unit = tree.units[pk]
        successor = tree.units[unit.successor_id] if unit.successor_id else None
        rows.append(UnitRow(unit, range(depth), unit.is_valid_on(today), successor))
        for child in sorted(tree.below[pk], key=lambda child: (tree.units[child].code, child)):
            walk(child, depth + 1)

    tops = [pk for pk in reach.unit_ids if tree.units[pk].parent_id not in reach.unit_ids]
    for pk in sorted(tops, key=lambda pk: (tree.units[pk].valid_to is not None, tree.units[pk].code)):
        walk(pk, 0)
    return render(request, "portal/admin_units.html", {"rows": rows})


@role_required(*ADMIN_ROLES)
@require_http_methods(["GET", "POST"])
def unit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một đơn vị: its identifier can be set; all else comes with the catalogue."""
    reach = Reach(request.user)
    if pk not in reach.unit_ids:
        raise Http404
    found = Unit.objects.select_related("parent", "successor").get(pk=pk)
    form = IdentifierForm(request.POST or None, initial={"identifier": found.identifier})
    if request.method == "POST" and form.is_valid():
        try:
            administration.identify(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã ghi mã định danh của {found.name}.")
            return redirect("portal:admin-units")
    facts = [
        ("Mã đơn vị", found.code),
        ("Loại", found.get_kind_display()),
        ("Cấp trên", found.parent.label if found.parent else "không có"),
        ("Có hiệu lực từ", f"{found.valid_from:%d/%m/%Y}" if found.valid_from else "từ trước"),
        ("Đến hết", f"{found.valid_to:%d/%m/%Y}" if found.valid_to else "nay"),
        ("Đơn vị kế thừa", found.successor.name if found.successor else "không có"),
    ]
    return render(request, "portal/admin_unit.html", {"unit": found, "form": form, "facts": facts})


@role_required(*ADMIN_ROLES)
@require_GET
def trail(request: OfficerRequest) -> HttpResponse:
    """Nhật ký: who did what, newest first; nobody can change it."""
    filters = TrailFilters(request.GET)
    chosen = filters.chosen
    lines = Reach(request.user).trail
    if text := chosen.get("q"):
        lines = lines.filter(Q(actor_name__icontains=text) | Q(target_label__icontains=text))
    if thing := chosen.get("viec"):
        lines = lines.filter(action__startswith=f"{thing}.")
    if first := chosen.get("tu"):
        lines = lines.filter(at__date__gte=first)
    if last := chosen.get("den"):
        lines = lines.filter(at__date__lte=last)
    page = CappedPaginator(lines, PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "is_filtered": any(chosen.values()),
        "page_obj": page,
        "rows": [TrailRow(event, words(event.action)) for event in page],
    }
    return render(request, "portal/admin_trail.html", context)
