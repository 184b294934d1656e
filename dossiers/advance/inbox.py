"""Hộp yêu cầu hỗ trợ: what waits for whom, as filters that count and list by the same condition."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from dossiers.advance.status import OPEN, AdvanceStatus
from dossiers.models import AdvanceRequest
from dossiers.models.advance import LOST_HOUR, RESULT_WAITS, AdvanceQuerySet
from portal.models import User

TO_CALL = "goi-lai"
_S = AdvanceStatus


@dataclass(frozen=True)
class Shelf:
    """One filter of the inbox: the word of the address, its name, and which requests it holds."""

    word: str
    label: str
    condition: Callable[[User, date], Q]


SHELVES = (
    Shelf("", "Cần làm", lambda user, today: Q(due_on__isnull=False) | Q(call_on__lte=today) | LOST_HOUR),
    Shelf("tre", "Trễ hạn", lambda user, today: Q(due_on__lt=today)),
    Shelf("cua-toi", "Giao cho tôi", lambda user, today: Q(status__in=OPEN, officers=user)),
    Shelf("moi", "Mới nhận", lambda user, today: Q(status=_S.NEW)),
    Shelf(
        "cho-dan", "Chờ người dân", lambda user, today: Q(status__in=[_S.AWAITING, _S.DRAFTED, _S.OFFERED])
    ),
    Shelf("da-hen", "Đã hẹn", lambda user, today: Q(status=_S.BOOKED)),
    Shelf(TO_CALL, "Gọi lại", lambda user, today: Q(call_on__lte=today) | LOST_HOUR | RESULT_WAITS),
    Shelf("ho-so", "Đã thành hồ sơ", lambda user, today: Q(status=_S.RECEIVED)),
    Shelf("ket-thuc", "Đã kết thúc", lambda user, today: Q(status=_S.CLOSED)),
    Shelf("tat-ca", "Tất cả", lambda user, today: Q()),
)


def shelf(word: str) -> Shelf:
    return next((one for one in SHELVES if one.word == word), SHELVES[0])


def counts(found: AdvanceQuerySet, user: User, today: date) -> list[int]:
    """How many lie on each shelf, in one query."""
    numbers = found.order_by().aggregate(
        **{
            f"n{place}": Count("pk", filter=one.condition(user, today), distinct=True)
            for place, one in enumerate(SHELVES)
        }
    )
    return [numbers[f"n{place}"] for place in range(len(SHELVES))]


def on(found: AdvanceQuerySet, one: Shelf, user: User, today: date) -> AdvanceQuerySet:
    """Those of a shelf: what is due first stands first, then the newest."""
    chosen = found.filter(one.condition(user, today)).distinct()
    return chosen.order_by(F("due_on").asc(nulls_last=True), "-received_at", "-pk")


def to_call(user: User, today: date) -> int:
    """Cần gọi: agreed to be called again by today, an hour to be agreed anew, or a result to be told of."""
    found = AdvanceRequest.objects.visible_to(user)
    return found.filter(shelf(TO_CALL).condition(user, today)).count()
