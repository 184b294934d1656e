"""Ki-ốt: large keys, one thing at a time, nothing left of the last visitor.

The pages work alone; `kiosk.js` swaps them in place, so that no history is made, and goes back to the start
after a minute without a touch. No session, no cookie, no stored page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import kiosk
from dossiers.citizens import finding, page
from dossiers.models import Procedure
from dossiers.models.procedure import ProcedureQuerySet
from dossiers.offices import PublicOffice
from dossiers.views.tracking import answer
from portal.barcodes import qr

_View = Callable[..., HttpResponse]


def on_screen(view: Callable[..., HttpResponse]) -> _View:
    """Gives the view the office whose signed address was opened."""

    @login_not_required
    @never_cache
    @wraps(view)
    def inner(request: HttpRequest, screen: str, *args: Any, **kwargs: Any) -> HttpResponse:
        office = kiosk.office_of(screen)
        if office is None:
            raise Http404
        return view(request, screen, office, *args, **kwargs)

    return inner


@require_safe
@on_screen
def start(request: HttpRequest, screen: str, office: PublicOffice) -> HttpResponse:
    """Màn hình chờ: what one can do here."""
    return render(request, "public/kiosk/start.html", {"screen": screen, "office": office})


@csrf_exempt  # as the tracking page: it reads nothing by the visitor's own authority
@require_http_methods(["GET", "POST"])
@on_screen
def follow(request: HttpRequest, screen: str, office: PublicOffice) -> HttpResponse:
    """Tra cứu hồ sơ, by number pad or scanner."""
    given = answer(request)
    context = {"screen": screen, "office": office, "answer": given}
    return render(request, "public/kiosk/follow.html", context, status=given.status)


@require_safe
@on_screen
def procedures(
    request: HttpRequest, screen: str, office: PublicOffice, field: str = "", event: str = ""
) -> HttpResponse:
    """Tìm thủ tục: life events and fields, or the procedures of one."""
    entries = finding.entries(office)
    groups = finding.events(entries) if event else finding.fields(entries) if field else []
    chosen = next((group for group in groups if group.code == (event or field)), None)
    if chosen is None and (event or field):
        raise Http404
    context = {
        "screen": screen,
        "office": office,
        "chosen": chosen,
        "found": finding.find(finding.Asked(field=field, event=event), entries) if chosen else [],
        "events": [] if chosen else finding.events(entries),
        "fields": [] if chosen else finding.fields(entries),
    }
    return render(request, "public/kiosk/procedures.html", context)


@require_safe
@on_screen
def procedure(request: HttpRequest, screen: str, office: PublicOffice, code: str) -> HttpResponse:
    """Một thủ tục: what to bring, how long, how much; a code takes the page home on a phone."""
    found = get_object_or_404(_offered(office).for_pages(), code=code)
    address = f"{settings.BASE_URL}{reverse('dossiers:public-procedure', args=[code])}?{office.query}"
    context = {
        "screen": screen,
        "office": office,
        "procedure": found,
        "page": page.of(found, office),
        "page_code": qr(address, label="Mã mở trang thủ tục trên điện thoại"),
    }
    return render(request, "public/kiosk/procedure.html", context)


def _offered(office: PublicOffice) -> ProcedureQuerySet:
    return Procedure.objects.offered_by(office.unit).valid_on(timezone.localdate())
