"""Hạn của bước đi theo lịch; many due dates are moved by a job, and nothing is lost with it."""

from datetime import date

import pytest
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from dossiers import lifecycle, office_days, rescheduling
from dossiers.lifecycle import Moved
from dossiers.models import CalendarDay, Dossier, DossierEvent, DueChange, Handover
from dossiers.office_days import remove_day, set_day
from dossiers.process import handing
from portal import jobs
from portal.errors import DomainError
from portal.models import Job, Notice, Role
from portal.models.job import STALE_AFTER, JobState
from reports import integrity
from reports.integrity.model import Span
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
DAY_OFF = date(2026, 11, 18)
MONDAY = "2026-11-16 09:00"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    now(monkeypatch, "2026-11-16 10:00")


def now(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: at(moment))


@pytest.fixture
def unit():
    return UnitFactory(name="Xã Nhà")


@pytest.fixture
def admin(client, unit):
    admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    return admin


@pytest.fixture
def processor(unit):
    return UserFactory(unit=unit, roles=[Role.PROCESSING], full_name="Hoàng Đình Nghĩa")


def receive(unit, days=5, **fields):
    return lifecycle.receive(
        procedure=ProcedureFactory(time_value=days), unit=unit, applicant_name="Lê Thị Bé",
        by=OfficerFactory(unit=unit), at=at(MONDAY), **fields,
    )  # fmt: skip


def begun(unit, processor, **fields):
    """Forty working hours from Monday 9:00 to the next; the first step has 60 %: till Thursday 9:00."""
    dossier = receive(unit, **fields)
    lifecycle.start_processing(dossier, by=processor, at=at("2026-11-16 09:00"))
    return Dossier.objects.get(pk=dossier.pk)


def day_off(admin, unit, **more):
    return set_day(
        day=DAY_OFF, works=False, reason="QĐ 12", unit=unit, by=admin, **{"moves_running": True} | more
    )


def step(dossier):
    return dossier.handovers.open().get()


def post_day(client, unit, **more):
    typed = {"day": "18/11/2026", "works": "no", "reason": "QĐ 12/QĐ-UBND", "unit": unit.pk}
    return client.post("/quan-tri/lich/", typed | more)


def problems():
    return [str(problem) for problem in integrity.problems(Span(date(2026, 1, 1), date(2026, 12, 14)))]


