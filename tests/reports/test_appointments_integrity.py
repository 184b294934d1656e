"""Lịch hẹn in check_integrity: what was written past the verbs is found."""

from datetime import date, timedelta

import pytest

from dossiers.appointments import booking, forgetting
from dossiers.models import Appointment, AppointmentEvent, Message
from reports.integrity import appointments
from reports.integrity.model import Span
from tests.dossiers.appointments.making import MONDAY, TUESDAY, Home, clock
from tests.dossiers.factories import DossierFactory, at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    clock(monkeypatch)


@pytest.fixture
def home():
    return Home()


def found():
    return [problem.message for problem in appointments.problems(Span.of_years(1, date(2026, 3, 2)))]


def test_what_the_verbs_wrote_is_right(home, monkeypatch):
    booking.cancel(booking.move(home.booked(), at=at("2026-03-03 09:00")))
    late = home.booked()
    clock(monkeypatch, TUESDAY + timedelta(hours=1))
    booking.miss(late, by=home.officer)
    booking.keep(late, by=home.officer)

    assert found() == []


@pytest.mark.parametrize(
    ("corrupt", "said"),
    [
        (lambda: Appointment.objects.update(state="kept"), "trạng thái là kept, diễn biến đưa đến booked."),
        (
            lambda: Appointment.objects.update(starts_at=MONDAY),
            "hẹn lúc 02/03/2026 02:00, diễn biến là 03/03/2026 01:00.",
        ),
        (lambda: AppointmentEvent.objects.all()._raw_delete("default"), "không có diễn biến đặt."),
        (
            lambda: AppointmentEvent.objects.create(
                appointment=Appointment.objects.get(), at=MONDAY, action="move", from_state="kept",
                to_state="booked", was_at=TUESDAY, starts_at=TUESDAY,
            ),
            "diễn biến “Đổi giờ hẹn” không nối với diễn biến trước.",
        ),
        (
            lambda: DossierFactory(intake_key=Appointment.objects.get().key),
            "đã thành hồ sơ mà trạng thái là booked.",
        ),
    ],
)  # fmt: skip
def test_a_corrupted_row_is_found(home, corrupt, said):
    home.booked()

    corrupt()

    assert said in found()


def test_whoever_is_kept_too_long_is_found(home, monkeypatch):
    home.booked()
    clock(monkeypatch, TUESDAY + timedelta(days=33))
    assert found() == ["quá hạn giữ mà chưa xóa tên, điện thoại: kiểm tra tiến trình nền."]

    forgetting.forget_old()
    assert found() == []
    Message.objects.update(recipient="0912345678")
    assert found() == ["đã xóa tên, điện thoại mà tin nhắn còn nguyên."]
