"""Danh mục thủ tục: for staff to check and make public, for citizens to read."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from dossiers import pace, publishing
from dossiers.forms.catalogue import CatalogueFilters, PauseRuleForm, PublishingForm
from dossiers.models import Field, Procedure
from dossiers.models.procedure import ProcedureQuerySet
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role, Unit
from portal.models.user import FIGURE_ROLES

READERS = (*FIGURE_ROLES, Role.SYSTEM_ADMIN)
PUBLISHERS = (Role.UNIT_ADMIN, Role.REFORM)
PAGE = 50
MOST_FOUND = 60
"""More than a citizen reads through; the largest field has fewer."""


@role_required(*READERS)
@require_GET
def catalogue(request: OfficerRequest) -> HttpResponse:
    """Danh mục: every procedure, those not public too."""
    filters = CatalogueFilters(request.GET)
    found = filters.narrow(Procedure.objects.all())
    page = Paginator(_for_lists(found), PAGE).get_page(request.GET.get("page"))
    context = {"filters": filters, "page_obj": page, "is_filtered": any(filters.chosen.values())}
    return render(request, "dossiers/catalogue.html", context)


@role_required(*READERS)
@require_http_methods(["GET", "POST"])
def procedure(request: OfficerRequest, code: str) -> HttpResponse:
    """Một thủ tục as the catalogue has it, with what it rests on; publishers confirm or withdraw it."""
    found = get_object_or_404(_for_pages(Procedure.objects.all()), code=code)
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


@login_not_required
@require_safe
def public_catalogue(request: HttpRequest) -> HttpResponse:
    """Thủ tục for citizens: a search by a few words without accents, or the fields one by one.

    `?don-vi=19405` narrows it to what that unit offers.
    """
    unit = _unit(request.GET.get("don-vi", ""))
    public = _public(unit)
    text = request.GET.get("q", "").strip()[:100]
    field = Field.objects.filter(code=request.GET.get("linh-vuc", "")).first()
    found = public.filter(field=field) if field else public
    fields = Field.objects.filter(procedures__in=public).annotate(size=Count("procedures"))
    context = {
        "q": text,
        "unit": unit,
        "field": field,
        "found": list(_for_lists(found.matching(text))[:MOST_FOUND]) if text or field else [],
        "fields": [] if text or field else fields,
    }
    return render(request, "dossiers/public_catalogue.html", context)


@login_not_required
@require_safe
def public_procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Một thủ tục for citizens: what to bring, how long, how much, where."""
    found = get_object_or_404(_for_pages(_public()), code=code)
    return render(request, "dossiers/public_procedure.html", {"procedure": found})


def publication(found: Procedure) -> str:
    """Công khai hay chưa, in words."""
    if found.is_published:
        return "Đang công khai, đơn vị đã xác nhận" if found.confirmed_by_office else "Đang công khai"
    return "Chưa công khai, chờ đơn vị xác nhận"


def _public(unit: Unit | None = None) -> ProcedureQuerySet:
    found = Procedure.objects.offered_by(unit) if unit else Procedure.objects.published()
    return found.valid_on(timezone.localdate())


def _unit(code: str) -> Unit | None:
    """The living unit of a code; a code that names none narrows nothing."""
    return Unit.objects.filter(code=code[:20]).valid_on(timezone.localdate()).first() if code else None


def _for_lists(found: ProcedureQuerySet) -> ProcedureQuerySet:
    return found.select_related("field").defer("steps", "conditions", "legal_basis", "subjects")


def _for_pages(found: ProcedureQuerySet) -> ProcedureQuerySet:
    return found.select_related("field").prefetch_related("components", "fees", "case_types")


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
