"""“Trang này có ích không?”: a word about a page; nothing of whoever says it is kept."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dossiers import offices
from dossiers.citizens import counting
from dossiers.models import REASONS, Told
from dossiers.views.public.procedures import found_or_404, public_path
from portal import throttle

MOST, WITHIN = 20, 3600
"""So many words an hour from one machine: enough for the computer at the office, too few for a flood."""


# Without a session there is nothing that a foreign page could misuse; a token would need a cookie.
@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, code: str) -> HttpResponse:
    """The reasons to choose from; a choice is counted and thanked for."""
    found = found_or_404(code)
    office = offices.meant(request.GET.get("don-vi", ""))
    here = public_path("dossiers:public-opinion", office, found.code)
    context = {
        "procedure": found,
        "reasons": [(reason.value, reason.label) for reason in REASONS],
        "is_told": "cam-on" in request.GET,
        "error": "",
    }
    if request.method == "POST":
        told = request.POST.get("told", "")
        if told not in (Told.USEFUL, *REASONS):
            context["error"] = "Chọn một lý do trong danh sách, rồi gửi lại."
            return render(request, "public/opinion.html", context)
        if not throttle.too_often(request, "opinion", most=MOST, seconds=WITHIN):
            counting.count(found, office.unit if office else None, Told(told))
        return redirect(f"{here}{'&' if '?' in here else '?'}cam-on=1")
    return render(request, "public/opinion.html", context)
