"""Đặt, đổi, hủy lịch hẹn; ghi đã đến, không đến: the verbs, each one transaction with one event.

Whoever takes a time holds the office's row until the end, so that two at once never share the last place.
Without an officer it is the person's own act.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from dossiers import offering, phones
from dossiers.appointments import telling, times
from dossiers.appointments.status import TRANSITIONS, AppointmentState, Move
from dossiers.appointments.times import Slot
from dossiers.form_codes import FormCodes
from dossiers.models import Appointment, AppointmentEvent, Dossier, Office, Procedure, TicketState
from portal import audit
from portal.errors import DomainError
from portal.models import Unit, User
from portal.text import one_line

CODES = FormCodes("appointment")
MOST_OPEN = 3
"""So many appointments to come one phone has at an office; more an officer books."""
MOST_MOVES = 3
"""So often a person moves one; each time is a message that the office pays for."""


@transaction.atomic
def book(
    *,
    unit: Unit,
    procedure: Procedure,
    at: datetime,
    name: str,
    phone: str,
    email: str = "",
    by: User | None = None,
    form_key: UUID | None = None,
) -> Appointment:
    """Đặt lịch hẹn. A form sent twice is one appointment: the second one finds the first."""
    _lock(unit)
    code = CODES.of_form(form_key or uuid4())
    if known := Appointment.objects.filter(code=code).first():
        return known
    name, phone = one_line(name).strip(), phones.plain(phone)
    if not name or not phone:
        raise DomainError("Ghi họ tên và số điện thoại của người hẹn.")
    if by is None:
        _refuse_many(unit, phone)
    slot = _slot(unit, procedure, at, by=by)
    made = Appointment.objects.create(
        code=code,
        unit=unit,
        procedure=procedure,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        name=name,
        phone=phone,
        email=email,
        booked_at=timezone.now(),
    )
    _tell(made, Move.BOOK, "", by=by)
    return made


@transaction.atomic
def move(appointment: Appointment, *, at: datetime, by: User | None = None, reason: str = "") -> Appointment:
    """Đổi giờ hẹn. To the time it has already: nothing happens, so that a second tap is harmless."""
    _lock(appointment.unit)
    current = _locked(appointment)
    _check(current, Move.MOVE)
    if current.starts_at == at:
        return current
    if by is None:
        _refuse_past(current)
        if current.events.filter(action=Move.MOVE, actor=None).count() >= MOST_MOVES:
            raise DomainError(f"Bạn đã đổi lịch hẹn này {MOST_MOVES} lần. Muốn đổi nữa, hãy gọi cho đơn vị.")
    slot = _slot(current.unit, current.procedure, at, by=by, without=current)
    before = current.starts_at
    current.starts_at, current.ends_at = slot
    return _step(current, Move.MOVE, by=by, reason=reason, was_at=before)


@transaction.atomic
def cancel(appointment: Appointment, *, by: User | None = None, reason: str = "") -> Appointment:
    """Hủy lịch hẹn. An officer says why: the person is told."""
    current = _locked(appointment)
    _check(current, Move.CANCEL)
    if by is None:
        _refuse_past(current)
    elif not reason.strip():
        raise DomainError("Ghi lý do hủy: người hẹn được báo lý do này.")
    return _step(current, Move.CANCEL, by=by, reason=reason)


@transaction.atomic
def keep(appointment: Appointment, *, by: User) -> Appointment:
    """Đã đến, on the day or after it; who was marked as missing and came late too."""
    current = _locked(appointment)
    if current.state == AppointmentState.KEPT:
        return current
    _check(current, Move.KEEP)
    if timezone.localdate(current.starts_at) > timezone.localdate():
        raise DomainError("Lịch hẹn này chưa đến ngày. Người hẹn đến sớm thì đổi giờ hẹn trước.")
    return _step(current, Move.KEEP, by=by)


@transaction.atomic
def miss(appointment: Appointment, *, by: User) -> Appointment:
    """Không đến, once the time is past; not where a dossier was made of it."""
    current = _locked(appointment)
    if current.state == AppointmentState.MISSED:
        return current
    _check(current, Move.MISS)
    if not current.is_past:
        raise DomainError("Chưa đến giờ hẹn, chưa ghi là không đến được.")
    if Dossier.objects.filter(intake_key=current.key).exists():
        raise DomainError("Hồ sơ của lịch hẹn này đã được tiếp nhận: người hẹn đã đến.")
    return _step(current, Move.MISS, by=by)


@transaction.atomic
def lapse(appointment: Appointment) -> Appointment:
    """Hết ngày: who handed in the dossier or was served came; of anybody else nothing was noted."""
    current = _locked(appointment)
    if current.state != AppointmentState.BOOKED:
        return current
    day = timezone.localdate(current.starts_at)
    if day >= timezone.localdate():
        raise DomainError("Lịch hẹn này chưa hết ngày.")
    was_served = current.tickets.filter(day=day, state=TicketState.SERVED).exists()
    is_here = was_served or Dossier.objects.filter(intake_key=current.key).exists()
    return _step(current, Move.KEEP if is_here else Move.LAPSE, by=None)


def _lock(unit: Unit) -> None:
    """The office's row, nobody else's until the transaction ends; on SQLite all writes wait anyway."""
    office = Office.objects.select_for_update(of=("self",)).filter(unit=unit).first()
    if office is None or not office.takes_appointments:
        raise DomainError(f"{unit.name} chưa nhận đặt lịch hẹn.")


def _locked(appointment: Appointment) -> Appointment:
    found = Appointment.objects.select_for_update(of=("self",)).select_related("unit", "procedure")
    return found.get(pk=appointment.pk)


def _slot(
    unit: Unit, procedure: Procedure, at: datetime, *, by: User | None, without: Appointment | None = None
) -> Slot:
    """The free slot that begins at the moment."""
    day = timezone.localdate(at)
    offered = Procedure.objects.offered_by(unit).valid_on(day).filter(pk=procedure.pk)
    is_open = by is not None or times.takes(Office.of(unit), offering.terms_of(unit, procedure))
    if not is_open or not offered.exists():
        raise DomainError(f"{unit.name} không nhận đặt lịch hẹn cho thủ tục này.")
    for slot in times.free_slots(unit, procedure, day, 1, by=by, without=without):
        if slot.starts_at == at:
            return slot
    raise DomainError("Giờ này không còn trống. Hãy chọn giờ khác.")


def _refuse_many(unit: Unit, phone: str) -> None:
    standing = Appointment.objects.booked().filter(unit=unit, phone=phone, starts_at__gt=timezone.now())
    if standing.count() >= MOST_OPEN:
        raise DomainError(
            f"Số điện thoại này đang có {MOST_OPEN} lịch hẹn chưa đến ngày. "
            "Hủy bớt lịch cũ, hoặc gọi cho đơn vị để đặt thêm."
        )


def _refuse_past(appointment: Appointment) -> None:
    if appointment.is_past:
        raise DomainError("Đã quá giờ hẹn. Hãy đặt lịch hẹn mới.")


def _check(appointment: Appointment, made: Move) -> None:
    if not appointment.allows(made):
        state = appointment.get_state_display()
        raise DomainError(f"Lịch hẹn này “{state}”, không làm được việc “{made.sentence}”.")


def _step(
    appointment: Appointment, made: Move, *, by: User | None, reason: str = "", **fields: Any
) -> Appointment:
    before = AppointmentState(appointment.state)
    appointment.state = TRANSITIONS[made][before]
    appointment.save(update_fields=["state", "starts_at", "ends_at"])
    _tell(appointment, made, before, by=by, reason=one_line(reason).strip(), **fields)
    return appointment


def _tell(
    appointment: Appointment, made: Move, before: str, *, by: User | None, **fields: Any
) -> AppointmentEvent:
    """Ghi diễn biến, in one transaction with what it tells; the person is told too."""
    event = AppointmentEvent.objects.create(
        appointment=appointment,
        at=timezone.now(),
        actor=by,
        actor_name=str(by) if by else "",
        action=made,
        from_state=before,
        to_state=appointment.state,
        starts_at=appointment.starts_at,
        **fields,
    )
    audit.record(f"appointment.{made}", by=by, target=appointment, unit=appointment.unit)
    telling.tell(appointment, event)
    return event
