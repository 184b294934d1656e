"""Thời gian chờ: for the leader, each count a link to its numbers."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from dossiers.appointments.finding import day_of
from dossiers.forms.queueing import DaysForm
from dossiers.models import TicketGroup
from dossiers.queueing.times import KINDS, Question, Times
from portal.access import OfficerRequest, role_required
from portal.formats import day_on_screen
from portal.models.user import FIGURE_ROLES

PER_PAGE = 50
MOST_DAYS = 62
_COUNTS = ("lay-so", "da-goi", "nhanh", "xong", "bo")


@role_required(*FIGURE_ROLES)
@require_GET
def waiting_times(request: OfficerRequest) -> HttpResponse:
    """Chờ bao lâu: in all, by day, hour and group."""
    form = DaysForm(request.GET or None)
    asked = _asked(request, form)
    context = {
        "form": form,
        "asked": asked,
        "whole": _line(asked, asked.in_all()),
        "most_days": MOST_DAYS,
        "tables": [
            ("Theo diện", [_line(asked, one) for one in asked.by_group()]),
            ("Theo giờ lấy số", [_line(asked, one) for one in asked.by_hour()]),
            ("Theo ngày", [_line(asked, one) for one in asked.by_day()[:MOST_DAYS]]),
        ],
    }
    return render(request, "dossiers/queueing/times.html", context)


@role_required(*FIGURE_ROLES)
@require_GET
def tickets(request: OfficerRequest) -> HttpResponse:
    """Những số đằng sau một con số: numbers only, nobody's name."""
    asked = _asked(request, DaysForm(request.GET))
    kind = request.GET.get("loai", "lay-so")
    if kind not in KINDS:
        raise Http404
    found = asked.tickets(kind, **_only(request)).select_related("field", "procedure", "desk", "unit")
    page = Paginator(found.order_by("-day", "number"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"asked": asked, "words": KINDS[kind][0], "page_obj": page, "back": _address(asked)}
    return render(request, "dossiers/queueing/tickets.html", context)


def _asked(request: OfficerRequest, form: DaysForm) -> Question:
    first, last = form.days()
    return Question(frozenset(request.user.readable_unit_ids), first, last)


def _only(request: OfficerRequest) -> dict[str, str]:
    """One day, hour or group, where the address names one that can be."""
    only = {name: value for name in ("ngay", "gio", "dien") if (value := request.GET.get(name))}
    is_hour = only.get("gio", "0").isdecimal() and len(only.get("gio", "0")) < 3
    is_day = "ngay" not in only or day_of(only["ngay"]) is not None
    if not (is_hour and is_day) or only.get("dien", TicketGroup.NONE) not in TicketGroup.values:
        raise Http404
    return only


def _line(asked: Question, times: Times) -> dict[str, object]:
    """A line of a table with the address behind each of its counts."""
    return {
        "times": times,
        "urls": {kind.replace("-", "_"): _address(asked, loai=kind, **times.only) for kind in _COUNTS},
    }


def _address(asked: Question, **words: str) -> str:
    name = "dossiers:queue-tickets" if words else "dossiers:queue-times"
    days = {"tu": day_on_screen(asked.first), "den": day_on_screen(asked.last)}
    return f"{reverse(name)}?{urlencode(days | words)}"
