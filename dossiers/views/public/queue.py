"""Hàng đợi của cơ quan for citizens: numbers being called, how many wait, where one's own number stands."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers import offices
from dossiers.models import Ticket
from dossiers.queueing import showing
from dossiers.queueing.line import Line, last_calls


@login_not_required
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Đang gọi số nào, bao nhiêu người chờ."""
    office = offices.meant(request.GET.get("don-vi", ""))
    if office is None or not office.settings.has_queue:
        return render(request, "public/queueing/none.html", {"office": office})
    line = Line.of(office.unit, office=office.settings)
    context = {
        "office": office,
        "calls": last_calls(office.unit, timezone.localdate(line.now)),
        "waiting": len(line.waiting),
        "about": line.wait_for(line.waiting),
        "at": line.now,
    }
    return render(request, "public/queueing/queue.html", context)


@login_not_required
@never_cache
@require_safe
def ticket(request: HttpRequest, word: str) -> HttpResponse:
    """Số của bạn: how many are before you."""
    found = get_object_or_404(
        Ticket.objects.select_related("unit", "desk", "field", "procedure"), word=word[:20]
    )
    context = {"standing": showing.of(found), "code": showing.code_of(found)}
    return render(request, "public/queueing/ticket.html", context)
