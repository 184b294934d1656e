"""Chờ nộp phí: the clock stands until the citizen has paid, and what a leader lets pass unpaid."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from dossiers.errors import IllegalMove
from dossiers.fees.account import Account
from dossiers.lifecycle.moving import locked, move, tell
from dossiers.models import Dossier
from dossiers.status import DossierStatus
from portal import formats
from portal.errors import DomainError
from portal.models import User

DEFERRED = "defer_payment"


@transaction.atomic
def request_payment(dossier: Dossier, *, reason: str, by: User | None, at: datetime | None = None) -> Dossier:
    """Yêu cầu thực hiện nghĩa vụ tài chính: the clock stands until it is done."""
    return move(dossier, DossierStatus.AWAITING_PAYMENT, "request_payment", reason=reason, by=by, at=at)


@transaction.atomic
def settle_payment(dossier: Dossier, *, by: User | None, at: datetime | None = None) -> Dossier:
    """Đã thực hiện nghĩa vụ tài chính: the clock runs on."""
    current = locked(dossier)
    if current.status != DossierStatus.AWAITING_PAYMENT:
        raise IllegalMove(current, DossierStatus.PROCESSING)
    owed = Account.of(current).owed
    if owed > 0:
        raise DomainError(
            f"Hồ sơ {dossier.code} còn phải thu {formats.money(owed)}. "
            "Ghi lần thu, hoặc ghi miễn, giảm trước."
        )
    return move(dossier, DossierStatus.PROCESSING, "settle_payment", by=by, at=at)


def settle_if_paid(dossier: Dossier, account: Account, *, by: User | None) -> None:
    """What waited for this money alone goes on by itself."""
    if dossier.status == DossierStatus.AWAITING_PAYMENT and account.is_settled:
        move(dossier, DossierStatus.PROCESSING, "settle_payment", by=by, at=timezone.now())


@transaction.atomic
def defer_payment(dossier: Dossier, *, reason: str, by: User | None) -> None:
    """Lãnh đạo cho trả kết quả khi chưa thu đủ: what is owed stays owed."""
    current = locked(dossier)
    owed = Account.of(current).owed
    if owed <= 0:
        raise DomainError(f"Hồ sơ {current.code} không còn khoản nào phải thu.")
    tell(current, DEFERRED, current.status, at=timezone.now(), by=by, reason=reason, details={"owed": owed})


def is_deferred(dossier: Dossier) -> bool:
    return dossier.events.filter(action=DEFERRED).exists()
