"""Đánh giá: one question on the citizen's phone or on the counter's screen; nobody signed in answers it."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from dossiers import rating
from dossiers.forms.results import RatingForm
from dossiers.status import Rating
from portal.errors import DomainError

SKIPPED = "ratings_skipped"
MOST_SKIPPED = 20
THANKED_FOR, LOOKS_EVERY = 6, 5
"""Seconds: the counter's screen works by itself and without JavaScript."""


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Đánh giá một hồ sơ; `man-hinh` is the counter's screen to which the page goes back by itself."""
    dossier = rating.dossier_of(token)
    if dossier is None:
        raise Http404
    screen = request.GET.get("man-hinh", "")
    back = reverse("dossiers:rating-screen", args=[screen]) if rating.officer_of(screen) else ""
    refusal = rating.refusal(dossier)
    form = RatingForm(request.POST or None)
    if request.method == "POST":
        if request.user.is_authenticated:
            raise PermissionDenied("Cán bộ không đánh giá thay người dân (NĐ 61/2018/NĐ-CP, Điều 27).")
        if form.is_valid():
            try:
                rating.rate(dossier, form.cleaned_data["rating"])
            except DomainError as error:
                refusal = error.message
            else:
                answer = render(request, "dossiers/rated.html", {"back": back})
                if back:
                    answer["Refresh"] = f"{THANKED_FOR};url={back}"
                return answer
    context = {
        "dossier": dossier,
        "question": rating.QUESTION,
        "levels": sorted(Rating, reverse=True),
        "refusal": refusal,
        "form": form,
        "back": back,
        "is_staff": request.user.is_authenticated,
        "skip": token,
    }
    return render(request, "dossiers/rate.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Màn hình đánh giá ở quầy: waits, asks about the return just made, waits again; posting skips one."""
    officer = rating.officer_of(token)
    if officer is None:
        raise Http404
    skipped = request.session.get(SKIPPED, [])
    if request.method == "POST":
        left_out = rating.dossier_of(request.POST.get("token", ""))
        if left_out is not None:
            request.session[SKIPPED] = [*skipped, left_out.pk][-MOST_SKIPPED:]
        return redirect("dossiers:rating-screen", token)
    dossier = rating.waiting_for(officer, skipped=skipped)
    if dossier is None or request.user.is_authenticated:
        is_staff = request.user.is_authenticated
        answer = render(request, "dossiers/rating_screen.html", {"is_staff": is_staff})
        if not is_staff:
            answer["Refresh"] = str(LOOKS_EVERY)
        return answer
    return redirect(f"{reverse('dossiers:rate', args=[rating.token_of(dossier)])}?man-hinh={token}")
