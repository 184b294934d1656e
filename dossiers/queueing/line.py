"""Hàng đợi lúc này: who waits in which order, who is called where, how long it takes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import takewhile
from statistics import median

from django.utils import timezone

from dossiers.models import Desk, Office, QueueDay, Ticket, TicketAction, TicketEvent, TicketState
from dossiers.models.queue import AT_DESK
from dossiers.queueing import rule
from portal.models import Unit

SHOWN_CALLS = 5
DESK_IS_BUSY = timedelta(minutes=45)
"""A desk that called nobody for so long is not counted on."""
MEASURED_DAYS = 28
LEAST_TODAY, LEAST_BEFORE = 5, 10
"""From so many measured times on they tell how long one takes."""
MOST_MEASURED = 600
ROUGH = timedelta(minutes=5)


Measured = dict[int | None, list[timedelta]]
"""Field → how long each took; of those who did not say what they came for under none."""
_EVERY = 0
"""In place of a field: all of them."""


@dataclass(frozen=True)
class Line:
    """The queue of one unit at one moment, read once."""

    office: Office
    now: datetime
    tickets: tuple[Ticket, ...]
    """Everybody who is not done: waiting, at a desk, away."""
    desks: tuple[Desk, ...]
    places: tuple[rule.Place, ...]
    last_call: int

    @classmethod
    def of(cls, unit: Unit, *, office: Office | None = None) -> "Line":
        now = timezone.now()
        day = timezone.localdate(now)
        desks = tuple(Desk.objects.filter(unit=unit, is_open=True).prefetch_related("fields"))
        places = tuple(
            rule.Place(desk.pk, frozenset(field.pk for field in desk.fields.all())) for desk in desks
        )
        found = (
            Ticket.objects.of_day(unit, day)
            .open()
            .select_related("field", "procedure", "desk", "appointment")
        )
        counter = QueueDay.objects.filter(unit=unit, day=day).values_list("last_call", flat=True).first()
        return cls(office or Office.of(unit), now, tuple(found), desks, places, counter or 0)

    @property
    def waiting(self) -> list[Ticket]:
        return [one for one in self.tickets if one.state == TicketState.WAITING]

    @property
    def absent(self) -> list[Ticket]:
        return [one for one in self.tickets if one.state == TicketState.ABSENT]

    @property
    def at_desks(self) -> list[Ticket]:
        return [one for one in self.tickets if one.is_at_desk]

    @property
    def rules(self) -> rule.Rules:
        return rule.Rules(self.office.priority_run, timedelta(minutes=self.office.longest_wait))

    def at(self, desk: Desk) -> Ticket | None:
        """Whom this desk has called or serves."""
        return next((one for one in self.at_desks if one.desk_id == desk.pk), None)

    def next_for(self, desk: Desk, *, run: int) -> Ticket | None:
        """Whom the desk calls next."""
        place = self._place(desk)
        chosen = rule.next_of(self._seen(), [place], self.now, run=run, rules=self.rules)
        return self._ticket(chosen) if chosen else None

    def in_order(self, desk: Desk | None = None, *, run: int = 0) -> list[Ticket]:
        """Those who wait as they would be called, by one desk or by all together."""
        places = [self._place(desk)] if desk else self.places or _ANY
        ordered = rule.in_order(self._seen(), places, self.now, run=run, rules=self.rules)
        return [self._ticket(one) for one in ordered]

    def before(self, ticket: Ticket) -> list[Ticket]:
        """Những người trước, in order: as the desks that serve this number would call them now."""
        mine = self._as_seen(ticket)
        places = [place for place in self.places if place.may_serve(mine)] or _ANY
        ordered = rule.in_order(self._seen(), places, self.now, run=0, rules=self.rules)
        ahead = takewhile(lambda one: one.number != ticket.number, ordered)
        return [self._ticket(one) for one in ahead]

    def wait_for(self, ahead: Sequence[Ticket], *, for_ticket: Ticket | None = None) -> timedelta | None:
        """Khoảng bao lâu, in steps of five minutes; none where nothing measured tells it.

        Each of those ahead takes as long as what they came for usually does; who is served is half done.
        """
        usual = UsualTimes.of(self.office.unit, timezone.localdate(self.now))
        if usual.of_all is None:
            return None
        busy = busy_desks(self.office.unit, self.now)
        if for_ticket is not None:
            mine = self._as_seen(for_ticket)
            busy &= {place.pk for place in self.places if place.may_serve(mine)}
        whole = sum((usual.of_field(one.field_id) or usual.of_all for one in ahead), usual.of_all / 2)
        about = whole / (len(busy) or 1)
        return max(ROUGH, ROUGH * round(about / ROUGH))

    def _seen(self) -> list[rule.Waiting]:
        return [self._as_seen(one) for one in self.waiting]

    def _as_seen(self, ticket: Ticket) -> rule.Waiting:
        """What no open desk serves is for any desk, so that nobody is left over."""
        served = {field for place in self.places for field in place.fields}
        serves_all = any(not place.fields for place in self.places)
        open_desks = {place.pk for place in self.places}
        return rule.Waiting(
            number=ticket.number,
            came_at=ticket.taken_at,
            is_priority=ticket.is_priority,
            field=ticket.field_id if serves_all or ticket.field_id in served else None,
            desk=ticket.for_desk_id if ticket.for_desk_id in open_desks else None,
            promised_at=ticket.promised_at,
            lets_pass=max(0, (ticket.back_after or 0) - self.last_call),
        )

    def _place(self, desk: Desk) -> rule.Place:
        return next((place for place in self.places if place.pk == desk.pk), rule.Place(desk.pk))

    def _ticket(self, seen: rule.Waiting) -> Ticket:
        return next(one for one in self.waiting if one.number == seen.number)


_ANY = (rule.Place(0),)


def run_of(desk: Desk, day: date, *, most: int) -> int:
    """How many of the desk's last calls of the day went to priority groups, in a row."""
    called = TicketEvent.objects.filter(
        desk=desk, ticket__day=day, undone_at=None,
        action__in=[TicketAction.CALLED, TicketAction.CALLED_OUT_OF_TURN],
    )  # fmt: skip
    run = 0
    for event in called.select_related("ticket").order_by("-at", "-pk")[:most]:
        if not event.ticket.is_priority:
            break
        run += 1
    return run


