"""Danh sách sáng kiến: whose, of which year, state and field; searched without accents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import reduce

from django.utils import timezone

from initiatives import sight
from initiatives.models import InitiativeQuerySet
from initiatives.status import Domain, InitiativeStatus
from portal import formats
from portal.models import Role, User
from portal.models.user import FIGURE_ROLES
from portal.text import fold

PAGE = 50
_Words = Callable[[InitiativeQuerySet, User], InitiativeQuerySet]


@dataclass(frozen=True)
class Shelf:
    """One side of the registry, for those who have it."""

    word: str
    label: str
    roles: tuple[Role, ...]
    pick: _Words
    empty: str


def _known(found: InitiativeQuerySet, user: User) -> InitiativeQuerySet:
    return found.visible_to(user).recognised()


SHELVES = (
    Shelf(
        "cua-toi", "Của tôi", tuple(Role), lambda found, user: found.written_by(user),
        "Bấm “Viết sáng kiến” để bắt đầu một bản nháp; chưa nộp thì chỉ tác giả đọc được.",
    ),
    Shelf(
        "don-vi", "Của đơn vị", sight.KEEPING_ROLES, lambda found, user: found.of_unit(user),
        "Sáng kiến của cán bộ trong đơn vị hiện ở đây khi được nộp.",
    ),
    Shelf(
        "can-xet", "Gửi đến để xét", sight.DECIDING_ROLES, lambda found, user: found.sent_to(user),
        "Sáng kiến được xác nhận và gửi đến đơn vị hiện ở đây để kiểm tra đơn và xét công nhận.",
    ),
    Shelf(
        "da-cong-nhan", "Đã công nhận", FIGURE_ROLES, _known,
        "Sáng kiến được công nhận của đơn vị và cấp dưới hiện ở đây.",
    ),
)  # fmt: skip


def shelves(user: User) -> list[Shelf]:
    return [shelf for shelf in SHELVES if user.has_role(*shelf.roles)]


@dataclass(frozen=True)
class Wanted:
    """What the address of the list asks for."""

    year: int | None = None
    status: str = ""
    field: str = ""
    text: str = ""

    def narrow(self, found: InitiativeQuerySet) -> InitiativeQuerySet:
        if self.year:
            found = found.filter(year=self.year)
        if self.status:
            found = found.filter(status=self.status)
        if self.field:
            found = found.filter(field=self.field)
        return reduce(lambda some, word: some.filter(folded__contains=word), fold(self.text).split(), found)


def rows(found: InitiativeQuerySet) -> InitiativeQuerySet:
    """What a list shows of each, in a fixed number of queries; the long texts stay in the database."""
    return (
        found.select_related("unit", "deciding_unit")
        .prefetch_related("authors")
        .only(
            "code", "title", "unit__name", "deciding_unit__name", "field", "status", "year", "next_due_on",
            "submitted_at", "confirmed_on", "accepted_on", "decided_on", "changed_at",
        )
    )  # fmt: skip


def years(found: InitiativeQuerySet) -> list[int]:
    return list(found.order_by("-year").values_list("year", flat=True).distinct())


HEAD = (
    "Mã", "Tên sáng kiến", "Tác giả", "Đơn vị", "Lĩnh vực", "Trạng thái", "Nơi xét công nhận", "Năm",
    "Ngày nộp", "Ngày xác nhận", "Ngày chấp nhận đơn", "Hạn của bước đang chờ", "Ngày quyết định",
)  # fmt: skip


def lines(found: InitiativeQuerySet) -> Iterable[list[str]]:
    """The rows of the Excel file."""
    for one in rows(found):
        days = (one.confirmed_on, one.accepted_on, one.next_due_on, one.decided_on)
        submitted = formats.day_on_screen(timezone.localdate(one.submitted_at)) if one.submitted_at else ""
        yield [
            one.code,
            one.title,
            "; ".join(author.line for author in one.authors.all()),
            one.unit.name,
            Domain(one.field).label,
            InitiativeStatus(one.status).label,
            one.deciding_unit.name if one.deciding_unit else "",
            str(one.year),
            submitted,
            *(formats.day_on_screen(day) if day else "" for day in days),
        ]
