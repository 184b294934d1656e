"""Sắp xếp lại đơn vị: what a closed unit had in hand goes over, counted once, and past figures stay."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.asserts import assertContains

from dossiers import lifecycle, reorganising
from dossiers.lifecycle import handing_on
from dossiers.models import CalendarDay, Competence, Dossier, OfferedProcedure, UnitTransfer
from dossiers.reorganising import Reorganisation, preview, reorganise
from portal.errors import DomainError
from portal.models import AuditEvent, Job, Notice, Role, Unit, User
from reports import integrity
from reports.figures import By, Scope, figure_set, records
from reports.integrity.model import Span
from reports.periods import Period
from tests.dossiers.factories import (
    FieldFactory,
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)
LAST = date(2025, 6, 30)


@pytest.fixture
def province():
    return UnitFactory(code="44", name="Tỉnh", kind="province")


@pytest.fixture
def district(province):
    return UnitFactory(code="464", name="Huyện Cũ", kind="district", parent=province, valid_to=LAST)


@pytest.fixture
def named(province):
    return UnitFactory(code="19405", name="Xã Nhận", parent=province, valid_from=date(2025, 1, 1))


@pytest.fixture
def root():
    root = UserFactory(unit=None, username="root")
    root.assignments.create(role=Role.SYSTEM_ADMIN, unit=None)
    return root


def receive(unit, moment, name="Lê Thị Bé", **fields):
    return lifecycle.receive(
        procedure=ProcedureFactory(time_value=5),
        unit=unit,
        applicant_name=name,
        by=None,
        at=at(moment),
        **fields,
    )


@pytest.fixture
def situation(district, named):
    """Dossiers of the district in every state on its last day, and one of the commune's own."""
    settled = receive(district, "2025-06-02 09:00", "Đã Trả")
    settled = lifecycle.conclude(settled, by=None, at=at("2025-06-05 09:00"))
    lifecycle.return_result(settled, by=None, at=at("2025-06-05 10:00"))
    ready = receive(district, "2025-06-03 09:00", "Chờ Trả")
    lifecycle.conclude(ready, by=None, at=at("2025-06-20 09:00"))
    receive(district, "2025-06-10 09:00", "Đang Làm")
    waiting = receive(district, "2025-06-12 09:00", "Chờ Bổ Sung")
    lifecycle.request_supplement(waiting, reason="Thiếu", by=None, at=at("2025-06-13 09:00"))
    late = receive(district, "2025-06-16 09:00", "Xong Sau")
    lifecycle.conclude(late, by=None, at=at("2025-07-10 09:00"))
    receive(named, "2025-06-17 09:00", "Của Xã")
    return {dossier.applicant_name: dossier for dossier in Dossier.objects.all()}


def run(district, named, **more):
    return reorganise(Reorganisation(district, named, DAY, **more), by=None)


def problems():
    return [str(problem) for problem in integrity.problems(Span(date(2024, 12, 15), date(2025, 12, 14)))]


PERIODS = [
    Period.parse(code)
    for code in (
        "cal-2025-05", "cal-2025-06", "cal-2025-Q2", "2025-06", "2025-07", "cal-2025-07", "cal-2025-Q3",
        "2025-Q3", "2025-08", "2025",
    )
]  # fmt: skip


