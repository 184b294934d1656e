"""Lịch hẹn: what stands in a row is where its events lead, and nobody is kept longer than the office says."""

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from dossiers.appointments.status import TRANSITIONS, AppointmentState, Move
from dossiers.models import Appointment, AppointmentEvent, Dossier, Message, Office
from reports.integrity.model import Problem, Span

GRACE = timedelta(days=2)
"""The worker that erases may have rested over a weekend."""


def problems(_: Span) -> Iterator[Problem]:
    told = Message.objects.filter(appointment=OuterRef("pk")).exclude(recipient="", body="")
    taken_in = Dossier.objects.filter(intake_key=OuterRef("key"))
    found = Appointment.objects.annotate(is_told=Exists(told), is_taken_in=Exists(taken_in))
    kept = dict(Office.objects.values_list("unit_id", "appointment_kept_days"))
    for one in found.prefetch_related("events").order_by("pk").iterator(chunk_size=500):
        days = timedelta(days=kept.get(one.unit_id, Office().appointment_kept_days))
        for message in (*_wrong(one), *_kept_too_long(one, days)):
            yield Problem("appointment", f"Lịch hẹn số {one.pk}", message)


def _wrong(one: Appointment) -> Iterator[str]:
    events = list(one.events.all())
    if not events or events[0].action != Move.BOOK:
        yield "không có diễn biến đặt."
        return
    yield from _broken_chain(one, events)
    if one.starts_at != events[-1].starts_at:
        yield f"hẹn lúc {one.starts_at:%d/%m/%Y %H:%M}, diễn biến là {events[-1].starts_at:%d/%m/%Y %H:%M}."
    if one.is_taken_in and one.state != AppointmentState.KEPT:  # type: ignore[attr-defined]
        yield f"đã thành hồ sơ mà trạng thái là {one.state}."


def _broken_chain(one: Appointment, events: list[AppointmentEvent]) -> Iterator[str]:
    """Each event begins where the one before ended and goes where the table leads, up to the row."""
    state, moment = events[0].to_state, events[0].starts_at
    for event in events[1:]:
        leads = TRANSITIONS.get(Move(event.action), {})
        follows = event.from_state == state and leads.get(AppointmentState(state)) == event.to_state
        if not follows or (event.was_at or event.starts_at) != moment:
            yield f"diễn biến “{event.sentence}” không nối với diễn biến trước."
        state, moment = event.to_state, event.starts_at
    if state != one.state:
        yield f"trạng thái là {one.state}, diễn biến đưa đến {state}."


def _kept_too_long(one: Appointment, days: timedelta) -> Iterator[str]:
    if one.erased_at is None and one.ends_at < timezone.now() - days - GRACE:
        yield "quá hạn giữ mà chưa xóa tên, điện thoại: kiểm tra tiến trình nền."
    if one.erased_at is not None and one.is_told:  # type: ignore[attr-defined]
        yield "đã xóa tên, điện thoại mà tin nhắn còn nguyên."
