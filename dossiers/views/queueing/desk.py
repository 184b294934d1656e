"""Gọi số: the screen of one desk. It is the machine that stands at a desk, so the machine remembers it."""

from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dossiers.appointments import desk as appointed
from dossiers.forms.queueing import MoveForm, TakeForm
from dossiers.models import Desk, Office, Ticket, TicketState
from dossiers.moves import MOVING_ROLES
from dossiers.queueing import calling, carrying, taking
from dossiers.queueing.line import Line, run_of
from portal.access import OfficerRequest, role_required
from portal.errors import DomainError
from portal.models import Unit

_COOKIE, _YEAR = "quay", 365 * 24 * 3600
_Press = Callable[[OfficerRequest, Desk, Ticket], str]


@role_required(*MOVING_ROLES)
@require_GET
@never_cache
def desk_screen(request: OfficerRequest) -> HttpResponse:
    """Who is here, who comes next, and one key for each step."""
    desks = _desks(request)
    desk = None if "doi" in request.GET else _own(request, desks)
    if desk is None:
        units = _units(request)
        context = {
            "desks": desks,
            "unit": request.user.unit,
            "is_on": any(Office.of(unit).has_queue for unit in units),
        }
        return render(request, "dossiers/queueing/choose.html", context)
    return render(request, "dossiers/queueing/desk.html", _context(desk))


@role_required(*MOVING_ROLES)
@require_GET
@never_cache
def line(request: OfficerRequest) -> HttpResponse:
    """Hàng đợi, the part of the screen that looks again by itself."""
    desk = _own(request, _desks(request))
    if desk is None:
        raise Http404
    return render(request, "dossiers/queueing/_line.html", _context(desk))