@pytest.mark.usefixtures("situation")
class TestFigures:
    def test_periods_before_the_day_read_as_they_did(self, province, district, named):
        past = [period for period in PERIODS if period.last < DAY]
        units = (province, district, named)

        def read():
            return [figure_set(unit, period, by=By.UNIT).as_json() for unit in units for period in past]

        before = read()
        run(district, named)

        assert read() == before
        assert any(figures["figures"]["pending"] for figures in before)

    def test_the_named_unit_carries_the_open_ones_over_from_the_day_on(self, district, named):
        run(district, named)

        old = figure_set(district, Period.parse("cal-2025-Q2")).figures
        new = figure_set(named, Period.parse("cal-2025-Q3")).figures
        own = figure_set(named, Period.parse("cal-2025-Q2")).figures
        assert (old["received"], old["resolved"], old["pending"]) == (5, 2, 3)
        assert (own["received"], own["pending"]) == (1, 1)
        assert (new["carried_over"], new["resolved"], new["pending"]) == (4, 1, 3)
        assert figure_set(district, Period.parse("cal-2025-Q3")).figures["to_resolve"] == 0

    @pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.code)
    def test_every_dossier_is_counted_once_and_opens_its_records(self, province, district, named, period):
        before = figure_set(province, period).figures
        run(district, named)

        whole = figure_set(province, period, by=By.UNIT)
        assert whole.figures == before
        for code in ("carried_over", "received", "resolved", "pending", "pending_overdue"):
            parts = [figure_set(unit, period).figures[code] for unit in (district, named)]
            assert sum(parts) == whole.figures[code]
            assert sum(group.figures[code] for group in whole.groups) == whole.figures[code]
            for unit, part in zip((district, named), parts, strict=True):
                assert records(Scope.of(unit, period), code).count() == part
            for group in whole.groups:
                found = records(Scope.of(province, period), code, by=By.UNIT, key=group.key)
                assert found.count() == group.figures[code]

    def test_what_closes_a_period_opens_the_next_across_the_day(self, district, named):
        run(district, named)

        for month in range(5, 9):
            this, following = Period.parse(f"cal-2025-{month:02d}"), Period.parse(f"cal-2025-{month + 1:02d}")
            closing = [figure_set(unit, this).figures["pending"] for unit in (district, named)]
            opening = [figure_set(unit, following).figures["carried_over"] for unit in (district, named)]
            assert sum(closing) == sum(opening)
        assert problems() == []

    def test_an_untouched_tree_asks_nothing_more(self, named, district):
        def asked(period):
            with CaptureQueriesContext(connection) as queries:
                figure_set(named, Period.parse(period))
            return len(queries)

        before = asked("cal-2025-Q3")
        run(district, named)

        assert asked("cal-2025-Q2") == before

    def test_what_is_open_at_a_predecessor_goes_over_too(self, province, district, named):
        old = UnitFactory(code="463", kind="district", parent=province, valid_to=date(2024, 12, 31))
        receive(old, "2024-12-30 09:00", "Từ Trước")
        Unit.objects.filter(pk=district.pk).update(valid_from=date(2025, 1, 1))
        Unit.objects.filter(pk=old.pk).update(successor=district)

        assert run(Unit.objects.get(pk=district.pk), named).running == 3

        assert figure_set(district, Period.parse("cal-2025-Q2")).figures["pending"] == 4
        assert figure_set(named, Period.parse("cal-2025-Q3")).figures["carried_over"] == 5
        assert problems() == []

    def test_a_second_reorganisation_hands_them_on(self, province, district, named):
        run(district, named)
        heir = UnitFactory(code="19999", name="Xã Mới", parent=province)
        reorganise(Reorganisation(named, heir, date(2025, 10, 1)), by=None)

        for code, unit, pending in (
            ("cal-2025-Q2", district, 3), ("cal-2025-Q2", named, 1), ("cal-2025-Q2", heir, 0),
            ("cal-2025-Q3", district, 0), ("cal-2025-Q3", named, 3), ("cal-2025-Q3", heir, 0),
            ("cal-2025-Q4", named, 0), ("cal-2025-Q4", heir, 3),
        ):  # fmt: skip
            assert figure_set(unit, Period.parse(code)).figures["pending"] == pending, (code, unit)
        assert problems() == []

    def test_a_successor_has_the_time_before_too(self, district, named):
        run(district, named, is_successor=True)

        assert Unit.objects.get(pk=district.pk).successor == named
        assert figure_set(named, Period.parse("cal-2025-Q3")).figures["carried_over"] == 4
        assert figure_set(district, Period.parse("cal-2025-Q2")).figures["pending"] == 3
        assert problems() == []


