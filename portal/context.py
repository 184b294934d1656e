"""What the frame of every page needs from the ground: whose desk it is and where it leads."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property

from portal.models import Notice, Role, User
from portal.models.user import DESK_ROLES, FIGURE_ROLES, WORKING_ROLES


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    current: bool
    count: int | None = None


_NAVIGATION: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("Việc của tôi", "dossiers:my-work", WORKING_ROLES),
    ("Bàn làm việc", "reports:home", FIGURE_ROLES),
    ("Hồ sơ", "dossiers:list", FIGURE_ROLES),
    (
        "Lịch hẹn",
        "dossiers:appointments",
        (Role.INTAKE, Role.PROCESSING, Role.UNIT_ADMIN, Role.LEADER),
    ),
    ("Hỗ trợ trước", "dossiers:advance-list", FIGURE_ROLES),
    ("Phản ánh", "dossiers:feedback-list", FIGURE_ROLES),
    ("Văn bản", "dossiers:documents", FIGURE_ROLES),
    ("Gọi số", "dossiers:queue", (Role.INTAKE, Role.PROCESSING, Role.UNIT_ADMIN)),
    ("Thời gian chờ", "dossiers:queue-times", (Role.LEADER, Role.REFORM)),
    ("Sổ và danh sách", "dossiers:books", DESK_ROLES),
    (
        "Phí, lệ phí",
        "dossiers:cash-book",
        (Role.INTAKE, Role.PROCESSING, Role.UNIT_ADMIN, Role.LEADER, Role.REFORM),
    ),
    ("Thủ tục", "dossiers:catalogue", (*FIGURE_ROLES, Role.SYSTEM_ADMIN)),
    ("Mã QR niêm yết", "dossiers:posted-codes", (Role.INTAKE, Role.REFORM, Role.UNIT_ADMIN)),
    ("Nhập bảng tính", "dossiers:import-list", (Role.REFORM, Role.UNIT_ADMIN)),
    ("Tin nhắn", "dossiers:messages", FIGURE_ROLES),
    ("Sáng kiến", "initiatives:list", tuple(Role)),
    ("Tổ công nghệ số", "initiatives:teams", FIGURE_ROLES),
    ("Báo cáo", "reports:list", (Role.REFORM, Role.LEADER, Role.SUPERVISOR, Role.RECORDS)),
    ("Số liệu", "reports:figures", FIGURE_ROLES),
    ("Đơn giản hóa", "reports:simplifications", (Role.REFORM, Role.LEADER, Role.SUPERVISOR)),
    ("Quản trị", "portal:admin", (Role.UNIT_ADMIN, Role.SYSTEM_ADMIN)),
)


class Frame:
    """The frame of a signed-in page; anonymous visitors get an empty one."""

    find_url = ""
    shortcuts_url = ""
    late_url = ""
    due_url = ""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        user = getattr(request, "user", None)  # an error page may come before the middleware that sets it
        self.user = user if isinstance(user, User) else None

    @property
    def notices_url(self) -> str:
        return reverse("portal:notices") if self.user else ""

    @cached_property
    def unread_count(self) -> int:
        """Thông báo chưa đọc."""
        return Notice.objects.filter(user=self.user).unread().count() if self.user else 0

    @property
    def unit_name(self) -> str:
        return str(self.user.unit) if self.user and self.user.unit else "Một Cửa"

    @property
    def unit_note(self) -> str:
        return self.user.position if self.user else ""

    @cached_property
    def nav(self) -> list[NavItem]:
        if self.user is None:
            return []
        items = []
        for label, name, roles in _NAVIGATION:
            if self.user.has_role(*roles) and self.offers(name):
                url = reverse(name)
                current = self.request.path.startswith(url)
                items.append(NavItem(label, url, current, self.count_of(name)))
        longest = max((len(item.url) for item in items if item.current), default=0)
        return [
            NavItem(item.label, item.url, item.current and len(item.url) == longest, item.count)
            for item in items
        ]

    def offers(self, name: str) -> bool:
        """Whether the user's unit uses what an entry leads to; this frame leaves nothing out."""
        return True

    def count_of(self, name: str) -> int | None:
        """The number beside an entry of the navigation; this frame knows of none."""
        return None

    @property
    def words_forms(self) -> bool:
        """Whether the user sets the words of an office's forms."""
        return self.user is not None and self.user.has_role(Role.UNIT_ADMIN)

    @property
    def works_at_desk(self) -> bool:
        return self.user is not None and self.user.has_role(*DESK_ROLES)
