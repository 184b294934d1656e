"""Trả kết quả: the page of handing over, what was handed over at once, and the day's list to be signed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import rating, rating_links, returning
from dossiers.forms.results import ReturnForm
from dossiers.models import Dossier, ReturnRecord, Slip, SlipKind
from dossiers.models.dossier import DossierQuerySet
from dossiers.moves import MOVES, MOVING_ROLES, may_move
from dossiers.printing.letterheads import head_lines
from dossiers.privacy import Veil
from dossiers.views.asking import asked_day
from portal import pdf
from portal.access import OfficerRequest, role_required
from portal.barcodes import qr
from portal.chips import Chip
from portal.errors import DomainError

PAGE = 50
ON_THE_WAY = "dang-gui"


@role_required(*MOVING_ROLES)
@require_http_methods(["GET", "POST"])
def hand_over(request: OfficerRequest, code: str) -> HttpResponse:
    """Trả kết quả: what is ready, who takes it, what is still owed."""
    visible = _visible(request)
    dossier = get_object_or_404(visible, code=code)
    if not may_move(request.user, dossier):
        raise PermissionDenied
    form = ReturnForm(request.POST or None, dossier=dossier)
    cases = [
        returning.ready(one)
        for one in returning.together(dossier, visible)[: returning.MOST_AT_ONCE]
        if may_move(request.user, one)
    ]
    wanted = set(request.POST.getlist("code")) if form.is_bound else {case.dossier.code for case in cases}
    if request.method == "POST" and form.is_valid():
        chosen = [case.dossier for case in cases if case.dossier.code in wanted]
        try:
            made = returning.hand_over(chosen, by=request.user, **form.arguments())
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã trả kết quả {', '.join(one.dossier.code for one in made)}.")
            return redirect("dossiers:returned", made[0].batch)
    context = {
        "dossier": dossier,
        "owner": Veil(request.user).owner(dossier),
        "form": form,
        "cases": [(case, not case.refusal and case.dossier.code in wanted) for case in cases],
        "refusal": "" if form.is_bound else MOVES["return-result"].refusal(dossier),
    }
    return render(request, "dossiers/return_result.html", context)


@role_required(*MOVING_ROLES)
@require_GET
def returned(request: OfficerRequest, batch: UUID) -> HttpResponse:
    """Đã trả: the papers to sign, and the rating offered to the citizen."""
    found = ReturnRecord.objects.filter(batch=batch, dossier__in=_visible(request))
    records = list(found.select_related("dossier__procedure", "handed_over_by"))
    if not records:
        return get_object_or_404(found)  # type: ignore[return-value]
    slips = _receipts_of(records)
    first = records[0].dossier
    url = rating_links.rating_url(first)
    context = {
        "records": [(record, slips.get(record.dossier_id)) for record in records],
        "first": records[0],
        "rating_code": "" if rating.refusal(first) else qr(url, label="Mã mở trang đánh giá"),
        "screen": rating.screen_path(request.user),
    }
    return render(request, "dossiers/returned.html", context)


@role_required(*MOVING_ROLES)
@require_GET
def day_list(request: OfficerRequest, form: str = "") -> HttpResponse:
    """Danh sách ký nhận trả kết quả trong ngày; what was sent and has not arrived stands above it."""
    day = asked_day(request, "ngay") or timezone.localdate()
    units = request.user.unit_ids(MOVING_ROLES)
    records = ReturnRecord.objects.filter(dossier__in=Dossier.objects.of_units(units))
    of_day = (
        records.filter(handed_over_on=day)
        .select_related("dossier__procedure", "handed_over_by")
        .prefetch_related("dossier__results")
        .order_by("handed_over_at", "pk")
    )
    context: dict[str, Any] = {"day": day, "unit": request.user.unit, "by": request.user}
    if form:
        context["records"] = list(of_day)
        unit = request.user.unit
        context["office_lines"] = head_lines(unit, timezone.localdate()) if unit else ("", "")
        css = ["@page { size: A4 landscape; margin: 15mm 12mm; }"]
        content = pdf.html_to_pdf(render_to_string("print/return_list.html", context), css=css)
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="ky-nhan-ket-qua-{day:%Y%m%d}.pdf"'
        return answer
    on_the_way = records.filter(arrived_at=None).select_related("dossier__procedure")
    sent = request.GET.get("xem") == ON_THE_WAY
    page = Paginator(on_the_way.order_by("handed_over_at", "pk") if sent else of_day, PAGE)
    context |= {
        "page_obj": page.get_page(request.GET.get("page")),
        "shows_sent": sent,
        "chips": [
            Chip("Trả trong ngày", f"?ngay={day:%Y-%m-%d}", not sent, of_day.count()),
            Chip("Đã gửi, chưa nhận", f"?xem={ON_THE_WAY}", sent, on_the_way.count()),
        ],
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "today": timezone.localdate(),
    }
    return render(request, "dossiers/return_list.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def arrived(request: OfficerRequest, code: str) -> HttpResponse:
    """Người dân đã nhận kết quả gửi đến."""
    dossier = get_object_or_404(_visible(request), code=code)
    if not may_move(request.user, dossier):
        raise PermissionDenied
    record = get_object_or_404(ReturnRecord, dossier=dossier)
    returning.arrived(record, by=request.user)
    messages.success(request, f"Đã ghi: người dân đã nhận kết quả hồ sơ {dossier.code}.")
    return redirect("dossiers:return-list")


def _receipts_of(records: list[ReturnRecord]) -> dict[int | None, int]:
    """The receipt of return of each dossier, to be printed and signed."""
    issued = Slip.objects.filter(
        dossier__in=[record.dossier_id for record in records], kind=SlipKind.RETURN_RECEIPT
    )
    return dict(issued.order_by("pk").values_list("dossier_id", "pk"))


def _visible(request: OfficerRequest) -> DossierQuerySet:
    return Dossier.objects.visible_to(request.user).select_related(
        "procedure", "receiving_unit", "resolving_unit"
    )
