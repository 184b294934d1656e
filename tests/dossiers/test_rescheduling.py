"""Đổi lịch làm việc: which due dates move, before anything is saved; what moved, and what stays as it was."""

from datetime import date, datetime
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook
from pytest_django.asserts import assertContains, assertRedirects

from dossiers import lifecycle, office_days, rescheduling
from dossiers.lifecycle import Moved
from dossiers.models import CalendarDay, Dossier, DueChange, Office, Source
from dossiers.models.dossier import day_of
from dossiers.office_days import set_day
from dossiers.rescheduling import DayChange
from portal.errors import DomainError
from portal.models import AuditEvent, Role
from reports import integrity
from reports.figures import Scope, figure_set, records
from reports.integrity.model import Span
from reports.periods import Period
from tests.dossiers.factories import OfficerFactory, ProcedureFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
MONDAY, DAY_OFF = "2026-11-16 09:00", date(2026, 11, 18)


@pytest.fixture
def unit():
    return UnitFactory(name="Xã Nhà")


@pytest.fixture
def admin(client, unit):
    admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])
    client.force_login(admin)
    return admin


@pytest.fixture
def _today(monkeypatch):
    now(monkeypatch, "2026-11-17 08:00")


def now(monkeypatch, moment):
    monkeypatch.setattr(timezone, "now", lambda: at(moment))


def receive(unit, moment=MONDAY, days=3, **fields):
    return lifecycle.receive(
        procedure=ProcedureFactory(time_value=days), unit=unit, applicant_name="Lê Thị Bé",
        by=OfficerFactory(unit=unit), at=at(moment), **fields,
    )  # fmt: skip


def problems():
    return [str(problem) for problem in integrity.problems(Span(date(2026, 1, 1), date(2026, 12, 14)))]


def post_day(client, home, **more):
    typed = {"day": "18/11/2026", "works": "no", "reason": "QĐ 12/QĐ-UBND", "unit": home.pk}
    return client.post("/quan-tri/lich/", typed | more)


@pytest.mark.usefixtures("_today")
class TestPreview:
    def test_it_shows_what_moves_and_saves_nothing(self, client, unit, admin):
        moving, elsewhere = receive(unit), receive(UnitFactory())
        short = receive(unit, days=1)

        response = post_day(client, unit)

        assertContains(response, "1 hồ sơ đổi ngày hẹn")
        assertContains(response, moving.code)
        assertContains(response, "09:00 19/11/2026")
        assertContains(response, "09:00 20/11/2026")
        for other in (elsewhere, short):
            assert other.code not in response.content.decode()
        assert not CalendarDay.objects.exists()
        assert not DueChange.objects.exists()

    def test_all_of_it_can_be_taken_as_excel_with_codes_as_text(self, client, unit, admin):
        codes = {receive(unit).code for _ in range(52)}

        page = post_day(client, unit)
        file = post_day(client, unit, excel="1")

        assertContains(page, "Đang hiện 50 hồ sơ")
        sheet = load_workbook(BytesIO(file.content)).worksheets[0]
        rows = list(sheet.iter_rows(values_only=True))
        assert rows[0] == ("Mã hồ sơ", "Thủ tục", "Đơn vị giải quyết", "Hẹn trả trước", "Hẹn trả sau")
        assert {row[0] for row in rows[1:]} == codes
        assert rows[1][3:] == ("19/11/2026 09:00", "20/11/2026 09:00")

    def test_a_change_that_moves_nothing_is_saved_at_once(self, client, unit, admin):
        response = post_day(client, unit)

        assertRedirects(response, "/quan-tri/lich/")
        assert CalendarDay.objects.get().unit == unit

    def test_the_number_of_queries_does_not_grow(self, client, unit, admin, django_assert_max_num_queries):
        procedure = receive(unit).procedure
        for _ in range(8):
            lifecycle.receive(procedure=procedure, unit=unit, applicant_name="Lê", by=admin, at=at(MONDAY))

        with django_assert_max_num_queries(25):
            post_day(client, unit)

    def test_a_day_off_with_bad_input_keeps_what_was_typed(self, client, unit, admin):
        response = post_day(client, unit, day="31/02/2026")

        assertContains(response, "Gõ ngày theo dạng")
        assertContains(response, "QĐ 12/QĐ-UBND")


