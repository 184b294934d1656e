"""Sắp xếp lại đơn vị: a unit is closed and hands what it has in hand to a successor or to a named unit.

As on 01/7/2025: whatever was open on the day goes over, each dossier with an event; codes, slips and books
that the closed unit gave stay its own, so that no number is ever given twice. From the day on the named
unit's figures have these dossiers; figures of periods that ended before read as they did.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from django.db import transaction
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone

from dossiers.lifecycle.handing_on import hand_to_unit
from dossiers.models import (
    CalendarDay,
    CodeCounter,
    Competence,
    Dossier,
    DossierQuerySet,
    OfferedProcedure,
    PostedCode,
    Slip,
    UnitTransfer,
)
from dossiers.status import FINISHED, RUNNING, DossierStatus
from portal import audit, formats, jobs
from portal.errors import DomainError
from portal.models import Job, Role, RoleAssignment, Unit, UnitKind, UnitTree, User
from portal.models.user import DESK_ROLES

_OFFICES = {UnitKind.DIVISION, UnitKind.HEALTH_STATION, UnitKind.HAMLET}
KIND = "hand-over-units"
AT_ONCE = 500
"""So many dossiers go over while the administrator waits; more of them by a job."""
IN_HAND = (DossierStatus.REGISTERED, *sorted(RUNNING), DossierStatus.CONCLUDED)
"""Not over yet: registered online, running, or waiting to be returned."""


@dataclass(frozen=True)
class Reorganisation:
    """Which unit is closed, who takes over, and from which day on."""

    closed: Unit
    named: Unit
    on: date
    is_successor: bool = False

    @cached_property
    def units(self) -> list[Unit]:
        """The closed unit, what it was before, and the offices below these that nobody else succeeds."""
        tree = UnitTree.load()
        found, waiting = [], [self.closed.pk]
        while waiting:
            pk = waiting.pop()
            found.append(tree.units[pk])
            waiting += tree.before[pk]
            below = (tree.units[child] for child in tree.below[pk])
            waiting += [unit.pk for unit in below if unit.kind in _OFFICES and unit.successor_id is None]
        return found

    @property
    def dossiers(self) -> DossierQuerySet:
        """What was open on the day: whatever is not over, and what was settled on the day or later."""
        return Dossier.objects.filter(resolving_unit__in=self.units).filter(
            Q(status__in=IN_HAND) | Q(finished_on__gte=self.on)
        )

    @property
    def handed(self) -> QuerySet[UnitTransfer]:
        """What went over by now."""
        return UnitTransfer.objects.filter(from_unit__in=self.units, to_unit=self.named, on=self.on)

    @property
    def users(self) -> list[User]:
        return list(User.objects.filter(unit__in=self.units).order_by("full_name", "pk"))

    @property
    def assignments(self) -> list[RoleAssignment]:
        """Desk roles go over; who supervised the closed unit goes on reading its time."""
        found = RoleAssignment.objects.filter(unit__in=self.units, role__in=DESK_ROLES)
        return list(found.select_related("user", "unit").order_by("user__full_name", "pk"))

    @property
    def offers(self) -> list[OfferedProcedure]:
        """Procedures that the named unit, which has chosen its own, does not offer yet."""
        own = OfferedProcedure.objects.filter(unit=self.named, is_offered=True)
        if not own.exists():
            return []
        known = OfferedProcedure.objects.filter(unit=self.named).values("procedure")
        found = OfferedProcedure.objects.filter(unit__in=self.units, is_offered=True)
        by_procedure = {offer.procedure_id: offer for offer in found.exclude(procedure__in=known)}
        return list(by_procedure.values())

    @property
    def days(self) -> list[CalendarDay]:
        """Days of its own from then on that the named unit has not set."""
        set_already = CalendarDay.objects.filter(unit=self.named).values("day")
        found = CalendarDay.objects.filter(unit__in=self.units, day__gte=self.on).exclude(day__in=set_already)
        return list({day.day: day for day in found}.values())

    def refusal(self) -> str:
        """Why it cannot be done; empty if it can."""
        return next(self._refusals(), "")

    def _refusals(self) -> Iterator[str]:
        closed, named, day = self.closed, self.named, f"{self.on:%d/%m/%Y}"
        if named in self.units:
            yield f"{closed.name} không thể bàn giao cho chính mình hoặc cho phòng, ban của mình."
        if self.on > timezone.localdate():
            yield f"Ngày {day} chưa tới: thực hiện bàn giao vào ngày ấy hoặc sau đó."
        if not named.is_valid_on(self.on):
            yield f"{named.label} không hoạt động ngày {day}, không nhận bàn giao được."
        if closed.valid_from and self.on <= closed.valid_from:
            yield f"{closed.name} chỉ có hiệu lực từ {closed.valid_from:%d/%m/%Y}, sau ngày bàn giao."
        if closed.handed_to_id and (closed.handed_to_id, closed.handed_on) != (named.pk, self.on):
            before = Unit.objects.get(pk=closed.handed_to_id)
            yield f"{closed.name} đã bàn giao cho {before.name} từ ngày {closed.handed_on:%d/%m/%Y}."
        if closed.successor_id and self.is_successor and closed.successor_id != named.pk:
            yield f"{closed.name} đã có đơn vị kế thừa khác; bỏ chọn “đơn vị kế thừa” để chỉ bàn giao hồ sơ."
        living = Unit.objects.filter(parent__in=self.units).valid_on(self.on).exclude(pk__in=self._ids)
        if left := living.first():
            yield f"{left.name} còn hoạt động dưới {closed.name} ngày {day}: đóng đơn vị ấy trước."
        if (
            self.is_successor
            and closed.valid_to
            and not named.is_valid_on(closed.valid_to + timedelta(days=1))
        ):
            yield f"{named.name} không có hiệu lực ngay sau ngày cuối của {closed.name}, không kế thừa được."

    @property
    def _ids(self) -> list[int]:
        return [unit.pk for unit in self.units]


@dataclass(frozen=True)
class Counts:
    """What goes over and what stays, in numbers."""

    running: int
    ready: int
    registered: int
    settled_since: int
    users: int
    roles: int
    competences: int
    offers: int
    days: int
    posted: int
    codes: int
    slips: int

    @property
    def dossiers(self) -> int:
        return self.running + self.ready + self.registered + self.settled_since

    @property
    def moving(self) -> list[tuple[str, int]]:
        return [
            ("Hồ sơ đang giải quyết", self.running),
            ("Hồ sơ có kết quả, chờ trả", self.ready),
            ("Hồ sơ mới đăng ký trực tuyến", self.registered),
            ("Hồ sơ đã xong kể từ ngày bàn giao", self.settled_since),
            ("Người dùng", self.users),
            ("Vai trò tại đơn vị", self.roles),
            ("Phân công lĩnh vực", self.competences),
            ("Thủ tục tiếp nhận thêm", self.offers),
            ("Ngày nghỉ, ngày làm bù còn tới", self.days),
            ("Mã QR niêm yết, kèm lượt quét", self.posted),
        ]

    @property
    def staying(self) -> list[tuple[str, int]]:
        return [("Mã hồ sơ đã cấp", self.codes), ("Phiếu đã lập trong các sổ", self.slips)]


def preview(plan: Reorganisation) -> Counts:
    """The numbers, with nothing written."""
    found = plan.dossiers
    return Counts(
        running=found.filter(status__in=RUNNING).count(),
        ready=found.filter(status=DossierStatus.CONCLUDED).exclude(finished_on__gte=plan.on).count(),
        registered=found.filter(status=DossierStatus.REGISTERED).count(),
        settled_since=found.filter(finished_on__gte=plan.on, status__in=FINISHED).count(),
        users=len(plan.users),
        roles=len(plan.assignments),
        competences=Competence.objects.filter(unit__in=plan.units).count(),
        offers=len(plan.offers),
        days=len(plan.days),
        posted=PostedCode.objects.filter(unit__in=plan.units).count(),
        codes=CodeCounter.objects.filter(unit__in=plan.units).aggregate(all=Sum("last"))["all"] or 0,
        slips=Slip.objects.filter(unit__in=plan.units).count(),
    )


@dataclass(frozen=True)
class Handed:
    """What goes over, and the job that goes on with the dossiers where they are many."""

    counts: list[Counts]
    job: Job | None = None

    @property
    def dossiers(self) -> int:
        return sum(counts.dossiers for counts in self.counts)


@transaction.atomic
def reorganise(plan: Reorganisation, *, by: User | None) -> Counts:
    """Bàn giao: close the unit, hand over what it has in hand, move its people; all of it or nothing."""
    counts = _begin(plan, by)
    _hand_all(plan, by)
    return counts


@transaction.atomic
def reorganise_all(plans: Sequence[Reorganisation], *, by: User) -> Handed:
    """Several units that end on one day: all of them or none.

    The units are closed and their people moved at once. More than some hundred dossiers follow by a job, part
    by part: until it is done each of them is with one of the two units, in the figures too.
    """
    counts = [_begin(plan, by) for plan in plans]
    if runs_long(counts):
        title = f"Bàn giao cho {plans[0].named.name} từ ngày {plans[0].on:%d/%m/%Y}"
        pairs = [(plan.closed.pk, plan.named.pk, plan.on.isoformat()) for plan in plans]
        return Handed(counts, jobs.enqueue(KIND, by=by, title=title, plans=pairs))
    for plan in plans:
        _hand_all(plan, by)
    return Handed(counts)


def runs_long(counts: Iterable[Counts]) -> bool:
    """More dossiers than the administrator should wait for."""
    return sum(one.dossiers for one in counts) > AT_ONCE


def work_off(job: Job) -> None:
    """Carry on until nothing is left at the closed units; what went over is not found there again."""
    plans = [
        Reorganisation(Unit.objects.get(pk=closed), Unit.objects.get(pk=named), date.fromisoformat(on))
        for closed, named, on in job.payload["plans"]
    ]
    done = sum(plan.handed.count() for plan in plans)
    total = done + sum(plan.dossiers.count() for plan in plans)
    job.beat(total=total, done=done, step="Đang bàn giao hồ sơ")
    for plan in plans:
        for part in hand_to_unit(plan.dossiers, to=plan.named, on=plan.on, by=job.created_by):
            done += part
            job.beat(done=min(done, total))
    job.beat(step=f"Đã bàn giao {formats.integer(done)} hồ sơ.")


def notice(job: Job) -> tuple[str, str]:
    """What the administrator reads under the bell."""
    said = f"chưa xong. {job.error}" if job.error else job.step
    return f"{job.payload['title']}: {said}", reverse("dossiers:office-work", args=[job.pk])


def _begin(plan: Reorganisation, by: User | None) -> Counts:
    """Everything but the dossiers: the units are closed, so that nothing new comes in behind the numbers."""
    locked = {unit.pk: unit for unit in Unit.objects.select_for_update().filter(pk__in=_pks(plan))}
    plan = replace(plan, closed=locked[plan.closed.pk], named=locked[plan.named.pk])
    if by is not None and not by.has_role(Role.SYSTEM_ADMIN):
        raise DomainError("Sắp xếp lại đơn vị do quản trị hệ thống thực hiện.")
    if why := plan.refusal():
        raise DomainError(why)
    counts = preview(plan)
    _move_people(plan, by)
    _copy_settings(plan)
    for unit in plan.units:
        _close(unit, plan)
    audit.record(
        "unit.handed_over", by=by, target=plan.closed, unit=plan.closed,
        to=plan.named.code, on=plan.on.isoformat(), successor=plan.is_successor,
        dossiers=counts.dossiers, users=counts.users, roles=counts.roles,
    )  # fmt: skip
    return counts


def _hand_all(plan: Reorganisation, by: User | None) -> None:
    for _ in hand_to_unit(plan.dossiers, to=plan.named, on=plan.on, by=by):
        pass


def _pks(plan: Reorganisation) -> list[int]:
    return [plan.named.pk, *(unit.pk for unit in plan.units)]


def _move_people(plan: Reorganisation, by: User | None) -> None:
    to = plan.named
    for user in plan.users:
        before = user.unit
        user.unit = to
        user.save(update_fields=["unit"])
        audit.record(
            "user.changed", by=by, target=user, unit=to, columns=["unit"],
            before=before.code if before else "", after=to.code,
        )  # fmt: skip
    for assignment in plan.assignments:
        role, held_in = assignment.role, assignment.unit
        assert held_in is not None
        assignment.delete()
        assignment.user.assignments.get_or_create(role=role, unit=to)
        audit.record(
            "user.role_taken", by=by, target=assignment.user, unit=to, role=role, held_in=held_in.code
        )
        audit.record("user.role_given", by=by, target=assignment.user, unit=to, role=role, held_in=to.code)
    for competence in Competence.objects.filter(unit__in=plan.units):
        Competence.objects.get_or_create(
            user=competence.user, unit=to, field=competence.field, procedure=competence.procedure
        )
        competence.delete()


def _copy_settings(plan: Reorganisation) -> None:
    for offer in plan.offers:
        OfferedProcedure.objects.create(
            unit=plan.named, procedure=offer.procedure, position=offer.position, note=offer.note,
            time_value=offer.time_value, fee=offer.fee,
        )  # fmt: skip
    for day in plan.days:
        CalendarDay.objects.create(unit=plan.named, day=day.day, works=day.works, reason=day.reason)
    PostedCode.objects.filter(unit__in=plan.units).update(unit=plan.named)


def _close(unit: Unit, plan: Reorganisation) -> None:
    unit.handed_to, unit.handed_on = plan.named, plan.on
    if unit.valid_to is None or unit.valid_to >= plan.on:
        unit.valid_to = plan.on - timedelta(days=1)
    if plan.is_successor and unit.pk == plan.closed.pk:
        unit.successor = plan.named
    unit.save()