class TestHandingOver:
    def test_what_was_open_goes_over_with_an_event_each(self, district, named, situation, root):
        counts = reorganise(Reorganisation(district, named, DAY), by=root)

        assert (counts.running, counts.ready, counts.settled_since) == (2, 1, 1)
        handed = Dossier.objects.filter(was_handed_over=True)
        assert set(handed.values_list("applicant_name", flat=True)) == {
            "Chờ Trả", "Đang Làm", "Chờ Bổ Sung", "Xong Sau"
        }  # fmt: skip
        for dossier in handed:
            assert (dossier.resolving_unit, dossier.receiving_unit) == (named, district)
            assert dossier.code == situation[dossier.applicant_name].code
            event = dossier.events.last()
            assert (event.action, event.to_status) == ("hand_to_unit", dossier.status)
            assert event.details["from"] == "464"
            assert event.details["to"] == "19405"
            assert event.details["on"] == "2025-07-01"
        assert Dossier.objects.get(applicant_name="Đã Trả").resolving_unit == district
        closed = Unit.objects.get(pk=district.pk)
        assert (closed.handed_to, closed.handed_on, closed.valid_to) == (named, DAY, LAST)
        line = AuditEvent.objects.filter(action="unit.handed_over").get()
        assert line.details["dossiers"] == 4

    def test_the_officers_of_the_named_unit_go_on_with_them(self, district, named, situation):
        officer = OfficerFactory(unit=named)
        run(district, named)

        dossier = Dossier.objects.visible_to(officer).get(applicant_name="Đang Làm")
        lifecycle.conclude(dossier, by=officer)
        assert problems() == []

    def test_numbers_that_were_given_are_not_given_again(self, district, named, monkeypatch):
        first = receive(named, "2025-06-17 09:00")
        run(district, named)

        second = receive(named, "2025-06-17 10:00")
        assert first.code != second.code
        assert Dossier.objects.values("code").distinct().count() == Dossier.objects.count()

    def test_people_move_with_their_desk_roles_and_supervisors_keep_theirs(self, district, named):
        division = UnitFactory(code="464.PNV", kind="division", parent=district, valid_to=LAST)
        desk = UserFactory(unit=division, roles=[Role.PROCESSING])
        watcher = UserFactory(unit=named)
        watcher.assignments.create(role=Role.SUPERVISOR, unit=district)
        field = FieldFactory()
        Competence.objects.create(user=desk, unit=division, field=field)

        counts = run(district, named)

        moved = User.objects.get(pk=desk.pk)
        assert moved.unit == named
        assert [(one.role, one.unit) for one in moved.assignments.all()] == [(Role.PROCESSING, named)]
        assert [(one.role, one.unit) for one in watcher.assignments.all()] == [(Role.SUPERVISOR, district)]
        assert list(named.competences.values_list("user", "field")) == [(desk.pk, field.pk)]
        assert (counts.users, counts.roles, counts.competences) == (1, 1, 1)
        assert set(AuditEvent.objects.about(moved).values_list("action", flat=True)) == {
            "user.changed", "user.role_taken", "user.role_given"
        }  # fmt: skip

    def test_offers_and_days_that_the_named_unit_lacks_come_along(self, district, named):
        own, theirs = ProcedureFactory(), ProcedureFactory()
        OfferedProcedure.objects.create(unit=named, procedure=own)
        for procedure in (own, theirs):
            OfferedProcedure.objects.create(unit=district, procedure=procedure, note="Của huyện")
        CalendarDay.objects.create(unit=district, day=date(2025, 8, 1), works=False, reason="QĐ")
        CalendarDay.objects.create(unit=district, day=date(2025, 5, 5), works=False, reason="QĐ")

        run(district, named)

        assert set(named.offers.values_list("procedure", flat=True)) == {own.pk, theirs.pk}
        assert list(named.calendar_days.values_list("day", flat=True)) == [date(2025, 8, 1)]

    def test_doing_it_again_finds_nothing_more(self, district, named, situation):
        run(district, named)
        again = run(district, named)

        assert again.dossiers == 0
        assert UnitTransfer.objects.count() == 4

    def test_the_preview_writes_nothing(self, district, named, situation):
        counts = preview(Reorganisation(district, named, DAY))

        assert counts.dossiers == 4
        assert not UnitTransfer.objects.exists()

    def test_an_import_finds_the_dossier_where_it_is_now(self, district, named, situation):
        run(district, named)

        assert Dossier.objects.of_units({district.pk}).count() == 5

    @pytest.mark.parametrize(
        ("change", "sentence"),
        [
            ({"on": date(2027, 1, 1)}, "chưa tới"),
            ({"on": date(2024, 12, 31)}, "không hoạt động ngày 31/12/2024"),
            ({"named": "district"}, "cho chính mình"),
        ],
    )
    def test_what_cannot_be_is_refused(self, district, named, change, sentence):
        plan = {"closed": district, "named": named, "on": DAY} | change
        plan["named"] = district if plan["named"] == "district" else plan["named"]

        with pytest.raises(DomainError, match=sentence):
            reorganise(Reorganisation(**plan), by=None)
        assert Unit.objects.get(pk=district.pk).handed_to is None

    def test_a_unit_with_living_communes_cannot_be_closed(self, district, named):
        UnitFactory(name="Xã Còn", parent=district)

        with pytest.raises(DomainError, match="Xã Còn còn hoạt động"):
            run(district, named)

    def test_it_is_handed_to_one_unit_only(self, province, district, named):
        run(district, named)
        other = UnitFactory(parent=province)

        with pytest.raises(DomainError, match="đã bàn giao cho Xã Nhận"):
            run(district, other)

    def test_only_the_systems_administrator_may(self, district, named):
        admin = UserFactory(unit=named, roles=[Role.UNIT_ADMIN])

        with pytest.raises(DomainError, match="quản trị hệ thống"):
            reorganise(Reorganisation(district, named, DAY), by=admin)


