"""What becomes of a request later: second taps, an hour that is lost, and how long a person is kept."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from dossiers.advance import appointing, asking, drafting, forgetting, handling, inbox
from dossiers.advance.status import AdvanceStatus
from dossiers.appointments import booking
from dossiers.models import (
    AdvanceDraft,
    AdvanceEvent,
    AdvanceRequest,
    Appointment,
    Message,
    MessageState,
    Office,
)
from portal.errors import DomainError
from reports.integrity import advance as integrity
from tests.dossiers.advance.making import Home
from tests.dossiers.wordforms import WordTemplateFactory

pytestmark = pytest.mark.django_db
FOLLOW = "/ho-tro-truoc/"


@pytest.fixture
def home():
    return Home()


def tap(client, found, **values):
    return client.post(FOLLOW, {"code": found.code, "digits": "5678"} | values)


def aged(found, *, days):
    """Everything of a request happened so many days earlier."""
    ago = timedelta(days=days)
    found.refresh_from_db()
    for event in found.events.all():
        AdvanceEvent.objects.filter(pk=event.pk).update(at=event.at - ago)
    for name in ("answered_on", "ended_on"):
        if day := getattr(found, name):
            AdvanceRequest.objects.filter(pk=found.pk).update(**{name: day - ago})


class TestSecondTap:
    def test_of_the_hour_says_the_hour_and_nothing_wrong(self, client, home):
        found = home.offered()
        hour = appointing.offered(found)[0].isoformat()

        pages = [tap(client, found, viec="chon-gio", gio=hour) for _ in "12"]

        assertNotContains(pages[1], "message--error")
        assert (Appointment.objects.count(), found.events.filter(action="choose").count()) == (1, 1)

    @pytest.mark.parametrize(
        ("begin", "act"),
        [("drafted", "dong-y"), ("offered", "khong-gio"), ("new", "thoi")],
    )
    def test_of_any_other_answer_is_the_first_one(self, client, home, begin, act):
        found = getattr(home, begin)()

        pages = [tap(client, found, viec=act) for _ in "12"]

        assertNotContains(pages[1], "message--error")
        assert found.events.filter(actor=None).count() == (1 if begin != "new" else 2) + (begin != "new")


class TestLostHour:
    @pytest.fixture
    def lost(self, home):
        found = home.booked()
        booking.cancel(found.appointment)
        found.refresh_from_db()
        return found

    def test_who_cancelled_the_appointment_is_called_again(self, client, home, lost):
        today = timezone.localdate()
        client.force_login(home.officer)

        assert inbox.to_call(home.officer, today) == 1
        assertContains(client.get("/ho-so/ho-tro-truoc/"), "đã hủy: gọi hẹn lại")
        page = client.get(lost.get_absolute_url())
        assertContains(page, "gọi hẹn lại")
        assertContains(page, f'button--primary" href="{lost.get_absolute_url()}viec/dat-hen/')
        appointing.book(lost, time=appointing.free(lost, by=home.officer)[3], by=home.officer)
        assert inbox.to_call(home.officer, today) == 0

    def test_the_citizen_reads_that_the_hour_is_gone(self, client, lost):
        page = tap(client, lost)

        assertContains(page, "Giờ hẹn cũ không còn")
        assertNotContains(page, "hẹn bạn đến nộp hồ sơ")


class TestDrafts:
    @pytest.fixture
    def filled(self, home, monkeypatch):
        monkeypatch.setattr("dossiers.wordforms.paper.is_possible", lambda: False)
        self.template = WordTemplateFactory(unit=home.unit, procedure=home.procedure)
        found = home.new()
        drafting.fill(found, self.template, values={"ho_ten": "Nguyễn Thị Mẫu"}, by=home.officer)
        return found

    def test_the_file_of_a_draft_made_anew_is_gone(self, home, filled, django_capture_on_commit_callbacks):
        old = str(AdvanceDraft.objects.get().file)

        with django_capture_on_commit_callbacks(execute=True):
            drafting.fill(filled, self.template, values={"ho_ten": "Nguyễn Thị Mẫn"}, by=home.officer)

        assert not default_storage.exists(old)
        assert default_storage.exists(str(AdvanceDraft.objects.get().file))

    def test_nobody_agrees_to_a_draft_that_is_being_made_anew(self, client, home, filled):
        drafting.send(filled, by=home.officer)
        drafting.fill(filled, self.template, values={"ho_ten": "Nguyễn Thị Mẫn"}, by=home.officer)

        assertContains(tap(client, filled, viec="dong-y"), "đang sửa lại dự thảo")
        filled.refresh_from_db()
        assert filled.status == AdvanceStatus.DRAFTED


class TestKeeping:
    def test_as_long_as_the_office_says_and_as_the_person_was_told(self, client, home):
        Office.objects.update(advance_kept_days=30)
        page = client.get(f"/thu-tuc/{home.procedure.code}/nho-xem-truoc/?don-vi={home.unit.code}")
        found = home.closed()
        Office.objects.update(advance_kept_days=365)

        assertContains(page, "xóa sau 30 ngày kể từ khi xong việc")
        aged(found, days=30)
        assert forgetting.forget_old() == 0
        aged(found, days=1)
        assert forgetting.forget_old() == 1

    def test_nothing_to_reach_the_person_by_stays_in_messages(self, home):
        found = home.closed()
        aged(found, days=91)

        forgetting.forget_old()

        kept = Message.objects.filter(advance=found).values_list("recipient", "body", "state")
        assert set(kept) == {("", "", MessageState.CANCELLED)}

    def test_who_falls_silent_is_not_kept_for_ever(self, home):
        asked, waiting_for_us = home.asked(), home.new()
        aged(asked, days=91)
        aged(waiting_for_us, days=91)

        assert forgetting.forget_old() == 0

        asked.refresh_from_db()
        waiting_for_us.refresh_from_db()
        assert (asked.status, asked.events.last().action) == (AdvanceStatus.CLOSED, "lapse")
        assert waiting_for_us.status == AdvanceStatus.NEW
        assert list(integrity.problems(None)) == []

    def test_one_kept_too_long_is_found(self, home):
        found = home.closed()
        aged(found, days=95)

        said = [problem.message for problem in integrity.problems(None)]

        assert "quá hạn giữ mà chưa xóa dữ liệu cá nhân: kiểm tra tiến trình nền." in said

    def test_a_forgotten_one_whose_messages_still_name_the_person_is_found(self, home):
        found = home.closed()
        aged(found, days=91)
        forgetting.forget_old()
        Message.objects.filter(advance=found).update(recipient="0912345678")

        assert any("tin nhắn còn nguyên" in one.message for one in integrity.problems(None))


def test_who_was_marked_as_missing_and_hands_in_that_day_has_come(home, monkeypatch):
    found = home.booked()
    hour = found.appointment.starts_at + timedelta(minutes=40)
    monkeypatch.setattr(timezone, "now", lambda: hour)
    booking.miss(found.appointment, by=home.officer)

    appointing.keep(AdvanceRequest.objects.get(), by=home.officer)

    assert Appointment.objects.get().state == "kept"


def test_only_the_last_word_of_a_citizen_is_taken_as_said_twice(home):
    found = asking.agree(home.drafted())
    handling.call(found, words="Báo đã xong", by=home.officer)

    with pytest.raises(DomainError, match="chưa làm được việc"):
        asking.agree(found)
