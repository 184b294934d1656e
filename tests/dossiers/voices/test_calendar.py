"""Hạn phản ánh theo lịch: a day off decided later moves what runs, as it does with dossiers."""

from datetime import date

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains

from dossiers import office_days
from dossiers.models import Feedback, FeedbackEvent
from dossiers.office_days import remove_day, set_day
from dossiers.voices import handling, sending
from portal.models import Job, Role
from reports import integrity
from reports.integrity.model import Span
from tests.dossiers.factories import UserFactory, at
from tests.dossiers.voices.making import MONDAY, Home

pytestmark = pytest.mark.django_db
DAY_OFF = date(2026, 3, 4)
"""A Wednesday, two days after all began."""


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: at("2026-03-02 17:00"))


@pytest.fixture
def home():
    return Home()


@pytest.fixture
def admin(home):
    return UserFactory(unit=home.unit, roles=[Role.UNIT_ADMIN])


def day_off(home, admin, **more):
    return set_day(
        day=DAY_OFF, works=False, reason="QĐ 12", unit=home.unit, by=admin, **{"moves_running": True} | more
    )


def limits_of(feedback):
    feedback.refresh_from_db()
    names = ("decide_due_on", "ask_due_on", "due_on", "publish_due_on", "next_due_on")
    return [day and f"{day:%d/%m}" for day in (getattr(feedback, name) for name in names)]


def test_what_runs_moves_and_comes_back_with_the_day(home, admin):
    feedback = home.received()
    assert limits_of(feedback) == ["04/03", "09/03", "23/03", None, "04/03"]

    made, followed = day_off(home, admin)

    assert (followed.feedback, limits_of(feedback)) == (1, ["05/03", "10/03", "24/03", None, "05/03"])
    event = FeedbackEvent.objects.filter(feedback=feedback).last()
    assert event.sentence == "Hạn đổi theo lịch làm việc"
    assert event.details["was"]["due_on"] == "2026-03-23"
    assert feedback.original_due_on == date(2026, 3, 23)
    remove_day(made, by=admin, moves_running=True)
    assert limits_of(feedback) == ["04/03", "09/03", "23/03", None, "04/03"]
    assert not list(integrity.feedback.problems(Span(date(2026, 1, 1), date(2026, 12, 14))))


def test_what_was_done_keeps_the_limit_under_which_it_was_done(home, admin):
    answered = home.answered()

    day_off(home, admin)

    assert limits_of(answered) == ["04/03", "09/03", "23/03", "05/03", "05/03"]


def test_days_waited_for_the_sender_stay_added(home, admin):
    feedback = handling.ask(home.accepted(), question="Ở đâu?", by=home.officer, at=MONDAY)
    feedback = sending.add(feedback, text="Ngã ba", at=at("2026-03-05 09:00"))
    before = feedback.due_on

    set_day(day=date(2026, 3, 16), works=False, reason="QĐ 13", unit=home.unit, by=admin, moves_running=True)

    feedback.refresh_from_db()
    assert (before, feedback.due_on) == (date(2026, 3, 26), date(2026, 3, 27))


def test_a_limit_that_has_passed_stays_so_that_no_past_figure_changes(home, admin, monkeypatch):
    feedback = home.received()
    monkeypatch.setattr(timezone, "now", lambda: at("2026-03-12 08:00"))

    day_off(home, admin)

    assert limits_of(feedback) == ["04/03", "09/03", "24/03", None, "04/03"]


def test_other_units_and_what_only_new_ones_follow_stay(home, admin):
    mine, elsewhere = home.received(), Home().received()

    day_off(home, admin, moves_running=False)
    assert limits_of(mine)[2] == "23/03"
    set_day(day=date(2026, 3, 5), works=False, reason="QĐ 14", unit=home.unit, by=admin, moves_running=True)

    assert limits_of(elsewhere) == ["04/03", "09/03", "23/03", None, "04/03"]


def test_many_are_moved_by_the_job_and_once(home, admin, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(office_days, "AT_ONCE", 0)
    feedback = home.received()

    with django_capture_on_commit_callbacks(execute=True):
        day_off(home, admin)

    job = Job.objects.get(kind=office_days.KIND)
    assert "hạn của 1 phản ánh đổi theo" in job.step
    office_days.work_off(job)
    assert FeedbackEvent.objects.filter(feedback=feedback, action="reschedule").count() == 1


def test_the_administrator_is_asked_before_feedback_moves(client, home, admin):
    home.received()
    client.force_login(admin)

    page = client.post(
        "/quan-tri/lich/", {"day": "04/03/2026", "works": "no", "reason": "QĐ 12", "unit": home.unit.pk}
    )

    assertContains(page, "Hạn của 1 phản ánh, kiến nghị đang xử lý cũng đổi theo.")
    assertContains(page, "Ghi và đổi hạn 1 phản ánh")
    assert Feedback.objects.get().due_on == date(2026, 3, 23)
