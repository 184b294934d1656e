"""Đánh giá: one question on the citizen's phone or on the counter's screen; nobody signed in answers it."""

from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from dossiers import rating, rating_links
from dossiers.forms.results import RatingForm, ReasonForm
from dossiers.models.rating import Reason
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models import Role, Unit

SKIPPED = "ratings_skipped"
MOST_SKIPPED = 20
THANKED_FOR, ASKED_FOR, LOOKS_EVERY = 6, 120, 5
"""Seconds without a touch after which the counter's screen, and it alone, looks again what to show."""
REASON_ROLES = (Role.LEADER, Role.UNIT_ADMIN, Role.REFORM, Role.SUPERVISOR)
QUARTERS_BACK = 4


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """Đánh giá một hồ sơ; `man-hinh` is the counter's screen to which the page goes back by itself."""
    dossier = rating_links.dossier_of(token)
    if dossier is None:
        raise Http404
    screen = request.GET.get("man-hinh", "")
    back = _back(screen)
    refusal = rating.refusal(dossier)
    levels = rating.levels(dossier.receiving_unit)
    form = RatingForm(request.POST or None, levels=levels)
    if request.method == "POST":
        _refuse_staff(request)
        if form.is_valid():
            given = form.cleaned_data["rating"]
            try:
                rating.rate(dossier, given)
            except DomainError as error:
                refusal = error.message
            else:
                is_negative = given in rating.NEGATIVE
                return _thanks(request, screen, asks_of=dossier.receiving_unit if is_negative else None)
    context = {
        "dossier": dossier,
        "question": rating.QUESTION,
        "levels": [(level.value, label) for level, label in levels],
        "refusal": refusal,
        "form": form,
        "back": back,
        "after": ASKED_FOR,
        "is_staff": request.user.is_authenticated,
        "skip": token,
    }
    return render(request, "dossiers/rate.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def why(request: HttpRequest) -> HttpResponse:
    """Lý do chưa hài lòng, if the citizen wants to give one; opened again later it only says thanks."""
    screen = request.GET.get("man-hinh", "")
    if request.method == "GET":
        return _thanks(request, screen)
    _refuse_staff(request)
    form = ReasonForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            rating.say_why(given["ticket"], reason=Reason(given["reason"]), text=given["text"])
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            return _thanks(request, screen)
    return _thanks(request, screen, form=form)


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
        left_out = rating_links.dossier_of(request.POST.get("token", ""))
        if left_out is not None:
            request.session[SKIPPED] = [*skipped, left_out.pk][-MOST_SKIPPED:]
        return redirect("dossiers:rating-screen", token)
    dossier = rating.waiting_for(officer, skipped=skipped)
    if dossier is None or request.user.is_authenticated:
        is_staff = request.user.is_authenticated
        back = "" if is_staff else _back(token)
        context = {"is_staff": is_staff, "back": back, "after": LOOKS_EVERY}
        return render(request, "dossiers/rating_screen.html", context)
    return redirect(f"{reverse('dossiers:rate', args=[rating_links.token_of(dossier)])}?man-hinh={token}")


@role_required(*REASON_ROLES)
@require_GET
def reasons(request: OfficerRequest) -> HttpResponse:
    """Lý do chưa hài lòng trong một quý: words without dossier, name or day, from five on."""
    quarters = _quarters(timezone.localdate())
    asked = request.GET.get("quy", "")
    first = next((one for one in quarters if one.isoformat() == asked), quarters[0])
    found = rating.reasons(request.user.unit_ids(REASON_ROLES), first, _plus_months(first, 2))
    given = found or []
    counts = [(reason.label, sum(one.reason == reason for one in given)) for reason in Reason]
    context = {
        "chips": [Chip(_quarter_label(one), f"?quy={one.isoformat()}", one == first) for one in quarters],
        "is_shown": found is not None,
        "shown_from": rating.SHOWN_FROM,
        "counts": [(label, count) for label, count in counts if count],
        "said": [one for one in given if one.text],
    }
    return render(request, "dossiers/rating_reasons.html", context)


def _thanks(
    request: HttpRequest, screen: str, *, asks_of: Unit | None = None, form: ReasonForm | None = None
) -> HttpResponse:
    """The thanks; of whom it is negative it asks why, and waits longer on the counter's screen."""
    back = _back(screen)
    if asks_of is not None:
        form = ReasonForm(initial={"ticket": rating.ticket_for(asks_of)})
    action = reverse("dossiers:rating-reason") + (f"?man-hinh={screen}" if back else "")
    after = ASKED_FOR if form else THANKED_FOR
    context = {"back": back, "after": after, "form": form, "action": action, "reasons": Reason.choices}
    return render(request, "dossiers/rated.html", context)


def _back(screen: str) -> str:
    return reverse("dossiers:rating-screen", args=[screen]) if rating.officer_of(screen) else ""


def _refuse_staff(request: HttpRequest) -> None:
    if request.user.is_authenticated:
        raise PermissionDenied("Cán bộ không đánh giá thay người dân (NĐ 61/2018/NĐ-CP, Điều 27).")


def _quarters(today: date) -> list[date]:
    """The first days of this quarter and of those before it."""
    this = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    return [_plus_months(this, -3 * back) for back in range(QUARTERS_BACK + 1)]


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _quarter_label(first: date) -> str:
    return f"Quý {(first.month + 2) // 3}/{first.year}"
