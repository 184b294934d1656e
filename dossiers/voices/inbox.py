"""Hộp phản ánh: what waits for whom, as filters that count and list by the same condition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q

from dossiers.models.feedback import FeedbackQuerySet
from dossiers.voices.status import OPEN, TOLD, FeedbackStatus
from portal.models import User


@dataclass(frozen=True)
class Shelf:
    """One filter of the inbox: the word of the address, its name, and which feedback it holds."""

    word: str
    label: str
    condition: Callable[[User, date], Q]


SHELVES = (
    Shelf("", "Cần làm", lambda user, today: Q(next_due_on__isnull=False)),
    Shelf("tre", "Trễ hạn", lambda user, today: Q(next_due_on__lt=today)),
    Shelf(
        "den-han",
        "Đến hạn hôm nay, ngày mai",
        lambda user, today: Q(next_due_on__range=(today, today + timedelta(days=1))),
    ),
    Shelf("cua-toi", "Giao cho tôi", lambda user, today: Q(status__in=OPEN, assignee=user)),
    Shelf("moi", "Mới nhận", lambda user, today: Q(status=FeedbackStatus.RECEIVED)),
    Shelf("cho-duyet", "Chờ duyệt", lambda user, today: Q(status=FeedbackStatus.DRAFTED)),
    Shelf("cho-bo-sung", "Chờ bổ sung", lambda user, today: Q(status=FeedbackStatus.AWAITING)),
    Shelf(
        "cong-khai",
        "Chờ công khai",
        lambda user, today: Q(status=FeedbackStatus.ANSWERED, next_due_on__isnull=False),
    ),
    Shelf("da-tra-loi", "Đã trả lời", lambda user, today: Q(status__in=TOLD)),
    Shelf("tu-choi", "Không tiếp nhận", lambda user, today: Q(status=FeedbackStatus.REFUSED)),
    Shelf("tat-ca", "Tất cả", lambda user, today: Q()),
)


def shelf(word: str) -> Shelf:
    return next((one for one in SHELVES if one.word == word), SHELVES[0])


def counts(found: FeedbackQuerySet, user: User, today: date) -> list[int]:
    """How many lie on each shelf, in one query."""
    numbers = found.order_by().aggregate(
        **{f"n{place}": Count("pk", filter=one.condition(user, today)) for place, one in enumerate(SHELVES)}
    )
    return [numbers[f"n{place}"] for place in range(len(SHELVES))]


def on(found: FeedbackQuerySet, one: Shelf, user: User, today: date) -> FeedbackQuerySet:
    """Those of a shelf: what is due first stands first, then the newest."""
    return found.filter(one.condition(user, today)).order_by(
        F("next_due_on").asc(nulls_last=True), "-received_at", "-pk"
    )
