"""Đánh giá khi nhận kết quả: one question, five levels, once a dossier, from the citizen's own hand.

An officer never fills it in and never learns who gave which (NĐ 61/2018/NĐ-CP Đ.27): no event and no audit
line is written, and the page is closed to whoever is signed in.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dossiers.lifecycle.moving import locked
from dossiers.models import Dossier, ReturnRecord
from dossiers.status import FINISHED, Rating
from portal.errors import DomainError
from portal.models import User

QUESTION = "Ông/Bà đánh giá như thế nào về thái độ công chức khi hướng dẫn, tiếp nhận và giải quyết hồ sơ?"
OFFERED_FOR = timedelta(minutes=10)
"""So long after the return the counter's screen asks; the code on paper asks later too."""
_SIGNER = signing.Signer(salt="dossiers.rating", sep="~")
_SCREENS = signing.Signer(salt="dossiers.rating-screen", sep="~")


def token_of(dossier: Dossier) -> str:
    """Leads to the dossier, can't be guessed, holds nothing of it but a row's number."""
    return _SIGNER.sign(str(dossier.pk))


def dossier_of(token: str) -> Dossier | None:
    try:
        pk = int(_SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    return Dossier.objects.select_related("receiving_unit").filter(pk=pk).first()


def rating_url(dossier: Dossier) -> str:
    """The whole address, for a code on paper."""
    return f"{settings.BASE_URL}{reverse('dossiers:rate', args=[token_of(dossier)])}"


def refusal(dossier: Dossier) -> str:
    """Why it takes no rating; empty if it does."""
    if dossier.rating is not None:
        return "Hồ sơ này đã được đánh giá. Xin cảm ơn Ông/Bà."
    if dossier.status not in FINISHED:
        return "Hồ sơ chưa có kết quả. Xin Ông/Bà đánh giá khi nhận kết quả."
    return ""


@transaction.atomic
def rate(dossier: Dossier, rating: Rating) -> None:
    """Ghi mức đánh giá; it changes nothing else."""
    current = locked(dossier)
    if words := refusal(current):
        raise DomainError(words)
    current.rating = rating
    current.save(update_fields=["rating"])


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
