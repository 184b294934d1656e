"""Mã QR niêm yết: posting a code, the codes that hang, those to replace, one code, and the statistics."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers.forms.posting import DaysForm, PostForm, PrintForm
from dossiers.models import PostedCode, PostedKind, PosterPrint
from dossiers.posting import charts, hanging
from dossiers.posting.pictures import png, svg
from dossiers.posting.statistics import Statistics
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit, UnitKind
from portal.models.user import FIGURE_ROLES

PER_PAGE = 50
OFFICES = (UnitKind.PROVINCE, UnitKind.DISTRICT, UnitKind.COMMUNE, UnitKind.DIVISION)
SHELVES = {"": "Đang niêm yết", "can-thay": "Cần thay", "da-go": "Đã gỡ"}
MOST_PLACES, PRINTS = 100, 10


@role_required(*hanging.ROLES)
@require_http_methods(["GET", "POST"])
def posted_codes(request: OfficerRequest) -> HttpResponse:
    """Các mã của đơn vị, and a new one."""
    reach = request.user.unit_ids(hanging.ROLES)
    own = PostedCode.objects.filter(unit__in=reach)
    places = list(own.order_by("place").values_list("place", flat=True).distinct()[:MOST_PLACES])
    units = posting_units(request)
    initial = {"unit": request.user.unit_id}
    form = PostForm(request.POST or None, units=units, places=places, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            code = hanging.post(by=request.user, **_wanted(form))
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Mã {code.short} đã sẵn sàng để in và dán tại “{code.place}”.")
            return redirect(code)
    shelf = request.GET.get("xem", "")
    if shelf not in SHELVES:
        raise Http404
    found = {
        "": own.hanging(),
        "can-thay": own.to_replace(),
        "da-go": own.filter(taken_down_at__isnull=False),
    }
    listed = found[shelf].with_scans().with_age().select_related("unit", "field", "procedure__replaced_by")
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "shelf": shelf,
        "shelves": [(key, label, found[key].count()) for key, label in SHELVES.items()],
        "several_units": len(units) > 1,
        "units": units,
        "prints": PosterPrint.objects.filter(unit__in=reach).select_related("unit", "job")[:PRINTS],
    }
    return render(request, "dossiers/posted_codes.html", context)


@role_required(*hanging.ROLES)
@require_GET
def posted_code(request: OfficerRequest, short: str) -> HttpResponse:
    """Một mã: its picture, its address, where it hangs, how often it was scanned."""
    code = visible_code(request, short)
    days = code.days.order_by("-day")[:PER_PAGE]
    context = {"code": code, "picture": svg(code), "days": days, "form": PrintForm()}
    return render(request, "dossiers/posted_code.html", context)


@role_required(*hanging.ROLES)
@require_POST
def posted_code_hang(request: OfficerRequest, short: str) -> HttpResponse:
    """Gỡ mã, or hang it again."""
    code = visible_code(request, short)
    try:
        if request.POST.get("step") == "hang":
            hanging.hang_again(code, by=request.user)
            messages.success(request, f"Mã {code.short} đang niêm yết tại “{code.place}”.")
        else:
            hanging.take_down(code, by=request.user)
            messages.success(
                request, f"Đã ghi mã {code.short} được gỡ khỏi “{code.place}”. Địa chỉ vẫn dẫn tới nơi cũ."
            )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(code)


@role_required(*hanging.ROLES)
@require_GET
def posted_picture(request: OfficerRequest, short: str, ending: str) -> HttpResponse:
    """Tệp hình của một mã, for a sheet that the office makes itself: SVG or PNG."""
    code = visible_code(request, short)
    if ending == "svg":
        answer = HttpResponse(svg(code), content_type="image/svg+xml")
    elif ending == "png":
        answer = HttpResponse(png(code), content_type="image/png")
    else:
        raise Http404
    answer["Content-Disposition"] = f'attachment; filename="ma-qr-{code.short}.{ending}"'
    return answer


@role_required(*FIGURE_ROLES)
@require_GET
def scan_statistics(request: OfficerRequest) -> HttpResponse:
    """Thống kê lượt quét in a period."""
    form = DaysForm(request.GET or None)
    today = timezone.localdate()
    days = form.cleaned_data if form.is_valid() else {"first": today - timedelta(days=29), "last": today}
    told = Statistics(frozenset(request.user.readable_unit_ids), days["first"], days["last"])
    context = {
        "form": form,
        "told": told,
        "periods": _periods(today),
        "by_field_chart": charts.bars(
            [(line.label, line.scans) for line in told.by_field],
            name="by-field",
            title="Lượt quét theo lĩnh vực",
        ),
        "over_time_chart": charts.columns(
            [(line.label, line.scans) for line in told.over_time],
            name="over-time",
            title="Lượt quét theo thời gian",
        ),
    }
    return render(request, "dossiers/scan_statistics.html", context)


def _periods(today: date) -> list[tuple[str, date, date]]:
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    return [
        ("7 ngày", today - timedelta(days=6), today),
        ("30 ngày", today - timedelta(days=29), today),
        ("Tháng này", today.replace(day=1), today),
        ("Quý này", quarter, today),
        ("Năm nay", today.replace(month=1, day=1), today),
    ]


def _wanted(form: PostForm) -> dict[str, Any]:
    return {**form.cleaned_data, "kind": PostedKind(form.cleaned_data["kind"])}


def posting_units(request: OfficerRequest) -> list[Unit]:
    """Offices whose codes the user may post; the user's own first."""
    reach = Unit.objects.filter(pk__in=request.user.unit_ids(hanging.ROLES), kind__in=OFFICES)
    found = list(reach.valid_on(timezone.localdate()).order_by("code"))
    return sorted(found, key=lambda unit: unit.pk != request.user.unit_id)


def visible_code(request: OfficerRequest, short: str) -> PostedCode:
    related = PostedCode.objects.select_related("unit", "field", "procedure__replaced_by")
    return get_object_or_404(
        related.with_scans().with_age(), short=short, unit__in=request.user.unit_ids(hanging.ROLES)
    )  # fmt: skip
