"""Người phụ trách: who may be given a dossier, and who stands in for whom."""

from datetime import date

import pytest

from dossiers import schedule, staff
from dossiers.models import Absence, CalendarDay, OfferedProcedure, Office, Procedure
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


def test_a_delegate_stands_in_for_the_days_of_the_absence_only(unit):
    absent, delegate = specialist(unit, "An"), specialist(unit, "Bình")
    away(absent, delegate)

    assert staff.delegate_of(absent, TODAY) == delegate
    assert staff.stood_in_for(delegate, TODAY) == {absent.pk}
    assert staff.delegate_of(absent, date(2026, 11, 24)) is None
    assert staff.delegate_of(delegate, TODAY) is None


def test_a_delegate_who_is_away_hands_on_and_circles_end(unit):
    first, second, third = (specialist(unit, name) for name in ("An", "Bình", "Chi"))
    away(first, second)
    away(second, third)
    assert staff.delegate_of(first, TODAY) == third
    assert staff.stood_in_for(third, TODAY) == {first.pk, second.pk}

    away(third, first)
    assert staff.delegate_of(first, TODAY) is None


def test_nobody_stands_in_who_has_left_or_where_nobody_was_named(unit):
    absent, gone, alone = (specialist(unit, name) for name in ("An", "Bình", "Chi"))
    away(absent, gone)
    away(alone)
    gone.is_active = False
    gone.save()

    assert staff.delegates(TODAY) == {}


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