def last_calls(unit: Unit, day: date, most: int = SHOWN_CALLS) -> list[Ticket]:
    """Những số vừa gọi, the newest first."""
    called = Ticket.objects.of_day(unit, day).filter(call_number__isnull=False)
    return list(called.select_related("desk").order_by("-call_number")[:most])


def busy_desks(unit: Unit, now: datetime) -> set[int]:
    """Desks that have somebody or called somebody just now."""
    since = now - DESK_IS_BUSY
    events = TicketEvent.objects.filter(ticket__unit=unit, desk__isnull=False, at__gte=since)
    at_work = Ticket.objects.of_day(unit, timezone.localdate(now)).filter(state__in=AT_DESK)
    return {*events.values_list("desk", flat=True), *at_work.values_list("desk", flat=True)}


@dataclass(frozen=True)
class UsualTimes:
    """Một lượt mất bao lâu: the median by what people came for where enough were measured, else of all.

    Today tells it before the last weeks do; none while too few were measured.
    """

    today: Measured
    before: Measured

    @classmethod
    def of(cls, unit: Unit, day: date) -> "UsualTimes":
        ended = Ticket.objects.filter(
            unit=unit, day__range=(day - timedelta(days=MEASURED_DAYS), day), state=TicketState.SERVED
        ).order_by("-day", "-ended_at")[:MOST_MEASURED]
        today: Measured = defaultdict(list)
        before: Measured = defaultdict(list)
        for one in ended:
            if (took := one.took) is not None:
                for field in {one.field_id, _EVERY}:
                    before[field].append(took)
                    if one.day == day:
                        today[field].append(took)
        return cls(today, before)

    @property
    def of_all(self) -> timedelta | None:
        return self._median(_EVERY)

    def of_field(self, field: int | None) -> timedelta | None:
        """Of those who came for a field; for nothing they had said where none is given."""
        return self._median(field)

    def _median(self, field: int | None) -> timedelta | None:
        for found, least in ((self.today, LEAST_TODAY), (self.before, LEAST_BEFORE)):
            if len(times := found.get(field, ())) >= least:
                return timedelta(seconds=median(took.total_seconds() for took in times))
        return None