class TestPage:
    PAGE = "/quan-tri/don-vi/sap-xep/"

    @pytest.fixture
    def typed(self, client, district, named, root):
        client.force_login(root)
        return {"closed": [district.pk], "named": named.pk, "on": "01/07/2025"}

    def test_it_shows_the_numbers_and_writes_nothing(self, client, typed, situation):
        page = client.post(self.PAGE, typed)

        assertContains(page, "Bàn giao cho Xã Nhận từ ngày 01/07/2025")
        assertContains(page, "Hồ sơ đang giải quyết")
        assertContains(page, "Để xác nhận: 464")
        assert not UnitTransfer.objects.exists()

    def test_it_is_done_once_the_code_was_typed(self, client, typed, situation):
        wrong = client.post(self.PAGE, typed | {"codes": "465"})
        assertContains(wrong, "Chưa khớp. Gõ đúng: 464")

        done = client.post(self.PAGE, typed | {"codes": "464"}, follow=True)
        assertContains(done, "Đã bàn giao 4 hồ sơ cho Xã Nhận.")
        assertContains(done, "Huyện Cũ → Xã Nhận, từ 01/07/2025")

    def test_sending_it_twice_hands_over_once(self, client, typed, situation):
        client.post(self.PAGE, typed | {"codes": "464"})
        again = client.post(self.PAGE, typed | {"codes": "464"})

        assert again.status_code == 200
        assert UnitTransfer.objects.count() == 4

    def test_what_cannot_be_is_told_with_what_was_typed(self, client, typed, named):
        page = client.post(self.PAGE, typed | {"on": "01/07/2030"})

        assertContains(page, "chưa tới")
        assertContains(page, 'value="01/07/2030"')


