"""Lịch hẹn của người dân: a day, a time, a name and a phone; seen, moved and cancelled by code and digits.

No address holds a code or a person: what identifies is posted, and the answer to a post is the page itself.
Nothing is read by the visitor's own authority, so that no cookie is set.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from dossiers import form_codes, offices, successors
from dossiers.appointments import booking, finding, ics, times
from dossiers.citizens import finding as catalogue
from dossiers.citizens import page
from dossiers.forms.appointments import BookingForm, LookUpForm
from dossiers.guessing import Guesses, Refusal
from dossiers.models import Appointment, OfferedProcedure, Office, Procedure
from dossiers.offices import PublicOffice
from dossiers.views.public.procedures import found_or_404
from portal import throttle
from portal.addresses import client_network
from portal.errors import DomainError
from portal.models import Unit

BOOKED, WITHIN = 5, 600
"""So many from one machine in so many seconds: a family at one phone, a kiosk; not a flood."""
LOOKED_UP = 30
DAYS = 10
"""So many days with free times are shown at once."""
LONGEST_LIST = 40
_TOO_MANY = (
    "Máy này vừa đặt nhiều lịch hẹn. Hãy đợi mười phút rồi bấm Đặt lịch hẹn lần nữa: những gì bạn gõ vẫn còn "
    "dưới đây."
)
_NO_MATCH = (
    "Mã lịch hẹn và bốn số cuối không khớp. Xem lại mã trong tin nhắn và bốn số cuối của số điện thoại đã "
    "ghi khi đặt."
)
_TOO_OFTEN = "Máy này vừa tra cứu quá nhiều lần. Xin đợi một phút rồi thử lại."
_REFUSED = {
    Refusal.PAUSE: "Vừa trả lời sai nhiều lần. Xin đợi một lúc rồi thử lại.",
    Refusal.HERE: "Máy này đã trả lời sai nhiều lần cho mã ấy. Thử lại vào ngày mai, hoặc gọi cho đơn vị.",
    Refusal.WHOLE: "Có nhiều lần trả lời sai cho mã này. Gõ cả số điện thoại đã ghi khi đặt.",
    Refusal.EVERYWHERE: "Có quá nhiều lần trả lời sai cho mã này. Thử lại vào ngày mai, hoặc gọi cho đơn vị.",
}


@login_not_required
@require_safe
def appointments(request: HttpRequest) -> HttpResponse:
    """Đặt lịch hẹn: what for; where it is not said yet, at which office."""
    office = _office(request)
    text = request.GET.get("q", "").strip()[:100]
    entries: list[catalogue.Entry] = []
    if office is not None:
        codes = set(
            times.open_procedures(office.settings, timezone.localdate()).values_list("code", flat=True)
        )
        entries = [entry for entry in catalogue.entries(office) if entry.code in codes]
    found = catalogue.find(catalogue.Asked(text=text), entries)
    context = {
        "q": text,
        "places": _places() if office is None else [],
        "is_open": bool(entries),
        "hours": page.opening_hours(office.settings) if office else [],
        "found": found[:LONGEST_LIST],
        "is_cut": len(found) > LONGEST_LIST,
    }
    return render(request, "public/appointments.html", context)


@csrf_exempt  # it reads nothing by the visitor's own authority, and so sets no cookie
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, code: str) -> HttpResponse:
    """Chọn ngày, chọn giờ, ghi tên và số điện thoại."""
    procedure, office = found_or_404(code), _office(request)
    if office is None or not _is_open(office, procedure):
        context = {"procedure": procedure, "places": _places_of(procedure)}
        return render(request, "public/appointment_none.html", context)
    if request.method == "POST":
        return _sent(request, office, procedure)
    at = finding.moment_of(request.GET.get("gio", ""))
    if at is not None and at in _times(office, procedure, timezone.localdate(at), 1):
        form = BookingForm(initial={"key": booking.CODES.new_form(), "at": request.GET["gio"]})
        context = {"procedure": procedure, "form": form, "when": finding.in_words(at)}
        return render(request, "public/appointment_person.html", context)
    choice = _Choice.of(request.GET, office.unit, procedure)
    context = {"procedure": procedure, "choice": choice, "is_gone": at is not None}
    return render(request, "public/appointment_times.html", context)


def _sent(request: HttpRequest, office: PublicOffice, procedure: Procedure) -> HttpResponse:
    form, status, when = BookingForm(request.POST), 200, ""
    if form.is_valid():
        values = form.cleaned_data
        when = finding.in_words(values["at"])
        if throttle.too_often(request, "appointment", most=BOOKED, seconds=WITHIN):
            form.add_error(None, _TOO_MANY)
            status = 429
        else:
            said = {name: values[name] for name in ("at", "name", "phone", "email")}
            try:
                made = booking.book(unit=office.unit, procedure=procedure, form_key=form.form_key, **said)
            except DomainError as error:
                form.add_error(None, error.message)
                day = timezone.localdate(values["at"])
                if values["at"] not in _times(office, procedure, day, 1):
                    form.offer_instead(_times(office, procedure, day, 7)[:LONGEST_LIST])
                    when = ""
            else:
                return _shown(request, made, done="Đã đặt lịch hẹn", is_new=True)
    elif "key" in form.errors:
        sent = request.POST.copy()
        sent["key"] = booking.CODES.new_form()
        form.data = sent
    context = {"procedure": procedure, "form": form, "when": when}
    return render(request, "public/appointment_person.html", context, status=status)


@csrf_exempt  # as above
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def appointment(request: HttpRequest) -> HttpResponse:
    """Xem, đổi, hủy lịch hẹn bằng mã và bốn số cuối; an unknown code is answered as wrong digits are."""
    form = LookUpForm(request.POST or None)
    status = 200
    if form.is_valid():
        code, digits = form.cleaned_data["ma"], form.cleaned_data["so"]
        guesses = Guesses(f"lich-hen {form_codes.plain(code)}", client_network(request))
        if throttle.too_often(request, "appointment-found", most=LOOKED_UP):
            form.add_error(None, _TOO_OFTEN)
            status = 429
        elif refusal := guesses.hear(digits):
            form.add_error("so", _REFUSED[refusal])
            status = 429
        elif (found := finding.opened(code, digits)) is None:
            guesses.wrong()
            form.add_error(None, _NO_MATCH)
        else:
            guesses.right()
            act = _ACTS.get(request.POST.get("viec", ""), _shown)
            try:
                return act(request, found)
            except DomainError as error:
                found.refresh_from_db()
                return _shown(request, found, refused=error.message)
    return render(request, "public/appointment_find.html", {"form": form}, status=status)


def _move(request: HttpRequest, found: Appointment) -> HttpResponse:
    """The days, then the times of one, then it is moved: each a button of the same form."""
    at = finding.moment_of(request.POST.get("gio", ""))
    if at is not None:
        return _shown(request, booking.move(found, at=at), done="Đã đổi giờ hẹn")
    choice = _Choice.of(request.POST, found.unit, found.procedure, without=found)
    context = {"appointment": found, "choice": choice, "when": finding.in_words(found.starts_at)}
    return render(request, "public/appointment_move.html", context)


def _cancel(request: HttpRequest, found: Appointment) -> HttpResponse:
    if "chac" in request.POST:
        return _shown(request, booking.cancel(found), done="Đã hủy lịch hẹn")
    context = {"appointment": found, "when": finding.in_words(found.starts_at)}
    return render(request, "public/appointment_cancel.html", context)


def _file(_request: HttpRequest, found: Appointment) -> HttpResponse:
    """Tệp lịch cho điện thoại."""
    office = offices.of_unit(found.unit)
    shown = page.of(found.procedure, office)
    place = ", ".join(part for part in (office.name, office.settings.address) if part)
    bring = [paper.component.name for paper in shown.papers]
    answer = HttpResponse(
        ics.calendar_file(found, place=place, bring=bring, at=timezone.now()),
        content_type="text/calendar; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="lich-hen.ics"'
    return answer


_ACTS: dict[str, Callable[[HttpRequest, Appointment], HttpResponse]] = {
    "doi": _move,
    "huy": _cancel,
    "tep": _file,
}


def _shown(
    request: HttpRequest, found: Appointment, *, done: str = "", refused: str = "", is_new: bool = False
) -> HttpResponse:
    """Lịch hẹn: when, what for, what to bring, where; and what may be done with it."""
    office = offices.of_unit(found.unit)
    context = {
        "appointment": found,
        "when": finding.in_words(found.starts_at),
        "page": page.of(found.procedure, office),
        "office_of": office,
        "done": done,
        "refused": refused,
        "is_new": is_new,
        "may_change": found.is_booked and not found.is_past,
    }
    return render(request, "public/appointment.html", context)


@dataclass(frozen=True)
class _Choice:
    """The days with free times, or the times of one; what an address or a button says of them."""

    days: list[finding.Day]
    day: finding.Day | None
    next_day: date | None

    @classmethod
    def of(
        cls, said: Any, unit: Unit, procedure: Procedure, *, without: Appointment | None = None
    ) -> "_Choice":
        today = timezone.localdate()
        wanted = finding.day_of(said.get("ngay", ""))
        if wanted is not None:
            slots = times.free_slots(unit, procedure, wanted, 1, without=without)
            if slots:
                return cls([], finding.by_day(slots)[0], None)
        first = max(finding.day_of(said.get("tu", "")) or today, today)
        days = finding.by_day(times.free_slots(unit, procedure, first, times.LONGEST, without=without))
        following_day = days[DAYS].day if len(days) > DAYS else None
        return cls(days[:DAYS], None, following_day)


def _times(office: PublicOffice, procedure: Procedure, day: date, days: int) -> list[datetime]:
    return times.free_times(unit=office.unit, procedure=procedure, first_day=day, days=days)


def _is_open(office: PublicOffice, procedure: Procedure) -> bool:
    today = timezone.localdate()
    open_now = times.open_procedures(office.settings, today)
    return not successors.is_over(procedure, today) and open_now.contains(procedure)


def _places() -> list[Unit]:
    """Những nơi nhận đặt lịch hẹn."""
    taking = set(Office.objects.filter(takes_appointments=True).values_list("unit", flat=True))
    return [unit for unit in offices.receiving() if unit.pk in taking]


def _places_of(procedure: Procedure) -> list[Unit]:
    """Of those, the ones that do so for the procedure."""
    taking = {office.unit_id: office for office in Office.objects.filter(takes_appointments=True)}
    own = {offer.unit_id: offer for offer in OfferedProcedure.objects.filter(procedure=procedure)}
    return [
        unit
        for unit in page.places(procedure)
        if unit.pk in taking and times.takes(taking[unit.pk], own.get(unit.pk))
    ]


def _office(request: HttpRequest) -> PublicOffice | None:
    return offices.meant(request.GET.get("don-vi", ""))
