"""Người phụ trách: who may be given a dossier, and who stands in for whom."""

from datetime import date

import pytest

from dossiers import schedule, staff
from dossiers.models import Absence, CalendarDay, Competence, OfferedProcedure, Office, Procedure
from portal.models import Role
from tests.dossiers.factories import (
    OfficerFactory,
    ProcedureFactory,
    UnitFactory,
    UserFactory,
    at,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def unit():
    return UnitFactory()


@pytest.fixture
def procedure():
    return ProcedureFactory()


def specialist(unit, name):
    return UserFactory(unit=unit, full_name=name, roles=[Role.PROCESSING])


def names(users):
    return [str(user) for user in users]


def away(user, delegate=None, first=TODAY, last=TODAY):
    return Absence.objects.create(user=user, from_on=first, to_on=last, delegate=delegate)


def test_those_in_charge_of_the_procedure_come_before_those_of_its_field(unit, procedure):
    of_field, of_procedure = specialist(unit, "An"), specialist(unit, "Bình")
    specialist(unit, "Chi")
    Competence.objects.create(user=of_field, unit=unit, field=procedure.field)

    assert names(staff.competent(unit, procedure, Role.PROCESSING, TODAY)) == ["An"]

    Competence.objects.create(user=of_procedure, unit=unit, procedure=procedure)
    assert names(staff.competent(unit, procedure, Role.PROCESSING, TODAY)) == ["Bình"]


def test_a_field_in_nobodys_charge_goes_to_those_without_one(unit, procedure):
    busy = specialist(unit, "An")
    specialist(unit, "Bình")
    Competence.objects.create(user=busy, unit=unit, procedure=ProcedureFactory())

    assert names(staff.competent(unit, procedure, Role.PROCESSING, TODAY)) == ["Bình"]


def test_only_holders_of_the_role_in_the_unit_or_its_divisions_are_asked(unit, procedure):
    division = UnitFactory(kind="division", parent=unit)
    specialist(division, "An")
    specialist(UnitFactory(), "Ở Xã Khác")
    UserFactory(unit=unit, full_name="Lãnh Đạo", roles=[Role.LEADER])
    idle = specialist(unit, "Đã Nghỉ Việc")
    idle.is_active = False
    idle.save()

    assert names(staff.competent(unit, procedure, Role.PROCESSING, TODAY)) == ["An"]


def test_an_absent_person_is_stood_in_for_by_the_delegate(unit, procedure):
    absent, delegate = specialist(unit, "An"), specialist(unit, "Bình")
    Competence.objects.create(user=absent, unit=unit, field=procedure.field)
    away(absent, delegate)

    assert names(staff.competent(unit, procedure, Role.PROCESSING, TODAY)) == ["Bình"]
    assert staff.is_absent(absent, TODAY)
    assert not staff.is_absent(absent, date(2026, 11, 24))
    assert staff.delegate_of(absent, TODAY) == delegate
    assert staff.delegate_of(delegate, TODAY) is None


def test_without_a_delegate_the_next_best_are_asked(unit, procedure):
    absent, other = specialist(unit, "An"), specialist(unit, "Bình")
    Competence.objects.create(user=absent, unit=unit, procedure=procedure)
    Competence.objects.create(user=other, unit=unit, field=procedure.field)
    away(absent)

    assert names(staff.competent(unit, procedure, Role.PROCESSING, TODAY)) == ["Bình"]


def test_a_delegate_who_is_away_hands_on_and_circles_end(unit):
    first, second, third = (specialist(unit, name) for name in ("An", "Bình", "Chi"))
    away(first, second)
    away(second, third)
    assert staff.delegate_of(first, TODAY) == third

    away(third, first)
    assert staff.delegate_of(first, TODAY) is None


def test_a_units_own_day_wins_over_one_set_for_all(unit):
    CalendarDay.objects.create(day=date(2026, 11, 25), works=False, reason="Nghỉ chung")
    CalendarDay.objects.create(day=date(2026, 11, 25), works=True, reason="Xã trực", unit=unit)

    assert schedule.office_calendar(unit).day_kind(date(2026, 11, 25)).working
    assert not schedule.office_calendar(UnitFactory()).day_kind(date(2026, 11, 25)).working


def test_a_saturday_on_which_the_office_only_receives_counts_for_no_limit(unit, procedure):
    received = at("2026-11-28 08:30")
    Office.objects.create(unit=unit, saturday_receives=True)

    due = schedule.due(procedure, received, unit=unit)

    assert due.at == at("2026-12-03 07:00")
    assert due.days[0].reason == "Thứ Bảy chỉ tiếp nhận"
    working = UnitFactory()
    Office.objects.create(unit=working, saturday_works=True)
    assert schedule.due(procedure, received, unit=working).at == at("2026-12-02 08:30")


def test_a_unit_may_promise_less_time_than_the_law_and_never_more(unit):
    procedure = ProcedureFactory(time_value=5)
    own = OfferedProcedure.objects.create(unit=unit, procedure=procedure, time_value=2)
    assert schedule.limit_of(procedure, unit).value == 2
    assert schedule.limit_of(procedure).value == 5

    own.time_value = 9
    own.save()
    assert schedule.limit_of(procedure, unit).value == 5


def test_a_unit_offers_what_it_chose_and_everything_where_it_chose_nothing(unit):
    chosen, dropped, _ = ProcedureFactory(), ProcedureFactory(), ProcedureFactory()
    withdrawn = ProcedureFactory(is_published=False)
    assert Procedure.objects.offered_by(unit).count() == 3

    OfferedProcedure.objects.create(unit=unit, procedure=dropped, is_offered=False)
    assert Procedure.objects.offered_by(unit).count() == 3

    for procedure in (chosen, withdrawn):
        OfferedProcedure.objects.create(unit=unit, procedure=procedure)
    assert list(Procedure.objects.offered_by(unit)) == [chosen]
    assert Procedure.objects.offered_by(OfficerFactory().unit).count() == 3