class TestSteps:
    def test_the_limit_of_the_step_moves_with_the_due_date(self, unit, admin, processor):
        dossier = begun(unit, processor)
        assert step(dossier).due_at == at("2026-11-19 09:00")

        _, followed = day_off(admin, unit)

        assert followed.moved == Moved(dossiers=1, steps=1)
        assert step(dossier).due_at == at("2026-11-20 09:00")
        event = dossier.events.last()
        assert event.reason == (  # the 24th is a holiday
            "23/11/2026 → 25/11/2026; hạn bước “Thẩm định” 19/11/2026 → 20/11/2026: "
            "ngày 18/11/2026 nghỉ (QĐ 12)"
        )
        assert event.details["step"] == {
            "name": "Thẩm định",
            "before": "2026-11-19T09:00:00+07:00",
            "after": "2026-11-20T09:00:00+07:00",
        }
        assert problems() == []

    def test_the_preview_says_how_many_steps_move_and_moves_none(self, client, unit, admin, processor):
        dossier = begun(unit, processor)
        receive(unit)

        page = post_day(client, unit)

        assertContains(page, "2 hồ sơ đổi ngày hẹn")
        assertContains(page, "Hạn của 1 bước đang xử lý")
        assert step(dossier).due_at == at("2026-11-19 09:00")

        saved = client.post(
            "/quan-tri/lich/",
            {"day": "18/11/2026", "works": "no", "reason": "QĐ", "unit": unit.pk, "apply": "running"},
            follow=True,
        )
        assertContains(saved, "2 hồ sơ đổi ngày hẹn trả; hạn của 1 bước đang xử lý đổi theo.")

    def test_where_only_new_dossiers_follow_the_step_stays(self, unit, admin, processor):
        dossier = begun(unit, processor)

        day_off(admin, unit, moves_running=False)

        assert step(dossier).due_at == at("2026-11-19 09:00")

    def test_taking_the_day_out_brings_both_back(self, unit, admin, processor):
        dossier = begun(unit, processor)
        made, _ = day_off(admin, unit)

        assert remove_day(made, by=admin, moves_running=True).moved == Moved(1, 1)

        dossier.refresh_from_db()
        assert dossier.due_at == at("2026-11-23 09:00")
        assert step(dossier).due_at == at("2026-11-19 09:00")
        assert problems() == []

    def test_the_next_step_has_its_share_of_the_moved_promise(self, unit, admin, processor, monkeypatch):
        dossier = begun(unit, processor)
        day_off(admin, unit)
        now(monkeypatch, "2026-11-20 09:00")

        handing.hand_over(dossier, by=processor, to_step=3, seen_at=2)

        # 15 % of forty hours are six: 9:00 to 11:30 and 13:30 to 17:00.
        assert step(dossier).due_at == at("2026-11-20 17:00")

    def test_a_step_that_a_colleague_took_over_moves_from_its_beginning(
        self, unit, admin, processor, monkeypatch
    ):
        dossier = begun(unit, processor)
        now(monkeypatch, "2026-11-17 09:00")
        other = UserFactory(unit=unit, roles=[Role.PROCESSING])
        handing.take_over(dossier, by=other, reason="Nghỉ ốm")
        assert step(dossier).due_at == at("2026-11-19 09:00")

        day_off(admin, unit)

        assert step(dossier).due_at == at("2026-11-20 09:00")
        assert [stay.due_at for stay in dossier.handovers.exclude(finished_at=None)] == [
            at("2026-11-19 09:00")
        ]

    def test_what_the_applicant_took_is_not_counted_twice(self, unit, admin, processor, monkeypatch):
        dossier = begun(unit, processor)
        lifecycle.request_supplement(dossier, reason="Thiếu", by=admin, at=at("2026-11-16 14:00"))
        lifecycle.receive_supplement(dossier, by=admin, at=at("2026-11-17 14:00"))
        assert step(dossier).due_at == at("2026-11-20 09:00")
        now(monkeypatch, "2026-11-17 15:00")

        day_off(admin, unit)

        assert step(dossier).due_at == at("2026-11-23 09:00")

    def test_the_step_of_a_late_dossier_moves_though_its_due_date_is_past(
        self, unit, admin, processor, monkeypatch
    ):
        dossier = receive(unit, days=1)
        now(monkeypatch, "2026-11-17 15:00")
        lifecycle.start_processing(dossier, by=processor)
        assert step(dossier).due_at == at("2026-11-18 09:48")  # 4 hours 48 minutes

        _, followed = day_off(admin, unit)

        assert followed.moved == Moved(dossiers=0, steps=1)
        assert step(dossier).due_at == at("2026-11-19 09:48")
        event = dossier.events.last()
        assert event.action == "reschedule_step"
        assert "due_at" not in event.details
        assert not Dossier.objects.get().was_rescheduled
        assert problems() == []

    def test_a_promise_by_hand_stays_and_its_step_gives_way_to_the_day(self, unit, admin, processor):
        dossier = begun(unit, processor, due_at=at("2026-11-23 16:00"), reason="Hẹn tay")
        before = step(dossier).due_at

        _, followed = day_off(admin, unit)

        assert (before, followed.moved) == (at("2026-11-19 14:00"), Moved(dossiers=0, steps=1))
        # 60 % of the working time that is left until the same promise, around the day.
        assert step(dossier).due_at == at("2026-11-20 07:12")

    def test_a_limit_that_somebody_set_otherwise_stays(self, unit, admin, processor):
        dossier = begun(unit, processor)
        Handover.objects.update(due_at=at("2026-11-19 10:00"))

        _, followed = day_off(admin, unit)

        assert followed.moved == Moved(dossiers=1, steps=0)
        assert step(dossier).due_at == at("2026-11-19 10:00")

    def test_a_step_is_not_undone_over_a_moved_limit(self, unit, admin, processor, monkeypatch):
        dossier = receive(unit, days=1)
        now(monkeypatch, "2026-11-17 15:00")
        lifecycle.start_processing(dossier, by=processor)
        day_off(admin, unit)

        with pytest.raises(DomainError, match="hạn của bước đã đổi"):
            lifecycle.undo(dossier, reason="Nhầm", by=processor)


class Killed(BaseException):
    """The worker is gone between two statements."""


@pytest.fixture
def many(unit, admin, processor, monkeypatch):
    """More than are moved at once, in parts of two."""
    monkeypatch.setattr(office_days, "AT_ONCE", 3)
    monkeypatch.setattr(office_days, "PART", 2)
    return [begun(unit, processor) for _ in range(5)]


def die_in_part(number, monkeypatch):
    """The worker dies as it writes the last rows of a part."""
    parts = []
    tell = lifecycle.rescheduling.tell_of_many

    def dying(dossiers, *arguments, **more):
        parts.extend(dossiers and [1])
        if len(parts) == number:
            raise Killed
        tell(dossiers, *arguments, **more)

    monkeypatch.setattr(lifecycle.rescheduling, "tell_of_many", dying)


