"""Nhắc việc: who is told what in the morning, once a day."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dossiers import tasks
from dossiers.messaging import reminding
from dossiers.models import CalendarDay, Message, Office
from dossiers.status import DossierStatus
from portal.models import Job, Notice, Role
from tests.dossiers.factories import DossierFactory, OfficerFactory, UnitFactory, UserFactory, at

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def commune():
    province = UnitFactory(code="44", name="Tỉnh Mẫu", kind="province")
    return UnitFactory(name="Xã Mẫu", parent=province)


def due(unit, day, **fields):
    return DossierFactory(
        unit=unit, processing=True, received_at=at("2026-11-02"), due_at=at(f"{day} 16:00"), **fields
    )


def texts(today=FRIDAY):
    reminding.remind(today)
    return {notice.user: notice.text for notice in Notice.objects.select_related("user")}


def test_the_day_before_is_the_working_day_before(commune):
    officer = OfficerFactory(unit=commune)
    due(commune, "2026-11-20")
    due(commune, "2026-11-23")  # Monday: the next working day
    due(commune, "2026-11-25")

    assert texts() == {officer: "1 hồ sơ hẹn trả hôm nay; 1 hồ sơ sắp đến hạn."}


def test_how_long_before_is_the_offices_setting(commune):
    officer = OfficerFactory(unit=commune)
    Office.objects.create(unit=commune, reminds_before_days=2)
    due(commune, "2026-11-23")
    due(commune, "2026-11-25")  # 24/11 is a holiday since 2026

    assert texts() == {officer: "2 hồ sơ sắp đến hạn."}


def test_an_office_may_do_without_reminders(commune):
    OfficerFactory(unit=commune)
    Office.objects.create(
        unit=commune,
        reminds_before_days=0,
        reminds_when_late=False,
        leader_after_days=0,
        superior_after_days=0,
    )
    due(commune, "2026-11-23")
    due(commune, "2026-11-02")

    assert texts() == {}


def test_what_waits_for_the_citizen_is_nobodys_fault(commune):
    OfficerFactory(unit=commune)
    due(commune, "2026-11-18", paused_since=at("2026-11-10"), was_paused=True)

    assert texts() == {}


def test_the_assignee_is_told_of_theirs_and_the_desk_of_the_rest(commune):
    desk, assignee = OfficerFactory(unit=commune), UserFactory(unit=commune)
    due(commune, "2026-11-19", assignee=assignee)
    due(commune, "2026-11-19")
    due(commune, "2026-11-19", assignee=UserFactory(unit=commune, is_active=False))

    assert texts() == {desk: "2 hồ sơ trễ hạn.", assignee: "1 hồ sơ trễ hạn."}


def test_the_desk_is_whoever_receives_and_whoever_resolves_each_once(commune):
    receiving = UserFactory(unit=commune, roles=[Role.INTAKE])
    resolving = UserFactory(unit=commune, roles=[Role.PROCESSING])
    both = OfficerFactory(unit=commune)
    UserFactory(unit=commune, roles=[Role.RECORDS])
    due(commune, "2026-11-19")

    assert texts() == dict.fromkeys([receiving, resolving, both], "1 hồ sơ trễ hạn.")


def test_a_division_without_officers_of_its_own_is_the_communes(commune):
    officer = OfficerFactory(unit=commune)
    division = UnitFactory(name="Phòng Mẫu", kind="division", parent=commune)
    due(division, "2026-11-19")

    assert texts() == {officer: "1 hồ sơ trễ hạn."}


def test_what_a_merged_commune_left_is_its_successors(commune):
    officer = OfficerFactory(unit=commune)
    old = UnitFactory(name="Xã Cũ", valid_to=date(2025, 6, 30), successor=commune)
    due(old, "2026-11-19")

    assert texts() == {officer: "1 hồ sơ trễ hạn."}


def test_late_for_as_long_as_set_it_goes_up_to_the_leader_and_the_superior(commune):
    leader = UserFactory(unit=commune, roles=[Role.LEADER])
    superior = UserFactory(unit=commune.parent, roles=[Role.SUPERVISOR])
    Office.objects.create(unit=commune, leader_after_days=2, superior_after_days=7)
    for day in ("2026-11-19", "2026-11-18", "2026-11-14", "2026-11-13"):  # 1, 2, 6, 7 days late
        due(commune, day)

    assert texts() == {
        leader: "3 hồ sơ trễ hạn cần lãnh đạo chỉ đạo.",
        superior: "1 hồ sơ của đơn vị cấp dưới trễ hạn lâu.",
    }


def test_a_day_off_is_quiet(commune):
    OfficerFactory(unit=commune)
    due(commune, "2026-11-19")
    CalendarDay.objects.create(day=FRIDAY, works=False, reason="Nghỉ bù")

    assert texts() == {}
    assert texts(date(2026, 11, 21)) == {}


def test_a_second_run_on_the_same_day_adds_nothing_and_the_next_day_tells_again(commune):
    OfficerFactory(unit=commune, email="canbo@example.vn")
    due(commune, "2026-11-16")
    reminding.remind(FRIDAY)
    due(commune, "2026-11-17")

    reminding.remind(FRIDAY)

    assert Notice.objects.get().text == "1 hồ sơ trễ hạn."
    assert Message.objects.count() == 1

    reminding.remind(date(2026, 11, 23))
    assert Notice.objects.count() == Message.objects.count() == 2


def test_the_letter_goes_to_those_who_want_one_and_names_nobody(commune, settings):
    wanting = OfficerFactory(unit=commune, email="canbo@example.vn", full_name="Lê Thị Hồng")
    OfficerFactory(unit=commune, email="khac@example.vn", wants_mail=False)
    OfficerFactory(unit=commune)
    dossier = due(commune, "2026-11-19")

    reminding.remind(FRIDAY)

    letter = Message.objects.get()
    assert (letter.recipient, letter.user, letter.subject) == (
        "canbo@example.vn",
        wanting,
        "Hồ sơ đến hạn ngày 20/11/2026",
    )
    assert "1 hồ sơ trễ hạn." in letter.body
    assert f"{settings.BASE_URL}/ho-so/?han=tre" in letter.body
    assert dossier.owner_name not in letter.body
    assert Notice.objects.filter(url="/ho-so/?han=tre").count() == 3


def test_the_morning_job_tells_what_is_so_today(commune, django_capture_on_commit_callbacks):
    officer = OfficerFactory(unit=commune)
    today = timezone.localdate()
    DossierFactory(unit=commune, processing=True, due_at=timezone.now() - timedelta(days=3))
    CalendarDay.objects.create(day=today, works=True, reason="Làm bù")

    with django_capture_on_commit_callbacks(execute=True):
        tasks.remind_officers()

    assert Job.objects.get().state == "done"
    assert Notice.objects.get(user=officer).text == "1 hồ sơ trễ hạn."


def test_a_job_left_over_from_another_day_says_nothing(commune):
    OfficerFactory(unit=commune)
    due(commune, "2026-11-02", status=DossierStatus.RECEIVED)

    reminding.work_off(Job(kind=reminding.JOB_KIND, payload={"day": "2026-11-19"}))

    assert not Notice.objects.exists()


def test_reminding_costs_the_same_queries_for_one_dossier_and_for_many(commune):
    OfficerFactory(unit=commune, email="canbo@example.vn")
    counts = []
    for day in (FRIDAY, date(2026, 11, 23)):
        for number in range(1 if day == FRIDAY else 6):
            due(commune, f"2026-11-{10 + number}")
        with CaptureQueriesContext(connection) as queries:
            reminding.remind(day)
        counts.append(len(queries))

    assert counts[0] == counts[1]
