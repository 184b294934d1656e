"""Tìm thủ tục cho người dân: by words, by field, by what happens in life; all of it in the address."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dossiers import offices
from dossiers.citizens import finding
from dossiers.citizens.finding import Asked, Group

PAGE = 40
LONGEST = 100


@login_not_required
@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Thủ tục: what answers, or the ways to look for it; `?don-vi=19405` means what that unit offers."""
    office = offices.meant(request.GET.get("don-vi", ""))
    asked = _asked(request)
    offered = finding.entries(office)
    fields, events = finding.fields(offered), finding.events(offered)
    found = finding.find(asked, offered) if asked else []
    field, event = _named(fields, asked.field), _named(events, asked.event)
    context = {
        "asked": asked,
        "field": field,
        "event": event,
        "title": event.name if event else field.name if field else "Thủ tục hành chính",
        "page_obj": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "count": len(found),
        "fields": fields,
        "events": events,
        "narrowings": _narrowings(asked, office) if asked else [],
        "times": finding.TIMES,
    }
    return render(request, "public/catalogue.html", context)


def _asked(request: HttpRequest) -> Asked:
    time = request.GET.get("han", "")
    return Asked(
        text=request.GET.get("q", "").strip()[:LONGEST],
        field=request.GET.get("linh-vuc", "")[:60],
        event=request.GET.get("su-kien", "")[:40],
        is_free=request.GET.get("phi") == "mien-phi",
        time=time if time in finding.TIMES else "",
    )


def _named(groups: list[Group], code: str) -> Group | None:
    return next((group for group in groups if group.code == code), None)


def _narrowings(asked: Asked, office: offices.PublicOffice | None) -> list[tuple[str, str, bool]]:
    """Further choices as links that keep the others: label, address, whether it is chosen."""
    now = {
        "q": asked.text,
        "linh-vuc": asked.field,
        "su-kien": asked.event,
        "phi": "mien-phi" if asked.is_free else "",
        "han": asked.time,
        "don-vi": office.unit.code if office and office.is_chosen else "",
    }
    choices = [
        ("Miễn phí", "phi", "mien-phi"),
        *((label, "han", key) for key, label in finding.TIMES.items()),
    ]
    found = []
    for label, name, value in choices:
        is_chosen = now[name] == value
        then: dict[str, Any] = {**now, name: "" if is_chosen else value}
        query = urlencode({key: kept for key, kept in then.items() if kept})
        found.append((label, f"{reverse('dossiers:public-catalogue')}?{query}", is_chosen))
    return found
