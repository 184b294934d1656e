"""Trang của một thủ tục cho người dân: read, printed, shared, and the way on to submitting it online."""

import json
import re
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers import offices, successors
from dossiers.citizens import counting, drawing, page, picture, remembered, structured
from dossiers.models import Procedure, Told
from dossiers.models.procedure import ProcedureQuerySet
from dossiers.posting import counting as scans
from portal import barcodes

_PLAIN = re.compile(r"[0-9A-Za-z.\-]{1,20}")
_NOT_IN_HTML = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


@login_not_required
@require_safe
def procedure(request: HttpRequest, code: str) -> HttpResponse:
    """Một thủ tục: what to bring, how long, how much, where."""
    is_plain = _PLAIN.fullmatch(code)
    drawn = (
        drawing.once(request, f"procedure/{code}", lambda: _drawn(request, code))
        if is_plain
        else _drawn(request, code)
    )
    scans.count_page(request)
    return HttpResponse(drawn)


@login_not_required
@require_safe
def printed(request: HttpRequest, code: str) -> HttpResponse:
    """Bản in: the same on one sheet, nothing folded, with the code that leads back to the page."""
    office = _office(request)
    found = _found(code)
    if successors.is_over(found, timezone.localdate()):
        return redirect(public_path("dossiers:public-procedure", office, found.code))
    address = _whole("dossiers:public-procedure", office, found.code)
    shown = page.of(found, office)
    context = {"page": shown, "procedure": found, "address": address, "code": _qr(address)}
    return render(request, "public/procedure_print.html", context)


@login_not_required
@require_safe
def shared(request: HttpRequest, code: str) -> HttpResponse:
    """Chia sẻ: the address to copy or to show to another phone."""
    office = _office(request)
    found = _found(code)
    address = _whole("dossiers:public-procedure", office, found.code)
    return render(
        request, "public/procedure_share.html", {"procedure": found, "address": address, "code": _qr(address)}
    )


@login_not_required
@require_safe
def share_picture(request: HttpRequest, code: str) -> HttpResponse:
    """Ảnh khi chia sẻ qua Zalo, Facebook."""
    office = _office(request)
    found = _found(code)
    name = office.name if office else "Bộ phận Một cửa"
    data = remembered.remember(
        f"picture-{found.pk}-{office.unit.pk if office else ''}",
        lambda: picture.of(found.name, field=found.field.name, office=name),
    )
    return HttpResponse(data, content_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@login_not_required
@require_safe
@never_cache
def online(request: HttpRequest, code: str) -> HttpResponse:
    """Nộp trực tuyến: counts, then goes on to the address that the office or its superior has written."""
    office = _office(request)
    found = _found(code)
    address = page.of(found, office).online_address
    if not address or successors.is_over(found, timezone.localdate()):
        return render(request, "public/online_none.html", {"procedure": found})
    scans.count_online(request)
    if scans.is_by_a_person(request):
        counting.count(found, office.unit if office else None, Told.ONLINE)
    return redirect(address)


def public_path(name: str, office: offices.PublicOffice | None, *args: object) -> str:
    """The path of a public page that stays with the office of the visitor's address."""
    query = f"?{office.query}" if office and office.query else ""
    return reverse(name, args=args) + query


def found_or_404(code: str) -> Procedure:
    """The procedure of a public page: those published, and those that are over but were."""
    return _found(code)


def _found(code: str) -> Procedure:
    found = get_object_or_404(_with_successor(), code=code)
    if not found.is_published and not successors.is_over(found, timezone.localdate()):
        raise Http404
    return found


def _with_successor() -> ProcedureQuerySet:
    return Procedure.objects.for_pages().select_related("field", "replaced_by")


def _drawn(request: HttpRequest, code: str) -> bytes:
    found = _found(code)
    office = _office(request)
    if successors.is_over(found, timezone.localdate()):
        context: dict[str, Any] = {
            "procedure": found,
            "successor": successors.successor(found, timezone.localdate()),
            "is_scanned": False,
        }
        return render(request, "public/procedure_over.html", context).content
    shown = page.of(found, office)
    begins_later = found.valid_from is not None and found.valid_from > timezone.localdate()
    several = office is None or office.is_chosen
    context = {
        "page": shown,
        "procedure": found,
        "places": page.places(found) if several else [],
        "begins_on": found.valid_from if begins_later else None,
        "address": _whole("dossiers:public-procedure", office, found.code),
        "picture": _whole("dossiers:public-share-picture", office, found.code),
        "structured": _as_data(structured.service(shown, base=settings.BASE_URL)),
    }
    return render(request, "public/procedure.html", context).content


def _office(request: HttpRequest) -> offices.PublicOffice | None:
    return offices.meant(request.GET.get("don-vi", ""))


def _whole(name: str, office: offices.PublicOffice | None, *args: object) -> str:
    return f"{settings.BASE_URL}{public_path(name, office, *args)}"


def _as_data(facts: dict[str, Any]) -> SafeString:
    """JSON that can stand in a page: nothing in it ends its element."""
    return mark_safe(json.dumps(facts, ensure_ascii=False).translate(_NOT_IN_HTML))


def _qr(address: str) -> SafeString:
    return barcodes.qr(address, label="Mã QR mở trang thủ tục")