@pytest.mark.usefixtures("_today")
class TestSaving:
    def test_running_dossiers_follow_when_told_to(self, client, unit, admin):
        dossier = receive(unit)

        response = post_day(client, unit, apply="running")

        assertRedirects(response, "/quan-tri/lich/")
        moved = Dossier.objects.get()
        assert moved.due_at == at("2026-11-20 09:00")
        assert moved.original_due_at == dossier.due_at == at("2026-11-19 09:00")
        assert moved.was_rescheduled
        event = moved.events.last()
        assert (event.action, event.from_status, event.to_status) == ("reschedule", "received", "received")
        assert event.details == {
            "before": "2026-11-19T09:00:00+07:00",
            "after": "2026-11-20T09:00:00+07:00",
            "due_at": "2026-11-20T09:00:00+07:00",
            "why": "ngày 18/11/2026 nghỉ (QĐ 12/QĐ-UBND)",
        }
        assert AuditEvent.objects.about(moved).first().action == "dossier.reschedule"
        assert problems() == []

    def test_only_new_ones_follow_when_told_so(self, client, unit, admin):
        dossier = receive(unit)

        post_day(client, unit, apply="new")

        dossier.refresh_from_db()
        assert dossier.due_at == at("2026-11-19 09:00")
        assert not dossier.was_rescheduled
        assert receive(unit).due_at == at("2026-11-20 09:00")

    def test_sending_it_twice_moves_once(self, client, unit, admin):
        receive(unit)

        post_day(client, unit, apply="running")
        again = post_day(client, unit, apply="running")

        assertContains(again, "đã có trong lịch")
        assert DueChange.objects.count() == 1

    def test_removing_the_day_brings_the_due_date_back(self, client, unit, admin):
        dossier = receive(unit)
        post_day(client, unit, apply="running")

        day = CalendarDay.objects.get()
        shown = client.post(f"/quan-tri/lich/{day.pk}/bo/")
        assertContains(shown, "1 hồ sơ đổi ngày hẹn")
        client.post(f"/quan-tri/lich/{day.pk}/bo/", {"apply": "running"})

        dossier.refresh_from_db()
        assert dossier.due_at == at("2026-11-19 09:00")
        assert DueChange.objects.count() == 2
        assert problems() == []

    def test_a_date_promised_by_hand_or_brought_by_a_sheet_stays(self, client, unit, admin):
        receive(unit, due_at=at("2026-11-20 16:00"), reason="Hẹn tay")
        imported = receive(unit)
        Dossier.objects.filter(pk=imported.pk).update(source=Source.IMPORT)
        receive(unit)

        response = post_day(client, unit)

        assertContains(response, "1 hồ sơ đổi ngày hẹn")
        assertContains(response, "2 hồ sơ khác giữ nguyên")

    def test_a_dossier_that_waits_for_papers_moves_and_its_pause_goes_on(self, unit, admin, monkeypatch):
        dossier = receive(unit, days=5)
        lifecycle.request_supplement(dossier, reason="Thiếu", by=admin, at=at("2026-11-17 08:00"))

        set_day(day=DAY_OFF, works=False, reason="QĐ", unit=unit, by=admin, moves_running=True)
        waiting = Dossier.objects.get()
        assert (waiting.due_on, waiting.paused_on) == (date(2026, 11, 25), date(2026, 11, 17))
        assert problems() == []

        now(monkeypatch, "2026-11-19 09:00")
        lifecycle.receive_supplement(waiting, by=admin, at=at("2026-11-19 08:30"))
        running = Dossier.objects.get()
        assert running.due_on == date(2026, 11, 26)  # the pause stood for one worked day
        assert problems() == []

    def test_the_unit_administrator_sets_no_day_of_all_units(self, client, unit, admin):
        response = post_day(client, unit, unit="")

        assertContains(response, "ngày chung do quản trị hệ thống ghi")
        with pytest.raises(DomainError, match="quản trị hệ thống"):
            set_day(day=DAY_OFF, works=False, reason="QĐ", by=admin)
        with pytest.raises(DomainError, match="ngoài phạm vi"):
            set_day(day=DAY_OFF, works=False, reason="QĐ", by=admin, unit=UnitFactory())

    def test_a_day_of_all_units_spares_those_that_said_otherwise(self, unit):
        root = UserFactory(unit=None)
        root.assignments.create(role=Role.SYSTEM_ADMIN, unit=None)
        other = UnitFactory()
        CalendarDay.objects.create(unit=other, day=DAY_OFF, works=True, reason="Xã trực")
        receive(unit)
        receive(other)

        plan = rescheduling.plan(DayChange(None, DAY_OFF, works=False))
        assert [move.dossier.resolving_unit for move in plan.moves] == [unit]
        _, followed = set_day(day=DAY_OFF, works=False, reason="QĐ", by=root, moves_running=True)
        assert followed.moved == Moved(dossiers=1)


