"""Màn hình gọi số: the office's television, signed in to nothing; a small script asks for news."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from json import dumps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers import kiosk
from dossiers.models import TicketState
from dossiers.offices import PublicOffice
from dossiers.queueing.line import Line, last_calls


def _on_display(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the office whose signed address was opened, while it uses numbers."""

    @login_not_required
    @wraps(view)
    def inner(request: HttpRequest, screen: str) -> HttpResponse:
        office = kiosk.office_of_display(screen)
        if office is None or not office.settings.has_queue:
            raise Http404
        return view(request, screen, office)

    return inner


@require_safe
@never_cache
@_on_display
def display(request: HttpRequest, screen: str, office: PublicOffice) -> HttpResponse:
    """Số đang gọi, large; the last five; how many wait."""
    context = {"screen": screen, "office": office, "news": _news(office), "now": timezone.now()}
    return render(request, "public/queueing/display.html", context)


@require_safe
@_on_display
def news(request: HttpRequest, screen: str, office: PublicOffice) -> HttpResponse:
    """The same as JSON; 304 while nothing has happened."""
    body = dumps(_news(office), ensure_ascii=False)
    answer = HttpResponse(body, content_type="application/json")
    answer["ETag"] = etag = quote_etag(sha256(body.encode()).hexdigest()[:32])
    answer["Cache-Control"] = "private, no-cache"
    given = get_conditional_response(request, etag=etag, response=answer)
    assert given is not None
    return given


def _news(office: PublicOffice) -> dict[str, Any]:
    found = Line.of(office.unit, office=office.settings)
    calls = last_calls(office.unit, timezone.localdate(found.now))
    return {
        "calls": [
            {
                "number": one.number,
                "desk": str(one.desk),
                "call": one.call_number,
                "now": one.state == TicketState.CALLED,
            }
            for one in calls
        ],
        "waiting": len(found.waiting),
    }
