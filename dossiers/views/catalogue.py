"""Danh mục thủ tục: for staff to read; a unit says here whether it takes a procedure in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import offering, pace
from dossiers.citizens import counting
from dossiers.citizens import keeping as citizens_keeping
from dossiers.forms.catalogue import CatalogueFilters, OfferForm, PauseRuleForm
from dossiers.models import Procedure
from dossiers.revisions import keeping, pausing
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit
from portal.models.user import FIGURE_ROLES

READERS = (*FIGURE_ROLES, Role.SYSTEM_ADMIN)
PAGE = 50


@role_required(*READERS)
@require_GET
def catalogue(request: OfficerRequest) -> HttpResponse:
    """Danh mục: every procedure, those not public too."""
    filters = CatalogueFilters(request.GET)
    found = filters.narrow(Procedure.objects.all())
    page = Paginator(found.for_lists(), PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "page_obj": page,
        "is_filtered": any(filters.chosen.values()),
        "is_keeper": keeping.is_keeper(request.user),
        "confirms": request.user.has_role(Role.UNIT_ADMIN),
    }
    return render(request, "dossiers/catalogue.html", context)


@role_required(*READERS)
@require_http_methods(["GET", "POST"])
def procedure(request: OfficerRequest, code: str) -> HttpResponse:
    """Một thủ tục as the catalogue has it, with what it rests on; a unit's administrator offers it or not."""
    found = get_object_or_404(Procedure.objects.for_pages(), code=code)
    unit = offering.own_office(request.user)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and unit is not None and found.is_published and form.is_valid():
        takes = form.cleaned_data["act"] == "offer"
        try:
            offering.choose(
                unit, chosen=[found.pk] if takes else [], dropped=[] if takes else [found.pk], by=request.user
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            what = "tiếp nhận" if takes else "thôi tiếp nhận"
            messages.success(request, f"Đã ghi: {unit.name} {what} thủ tục {found.code}.")
            return redirect("dossiers:procedure", code=found.code)
    context = {
        "procedure": found,
        "form": form,
        "own_unit": unit,
        "is_offered": unit is not None and _offers(unit, found),
        "is_keeper": keeping.is_keeper(request.user),
        "may_describe": request.user.has_role(*citizens_keeping.KEEPERS),
        "facts": _facts(found),
        "pace": pace.of(found, user=request.user, today=timezone.localdate()),
        "standing": publication(found),
        "opinions": counting.opinions(found, request.user.readable_unit_ids),
        "rule_form": PauseRuleForm(initial={"pause_rule": found.pause_rule}),
    }
    return render(request, "dossiers/procedure.html", context)


@role_required(*keeping.KEEPER_ROLES)
@require_POST
def pause_rule(request: OfficerRequest, code: str) -> HttpResponse:
    """Cách tính lại hạn of this procedure, for all offices."""
    if not keeping.is_keeper(request.user):
        raise PermissionDenied
    found = get_object_or_404(Procedure, code=code)
    form = PauseRuleForm(request.POST)
    if form.is_valid():
        pausing.set_rule(found, rule=form.cleaned_data["pause_rule"], by=request.user)
        messages.success(request, f"Đã lưu cách tính lại hạn của thủ tục {found.code}.")
    else:
        messages.error(request, "Chọn một trong các cách tính lại hạn.")
    return redirect("dossiers:procedure", code=found.code)


def publication(found: Procedure) -> str:
    """Công khai hay chưa, in words."""
    if found.valid_to is not None and found.valid_to < timezone.localdate():
        return f"Đã hết hiệu lực từ sau ngày {found.valid_to:%d/%m/%Y}"
    return "Đang công khai" if found.is_published else "Chưa công khai, chờ công bố theo quyết định"


def _offers(unit: Unit, found: Procedure) -> bool:
    return Procedure.objects.offered_by(unit).filter(pk=found.pk).exists()


def _facts(found: Procedure) -> list[tuple[str, str]]:
    decision = found.decision_number
    if found.decision_on:
        decision = f"{decision} ngày {found.decision_on:%d/%m/%Y}".strip()
    source = "Bổ sung theo quy định của pháp luật" if found.source == "general-knowledge" else found.source
    return [
        ("Mã thủ tục", found.code),
        ("Lĩnh vực", found.field.name),
        ("Mức độ dịch vụ công", found.get_service_level_display()),
        ("Thời hạn giải quyết", found.time_limit_label),
        ("Cơ quan thực hiện", found.authority or "chưa ghi"),
        ("Đối tượng", "; ".join(found.subjects) or "chưa ghi"),
        ("Kết quả", found.result or "chưa ghi"),
        ("Quyết định công bố", decision or "chưa ghi"),
        ("Mức tin cậy", found.get_confidence_display()),
        ("Nguồn", source or "chưa ghi"),
    ]
