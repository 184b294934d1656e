"""Lịch hẹn ở quầy: the day and the week, one appointment, and each thing done with it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dossiers import office_hours, schedule
from dossiers.appointments import booking, desk, finding, standing, times
from dossiers.appointments.status import AppointmentState
from dossiers.forms.appointments import CancelForm, DeskForm, MoveForm
from dossiers.models import Appointment, AppointmentEvent, Office, Procedure
from dossiers.models.appointment import AppointmentQuerySet
from dossiers.moves import MOVING_ROLES
from dossiers.printing.letterheads import head_lines
from portal import audit, pdf
from portal.access import OfficerRequest, role_required
from portal.chips import Chip
from portal.errors import DomainError
from portal.models import Role, Unit

PAGE = 50
DAYS = 10
"""So many days with free times are offered as chips; another is asked for by its date."""
MOST_A_DAY = 20
"""So many of a day in the week's view; the day itself shows all."""
MOST_FOUND = 12


@dataclass(frozen=True)
class Column:
    """Một ngày của tuần."""

    day: date
    name: str
    is_today: bool
    closed: str
    lines: list[Appointment]
    more: int


@role_required(*desk.ROLES)
@require_GET
def appointments(request: OfficerRequest) -> HttpResponse:
    """Ai đến khi nào, làm gì: a day, or the week that it is in."""
    units, today = desk.desks(request.user), timezone.localdate()
    unit, day = _unit(request, units), finding.day_of(request.GET.get("ngay", "")) or today
    if unit is None:
        return render(request, "dossiers/appointments_none.html", {"is_admin": _sets_up(request)})
    is_week = request.GET.get("xem") == "tuan"
    first = day - timedelta(days=day.weekday()) if is_week else day
    last = first + timedelta(days=6) if is_week else day
    found = desk.visible_to(request.user).filter(unit=unit).select_related("procedure")
    shown = desk.on_days(found, first, last)
    days = schedule.office_calendar(unit)
    step = timedelta(days=7 if is_week else 1)
    context = {
        "unit": unit,
        "day": day,
        "title": f"Tuần {first:%d/%m} – {last:%d/%m/%Y}" if is_week else finding.day_name(day),
        "closed": "" if is_week else _closed(days.day_kind(day)),
        "is_week": is_week,
        "counts": [(state, count) for state, count in desk.counts(shown).items() if count],
        "recent": desk.counts(desk.on_days(found, today - timedelta(days=desk.RECENT), today)),
        "displaced": len(standing.displaced([unit.pk])),
        "chips": [
            Chip("Ngày", _address(unit, day, week=False), not is_week),
            Chip("Tuần", _address(unit, day, week=True), is_week),
        ],
        "unit_chips": [Chip(one.name, _address(one, day, week=is_week), one == unit) for one in units],
        "before": _address(unit, day - step, week=is_week),
        "after": _address(unit, day + step, week=is_week),
        "now": _address(unit, today, week=is_week),
        "columns": _columns(list(shown), first, last, days) if is_week else [],
        "page_obj": Paginator(shown, PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "dossiers/appointments.html", context)


@role_required(*desk.ROLES)
@require_GET
def print_day(request: OfficerRequest) -> HttpResponse:
    """Danh sách người hẹn trong ngày, on paper: for the one at the door. It shows phones, so it is logged."""
    unit, day = _unit(request, desk.desks(request.user)), finding.day_of(request.GET.get("ngay", ""))
    if unit is None:
        return redirect("dossiers:appointments")
    day = day or timezone.localdate()
    coming = desk.on_days(desk.visible_to(request.user).filter(unit=unit), day, day)
    lines = coming.exclude(state=AppointmentState.CANCELLED).select_related("procedure")
    context = {
        "unit": unit,
        "title": finding.day_name(day),
        "lines": list(lines),
        "by": request.user,
        "now": timezone.now(),
        "office_lines": head_lines(unit, timezone.localdate()),
    }
    css = ["@page { size: A4 landscape; margin: 15mm 12mm; }"]
    content = pdf.html_to_pdf(render_to_string("print/appointments.html", context), css=css)
    audit.record("appointment.printed", by=request.user, target=unit, unit=unit, day=day.isoformat())
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="lich-hen-{day:%Y%m%d}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@role_required(*desk.ROLES)
@require_GET
def appointment(request: OfficerRequest, pk: int) -> HttpResponse:
    """Một lịch hẹn. Opening it is logged: it shows the person in full."""
    found = _found(request, pk)
    audit.record("appointment.opened", by=request.user, target=found, unit=found.unit)
    context = {
        "appointment": found,
        "when": finding.in_words(found.starts_at),
        "offers": desk.offers(found, request.user),
        "dossier": desk.dossier_of(found, request.user),
        "advance": desk.advance_of(found, request.user),
        "history": [(event, _words(event)) for event in reversed(found.events.all())],
    }
    return render(request, "dossiers/appointment.html", context)


@role_required(*desk.ROLES)
@require_http_methods(["GET", "POST"])
def book(request: OfficerRequest) -> HttpResponse:
    """Đặt hộ qua điện thoại: what for, the day, then the time and the person."""
    unit = _unit(request, [one for one in desk.desks(request.user) if Office.of(one).takes_appointments])
    if unit is None:
        return redirect("dossiers:appointments")
    offered = Procedure.objects.offered_by(unit).valid_on(timezone.localdate())
    procedure = offered.filter(code=request.GET.get("thu-tuc", "")).first()
    find = request.GET.get("tim", "").strip()[:100]
    context = {
        "unit": unit,
        "procedure": procedure,
        "find": find,
        "found": list(offered.matching(find).for_lists()[:MOST_FOUND]) if find else [],
    }
    if procedure is None:
        return render(request, "dossiers/appointment_book.html", context)
    choice = _Choice.of(request, unit, procedure)
    form = DeskForm(request.POST or None, moments=choice.moments, initial={"key": booking.CODES.new_form()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        said = {name: values[name] for name in ("at", "name", "phone", "email")}
        try:
            made = booking.book(
                unit=unit, procedure=procedure, form_key=values["key"], by=request.user, **said
            )
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            when = finding.in_words(made.starts_at)
            messages.success(request, f"Đã đặt lịch hẹn {when}. Đọc mã cho người hẹn: {made.code}.")
            return redirect(made)
    return render(request, "dossiers/appointment_book.html", context | {"form": form, "choice": choice})


@role_required(*desk.ROLES)
@require_http_methods(["GET", "POST"])
def move(request: OfficerRequest, pk: int) -> HttpResponse:
    """Đổi giờ hẹn, told to the person."""
    found = _found(request, pk)
    choice = _Choice.of(request, found.unit, found.procedure, without=found)
    form = MoveForm(request.POST or None, moments=choice.moments)
    if request.method == "POST" and form.is_valid():
        try:
            moved = booking.move(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã đổi sang {finding.in_words(moved.starts_at)}.")
            return redirect(found)
    context = {
        "appointment": found,
        "when": finding.in_words(found.starts_at),
        "form": form,
        "choice": choice,
    }
    return render(request, "dossiers/appointment_move.html", context)


@role_required(*desk.ROLES)
@require_http_methods(["GET", "POST"])
def cancel(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hủy lịch hẹn, with a reason that the person is told."""
    found = _found(request, pk)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            booking.cancel(found, by=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã hủy lịch hẹn.")
            return redirect(found)
    context = {"appointment": found, "when": finding.in_words(found.starts_at), "form": form}
    return render(request, "dossiers/appointment_cancel.html", context)


@role_required(*MOVING_ROLES)
@require_POST
def keep(request: OfficerRequest, pk: int) -> HttpResponse:
    """Đã đến: on to the intake, filled with the person and the procedure."""
    found = get_object_or_404(_all(request).filter(unit__in=request.user.unit_ids(MOVING_ROLES)), pk=pk)
    if (asked := desk.advance_of(found, request.user)) is not None:
        messages.info(request, "Giấy tờ của người này đã được xem trước: bấm Tiếp nhận hồ sơ ở đây.")
        return redirect(asked)
    try:
        draft = desk.take_in(found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(found)
    if draft is None:
        messages.info(request, "Hồ sơ của lịch hẹn này đã được tiếp nhận.")
        return redirect(found)
    return redirect(f"{reverse('dossiers:intake')}?nhap={draft.key}")


@role_required(*desk.ROLES)
@require_POST
def miss(request: OfficerRequest, pk: int) -> HttpResponse:
    """Không đến."""
    found = _found(request, pk)
    try:
        booking.miss(found, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Đã ghi: không đến. Đến muộn thì bấm Đã đến.")
    return redirect(found)


@role_required(*desk.ROLES)
@require_http_methods(["GET", "POST"])
def displaced(request: OfficerRequest) -> HttpResponse:
    """Lịch hẹn vướng ngày nghỉ: each to be moved, or those ticked to be cancelled with one reason."""
    lines = standing.displaced(request.user.unit_ids(desk.ROLES))
    form = CancelForm(request.POST or None)
    ticked = [line for line in lines if str(line.pk) in request.POST.getlist("chon")]
    if request.method == "POST" and form.is_valid():
        if not ticked:
            form.add_error(None, "Đánh dấu ít nhất một lịch hẹn để hủy.")
        else:
            done = _cancel_all(request, ticked, form.cleaned_data["reason"])
            messages.success(request, f"Đã hủy {done} lịch hẹn; người hẹn được báo lý do.")
            return redirect("dossiers:appointments-displaced")
    context = {
        "page_obj": Paginator(lines, PAGE).get_page(request.GET.get("page")),
        "count": len(lines),
        "form": form,
        "ticked": [line.pk for line in ticked],
    }
    return render(request, "dossiers/appointments_displaced.html", context)


def _cancel_all(request: OfficerRequest, lines: list[Appointment], reason: str) -> int:
    """What somebody else changed meanwhile is said and left as it is."""
    done = 0
    for line in lines:
        try:
            booking.cancel(line, by=request.user, reason=reason)
        except DomainError as error:
            messages.error(request, f"{finding.in_words(line.starts_at)}: {error.message}")
        else:
            done += 1
    return done


@dataclass(frozen=True)
class _Choice:
    """The days with free times as chips, and the times of the one that is chosen."""

    chips: list[Chip]
    day: finding.Day | None

    @property
    def moments(self) -> list[datetime]:
        return [slot.starts_at for slot in self.day.slots] if self.day else []

    @classmethod
    def of(
        cls, request: OfficerRequest, unit: Unit, procedure: Procedure, *, without: Appointment | None = None
    ) -> "_Choice":
        first, asked = timezone.localdate(), request.GET.copy()
        slots = times.free_slots(unit, procedure, first, times.LONGEST, by=request.user, without=without)
        days = finding.by_day(slots)
        wanted = finding.day_of(asked.get("ngay", ""))
        chosen = next((one for one in days if one.day == wanted), next(iter(days), None))
        chips = []
        for one in days[:DAYS]:
            asked["ngay"] = str(one.day)
            chips.append(Chip(one.short_name, f"?{asked.urlencode()}", one == chosen, len(one.slots)))
        return cls(chips, chosen)


def _columns(
    lines: list[Appointment], first: date, last: date, days: office_hours.WorkingCalendar
) -> list[Column]:
    """Days of the week; those on which nobody works only where somebody has an appointment."""
    today = timezone.localdate()
    columns = []
    for day in office_hours.days_from(first, last):
        mine = [line for line in lines if timezone.localdate(line.starts_at) == day]
        kind = days.day_kind(day)
        if kind.working or mine or day.weekday() < 5:
            columns.append(
                Column(
                    day,
                    finding.day_name(day),
                    day == today,
                    _closed(kind),
                    mine[:MOST_A_DAY],
                    len(mine[MOST_A_DAY:]),
                )
            )
    return columns


def _closed(kind: office_hours.DayKind) -> str:
    """`nghỉ Quốc khánh`, `nghỉ Thứ Bảy`; nothing of a day on which the office works."""
    if kind.working:
        return ""
    return kind.reason if kind.reason.startswith("nghỉ") else f"nghỉ {kind.reason}"


def _address(unit: Unit, day: date, *, week: bool) -> str:
    asked = {"ngay": str(day), "don-vi": unit.pk} | ({"xem": "tuan"} if week else {})
    return f"?{urlencode(asked)}"


def _words(event: AppointmentEvent) -> str:
    """What a line of the history adds to its sentence."""
    when = f" từ {finding.in_words(event.was_at)}" if event.was_at else ""
    what = f"{when} sang {finding.in_words(event.starts_at)}" if when else ""
    return f"{what}{f'. {event.reason}' if event.reason else ''}".strip(". ")


def _unit(request: OfficerRequest, units: list[Unit]) -> Unit | None:
    """The one that the address names, else the first of those within reach."""
    named = next((one for one in units if str(one.pk) == request.GET.get("don-vi")), None)
    return named or next(iter(units), None)


def _all(request: OfficerRequest) -> AppointmentQuerySet:
    return desk.visible_to(request.user).select_related("unit", "procedure")


def _found(request: OfficerRequest, pk: int) -> Appointment:
    return get_object_or_404(_all(request), pk=pk)


def _sets_up(request: OfficerRequest) -> bool:
    return request.user.has_role(Role.UNIT_ADMIN)
