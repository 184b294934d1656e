"""Phân công và nghỉ: who is in charge of what in a unit, and who is away with whom in their place."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from dossiers.models import Absence, Competence, ListedOfficer, Procedure
from dossiers.models import Field as FieldOfWork
from portal import audit
from portal.administration import ADMIN_ROLES, Reach
from portal.errors import DomainError
from portal.models import RoleAssignment, Unit, User


@transaction.atomic
def set_competences(
    user: User, unit: Unit, *, fields: Collection[FieldOfWork], procedures: Collection[Procedure], by: User
) -> None:
    """Phân công lĩnh vực: exactly these fields and procedures are the person's in the unit."""
    reach = Reach(by)
    if unit.pk not in reach.unit_ids or (user.unit_id not in reach.unit_ids and not reach.is_system_wide):
        raise DomainError(f"{user} hoặc {unit.name} ngoài phạm vi quản trị của bạn.")
    standing = Competence.objects.select_for_update().filter(user=user, unit=unit).order_by("pk")
    wanted = {(one.pk, None) for one in fields} | {(None, one.pk) for one in procedures}
    known = {(one.field_id, one.procedure_id): one for one in standing}
    for key in known.keys() - wanted:
        known[key].delete()
    for field_id, procedure_id in wanted - known.keys():
        Competence.objects.create(user=user, unit=unit, field_id=field_id, procedure_id=procedure_id)
    if wanted != set(known):
        audit.record(
            "staff.competences_set", by=by, target=user, unit=unit,
            fields=sorted(one.code for one in fields), procedures=sorted(one.code for one in procedures),
        )  # fmt: skip


@transaction.atomic
def set_absence(
    user: User, *, from_on: date, to_on: date, by: User, delegate: User | None = None, reason: str = ""
) -> Absence:
    """Ghi thời gian nghỉ, by the person or their administrator."""
    _check(user, by)
    User.objects.select_for_update().get(pk=user.pk)
    if to_on < from_on:
        raise DomainError("Ngày cuối không được trước ngày đầu.")
    if delegate is not None and delegate not in delegates_of(user):
        raise DomainError("Người làm thay phải đang làm việc, cùng đơn vị, và không phải chính người nghỉ.")
    overlapping = user.absences.filter(from_on__lte=to_on, to_on__gte=from_on).first()
    if overlapping is not None:
        raise DomainError(f"{user} đã ghi nghỉ {overlapping}. Bỏ lần ấy trước khi ghi lại.")
    made = Absence.objects.create(user=user, from_on=from_on, to_on=to_on, delegate=delegate, reason=reason)
    audit.record(
        "staff.absence_set", by=by, target=user, unit=user.unit, first=from_on.isoformat(),
        last=to_on.isoformat(), delegate=delegate.username if delegate else "",
    )  # fmt: skip
    return made


@transaction.atomic
def remove_absence(absence: Absence, *, by: User) -> None:
    """Bỏ một lần nghỉ."""
    _check(absence.user, by)
    audit.record(
        "staff.absence_removed", by=by, target=absence.user, unit=absence.user.unit,
        first=absence.from_on.isoformat(), last=absence.to_on.isoformat(),
    )  # fmt: skip
    absence.delete()


def delegates_of(user: User) -> QuerySet[User]:
    """Who may stand in: colleagues of the same unit who work there."""
    return (
        User.objects.filter(unit=user.unit_id, is_active=True).exclude(pk=user.pk).order_by("full_name", "pk")
    )


@dataclass
class StaffRow:
    """One person of the staff table: what they do, what they are in charge of, whether they are away."""

    user: User
    roles: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    procedures: list[str] = field(default_factory=list)
    absence: Absence | None = None

    @property
    def as_public(self) -> dict[str, Any]:
        """Công khai (NĐ 61/2018/NĐ-CP, Điều 9 khoản 7): name, title, field, telephone; nothing else."""
        return {
            "name": self.user.full_name,
            "position": self.user.position,
            "fields": self.fields,
            "phone": self.user.phone,
        }


def staff_of(unit: Unit, on: date) -> list[StaffRow]:
    """Cán bộ của đơn vị và của các phòng: who works there on a day, in four queries."""
    people = list(
        User.objects.filter(is_active=True, assignments__unit__in=_places(unit))
        .distinct()
        .order_by("full_name", "pk")
    )
    rows = {user.pk: StaffRow(user) for user in people}
    held = RoleAssignment.objects.filter(user__in=people, unit__in=_places(unit))
    for assignment in held.order_by("pk"):
        label = str(assignment.get_role_display())
        if label not in rows[assignment.user_id].roles:
            rows[assignment.user_id].roles.append(label)
    chosen = Competence.objects.filter(user__in=people, unit=unit).select_related("field", "procedure")
    for competence in chosen:
        row = rows[competence.user_id]
        if competence.field is not None:
            row.fields.append(competence.field.name)
        elif competence.procedure is not None:
            row.procedures.append(competence.procedure.name)
    for absence in Absence.objects.on(on).filter(user__in=people).select_related("delegate"):
        rows[absence.user_id].absence = absence
    return list(rows.values())


def public_staff(unit: Unit, on: date) -> list[dict[str, Any]]:
    """Thông tin công khai về cán bộ Bộ phận Một cửa, for a page that anybody reads."""
    return [row.as_public for row in staff_of(unit, on)]


def listed_staff(unit: Unit, on: date) -> list[dict[str, Any]]:
    """Cán bộ được niêm yết: of those who work there, whom the administrator marked."""
    listed = listed_ids(unit)
    return [row.as_public for row in staff_of(unit, on) if row.user.pk in listed] if listed else []


def listed_ids(unit: Unit) -> set[int]:
    return set(ListedOfficer.objects.filter(unit=unit).values_list("user_id", flat=True))


@transaction.atomic
def set_listed(unit: Unit, *, users: Collection[int], by: User) -> int:
    """Niêm yết đúng những người này on the office's public page; only who works there can be. How many."""
    if unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
    Unit.objects.select_for_update().get(pk=unit.pk)
    there = User.objects.filter(is_active=True, assignments__unit__in=_places(unit))
    wanted = set(there.filter(pk__in=users).values_list("pk", flat=True))
    standing = listed_ids(unit)
    ListedOfficer.objects.filter(unit=unit).exclude(user__in=wanted).delete()
    ListedOfficer.objects.bulk_create(
        ListedOfficer(unit=unit, user_id=pk) for pk in sorted(wanted - standing)
    )
    if wanted != standing:
        audit.record("staff.listed", by=by, target=unit, unit=unit, listed=len(wanted))
    return len(wanted)


def _places(unit: Unit) -> QuerySet[Unit, int]:
    own = Unit.objects.filter(pk=unit.pk)
    divisions = Unit.objects.filter(parent=unit, kind="division")
    return (own | divisions).values_list("pk", flat=True)


def _check(user: User, by: User) -> None:
    if user.pk == by.pk:
        return
    reach = Reach(by)
    if by.has_role(*ADMIN_ROLES) and (reach.is_system_wide or user.unit_id in reach.unit_ids):
        return
    raise DomainError("Chỉ chính người ấy hoặc quản trị của đơn vị ghi được thời gian nghỉ.")
