"""Người dùng: who signs in, which unit they belong to, and the roles they hold there."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.utils.functional import cached_property

from portal.models.unit import Unit, UnitTree


class Role(models.TextChoices):
    """Vai trò in the one-stop office and above it (NĐ 61/2018; NĐ 118/2025)."""

    INTAKE = "intake", "Cán bộ tiếp nhận và trả kết quả"
    PROCESSING = "processing", "Công chức thụ lý"
    LEADER = "leader", "Lãnh đạo"
    RECORDS = "records", "Văn thư"
    REFORM = "reform", "Đầu mối cải cách hành chính"
    UNIT_ADMIN = "unit_admin", "Quản trị đơn vị"
    SUPERVISOR = "supervisor", "Theo dõi cấp trên (Nội vụ)"
    SYSTEM_ADMIN = "system_admin", "Quản trị hệ thống"


DESK_ROLES = (Role.INTAKE, Role.PROCESSING, Role.LEADER, Role.RECORDS, Role.REFORM, Role.UNIT_ADMIN)
"""Roles whose holders work with dossiers by name."""
WORKING_ROLES = (Role.INTAKE, Role.PROCESSING, Role.LEADER, Role.RECORDS, Role.UNIT_ADMIN)
"""Whose hands a dossier passes through."""
FIGURE_ROLES = (*DESK_ROLES, Role.SUPERVISOR)
"""Roles whose holders see figures and, masked where they are only supervisors, the records behind them."""


class UserManager(DjangoUserManager["User"]):
    """`createsuperuser` makes a system administrator."""

    def create_user(  # type: ignore[override]
        self, username: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(  # type: ignore[override]
        self, username: str, password: str | None = None, **fields: Any
    ) -> "User":
        user = self.create_user(username, password, **fields)
        user.assignments.create(role=Role.SYSTEM_ADMIN, unit=user.unit)
        return user


class User(AbstractBaseUser):
    """Người dùng: an officer with a post in one unit."""

    username = models.CharField("tên đăng nhập", max_length=60, unique=True)
    full_name = models.CharField("họ và tên", max_length=100)
    position = models.CharField("chức vụ, chức danh", max_length=120, blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    wants_mail = models.BooleanField("nhận thư nhắc việc", default=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="users", verbose_name="đơn vị")
    is_active = models.BooleanField("đang làm việc", default=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = "người dùng"
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.full_name or self.username

    get_full_name = get_short_name

    @cached_property
    def roles(self) -> dict[Role, set[int]]:
        """Role → ids of the units it is held in; one query."""
        found: dict[Role, set[int]] = {}
        for role, unit_id in self.assignments.values_list("role", "unit_id"):
            found.setdefault(Role(role), set()).add(unit_id)
        return found

    def has_role(self, *roles: Role) -> bool:
        return self.is_active and any(role in self.roles for role in roles)

    @cached_property
    def tree(self) -> UnitTree:
        """The unit tree, loaded once a request."""
        return UnitTree.load()

    def unit_ids(self, roles: Iterable[Role]) -> set[int]:
        """Ids of every unit that these roles of the user reach: their subtrees and what those were before."""
        roots = {unit for role in roles for unit in self.roles.get(role, ()) if unit}
        return self.tree.scope(*roots) if self.is_active else set()

    def units_held(self, roles: Iterable[Role]) -> set[int]:
        """Ids of the units in which the user holds one of these roles, without what stands below them."""
        held = {unit for role in roles for unit in self.roles.get(role, ()) if unit}
        return held if self.is_active else set()

    @cached_property
    def readable_unit_ids(self) -> set[int]:
        """Units whose dossiers and figures the user may see."""
        return self.unit_ids(FIGURE_ROLES)

    @cached_property
    def sees_personal_data(self) -> bool:
        """Names, numbers and phones in clear: those who work on dossiers, not those who only watch."""
        return self.has_role(*DESK_ROLES)


class RoleAssignment(models.Model):
    """Vai trò của một người trong một đơn vị; it reaches that unit's subtree."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments", verbose_name="người dùng")
    role = models.CharField("vai trò", max_length=20, choices=Role)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, verbose_name="đơn vị")

    class Meta:
        verbose_name = "vai trò"
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "unit"], name="role_held_once_in_a_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"
