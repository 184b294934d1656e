"""Nhắc việc: each working morning one digest an officer of what is due and late; leaders and the superior
hear of what has been late for as long as the office has set.

A digest is one notice and, for those who want it, one letter. Its key is the day: a second run adds nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from dossiers import calendar, schedule, staff
from dossiers.models import Dossier, Message, MessageChannel, Office
from portal import formats, jobs, notices
from portal.models import Job, NoticeKind, Role, RoleAssignment, Unit, UnitTree, User

JOB_KIND = "remind-officers"
LONGEST_LOOK = timedelta(days=30)
"""No office is reminded earlier than that before a due day, holidays included."""
DIGEST = "digest"


@dataclass
class Digest:
    """What one officer is told this morning, in numbers of dossiers."""

    soon: int = 0
    today: int = 0
    late: int = 0
    for_leader: int = 0
    for_superior: int = 0

    @property
    def sentence(self) -> str:
        parts = [
            (self.today, "hẹn trả hôm nay"),
            (self.soon, "sắp đến hạn"),
            (self.late, "trễ hạn"),
            (self.for_leader, "trễ hạn cần lãnh đạo chỉ đạo"),
            (self.for_superior, "của đơn vị cấp dưới trễ hạn lâu"),
        ]
        return "; ".join(f"{formats.integer(count)} hồ sơ {words}" for count, words in parts if count)

    @property
    def path(self) -> str:
        """The list that the digest is most about."""
        deadline = "tre" if self.late or self.for_leader or self.for_superior else ""
        deadline = deadline or ("hom-nay" if self.today else "sap-den")
        return f"{reverse('dossiers:list')}?han={deadline}"


class _Group(NamedTuple):
    """So many running dossiers of one unit, one assignee and one due day."""

    unit: int
    assignee: int | None
    due_on: date
    dossiers: int


def work_off(job: Job) -> None:
    """The handler of `remind-officers`. A job that was left over from another day has nothing to say."""
    today = timezone.localdate()
    if job.payload["day"] == today.isoformat():
        remind(today)


def enqueue(today: date) -> Job:
    return jobs.enqueue(JOB_KIND, by=None, day=today.isoformat())


@transaction.atomic
def remind(today: date) -> dict[User, Digest]:
    """Tell everybody who has something to be told; what each was told."""
    office = _Reach(today)
    digests: dict[int, Digest] = defaultdict(Digest)
    for group in _soon(today):
        settings_of = office.settings(group.unit)
        if office.works_today(group.unit) and group.due_on <= office.reminds_until(group.unit):
            for user in office.in_charge(group):
                if group.due_on == today:
                    digests[user].today += group.dossiers
                elif settings_of.reminds_before_days:
                    digests[user].soon += group.dossiers
    for group in _late(today):
        _tell_late(digests, group, office, days=(today - group.due_on).days)
    return _deliver(digests, today)


def _tell_late(digests: dict[int, Digest], group: _Group, office: "_Reach", *, days: int) -> None:
    if not office.works_today(group.unit):
        return
    own = office.settings(group.unit)
    if own.reminds_when_late:
        for user in office.in_charge(group):
            digests[user].late += group.dossiers
    if own.leader_after_days and days >= own.leader_after_days:
        for user in office.holders(group.unit, Role.LEADER):
            digests[user].for_leader += group.dossiers
    if own.superior_after_days and days >= own.superior_after_days:
        for user in office.holders(office.above(group.unit), Role.SUPERVISOR):
            digests[user].for_superior += group.dossiers


def _soon(today: date) -> Iterator[_Group]:
    running = Dossier.objects.in_hand().filter(
        due_on__range=(today, today + LONGEST_LOOK), paused_on__isnull=True
    )
    return _groups(running)


def _late(today: date) -> Iterator[_Group]:
    return _groups(Dossier.objects.overdue(today))


def _groups(dossiers: QuerySet[Dossier]) -> Iterator[_Group]:
    rows = dossiers.order_by().values_list("resolving_unit", "assignee", "due_on").annotate(Count("pk"))
    for unit, assignee, due_on, count in rows:
        yield _Group(unit, assignee, due_on, count)


@dataclass
class _Reach:
    """Who answers for what on this day: roles, settings and working days, each read once."""

    today: date
    tree: UnitTree = field(default_factory=UnitTree.load)

    @cached_property
    def _roles(self) -> dict[tuple[int | None, str], list[int]]:
        wanted = (Role.INTAKE, Role.PROCESSING, Role.LEADER, Role.SUPERVISOR)
        found: dict[tuple[int | None, str], list[int]] = defaultdict(list)
        assignments = RoleAssignment.objects.filter(user__is_active=True, role__in=wanted)
        for unit, role, user in assignments.order_by("user").values_list("unit", "role", "user"):
            found[unit, role].append(user)
        return found

    @cached_property
    def _active(self) -> set[int]:
        return set(User.objects.filter(is_active=True).values_list("pk", flat=True))

    @cached_property
    def _delegates(self) -> dict[int, int]:
        return staff.delegates(self.today)

    @cached_property
    def _settings(self) -> dict[int, Office]:
        return {office.unit_id: office for office in Office.objects.all()}

    @cached_property
    def _calendars(self) -> dict[int, calendar.WorkingCalendar]:
        return {}

    def settings(self, unit: int) -> Office:
        return self._settings.get(self._living(unit), Office())

    def works_today(self, unit: int) -> bool:
        return calendar.is_working_day(self.today, self._calendar(unit))

    def reminds_until(self, unit: int) -> date:
        """The last due day that the office is reminded of today: so many working days ahead."""
        ahead = self.settings(unit).reminds_before_days
        return calendar.next_working_day(self.today, self._calendar(unit), ahead)

    def in_charge(self, group: _Group) -> Iterable[int]:
        """The assignee with who stands in for them; else who receives or resolves nearest above."""
        if group.assignee in self._active:
            delegate = self._delegates.get(group.assignee)
            return [group.assignee, delegate] if delegate else [group.assignee]
        return self.holders(group.unit, Role.PROCESSING, Role.INTAKE)

    def holders(self, unit: int | None, *roles: Role) -> list[int]:
        """Who holds one of these roles in the unit, or in the nearest one above where anybody does."""
        at: int | None = self._living(unit) if unit else None
        while at is not None:
            if found := {user for role in roles for user in self._roles.get((at, role), ())}:
                return sorted(found)
            at = self.above(at)
        return []

    def above(self, unit: int) -> int | None:
        return self.tree.units[self._living(unit)].parent_id

    def _living(self, unit: int) -> int:
        """The unit, or the one that took its place."""
        found = self.tree.units[unit]
        while found.successor_id and not found.is_valid_on(self.today):
            found = self.tree.units[found.successor_id]
        return found.pk

    def _calendar(self, unit: int) -> calendar.WorkingCalendar:
        living = self._living(unit)
        if living not in self._calendars:
            self._calendars[living] = schedule.office_calendar(self.tree.units[living])
        return self._calendars[living]


def _deliver(digests: dict[int, Digest], today: date) -> dict[User, Digest]:
    """One notice each, and a letter to those who want one; who was told today already is told nothing."""
    told = {pk: digest for pk, digest in digests.items() if digest.sentence}
    users = User.objects.filter(pk__in=told).select_related("unit")
    found = {user: told[user.pk] for user in users}
    key = f"{DIGEST}-{today.isoformat()}"
    notices.tell_many(
        ((user, f"{digest.sentence}.", digest.path, key) for user, digest in found.items()),
        kind=NoticeKind.DEADLINE,
    )
    Message.objects.bulk_create(
        (
            _letter(user, user.unit, digest, today)
            for user, digest in found.items()
            if user.wants_mail and user.email and user.unit is not None
        ),
        ignore_conflicts=True,
    )
    return found


def _letter(user: User, unit: Unit, digest: Digest, today: date) -> Message:
    day = formats.day_on_screen(today)
    return Message(
        key=f"{DIGEST}-{today.isoformat()}-{user.pk}",
        unit=unit,
        user=user,
        template=DIGEST,
        channel=MessageChannel.EMAIL,
        recipient=user.email,
        subject=f"Hồ sơ đến hạn ngày {day}",
        body=(
            f"Kính gửi {user.full_name},\n\nSáng {day}: {digest.sentence}.\n\n"
            f"Mở danh sách: {settings.BASE_URL}{digest.path}\n\n"
            f"Thôi nhận thư này: {settings.BASE_URL}{reverse('portal:notices')}"
        ),
        next_attempt_at=timezone.now(),
    )
