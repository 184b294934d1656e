"""Nơi mã QR dẫn tới: counts the scan and sends the phone on, or says that the procedure has ended."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers import offices
from dossiers.context import Frame
from dossiers.models import PostedCode
from dossiers.posting import counting, hanging, leading
from portal import throttle

MISSES = 20
"""So many wrong addresses a minute from one machine: enough for slips of the finger, not for trying all."""


@login_not_required
@never_cache
@require_safe
def posted(request: HttpRequest, short: str) -> HttpResponse:
    """Quét một mã."""
    wanted = hanging.short_of(short)
    related = PostedCode.objects.select_related("unit", "field", "procedure__replaced_by")
    code = related.filter(short=wanted).first() if wanted else None
    if code is None:
        is_too_often = throttle.too_often(request, "posted", most=MISSES)
        status = 429 if is_too_often else 404
        return render(request, "public/posted_unknown.html", {"is_too_often": is_too_often}, status=status)
    counting.count_scan(request, code)
    led = leading.lead(code)
    if led.url:
        return HttpResponseRedirect(led.url)
    frame = Frame(request)
    if led.office is not None:
        frame.office = offices.meant(led.office.code)
    context = {"procedure": led.ended, "successor": None, "is_scanned": True, "frame": frame}
    return render(request, "public/procedure_over.html", context)
