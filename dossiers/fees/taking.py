"""Thu, hoàn trả, hủy ghi nhầm: lines of the cash book, each written once and never altered."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dossiers.fees.account import Account, collecting_unit, left_of, post
from dossiers.fees.waiting import settle_if_paid
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Dossier, EntryKind, Payment, PaymentMethod
from dossiers.models.dossier import day_of
from portal import formats
from portal.errors import DomainError
from portal.models import User


@transaction.atomic
def take(
    dossier: Dossier,
    *,
    method: str,
    amount: int,
    by: User | None,
    key: UUID | None = None,
    receipt_number: str = "",
    reference: str = "",
    at: datetime | None = None,
) -> tuple[Payment, bool]:
    """Thu tiền; and whether this is a new payment: a form that is sent twice takes the money once.

    The dossier's row is locked: of two officers at once the second is told what is left to be paid.
    """
    at = at or timezone.now()
    current = locked(dossier)
    if key and (found := Payment.objects.filter(form_key=key, dossier=current).first()):
        return found, False
    account = Account.of(current)
    if account.owed <= 0:
        raise DomainError(f"Hồ sơ {current.code} không còn khoản nào phải thu.")
    if not 0 < amount <= account.owed:
        raise DomainError(
            f"Hồ sơ {current.code} còn phải thu {formats.money(account.owed)}; số tiền phải lớn hơn 0 và "
            "không quá số ấy."
        )
    if method != PaymentMethod.CASH and not reference:
        raise DomainError("Chuyển khoản hoặc thanh toán trực tuyến thì ghi mã giao dịch.")
    if at > timezone.now():
        raise DomainError("Thời điểm thu không được ở tương lai.")
    fee_part, duty_part = account.parts_of(amount)
    day = day_of(at)
    assert day is not None
    payment = Payment.objects.create(
        dossier=current,
        unit=collecting_unit(current, day),
        method=method,
        amount=amount,
        fee_part=fee_part,
        duty_part=duty_part,
        paid_at=at,
        receipt_number=receipt_number,
        reference=reference,
        taken_by=by,
        officer_name=str(by) if by else "",
        form_key=key,
    )
    _settle(current, payment, "take_payment", by=by)
    return payment, True


@transaction.atomic
def refund(
    payment: Payment, *, amount: int, reason: str, by: User | None, key: UUID | None = None,
    reference: str = "",
) -> Payment:  # fmt: skip
    """Hoàn trả: money that was rightly taken goes back, in whole or in part, on the day it goes back."""
    current = locked(payment.dossier)
    if key and (found := Payment.objects.filter(form_key=key, dossier=current).first()):
        return found
    fee_left, duty_left = left_of(_coming_in(payment))
    if not 0 < amount <= fee_left + duty_left:
        raise DomainError(
            f"Lần thu này còn {formats.money(fee_left + duty_left)} có thể hoàn trả; "
            "số tiền hoàn trả phải lớn hơn 0 và không quá số ấy."
        )
    account = Account.of(current)
    too_much_duty = max(0, min(amount, duty_left, -account.duty_owed))
    fee = min(amount - too_much_duty, fee_left)
    entry = _going_out(
        payment, EntryKind.REFUND, fee, amount - fee, reason=reason, by=by, key=key, reference=reference
    )
    _settle(current, entry, "refund_payment", by=by)
    return entry


@transaction.atomic
def reverse(payment: Payment, *, reason: str, by: User | None) -> Payment:
    """Hủy một lần thu ghi nhầm: both lines stay in the book, their sum is nothing."""
    current = locked(payment.dossier)
    gone = list(_coming_in(payment).reversals.all())
    if gone and gone[0].entry == EntryKind.REVERSAL:
        return gone[0]
    if gone:
        raise DomainError("Lần thu này đã hoàn trả một phần, không hủy được nữa; phần còn lại thì hoàn trả.")
    entry = _going_out(payment, EntryKind.REVERSAL, payment.fee_part, payment.duty_part, reason=reason, by=by)
    _settle(current, entry, "reverse_payment", by=by)
    return entry


def _coming_in(payment: Payment) -> Payment:
    if payment.entry != EntryKind.PAYMENT:
        raise DomainError("Chỉ hoàn trả hoặc hủy được một lần thu.")
    return payment


def _going_out(
    payment: Payment, entry: EntryKind, fee: int, duty: int, *,
    reason: str, by: User | None, key: UUID | None = None, reference: str = "",
) -> Payment:  # fmt: skip
    return Payment.objects.create(
        dossier=payment.dossier,
        unit=payment.unit,
        entry=entry,
        method=payment.method,
        amount=-(fee + duty),
        fee_part=-fee,
        duty_part=-duty,
        paid_at=timezone.now(),
        receipt_number=payment.receipt_number,
        reference=reference,
        reason=reason,
        taken_by=by,
        officer_name=str(by) if by else "",
        reverses=payment,
        form_key=key,
    )


def _settle(dossier: Dossier, payment: Payment, action: str, *, by: User | None) -> None:
    """The columns of the dossier, its event, and its clock if it waited for this."""
    account = post(dossier)
    words = f"{formats.money(abs(payment.amount))}, {payment.get_method_display().lower()}"
    details = {"payment": payment.pk, "amount": payment.amount, "method": payment.method}
    tell(
        dossier, action, dossier.status, at=payment.paid_at, by=by, details=details,
        reason=f"{words}: {payment.reason}" if payment.reason else words,
    )  # fmt: skip
    settle_if_paid(dossier, account, by=by)