class TestJob:
    def test_many_follow_in_the_background_and_the_administrator_is_told(
        self, client, many, unit, admin, django_capture_on_commit_callbacks
    ):
        assertContains(post_day(client, unit), "đổi dần ở nền")
        with django_capture_on_commit_callbacks(execute=False) as queued:
            response = post_day(client, unit, apply="running")

        job = Job.objects.get()
        assertRedirects(response, f"/quan-tri/viec/{job.pk}/")
        page = client.get(response.url)
        assertContains(page, f'hx-get="/quan-tri/viec/{job.pk}/"')
        assertContains(client.get("/quan-tri/lich/"), f'<a href="{response.url}">Xem tiến độ</a>')
        assert CalendarDay.objects.count() == 1
        assert not DueChange.objects.exists()

        for callback in queued:
            callback()

        assert {dossier.due_at for dossier in Dossier.objects.all()} == {at("2026-11-25 09:00")}
        assert {stay.due_at for stay in Handover.objects.open()} == {at("2026-11-20 09:00")}
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == (JobState.DONE, 5, 5)
        assert Notice.objects.get(user=admin).text == (
            "Tính lại ngày hẹn: ngày 18/11/2026 nghỉ (QĐ 12/QĐ-UBND): "
            "5 hồ sơ đổi ngày hẹn trả; hạn của 5 bước đang xử lý đổi theo."
        )
        over = client.get(response.url, headers={"HX-Request": "true"})
        assert over.headers["HX-Refresh"] == "true"
        assertContains(client.get(response.url), "100%")
        assert problems() == []

    def test_killed_between_two_parts_it_moves_each_dossier_once(self, many, unit, admin, monkeypatch):
        _, followed = day_off(admin, unit)
        with monkeypatch.context() as patched:
            die_in_part(2, patched)
            with pytest.raises(Killed):
                office_days.work_off(followed.job)
        half = Dossier.objects.filter(was_rescheduled=True).count()
        assert (half, DueChange.objects.count()) == (2, 2)
        assert Handover.objects.filter(due_at=at("2026-11-20 09:00")).count() == 2
        assert problems() == []

        Job.objects.update(state=JobState.RUNNING, beat_at=timezone.now() - 2 * STALE_AFTER)
        jobs.work_off(Job.objects.get())

        assert DueChange.objects.count() == 5
        assert DossierEvent.objects.filter(action="reschedule").count() == 5
        assert Job.objects.get().step == "5 hồ sơ đổi ngày hẹn trả; hạn của 5 bước đang xử lý đổi theo."
        assert {dossier.due_at for dossier in Dossier.objects.all()} == {at("2026-11-25 09:00")}
        assert problems() == []

        office_days.work_off(Job.objects.get())  # a doubled message
        assert DueChange.objects.count() == 5

    def test_the_hours_and_a_day_taken_out_are_told_to_the_worker_as_they_were(
        self, client, many, unit, admin
    ):
        made, followed = day_off(admin, unit)
        jobs.work_off(followed.job)
        followed = remove_day(made, by=admin, moves_running=True)
        jobs.work_off(followed.job)

        assert {dossier.due_at for dossier in Dossier.objects.all()} == {at("2026-11-23 09:00")}
        typed = {
            "morning_opens": "09:30", "morning_closes": "11:30", "afternoon_opens": "13:30",
            "afternoon_closes": "17:00", "saturday": "off", "cutoff": "15:00", "apply": "running",
        }  # fmt: skip
        client.post(f"/quan-tri/don-vi/thiet-lap/{unit.pk}/gio-lam-viec/", typed)
        jobs.work_off(Job.objects.order_by("pk").last())
        assert {dossier.due_at for dossier in Dossier.objects.all()} == {at("2026-11-23 09:30")}
        assert problems() == []

    def test_another_change_waits_until_this_one_has_moved_everything(self, client, many, unit, admin):
        made, followed = day_off(admin, unit)

        with pytest.raises(DomainError, match="còn đang chạy"):
            set_day(day=date(2026, 11, 19), works=False, reason="QĐ", unit=unit, by=admin)
        removed = client.post(f"/quan-tri/lich/{made.pk}/bo/", {"apply": "new"}, follow=True)
        assertContains(removed, "còn đang chạy")
        elsewhere = UserFactory(roles=[Role.UNIT_ADMIN])
        set_day(day=DAY_OFF, works=False, reason="QĐ", unit=elsewhere.unit, by=elsewhere)

        jobs.work_off(followed.job)
        set_day(day=date(2026, 11, 19), works=False, reason="QĐ", unit=unit, by=admin)

    def test_what_failed_half_way_is_taken_up_once_by_a_button(self, client, many, unit, admin, monkeypatch):
        _, followed = day_off(admin, unit)
        with monkeypatch.context() as patched:
            die_in_part(2, patched)
            with pytest.raises(Killed):
                jobs.work_off(followed.job)
        page = f"/quan-tri/viec/{followed.job.pk}/"
        assertContains(client.get(page), "Làm tiếp phần còn lại")
        assertContains(client.get("/quan-tri/lich/"), f'<a href="{page}">Xem và làm tiếp</a>')

        first, second = client.post(page), client.post(page)

        assert first.url == second.url != page
        assert Job.objects.count() == 2
        jobs.work_off(Job.objects.order_by("pk").last())
        assertContains(client.get(first.url), "5 hồ sơ đổi ngày hẹn trả")
        assertNotContains(client.get(first.url), "Làm tiếp")
        assert DueChange.objects.count() == 5
        assertNotContains(client.get("/quan-tri/lich/"), "Xem và làm tiếp")


def test_the_plan_reads_the_same_before_and_after_the_day_is_written(unit, admin, processor):
    begun(unit, processor)
    change = rescheduling.DayChange(unit, DAY_OFF, works=False)
    before = rescheduling.plan(change)

    day_off(admin, unit, moves_running=False)

    assert rescheduling.plan(rescheduling.change_of(change.as_payload())) == before
    assert before.rows == 2
