"""Quản trị: how far an administrator reaches, what they do to accounts and units. Each act leaves a line."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import cached_property

from portal import audit
from portal.errors import DomainError
from portal.models import AuditEvent, Role, RoleAssignment, Unit, User
from portal.models.unit import UnitQuerySet
from portal.models.user import DESK_ROLES

ADMIN_ROLES = (Role.UNIT_ADMIN, Role.SYSTEM_ADMIN)


class Reach:
    """Phạm vi quản trị: a unit's administrator has its subtree and desk roles, the system's everything."""

    def __init__(self, admin: User) -> None:
        self.admin = admin
        self.is_system_wide = admin.has_role(Role.SYSTEM_ADMIN)

    @cached_property
    def unit_ids(self) -> set[int]:
        if self.is_system_wide:
            return set(self.admin.tree.units)
        return self.admin.unit_ids([Role.UNIT_ADMIN])

    @property
    def units(self) -> UnitQuerySet:
        return Unit.objects.filter(pk__in=self.unit_ids).order_by("valid_to", "code")

    @property
    def roles(self) -> tuple[Role, ...]:
        """Roles that may be given: nobody gives more than they have."""
        return tuple(Role) if self.is_system_wide else DESK_ROLES

    @property
    def accounts(self) -> QuerySet[User]:
        everyone = User.objects.select_related("unit").prefetch_related("assignments__unit")
        return everyone if self.is_system_wide else everyone.filter(unit__in=self.unit_ids)

    @property
    def trail(self) -> QuerySet[AuditEvent]:
        lines = AuditEvent.objects.select_related("unit")
        return lines if self.is_system_wide else lines.filter(unit__in=self.unit_ids)

    def why_not(self, account: User) -> str:
        """Why this account is beyond the administrator; empty if it is not.

        Who could set the password of somebody with wider roles would have those roles.
        """
        if self.is_system_wide:
            return ""
        if account.unit_id not in self.unit_ids:
            return f"Tài khoản {account.username} thuộc đơn vị khác."
        for assignment in account.assignments.all():
            if assignment.role not in self.roles or assignment.unit_id not in self.unit_ids:
                return (
                    f"Tài khoản {account.username} có vai trò “{assignment.get_role_display()}” ngoài phạm "
                    "vi quản trị của bạn; quản trị hệ thống mới sửa được."
                )
        return ""

    def check(self, account: User) -> None:
        if why := self.why_not(account):
            raise DomainError(why)

    def check_role(self, role: Role, unit: Unit | None) -> None:
        if role not in self.roles:
            raise DomainError(f"Vai trò “{role.label}” do quản trị hệ thống giao.")
        if role is not Role.SYSTEM_ADMIN and (unit is None or unit.pk not in self.unit_ids):
            raise DomainError("Chọn một đơn vị trong phạm vi quản trị để giao vai trò.")


@transaction.atomic
def open_account(
    *, username: str, password: str, roles: Iterable[Role], unit: Unit, by: User, **fields: Any
) -> User:
    """Lập tài khoản, with its first roles in its own unit."""
    reach = Reach(by)
    for role in roles:
        reach.check_role(role, unit)
    if unit.pk not in reach.unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
    account = User.objects.create_user(username, password, unit=unit, **fields)
    for role in roles:
        account.assignments.create(role=role, unit=None if role is Role.SYSTEM_ADMIN else unit)
    audit.record("user.created", by=by, target=account, unit=unit, roles=list(roles))
    return account


@transaction.atomic
def change_account(account: User, *, by: User, **fields: Any) -> User:
    """Sửa thông tin: name, position, phone, e-mail, unit."""
    reach = Reach(by)
    reach.check(account)
    if fields["unit"].pk not in reach.unit_ids:
        raise DomainError(f"{fields['unit'].name} ngoài phạm vi quản trị của bạn.")
    changed = [name for name, value in fields.items() if getattr(account, name) != value]
    for name in changed:
        setattr(account, name, fields[name])
    if changed:
        account.save(update_fields=changed)
        audit.record("user.changed", by=by, target=account, unit=account.unit, columns=changed)
    return account


@transaction.atomic
def give_role(account: User, *, role: Role, unit: Unit | None, by: User) -> RoleAssignment:
    """Giao vai trò trong một đơn vị."""
    reach = Reach(by)
    reach.check(account)
    _not_oneself(account, by)
    reach.check_role(role, unit)
    held_in = None if role is Role.SYSTEM_ADMIN else unit
    assignment, is_new = account.assignments.get_or_create(role=role, unit=held_in)
    if not is_new:
        raise DomainError(f"{account} đã có vai trò “{role.label}” ở đó.")
    audit.record(
        "user.role_given", by=by, target=account, unit=account.unit, role=role, held_in=_code(held_in)
    )
    return assignment


@transaction.atomic
def take_role(assignment: RoleAssignment, *, by: User) -> None:
    """Thôi giao vai trò."""
    account = assignment.user
    Reach(by).check(account)
    _not_oneself(account, by)
    role, held_in = assignment.role, assignment.unit
    assignment.delete()
    audit.record(
        "user.role_taken", by=by, target=account, unit=account.unit, role=role, held_in=_code(held_in)
    )


@transaction.atomic
def set_password(account: User, *, password: str, by: User) -> None:
    """Đặt mật khẩu: the first one, or a new one for who forgot theirs; open sessions of the account end.

    Not one's own: a desk left open must not be enough to take an account over.
    """
    Reach(by).check(account)
    if account.pk == by.pk:
        raise DomainError("Mật khẩu của chính mình đổi ở mục Đổi mật khẩu, nơi hỏi mật khẩu đang dùng.")
    account.set_password(password)
    account.save(update_fields=["password"])
    audit.record("user.password_set", by=by, target=account, unit=account.unit)


@transaction.atomic
def set_active(account: User, *, is_active: bool, by: User) -> None:
    """Ngừng hoặc mở lại: accounts are never deleted, their names stand in the history."""
    Reach(by).check(account)
    _not_oneself(account, by)
    if account.is_active == is_active:
        state = "đang hoạt động" if is_active else "đã ngừng"
        raise DomainError(f"Tài khoản {account.username} {state} từ trước.")
    account.is_active = is_active
    account.save(update_fields=["is_active"])
    action = "user.reactivated" if is_active else "user.deactivated"
    audit.record(action, by=by, target=account, unit=account.unit)


@transaction.atomic
def identify(unit: Unit, *, identifier: str, by: User) -> Unit:
    """Ghi mã định danh điện tử (QĐ 20/2020/QĐ-TTg); dossier codes begin with it from now on."""
    if unit.pk not in Reach(by).unit_ids:
        raise DomainError(f"{unit.name} ngoài phạm vi quản trị của bạn.")
    other = Unit.objects.filter(identifier=identifier, valid_to=None).exclude(pk=unit.pk).first()
    if identifier and other is not None:
        raise DomainError(f"Mã định danh {identifier} đang là của {other.name}.")
    before = unit.identifier
    if before != identifier:
        unit.identifier = identifier
        unit.save(update_fields=["identifier"])
        audit.record("unit.identified", by=by, target=unit, unit=unit, before=before, after=identifier)
    return unit


def _not_oneself(account: User, by: User) -> None:
    if account.pk == by.pk:
        raise DomainError("Không tự đổi vai trò hoặc tự ngừng tài khoản của mình; nhờ một quản trị khác.")


def _code(unit: Unit | None) -> str:
    return unit.code if unit else ""
