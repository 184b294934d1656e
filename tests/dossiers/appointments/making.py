"""An office that takes appointments, on a Monday morning of a week without holidays."""

from datetime import timedelta

from django.utils import timezone

from dossiers import calendar, schedule
from dossiers.appointments import booking
from dossiers.models import Office
from portal.models import Role
from tests.dossiers.factories import ProcedureFactory, UnitFactory, UserFactory, at

MONDAY = at("2026-03-02 09:00")
TUESDAY = at("2026-03-03 08:00")


def clock(monkeypatch, moment=MONDAY):
    """Stands at the moment until it is set anew."""
    monkeypatch.setattr(timezone, "now", lambda: moment)


def next_morning(home):
    """Eight o'clock of the next day on which the office works, whatever day it is."""
    day = calendar.next_working_day(timezone.localdate(), schedule.office_calendar(home.unit))
    return at(f"{day} 08:00")


class Home:
    """One unit with an officer at the desk; seven to half past eleven, half past one to five."""

    def __init__(self, unit=None, **office):
        self.unit = unit or UnitFactory(name="Xã Vĩnh Lâm")
        self.office = Office.objects.create(unit=self.unit, takes_appointments=True, **office)
        self.officer = UserFactory(unit=self.unit, roles=[Role.INTAKE])
        self.procedure = ProcedureFactory(name="Chứng thực hợp đồng")

    def booked(self, when=TUESDAY, **facts):
        said = {"name": "Trần Thị Bích Ngọc", "phone": "0912345678"} | facts
        return booking.book(unit=self.unit, **{"procedure": self.procedure, "at": when} | said)

    def kept(self, monkeypatch, when=TUESDAY):
        made = self.booked(when)
        clock(monkeypatch, when + timedelta(minutes=5))
        return booking.keep(made, by=self.officer)
