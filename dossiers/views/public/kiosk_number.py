"""Lấy số ở ki-ốt: what for, the priority groups, then the number."""

from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import form_codes
from dossiers.forms.queueing import TakeForm
from dossiers.models import Appointment, Procedure, Ticket, TicketGroup
from dossiers.offices import PublicOffice
from dossiers.queueing import showing, taking
from dossiers.views.public.kiosk import on_screen
from portal.throttle import MINUTE, too_often

MOST, WITHIN = 12, MINUTE
"""Numbers that one kiosk gives within a minute; more is a child at the screen."""
ANYTHING = "khac"
MOST_ASKED = 8
"""So many fields stand on the first screen, the others behind one more key."""
GROUPS = [group for group in TicketGroup if group != TicketGroup.NONE]


@csrf_exempt  # as all of the kiosk: it has nobody's authority to be abused
@require_http_methods(["GET", "POST"])
@on_screen
def take(request: HttpRequest, screen: str, office: PublicOffice) -> HttpResponse:
    """Lấy số: what for, then whether a priority group, then the number. One form gives one number."""
    if not office.settings.has_queue:
        raise Http404
    if request.method == "POST":
        return _give(request, screen, office)
    fields = taking.most_asked(office.unit)
    procedure = _procedure(office, request.GET.get("thu-tuc", ""))
    chosen = request.GET.get("linh-vuc", "")
    field = procedure.field if procedure else next((one for one in fields if one.code == chosen), None)
    is_chosen = field is not None or chosen == ANYTHING
    context = {
        "screen": screen,
        "office": office,
        "fields": fields if "tat-ca" in request.GET else fields[:MOST_ASKED],
        "has_more": "tat-ca" not in request.GET and len(fields) > MOST_ASKED,
        "is_chosen": is_chosen,
        "field": field,
        "procedure": procedure,
        "appointment": None,
        "asks_group": is_chosen and "uu-tien" in request.GET,
        "groups": GROUPS,
        "key": uuid4(),
        "here": request.get_full_path(),
    }
    return render(request, "public/kiosk/number.html", context)


@csrf_exempt
@require_http_methods(["GET", "POST"])
@on_screen
def appointed(request: HttpRequest, screen: str, office: PublicOffice) -> HttpResponse:
    """Tôi có lịch hẹn: by its code, scanned or typed; it says the time and nobody's name."""
    if not (office.settings.has_queue and office.settings.takes_appointments):
        raise Http404
    code = request.POST.get("hen", "")
    is_flood = bool(code) and too_often(request, "queue-appointment", most=MOST, seconds=WITHIN)
    appointment = None if is_flood else _appointment(office, code)
    context = {
        "screen": screen,
        "office": office,
        "appointment": appointment,
        "field": None,
        "procedure": None,
        "is_wrong": bool(code) and appointment is None,
        "is_flood": is_flood,
        "letters": form_codes.LETTERS,
        "groups": GROUPS,
        "key": uuid4(),
    }
    return render(request, "public/kiosk/appointed.html", context, status=429 if is_flood else 200)


def _give(request: HttpRequest, screen: str, office: PublicOffice) -> HttpResponse:
    form = TakeForm(request.POST, unit=office.unit)
    is_flood = too_often(request, "queue-take", most=MOST, seconds=WITHIN)
    if is_flood or not form.is_valid():
        context = {"screen": screen, "office": office}
        return render(request, "public/kiosk/number_not.html", context, status=429 if is_flood else 400)
    procedure = _procedure(office, request.POST.get("thu-tuc", ""))
    taken = form.cleaned_data | {"appointment": _appointment(office, request.POST.get("hen", ""))}
    ticket = taking.take(office.unit, procedure=procedure, **taken)
    return redirect("dossiers:kiosk-number", screen, ticket.word)


@require_safe
@on_screen
def taken(request: HttpRequest, screen: str, office: PublicOffice, word: str) -> HttpResponse:
    """Số của Ông/Bà, as large as the screen allows; the slip where the kiosk has a printer."""
    found = Ticket.objects.filter(unit=office.unit, day=timezone.localdate())
    ticket = get_object_or_404(found.select_related("unit", "field", "procedure", "desk"), word=word[:20])
    context = {
        "screen": screen,
        "office": office,
        "standing": showing.of(ticket),
        "code": showing.code_of(ticket),
    }
    return render(request, "public/kiosk/number_taken.html", context)


def _appointment(office: PublicOffice, code: str) -> Appointment | None:
    """Lịch hẹn hôm nay of this office that has this code, however it is typed."""
    written = form_codes.spaced(form_codes.plain(code[:40]))
    return taking.appointments_of(office.unit).filter(code=written).first() if written else None


def _procedure(office: PublicOffice, code: str) -> Procedure | None:
    if not code:
        return None
    offered = Procedure.objects.offered_by(office.unit).valid_on(timezone.localdate())
    return offered.select_related("field").filter(code=code).first()
