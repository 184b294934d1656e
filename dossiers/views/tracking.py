"""Tra cứu hồ sơ for citizens: where the QR on a slip leads. Of a code how far it is, of a person nothing.

TT 01/2018/TT-VPCP Đ.16.2d: without signing in only the dossier's code and its progress are shown.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from dossiers.models import Dossier
from portal import throttle
from portal.text import one_line

QUESTIONS = 30
"""So many questions a minute from one machine: enough for a queue at the kiosk, too few to walk all codes."""
LONGEST_CODE = 60


@login_not_required
@require_safe
@never_cache
def tracking(request: HttpRequest) -> HttpResponse:
    """Tra cứu theo mã hồ sơ."""
    code = one_line(request.GET.get("ma", ""))[:LONGEST_CODE]
    if not code:
        return render(request, "dossiers/tracking.html", {"code": "", "status": "", "is_too_often": False})
    if throttle.too_often(request, "tracking", most=QUESTIONS):
        context = {"code": code, "status": "", "is_too_often": True}
        return render(request, "dossiers/tracking.html", context, status=429)
    found = Dossier.objects.filter(code__iexact=code).only("status").first()
    status = found.get_status_display() if found else ""
    return render(request, "dossiers/tracking.html", {"code": code, "status": status, "is_too_often": False})
