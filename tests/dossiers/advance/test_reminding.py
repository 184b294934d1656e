"""Nhắc mỗi sáng: what is due or late, and whom to call, one notice an officer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dossiers import calendar, schedule, tasks
from dossiers.advance import handling, reminding
from dossiers.appointments import booking
from dossiers.models import AdvanceRequest, CalendarDay
from portal.models import Notice, NoticeKind, Role
from tests.dossiers.advance.making import Home
from tests.dossiers.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def today(home):
    """The next day on which the office works."""
    return calendar.next_working_day(timezone.localdate(), schedule.office_calendar(home.unit))


def due(found, day):
    AdvanceRequest.objects.filter(pk=found.pk).update(due_on=day)
    return found


def told(user):
    return Notice.objects.filter(user=user, kind=NoticeKind.DEADLINE)


def test_late_due_and_to_be_called_are_told_in_one_sentence(home, today):
    due(home.new(), today - timedelta(days=3))
    due(home.new(), today)
    due(home.new(), today + timedelta(days=1))
    lost = home.booked()
    booking.cancel(lost.appointment)

    for _ in "12":
        reminding.remind(today)

    notice = told(home.officer).get()
    assert notice.text == (
        "1 yêu cầu hỗ trợ trước trễ hạn; 1 yêu cầu hỗ trợ trước đến hạn hôm nay; "
        "1 người cần gọi lại về hỗ trợ trước."
    )
    assert notice.url == "/ho-so/ho-tro-truoc/?loc=tre"


def test_who_was_given_it_is_told_and_nobody_else(home, today):
    land = UserFactory(unit=home.unit, roles=[Role.PROCESSING])
    due(handling.assign(home.new(), to=[land], by=home.officer), today)

    reminding.remind(today)

    assert told(land).get().url == "/ho-so/ho-tro-truoc/?loc="
    assert not told(home.officer).exists()


def test_a_call_alone_leads_to_the_list_of_calls(home, today):
    handling.call(home.asked(), words="Bận", call_on=today, by=home.officer)

    reminding.remind(today)

    assert told(home.officer).get().url == "/ho-so/ho-tro-truoc/?loc=goi-lai"


def test_nobody_is_told_on_a_day_off(home, today):
    due(home.new(), today)
    CalendarDay.objects.create(day=today, works=False, unit=home.unit, reason="Mất điện")

    reminding.remind(today)

    assert not told(home.officer).exists()


def test_the_morning_task_reminds(home):
    found = due(home.new(), timezone.localdate())
    CalendarDay.objects.create(day=found.received_on, works=True, unit=home.unit, reason="Làm bù")

    tasks.remind_of_help()

    assert told(home.officer).count() == 1