@pytest.mark.usefixtures("_today")
class TestHours:
    PAGE = "/quan-tri/don-vi/thiet-lap/{}/gio-lam-viec/"
    TYPED = {
        "morning_opens": "07:30", "morning_closes": "11:30", "afternoon_opens": "13:30",
        "afternoon_closes": "16:30", "saturday": "off", "cutoff": "15:00",
    }  # fmt: skip

    def test_the_due_dates_that_move_are_shown_before(self, client, unit, admin):
        receive(unit, moment="2026-11-16 16:45")

        page = client.post(self.PAGE.format(unit.pk), self.TYPED)
        assertContains(page, "16:45 19/11/2026")
        assertContains(page, "07:30 20/11/2026")
        assert not Office.objects.exists()

        client.post(self.PAGE.format(unit.pk), self.TYPED | {"apply": "running"})
        assert Office.objects.get().shifts == [["07:30", "11:30"], ["13:30", "16:30"]]
        assert Dossier.objects.get().due_at == at("2026-11-20 07:30")
        line = AuditEvent.objects.filter(action="office.changed").get()
        assert line.details["changed"] == {
            "shifts": {
                "before": [["07:00", "11:30"], ["13:30", "17:00"]],
                "after": [["07:30", "11:30"], ["13:30", "16:30"]],
            }
        }
        assert problems() == []

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"morning_closes": "07:00"}, "Phải sau giờ của “ca thứ nhất: mở cửa” (07:30)."),
            ({"afternoon_opens": "11:00"}, "Phải sau giờ của “ca thứ nhất: đóng cửa” (11:30)."),
            ({"afternoon_closes": ""}, "Ca thứ hai phải có cả giờ mở và giờ đóng"),
            ({"morning_opens": "7 giờ"}, "Gõ giờ theo dạng 07:30."),
        ],
    )
    def test_shifts_must_follow_one_another(self, client, unit, admin, wrong, sentence):
        response = client.post(self.PAGE.format(unit.pk), self.TYPED | wrong)

        assertContains(response, sentence)
        assert not Office.objects.exists()

    def test_one_shift_through_the_noon_and_a_saturday_of_intake(self, client, unit, admin):
        typed = {"afternoon_opens": "", "afternoon_closes": "", "morning_closes": "16:00"}
        client.post(self.PAGE.format(unit.pk), self.TYPED | typed | {"saturday": "receives"})

        office = Office.objects.get()
        assert office.shifts == [["07:30", "16:00"]]
        assert (office.saturday_works, office.saturday_receives) == (False, True)


