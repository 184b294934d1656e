"""Hẹn giờ đến: the officer offers times of the office's calendar, the citizen takes one.

The appointment itself is `dossiers.appointments`'; its key becomes that of the intake it leads to.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dossiers.advance import moving, people
from dossiers.advance.status import Move
from dossiers.appointments import booking, times
from dossiers.appointments.status import AppointmentState
from dossiers.models import AdvanceRequest, Appointment
from portal.errors import DomainError
from portal.models import User

MOST_OFFERED = 5
DAYS_AHEAD = 10


def free(request: AdvanceRequest, *, by: User) -> list[datetime]:
    """Giờ còn trống in the next two weeks, as an officer may give them away."""
    return times.free_times(
        unit=request.unit,
        procedure=request.procedure,
        first_day=timezone.localdate(),
        days=DAYS_AHEAD,
        by=by,
        without=standing(request),
    )


def offered(request: AdvanceRequest) -> list[datetime]:
    """What was offered and is still to come, in order; whether it is free shows when it is taken."""
    found = sorted(datetime.fromisoformat(one) for one in request.offered_times)
    return [one for one in found if one > timezone.now()]


def standing(request: AdvanceRequest) -> Appointment | None:
    """The appointment that the person is to come to."""
    appointment = request.appointment
    return appointment if appointment is not None and appointment.is_booked else None


@transaction.atomic
def offer(
    request: AdvanceRequest, *, times: Sequence[datetime], by: User, at: datetime | None = None
) -> AdvanceRequest:
    """Đề nghị giờ đến: up to five, of which the citizen takes one."""
    _check(request, by)
    if not 1 <= len(times) <= MOST_OFFERED:
        raise DomainError(f"Chọn từ 1 đến {MOST_OFFERED} giờ để người dân chọn.")
    if taken := set(times) - set(free(request, by=by)):
        raise DomainError(f"Giờ {_in_words(min(taken))} không còn trống. Chọn giờ khác.")
    return moving.move(
        request, Move.OFFER, by=by, at=at,
        words="; ".join(_in_words(one) for one in sorted(times)),
        offered_times=[one.isoformat() for one in sorted(times)],
    )  # fmt: skip


@transaction.atomic
def choose(request: AdvanceRequest, *, time: datetime, at: datetime | None = None) -> AdvanceRequest:
    """Người dân chọn một giờ trong các giờ đã đề nghị. A second tap changes nothing."""
    current = moving.locked(request)
    if (settled := standing(current)) is not None and settled.starts_at == time:
        return current
    if not current.allows(Move.CHOOSE) or time not in offered(current):
        raise DomainError("Giờ này không còn chọn được. Chọn giờ khác, hoặc báo không giờ nào tiện.")
    told = current.events.filter(action=Move.OFFER).exclude(actor=None).last()
    return _settle(current, Move.CHOOSE, time, by=None, in_the_name_of=told.actor if told else None, at=at)


@transaction.atomic
def no_time(request: AdvanceRequest, *, words: str = "", at: datetime | None = None) -> AdvanceRequest:
    """Không giờ nào tiện: the office calls."""
    return moving.move(request, Move.NO_TIME, by=None, at=at, words=words, offered_times=[])


@transaction.atomic
def book(request: AdvanceRequest, *, time: datetime, by: User, at: datetime | None = None) -> AdvanceRequest:
    """Đặt hẹn qua điện thoại; an appointment that stands is moved."""
    _check(request, by)
    return _settle(moving.locked(request), Move.BOOK, time, by=by, in_the_name_of=by, at=at)


def release(request: AdvanceRequest, *, by: User | None, reason: str) -> None:
    """Nothing will come of the request: its time is free for somebody else."""
    if (appointment := standing(request)) is not None and not appointment.is_past:
        booking.cancel(appointment, by=by, reason=reason)


def keep(request: AdvanceRequest, *, by: User) -> None:
    """The person is here; who came before the day has no further appointment, who came late came."""
    appointment = request.appointment
    if appointment is None:
        return
    day, today = timezone.localdate(appointment.starts_at), timezone.localdate()
    if day == today and appointment.state == AppointmentState.MISSED:
        booking.keep(appointment, by=by)
    if not appointment.is_booked:
        return
    if day <= today:
        booking.keep(appointment, by=by)
    else:
        booking.cancel(appointment, by=by, reason="Đã đến nộp hồ sơ trước ngày hẹn")


def _settle(
    request: AdvanceRequest, made: Move, time: datetime, *,
    by: User | None, in_the_name_of: User | None, at: datetime | None,
) -> AdvanceRequest:  # fmt: skip
    """Who offered a time answers for it: the rules for whoever books by themselves don't bind here."""
    appointment = standing(request)
    if appointment is None:
        appointment = booking.book(
            unit=request.unit, procedure=request.procedure, at=time, name=request.name, phone=request.phone,
            email=request.email, by=in_the_name_of,
        )  # fmt: skip
    else:
        booking.move(appointment, at=time, by=in_the_name_of)
    return moving.move(
        request, made, by=by, at=at, words=_in_words(time),
        appointment=appointment, intake_key=appointment.key, offered_times=[],
    )  # fmt: skip


def _in_words(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%H:%M} {local:%d/%m/%Y}"


def _check(request: AdvanceRequest, by: User) -> None:
    if not people.may_handle(by, request):
        raise DomainError(f"Yêu cầu {request.code} do người của {request.unit} làm.")