class TestJob:
    """Many dossiers follow part by part; at any moment each is counted once."""

    PAGE = TestPage.PAGE

    @pytest.fixture(autouse=True)
    def _few_are_many(self, situation, monkeypatch):
        monkeypatch.setattr(reorganising, "AT_ONCE", 3)
        monkeypatch.setattr(handing_on, "BATCH", 2)

    @pytest.fixture
    def many(self, client, district, named, root):
        client.force_login(root)
        return {"closed": [district.pk], "named": named.pk, "on": "01/07/2025"}

    def test_people_move_at_once_and_the_dossiers_behind_a_progress_bar(
        self, client, many, django_capture_on_commit_callbacks
    ):
        desk = UserFactory(unit=Unit.objects.get(code="464"), roles=[Role.PROCESSING])
        assertContains(client.post(self.PAGE, many), "chuyển dần ở nền")
        with django_capture_on_commit_callbacks(execute=False) as queued:
            response = client.post(self.PAGE, many | {"codes": "464"})

        page = client.get(response.url)
        assertContains(page, "Bàn giao cho Xã Nhận từ ngày 01/07/2025")
        assertContains(page, "progress__bar")
        assert User.objects.get(pk=desk.pk).unit == Unit.objects.get(code="19405")
        assert not UnitTransfer.objects.exists()

        for callback in queued:
            callback()

        assert UnitTransfer.objects.count() == 4
        job = Job.objects.get()
        assert (job.state, job.done, job.total) == ("done", 4, 4)
        assert [notice.text for notice in Notice.objects.all()] == [
            "Bàn giao cho Xã Nhận từ ngày 01/07/2025: Đã bàn giao 4 hồ sơ."
        ]
        assert problems() == []

    def test_killed_half_way_every_dossier_is_counted_once_and_the_rest_follows(
        self, client, many, monkeypatch
    ):
        province, district, named = (Unit.objects.get(code=code) for code in ("44", "464", "19405"))
        before = {period.code: figure_set(province, period).figures for period in PERIODS}
        client.post(self.PAGE, many | {"codes": "464"})
        tell = handing_on.tell_of_many
        with monkeypatch.context() as patched:
            told = []

            def dying(found, *arguments, **more):
                told.append(found)
                if len(told) == 2:
                    raise KeyboardInterrupt
                tell(found, *arguments, **more)

            patched.setattr(handing_on, "tell_of_many", dying)
            with pytest.raises(KeyboardInterrupt):
                reorganising.work_off(Job.objects.get())

        assert UnitTransfer.objects.count() == Dossier.objects.filter(was_handed_over=True).count() == 2
        for period in PERIODS:
            whole = figure_set(province, period, by=By.UNIT)
            assert whole.figures == before[period.code]
            for code in ("received", "carried_over", "resolved", "pending"):
                parts = [figure_set(unit, period).figures[code] for unit in (district, named)]
                assert sum(parts) == whole.figures[code], (period.code, code)

        for _ in range(2):  # the second is a doubled message
            reorganising.work_off(Job.objects.get())
        assert UnitTransfer.objects.count() == 4
        assert Job.objects.get().step == "Đã bàn giao 4 hồ sơ."
        assert problems() == []

    def test_what_cannot_be_is_refused_before_anything_is_queued(self, client, many, district, named):
        page = client.post(self.PAGE, many | {"on": "01/07/2030", "codes": "464"})

        assertContains(page, "chưa tới")
        assert not Job.objects.exists()


class TestCommand:
    def call(self, *more):
        out = StringIO()
        call_command(
            "hand_over_unit",
            "--from",
            "464@2025-06-30",
            "--to",
            "19405",
            "--on",
            "2025-07-01",
            *more,
            stdout=out,
        )
        return out.getvalue()

    def test_it_says_what_it_would_do_and_then_does_it(self, district, named, situation):
        shown = self.call("--dry-run")
        assert "Xem trước, chưa ghi: Huyện Cũ → Xã Nhận, từ ngày 01/7/2025." in shown or "01/07/2025" in shown
        assert "Hồ sơ đang giải quyết: 2" in shown
        assert not UnitTransfer.objects.exists()

        assert "Đã bàn giao" in self.call()
        assert UnitTransfer.objects.count() == 4

    def test_it_refuses_in_a_sentence(self, district, named):
        with pytest.raises(CommandError, match="không đúng dạng"):
            call_command("hand_over_unit", "--from", "464@2025-06-30", "--to", "19405", "--on", "mai")


@pytest.mark.usefixtures("situation")
@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (
            lambda: Dossier.objects.filter(applicant_name="Đang Làm").update(was_handed_over=False),
            "transfer.mark",
        ),
        (
            lambda: Dossier.objects.filter(applicant_name="Đang Làm").update(
                resolving_unit=Unit.objects.get(code="44")
            ),
            "transfer.chain",
        ),
        (lambda: UnitTransfer.objects.update(on=date(2025, 7, 2)), "transfer.unit"),
        (
            lambda: Unit.objects.filter(code="44").update(
                handed_to=Unit.objects.get(code="19405"), handed_on=DAY
            ),
            None,
        ),
    ],
)
def test_what_was_changed_behind_a_transfer_is_found(district, named, spoil, code):
    run(district, named)

    spoil()

    found = {problem.code for problem in integrity.problems(Span(DAY, DAY))}
    assert (code in found) if code else not found