class TestFiguresOfPastDays:
    """A due date moved today: what was said of yesterday and before reads the same."""

    PERIODS = [Period.between(date(2026, 11, 2), date(2026, 11, last)) for last in range(16, 24)]

    def figures(self, unit):
        return {period.code: figure_set(unit, period).figures for period in self.PERIODS}

    def late(self, unit, day):
        return figure_set(unit, Period.between(date(2026, 11, 2), day)).figures["pending_overdue"]

    def test_they_stay_as_they_were(self, unit, monkeypatch):
        now(monkeypatch, "2026-11-23 08:00")
        admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])
        receive(unit)
        longest = receive(unit, days=5)
        paused = receive(unit, days=4)
        lifecycle.request_supplement(paused, reason="Thiếu", by=admin, at=at("2026-11-16 10:00"))
        lifecycle.receive_supplement(paused, by=admin, at=at("2026-11-17 10:00"))
        waiting = receive(unit)
        lifecycle.request_supplement(waiting, reason="Thiếu", by=admin, at=at("2026-11-17 09:00"))
        before = self.figures(unit)

        set_day(day=DAY_OFF, works=False, reason="Ghi muộn", unit=unit, by=admin, moves_running=True)

        assert DueChange.objects.count() == 4
        after = self.figures(unit)
        for period in self.PERIODS[:-1]:
            assert after[period.code] == before[period.code], period.code
        longest.refresh_from_db()
        assert longest.due_on == date(2026, 11, 25)
        assert problems() == []

    def test_from_the_day_of_the_change_on_the_moved_date_counts(self, unit, monkeypatch):
        now(monkeypatch, "2026-11-19 08:00")
        admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])
        receive(unit, moment="2026-11-13 09:00")  # due on the 18th
        assert (self.late(unit, date(2026, 11, 18)), self.late(unit, date(2026, 11, 19))) == (0, 1)

        set_day(day=DAY_OFF, works=False, reason="QĐ", unit=unit, by=admin, moves_running=True)

        assert Dossier.objects.get().due_on == date(2026, 11, 19)
        now(monkeypatch, "2026-11-25 08:00")
        assert [self.late(unit, date(2026, 11, day)) for day in (18, 19, 20)] == [0, 0, 1]

    def test_a_figure_and_its_records_agree_on_every_day(self, unit, monkeypatch):
        now(monkeypatch, "2026-11-19 08:00")
        admin = UserFactory(unit=unit, roles=[Role.UNIT_ADMIN])
        for days in (2, 3):
            receive(unit, moment="2026-11-13 09:00", days=days)
        set_day(day=DAY_OFF, works=False, reason="QĐ", unit=unit, by=admin, moves_running=True)
        now(monkeypatch, "2026-11-25 08:00")

        for day in range(16, 25):
            period = Period.between(date(2026, 11, 2), date(2026, 11, day))
            listed = records(Scope.of(unit, period), "pending_overdue").count()
            assert listed == self.late(unit, period.last)


@pytest.mark.usefixtures("_today")
@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"was_rescheduled": False}, "dossier.rescheduled"),
        ({"due_at": datetime(2026, 12, 1, 9, tzinfo=timezone.get_default_timezone())}, "dossier.due"),
    ],
)
def test_a_dossier_edited_behind_the_changes_back_is_found(unit, admin, change, found):
    receive(unit)
    set_day(day=DAY_OFF, works=False, reason="QĐ", unit=unit, by=admin, moves_running=True)
    assert problems() == []

    change = change | ({"due_on": day_of(change["due_at"])} if "due_at" in change else {})
    Dossier.objects.update(**change)

    assert found in {problem.code for problem in integrity.problems(Span(DAY_OFF, DAY_OFF))}


@pytest.mark.usefixtures("_today")
def test_a_change_with_another_day_than_its_moment_is_found(unit, admin):
    receive(unit)
    office_days.set_day(day=DAY_OFF, works=False, reason="QĐ", unit=unit, by=admin, moves_running=True)

    DueChange.objects.update(on=date(2026, 11, 1))

    assert ["lần tính lại hẹn" in problem for problem in problems()] == [True]
