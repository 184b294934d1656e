"""Tài khoản dùng thử: every role once, with one password that everybody may know."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password

from portal.models import Role, RoleAssignment, UnitTree, User

PASSWORD = "motcua-demo-2026"
REFORM_DAY, LAST_DISTRICT_DAY = date(2025, 7, 1), date(2025, 6, 30)


@dataclass(frozen=True)
class Account:
    """`home` is where the person works, `reach` where the role is held; both as `CODE@day`."""

    username: str
    full_name: str
    position: str
    role: Role
    home: str
    reach: str = ""


_COMMUNE, _PROVINCE, _DISTRICT = "19405@2025-07-01", "44@2025-07-01", "464@2025-06-30"
ACCOUNTS = (
    Account("tiepnhan", "Lê Thị Thu Hiền", "Công chức Trung tâm PVHCC", Role.INTAKE, _COMMUNE),
    Account("thuly", "Hoàng Đình Nghĩa", "Công chức Tư pháp - Hộ tịch", Role.PROCESSING, _COMMUNE),
    Account("lanhdao", "Nguyễn Hữu Thắng", "Phó Chủ tịch UBND xã", Role.LEADER, _COMMUNE),
    Account("vanthu", "Trần Thị Kim Oanh", "Văn thư", Role.RECORDS, _COMMUNE),
    Account("cchc", "Phan Thị Ngọc Liên", "Công chức Văn phòng HĐND và UBND xã", Role.REFORM, _COMMUNE),
    Account("quantri", "Võ Quang Vinh", "Quản trị đơn vị", Role.UNIT_ADMIN, _COMMUNE),
    Account(
        "cchc.cuatung", "Đoàn Xuân Phú", "Công chức Văn phòng HĐND và UBND xã", Role.REFORM,
        "19414@2025-07-01",
    ),
    Account(
        "noivu.tinh", "Bùi Thị Hồng Nhung", "Chuyên viên Sở Nội vụ", Role.SUPERVISOR,
        "44.SNV@2025-07-01", _PROVINCE,
    ),
    Account(
        "noivu.huyen", "Đặng Công Tiến", "Chuyên viên Phòng Nội vụ (đến 30/6/2025)", Role.SUPERVISOR,
        "464.PNV@2025-06-30", _DISTRICT,
    ),
    Account("hethong", "Ngô Minh Khánh", "Quản trị hệ thống", Role.SYSTEM_ADMIN, _PROVINCE),
)  # fmt: skip


def create(tree: UnitTree) -> dict[str, User]:
    """All accounts by their names. Their passwords are hashed once: hashing is slow by design."""
    secret = make_password(PASSWORD)
    users = {
        one.username: User(
            username=one.username,
            full_name=one.full_name,
            position=one.position,
            unit=tree.named(one.home, on=REFORM_DAY),
            password=secret,
        )
        for one in ACCOUNTS
    }
    User.objects.bulk_create(users.values())
    RoleAssignment.objects.bulk_create(
        RoleAssignment(
            user=users[one.username], role=one.role, unit=tree.named(one.reach or one.home, on=REFORM_DAY)
        )
        for one in ACCOUNTS
    )
    return users


def table() -> str:
    """What `bin/serve` prints: who may sign in, and as what."""
    lines = [("Tên đăng nhập", "Vai trò", "Đơn vị", "Mật khẩu")]
    homes = dict(User.objects.values_list("username", "unit__name"))
    lines += [
        (one.username, str(one.role.label), homes[one.username], PASSWORD)
        for one in ACCOUNTS
        if one.username in homes
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
