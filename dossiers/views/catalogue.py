"""Danh mục thủ tục: for staff to check and make public."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import pace, publishing
from dossiers.citizens import counting
from dossiers.forms.catalogue import CatalogueFilters, PauseRuleForm, PublishingForm
from dossiers.models import Procedure
from dossiers.revisions import keeping
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role
from portal.models.user import FIGURE_ROLES

READERS = (*FIGURE_ROLES, Role.SYSTEM_ADMIN)
PUBLISHERS = (Role.UNIT_ADMIN, Role.REFORM)
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
    """Một thủ tục as the catalogue has it, with what it rests on; publishers confirm or withdraw it."""
    found = get_object_or_404(Procedure.objects.for_pages(), code=code)
    may_publish = request.user.has_role(*PUBLISHERS)
    form = PublishingForm(request.POST or None)
    if request.method == "POST" and may_publish and form.is_valid():
        try:
            act = {"confirm": publishing.confirm, "withdraw": publishing.withdraw}[form.cleaned_data["act"]]
            act(found, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, form.done.format(code=found.code))
            return redirect("dossiers:procedure", code=found.code)
    context = {
        "procedure": found,
        "form": form,
        "may_publish": may_publish,
        "facts": _facts(found),
        "pace": pace.of(found, user=request.user, today=timezone.localdate()),
        "standing": publication(found),
        "opinions": counting.opinions(found, request.user.readable_unit_ids),
        "rule_form": PauseRuleForm(initial={"pause_rule": found.pause_rule}),
    }
    return render(request, "dossiers/procedure.html", context)


@role_required(*PUBLISHERS)
@require_POST
def pause_rule(request: OfficerRequest, code: str) -> HttpResponse:
    """Cách tính lại hạn of this procedure."""
    found = get_object_or_404(Procedure, code=code)
    form = PauseRuleForm(request.POST)
    if form.is_valid():
        publishing.set_pause_rule(found, rule=form.cleaned_data["pause_rule"], by=request.user)
        messages.success(request, f"Đã lưu cách tính lại hạn của thủ tục {found.code}.")
    else:
        messages.error(request, "Chọn một trong các cách tính lại hạn.")
    return redirect("dossiers:procedure", code=found.code)


def publication(found: Procedure) -> str:
    """Công khai hay chưa, in words."""
    if found.is_published:
        return "Đang công khai, đơn vị đã xác nhận" if found.confirmed_by_office else "Đang công khai"
    return "Chưa công khai, chờ đơn vị xác nhận"


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
