"""Hướng dẫn nộp trực tuyến: the officer's own guides, one guide step by step, and what came of them."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from dossiers import guiding
from dossiers.forms.guiding import GuideForm
from dossiers.models import Dossier, OnlineGuide
from dossiers.moves import MOVING_ROLES
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Role

MOST_FOUND = 12
MOST_SHOWN = 50
MONTHS = 3
LISTED_FOR = 60
"""Days that a guide stays in the list which was submitted and never got into the book."""
JUDGES = (Role.LEADER, Role.UNIT_ADMIN)
"""Who sees how many each officer helped with; others see their own number."""


@role_required(*MOVING_ROLES, Role.LEADER)
@require_http_methods(["GET", "POST"])
def guides(request: OfficerRequest) -> HttpResponse:
    """Chọn thủ tục để hướng dẫn; những lần đang dở; số hồ sơ đã giúp từng tháng."""
    user = request.user
    offered = guiding.offered(user)
    if request.method == "POST":
        procedure = get_object_or_404(offered, code=request.POST.get("procedure", ""))
        return redirect(guiding.start(procedure, by=user))
    find = request.GET.get("tim", "").strip()[:100]
    units = user.unit_ids((*MOVING_ROLES, Role.LEADER)) & (
        user.tree.scope(user.unit_id) if user.unit_id else set()
    )
    sees_all = user.has_role(*JUDGES)
    context = {
        "find": find,
        "found": list(offered.matching(find).for_lists()[:MOST_FOUND]) if find else [],
        "mine": OnlineGuide.objects.of(user).open(_lately()).select_related("procedure")[:MOST_SHOWN],
        "unit": user.unit,
        "months": guiding.by_month(units, _first_month(), officer=None if sees_all else str(user)),
    }
    return render(request, "dossiers/guides.html", context)


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def guide(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Một lần hướng dẫn: what is ticked is kept; the last button opens the intake that is ready."""
    mine = OnlineGuide.objects.of(request.user).select_related("procedure")
    current = mine.filter(key=key).first()
    if current is None:  # another officer's, or dropped
        return redirect("dossiers:guides")
    dossier = Dossier.objects.visible_to(request.user).filter(intake_key=key).first()
    if request.method == "POST" and "resume" in request.POST:
        if guiding.resume(current, by=request.user):
            messages.info(
                request,
                "Phiếu nhập dở đã quá hạn giữ, phần ghi về người nộp đã xóa. Thủ tục, kênh và giấy tờ đã "
                "hướng dẫn vẫn còn: ghi lại người nộp để vào sổ.",
            )
        return redirect(f"{reverse('dossiers:intake')}?nhap={key}")
    form = GuideForm(request.POST or None, guide=current)
    if request.method == "POST" and form.is_valid():
        current = guiding.keep(current, **form.cleaned_data)
        if "finish" not in request.POST:
            messages.success(request, "Đã giữ lại.")
            return redirect(current)
        try:
            guiding.finish(current, by=request.user)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return redirect(f"{reverse('dossiers:intake')}?nhap={key}")
    context = {"guide": current, "form": form, "dossier": dossier}
    return render(request, "dossiers/guide.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def drop(request: OfficerRequest, key: UUID) -> HttpResponse:
    """Bỏ lần hướng dẫn dở."""
    found = OnlineGuide.objects.of(request.user).filter(key=key).first()
    if found is not None and guiding.drop(found):
        messages.success(request, "Đã bỏ lần hướng dẫn dở.")
    elif found is not None:
        messages.error(
            request, "Lần hướng dẫn này đã nộp xong, không bỏ được: vào sổ tiếp ở danh sách dưới đây."
        )
    return redirect("dossiers:guides")


def _lately() -> datetime:
    return timezone.now() - timedelta(days=LISTED_FOR)


def _first_month() -> date:
    """Of this month and of those before it that are shown."""
    today = timezone.localdate()
    year, month = divmod(today.year * 12 + today.month - MONTHS, 12)
    return today.replace(year=year, month=month + 1, day=1)
