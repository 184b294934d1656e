"""Lập khoản thu: what is due for a dossier, exempted or cancelled with a reason, never deleted."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from dossiers.fees import waiting
from dossiers.fees.account import Account, post
from dossiers.fees.lines import Line
from dossiers.lifecycle.moving import locked, tell
from dossiers.models import Charge, Dossier, FeeKind, Payment, PaymentMethod, Procedure, ProcedureFee
from portal import formats
from portal.errors import DomainError
from portal.models import User

UNNAMED = "Phí, lệ phí theo thủ tục"
MOST = 2_000_000_000
DECLARED = "ghi khi tiếp nhận"
"""The reference of an online payment that was only declared at intake."""


def proposed(procedure: Procedure) -> list[ProcedureFee]:
    """What the catalogue has for the procedure, lines without a price aside."""
    return [fee for fee in procedure.fees.all() if fee.amount]


def lines_of(procedure: Procedure, fee: int) -> list[Line]:
    """A sum without its lines, as intake knows it: named by the catalogue's line of that price, if any."""
    if not fee:
        return []
    known = list(procedure.fees.all())
    fitting = next((one for one in known if one.amount == fee), None)
    if fitting is not None:
        return [Line(fitting.kind, fitting.note or UNNAMED, fee)]
    kind = next((one.kind for one in known if one.amount is None or one.amount), FeeKind.DUTY)
    return [Line(kind, UNNAMED, fee)]


def enter(
    dossier: Dossier, lines: Iterable[Line], *, is_paid_online: bool, by: User | None, at: datetime
) -> None:
    """Khoản thu lúc tiếp nhận, inside the reception's transaction, whose event tells of them."""
    charges = [_charge(dossier, line, by=by, at=at) for line in lines]
    Charge.objects.bulk_create(charges)
    account = Account(charges, [])
    if is_paid_online and account.due:
        fee_part, duty_part = account.parts_of(account.due)
        Payment.objects.create(
            dossier=dossier,
            unit=dossier.receiving_unit,
            method=PaymentMethod.ONLINE,
            amount=account.due,
            fee_part=fee_part,
            duty_part=duty_part,
            paid_at=at,
            reference=DECLARED,
            taken_by=by,
            officer_name=str(by) if by else "",
        )


@transaction.atomic
def add(dossier: Dossier, lines: Sequence[Line], *, by: User | None, at: datetime | None = None) -> None:
    """Thêm khoản thu."""
    at = at or timezone.now()
    current = locked(dossier)
    Charge.objects.bulk_create(_charge(current, line, by=by, at=at) for line in lines)
    post(current)
    for line in lines:
        words = f"{FeeKind(line.kind).label} “{line.label}”, {formats.money(line.due)}"
        _tell(current, "add_charge", by=by, reason=words, amount=line.amount, exempted=line.exempted)


@transaction.atomic
def exempt(charge: Charge, *, exempted: int, reason: str, by: User | None) -> None:
    """Miễn, giảm: so much of the charge need not be paid; 0 takes an exemption back."""
    current = locked(charge.dossier)
    charge = _standing(charge)
    if exempted > charge.amount:
        raise DomainError(f"Mức miễn, giảm không được quá khoản thu ({formats.money(charge.amount)}).")
    if exempted == charge.exempted and reason == charge.exemption_reason:
        return
    charge.exempted, charge.exemption_reason = exempted, reason
    charge.save(update_fields=["exempted", "exemption_reason"])
    account = post(current)
    words = f"“{charge.label}” được miễn, giảm {formats.money(exempted)}: {reason}"
    _tell(current, "exempt_charge", by=by, reason=words, charge=charge.pk, exempted=exempted)
    waiting.settle_if_paid(current, account, by=by)


@transaction.atomic
def cancel(charge: Charge, *, reason: str, by: User | None) -> None:
    """Bỏ khoản thu lập nhầm: it stays to be read, and counts no more."""
    current = locked(charge.dossier)
    if Charge.objects.get(pk=charge.pk).cancelled_at is not None:
        return
    charge.cancelled_at, charge.cancelled_by, charge.cancel_reason = timezone.now(), by, reason
    charge.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
    account = post(current)
    words = f"“{charge.label}”, {formats.money(charge.amount)}: {reason}"
    _tell(current, "cancel_charge", by=by, reason=words, charge=charge.pk, amount=charge.amount)
    waiting.settle_if_paid(current, account, by=by)


def _standing(charge: Charge) -> Charge:
    """The row as it is now, the dossier being locked."""
    fresh = Charge.objects.get(pk=charge.pk)
    if fresh.cancelled_at is not None:
        raise DomainError(f"Khoản thu “{fresh.label}” đã bỏ; lập khoản khác nếu phải thu.")
    return fresh


def _charge(dossier: Dossier, line: Line, *, by: User | None, at: datetime) -> Charge:
    if not 0 < line.amount <= MOST:
        raise DomainError("Khoản thu phải lớn hơn 0 và không quá 2 tỷ đồng.")
    if line.exempted > line.amount or (line.exempted and not line.exemption_reason):
        raise DomainError("Miễn, giảm thì ghi lý do và không quá mức thu.")
    return Charge(
        dossier=dossier,
        kind=line.kind,
        label=line.label[:300],
        amount=line.amount,
        exempted=line.exempted,
        exemption_reason=line.exemption_reason,
        added_at=at,
        added_by=by,
    )


def _tell(dossier: Dossier, action: str, *, by: User | None, reason: str, **details: Any) -> None:
    tell(dossier, action, dossier.status, at=timezone.now(), by=by, reason=reason[:1000], details=details)
