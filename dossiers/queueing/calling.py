"""Gọi số: what an officer at a desk does with the numbers of the day.

Every verb locks the counter of the day first, so that two desks that press together go one after the other.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from dossiers.appointments import booking
from dossiers.models import Desk, Dossier, Field, QueueDay, Ticket, TicketAction, TicketEvent, TicketState
from dossiers.models.queue import AT_DESK
from dossiers.queueing import taking
from dossiers.queueing.line import Line, run_of
from dossiers.queueing.telling import take_back, tell
from portal.errors import DomainError
from portal.models import User

CALLS_BEFORE_ABSENT = 3
LETS_PASS = 3
"""Who was away and comes back stands after the next few."""
UNDO_WITHIN = timedelta(seconds=60)
_S, _A = TicketState, TicketAction
_CALLS = (_A.CALLED, _A.CALLED_OUT_OF_TURN, _A.CALLED_AGAIN)


@transaction.atomic
def call_next(desk: Desk, *, by: User) -> Ticket | None:
    """Gọi số tiếp theo; who is being served is done by that. None where nobody waits for this desk."""
    day = _open_day(desk)
    press = uuid4()
    _end_current(desk, day, by=by, press=press)
    line = Line.of(desk.unit)
    chosen = line.next_for(desk, run=run_of(desk, day.day, most=line.office.priority_run))
    return _call(chosen, desk, day, _A.CALLED, by=by, press=press) if chosen else None


@transaction.atomic
def call(ticket: Ticket, desk: Desk, *, by: User) -> Ticket:
    """Gọi đúng số này, ngoài thứ tự: written down as such."""
    day = _open_day(desk)
    press = uuid4()
    _end_current(desk, day, by=by, press=press)
    current = _locked(ticket, day, _S.WAITING)
    return _call(current, desk, day, _A.CALLED_OUT_OF_TURN, by=by, press=press)


@transaction.atomic
def call_again(ticket: Ticket, *, by: User) -> Ticket:
    """Gọi lại số đang gọi."""
    day = taking.locked(ticket.unit)
    current = _locked(ticket, day, _S.CALLED)
    day.last_call += 1
    day.save(update_fields=["last_call"])
    return tell(
        current, _A.CALLED_AGAIN, by=by, at_desk=current.desk, calls=current.calls + 1,
        call_number=day.last_call,
    )  # fmt: skip


@transaction.atomic
def mark_absent(ticket: Ticket, *, by: User) -> Ticket:
    """Vắng mặt, after three calls."""
    current = _locked(ticket, taking.locked(ticket.unit), _S.CALLED)
    if current.calls < CALLS_BEFORE_ABSENT:
        raise DomainError(
            f"Số {current.number} mới được gọi {current.calls} lần: "
            f"gọi đủ {CALLS_BEFORE_ABSENT} lần rồi ghi vắng mặt."
        )
    return tell(current, _A.ABSENT, by=by, at_desk=current.desk, state=_S.ABSENT)


@transaction.atomic
def come_back(ticket: Ticket, *, by: User, desk: Desk | None = None) -> Ticket:
    """Quay lại: stands after the next few, once."""
    day = taking.locked(ticket.unit)
    current = _locked(ticket, day, _S.ABSENT)
    if current.back_after is not None:
        raise DomainError(f"Số {current.number} đã quay lại một lần rồi lại vắng: xin lấy số mới.")
    return tell(
        current, _A.BACK, by=by, at_desk=desk, state=_S.WAITING, desk=None, calls=0, call_number=None,
        back_after=day.last_call + LETS_PASS,
    )  # fmt: skip


@transaction.atomic
def start(ticket: Ticket, *, by: User) -> Ticket:
    """Bắt đầu phục vụ; pressed again it is as it was."""
    day = taking.locked(ticket.unit)
    current = _locked(ticket, day, *AT_DESK)
    if current.state == _S.SERVING:
        return current
    if current.appointment is not None and current.appointment.is_booked:
        booking.keep(current.appointment, by=by)
    return tell(
        current, _A.STARTED, by=by, at_desk=current.desk, state=_S.SERVING, started_at=timezone.now(),
        served_by=by,
    )  # fmt: skip


@transaction.atomic
def finish(ticket: Ticket, *, by: User) -> Ticket:
    """Xong, with the dossiers that were received meanwhile, or without any."""
    current = _locked(ticket, taking.locked(ticket.unit), *AT_DESK)
    return _finish(current, by=by, press=uuid4())


@transaction.atomic
def leave(ticket: Ticket, *, by: User, desk: Desk | None = None) -> Ticket:
    """Bỏ số: who waited has gone."""
    current = _locked(ticket, taking.locked(ticket.unit), _S.WAITING, _S.ABSENT)
    return tell(current, _A.LEFT, by=by, at_desk=desk, state=_S.LEFT, ended_at=timezone.now())


@transaction.atomic
def move(ticket: Ticket, *, by: User, desk: Desk | None = None, field: Field | None = None) -> Ticket:
    """Chuyển sang quầy hoặc lĩnh vực khác: waits on, standing where the number stood from the beginning."""
    current = _locked(ticket, taking.locked(ticket.unit), *AT_DESK)
    if desk is None and field is None:
        raise DomainError("Chọn quầy hoặc lĩnh vực để chuyển đến.")
    if desk is not None and (desk.unit_id != current.unit_id or not desk.is_open):
        raise DomainError("Quầy ấy không còn dùng: chọn quầy khác.")
    if desk is not None and desk == current.desk:
        raise DomainError(f"Số {current.number} đang ở {desk}: chọn quầy khác.")
    changed: dict[str, Any] = {"field": field, "procedure": None} if field is not None else {}
    return tell(
        current, _A.MOVED, by=by, at_desk=current.desk, state=_S.WAITING, desk=None, for_desk=desk,
        started_at=None, served_by=None, calls=0, call_number=None, **changed,
    )  # fmt: skip


@transaction.atomic
def undo(desk: Desk, *, by: User) -> list[Ticket]:
    """Hoàn tác lần bấm cuối của quầy, within the minute; the numbers as they were before it."""
    taking.locked(desk.unit)
    last = last_press(desk)
    if not last:
        raise DomainError("Không có gì để hoàn tác: chỉ hoàn tác được lần bấm cuối, trong vòng một phút.")
    for event in last:
        later = event.ticket.events.filter(undone_at=None, pk__gt=event.pk).exclude(press=event.press)
        if later.exists():
            raise DomainError(f"Số {event.ticket.number} đã sang bước khác, không hoàn tác được nữa.")
    for event in last:
        take_back(event)
    return [event.ticket for event in last]


def last_press(desk: Desk) -> list[TicketEvent]:
    """What the last press at this desk did, the last first; nothing once a minute has passed."""
    since = timezone.now() - UNDO_WITHIN
    events = TicketEvent.objects.filter(desk=desk, undone_at=None).select_related("ticket")
    newest = events.filter(at__gte=since).order_by("-pk").first()
    if newest is None:
        return []
    return list(events.filter(press=newest.press).order_by("-pk"))


def note_received(dossiers: list[Dossier], *, by: User | None) -> None:
    """Hồ sơ vừa tiếp nhận belong to the number that this officer is serving, if any."""
    ticket = serving(by) if by is not None else None
    if ticket is not None:
        ticket.dossiers.add(*(one for one in dossiers if one.receiving_unit_id == ticket.unit_id))


def serving(officer: User) -> Ticket | None:
    """Số mà người này đang phục vụ, the last begun."""
    mine = Ticket.objects.filter(served_by=officer, state=_S.SERVING, day=timezone.localdate())
    return mine.select_related("desk", "procedure", "appointment").order_by("-started_at").first()


def _call(
    ticket: Ticket, desk: Desk, day: QueueDay, action: TicketAction, *, by: User, press: UUID
) -> Ticket:
    day.last_call += 1
    day.save(update_fields=["last_call"])
    return tell(
        ticket, action, by=by, press=press, at_desk=desk, state=_S.CALLED, desk=desk,
        called_at=ticket.called_at or timezone.now(), calls=1, call_number=day.last_call,
    )  # fmt: skip


def _end_current(desk: Desk, day: QueueDay, *, by: User, press: UUID) -> None:
    """A desk has one number at a time: who is served is done, who was only called is not."""
    current = Ticket.objects.of_day(desk.unit, day.day).filter(desk=desk, state__in=AT_DESK).first()
    if current is None:
        return
    if current.state == _S.CALLED:
        raise DomainError(
            f"{desk} đang gọi số {current.number}: bấm Bắt đầu nếu người ấy đã đến, Gọi lại nếu chưa."
        )
    _finish(current, by=by, press=press)


def _finish(ticket: Ticket, *, by: User, press: UUID) -> Ticket:
    """Without a pressed start the service began with the last call."""
    called = ticket.events.filter(undone_at=None, action__in=_CALLS).order_by("-at", "-pk")
    began = ticket.started_at or called.values_list("at", flat=True).first()
    return tell(
        ticket, _A.SERVED, by=by, at_desk=ticket.desk, press=press, state=_S.SERVED,
        ended_at=timezone.now(), started_at=began, served_by=ticket.served_by or by,
    )  # fmt: skip


def _open_day(desk: Desk) -> QueueDay:
    day = taking.locked(desk.unit)
    if not Desk.objects.filter(pk=desk.pk, is_open=True).exists():
        raise DomainError(f"{desk} đã thôi dùng: chọn quầy khác.")
    return day


def _locked(ticket: Ticket, day: QueueDay, *states: TicketState) -> Ticket:
    """The number as it stands now, in one of these states."""
    current = Ticket.objects.select_related("desk", "unit", "appointment").get(pk=ticket.pk)
    if current.day != day.day:
        raise DomainError(f"Số {current.number} là của ngày {current.day:%d/%m/%Y}, không gọi được nữa.")
    if current.state not in states:
        raise DomainError(
            f"Số {current.number} đang “{current.get_state_display()}”, không làm bước này được."
        )
    return current