@role_required(*MOVING_ROLES)
@require_POST
def choose(request: OfficerRequest) -> HttpResponse:
    """Chọn quầy của máy này."""
    answer = redirect("dossiers:queue")
    desk = next((one for one in _desks(request) if str(one.pk) == request.POST.get("quay")), None)
    if desk is not None:
        answer.set_signed_cookie(
            _COOKIE, str(desk.pk), salt=_COOKIE, max_age=_YEAR, httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return answer


@role_required(*MOVING_ROLES)
@require_POST
def take(request: OfficerRequest) -> HttpResponse:
    """Lấy số cho người vừa đến."""
    desk = _wanted(request)
    form = TakeForm(request.POST, unit=desk.unit)
    if not form.is_valid():
        messages.error(request, "Chưa lấy được số: chọn lại việc và diện trong danh sách.")
        return redirect("dossiers:queue")
    try:
        ticket = taking.take(desk.unit, by=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"Số {ticket.number}: đọc cho người vừa đến, hoặc bấm vào số để in phiếu.")
    return redirect("dossiers:queue")


@role_required(*MOVING_ROLES)
@require_POST
def call_next(request: OfficerRequest) -> HttpResponse:
    """Gọi số tiếp theo; who was being served is done."""
    desk = _wanted(request)
    try:
        ticket = calling.call_next(desk, by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        words = f"Mời số {ticket.number} đến {desk}." if ticket else f"Không còn ai chờ {desk}."
        messages.info(request, words)
    return redirect("dossiers:queue")


@role_required(*MOVING_ROLES)
@require_POST
def undo(request: OfficerRequest) -> HttpResponse:
    """Hoàn tác lần bấm cuối."""
    try:
        tickets = calling.undo(_wanted(request), by=request.user)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        numbers = ", ".join(str(ticket.number) for ticket in tickets)
        messages.success(request, f"Đã hoàn tác: số {numbers} như trước.")
    return redirect("dossiers:queue")


@role_required(*MOVING_ROLES)
@require_POST
def intake(request: OfficerRequest) -> HttpResponse:
    """Mở tiếp nhận của số đang phục vụ, as often as it is left: what was typed since stands there."""
    ticket = calling.serving(request.user)
    if ticket is None:
        return redirect("dossiers:intake")
    try:
        return _to_intake(request, ticket)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("dossiers:queue")


@role_required(*MOVING_ROLES)
@require_POST
def press(request: OfficerRequest, pk: int, verb: str) -> HttpResponse:
    """Một bước của một số."""
    desk = _wanted(request)
    ticket = Ticket.objects.select_related("appointment").filter(unit=desk.unit, pk=pk).first()
    if ticket is None or verb not in _PRESSES:
        raise Http404
    try:
        messages.success(request, _PRESSES[verb](request, desk, ticket))
        if verb == "bat-dau":
            return _to_intake(request, ticket)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("dossiers:queue")


def _to_intake(request: OfficerRequest, ticket: Ticket) -> HttpResponse:
    """Mở tiếp nhận: with the procedure chosen; who has an appointment is known already."""
    if ticket.appointment is not None:
        if (asked := appointed.advance_of(ticket.appointment, request.user)) is not None:
            return redirect(asked)
        draft = appointed.take_in(ticket.appointment, by=request.user)
        if draft is not None:
            return redirect(f"{reverse('dossiers:intake')}?nhap={draft.key}")
    return redirect(f"{reverse('dossiers:intake')}{carrying.begins_with(ticket)}")


def _call(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    calling.call(ticket, desk, by=request.user)
    return f"Mời số {ticket.number} đến {desk}, gọi ngoài thứ tự."


def _call_again(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    return f"Gọi số {ticket.number} lần thứ {calling.call_again(ticket, by=request.user).calls}."


def _absent(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    calling.mark_absent(ticket, by=request.user)
    return f"Số {ticket.number} vắng mặt; quay lại thì bấm Đã quay lại."


def _back(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    calling.come_back(ticket, by=request.user, desk=desk)
    return f"Số {ticket.number} chờ tiếp, sau vài số nữa."


def _start(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    calling.start(ticket, by=request.user)
    return f"Đang phục vụ số {ticket.number}; hồ sơ tiếp nhận từ lúc này là của số ấy."


def _finish(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    calling.finish(ticket, by=request.user)
    return f"Số {ticket.number} đã xong."


def _leave(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    calling.leave(ticket, by=request.user, desk=desk)
    return f"Số {ticket.number} đã về."


def _move(request: OfficerRequest, desk: Desk, ticket: Ticket) -> str:
    form = MoveForm(request.POST, unit=desk.unit, here=desk)
    if not form.is_valid():
        raise DomainError("Quầy hoặc lĩnh vực ấy không còn: chọn lại.")
    calling.move(ticket, by=request.user, **form.cleaned_data)
    return f"Số {ticket.number} chờ ở nơi mới, giữ chỗ theo lúc lấy số."


_PRESSES: dict[str, _Press] = {
    "goi": _call,
    "goi-lai": _call_again,
    "vang": _absent,
    "quay-lai": _back,
    "bat-dau": _start,
    "xong": _finish,
    "ve": _leave,
    "chuyen": _move,
}


def _context(desk: Desk) -> dict[str, object]:
    found = Line.of(desk.unit)
    run = run_of(desk, timezone.localdate(found.now), most=found.office.priority_run)
    current = found.at(desk)
    mine = found.in_order(desk, run=run)
    return {
        "desk": desk,
        "line": found,
        "current": current,
        "dossiers": list(current.dossiers.all()) if current else [],
        "calls_left": calling.CALLS_BEFORE_ABSENT - current.calls if current else 0,
        "is_called": current is not None and current.state == TicketState.CALLED,
        "waiting": [(one, one.has_waited(found.now)) for one in mine],
        "elsewhere": [one for one in found.waiting if one not in mine],
        "others": [one for one in found.at_desks if one != current],
        "take_form": TakeForm(initial={"key": uuid4()}, unit=desk.unit),
        "has_appointments": taking.appointments_of(desk.unit).booked().exists(),
        "move_form": MoveForm(unit=desk.unit, here=desk) if current else None,
        "can_undo": bool(calling.last_press(desk)),
    }


def _units(request: OfficerRequest) -> list[Unit]:
    """Where the officer receives: the units in which the role is held."""
    held = {unit for role in MOVING_ROLES for unit in request.user.roles.get(role, ()) if unit}
    return list(Unit.objects.filter(pk__in=held))


def _desks(request: OfficerRequest) -> list[Desk]:
    """Open desks of those units whose office uses numbers."""
    units = [unit.pk for unit in _units(request)]
    return list(
        Desk.objects.filter(unit__in=units, is_open=True, unit__office__has_queue=True).select_related("unit")
    )


def _own(request: OfficerRequest, desks: list[Desk]) -> Desk | None:
    """The desk at which this machine stands; where there is but one, that."""
    remembered = request.get_signed_cookie(_COOKIE, default="", salt=_COOKIE)
    chosen = next((one for one in desks if str(one.pk) == remembered), None)
    return chosen or (desks[0] if len(desks) == 1 else None)


def _wanted(request: OfficerRequest) -> Desk:
    desk = _own(request, _desks(request))
    if desk is None:
        raise Http404
    return desk
