"""Đánh giá khi nhận kết quả: one question, five levels, once a dossier, from the citizen's own hand.

An officer never fills it in and never learns who gave which (NĐ 61/2018/NĐ-CP Đ.27): no event and no audit
line is written, and the page is closed to whoever is signed in.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID, uuid4

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dossiers.lifecycle.moving import locked
from dossiers.models import Dossier, Office, RatingReason, ReturnRecord
from dossiers.models.rating import Reason
from dossiers.status import FINISHED, Rating
from portal.errors import DomainError
from portal.models import Unit, User

QUESTION = "Ông/Bà đánh giá như thế nào về thái độ công chức khi hướng dẫn, tiếp nhận và giải quyết hồ sơ?"
OFFERED_FOR = timedelta(minutes=10)
"""So long after the return the counter's screen asks; the code on paper asks later too."""
SHOWN_FROM = 5
"""Fewer reasons of a quarter than this are not shown: they could be traced to whoever gave them."""
REASON_WITHIN = timedelta(minutes=10)
LONGEST_REASON = 500
THREE_LEVELS = (
    (Rating.VERY_SATISFIED, "Rất hài lòng"),
    (Rating.SATISFIED, "Hài lòng"),
    (Rating.DISSATISFIED, "Chưa hài lòng"),
)
"""Kept on the scale of five, so that the indicators mean the same everywhere."""
FIVE_LEVELS = tuple((level, level.label) for level in sorted(Rating, reverse=True))
NEGATIVE = frozenset({Rating.DISSATISFIED, Rating.VERY_DISSATISFIED})
_TICKETS = signing.TimestampSigner(salt="dossiers.rating-reason", sep="~")
_SCREENS = signing.Signer(salt="dossiers.rating-screen", sep="~")


def refusal(dossier: Dossier) -> str:
    """Why it takes no rating; empty if it does."""
    if dossier.rating is not None:
        return "Hồ sơ này đã được đánh giá. Xin cảm ơn Ông/Bà."
    if dossier.status not in FINISHED:
        return "Hồ sơ chưa có kết quả. Xin Ông/Bà đánh giá khi nhận kết quả."
    return ""


def levels(unit: Unit) -> tuple[tuple[Rating, str], ...]:
    """Các mức mà đơn vị hỏi: three or five, the best first."""
    return THREE_LEVELS if Office.of(unit).rating_levels == 3 else FIVE_LEVELS


@transaction.atomic
def rate(dossier: Dossier, rating: Rating) -> None:
    """Ghi mức đánh giá; it changes nothing else."""
    current = locked(dossier)
    if words := refusal(current):
        raise DomainError(words)
    current.rating = rating
    current.save(update_fields=["rating"])


# Lý do chưa hài lòng: given after the rating, kept apart from it.


def ticket_for(unit: Unit) -> str:
    """Lets whoever has just rated say why, once: a random key and the unit, nothing of the dossier."""
    return _TICKETS.sign(f"{unit.pk}.{uuid4().hex}")


def say_why(ticket: str, *, reason: Reason, text: str) -> None:
    """Ghi lý do: unit and month are all that is kept of where and when."""
    try:
        unit, key = _TICKETS.unsign(ticket, max_age=REASON_WITHIN).split(".")
    except (signing.BadSignature, ValueError) as error:
        raise DomainError("Đã quá lâu kể từ lúc đánh giá; đánh giá của Ông/Bà đã được ghi.") from error
    month = timezone.localdate().replace(day=1)
    given = {"unit_id": int(unit), "month": month, "reason": reason, "text": text[:LONGEST_REASON]}
    RatingReason.objects.get_or_create(pk=UUID(key), defaults=given)


def reasons(units: Iterable[int], first: date, last: date) -> list[RatingReason] | None:
    """What was said in some months, in no order of time; None where too few spoke to stay unknown."""
    found = RatingReason.objects.filter(unit__in=list(units), month__range=(first, last))
    given = list(found.order_by("reason", "text", "pk"))
    return given if len(given) >= SHOWN_FROM else None


# Màn hình quay ra người dân: a tablet at the counter, signed in to nothing, that asks after each return.


def screen_path(officer: User) -> str:
    """What the tablet at an officer's counter opens, once."""
    return reverse("dossiers:rating-screen", args=[_SCREENS.sign(str(officer.pk))])


def officer_of(screen: str) -> User | None:
    try:
        pk = int(_SCREENS.unsign(screen))
    except (signing.BadSignature, ValueError):
        return None
    return User.objects.filter(pk=pk, is_active=True).first()


def waiting_for(officer: User, *, skipped: Iterable[int]) -> Dossier | None:
    """The last dossier that the officer handed over at the counter, if it was just now and is not rated."""
    found = ReturnRecord.objects.filter(
        handed_over_by=officer,
        handed_over_at__gte=timezone.now() - OFFERED_FOR,
        dossier__rating=None,
    ).exclude(dossier__in=list(skipped))
    last = found.select_related("dossier__receiving_unit").order_by("-handed_over_at", "-pk").first()
    return last.dossier if last else None
