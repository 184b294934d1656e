"""Lịch hẹn của xã dùng thử: who came at the time they had chosen, who did not, and who comes next."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import count
from random import Random
from uuid import UUID

from dossiers import calendar, office_settings, schedule
from dossiers.appointments import booking, reminding, times
from dossiers.messaging import sending
from dossiers.models import Appointment, Procedure
from dossiers.models import Office as Settings
from reports.demo import people
from reports.demo.clock import OfficeClock
from reports.demo.fitting import ALLOWANCE, BIRTH, CONFIRMATION, Staff
from reports.demo.moment import standing_at

PAST, AHEAD = 8, 6
"""Working days before today, and from today on."""
A_DAY = 3
BEFORE = 2
"""Working days between booking and coming."""
FOR = (BIRTH, CONFIRMATION, ALLOWANCE)
FATES = ("kept", "moved", "kept", "kept", "missed", "kept", "kept", "cancelled")
"""One after the other, so that each is there on every day of the year."""
Timed = tuple[datetime, int, Callable[[], object]]


def open_desk(staff: Staff) -> None:
    """Nhận đặt lịch hẹn: two at once, half an hour each."""
    office = Settings.objects.get(unit=staff.home)
    office.takes_appointments, office.appointment_places = True, 2
    office_settings.change(office, by=staff.admin)


def live(staff: Staff, clock: OfficeClock, rng: Random, today: date) -> None:
    """Each act at its own hour, in the order of time, up to yesterday evening."""
    past = clock.working_days(today - timedelta(days=30), today - timedelta(days=1))
    ahead = clock.working_days(today, today + timedelta(days=30))[:AHEAD]
    procedures = {procedure.code: procedure for procedure in Procedure.objects.filter(code__in=FOR)}
    numbers = count()
    acts: list[Timed] = [
        (_at(day, time(8, 15)), next(numbers), partial(reminding.remind, day)) for day in past[-PAST:]
    ]
    for place, day in enumerate([*past, *ahead]):
        if place < len(past) - PAST:
            continue
        booked_on = past[min(place, len(past) - 1 + BEFORE) - BEFORE]
        for visit in _visits(staff, rng, day=day, booked_on=booked_on, today=today, procedures=procedures):
            acts += [(at, next(numbers), act) for at, act in visit.acts()]
    for at, _, act in sorted(acts, key=lambda one: one[:2]):
        with standing_at(at):
            act()
            sending.send_due()


@dataclass
class Visit:
    """One appointment from its booking to its end."""

    staff: Staff
    person: people.Person
    procedure: Procedure
    booked_at: datetime
    slot: times.Slot
    other: times.Slot
    fate: str
    key: UUID
    by_officer: bool
    made: Appointment | None = None

    def acts(self) -> Iterator[tuple[datetime, Callable[[], object]]]:
        yield self.booked_at, self._book
        ends_at = self.slot.ends_at
        match self.fate:
            case "kept":
                yield self.slot.starts_at + timedelta(minutes=4), self._keep
            case "missed":
                yield ends_at, self._miss
            case "cancelled":
                yield self.booked_at + timedelta(hours=1), self._cancel
            case "moved":
                yield self.booked_at + timedelta(hours=1), self._move

    def _book(self) -> None:
        self.made = booking.book(
            unit=self.staff.home, procedure=self.procedure, at=self.slot.starts_at, name=self.person.name,
            phone=self.person.phone, by=self.staff.intake if self.by_officer else None, form_key=self.key,
        )  # fmt: skip

    def _keep(self) -> None:
        booking.keep(self._appointment, by=self.staff.intake)

    def _miss(self) -> None:
        booking.miss(self._appointment, by=self.staff.intake)

    def _cancel(self) -> None:
        booking.cancel(self._appointment)

    def _move(self) -> None:
        booking.move(
            self._appointment, at=self.other.starts_at, by=self.staff.intake, reason="Người hẹn gọi xin đổi"
        )

    @property
    def _appointment(self) -> Appointment:
        assert self.made is not None, "it was booked before"
        return self.made


def _visits(
    staff: Staff, rng: Random, *, day: date, booked_on: date, today: date, procedures: dict[str, Procedure]
) -> Iterator[Visit]:
    office = Settings.objects.get(unit=staff.home)
    turns = list(times.slots(day, office, schedule.office_calendar(staff.home)))
    chosen = rng.sample(turns, 2 * A_DAY)
    for number in range(A_DAY):
        fate = FATES[(A_DAY * day.toordinal() + number) % len(FATES)]
        if day >= today and fate in {"kept", "missed"}:
            fate = "awaited"
        yield Visit(
            staff=staff,
            person=people.Person(people.name(rng, is_female=rng.random() < 0.6), "", _phone(rng)),
            procedure=procedures[rng.choice(FOR)],
            booked_at=_at(booked_on, time(14, rng.randrange(45))),
            slot=chosen[number],
            other=chosen[number + A_DAY],
            fate=fate,
            key=UUID(int=rng.getrandbits(128), version=4),
            by_officer=rng.random() < 0.3,
        )


def _phone(rng: Random) -> str:
    return f"0900{rng.randrange(10**6):06d}"


def _at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, calendar.OFFICE_ZONE)
